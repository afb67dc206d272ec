"""Contributions stand in a table; where something is known of single ones, reported and assessed stand side by side."""

from datetime import date

import pytest
from django.utils import timezone

from tests.factories import make_commitment, make_fact, make_partner, record_change
from tests.public.records import html, section, words
from tracker import workflow
from tracker.models import StatusReport
from tracker.vocabulary import Grade, Origin, PartnerKind, ReportState, Status

pytestmark = pytest.mark.django_db


def table(client, commitment):
    return words(section(html(client, f"/massnahmen/{commitment.code}/"), "beitraege"))


def accepted_report(commitment, partner, reported, assessed=""):
    with record_change() as change:
        report = StatusReport(
            commitment=commitment,
            contribution=commitment.contributions.get(partner=partner),
            origin=Origin.PARTNER,
            status=reported,
            assessed_status=assessed,
            assessment_note="Die Quelle zeigt erst den Beginn." if assessed else "",
            as_of=date(2025, 6, 30),
            summary="So weit sind wir.",
            next_steps="Als Nächstes folgt der Rest.",
            grade=Grade.STATEMENT,
            state=ReportState.ACCEPTED,
            author=workflow.system_actor(),
            submitted_at=timezone.now(),
            accepted_at=timezone.now(),
            published_at=timezone.now(),
        )
        report.save()
        change.touch(commitment)
    commitment.refresh_from_db()


def test_a_group_is_called_one_and_has_no_reporter_yet(client):
    group = make_partner(kind=PartnerKind.GROUP, name="Wirtschaft")
    said = table(client, make_commitment(leads=[group]))
    assert "Wirtschaft Gruppe, wie im Text genannt" in said
    assert "noch nicht festgelegt" in said


def test_nobody_is_late_who_was_never_asked(client):
    said = table(client, make_commitment())
    assert "Meldung nicht angefordert" in said
    assert "Wer nie gefragt wurde, ist nicht im Verzug." in said


def test_others_named_in_the_text_stand_below(client):
    assert "Im Text außerdem genannt: Schulen; Hochschulen ." in table(
        client, make_commitment(involved="Schulen\nHochschulen")
    )


def test_without_facts_on_single_contributions_no_empty_columns_stand_there(client):
    commitment = make_commitment()
    make_fact(commitment, Status.IN_PROGRESS)
    assert "Eingeschätzt" not in table(client, commitment)


def test_a_researched_fact_is_no_report(client):
    partner = make_partner()
    commitment = make_commitment(leads=[partner])
    make_fact(commitment, Status.IN_PROGRESS, partner=partner)
    said = table(client, commitment)
    assert "Gemeldet keine Meldung Eingeschätzt in Umsetzung" in said


def test_reported_and_assessed_stand_side_by_side_and_a_difference_is_said(client):
    partner = make_partner()
    commitment = make_commitment(leads=[partner])
    accepted_report(commitment, partner, Status.COMPLETED, assessed=Status.IN_PROGRESS)
    source = html(client, f"/massnahmen/{commitment.code}/")
    said = words(section(source, "beitraege"))
    assert said.index("abgeschlossen") < said.index("in Umsetzung")
    whole = words(source)
    assert "Die Partner meldeten „abgeschlossen“, eingeschätzt ist „in Umsetzung“." in whole
    assert "Vom Partner gemeldet: abgeschlossen" in whole
    assert "Die Quelle zeigt erst den Beginn." in whole
    assert "Nächste Schritte: Als Nächstes folgt der Rest." in whole


def test_a_report_that_is_not_published_is_nowhere(client):
    partner = make_partner()
    commitment = make_commitment(leads=[partner])
    StatusReport.objects.create(
        commitment=commitment,
        contribution=commitment.contributions.get(),
        origin=Origin.PARTNER,
        status=Status.IN_PROGRESS,
        as_of=date(2025, 6, 30),
        summary="Nur ein Entwurf.",
        author=workflow.system_actor(),
    )
    assert "Nur ein Entwurf." not in html(client, f"/massnahmen/{commitment.code}/")
