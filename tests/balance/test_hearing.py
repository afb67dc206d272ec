"""A report accepted but not public yet (hearing period, round published later) counts in drafts alone."""

from datetime import timedelta

import pytest

from tests.balance.making import built, read, said, tables
from tests.workflow.cycle import Cycle
from tracker import workflow
from tracker.balance import building
from tracker.models import Revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(monkeypatch):
    monkeypatch.setattr(building, "can_print", lambda: False)
    return Cycle(monkeypatch)


def heard(cycle):
    return cycle.accept(cycle.report("completed"), "in_progress")


def test_a_balance_for_everybody_does_not_count_it(cycle):
    heard(cycle)
    document = read(built(agreement=cycle.agreement))
    assert tables(document, "stand-")[0][0] == ["Status nicht bekannt", "1"]
    assert tables(document, "eingereicht-") == []


def test_a_draft_counts_it_as_it_was_assessed_and_says_that_it_is_accepted(cycle):
    heard(cycle)
    document = read(built(agreement=cycle.agreement, with_unaccepted=True))
    assert tables(document, "stand-")[0][0] == ["in Umsetzung", "1"]
    [[row]] = tables(document, "eingereicht-")
    assert row[3:] == ["in Umsetzung", "2. März 2026", "angenommen, noch nicht veröffentlicht"]
    assert "angenommene Meldungen, die noch nicht veröffentlicht sind" in said(document, "methode")


def test_a_draft_counts_what_waits_for_the_publication_of_its_round(cycle):
    cycle.ask(publish_at=cycle.now + timedelta(days=20))
    cycle.accept(cycle.report("completed"))
    document = read(built(agreement=cycle.agreement, with_unaccepted=True))
    assert tables(document, "stand-")[0][0] == ["abgeschlossen", "1"]


def test_a_draft_leaves_the_hearing_as_it_is(cycle):
    report, revision = heard(cycle), Revision.current()
    before = (report.state, report.published_at, report.publish_at, report.accepted_at)
    built(agreement=cycle.agreement, with_unaccepted=True)
    report.refresh_from_db()
    assert (report.state, report.published_at, report.publish_at, report.accepted_at) == before
    assert Revision.current() == revision


def test_what_was_returned_is_in_no_draft(cycle):
    cycle.give_back(cycle.report("completed"))
    document = read(built(agreement=cycle.agreement, with_unaccepted=True))
    assert tables(document, "stand-")[0][0] == ["Status nicht bekannt", "1"]
    assert tables(document, "eingereicht-") == []


def test_after_the_hearing_a_balance_for_everybody_counts_it(cycle):
    heard(cycle)
    workflow.publish_due(at=cycle.now + timedelta(days=9), actor=cycle.editor)
    document = read(built(agreement=cycle.agreement))
    assert tables(document, "stand-")[0][0] == ["in Umsetzung", "1"]
