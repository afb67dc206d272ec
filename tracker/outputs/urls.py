"""Addresses of the files: the same rows as the pages, by the same query."""

from django.urls import URLPattern, path

from tracker.outputs import calendar, changes, commitments, feeds, tables

urlpatterns: list[URLPattern] = [
    path("massnahmen.csv", commitments.commitments_csv, name="commitments_csv"),
    path("massnahmen.xlsx", tables.commitments_xlsx, name="commitments_xlsx"),
    path("massnahmen.atom", feeds.commitments_atom, name="commitments_atom"),
    path("massnahmen.ics", calendar.commitments_ics, name="commitments_ics"),
    path("massnahmen.json", commitments.commitments_json, name="commitments_json"),
    path("aenderungen.atom", feeds.changes_atom, name="changes_atom"),
    path("aenderungen.csv", changes.changes_csv, name="changes_csv"),
    path("aenderungen.json", changes.changes_json, name="changes_json"),
]
