"""Whatever happens in whatever order: `fassung` is what stood there on that day, `stand` what the rules say of it."""

import contextlib
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import RequestFactory
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.factories import make_agreement, make_commitment, make_partner, record_change
from tests.moments import Clock
from tracker import bitsets, rules, workflow
from tracker.listings.contents import contents
from tracker.listings.rows import commitment_row
from tracker.listings.view import Listing
from tracker.models import Commitment, Extension, Membership, StatusReport
from tracker.snapshots import iso
from tracker.vocabulary import Grade, Kind, Precision, Status

FIRST = date(2026, 1, 5)
DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))
NUMBERS = st.integers(0, 3)


def table(day, **query):
    """Return all rows of the table for an address, as its files hold them."""
    listing = Listing(RequestFactory().get("/massnahmen.json", query), day=day)
    assert listing.problems == []
    rows = [commitment_row(row) for row in contents(listing)]
    assert len(rows) == listing.count() == listing.counts.total
    return rows


class Record(RuleBasedStateMachine):
    """Two agreements with commitments, to which things happen from day to day."""

    clock: Clock

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        # The clock stands at the same moment for every history, so two of them have the same revisions.
        bitsets.forget()
        self.clock.go(FIRST)
        self.day = FIRST
        self.actor = workflow.system_actor()
        self.partners = [make_partner(kind="group"), make_partner(), make_partner()]
        self.agreements = [
            make_agreement(
                fields=["Eins"], signed_on=date(2019, 8, 26), term_end=date(2022, 12, 31), term_start=date(2019, 8, 26)
            ),
            make_agreement(fields=["Zwei"], signed_on=date(2023, 5, 24)),
        ]
        one, two = self.agreements
        self.commitments = [
            make_commitment(one, leads=self.partners[:2], action_field=one.action_fields.get()),
            make_commitment(two, kind=Kind.TARGET, due_on=date(2025, 12, 31), leads=[self.partners[2]]),
            make_commitment(one, kind=Kind.POSITION),
            make_commitment(two, due_on=date(2026, 6, 30), published=False, supporting=[self.partners[0]]),
        ]
        self.stood: dict[date, list[dict]] = {}

    def teardown(self):
        try:
            self.the_past_is_as_it_was()
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def attempt(self, action):
        with contextlib.suppress(ValidationError):
            action()

    def change(self, item, **columns):
        with record_change() as change:
            for name, value in columns.items():
                setattr(item, name, value)
            item.save()
            change.touch(item)
            change.touch_commitments(Commitment.objects.filter(published_at__isnull=False).values_list("pk", flat=True))

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
        as_of, precision, status, grade = fact
        data = workflow.FactData(
            as_of=as_of,
            as_of_precision=precision,
            summary="Eine Quelle sagt etwas.",
            seen_on=FIRST,
            status=status,
            grade=grade,
        )
        part = parts[part % len(parts)]
        self.attempt(lambda: workflow.add_fact(commitment, data, actor=self.actor, contribution=part))

    @rule(number=st.integers(0, 20))
    def withdraw_a_fact(self, number):
        facts = list(StatusReport.objects.order_by("pk"))
        if facts:
            fact = facts[number % len(facts)]
            self.attempt(lambda: workflow.revoke_fact(fact, reason="Zurückgezogen", actor=self.actor))

    @rule(number=NUMBERS, due_on=st.none() | DAYS)
    def move_a_deadline(self, number, due_on):
        self.attempt(
            lambda: workflow.move_deadline(
                self.commitments[number],
                due_on=due_on,
                wording=f"bis {due_on}" if due_on else "",
                precision=Precision.DAY if due_on else "",
                reason="Verschoben",
                actor=self.actor,
            )
        )

    @rule(number=NUMBERS, title=st.sampled_from(["Eins", "Zwei und mehr", "Drei"]))
    def correct_a_text(self, number, title):
        self.attempt(
            lambda: workflow.correct_wording(
                self.commitments[number], texts={"title": title}, reason="Falsch", actor=self.actor
            )
        )

    @rule()
    def publish_the_draft(self):
        workflow.publish([self.commitments[3]], actor=self.actor)

    @rule(number=st.integers(0, 1), name=st.sampled_from(["Große Allianz", "Kleine Allianz"]))
    def rename_an_agreement(self, number, name):
        self.agreements[number].refresh_from_db()
        self.change(self.agreements[number], short_title=f"{name} {number}")

    @rule(years=st.integers(1, 3))
    def extend_an_agreement(self, years):
        agreement = self.agreements[1]
        agreement.refresh_from_db()
        end = date(2026 + years, 12, 31)
        with record_change() as change:
            Extension(agreement=agreement, new_end=end).save()
            change.touch(agreement)
        self.change(agreement, effective_end=max(end, agreement.effective_end))

    @rule(number=st.integers(0, 2), name=st.sampled_from(["Verband A", "Verband B"]))
    def rename_a_partner(self, number, name):
        self.partners[number].refresh_from_db()
        self.change(self.partners[number], name=f"{name} {number}")

    @rule(number=st.integers(1, 2))
    def join_a_group(self, number):
        group, member = self.partners[0], self.partners[number]
        if not Membership.objects.filter(group=group, member=member).exists():
            with record_change() as change:
                Membership(group=group, member=member).save()
                change.touch(member)

    @rule(later=st.integers(0, 1))
    def carry_on(self, later):
        with record_change() as change:
            self.commitments[1].continues.add(self.commitments[0] if later else self.commitments[2])
            change.touch(self.commitments[1])

    @rule(number=st.integers(1, 40))
    def days_pass(self, number):
        # Nobody may have asked on the day itself: what counts is how it stood at its end.
        self.stood[self.day] = table(self.day)
        self.day += timedelta(days=number)
        self.clock.go(self.day)

    @rule(day=DAYS)
    def a_past_state_is_what_the_rules_say(self, day):
        if not date(2019, 8, 26) <= day <= self.day:
            return
        rows = {row["code"]: row for row in table(self.day, stand=day.isoformat())}
        for commitment in Commitment.objects.published().select_related("agreement"):
            agreement = commitment.agreement
            if agreement.signed_on > day:
                assert commitment.code not in rows
                continue
            facts = [
                fact
                for report in StatusReport.objects.published().filter(commitment=commitment)
                if (fact := report.as_fact(sources=report.evidence.count())).last_possible <= day
            ]
            parts = [part.pk for part in commitment.contributions.all() if part.required]
            standing = rules.stand(commitment.kind, parts, facts, agreement.signed_on) or rules.chronicle(facts)
            row = rows[commitment.code]
            assert (row["status"], row["unknown_reason"]) == (standing.status, standing.unknown_reason)
            assert (row["status_as_of"], row["facts_count"]) == (iso(standing.as_of), standing.facts_count)
            assert (row["evidence_grade"], row["last_research_on"]) == (
                standing.grade,
                iso(standing.last_research_on),
            )
            assert (row["status_reported"], row["differs"]) == (standing.reported, standing.differs)
            assert row["last_report_on"] == iso(standing.last_report_on)
            assert row["schedule"] == rules.schedule(
                kind=commitment.kind,
                status=standing.status,
                due_on=commitment.due_on,
                due_basis=commitment.due_basis,
                effective_end=commitment.effective_end,
                began_on=standing.began_on,
                on=day,
            )

    def the_past_is_as_it_was(self):
        """Every day that has passed is told now as it stood then, whatever happened since."""
        for day, rows in self.stood.items():
            assert table(self.day, fassung=day.isoformat()) == rows
            for status in ("unknown", "in_progress"):
                expected = [row["code"] for row in rows if row["status"] == status]
                told = table(self.day, fassung=day.isoformat(), status=status)
                assert [row["code"] for row in told] == expected


@pytest.mark.django_db
def test_any_history_can_be_read_back_day_by_day(monkeypatch):
    machine = type("History", (Record,), {"clock": Clock(monkeypatch, FIRST)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
