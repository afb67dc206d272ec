"""For every form of the editors one record and one field that anybody could change."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tests.admin.reviewing import make_part, open_round
from tests.factories import make_agreement, make_commitment, record_change
from tests.factories_of_accounts import make_account
from tracker import days
from tracker.admin.urls import editors
from tracker.models import (
    Account,
    Agreement,
    BalanceComment,
    BalanceReport,
    CheckedLink,
    Commitment,
    Contribution,
    Event,
    FocusList,
    Instrument,
    Land,
    OutboxMail,
    PageText,
    ReportingRound,
    SigningDayAlternative,
    Source,
    TargetGroup,
    Ticket,
)
from tracker.vocabulary import NoticeKind, PageKey, TicketKind

FIELD = {
    Account: "first_name",
    Agreement: "signed_at",
    Commitment: "verifiable_reason",
    Contribution: "position",
    Event: "title",
    Instrument: "name",
    Land: "name",
    PageText: "body",
    Source: "publisher",
    TargetGroup: "name",
    Ticket: "answer",
}

FORMS = [model for model, room in editors._registry.items() if hasattr(room, "read_stored")]
"""All models whose form two people may have open at once."""


def a_record(model: Any) -> Any:
    """A record of the catalogue, or one made for the test where the catalogue has none."""
    if model is Ticket:
        return Ticket.objects.create(kind=TicketKind.ERROR, message="Das Datum stimmt nicht.", due_on=days.today())
    if model is PageText:
        with record_change():
            text = PageText(key=PageKey.IMPRINT, language="en", body="To come.")
            text.save()
        return text
    if model is ReportingRound:
        return open_round(make_part())
    if model is OutboxMail:
        return OutboxMail.objects.create(
            key="probe", recipient=make_account(), kind=NoticeKind.REMINDER, send_after=timezone.now()
        )
    if model is CheckedLink:
        link = CheckedLink(url="https://example.org/alt", host="example.org")
        link.save()
        return link
    if model is BalanceReport:
        balance = BalanceReport(title="Zwischenbilanz", slug="zwischenbilanz")
        balance.save()
        return balance
    found = model._default_manager.order_by("pk").first()
    assert found is not None, model
    return found


def a_field(model: Any, data: dict[str, list[str]]) -> str:
    """A field of the form that takes any text or, for a number, any number."""
    if model in FIELD:
        return FIELD[model]
    for name in ("title", "name", "short_title", "definition"):
        if name in data:
            return name
    raise AssertionError(model)


def values_for(model: Any, number: int) -> str:
    """A value to type in."""
    return str(number) if model is Contribution else f"Fassung {number}"


def with_all_rows() -> None:
    """Rows of the kinds of which the catalogue has none."""
    agreement = make_agreement(fields=["Ein Feld"])
    make_commitment(agreement)
    balance = a_record(BalanceReport)
    with record_change():
        BalanceComment(balance=balance, action_field=agreement.action_fields.get(), text="Es ging voran.").save()
        FocusList(agreement=agreement, title="Schwerpunkte").save()
        SigningDayAlternative(agreement=agreement, day=agreement.signed_on).save()
