"""Accepting a report: told what will happen, previewed, then published at once, with its round or after the hearing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.admin.browsing import errors, words
from tests.admin.reviewing import form_with, make_part, open_round, page_of, press, status_of, submit
from tests.factories import make_commitment, make_fact, make_partner
from tests.factories_of_accounts import make_account
from tracker import workflow
from tracker.models import OutboxMail, Revision, StatusReport
from tracker.vocabulary import AccountRole, Kind, NoticeKind, ReportState

pytestmark = pytest.mark.django_db


def preview(desk, report, **entries):
    where = page_of(report)
    return press(desk, where, desk.get(where), "preview", **entries)


def confirm(desk, report, response):
    return press(desk, page_of(report), response, "confirm")


def test_the_preview_shows_the_page_and_does_nothing_yet(reviewer):
    report = submit(make_part())
    before = Revision.current()
    response = preview(reviewer, report)
    assert "in Umsetzung" in words(response) and "Status nicht bekannt" in words(response)
    assert "Sie wird sofort veröffentlicht." in words(response)
    report.refresh_from_db()
    assert (report.state, Revision.current()) == (ReportState.SUBMITTED, before)
    assert not OutboxMail.objects.filter(kind=NoticeKind.ACCEPTED).exists()


def test_accepting_as_reported_publishes_at_once_and_tells_the_partner(reviewer):
    report = submit(make_part())
    response = confirm(reviewer, report, preview(reviewer, report))
    assert response.url == reverse("admin:review_queue")
    report.refresh_from_db()
    assert report.state == ReportState.ACCEPTED and report.published_at and not report.assessed_status
    assert status_of(report.commitment) == "in_progress"
    assert OutboxMail.objects.filter(kind=NoticeKind.ACCEPTED).count() == 1


def test_another_status_needs_a_public_note(reviewer):
    report = submit(make_part(), status="completed")
    response = preview(reviewer, report, assessed_status="in_progress")
    assert "Sagen Sie öffentlich" in errors(response) or "öffentlich" in errors(response)
    assert form_with(response, "preview").select_one("option[value=in_progress][selected]")
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED


def test_another_status_waits_for_the_hearing_period_and_is_previewed_as_it_will_stand(reviewer):
    report = submit(make_part(), status="completed")
    response = preview(reviewer, report, assessed_status="in_progress", assessment_note="Die Auswertung fehlt noch.")
    assert "Anhörungsfrist" in words(response)
    assert "in Umsetzung" in words(response)
    confirm(reviewer, report, response)
    report.refresh_from_db()
    assert (report.state, report.assessed_status, report.published_at) == ("accepted", "in_progress", None)
    assert report.publish_at > timezone.now()
    assert status_of(report.commitment) == "unknown"
    assert "Anhörungsfrist läuft 1" in words(reviewer.get(reverse("admin:review_queue")))


def test_a_round_with_a_time_publishes_then(reviewer):
    part = make_part()
    moment = timezone.now() + timedelta(days=20)
    open_round(part, publish_at=moment)
    report = submit(part)
    response = preview(reviewer, report)
    assert "zusammen mit ihrer Runde" in words(response)
    confirm(reviewer, report, response)
    report.refresh_from_db()
    assert (report.published_at, report.publish_at) == (None, moment)


def test_the_grade_is_preset_to_the_best_evidence_and_can_be_changed(reviewer):
    report = submit(make_part())
    response = reviewer.get(page_of(report))
    assert form_with(response, "preview").select_one("#id_grade option[selected]")["value"] == "document"
    confirm(reviewer, report, preview(reviewer, report, grade="statement"))
    report.refresh_from_db()
    assert report.grade == "statement"


def test_a_second_submit_does_nothing_and_says_so(reviewer):
    report = submit(make_part())
    response = preview(reviewer, report)
    confirm(reviewer, report, response)
    before = Revision.current()
    again = confirm(reviewer, report, response)
    assert again.status_code == 200 and "angenommen" in errors(again)
    assert Revision.current() == before
    assert OutboxMail.objects.filter(kind=NoticeKind.ACCEPTED).count() == 1


def test_a_report_that_was_taken_back_and_changed_meanwhile_is_shown_anew(reviewer):
    report = submit(make_part())
    response = preview(reviewer, report, grade="statement")
    again = workflow.withdraw(report, actor=report.author)
    workflow.submit(again, actor=report.author)
    told = confirm(reviewer, report, response)
    assert "geändert" in errors(told)
    assert form_with(told, "preview").select_one("option[value=statement][selected]")
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    confirm(reviewer, report, press(reviewer, page_of(report), told, "preview"))
    report.refresh_from_db()
    assert report.state == ReportState.ACCEPTED


def test_a_change_of_the_public_page_since_the_preview_is_asked_again(reviewer):
    report = submit(make_part())
    response = preview(reviewer, report)
    make_fact(report.commitment, "preparing")
    again = confirm(reviewer, report, response)
    assert again.status_code == 200 and "inzwischen" in words(again)
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED


def test_a_report_taken_back_while_comments_were_written_loses_nothing(reviewer):
    report = submit(make_part())
    response = reviewer.get(page_of(report))
    workflow.withdraw(report, actor=report.author)
    told = press(reviewer, page_of(report), response, "return", summary="Bitte nennen Sie die Orte.")
    assert "Bitte nennen Sie die Orte." in words(told)
    assert "Der Partner arbeitet noch an dieser Meldung" in words(told)


def own_report(reviewer):
    """A report that the reviewer, who is an editor too, entered for a partner."""
    reviewer.account.groups.add(workflow.role_group(AccountRole.EDITOR))
    return submit(make_part(), entered_by=workflow.actor_of(reviewer.account))


def test_who_entered_a_report_is_told_before_trying_and_cannot_review_it(reviewer):
    report = own_report(reviewer)
    page = reviewer.get(page_of(report))
    assert "Eine andere Person muss sie prüfen." in words(page)
    assert b'value="preview"' not in page.content
    answer = reviewer.client.post(page_of(report), {"_step": "confirm", "version": report.version, "grade": "none"})
    assert answer.status_code == 302
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED


def test_where_the_operator_allows_it_one_person_reviews_and_it_is_said(reviewer, settings):
    settings.ONE_PERSON_REVIEW = True
    report = own_report(reviewer)
    assert "ohne Gegenprüfung" in words(reviewer.get(page_of(report)))
    confirm(reviewer, report, preview(reviewer, report))
    report.refresh_from_db()
    assert (report.state, report.without_second_review) == (ReportState.ACCEPTED, True)


def test_editors_read_a_report_and_cannot_decide(desk):
    report = submit(make_part())
    assert "Die Beratung hat begonnen." in words(desk.get(page_of(report)))
    for step in ("preview", "confirm", "return"):
        assert desk.client.post(page_of(report), {"_step": step, "version": report.version}).status_code == 403


def test_a_report_on_a_target_is_accepted_without_a_status(reviewer):
    part = make_commitment(kind=Kind.TARGET, leads=[make_partner()]).contributions.get()
    report = submit(part, status="")
    page = reviewer.get(page_of(report))
    assert not form_with(page, "preview").select("[name=assessed_status]")
    assert "Ein Ziel wird als Ganzes" in words(page)
    confirm(reviewer, report, preview(reviewer, report))
    report.refresh_from_db()
    assert report.state == ReportState.ACCEPTED
    assert status_of(part.commitment) == "unknown"


def test_a_draft_is_not_shown_to_staff(reviewer):
    part = make_part()
    report = workflow.withdraw(submit(part, summary="Noch geheim."), actor=workflow.system_actor())
    page = words(reviewer.get(page_of(report)))
    assert "Noch geheim." not in page and "arbeitet noch" in page


def test_a_researched_fact_is_no_report_to_review(reviewer):
    fact = make_fact(make_commitment(), "in_progress")
    assert reviewer.client.get(page_of(fact)).status_code == 404


def test_partners_do_not_get_to_the_page(client):
    report = submit(make_part())
    client.force_login(make_account(AccountRole.REPORTER, partners=[report.contribution.partner]))
    assert client.get(page_of(report)).status_code == 403
    assert client.post(page_of(report), {"_step": "confirm"}).status_code == 403
    assert StatusReport.objects.get().state == ReportState.SUBMITTED
