"""Withdrawing an accepted report: with a public reason, for good; the partner is told and can report anew."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.admin.browsing import errors, form_of, values_of, words
from tests.admin.reviewing import accepted, make_part, page_of, status_of, submit
from tracker import workflow
from tracker.models import AuditEvent, OutboxMail, StatusReport
from tracker.vocabulary import NoticeKind, ReportState, Verb

pytestmark = pytest.mark.django_db


def address(report):
    return reverse("admin:review_revoke", args=[report.pk])


def withdraw(desk, report, reason="Die Zahlen waren falsch."):
    page = desk.send(address(report), desk.open(address(report)), _step="preview", reason=reason)
    return page, desk.send(address(report), values_of(form_of(page)), _step="confirm")


def test_it_counts_no_more_and_the_reason_stays(reviewer):
    part = make_part()
    report = accepted(part)
    page, answer = withdraw(reviewer, report)
    assert "Status nicht bekannt" in words(page)
    assert answer.status_code == 302
    report.refresh_from_db()
    assert (report.state, report.revoked_reason) == (ReportState.REVOKED, "Die Zahlen waren falsch.")
    assert status_of(part.commitment) == "unknown"
    assert "Die Zahlen waren falsch." in words(reviewer.get(page_of(report)))
    assert OutboxMail.objects.filter(kind=NoticeKind.REPORT_REVOKED).count() == 1
    assert AuditEvent.objects.filter(verb=Verb.REPORT_REVOKED).count() == 1


def test_the_report_before_it_counts_again(reviewer):
    part = make_part()
    accepted(part, status="preparing")
    withdraw(reviewer, accepted(part, status="in_progress"))
    assert status_of(part.commitment) == "preparing"


def test_without_a_reason_nothing_is_withdrawn(reviewer):
    report = accepted(make_part())
    response = reviewer.send(address(report), reviewer.open(address(report)), _step="preview", reason=" ")
    assert "Begründung" in errors(response)
    assert StatusReport.objects.get().state == ReportState.ACCEPTED


def test_nothing_leaves_that_state(reviewer):
    report = accepted(make_part())
    withdraw(reviewer, report)
    report.refresh_from_db()
    for action in (
        lambda: workflow.revoke_report(report, reason="Noch einmal.", actor=workflow.system_actor()),
        lambda: workflow.accept(report, actor=workflow.system_actor()),
        lambda: workflow.withdraw(report, actor=report.author),
        lambda: workflow.submit(report, actor=report.author),
        lambda: workflow.return_report(report, {"summary": "Nein."}, actor=workflow.system_actor()),
    ):
        with pytest.raises(ValidationError):
            action()
    assert reviewer.client.get(address(report)).status_code == 404


def test_the_partner_can_report_anew(reviewer):
    part = make_part()
    withdraw(reviewer, accepted(part))
    assert submit(part).state == ReportState.SUBMITTED


def test_one_that_waits_for_its_publication_never_becomes_public(reviewer):
    part = make_part()
    report = submit(part, status="completed")
    report = workflow.accept(
        report, actor=workflow.actor_of(reviewer.account), assessed_status="in_progress", note="Noch nicht fertig."
    )
    withdraw(reviewer, report)
    workflow.publish_due(at=report.publish_at, actor=workflow.system_actor())
    report.refresh_from_db()
    assert (report.state, report.published_at) == (ReportState.REVOKED, None)


def test_somebody_who_saw_an_older_version_is_told(reviewer):
    report = accepted(make_part())
    page = reviewer.send(address(report), reviewer.open(address(report)), _step="preview", reason="Falsch.")
    data = values_of(form_of(page)) | {"version": [str(report.version - 1)]}
    response = reviewer.send(address(report), data, _step="confirm")
    assert "geändert" in errors(response)
    assert StatusReport.objects.get().state == ReportState.ACCEPTED


def test_editors_do_not_withdraw_reports(desk):
    report = accepted(make_part())
    assert desk.client.get(address(report)).status_code == 403
