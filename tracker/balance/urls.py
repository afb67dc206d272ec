"""Addresses of the balances: pages in both languages, files and drafts once."""

from django.urls import URLPattern, path, re_path

from tracker.balance import embed, views

app_name = "balance"
urlpatterns = [
    path("bilanz/", views.balances, name="balances"),
    path("bilanz/<str:slug>/", views.balance, name="balance"),
]
files: list[URLPattern] = [
    path("bilanz/entwurf/<int:number>/", views.draft, name="balance_draft"),
    re_path(
        r"^bilanz/entwurf/(?P<number>[0-9]{1,18})\.(?P<kind>pdf|docx)$", views.draft_file, name="balance_draft_file"
    ),
    re_path(r"^bilanz/(?P<slug>[-\w]+)\.(?P<kind>pdf|docx)$", views.balance_file, name="balance_file"),
    path("einbetten/<str:slug>.svg", embed.image, name="embed_image"),
    path("einbetten/<str:slug>/", embed.page, name="embed"),
]
