"""The record the machine works on, with its clock, and how an action is tried."""

from __future__ import annotations

from datetime import date, timedelta
from unittest.mock import patch

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine

from tests.factories import make_agreement, make_commitment, make_partner, record_change
from tests.factories_of_accounts import make_account
from tests.workflow.whole.model import BEGIN, BERLIN, Asked, Part, Person
from tracker import snapshots, workflow
from tracker.models import AuditEvent, Contribution, Membership, PublicVersion, ReportingRound, Revision, RoundExclusion
from tracker.record_check import differences
from tracker.vocabulary import AccountRole, Kind, MembershipRole, PartnerKind

ADDRESSES = ["eva@verband.example", "nina.eva@verband.example", "jan@kammer.example", "jan@kammer.example.org"]


class World(RuleBasedStateMachine):
    """The record, the people, and what was made of them so far."""

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
        self.people: list[Person] = []
        # Two for each organisation, and the address of one of them ends with that of another.
        for address, partner in zip(ADDRESSES, (self.a, self.a, self.b, self.b), strict=True):
            self.join(address, partner)
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
            part.reporter = part.row.reporter_id
            part.public = part.row.commitment_id != self.hidden.pk
        self.rounds: list[Asked] = []
        self.facts = 0
        self.seen = self.what_the_public_sees()

    def join(self, address, partner):
        """Somebody new acts for an organisation, or for none yet."""
        account = make_account(AccountRole.REPORTER, partners=[partner] if partner else [], email=address)
        acts_for = {partner.pk} if partner else set()
        person = Person(account, workflow.actor_of(account), account.email, acts_for)
        self.people.append(person)
        return person

    def somebody_for(self, part, who):
        """One of those who act for the organisation that reports; where nobody is left, somebody new comes."""
        partner = self.b if part.reporter == self.b.pk else self.a
        those = [person for person in self.people if person.active and partner.pk in person.acts_for]
        return those[who % len(those)] if those else self.join("", partner)

    def teardown(self):
        # At the end only: it recomputes the whole record.
        found = list(differences())
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)
        self.clock.stop()
        assert found == []

    @property
    def today(self):
        return self.now.astimezone(BERLIN).date()

    def attempt(self, action, *, allowed, tells=True):
        """Do it: it must succeed just where the model allows it, and a refusal must leave no trace.

        The revision counts up if and only if what the public sees is different afterwards.
        """
        self.now += timedelta(minutes=1)
        before, events, seen = Revision.current(), AuditEvent.objects.count(), self.seen
        self.refusal = None
        try:
            with transaction.atomic():
                done = action()
        except ValidationError as refusal:
            self.refusal = refusal
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
