"""The life of an account: invited, set up, changed, disabled, enabled again; what it may do in the meantime."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.models import Account, Actor, Invitation, Mandate, Partner
from tracker.vocabulary import AccountRole, ActorKind, ActorRole, NoticeKind, Verb
from tracker.workflow.notices import order_mail
from tracker.workflow.quiet import quiet_change
from tracker.workflow.record import Change

INVITATION_DAYS = 14
STAFF_ROLES = {AccountRole.EDITOR, AccountRole.REVIEWER, AccountRole.ADMINISTRATOR}


def keeper_role(actor: Actor) -> ActorRole:
    """In which role somebody keeps accounts: as administrator, or as the machinery of a command."""
    return ActorRole.SYSTEM if actor.kind == ActorKind.SYSTEM else ActorRole.ADMINISTRATION


def role_group(role: AccountRole) -> Group:
    """The group that stands for a role."""
    return Group.objects.get_or_create(name=role.value)[0]


def roles_of(account: Account) -> list[AccountRole]:
    """The roles of an account, in their order; the operator's superuser has all of staff's."""
    names = {group.name for group in account.groups.all()}
    return [role for role in AccountRole if role in names or (account.is_superuser and role in STAFF_ROLES)]


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
    if not wanted:
        raise ValidationError({"roles": _("Choose at least one role.")})
    with quiet_change(actor=actor, role=keeper_role(actor)) as change:
        account = Account.objects.select_for_update().filter(email__iexact=address).first()
        if account is not None and not account.is_active:
            raise ValidationError({"email": _("The account with this mail address is disabled. Enable it instead.")})
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
        invitation = _send_invitation(account, change)
        change.log(
            Verb.INVITED if named else Verb.INVITED_STAFF,
            account,
            **({"partner": ", ".join(map(str, named))} if named else {}),
            roles=sorted(wanted, key=list(AccountRole).index),
        )
        return invitation


def _send_invitation(account: Account, change: Change) -> Invitation:
    """Replace the open invitations of an account by a new one and order its mail."""
    account.invitations.filter(accepted_at__isnull=True, revoked_at__isnull=True).update(revoked_at=change.at)
    invitation = Invitation.objects.create(
        account=account, invited_by=change.actor, expires_at=change.at + timedelta(days=INVITATION_DAYS)
    )
    order_mail(
        [account],
        NoticeKind.INVITATION,
        item=f"invitation-{invitation.pk}",
        step="1",
        at=change.at,
        invitation=invitation.pk,
    )
    return invitation


def invite_again(account: Account, *, actor: Actor) -> Invitation:
    """Send the invitation once more, with a new link; refused once the account was set up or while it is disabled."""
    with quiet_change(actor=actor, role=keeper_role(actor)) as change:
        fresh = Account.objects.select_for_update().get(pk=account.pk)
        if fresh.has_usable_password() or not fresh.is_active:
            raise ValidationError(_("This account is set up already, or disabled. There is nothing to invite to."))
        invitation = _send_invitation(fresh, change)
        change.log(Verb.INVITED_AGAIN, fresh)
        return invitation


def withdraw_invitation(account: Account, *, actor: Actor) -> int:
    """Withdraw the open invitations of an account: their links do not work any more; returns how many."""
    with quiet_change(actor=actor, role=keeper_role(actor)) as change:
        count = account.invitations.open(at=change.at).update(revoked_at=change.at)
        if not count:
            raise ValidationError(_("There is no open invitation."))
        change.log(Verb.INVITATION_WITHDRAWN, account)
        return count


def take_up_invitation(
    invitation: Invitation, *, password: str, actor: Actor, first_name: str = "", last_name: str = ""
) -> Account:
    """Set the first password of an invited account and the name, if one is given; the link does not work again."""
    role = ActorRole.EDITOR if invitation.account.is_staff else ActorRole.PARTNER
    with quiet_change(actor=actor, role=role, at=timezone.now()) as change:
        fresh = Invitation.objects.select_for_update().select_related("account").get(pk=invitation.pk)
        if not Invitation.objects.open(at=change.at).filter(pk=fresh.pk).exists():
            raise ValidationError(_("This invitation has been used or has expired. Ask the editors for a new one."))
        fresh.accepted_at = change.at
        fresh.save()
        fresh.account.set_password(password)
        fresh.account.first_name = first_name or fresh.account.first_name
        fresh.account.last_name = last_name or fresh.account.last_name
        fresh.account.save()
        change.log(Verb.ACCOUNT_SET_UP, fresh.account)
        return fresh.account


def edit_own_data(account: Account, *, first_name: str, last_name: str, language: str, actor: Actor) -> None:
    """Let a person change the own name and the language of mails."""
    role = ActorRole.EDITOR if account.is_staff else ActorRole.PARTNER
    with quiet_change(actor=actor, role=role) as change:
        account.first_name, account.last_name, account.language = first_name, last_name, language
        account.save(update_fields=["first_name", "last_name", "language"])
        change.log(Verb.EDITED, account, fields=["first_name", "last_name", "language"])


def edit_account(
    account: Account, *, first_name: str, last_name: str, email: str, language: str, actor: Actor
) -> Account:
    """Let an administrator change name, mail address and language of an account.

    The link of an open invitation went to the old address, so a new one goes to the new address.
    """
    address = email.strip().lower()
    with quiet_change(actor=actor, role=keeper_role(actor)) as change:
        fresh = Account.objects.select_for_update().get(pk=account.pk)
        if Account.objects.filter(email__iexact=address).exclude(pk=fresh.pk).exists():
            raise ValidationError({"email": _("There is already an account with this mail address.")})
        wanted = {"first_name": first_name, "last_name": last_name, "email": address, "language": language}
        changed = [name for name, value in wanted.items() if getattr(fresh, name) != value]
        if not changed:
            return fresh
        for name in changed:
            setattr(fresh, name, wanted[name])
        if "email" in changed:
            fresh.username = address
        fresh.save()
        change.log(Verb.EDITED, fresh, fields=changed)
        if "email" in changed and fresh.invitations.open(at=change.at).exists():
            _send_invitation(fresh, change)
            change.log(Verb.INVITED_AGAIN, fresh)
        return fresh


def check_roles(account: Account, roles: Iterable[AccountRole], *, actor: Actor) -> None:
    """Raise ValidationError unless the account may have these roles: somebody must go on keeping the accounts."""
    wanted = set(roles)
    if not wanted:
        raise ValidationError({"roles": _("Choose at least one role.")})
    if AccountRole.ADMINISTRATOR in wanted or AccountRole.ADMINISTRATOR not in roles_of(account):
        return
    if actor.user_id == account.pk:
        raise ValidationError({"roles": _("You cannot take the keeping of accounts from yourself.")})
    _keep_an_administrator(account, field="roles")


def set_roles(account: Account, roles: Iterable[AccountRole], *, actor: Actor) -> bool:
    """Give an account exactly these roles; returns whether anything changed."""
    wanted = set(roles)
    with quiet_change(actor=actor, role=keeper_role(actor)) as change:
        fresh = Account.objects.select_for_update().get(pk=account.pk)
        before = roles_of(fresh)
        if wanted == set(before):
            return False
        check_roles(fresh, wanted, actor=actor)
        fresh.groups.set(role_group(role) for role in wanted)
        fresh.is_staff = bool(wanted & STAFF_ROLES)
        # From here on the roles say what the account may do, and nothing else.
        fresh.is_superuser = False
        fresh.save(update_fields=["is_staff", "is_superuser"])
        after = [role for role in AccountRole if role in wanted]
        change.log(Verb.ROLES_CHANGED, fresh, before=before, after=after)
        return True


def _keep_an_administrator(account: Account, *, field: str = "") -> None:
    """Raise ValidationError if nobody else could keep the accounts; those who can are locked, so two cannot both go."""
    kept = (
        Account.objects.filter(is_active=True, is_staff=True)
        .filter(Q(is_superuser=True) | Q(groups__name=AccountRole.ADMINISTRATOR))
        .exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    )
    locked = Account.objects.select_for_update().filter(pk__in=kept.values("pk")).order_by("pk")
    others = {found.pk for found in locked}
    if others == {account.pk}:
        raise ValidationError(
            {field: _("This is the last account that can keep the accounts. Name another one first.")}
        )


def reset_second_factor(account: Account, *, actor: Actor, with_password: bool = False) -> None:
    """Take the second factors of somebody who lost them; the sessions end, and a new one is set up at the sign-in.

    `with_password` is for an account that somebody else has taken over: it is then set up anew by an invitation.
    """
    with quiet_change(actor=actor, role=keeper_role(actor)) as change:
        fresh = Account.objects.select_for_update().get(pk=account.pk)
        Authenticator.objects.filter(user=fresh).delete()
        if with_password:
            fresh.set_unusable_password()
            fresh.save(update_fields=["password"])
        end_sessions(fresh)
        change.log(Verb.PASSWORD_TAKEN if with_password else Verb.FACTOR_RESET, fresh)


def note_password_link(account: Account, *, actor: Actor) -> None:
    """Tell the protocol that an administrator had a link for a new password sent; nobody sets one for somebody else."""
    with quiet_change(actor=actor, role=keeper_role(actor)) as change:
        change.log(Verb.PASSWORD_LINK_SENT, account)


def check_disabling(account: Account, *, actor: Actor) -> None:
    """Raise ValidationError if the account must stay: the own one, or the last that can keep the accounts."""
    if actor.user_id == account.pk:
        raise ValidationError(_("You cannot disable the account you are signed in with."))
    _keep_an_administrator(account)


def disable_account(account: Account, *, actor: Actor) -> Account:
    """Disable an account: it cannot sign in, its sessions end at once, and it is reminded of nothing any more."""
    with quiet_change(actor=actor, role=keeper_role(actor)) as change:
        fresh = Account.objects.select_for_update().get(pk=account.pk)
        if not fresh.is_active:
            return fresh
        check_disabling(fresh, actor=actor)
        fresh.is_active = False
        fresh.save(update_fields=["is_active"])
        end_sessions(fresh)
        fresh.mail.filter(sent_at__isnull=True, given_up_at__isnull=True).update(given_up_at=change.at)
        fresh.invitations.filter(accepted_at__isnull=True, revoked_at__isnull=True).update(revoked_at=change.at)
        change.log(Verb.ACCOUNT_DISABLED, fresh)
        return fresh


def enable_account(account: Account, *, actor: Actor) -> Account:
    """Enable a disabled account again, with the roles and mandates it had."""
    with quiet_change(actor=actor, role=keeper_role(actor)) as change:
        fresh = Account.objects.select_for_update().get(pk=account.pk)
        if fresh.is_active:
            return fresh
        fresh.is_active = True
        fresh.save(update_fields=["is_active"])
        change.log(Verb.ACCOUNT_ENABLED, fresh)
        return fresh


def erasing_refused(account: Account) -> str:
    """Why an account cannot be erased now, in a sentence; empty if it can."""
    if account.is_active and account.has_usable_password():
        return _("This account is in use. Disable it first; then it can be deleted.")
    return ""


def end_sessions(account: Account) -> int:
    """End every session of an account; returns how many."""
    count = 0
    for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(account.pk):
            session.delete()
            count += 1
    return count
