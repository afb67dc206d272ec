"""Returning a report: comments at its fields, read by the partner's people only; the partner can submit again."""

import pytest

from tests.admin.browsing import errors, words
from tests.admin.reviewing import form_with, make_part, page_of, press, submit
from tracker import workflow
from tracker.models import AuditEvent, OutboxMail
from tracker.vocabulary import NoticeKind, ReportState, Verb

pytestmark = pytest.mark.django_db


def give_back(desk, report, **comments):
    where = page_of(report)
    return press(desk, where, desk.get(where), "return", **comments)


def test_a_report_is_returned_with_a_comment_at_each_field(reviewer):
    report = submit(make_part())
    response = give_back(reviewer, report, summary="Bitte nennen Sie die Orte.", evidence="Es fehlt ein Beleg.")
    assert response.status_code == 302
    report.refresh_from_db()
    assert report.state == ReportState.RETURNED
    assert dict(report.comments.values_list("field", "text")) == {
        "summary": "Bitte nennen Sie die Orte.",
        "evidence": "Es fehlt ein Beleg.",
    }
    assert OutboxMail.objects.filter(kind=NoticeKind.RETURNED).count() == 1
    assert AuditEvent.objects.filter(verb=Verb.RETURNED).count() == 1


def test_without_a_comment_nothing_is_returned(reviewer):
    report = submit(make_part())
    response = give_back(reviewer, report, summary="  ")
    assert "mindestens an einem Feld" in errors(response) or "Feld" in errors(response)
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED


def test_the_next_reviewer_reads_the_comments_and_what_changed_since(reviewer):
    report = submit(make_part())
    give_back(reviewer, report, summary="Bitte nennen Sie die Orte.")
    report.refresh_from_db()
    data = workflow.ReportData(as_of=report.as_of, status=report.status, summary="Die Beratung in Essen hat begonnen.")
    again = workflow.save_draft(report, data, actor=report.author)
    workflow.submit(again, actor=report.author)
    page = words(reviewer.get(page_of(report)))
    assert "Bitte nennen Sie die Orte." in page and "Essen" in page
    assert "erneut eingereicht" in words(reviewer.get("/verwaltung/pruefung/"))


def test_a_report_decided_by_somebody_else_is_not_returned(reviewer, colleague):
    report = submit(make_part())
    page = reviewer.get(page_of(report))
    workflow.accept(report, actor=workflow.actor_of(colleague.account))
    response = press(reviewer, page_of(report), page, "return", summary="Zu spät.")
    assert "angenommen" in errors(response) or "geändert" in errors(response)
    assert "Zu spät." in words(response)
    report.refresh_from_db()
    assert (report.state, report.comments.count()) == (ReportState.ACCEPTED, 0)


def test_a_refused_return_keeps_what_was_typed(reviewer):
    report = submit(make_part())
    page = reviewer.get(page_of(report))
    again = workflow.withdraw(report, actor=report.author)
    workflow.submit(again, actor=report.author)
    response = press(reviewer, page_of(report), page, "return", problem="Warum so spät?")
    assert form_with(response, "return").select_one("#id_return_problem").get_text(strip=True) == "Warum so spät?"
    assert press(reviewer, page_of(report), response, "return").status_code == 302
