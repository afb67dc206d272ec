"""A round while it runs and after: who has and has not reported, reminding, extending, closing, taking back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.admin.browsing import address, errors, form_of, list_of, values_of, words
from tests.admin.reviewing import actor_for, ago, make_part, make_reporter, open_round, submit
from tests.factories import make_agreement, record_change
from tracker import days, workflow
from tracker.models import AuditEvent, OutboxMail, ReportingRound
from tracker.vocabulary import NoticeKind, Verb

pytestmark = pytest.mark.django_db


def act(asked, name):
    return reverse(f"admin:tracker_reportinground_{name}", args=[asked.pk])


def send(desk, asked, name, **entries):
    where = act(asked, name)
    return desk.send(where, values_of(form_of(desk.get(where))), **entries)


@pytest.fixture
def parts():
    agreement = make_agreement()
    return [make_part(agreement=agreement) for _number in range(3)]


def past(asked):
    """Let the due day of a round have passed."""
    with record_change() as change:
        asked.starts_on = days.today() - timedelta(days=40)
        asked.due_on = days.today() - timedelta(days=1)
        asked.save()
        change.touch_commitments(asked.contributions.values_list("commitment_id", flat=True))


def test_the_page_says_who_has_and_has_not_reported(desk, parts):
    asked = open_round(*parts)
    report = submit(parts[0])
    page = desk.get(address(asked))
    text = words(page)
    assert "1 von 3 Meldungen sind eingegangen." in text and "in Prüfung: 1" in text
    assert reverse("admin:review_report", args=[report.pk]) in page.content.decode()
    assert text.count("noch nicht eingegangen") == 2


def test_late_reports_are_said_to_be_late_and_a_slow_review_never_counts(desk, parts):
    asked = open_round(*parts)
    submit(parts[0], at=ago(5))
    past(asked)
    submit(parts[1])
    figures = desk.get(address(asked)).context["progress"]
    assert sum(row.in_time for row in figures.organisations) == 1
    assert sum(row.late for row in figures.organisations) == 1
    assert figures.missing == 1


def test_reminding_the_rest_orders_mail_once_a_day_and_recipient(desk, parts):
    asked = open_round(*parts)
    for part in parts:
        make_reporter(part.partner)
    submit(parts[0])
    for _number in range(2):
        desk.client.post(act(asked, "remind"))
    assert OutboxMail.objects.filter(kind=NoticeKind.REMINDER).count() == 2
    told = AuditEvent.objects.filter(verb=Verb.ROUND_REMINDED)
    assert [event.detail["count"] for event in told] == [2]


def test_reminding_needs_a_sent_form_and_an_open_round(desk, parts):
    asked = open_round(*parts)
    assert desk.client.get(act(asked, "remind")).status_code == 405
    past(asked)
    workflow.close_round(asked, actor=workflow.system_actor())
    response = desk.client.post(act(asked, "remind"), follow=True)
    assert "Diese Melderunde ist geschlossen." in words(response)
    assert not OutboxMail.objects.filter(kind=NoticeKind.REMINDER).exists()


def test_extending_needs_a_later_day_and_a_reason(desk, parts):
    asked = open_round(*parts)
    later = asked.due_on + timedelta(days=14)
    assert "Begründung" in errors(send(desk, asked, "extend", due_on=later.isoformat(), reason=" "))
    assert "Neuer Fälligkeitstag" in errors(send(desk, asked, "extend", due_on=asked.due_on.isoformat(), reason="So."))
    assert send(desk, asked, "extend", due_on=later.isoformat(), reason="Ferien.").status_code == 302
    asked.refresh_from_db()
    assert (asked.due_on, asked.due_on_first) == (later, later - timedelta(days=14))
    assert "zuerst:" in words(desk.get(address(asked)))


def test_somebody_elses_change_meanwhile_is_told(desk, parts):
    asked = open_round(*parts)
    where = act(asked, "extend")
    data = values_of(form_of(desk.get(where)))
    workflow.extend_round(
        asked, due_on=asked.due_on + timedelta(days=7), reason="Erst so.", actor=workflow.system_actor()
    )
    later = (asked.due_on + timedelta(days=30)).isoformat()
    response = desk.send(where, data, due_on=later, reason="Dann so.")
    assert "inzwischen geändert" in errors(response)
    assert desk.send(where, values_of(form_of(response))).status_code == 302
    asked.refresh_from_db()
    assert asked.due_on.isoformat() == later


def test_closing_names_what_is_missing_and_freezes_the_figures(desk, parts):
    asked = open_round(*parts)
    submit(parts[0])
    past(asked)
    page = words(desk.get(act(asked, "close")))
    assert "2 Meldungen sind nicht eingegangen" in page and parts[1].commitment.code in page
    send(desk, asked, "close")
    asked.refresh_from_db()
    assert asked.closed_at
    desk.get(address(asked))  # with the message that it is closed
    before, shown = asked.result, words(desk.get(address(asked)))
    assert "Diese Zahlen ändern sich nicht mehr." in shown and parts[1].commitment.code in shown
    submit(parts[1])
    asked.refresh_from_db()
    assert asked.result == before
    assert words(desk.get(address(asked))) == shown


def test_before_its_last_day_it_is_not_closed_while_reports_are_missing(desk, parts):
    asked = open_round(*parts)
    page = desk.get(act(asked, "close"))
    assert "Vorher lässt sie sich nur schließen, wenn alle Meldungen eingegangen sind." in words(page)
    assert '<button type="submit" class="default button">' not in page.content.decode()
    assert "letzten Tages" in errors(send(desk, asked, "close"))
    asked.refresh_from_db()
    assert asked.closed_at is None


def test_a_closed_round_is_left_as_it_is(desk, parts):
    asked = open_round(*parts)
    past(asked)
    workflow.close_round(asked, actor=workflow.system_actor())
    for name in ("extend", "close", "cancel", "publication"):
        response = desk.client.get(act(asked, name), follow=True)
        assert "Diese Melderunde ist geschlossen." in words(response), name
        assert desk.client.post(act(asked, name), {"version": asked.version}).status_code == 302, name
    assert ReportingRound.objects.get().result


def test_a_round_opened_by_mistake_is_taken_back_and_its_reports_stay(desk, parts):
    asked = open_round(*parts)
    report = submit(parts[0])
    assert send(desk, asked, "cancel", reason="Falsche Vereinbarung.").url == list_of(ReportingRound)
    assert not ReportingRound.objects.exists()
    report.refresh_from_db()
    assert report.state == "submitted" and report.round is None


def test_reviewers_watch_and_do_not_act(reviewer, parts):
    asked = open_round(*parts)
    page = reviewer.get(address(asked))
    assert not form_buttons(page)
    for name in ("extend", "close", "cancel", "publication"):
        assert reviewer.client.get(act(asked, name)).status_code == 403
    assert reviewer.client.post(act(asked, "remind")).status_code == 403


def form_buttons(page):
    return [word for word in ("erinnern/", "verlaengern/", "schliessen/") if word in page.content.decode()]


def test_rounds_are_never_changed_by_a_plain_form(desk, parts):
    asked = open_round(*parts)
    desk.client.post(address(asked), {"title": "Anders", "due_on": date(2030, 1, 1)})
    asked.refresh_from_db()
    assert asked.title == "Frühjahr"
    assert desk.client.get(address(asked, "delete")).status_code == 403


def test_the_list_tells_the_progress(desk, parts):
    asked = open_round(*parts)
    submit(parts[0])
    assert "1 von 3" in words(desk.get(list_of(ReportingRound)))
    assert "1 von 3" in words(desk.get(f"{list_of(ReportingRound)}?stand=laufend"))
    assert asked.title not in words(desk.get(f"{list_of(ReportingRound)}?stand=ueberfaellig")).split("FILTER")[0]


def test_the_start_page_names_rounds_past_their_last_day(desk, parts):
    past(open_round(*parts))
    assert "1 Runden nach ihrem letzten Tag" in words(desk.get("/verwaltung/"))


def test_queries_do_not_grow_with_the_reports(desk, django_assert_max_num_queries):
    agreement = make_agreement()
    few = [make_part(agreement=agreement) for _number in range(2)]
    many = [make_part(agreement=agreement) for _number in range(8)]
    small, large = open_round(*few), open_round(*many)
    for part in (*few, *many[:5]):
        assert actor_for(part.partner) and submit(part)
    desk.get(address(small))
    with django_assert_max_num_queries(40) as asked:
        desk.get(address(small))
    with django_assert_max_num_queries(len(asked)):
        desk.get(address(large))
