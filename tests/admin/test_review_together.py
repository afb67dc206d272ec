"""Several reports accepted with one reason: listed first, refused one by one where something is in the way."""

import pytest
from django.urls import reverse

from tests.admin.browsing import errors, form_of, values_of, words
from tests.admin.reviewing import make_part, submit
from tracker import workflow
from tracker.models import AuditEvent, MailProof, StatusReport
from tracker.vocabulary import AccountRole, ReportState, Verb

pytestmark = pytest.mark.django_db


def where(*reports):
    ticks = "&".join(f"meldung={report.pk}.{report.version}" for report in reports)
    return f"{reverse('admin:review_many')}?{ticks}"


def send(desk, response, **entries):
    return desk.client.post(reverse("admin:review_many"), {**values_of(form_of(response)), **entries}, follow=True)


def states(*reports):
    return [StatusReport.objects.get(pk=report.pk).state for report in reports]


def test_the_page_lists_what_will_be_accepted_and_does_nothing_yet(reviewer):
    one, two = submit(make_part(title="Eins")), submit(make_part(title="Zwei"))
    page = words(reviewer.get(where(one, two)))
    assert "Eins" in page and "Zwei" in page and "Sie wird sofort veröffentlicht." in page
    assert states(one, two) == [ReportState.SUBMITTED] * 2


def test_all_are_accepted_with_one_reason_kept_in_the_protocol(reviewer):
    one, two = submit(make_part()), submit(make_part())
    response = send(reviewer, reviewer.get(where(one, two)), reason="Nur bestätigt.")
    assert "2 Meldungen wurden angenommen." in words(response)
    assert states(one, two) == [ReportState.ACCEPTED] * 2
    kept = AuditEvent.objects.filter(verb=Verb.ACCEPTED_TOGETHER)
    assert [event.detail["reason"] for event in kept] == ["Nur bestätigt."] * 2


def test_a_reason_is_needed(reviewer):
    report = submit(make_part())
    response = send(reviewer, reviewer.get(where(report)), reason=" ")
    assert "Begründung" in errors(response)
    assert states(report) == [ReportState.SUBMITTED]


def test_one_that_changed_since_it_was_listed_is_refused_and_the_others_go_through(reviewer):
    one, two = submit(make_part()), submit(make_part())
    page = reviewer.get(where(one, two))
    workflow.submit(workflow.withdraw(one, actor=one.author), actor=one.author)
    response = send(reviewer, page, reason="Nur bestätigt.")
    assert f"Nicht angenommen: {one.commitment.code}" in words(response)
    assert "1 Meldung wurde angenommen." in words(response)
    assert states(one, two) == [ReportState.SUBMITTED, ReportState.ACCEPTED]


def test_one_unticked_on_the_page_stays_in_the_queue(reviewer):
    one, two = submit(make_part()), submit(make_part())
    send(reviewer, reviewer.get(where(one, two)), reason="Gut.", meldung=f"{two.pk}.{two.version}")
    assert states(one, two) == [ReportState.SUBMITTED, ReportState.ACCEPTED]


def test_own_entries_and_objections_are_left_to_single_review(reviewer):
    reviewer.account.groups.add(workflow.role_group(AccountRole.EDITOR))
    own = submit(make_part(), entered_by=workflow.actor_of(reviewer.account))
    objected = submit(make_part())
    MailProof.objects.create(report=objected, received_on=objected.as_of)
    workflow.object_to_entry(objected, "So haben wir es nicht gesagt.", actor=objected.author)
    page = words(reviewer.get(where(own, objected)))
    assert "Sie haben sie selbst geschrieben oder erfasst." in page
    assert "Der Partner widerspricht der Erfassung." in page


def test_sending_twice_accepts_nothing_twice(reviewer):
    report = submit(make_part())
    page = reviewer.get(where(report))
    send(reviewer, page, reason="Gut.")
    response = send(reviewer, page, reason="Gut.")
    assert "Nicht angenommen" in words(response)
    assert AuditEvent.objects.filter(verb=Verb.ACCEPTED).count() == 1


def test_nothing_ticked_is_told(reviewer):
    for query in ("", "?meldung=x", "?meldung=1", f"?meldung={'9' * 40}.1"):
        response = reviewer.client.get(f"{reverse('admin:review_many')}{query}", follow=True)
        assert "Kreuzen Sie mindestens eine Meldung an." in words(response)


def test_editors_do_not_accept(desk):
    report = submit(make_part())
    assert desk.client.get(where(report)).status_code == 403
    ticked = {"meldung": f"{report.pk}.{report.version}", "reason": "Gut."}
    assert desk.client.post(reverse("admin:review_many"), ticked).status_code == 403
    assert states(report) == [ReportState.SUBMITTED]
