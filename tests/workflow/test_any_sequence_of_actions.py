"""Whatever is done in whatever order: what is stored is what the rules say, the versions tell the present record."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.bitsets.told import told
from tests.factories import make_agreement, make_commitment, make_partner
from tracker import bitsets, snapshots, workflow
from tracker.models import Commitment, PublicVersion, Revision, StatusReport
from tracker.models.standing import standing_values
from tracker.vocabulary import Grade, Kind, Precision, ReportState, Status
from tracker.workflow.record import latest_payloads

NUMBERS = st.integers(0, 3)
DAYS = st.dates(date(2017, 1, 1), date(2027, 6, 30))


class Record(RuleBasedStateMachine):
    """A measure of two parts, a target with a deadline, a position and a draft, to which things happen."""

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.actor = workflow.system_actor()
        agreement = make_agreement(
            signed_on=date(2019, 8, 26), term_start=date(2019, 8, 26), term_end=date(2022, 12, 31)
        )
        one, two, three = make_partner(), make_partner(), make_partner()
        self.commitments = [
            make_commitment(agreement, leads=[one, two], supporting=[three]),
            make_commitment(agreement, kind=Kind.TARGET, due_on=date(2021, 12, 31)),
            make_commitment(agreement, kind=Kind.POSITION),
            make_commitment(agreement, due_on=date(2022, 6, 30), published=False),
        ]

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def attempt(self, commitment, action):
        """Do it; if it is refused, or if nobody sees the commitment, no revision may tell of it."""
        before = Revision.current()
        is_public = Commitment.objects.published().filter(pk=commitment.pk).exists()
        try:
            action()
        except ValidationError:
            assert Revision.current() == before
        else:
            assert Revision.current() == before + is_public

    def fact_data(self, as_of, precision, status, grade):
        return workflow.FactData(
            as_of=as_of,
            as_of_precision=precision,
            summary="Eine Quelle sagt etwas.",
            seen_on=date(2026, 11, 1),
            status=status,
            grade=grade,
        )

    facts = st.tuples(
        DAYS,
        st.sampled_from(Precision.of_facts()),
        st.sampled_from(["", *Status.values]),
        st.sampled_from([Grade.NONE, Grade.DOCUMENT, Grade.STATISTIC]),
    )

    @rule(number=NUMBERS, part=st.integers(0, 3), fact=facts)
    def add_a_fact(self, number, part, fact):
        commitment = self.commitments[number]
        parts = [None, *commitment.contributions.all()]
        part = parts[part % len(parts)]
        data = self.fact_data(*fact)
        self.attempt(commitment, lambda: workflow.add_fact(commitment, data, actor=self.actor, contribution=part))

    def some_fact(self, number):
        facts = list(StatusReport.objects.order_by("pk"))
        return facts[number % len(facts)] if facts else None

    @rule(number=st.integers(0, 20))
    def withdraw_a_fact(self, number):
        fact = self.some_fact(number)
        if fact is not None:
            self.attempt(fact.commitment, lambda: workflow.revoke_fact(fact, reason="Zurückgezogen", actor=self.actor))

    @rule(number=st.integers(0, 20), right=facts)
    def correct_a_fact(self, number, right):
        fact = self.some_fact(number)
        if fact is not None:
            data = self.fact_data(*right)
            self.attempt(fact.commitment, lambda: workflow.correct_fact(fact, data, reason="Falsch", actor=self.actor))

    @rule(number=NUMBERS, due_on=st.none() | DAYS)
    def move_a_deadline(self, number, due_on):
        self.attempt(
            self.commitments[number],
            lambda: workflow.move_deadline(
                self.commitments[number],
                due_on=due_on,
                wording=f"bis {due_on}" if due_on else "",
                precision=Precision.DAY if due_on else "",
                reason="Verschoben",
                actor=self.actor,
            ),
        )

    @rule(number=NUMBERS, as_of=DAYS)
    def drop_one(self, number, as_of):
        commitment = self.commitments[number]
        self.attempt(commitment, lambda: workflow.drop(commitment, reason="Entfallen", as_of=as_of, actor=self.actor))

    @rule(number=NUMBERS)
    def publish_one(self, number):
        workflow.publish([self.commitments[number]], actor=self.actor)

    @invariant()
    def what_is_stored_is_what_the_rules_say(self):
        for commitment, derived in workflow.derive([item.pk for item in self.commitments]):
            assert {name: getattr(commitment, name) for name in derived.columns} == derived.columns
            periods = list(commitment.periods.order_by("start"))
            assert [(item.start, item.until) for item in periods] == [(p.start, p.until) for p in derived.periods]
            for stored, period in zip(periods, derived.periods, strict=True):
                expected = standing_values(period.standing)
                assert {name: getattr(stored, name) for name in expected} == expected

    @invariant()
    def a_status_has_what_it_needs(self):
        for commitment in Commitment.objects.all():
            if commitment.kind == Kind.POSITION:
                assert commitment.status is None
                continue
            facts = StatusReport.objects.published().filter(commitment=commitment)
            assert (commitment.status == Status.UNKNOWN) == (commitment.status_as_of is None)
            assert (commitment.unknown_reason == "no_source") == (not facts.exists())
            if commitment.status in (Status.COMPLETED, Status.ONGOING):
                assert commitment.began_on is not None
            if commitment.status == Status.COMPLETED:
                assert commitment.evidence_grade != Grade.NONE
            if commitment.status == Status.MISSED:
                assert commitment.kind == Kind.TARGET
            if commitment.deciding_fact:
                assert commitment.deciding_fact.state == ReportState.ACCEPTED
                fact = commitment.deciding_fact.as_fact(sources=0)
                assert commitment.status_as_of == fact.last_possible
                # Before the signing only "completed" says something; of one part it may decide what the whole is at.
                early = fact.last_possible < commitment.agreement.signed_on
                assert not early or fact.status == Status.COMPLETED
                assert commitment.before_signing == (early and commitment.status == Status.COMPLETED)

    @invariant()
    def a_deadline_keeps_its_past(self):
        for commitment in Commitment.objects.prefetch_related("moves"):
            moves = list(commitment.moves.all())
            assert commitment.deadline_moves == len(moves)
            assert [move.position for move in moves] == list(range(1, len(moves) + 1))
            days = [*(move.before for move in moves), commitment.due_on]
            assert commitment.due_on_agreed == days[0]
            assert [move.after for move in moves] == days[1:]

    @invariant()
    def the_last_versions_are_the_present_record(self):
        present = snapshots.take(PublicVersion.COMMITMENT, [item.pk for item in self.commitments])
        assert latest_payloads(PublicVersion.COMMITMENT, [item.code for item in self.commitments]) == present

    @invariant()
    def the_sets_kept_up_are_those_read_anew(self):
        kept = bitsets.current()
        bitsets.forget()
        assert told(kept) == told(bitsets.current())

    @invariant()
    def revisions_have_no_gap(self):
        numbers = list(Revision.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.django_db
def test_any_sequence_of_actions_leaves_a_record_that_agrees_with_itself():
    run_state_machine_as_test(
        Record,
        settings=settings(
            max_examples=8,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
