"""Who acts for which organisation: mandates given, changed and taken, work handed over, nobody left out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tracker.models import Account, Actor, Contribution, Mandate, OutboxMail, Partner, StatusReport
from tracker.vocabulary import AccountRole, Verb
from tracker.workflow.accounts import keeper_role, role_group, roles_of
from tracker.workflow.quiet import quiet_change
from tracker.workflow.record import Change


def give_mandate(
    account: Account,
    partner: Partner,
    *,
    actor: Actor,
    is_deputy: bool = False,
    start: date | None = None,
    end: date | None = None,
) -> Mandate:
    """Let an account act for an organisation, from a day to a day."""
    with quiet_change(actor=actor, role=keeper_role(actor)) as change:
        if partner.is_group:
            raise ValidationError({"partner": _("An organisation reports, not a group.")})
        made = Mandate(account=account, partner=partner, is_deputy=is_deputy, start=start, end=end)
        made.full_clean()
        made.save()
        change.log(Verb.MANDATE_GIVEN, account, partner=str(partner))
        return made


def change_mandate(mandate: Mandate, *, actor: Actor, is_deputy: bool, start: date | None, end: date | None) -> Mandate:
    """Change from when to when, or as which person, an account acts for an organisation."""
    with quiet_change(actor=actor, role=keeper_role(actor)) as change:
        fresh = Mandate.objects.select_for_update(of=("self",)).select_related("account", "partner").get(pk=mandate.pk)
        wanted = {"is_deputy": is_deputy, "start": start, "end": end}
        changed = [name for name, value in wanted.items() if getattr(fresh, name) != value]
        if not changed:
            return fresh
        for name in changed:
            setattr(fresh, name, wanted[name])
        fresh.full_clean()
        fresh.save()
        change.log(Verb.MANDATE_CHANGED, fresh.account, partner=str(fresh.partner), fields=changed)
        return fresh


def take_mandate(mandate: Mandate, *, actor: Actor) -> None:
    """Let an account act for an organisation no more, from now on."""
    with quiet_change(actor=actor, role=keeper_role(actor)) as change:
        change.log(Verb.MANDATE_TAKEN, mandate.account, partner=str(mandate.partner))
        mandate.delete()


def hand_over(partner: Partner, *, before: Account, after: Account, actor: Actor, on: date) -> None:
    """Let another account act for an organisation from this day on: open work and reminders go to it at once.

    What is open (drafts, returned and due reports) belongs to the organisation, so it moves with the mandate. The
    successor takes the part of the predecessor (first person or deputy) and its partner role.
    """
    with quiet_change(actor=actor, role=keeper_role(actor)) as change:
        mandate = (
            Mandate.objects.select_for_update(of=("self",))
            .filter(pk__in=Mandate.objects.in_force(on=on).values("pk"), account=before, partner=partner)
            .first()
        )
        if mandate is None:
            raise ValidationError({"before": _("This account does not act for the organisation.")})
        if before == after:
            raise ValidationError({"after": _("Choose another account.")})
        if not after.is_active:
            raise ValidationError({"after": _("This account is disabled.")})
        new = Mandate.objects.filter(account=after, partner=partner, end=None).first()
        new = new or Mandate(account=after, partner=partner, start=on)
        if new.start is not None and new.start > on:
            new.start = on
        # A first person who takes over a deputy's work stays the first person.
        new.is_deputy = mandate.is_deputy and (new.pk is None or new.is_deputy)
        new.save()
        _give_partner_role(before, after, change)
        yesterday = on - timedelta(days=1)
        if mandate.start is not None and mandate.start > yesterday:
            mandate.delete()
        else:
            mandate.end = yesterday
            mandate.save()
        for mail in _waiting_mail(before, partner):
            mail.recipient = after
            mail.save(update_fields=["recipient"])
        change.log(Verb.HANDED_OVER, partner, partner=str(partner), giver=before.pk, taker=after.pk)


def hand_over_all(partners: Iterable[Partner], *, before: Account, after: Account, actor: Actor, on: date) -> None:
    """Hand over the work for several organisations, all or none."""
    with quiet_change(actor=actor, role=keeper_role(actor)):
        for partner in partners:
            hand_over(partner, before=before, after=after, actor=actor, on=on)


def _give_partner_role(before: Account, after: Account, change: Change) -> None:
    """Give the successor the partner role of the predecessor: who took over from a reader reads."""
    had = roles_of(after)
    role = AccountRole.REPORTER if AccountRole.REPORTER in roles_of(before) else AccountRole.READER
    if role in had or AccountRole.REPORTER in had:
        return
    after.groups.add(role_group(role))
    now = [item for item in AccountRole if item in {*had, role}]
    change.log(Verb.ROLES_CHANGED, after, before=had, after=now)


def _waiting_mail(account: Account, partner: Partner) -> list[OutboxMail]:
    """Mail not yet sent to an account that is about the work for an organisation."""
    contributions = set(Contribution.objects.filter(reporter=partner).values_list("pk", flat=True))
    reports = set(StatusReport.objects.filter(contribution__in=contributions).values_list("pk", flat=True))
    waiting = account.mail.filter(sent_at__isnull=True, given_up_at__isnull=True)
    return [
        mail
        for mail in waiting
        if mail.facts.get("partner") == partner.pk
        or mail.facts.get("contribution") in contributions
        or mail.facts.get("report") in reports
    ]


def reporting_mandates(*, on: date) -> QuerySet[Mandate]:
    """The mandates of those who can report for an organisation on a day."""
    return Mandate.objects.in_force(on=on).filter(account__is_active=True, account__groups__name=AccountRole.REPORTER)


def orphaned_partners(*, on: date) -> list[Partner]:
    """Organisations that report for something but for which nobody can sign in on this day."""
    held = reporting_mandates(on=on).values("partner")
    return list(Partner.objects.filter(reports_for__isnull=False).exclude(pk__in=held).distinct())


def left_alone_without(account: Account, *, on: date) -> list[Partner]:
    """Organisations that report for something and for which nobody but this account can report on this day."""
    own = reporting_mandates(on=on).filter(account=account).values("partner")
    others = reporting_mandates(on=on).exclude(account=account).values("partner")
    asked = Partner.objects.filter(reports_for__isnull=False, pk__in=own)
    return list(asked.exclude(pk__in=others).distinct())
