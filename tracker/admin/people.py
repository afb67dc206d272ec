"""How people and their roles are told in the lists of administrators."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import days
from tracker.models import Account, Contribution, Mandate, Partner, StatusReport
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import AccountRole, Origin, Reporting, ReportState
from tracker.workflow import roles_of


class RolesField(forms.MultipleChoiceField):
    """The roles as boxes to tick, each with what it means."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Roles"))
        super().__init__(choices=_role_choices, widget=forms.CheckboxSelectMultiple, **kwargs)


def _role_choices() -> list[tuple[str, Any]]:
    return [
        (role.value, format_html("<span><b>{}</b><span class='meaning'>{}</span></span>", role.label, role.meaning))
        for role in AccountRole
    ]


def person_name(account: Account) -> str:
    """A person as administrators read it: the name, or the mail address while there is none."""
    return account.get_full_name() or account.email


def person_with_address(account: Account) -> str:
    """Name and mail address, so that two of the same name can be told apart."""
    name = account.get_full_name()
    return f"{name}, {account.email}" if name else account.email


def state_of(account: Account, *, invited_until: datetime | None) -> str:
    """Whether an account is in use, invited or disabled, in words."""
    if not account.is_active:
        return _("disabled")
    if account.has_usable_password():
        return _("in use")
    if invited_until is not None:
        return _("invited, link holds until %s") % day_text(days.berlin_day(invited_until))
    return _("not set up, no open invitation")


def open_work(partners: Iterable[Partner], *, on: date) -> list[tuple[Partner, list[str]]]:
    """What waits at organisations: drafts, returned and asked-for reports, each in a line; in three queries."""
    wanted = list(partners)
    waiting = (Reporting.NEVER, Reporting.OVERDUE, Reporting.DUE, Reporting.RETURNED, Reporting.IN_REVIEW)
    rows = (
        Contribution.objects.filter(reporter__in=wanted)
        .select_related("commitment", "partner")
        .order_by("commitment__sort_key", "pk")
    )
    drafts = set(
        StatusReport.objects.filter(
            contribution__reporter__in=wanted, origin=Origin.PARTNER, state=ReportState.DRAFT
        ).values_list("contribution_id", flat=True)
    )
    lines: dict[int, list[str]] = {partner.pk: [] for partner in wanted}
    for row in rows:
        state = row.reporting(on=on)
        if state not in waiting and row.pk not in drafts:
            continue
        told = [str(state.label)] if state in waiting else []
        if state == Reporting.DUE and row.asked_due_on:
            told = [_("asked for by %s") % day_text(row.asked_due_on)]
        if row.pk in drafts:
            told.append(_("a draft is begun"))
        lines[row.reporter_id or 0].append(f"{row.commitment.code} {row.commitment.title}: {', '.join(told)}")
    return [(partner, lines[partner.pk]) for partner in wanted]


def others_for(partners: Iterable[Partner], account: Account, *, on: date) -> dict[int, list[str]]:
    """Who else acts for each organisation on a day, deputies and those who only read marked; in two queries."""
    found: dict[int, list[str]] = {partner.pk: [] for partner in partners}
    mandates = (
        Mandate.objects.in_force(on=on)
        .filter(partner__in=list(found), account__is_active=True)
        .exclude(account=account)
        .select_related("account")
        .prefetch_related("account__groups")
    )
    for mandate in mandates:
        found[mandate.partner_id].append(with_part(mandate))
    return found


def with_part(mandate: Mandate) -> str:
    """A person by name, with the part it has for an organisation."""
    name = person_name(mandate.account)
    if AccountRole.REPORTER not in roles_of(mandate.account):
        return _("%s (reads only)") % name
    return _("%s (deputy)") % name if mandate.is_deputy else name
