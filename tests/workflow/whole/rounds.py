"""Rounds are opened, extended, closed and taken back."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.workflow.whole.model import PARTS, Asked
from tests.workflow.whole.world import World
from tracker import workflow
from tracker.models import ReportingRound


class Rounds(World):
    """What the editors do with rounds."""

    def open_rounds(self):
        return [item for item in self.rounds if not item.closed]

    def some_round(self, number):
        return self.rounds[number % len(self.rounds)] if self.rounds else None

    @rule(
        numbers=st.sets(PARTS, min_size=1),
        left_out=st.sets(PARTS, max_size=1),
        days=st.integers(0, 8),
        closing=st.booleans(),
        wait=st.none() | st.integers(1, 9),
    )
    def open_a_round(self, numbers, left_out, days, closing, wait):
        asked = numbers - left_out
        parts = [self.parts[number] for number in asked]
        taken = set().union(*(item.parts for item in self.open_rounds()))
        allowed = bool(asked) and not asked & taken and all(part.public and part.reporter for part in parts)
        moment = self.now + timedelta(days=wait) if wait else None
        due = self.today + timedelta(days=days)
        made = self.attempt(
            lambda: workflow.open_round(
                self.agreement,
                title=f"Runde {len(self.rounds)}",
                starts_on=min(self.today, due),
                due_on=due,
                contributions=[self.parts[number].row for number in numbers],
                excluded={self.parts[number].row: "Erledigt" for number in left_out},
                is_closing=closing,
                publish_at=moment,
                actor=self.system,
            ),
            allowed=allowed,
        )
        if made is None:
            return
        asking = Asked(made.pk, due, closing, asked, moment)
        self.rounds.append(asking)
        for part in parts:
            for told in part.reports:
                if told.round is None and told.handed_in and told.state in ("submitted", "returned", "accepted"):
                    told.round = made.pk
                    told.changes += 1
                    self.put_off(told)

    @rule(number=st.integers(0, 9), days=st.integers(-3, 20))
    def extend_a_round(self, number, days):
        asked = self.some_round(number)
        if asked is None:
            return
        due = asked.due + timedelta(days=days)
        if self.attempt(
            lambda: workflow.extend_round(self.row(asked), due_on=due, reason="Mehr Zeit", actor=self.system),
            allowed=not asked.closed and days > 0,
        ):
            asked.due = due

    @rule(number=st.integers(0, 9))
    def close_a_round(self, number):
        asked = self.some_round(number)
        if asked is None:
            return
        missing = [part for part in asked.parts if not self.answers(self.parts[part], asked)]
        closed = self.attempt(
            lambda: workflow.close_round(self.row(asked), actor=self.system),
            allowed=not asked.closed and (self.today > asked.due or not missing),
        )
        if closed:
            asked.closed, asked.result = True, closed.result
            figures = workflow.round_figures(closed, on=self.today)["partners"]
            first = [self.answers(self.parts[part], asked)[0].first_day for part in asked.parts - set(missing)]
            assert sum(row["asked"] for row in figures) == len(asked.parts)
            assert sum(row["in_time"] for row in figures) == sum(day <= asked.due for day in first)
            assert sum(row["late"] for row in figures) == sum(day > asked.due for day in first)
            assert sum(len(row["missing"]) for row in figures) == len(missing)

    @rule(number=st.integers(0, 9))
    def take_a_round_back(self, number):
        asked = self.some_round(number)
        if asked is None:
            return
        allowed = not asked.closed
        self.attempt(
            lambda: workflow.cancel_round(self.row(asked), reason="Irrtum", actor=self.system), allowed=allowed
        )
        if allowed:
            self.rounds.remove(asked)
            for told in self.all_reports():
                if told.round == asked.pk:
                    told.round = None
                    told.changes += 1
                    self.put_off(told)

    @rule(number=st.integers(0, 9), wait=st.none() | st.integers(1, 9))
    def set_a_moment(self, number, wait):
        asked = self.some_round(number)
        if asked is None:
            return
        moment = self.now + timedelta(days=wait) if wait else None
        self.attempt(
            lambda: workflow.set_publication(self.row(asked), moment, actor=self.system, now=self.now), allowed=True
        )
        asked.wait = moment
        for told in self.all_reports():
            if told.round == asked.pk:
                self.put_off(told)

    def row(self, asked):
        return ReportingRound.objects.get(pk=asked.pk)

    def answers(self, part, asked):
        return [item for item in part.reports if item.round == asked.pk and item.handed_in and item.state != "revoked"]

    def all_reports(self):
        return [told for part in self.parts for told in part.reports]
