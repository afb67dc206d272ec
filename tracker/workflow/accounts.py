"""Who may act for whom: invitations, hand-over, disabling an account."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.models import Account, Actor, Invitation, Mandate, Partner
from tracker.vocabulary import AccountRole, ActorRole, NoticeKind, Verb
from tracker.workflow.notices import order_mail
from tracker.workflow.quiet import quiet_change

INVITATION_DAYS = 14


def invite(
    *,
    email: str,
    first_name: str,
    last_name: str,
    roles: Iterable[AccountRole],
    partners: Iterable[Partner] = (),
    actor: Actor,
    language: str = "de",
    is_deputy: bool = False,
) -> Invitation:
    """Invite somebody by mail: an account without password, its roles and mandates, and a link that works once.

    An account that was never set up is invited anew; its earlier invitations are withdrawn.
    """
    address = email.strip().lower()
    wanted = set(roles)
    with quiet_change(actor=actor, role=ActorRole.EDITOR) as change:
        account = Account.objects.filter(email__iexact=address).first()
        if account is not None and account.has_usable_password():
            raise ValidationError({"email": _("There is already an account with this mail address.")})
        account = account or Account(username=address, email=address)
        account.first_name, account.last_name, account.language = first_name, last_name, language
        account.is_staff = bool(wanted & STAFF_ROLES)
        account.set_unusable_password()
        account.save()
        account.groups.set(role_group(role) for role in wanted)
        named = list(partners)
        for partner in named:
            if partner.is_group:
                raise ValidationError({"partners": _("An organisation reports, not a group.")})
            Mandate.objects.get_or_create(account=account, partner=partner, end=None, defaults={"is_deputy": is_deputy})
        account.invitations.filter(accepted_at__isnull=True).update(revoked_at=change.at)
        invitation = Invitation.objects.create(
            account=account, invited_by=actor, expires_at=change.at + timedelta(days=INVITATION_DAYS)
        )
        order_mail(
            [account],
            NoticeKind.INVITATION,
            item=f"invitation-{invitation.pk}",
            step="1",
            at=change.at,
            invitation=invitation.pk,
        )
        change.log(Verb.INVITED, account, partner=", ".join(map(str, named)) or "–", roles=sorted(wanted))
        return invitation


STAFF_ROLES = {AccountRole.EDITOR, AccountRole.REVIEWER, AccountRole.ADMINISTRATOR}


def role_group(role: AccountRole) -> Group:
    """The group that stands for a role."""
    return Group.objects.get_or_create(name=role.value)[0]


def take_up_invitation(
    invitation: Invitation, *, password: str, actor: Actor, first_name: str = "", last_name: str = ""
) -> Account:
    """Set the first password of an invited account and the name, if one is given; the link does not work again."""
    with quiet_change(actor=actor, role=ActorRole.PARTNER, at=timezone.now()) as change:
        fresh = Invitation.objects.select_for_update().select_related("account").get(pk=invitation.pk)
        if not Invitation.objects.open(at=change.at).filter(pk=fresh.pk).exists():
            raise ValidationError(_("This invitation has been used or has expired. Ask the editors for a new one."))
        fresh.accepted_at = change.at
        fresh.save()
        fresh.account.set_password(password)
        fresh.account.first_name = first_name or fresh.account.first_name
        fresh.account.last_name = last_name or fresh.account.last_name
        fresh.account.save()
        return fresh.account


def edit_own_data(account: Account, *, first_name: str, last_name: str, language: str, actor: Actor) -> None:
    """Let a person change the own name and the language of mails."""
    role = ActorRole.EDITOR if account.is_staff else ActorRole.PARTNER
    with quiet_change(actor=actor, role=role) as change:
        account.first_name, account.last_name, account.language = first_name, last_name, language
        account.save(update_fields=["first_name", "last_name", "language"])
        change.log(Verb.EDITED, account, fields=["first_name", "last_name", "language"])


def reset_second_factor(account: Account, *, actor: Actor) -> None:
    """Take the second factors of somebody who lost them; the sessions end, and a new one is set up at the sign-in."""
    with quiet_change(actor=actor, role=ActorRole.EDITOR) as change:
        Authenticator.objects.filter(user=account).delete()
        end_sessions(account)
        change.log(Verb.EDITED, account, fields=["second_factor"])


def hand_over(partner: Partner, *, before: Account, after: Account, actor: Actor, on: date) -> None:
    """Let another account act for an organisation from this day on: open work and reminders go to it at once."""
    with quiet_change(actor=actor, role=ActorRole.EDITOR) as change:
        mandate = Mandate.objects.in_force(on=on).filter(account=before, partner=partner).first()
        if mandate is None:
            raise ValidationError({"before": _("This account does not act for the organisation.")})
        if before == after:
            raise ValidationError({"after": _("Choose another account.")})
        new, _made = Mandate.objects.get_or_create(account=after, partner=partner, end=None)
        new.is_deputy = mandate.is_deputy
        new.save()
        after.groups.add(role_group(AccountRole.REPORTER))
        yesterday = on - timedelta(days=1)
        if mandate.start is not None and mandate.start > yesterday:
            mandate.delete()
        else:
            mandate.end = yesterday
            mandate.save()
        for mail in before.mail.filter(sent_at__isnull=True, given_up_at__isnull=True, facts__partner=partner.pk):
            mail.recipient = after
            mail.save()
        change.log(Verb.HANDED_OVER, partner, partner=str(partner))


def disable_account(account: Account, *, actor: Actor) -> Account:
    """Disable an account: it cannot sign in, its sessions end at once, and it is reminded of nothing any more."""
    with quiet_change(actor=actor, role=ActorRole.EDITOR) as change:
        account.is_active = False
        account.save(update_fields=["is_active"])
        end_sessions(account)
        account.mail.filter(sent_at__isnull=True, given_up_at__isnull=True).update(given_up_at=change.at)
        account.invitations.filter(accepted_at__isnull=True).update(revoked_at=change.at)
        change.log(Verb.ACCOUNT_DISABLED, account)
        return account


def end_sessions(account: Account) -> int:
    """End every session of an account; returns how many."""
    count = 0
    for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(account.pk):
            session.delete()
            count += 1
    return count


def orphaned_partners(*, on: date) -> list[Partner]:
    """Organisations that report for something but for which nobody can sign in on this day."""
    active = Mandate.objects.in_force(on=on).filter(account__is_active=True, account__groups__name=AccountRole.REPORTER)
    return list(Partner.objects.filter(reports_for__isnull=False).exclude(pk__in=active.values("partner")).distinct())
