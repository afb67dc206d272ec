"""Addresses of the interface."""

from django.urls import path, re_path

from tracker.api import errors, views
from tracker.api.schema import Schema

BASE = "api/v1/"

urlpatterns = [
    path(f"{BASE}openapi.json", Schema.as_view(), name="api_schema"),
    path(f"{BASE}commitments/", views.Commitments.as_view(), name="api_commitments"),
    path(f"{BASE}commitments/<str:code>/", views.OneCommitment.as_view(), name="api_commitment"),
    path(f"{BASE}agreements/", views.Agreements.as_view(), name="api_agreements"),
    path(f"{BASE}agreements/<str:key>/", views.OneAgreement.as_view(), name="api_agreement"),
    path(f"{BASE}partners/", views.Partners.as_view(), name="api_partners"),
    path(f"{BASE}partners/<str:key>/", views.OnePartner.as_view(), name="api_partner"),
    path(f"{BASE}changes/", views.Changes.as_view(), name="api_changes"),
    path(f"{BASE}changes/<str:id>/", views.OneChange.as_view(), name="api_change"),
    path(f"{BASE}indicators/", views.Indicators.as_view(), name="api_indicators"),
    path(f"{BASE}indicators/<str:key>/", views.OneIndicator.as_view(), name="api_indicator"),
    re_path(r"^api/v1/(?P<rest>.+)$", errors.unknown_address, name="api_unknown"),
]
