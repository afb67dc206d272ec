"""The whole reporting cycle in any order: the rules hold after every step, and a model of a few lines agrees.

The model knows nothing of the tracker's rules. It keeps what was done in plain lists and reads the state of each
contribution from the list in which the design names them.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from tests.workflow.whole.around import Around
from tests.workflow.whole.model import ENDS
from tracker import access
from tracker.models import Commitment, Contribution, OutboxMail, Revision, StatusReport
from tracker.vocabulary import Origin, Status


class Cycle(Around):
    """An agreement with two measures, a group's measure, a target and a measure that is not public yet."""

    def expected_state(self, number):
        """The first words of the list in design section 3 that fit."""
        part = self.parts[number]
        asking = [item for item in self.rounds if number in item.parts]
        latest = asking[-1] if asking else None
        told = [item for item in part.reports if item.state not in ("draft", "revoked")]
        published = [item for item in told if item.published]
        answered = latest is not None and any(item.round == latest.pk for item in published)
        if (published and published[-1].says in ENDS) or (answered and latest.closing):
            return "final"
        if latest is None:
            return "not_asked"
        if any(item.state == "submitted" or (item.state == "accepted" and not item.published) for item in told):
            return "in_review"
        if told and told[-1].state == "returned":
            return "returned"
        if answered:
            return "current"
        if self.today <= latest.due:
            return "due"
        return "overdue" if any(item.handed_in for item in part.reports) else "never"

    @invariant()
    def the_reporting_state_is_the_first_that_fits(self):
        order = ["never", "overdue", "returned", "due", "in_review", "current", "final"]
        stored = {row.pk: row.reporting(on=self.today) for row in Contribution.objects.all()}
        states = {part.row.pk: self.expected_state(number) for number, part in enumerate(self.parts)}
        assert stored == states
        for commitment in Commitment.objects.with_reporting(on=self.today):
            mine = [states[part.row.pk] for part in self.parts if part.row.commitment_id == commitment.pk]
            worst = min((state for state in mine if state != "not_asked"), key=order.index, default="not_asked")
            assert commitment.reporting_state == worst

    @invariant()
    def the_public_sees_what_is_published_and_nothing_else(self):
        shown = access.public_reports().filter(origin=Origin.PARTNER)
        told = [told.pk for part in self.parts if part.public for told in part.reports if told.published]
        assert set(shown.values_list("pk", flat=True)) == set(told)
        for commitment in Commitment.objects.all():
            parts = [part for part in self.parts if part.row.commitment_id == commitment.pk]
            facts = StatusReport.objects.filter(commitment=commitment, origin=Origin.RESEARCH).count()
            assert commitment.facts_count == facts + sum(told.published for part in parts for told in part.reports)
        assert "returned" not in str(self.seen)

    @invariant()
    def every_report_is_where_the_model_has_it(self):
        stored = StatusReport.objects.filter(origin=Origin.PARTNER).values_list(
            "pk", "state", "round_id", "status", "author_id", "summary"
        )
        told = self.all_reports()
        assert set(stored) == {(item.pk, item.state, item.round, item.status, item.author, item.text) for item in told}

    @invariant()
    def revisions_have_no_gaps(self):
        numbers = list(Revision.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def a_status_rests_on_what_was_assessed(self):
        for part in self.parts:
            published = [item for item in part.reports if item.published]
            commitment = Commitment.objects.get(pk=part.row.commitment_id)
            if part.kind == "target":
                assert commitment.status in (Status.UNKNOWN, Status.DROPPED)
                assert commitment.status_reported is None
            elif commitment.contributions.count() == 1 and published and not self.facts:
                assert commitment.status == published[-1].says

    @invariant()
    def figures_of_closed_rounds_stay_byte_for_byte(self):
        for asked in self.rounds:
            if asked.closed:
                assert self.row(asked).result == asked.result

    @invariant()
    def nobody_is_written_to_twice(self):
        keys = list(OutboxMail.objects.values_list("key", flat=True))
        assert len(keys) == len(set(keys))


@pytest.mark.django_db
def test_the_rules_hold_after_any_sequence_of_actions():
    run_state_machine_as_test(
        Cycle,
        settings=settings(
            max_examples=6,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
