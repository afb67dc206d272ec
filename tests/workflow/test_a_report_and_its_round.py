"""Which round a report answers, and whether it came in time."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.factories import make_commitment, make_partner
from tests.workflow.cycle import Cycle, day, later
from tracker import days, workflow
from tracker.models import Contribution, Revision
from tracker.vocabulary import Kind, PartnerKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(monkeypatch):
    return Cycle(monkeypatch)


def figures(asked):
    (row,) = workflow.round_figures(asked, on=days.today())["partners"]
    return row["in_time"], row["late"], len(row["missing"])


def test_who_reported_in_time_stays_in_time_however_long_the_review_takes(cycle):
    asked = cycle.ask(due=14)
    report = cycle.report()
    cycle.set_clock(later(30))
    assert cycle.state == "in_review"
    report = cycle.give_back(report)
    assert cycle.state == "returned"
    cycle.set_clock(later(40))
    report = workflow.submit(report, actor=cycle.author)
    assert figures(asked) == (1, 0, 0)
    cycle.accept(report)
    assert cycle.state == "current"


def test_a_returned_report_answers_its_round_though_that_was_closed_meanwhile(cycle):
    asked = cycle.ask(due=14)
    report = cycle.give_back(cycle.report())
    cycle.set_clock(later(20))
    workflow.close_round(asked, actor=cycle.editor)
    report = workflow.submit(report, actor=cycle.author)
    assert report.round == asked
    cycle.accept(report)
    assert cycle.state == "current"


def test_a_report_that_was_returned_in_one_round_and_comes_again_in_the_next_answers_that_one(cycle):
    first = cycle.ask(due=14)
    report = cycle.give_back(cycle.report())
    cycle.set_clock(later(20))
    closed = workflow.close_round(first, actor=cycle.editor)
    second = cycle.ask(due=14)
    assert cycle.state == "returned"
    assert workflow.submit(report, actor=cycle.author).round == second
    closed.refresh_from_db()
    assert json.loads(closed.result)["partners"][0]["in_time"] == 1


def test_who_takes_a_report_back_and_hands_it_in_late_is_late(cycle):
    asked = cycle.ask(due=14)
    report = workflow.withdraw(cycle.report(), actor=cycle.author)
    assert cycle.state == "due"
    cycle.set_clock(later(15))
    assert cycle.state == "never"
    workflow.submit(report, actor=cycle.author)
    assert figures(asked) == (0, 1, 0)


def test_the_due_day_itself_is_in_time(cycle):
    asked = cycle.ask(due=14)
    cycle.set_clock(later(14) + timedelta(hours=12))
    cycle.report()
    assert figures(asked) == (1, 0, 0)


def test_an_extended_round_makes_a_late_report_one_in_time(cycle):
    asked = cycle.ask(due=14)
    cycle.set_clock(later(16))
    assert cycle.state == "never"
    cycle.report()
    asked = workflow.extend_round(asked, due_on=day(20), reason="Ferien", actor=cycle.editor)
    assert figures(asked) == (1, 0, 0)
    assert asked.due_on_first == day(14)


def test_a_report_after_the_round_was_closed_counts_for_the_next(cycle):
    asked = cycle.ask(due=14)
    cycle.set_clock(later(15))
    closed = workflow.close_round(asked, actor=cycle.editor)
    report = cycle.accept(cycle.report())
    assert report.round is None
    assert cycle.state == "overdue"
    second = cycle.ask(due=14)
    report.refresh_from_db()
    assert report.round == second
    assert cycle.state == "current"
    assert json.loads(closed.result)["partners"][0]["missing"] == [cycle.commitment.code]


def test_a_round_is_open_to_the_end_of_its_last_day_unless_everybody_has_reported(cycle):
    asked = cycle.ask(due=14)
    cycle.set_clock(later(14))
    with pytest.raises(ValidationError, match=r"16\. März 2026"):
        workflow.close_round(asked, actor=cycle.editor)
    cycle.report()
    assert workflow.close_round(asked, actor=cycle.editor).closed_at == later(14)


def test_nobody_is_asked_twice_at_once(cycle):
    asked = cycle.ask()
    with pytest.raises(ValidationError, match="andere offene Melderunde"):
        cycle.ask()
    cycle.set_clock(later(15))
    workflow.close_round(asked, actor=cycle.editor)
    assert cycle.ask().opened_at == later(15)


def test_a_round_is_refused_while_one_contribution_has_nobody_who_reports_unless_it_is_left_out(cycle):
    group = make_partner(kind=PartnerKind.GROUP)
    orphan = make_commitment(cycle.agreement, leads=[group]).contributions.get()
    before = Revision.current()
    with pytest.raises(ValidationError, match="meldet noch niemand"):
        cycle.ask()
    assert Revision.current() == before
    asked = cycle.ask(excluded={orphan: "Die Gruppe bildet sich neu."})
    assert list(asked.contributions.all()) == [cycle.contribution]
    assert asked.exclusions.get().reason == "Die Gruppe bildet sich neu."


def test_leaving_out_needs_a_reason(cycle):
    make_commitment(cycle.agreement, leads=[cycle.partner])
    with pytest.raises(ValidationError, match="Grund"):
        cycle.ask(excluded={cycle.contribution: " "})


@pytest.mark.parametrize(
    ("columns", "words"),
    [({"kind": Kind.POSITION}, "Erklärungen ohne eigene Zusage"), ({"published": False}, "noch nicht veröffentlicht")],
)
def test_nobody_is_asked_for_what_cannot_be_reported(cycle, columns, words):
    make_commitment(cycle.agreement, leads=[cycle.partner], **columns)
    with pytest.raises(ValidationError, match=words):
        cycle.ask()


def test_a_contribution_of_another_agreement_is_refused(cycle):
    make_commitment(leads=[cycle.partner])
    with pytest.raises(ValidationError, match="anderen Vereinbarung"):
        cycle.ask(contributions=Contribution.objects.all())


def test_a_round_cannot_be_due_before_it_asks(cycle):
    with pytest.raises(ValidationError, match="Vergangenheit"):
        cycle.ask(due=-1)


def test_after_the_closing_round_nothing_more_is_needed(cycle):
    cycle.ask(is_closing=True)
    report = cycle.report()
    assert cycle.state == "in_review"
    cycle.accept(report)
    assert cycle.state == "final"


def test_what_was_completed_need_not_be_reported_again_unless_it_was_assessed_otherwise(cycle):
    cycle.ask()
    report = cycle.accept(cycle.report("completed"), "in_progress")
    cycle.set_clock(report.publish_at)
    workflow.publish_due(at=report.publish_at, actor=cycle.editor)
    assert cycle.state == "current"


def test_a_round_opened_by_mistake_never_asked_anybody(cycle):
    asked = cycle.ask()
    report = cycle.report()
    assert cycle.state == "in_review"
    workflow.cancel_round(asked, reason="Falsche Vereinbarung", actor=cycle.editor)
    assert cycle.state == "not_asked"
    report.refresh_from_db()
    assert (report.state, report.round) == ("submitted", None)
    assert cycle.ask().reports.get() == report


def test_a_closed_round_is_not_taken_back_extended_or_closed_again(cycle):
    asked = cycle.ask()
    cycle.set_clock(later(15))
    workflow.close_round(asked, actor=cycle.editor)
    for act in (
        lambda: workflow.cancel_round(asked, reason="Irrtum", actor=cycle.editor),
        lambda: workflow.extend_round(asked, due_on=day(40), reason="Mehr Zeit", actor=cycle.editor),
        lambda: workflow.close_round(asked, actor=cycle.editor),
    ):
        with pytest.raises(ValidationError, match="geschlossen"):
            act()


def test_what_a_round_accepts_waits_for_its_moment_and_is_public_with_it(cycle):
    moment = later(20)
    cycle.ask(publish_at=moment)
    report = cycle.accept(cycle.report())
    assert (report.published_at, report.publish_at) == (None, moment)
    assert workflow.publish_due(at=moment - timedelta(seconds=1), actor=cycle.editor) == (0, 0)
    assert workflow.publish_due(at=moment, actor=cycle.editor) == (0, 1)
    assert workflow.publish_due(at=moment, actor=cycle.editor) == (0, 0)
    assert cycle.state == "current"


def test_a_moment_that_is_moved_takes_the_accepted_reports_with_it(cycle):
    asked = cycle.ask(publish_at=later(20))
    report = cycle.accept(cycle.report())
    workflow.set_publication(asked, later(30), actor=cycle.editor, now=cycle.now)
    assert workflow.publish_due(at=later(29), actor=cycle.editor) == (0, 0)
    workflow.set_publication(asked, None, actor=cycle.editor, now=cycle.now)
    assert workflow.publish_due(at=cycle.now, actor=cycle.editor) == (0, 1)
    report.refresh_from_db()
    assert report.published_at == cycle.now


def test_setting_a_moment_changes_nothing_that_the_public_sees(cycle):
    asked = cycle.ask()
    before = Revision.current()
    workflow.set_publication(asked, later(30), actor=cycle.editor, now=cycle.now)
    assert Revision.current() == before
