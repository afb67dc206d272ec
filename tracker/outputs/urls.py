"""Addresses of the files: the same rows as the pages, by the same query."""

from django.urls import URLPattern, path

from tracker.outputs import commitments, tables

urlpatterns: list[URLPattern] = [
    path("massnahmen.csv", commitments.commitments_csv, name="commitments_csv"),
    path("massnahmen.xlsx", tables.commitments_xlsx, name="commitments_xlsx"),
    path("massnahmen.json", commitments.commitments_json, name="commitments_json"),
]
