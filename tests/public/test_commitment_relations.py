"""Parts, parent, predecessors and successors are linked; drafts are not."""

from datetime import date

import pytest

from tests.factories import make_agreement, make_commitment, make_fact, record_change
from tests.public.records import html, section, words
from tracker.vocabulary import Coverage, Status

pytestmark = pytest.mark.django_db


def side(client, commitment, heading):
    return words(section(html(client, f"/massnahmen/{commitment.code}/"), heading))


def test_part_and_parent_name_each_other_and_a_difference_is_said(client):
    whole = make_commitment(title="Das Ganze")
    part = make_commitment(whole.agreement, part_of=whole, title="Der Teil")
    make_fact(whole, Status.IN_PROGRESS)
    assert "Das Ganze" in side(client, part, "teile")
    assert "Das Ganze hat einen anderen Status als dieser Teil." in side(client, part, "teile")
    assert "Der Teil" in side(client, whole, "teile")


def test_no_difference_is_said_where_there_is_none(client):
    whole = make_commitment()
    part = make_commitment(whole.agreement, part_of=whole)
    assert "anderen Status" not in side(client, part, "teile")


def test_a_draft_part_is_not_shown(client):
    whole = make_commitment()
    make_commitment(whole.agreement, part_of=whole, title="Geheim", published=False)
    assert "Geheim" not in html(client, f"/massnahmen/{whole.code}/")


def test_a_draft_itself_is_not_found(client):
    draft = make_commitment(published=False)
    html(client, f"/massnahmen/{draft.code}/", status=404)


def test_predecessor_and_successor_name_each_other(client):
    old = make_agreement("alt", signed_on=date(2019, 1, 1), term_start=date(2019, 1, 1), term_end=date(2022, 12, 31))
    new = make_agreement("neu", predecessor=old)
    earlier, later = make_commitment(old, title="Früher"), make_commitment(new, title="Später")
    with record_change() as change:
        later.continues.add(earlier)
        change.touch(later)
    assert "Weitergeführt durch" in side(client, earlier, "vorher")
    assert "Später" in side(client, earlier, "vorher")
    assert "Früher" in side(client, later, "vorher")


def test_without_successor_a_selection_allows_no_conclusion(client):
    old = make_agreement("alt", signed_on=date(2019, 1, 1), term_start=date(2019, 1, 1), term_end=date(2022, 12, 31))
    make_agreement("neu", predecessor=old, coverage=Coverage.SELECTION, coverage_note="Nur eine Pressemeldung.")
    said = side(client, make_commitment(old), "vorher")
    assert "kein Nachfolger gefunden" in said
    assert "daraus folgt nicht, dass der Punkt nicht weitergeführt wird" in said


def test_the_running_agreement_says_that_none_after_it_is_known(client):
    assert "Eine Vereinbarung für die Zeit nach 2026 ist nicht bekannt." in side(client, make_commitment(), "vorher")
