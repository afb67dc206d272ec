"""Addresses of the files: the same rows as the pages, by the same query."""

from django.urls import URLPattern, path

from tracker.outputs import commitments

urlpatterns: list[URLPattern] = [
    path("massnahmen.json", commitments.commitments_json, name="commitments_json"),
]
