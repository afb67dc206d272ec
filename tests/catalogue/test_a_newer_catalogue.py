"""A newer catalogue brings up to date what the catalogue itself wrote."""

from datetime import date

import pytest

from tests.catalogue.files import one
from tracker.catalogue.load import load
from tracker.models import (
    Agreement,
    Commitment,
    Event,
    IndicatorValue,
    Partner,
    PublicVersion,
    Revision,
    StatusReport,
    WordingCorrection,
)
from tracker.vocabulary import ChangeReason, ReportState, Status

pytestmark = pytest.mark.usefixtures("catalogue")


def test_a_changed_commitment_is_updated_under_one_new_revision(files):
    files.commitment("AAW-2019-1.07", verifiable="no")
    outcome = load(files.folder)
    assert (outcome.created, outcome.updated, outcome.revision) == (0, 1, 2)
    assert Commitment.objects.get(code="AAW-2019-1.07").verifiable == "no"
    assert Revision.objects.get(number=2).reason == ChangeReason.CATALOGUE_UPDATED


def test_only_what_changed_in_public_gets_a_new_version(files):
    files.commitment("AAW-2019-1.07", verifiable="no")
    load(files.folder)
    assert [version.key for version in PublicVersion.objects.filter(revision=2)] == ["AAW-2019-1.07"]


def test_a_changed_title_is_a_public_correction(files):
    before = Commitment.objects.get(code="AAW-2019-1.07").title
    files.commitment("AAW-2019-1.07", title="Ein besserer Titel")
    load(files.folder)
    correction = WordingCorrection.objects.get()
    assert (correction.before, correction.after) == (before, "Ein besserer Titel")
    assert correction.reason == "Katalog aktualisiert"


def test_a_changed_fact_is_corrected_and_keeps_its_key(files):
    files.fact("AAW-2019-1.40#1", summary="Genauer gesagt.", status="completed", grade="document")
    old = StatusReport.objects.get(key="AAW-2019-1.40#1")
    load(files.folder)
    new = StatusReport.objects.get(key="AAW-2019-1.40#1")
    old.refresh_from_db()
    assert new.corrects == old
    assert (old.state, old.revoked_reason) == (ReportState.REVOKED, "Katalog aktualisiert")
    assert not new.changed_by_staff


def test_a_corrected_fact_is_the_catalogues_own_again(files):
    for words in ["Genauer gesagt.", "Noch genauer gesagt."]:
        files.fact("AAW-2019-1.40#1", summary=words)
        assert load(files.folder).updated == 1
    assert StatusReport.objects.get(key="AAW-2019-1.40#1").summary == "Noch genauer gesagt."
    assert load(files.folder).revision is None


def test_a_new_fact_changes_the_status(files):
    fact = {
        "key": "AAW-2019-0.01#neu",
        "partner": None,
        "seen_on": "2026-11-22",
        "as_of": "2026-11",
        "as_of_precision": "month",
        "status": "completed",
        "summary": "Es ist getan.",
        "grade": "document",
        "confidence": "high",
        "basis": "source",
        "sources": [{"title": "Bericht", "publisher": "Amt", "url": "https://example.org/", "published_on": None}],
    }
    code = "AAW-2019-1.07"
    files.change("commitments", lambda content: one(content, code=code)["evidence"].append(fact))
    assert load(files.folder).created == 1
    assert Commitment.objects.get(code=code).status == Status.COMPLETED


def test_a_moved_end_of_term_reaches_every_commitment(files):
    def extend(content):
        one(content["agreements"], key="allianz-2023-2026")["term_end"] = "2027-12-31"

    files.change("agreements", extend)
    load(files.folder)
    assert Agreement.objects.get(slug="allianz-2023-2026").effective_end == date(2027, 12, 31)
    ends = Commitment.objects.filter(agreement__slug="allianz-2023-2026").values_list("effective_end", flat=True)
    assert set(ends) == {date(2027, 12, 31)}


def test_a_renamed_partner_gives_its_commitments_a_new_version(files):
    files.change("partners", lambda content: one(content["partners"], key="kmk").update(name="Bildungskonferenz"))
    load(files.folder)
    assert Partner.objects.get(key="kmk").name == "Bildungskonferenz"
    changed = PublicVersion.objects.filter(revision=2, kind=PublicVersion.COMMITMENT)
    named = Commitment.objects.filter(contributions__partner__key="kmk")
    assert {version.key for version in changed} == {commitment.code for commitment in named}


def test_parts_without_a_key_follow_their_record(files):
    def shorten(content):
        one(content["partners"], key="bund")["members"].pop()
        one(content["partners"], key="integrationsbeauftragte")["groups"].remove("bund")

    files.change("partners", shorten)
    load(files.folder)
    members = Partner.objects.get(key="bund").members.values_list("member__key", flat=True)
    assert sorted(members) == ["bmas", "bmbf", "bmbfsfj", "bmftr", "bmwe"]


def test_links_between_records_follow(files):
    def move(content):
        events = one(content["agreements"], key="allianz-2015-2018")["events"]
        one(events, key="2014-unterzeichnung")["commitments"] = ["AAW-2015-04", "BEF-001-01"]

    files.change("agreements", move)
    load(files.folder)
    event = Event.objects.get(key="2014-unterzeichnung")
    assert [item.code for item in event.commitments.all()] == ["AAW-2015-04"]
    assert [item.key for item in event.findings.all()] == ["BEF-001-01"]


def test_a_changed_value_of_an_indicator_is_updated(files):
    def change(content):
        one(one(content["indicators"], key="unbesetzte-stellen")["values"], year=2014)["value"] = 37102

    files.change("indicators", change)
    assert load(files.folder).updated == 1
    assert IndicatorValue.objects.get(indicator__key="unbesetzte-stellen", as_of=date(2014, 12, 31)).value == 37102
