"""People come and go: mandates are handed over, accounts disabled, persons erased."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from tests.privacy.places import everywhere
from tests.workflow.whole.reports import Reports
from tracker import access, workflow
from tracker.models import Account, Actor, AuditEvent, Commitment, Contribution, StatusReport
from tracker.vocabulary import AccountRole

PERSONS = st.integers(0, 9)


class People(Reports):
    """What those who keep the accounts do, while the others go on."""

    def some_person(self, number):
        return self.people[number % len(self.people)] if self.people else self.join("", self.a)

    @rule(one=PERSONS, other=PERSONS)
    def hand_over(self, one, other):
        before, after = self.some_person(one), self.some_person(other)
        done = before is not after and after.active and self.a.pk in before.acts_for
        self.attempt(
            lambda: workflow.hand_over(
                self.a, before=before.account, after=after.account, actor=self.system, on=self.today
            ),
            allowed=done,
        )
        if done:
            before.acts_for.discard(self.a.pk)
            after.acts_for.add(self.a.pk)

    @rule(number=PERSONS)
    def disable_somebody(self, number):
        person = self.some_person(number)
        self.attempt(
            lambda: workflow.disable_account(person.account, actor=self.system), allowed=True, tells=person.active
        )
        person.active = False
        person.account.refresh_from_db()

    @rule(number=PERSONS)
    def erase_somebody(self, number):
        """The person goes from everywhere; what it did stays, under a pseudonym that leads to nobody."""
        person = self.some_person(number)
        address = person.address
        told_before = self.what_stays(person)
        self.people.remove(person)
        others = [other.address for other in self.people]
        assert everywhere(address, besides=others)
        self.attempt(
            lambda: workflow.erase_person(address, reason="Antrag der Person.", actor=self.system), allowed=True
        )
        assert everywhere(address, besides=others) == []
        assert Actor.objects.get(pk=person.actor.pk).user is None
        assert self.what_stays(person) == told_before
        for told in self.all_reports():
            if address in told.text:
                # A form that still shows the address must not bring it back.
                told.text, told.changes = told.text.replace(address, "[…]"), told.changes + 1

    def what_stays(self, person):
        """What an erasure leaves as it is: reports, statuses, the protocol, everybody else's account."""
        return (
            list(StatusReport.objects.order_by("pk").values_list("pk", "state", "status", "author", "published_at")),
            list(Commitment.objects.order_by("pk").values_list("pk", "status", "status_reported")),
            list(AuditEvent.objects.filter(actor=person.actor).order_by("pk").values_list("pk", "verb")),
            list(Account.objects.exclude(pk=person.account.pk).order_by("pk").values_list("email", "username")),
        )

    @invariant()
    def each_may_report_for_its_own_organisations(self):
        held = {person.account.pk: person for person in self.people}
        for account in Account.objects.filter(pk__in=held):
            person = held[account.pk]
            assert (account.email, account.is_active) == (person.address, person.active)
            mine = [part.row.pk for part in self.parts if part.public and part.reporter in person.acts_for]
            may = access.reportable_contributions(account, on=self.today) if account.is_active else None
            assert may is None or sorted(may.values_list("pk", flat=True)) == sorted(mine)
        assert not Account.objects.exclude(pk__in=held).filter(groups__name=AccountRole.REPORTER).exists()

    @invariant()
    def whoever_has_nobody_left_is_named(self):
        alone = {partner.pk for partner in workflow.orphaned_partners(on=self.today)}
        for partner in (self.a, self.b):
            people = {item.account.pk for item in self.people if item.active and partner.pk in item.acts_for}
            assert {account.pk for account in workflow.people_of(partner, on=self.today)} == people
            reports = Contribution.objects.filter(reporter=partner).exists()
            assert (partner.pk in alone) == (reports and not people)
