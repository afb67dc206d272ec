"""The queue of the review: oldest first, filtered, with marks; read by all who keep the record, by nobody else."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.admin.browsing import words
from tests.admin.reviewing import QUEUE, accepted, ago, make_part, make_reporter, open_round, submit
from tests.factories import make_agreement, make_partner
from tracker import workflow

pytestmark = pytest.mark.django_db


def titles(response):
    return [row.a.get_text() for row in BeautifulSoup(response.content, "lxml").select("table.queue tbody th")]


def row_of(response, report):
    page = BeautifulSoup(response.content, "lxml")
    row = page.select_one(f'a[href$="/pruefung/{report.pk}/"]').find_parent("tr")
    return " ".join(row.get_text(" ").split())


def test_the_report_that_waits_longest_stands_first(reviewer):
    for title, number in (("Zweite", 4), ("Erste", 9), ("Dritte", 0)):
        submit(make_part(title=title), at=ago(number))
    response = reviewer.get(QUEUE)
    assert titles(response) == ["Erste", "Zweite", "Dritte"]
    assert "seit 9 Tagen" in words(response) and "seit heute" in words(response)


def test_drafts_and_decided_reports_are_not_in_the_queue(reviewer):
    part = make_part()
    workflow.start_draft(part, actor=workflow.system_actor(), on=part.commitment.agreement.signed_on)
    accepted(make_part())
    assert "Auf dieser Liste steht nichts." in words(reviewer.get(QUEUE))


def test_marks_say_what_to_look_at(reviewer):
    part = make_part()
    accepted(part)
    same = submit(part)
    other = make_part()
    accepted(other)
    different = submit(other, status="completed", deadline_wish="Bitte später.")
    new = submit(make_part())
    response = reviewer.get(QUEUE)
    assert "unverändert" in row_of(response, same)
    assert "anders als zuletzt" in row_of(response, different)
    assert "abgeschlossen" in row_of(response, different) and "mit Wunsch" in row_of(response, different)
    assert "erste Meldung" in row_of(response, new) and "mit Wunsch" not in row_of(response, new)


def test_who_entered_a_report_is_told(reviewer, editor):
    own = submit(make_part())
    by_mail = submit(make_part(), entered_by=workflow.actor_of(editor))
    response = reviewer.get(QUEUE)
    assert "den Partner selbst" in row_of(response, own)
    assert "die Redaktion nach einer Mail" in row_of(response, by_mail)


def test_filters_narrow_the_queue(reviewer):
    agreement, partner = make_agreement("erste"), make_partner("dihk")
    wanted = make_part(agreement=agreement, partner=partner, title="Gesucht")
    asked = open_round(wanted)
    submit(wanted)
    submit(make_part(title="Andere"))
    for query in ("vereinbarung=erste", "partner=dihk", f"runde={asked.pk}"):
        assert titles(reviewer.get(f"{QUEUE}?{query}")) == ["Gesucht"], query


@pytest.mark.parametrize("query", ["vereinbarung=gibtesnicht", "runde=x", "partner=%00", "liste=quatsch"])
def test_a_filter_that_does_not_exist_is_told_and_hides_nothing(reviewer, query):
    submit(make_part(title="Da"))
    response = reviewer.get(f"{QUEUE}?{query}")
    assert titles(response) == ["Da"]
    page = BeautifulSoup(response.content, "lxml")
    assert page.select(".errorlist, .summary--error")


def test_editors_read_the_queue_but_get_nothing_to_tick(desk, reviewer):
    submit(make_part())
    assert not BeautifulSoup(desk.get(QUEUE).content, "lxml").select("[name=meldung]")
    assert BeautifulSoup(reviewer.get(QUEUE).content, "lxml").select("[name=meldung]")


def test_partners_and_visitors_do_not_get_in(client):
    part = make_part()
    assert client.get(QUEUE).status_code == 302
    client.force_login(make_reporter(part.partner))
    assert client.get(QUEUE).status_code == 403


def test_the_start_page_counts_what_waits(reviewer):
    submit(make_part(), at=ago(3))
    submit(make_part(), wording_wish="Ein Wort fehlt.")
    page = words(reviewer.get("/verwaltung/"))
    assert "2 Wartet auf Prüfung, am längsten seit 3 Tagen" in page
    assert "1 Offene Wünsche" in page


def test_the_number_of_queries_does_not_grow(reviewer):
    def count():
        with CaptureQueriesContext(connection) as asked:
            reviewer.get(QUEUE)
        return len(asked)

    part = make_part()
    accepted(part)
    submit(part, wording_wish="Ein Wort fehlt.")
    reviewer.get(QUEUE)
    few = count()
    for _number in range(6):
        part = make_part()
        accepted(part)
        submit(part, wording_wish="Ein Wort fehlt.")
    assert count() == few
