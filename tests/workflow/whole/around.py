"""Time passes, what is due is published, and the editors change what is reported on."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.workflow.whole.model import PARTS, WHO
from tests.workflow.whole.people import People
from tracker import workflow
from tracker.models import Commitment, Contribution


class Around(People):
    """What happens to the commitments themselves, and what groups are supplied with."""

    @rule(days=st.integers(1, 12))
    def days_pass(self, days):
        self.now += timedelta(days=days)

    @rule()
    def publish_what_is_due(self):
        waiting = [told for told in self.all_reports() if told.state == "accepted" and not told.published]
        now = self.now + timedelta(minutes=1)
        due = [told for told in waiting if told.due <= now]
        counts = self.attempt(
            lambda: workflow.publish_due(at=self.now, actor=self.system), allowed=True, tells=bool(due)
        )
        assert counts == (0, len(due))
        assert workflow.publish_due(at=self.now, actor=self.system) == (0, 0)
        for told in due:
            told.published = True

    @rule(number=PARTS, name=st.sampled_from(["a", "b", None]))
    def name_a_reporter(self, number, name):
        part = self.parts[number]
        partner = getattr(self, name) if name else None
        asked = any(number in item.parts for item in self.open_rounds())
        stored = Contribution.objects.get(pk=part.row.pk)
        same = stored.reporter_id == (partner.pk if partner else None)
        allowed = partner is not None or not asked
        self.attempt(
            lambda: workflow.name_reporter([stored], partner, actor=self.system), allowed=allowed, tells=not same
        )
        if allowed:
            part.reporter = partner.pk if partner else None

    @rule(number=st.integers(0, 4))
    def drop_a_commitment(self, number):
        commitment = self.commitments[number]
        self.attempt(
            lambda: workflow.drop(commitment, reason="Entfallen", as_of=self.today, actor=self.system), allowed=True
        )
        self.facts += 1

    @rule(number=st.integers(0, 4), days=st.integers(1, 400))
    def move_a_deadline(self, number, days):
        fresh = Commitment.objects.get(pk=self.commitments[number].pk)
        due = self.today + timedelta(days=days)
        self.attempt(
            lambda: workflow.move_deadline(
                fresh, due_on=due, wording=f"bis {due}", precision="day", reason="Später", actor=self.system
            ),
            allowed=fresh.due_on != due,
        )

    @rule()
    def publish_the_hidden_one(self):
        part = next(part for part in self.parts if part.row.commitment_id == self.hidden.pk)
        self.attempt(lambda: workflow.publish([self.hidden], actor=self.system), allowed=True, tells=not part.public)
        part.public = True

    @rule(take_over=st.booleans(), who=WHO)
    def supply_to_the_group(self, take_over, who):
        part = next(part for part in self.parts if part.row.partner.is_group)
        person = self.somebody_for(part, who)
        text = f"Auch wir tun etwas, sagt {person.address}."
        given = self.attempt(
            lambda: workflow.supply(part.row, self.b, text=text, links="", actor=person.actor),
            allowed=True,
        )
        if take_over:
            report = self.attempt(
                lambda: workflow.take_over(given, actor=person.actor),
                allowed=part.open is None or part.open.state in ("draft", "returned"),
            )
            if report:
                self.begin(part, report, person)
                told, block = part.open, f"{self.b}: {text}"
                if block not in told.text:
                    told.text = "\n\n".join(filter(None, [told.text, block]))
                told.changes += 1
