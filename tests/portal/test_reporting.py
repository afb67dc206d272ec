"""A report is written on one page: prefilled, checked at its fields, handed in once."""

from datetime import date, timedelta

import pytest

from tests.portal.world import (
    form_of,
    make_accepted,
    make_asked,
    make_reporter,
    make_submitted,
    open_form,
    round_of,
    text_of,
)
from tracker import days, workflow
from tracker.models import AuditEvent, StatusReport
from tracker.vocabulary import AccountRole, Kind, ReportState, Status, Verb

pytestmark = pytest.mark.django_db


def post(client, contribution, data, **more):
    return client.post(f"/portal/{contribution.pk}/", data, follow=True, **more)


def test_the_form_is_filled_in_from_the_last_accepted_report(partner, contribution, reporter):
    make_accepted(contribution, reporter, status=Status.PREPARING, summary="Der Entwurf liegt vor.")
    form = open_form(partner, contribution)
    assert form["status"] == [Status.PREPARING]
    assert form["summary"] == ["Der Entwurf liegt vor."]
    assert form["as_of"] == [days.today().isoformat()]


def test_looking_at_the_form_writes_nothing(partner, contribution):
    before = AuditEvent.objects.count()
    open_form(partner, contribution)
    assert not StatusReport.objects.exists()
    assert AuditEvent.objects.count() == before


def test_a_report_is_handed_in_with_one_click(partner, contribution):
    form = open_form(partner, contribution, status="in_progress", summary="Die Schulung läuft.", action="submit")
    html = text_of(post(partner, contribution, form))
    report = StatusReport.objects.get()
    assert (report.state, report.summary) == (ReportState.SUBMITTED, "Die Schulung läuft.")
    assert report.round == round_of(contribution)
    assert "Die Meldung zählt für „Melderunde Herbst“." in html


def test_a_draft_is_kept_and_found_again(partner, contribution):
    form = open_form(partner, contribution, next_steps="Weiter so", action="save")
    assert "Der Entwurf ist gespeichert." in text_of(post(partner, contribution, form))
    again = open_form(partner, contribution)
    assert again["next_steps"] == ["Weiter so"]
    assert StatusReport.objects.get().state == ReportState.DRAFT


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"summary": ""}, "Sagen Sie in ein oder zwei Sätzen"),
        ({"status": ""}, "Wählen Sie einen Status."),
        ({"as_of": (days.today() + timedelta(days=2)).isoformat()}, "in der Zukunft"),
        ({"as_of": "2019-05-01"}, "vor der Unterzeichnung"),
        ({"as_of": ""}, "Nennen Sie den Tag."),
        ({"as_of": "irgendwann"}, "Das ist kein Tag."),
        ({"status": "completed"}, "braucht einen Beleg"),
        ({"status": "dropped"}, "Begründen Sie, warum"),
        ({"status": "missed"}, "missed"),
        ({"status": "unknown"}, "unknown"),
        ({"wished_deadline": "2027-12-31"}, "warum die Frist verschoben"),
        ({"wished_deadline": "1990-01-01", "deadline_wish": "Bitte."}, "vor der Unterzeichnung"),
        ({"summary": "x" * 10_001}, "10001"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(partner, contribution, changes, words):
    said = {"status": "in_progress", "summary": "Es geht voran.", "next_steps": "Bleibt stehen", **changes}
    html = text_of(post(partner, contribution, open_form(partner, contribution, **said, action="submit")))
    assert "error-summary" in html
    assert words in html
    assert "Bleibt stehen" in html
    assert not StatusReport.objects.filter(state=ReportState.SUBMITTED).exists()


def test_all_that_is_missing_is_said_at_once(partner, contribution):
    form = open_form(partner, contribution, as_of="", action="submit")
    assert "Bitte 3 Angaben prüfen" in text_of(post(partner, contribution, form))


def test_after_an_error_the_corrected_page_can_be_sent(partner, contribution):
    form = open_form(partner, contribution, status="completed", summary="Fertig.", action="submit")
    html = text_of(post(partner, contribution, form))
    post(partner, contribution, form_of(html, status="ongoing", action="submit"))
    assert StatusReport.objects.get().state == ReportState.SUBMITTED


def test_sent_twice_it_is_reported_once(partner, contribution):
    form = open_form(partner, contribution, status="in_progress", summary="Es geht voran.", action="submit")
    post(partner, contribution, form)
    html = text_of(post(partner, contribution, form))
    assert "Das ist schon gemeldet." in html
    assert StatusReport.objects.count() == 1
    assert AuditEvent.objects.filter(verb=Verb.SUBMITTED).count() == 1


def test_after_the_round_closed_it_counts_for_the_next_and_says_so(client):
    contribution = make_asked(due_in=-3)[0]
    client.force_login(make_reporter(contribution.reporter))
    workflow.close_round(round_of(contribution), actor=workflow.system_actor())
    assert "„Melderunde Herbst“ ist geschlossen." in text_of(client.get(f"/portal/{contribution.pk}/"))
    form = open_form(client, contribution, status="in_progress", summary="Es geht voran.", action="submit")
    html = text_of(post(client, contribution, form))
    assert "„Melderunde Herbst“ ist geschlossen, die Meldung zählt für die nächste Runde." in html
    assert StatusReport.objects.get().round is None


def test_once_reported_nothing_more_is_asked_for(partner, contribution, reporter):
    assert "bis zum" in text_of(partner.get(f"/portal/{contribution.pk}/"))
    make_accepted(contribution, reporter)
    assert "Für „Melderunde Herbst“ haben Sie gemeldet." in text_of(partner.get(f"/portal/{contribution.pk}/"))


def test_nobody_has_to_be_asked_to_report(client):
    contribution = make_asked(due_in=None)[0]
    client.force_login(make_reporter(contribution.reporter))
    assert "nicht angefordert" in text_of(client.get(f"/portal/{contribution.pk}/"))
    form = open_form(client, contribution, status="in_progress", summary="Es geht voran.", action="submit")
    assert "ohne Anforderung" in text_of(post(client, contribution, form))


def test_a_fuzzy_day_is_kept_with_its_precision(partner, contribution):
    changes = {"status": "in_progress", "summary": "Läuft.", "as_of": "2025-02-10", "as_of_precision": "quarter"}
    post(partner, contribution, open_form(partner, contribution, **changes, action="submit"))
    report = StatusReport.objects.get()
    assert (report.as_of, report.as_of_precision) == (date(2025, 3, 31), "quarter")


def test_a_wish_goes_with_the_report(partner, contribution):
    changes = {"wished_deadline": "2027-12-31", "deadline_wish": "Die Mittel fehlen.", "wording_wish": "Name falsch"}
    form = open_form(partner, contribution, status="in_progress", summary="Läuft.", **changes, action="submit")
    post(partner, contribution, form)
    assert StatusReport.objects.get().wishes.count() == 2


def test_on_a_target_nobody_is_asked_for_a_status(client):
    contribution = make_asked(kind=Kind.TARGET)[0]
    client.force_login(make_reporter(contribution.reporter))
    form = open_form(client, contribution, summary="Wir haben beigetragen.", action="submit")
    assert "status" not in form
    post(client, contribution, form)
    report = StatusReport.objects.get()
    assert (report.state, report.status) == (ReportState.SUBMITTED, "")


def test_a_declaration_without_a_commitment_has_no_form(client):
    contribution = make_asked(kind=Kind.POSITION, due_in=None)[0]
    client.force_login(make_reporter(contribution.reporter))
    assert client.get(f"/portal/{contribution.pk}/").status_code == 404


def test_the_contribution_of_somebody_else_does_not_exist(partner):
    other = make_asked()[0]
    assert partner.get(f"/portal/{other.pk}/").status_code == 404
    answer = partner.post(f"/portal/{other.pk}/", {"action": "submit", "summary": "x", "status": "ongoing"})
    assert answer.status_code == 404
    assert not StatusReport.objects.exists()


def test_a_reader_sees_the_draft_and_changes_nothing(client, contribution, reporter):
    workflow.keep_draft(
        contribution,
        workflow.ReportData(as_of=days.today(), summary="Noch nicht fertig"),
        actor=workflow.actor_of(reporter),
        on=days.today(),
        seen=0,
    )
    client.force_login(make_reporter(contribution.reporter, role=AccountRole.READER))
    html = text_of(client.get(f"/portal/{contribution.pk}/"))
    assert "Noch nicht fertig" in html
    assert "Als Entwurf speichern" not in html
    answer = client.post(f"/portal/{contribution.pk}/", {"action": "submit", "status": "ongoing", "summary": "x"})
    assert answer.status_code == 403
    assert "Sie können hier lesen, nicht melden" in text_of(answer)
    assert StatusReport.objects.get().summary == "Noch nicht fertig"


def test_a_submitted_report_can_be_taken_back_and_changed(partner, contribution, reporter):
    make_submitted(contribution, reporter)
    assert "Gemeldet am" in text_of(partner.get(f"/portal/{contribution.pk}/"))
    html = text_of(post(partner, contribution, {"action": "withdraw"}))
    assert "wieder ein Entwurf" in html
    assert form_of(html)["summary"] == ["Es geht voran."]


def test_what_was_decided_cannot_be_taken_back(partner, contribution, reporter):
    make_accepted(contribution, reporter)
    html = text_of(post(partner, contribution, {"action": "withdraw"}))
    assert "Die Redaktion hat über diese Meldung schon entschieden." in html
    assert StatusReport.objects.get().state == ReportState.ACCEPTED


def test_a_returned_report_shows_the_comment_at_its_field(partner, contribution, reporter):
    report = make_submitted(contribution, reporter)
    workflow.return_report(report, {"summary": "Bitte nennen Sie eine Zahl."}, actor=workflow.system_actor())
    html = text_of(partner.get(f"/portal/{contribution.pk}/"))
    assert html.count("Bitte nennen Sie eine Zahl.") == 2
    post(partner, contribution, form_of(html, summary="Es waren 120.", action="submit"))
    report.refresh_from_db()
    assert (report.state, report.summary) == (ReportState.SUBMITTED, "Es waren 120.")


def test_the_page_is_stored_nowhere(partner, contribution):
    assert partner.get(f"/portal/{contribution.pk}/")["Cache-Control"] == "no-store, private"
