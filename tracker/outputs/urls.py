"""Addresses of the files: the same rows as the pages, by the same query."""

from django.urls import URLPattern, path

from tracker.outputs import calendar, changes, commitments, datapackage, dcat, dumps, feeds, registers, tables

urlpatterns: list[URLPattern] = [
    path("massnahmen.csv", commitments.commitments_csv, name="commitments_csv"),
    path("massnahmen.xlsx", tables.commitments_xlsx, name="commitments_xlsx"),
    path("massnahmen.atom", feeds.commitments_atom, name="commitments_atom"),
    path("massnahmen.ics", calendar.commitments_ics, name="commitments_ics"),
    path("massnahmen.json", commitments.commitments_json, name="commitments_json"),
    path("aenderungen.atom", feeds.changes_atom, name="changes_atom"),
    path("aenderungen.csv", changes.changes_csv, name="changes_csv"),
    path("aenderungen.json", changes.changes_json, name="changes_json"),
    path("vereinbarungen.json", registers.agreements_json, name="agreements_json"),
    path("partner.json", registers.partners_json, name="partners_json"),
    path("indikatoren.json", registers.indicators_json, name="indicators_json"),
    path("dcat.ttl", dcat.dcat_turtle, name="dcat_turtle"),
    path("dcat.jsonld", dcat.dcat_jsonld, name="dcat_jsonld"),
    path("datapackage.json", datapackage.datapackage, name="datapackage"),
    path("daten/abzuege/<str:period>.zip", dumps.data_dump, name="dump"),
    path("daten/abzuege/<str:period>.zip.sha256", dumps.dump_checksum, name="dump_checksum"),
]
