"""The whole reporting cycle in any order: the rules hold after every step, and a model of a few lines agrees.

The model knows nothing of the tracker's rules. It keeps what was done in plain lists and reads the state of each
contribution from the list in which the design names them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.factories import make_agreement, make_commitment, make_partner, record_change
from tests.factories_of_accounts import make_account
from tracker import access, snapshots, workflow
from tracker.models import (
    AuditEvent,
    Commitment,
    Contribution,
    Mandate,
    Membership,
    OutboxMail,
    PublicVersion,
    ReportingRound,
    Revision,
    RoundExclusion,
    StatusReport,
)
from tracker.record_check import differences
from tracker.vocabulary import AccountRole, Kind, MembershipRole, Origin, PartnerKind, Status

BERLIN = ZoneInfo("Europe/Berlin")
BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOLIDAYS = {"2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-10-03", "2026-12-25"}
HEARING_DAYS = 5
ENDS = ("completed", "dropped")
# Most happens to one of them, so that long stories come about; 0 is the commitment that is not public.
PARTS = st.sampled_from([1, 1, 1, 1, 1, 2, 3, 4, 5, 0])
STATUSES = st.sampled_from(["", "in_progress", "completed", "dropped", "missed", "ongoing"])


@dataclass
class Told:
    """A report as the model remembers it."""

    pk: int
    state: str = "draft"
    status: str = ""
    assessed: str = ""
    evidence: bool = False
    round: int | None = None
    handed_in: bool = False
    first_day: date | None = None
    returned: bool = False
    accepted: datetime | None = None
    due: datetime | None = None
    published: bool = False
    replied: bool = False

    @property
    def says(self) -> str:
        return self.assessed or self.status


@dataclass
class Asked:
    """A round as the model remembers it."""

    pk: int
    due: date
    closing: bool
    parts: set[int]
    wait: datetime | None = None
    closed: bool = False
    result: str = ""


@dataclass
class Part:
    """A contribution as the model remembers it."""

    row: Contribution
    kind: str
    reports: list[Told] = field(default_factory=list)
    has_reporter: bool = True
    public: bool = True

    @property
    def open(self) -> Told | None:
        return next((item for item in self.reports if item.state in ("draft", "submitted", "returned")), None)

    @property
    def last(self) -> Told | None:
        """The newest accepted one."""
        found = [item for item in self.reports if item.state == "accepted"]
        return found[-1] if found else None


class Cycle(RuleBasedStateMachine):
    """An agreement with two measures, a group's measure, a target and a measure that is not public yet."""

    def __init__(self):
        super().__init__()
        self.now = BEGIN
        self.clock = patch("django.utils.timezone.now", lambda: self.now)
        self.clock.start()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.system = workflow.system_actor()
        self.agreement = make_agreement()
        self.a, self.b = make_partner(), make_partner()
        group = make_partner(kind=PartnerKind.GROUP)
        with record_change() as change:
            for member in (self.a, self.b):
                Membership(group=group, member=member, role=MembershipRole.MEMBER).save()
                change.touch(member)
        self.people = [make_account(AccountRole.REPORTER, partners=[self.a]), make_account(AccountRole.REPORTER)]
        self.people.append(make_account(AccountRole.REPORTER, partners=[self.b]))
        self.author = workflow.actor_of(self.people[0])
        self.reviewer = workflow.actor_of(make_account(AccountRole.REVIEWER))
        self.hidden = make_commitment(self.agreement, leads=[self.b], published=False)
        self.commitments = [
            make_commitment(self.agreement, leads=[self.a, self.b], due_on=date(2026, 6, 30)),
            make_commitment(self.agreement, leads=[group]),
            make_commitment(self.agreement, leads=[self.a], kind=Kind.TARGET),
            make_commitment(self.agreement, leads=[self.a]),
            self.hidden,
        ]
        rows = Contribution.objects.order_by("commitment_id", "pk").select_related("commitment", "partner")
        self.parts = [Part(row, row.commitment.kind) for row in rows]
        for part in self.parts:
            part.has_reporter = part.row.reporter_id is not None
            part.public = part.row.commitment_id != self.hidden.pk
        self.rounds: list[Asked] = []
        self.facts = 0
        self.seen = self.what_the_public_sees()

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)
        self.clock.stop()

    @property
    def today(self):
        return self.now.astimezone(BERLIN).date()

    def attempt(self, action, *, allowed, tells=True):
        """Do it: it must succeed just where the model allows it, and a refusal must leave no trace.

        The revision counts up if and only if what the public sees is different afterwards.
        """
        self.now += timedelta(minutes=1)
        before, events, seen = Revision.current(), AuditEvent.objects.count(), self.seen
        try:
            with transaction.atomic():
                done = action()
        except ValidationError:
            assert not allowed, "refused what the model allows"
            assert (Revision.current(), AuditEvent.objects.count()) == (before, events)
            assert self.what_the_public_sees() == seen
            return None
        assert allowed, "did what the model refuses"
        assert AuditEvent.objects.count() > events or not tells
        self.seen = self.what_the_public_sees()
        assert (Revision.current() > before) == (self.seen != seen)
        return done

    def what_the_public_sees(self):
        ids = [item.pk for item in self.commitments]
        rounds = ReportingRound.objects.opened().order_by("pk")
        return (
            snapshots.take(PublicVersion.COMMITMENT, ids),
            list(rounds.values_list("title", "starts_on", "due_on", "is_closing", "closed_at", "result")),
            list(RoundExclusion.objects.order_by("pk").values_list("round", "contribution", "reason")),
        )

    # Rounds

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
        allowed = bool(asked) and not asked & taken and all(part.public and part.has_reporter for part in parts)
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

    # Reports

    def stored(self, told):
        return StatusReport.objects.get(pk=told.pk)

    def begin(self, part, draft):
        """Note that a draft was begun, if it is new, with what it was filled in from."""
        if part.open is None:
            before = part.reports[-1] if part.reports else None
            told = Told(draft.pk, status=before.status if before else "", evidence=before.evidence if before else False)
            part.reports.append(told)
        assert part.open.pk == draft.pk

    @rule(number=PARTS)
    def begin_a_draft(self, number):
        part = self.parts[number]
        draft = self.attempt(
            lambda: workflow.start_draft(part.row, actor=self.author, on=self.today), allowed=True, tells=not part.open
        )
        self.begin(part, draft)

    @rule(number=PARTS, status=STATUSES, evidence=st.booleans(), stale=st.booleans())
    def write_a_draft(self, number, status, evidence, stale):
        part = self.parts[number]
        if part.open is None:
            return
        link = workflow.EvidenceData(
            title="Bericht", publisher="Verband", seen_on=self.today, url="https://example.org/"
        )
        data = workflow.ReportData(
            as_of=self.today,
            status=status,
            summary="Es geht voran.",
            problem="Es fehlt an Geld.",
            links=[workflow.LinkData(link)] if evidence else [],
        )
        report = self.stored(part.open)
        written = self.attempt(
            lambda: workflow.save_draft(report, data, actor=self.author, version=report.version - stale),
            allowed=part.open.state in ("draft", "returned") and not stale,
            tells=False,
        )
        if written:
            part.open.status, part.open.evidence = "" if part.kind == "target" else status, evidence

    def may_be_submitted(self, part, told):
        if part.kind == "target":
            return not told.status
        return told.status not in ("", "missed") and (told.status != "completed" or told.evidence)

    def note_submission(self, part, told):
        told.state, told.handed_in = "submitted", True
        told.first_day = told.first_day or self.today
        number = self.parts.index(part)
        told.round = next((item.pk for item in self.open_rounds() if number in item.parts), told.round)

    @rule(number=PARTS)
    def submit(self, number):
        part = self.parts[number]
        told = part.open
        if told is None:
            return
        report = self.stored(told)
        complete = bool(report.summary) and (report.status != "dropped" or bool(report.problem))
        if self.attempt(
            lambda: workflow.submit(report, actor=self.author, version=report.version),
            allowed=told.state in ("draft", "returned") and complete and self.may_be_submitted(part, told),
        ):
            self.note_submission(part, told)

    @rule(number=PARTS, status=st.sampled_from(["in_progress", "completed"]))
    def report_as_asked(self, number, status):
        """The usual way, in one step: without it few sequences would come as far as a review."""
        self.begin_a_draft(number)
        self.write_a_draft(number, status, True, False)
        self.submit(number)

    @rule(number=PARTS)
    def confirm_as_unchanged(self, number):
        part = self.parts[number]
        if part.open is not None:
            return
        before = part.last
        done = self.attempt(
            lambda: workflow.confirm_unchanged(part.row, as_of=self.today, actor=self.author),
            allowed=before is not None,
        )
        if done:
            told = Told(done.pk, status=before.status, evidence=before.evidence)
            part.reports.append(told)
            self.note_submission(part, told)

    @rule(number=PARTS)
    def withdraw(self, number):
        told = self.parts[number].open
        if told is None:
            return
        if self.attempt(
            lambda: workflow.withdraw(self.stored(told), actor=self.author), allowed=told.state == "submitted"
        ):
            told.state, told.handed_in, told.round = "draft", False, None
            if not told.returned:
                told.first_day = None

    @rule(number=PARTS)
    def give_back(self, number):
        told = self.parts[number].open
        if told is None:
            return
        if self.attempt(
            lambda: workflow.return_report(self.stored(told), {"status": "Unklar"}, actor=self.reviewer),
            allowed=told.state == "submitted",
        ):
            told.state, told.returned = "returned", True

    @rule(number=PARTS, assessed=STATUSES, alone=st.integers(0, 9))
    def accept(self, number, assessed, alone):
        part = self.parts[number]
        told = part.open
        if told is None:
            return
        differs = assessed if assessed != told.status else ""
        proper = not differs or (part.kind != "target" and differs != "missed")
        shown = (differs or told.status) != "completed" or told.evidence
        actor = self.author if alone == 0 else self.reviewer
        if self.attempt(
            lambda: workflow.accept(self.stored(told), actor=actor, assessed_status=assessed, note="Anders zu sehen"),
            allowed=told.state == "submitted" and proper and shown and actor != self.author,
        ):
            told.state, told.assessed, told.accepted = "accepted", differs, self.now
            told.due = self.moment_of(told)
            told.published = told.due is None

    @rule(number=PARTS)
    def revoke(self, number):
        told = self.parts[number].last
        if told is not None:
            self.attempt(
                lambda: workflow.revoke_report(self.stored(told), reason="Falsch", actor=self.reviewer), allowed=True
            )
            told.state, told.published = "revoked", False

    @rule(number=PARTS)
    def reply(self, number):
        told = self.parts[number].last
        if told is None:
            return
        if self.attempt(
            lambda: workflow.reply(self.stored(told), "Wir sehen es anders.", actor=self.author),
            allowed=bool(told.assessed) and not told.replied,
        ):
            told.replied = True
            if not told.published:
                told.due = self.moment_of(told)
                told.published = told.due is None

    def moment_of(self, told):
        """When a report becomes public: None for at once."""
        moments = [BEGIN]
        if told.assessed and not told.replied:
            day, left = told.accepted.astimezone(BERLIN).date(), HEARING_DAYS
            while left:
                day += timedelta(days=1)
                left -= day.weekday() < 5 and day.isoformat() not in HOLIDAYS
            morning = day + timedelta(days=1)
            moments.append(datetime(morning.year, morning.month, morning.day, tzinfo=BERLIN))
        moments += [item.wait for item in self.rounds if item.pk == told.round and item.wait]
        return max(moments) if max(moments) > self.now else None

    def put_off(self, told):
        """What a round changes for a report that is accepted and not public: with nothing to wait for it goes next."""
        if told.state == "accepted" and not told.published:
            told.due = self.moment_of(told) or self.now

    # Everything around them

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
            part.has_reporter = partner is not None

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

    @rule(take_over=st.booleans())
    def supply_to_the_group(self, take_over):
        part = next(part for part in self.parts if part.row.partner.is_group)
        given = self.attempt(
            lambda: workflow.supply(part.row, self.b, text="Auch wir tun etwas.", links="", actor=self.author),
            allowed=True,
        )
        if take_over:
            report = self.attempt(
                lambda: workflow.take_over(given, actor=self.author),
                allowed=part.open is None or part.open.state in ("draft", "returned"),
            )
            if report:
                self.begin(part, report)
                assert report.summary.count("Auch wir tun etwas.") == 1

    @rule(back=st.booleans())
    def hand_over(self, back):
        before, after = (self.people[1], self.people[0]) if back else (self.people[0], self.people[1])
        acts = Mandate.objects.in_force(on=self.today).filter(account=before, partner=self.a).exists()
        self.attempt(
            lambda: workflow.hand_over(self.a, before=before, after=after, actor=self.system, on=self.today),
            allowed=acts,
        )

    @rule()
    def disable_somebody(self):
        self.people[2].refresh_from_db()
        self.attempt(
            lambda: workflow.disable_account(self.people[2], actor=self.system),
            allowed=True,
            tells=self.people[2].is_active,
        )

    # What must hold after every step

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
        stored = StatusReport.objects.filter(origin=Origin.PARTNER).values_list("pk", "state", "round_id", "status")
        told = {(item.pk, item.state, item.round, item.status) for item in self.all_reports()}
        assert set(stored) == told

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
    def nothing_is_orphaned(self):
        known = {partner.pk for partner in workflow.orphaned_partners(on=self.today)}
        for partner in (self.a, self.b):
            reports = Contribution.objects.filter(reporter=partner).exists()
            assert bool(workflow.people_of(partner, on=self.today)) or partner.pk in known or not reports

    @invariant()
    def the_record_agrees_with_itself(self):
        assert list(differences()) == []
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
