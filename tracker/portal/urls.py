"""Addresses of the reporting area."""

from django.urls import path

from tracker.portal import files, history, home, report, signoff, supply, tables, together, unchanged

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("alle/", together.report_all, name="all"),
    path("abzeichnen/", signoff.signoff, name="signoff"),
    path("tabelle.xlsx", tables.download, name="table"),
    path("tabelle/", tables.upload, name="table_upload"),
    path("<int:pk>/", report.report, name="report"),
    path("<int:pk>/unveraendert/", unchanged.unchanged, name="unchanged"),
    path("<int:pk>/verlauf/", history.history, name="history"),
    path("<int:pk>/zuliefern/", supply.supply, name="supply"),
    path("beleg/<int:pk>/", files.evidence, name="evidence"),
]
