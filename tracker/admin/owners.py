"""Which public records a change of a row concerns: those get a new version, and what is derived is computed anew."""

from __future__ import annotations

from typing import Any

from django.db.models import CASCADE, ManyToOneRel, Model, Q

from tracker import workflow
from tracker.models import (
    ActionField,
    Agreement,
    AgreementDocument,
    AgreementTarget,
    Commitment,
    Contribution,
    Event,
    Extension,
    FocusList,
    Instrument,
    Land,
    Membership,
    Partner,
    PartnerName,
    Reservation,
    Signatory,
    SigningDayAlternative,
    TargetGroup,
)

PARTS_OF_AGREEMENTS = (
    ActionField,
    AgreementDocument,
    AgreementTarget,
    Extension,
    FocusList,
    Reservation,
    Signatory,
    SigningDayAlternative,
)


def touch(change: workflow.Change, item: Model) -> None:
    """Note every agreement, commitment and partner whose public record this row is part of; inside a change."""
    match item:
        case Agreement():
            workflow.settle_agreement(item, change)
        case Commitment() | PartnerName() | Contribution():
            change.touch(_owner(item))
        case Partner():
            change.touch(item)
            involved = Q(contributions__partner=item) | Q(contributions__reporter=item)
            change.touch_commitments(Commitment.objects.filter(involved).values_list("pk", flat=True).distinct())
        case Membership():
            change.touch(item.member)
            change.touch(item.group)
        case Event():
            if item.agreement is not None:
                change.touch(item.agreement)
        case TargetGroup() | Instrument() | Land():
            change.touch_commitments(item.commitments.values_list("pk", flat=True))
        case _ if isinstance(item, PARTS_OF_AGREEMENTS):
            workflow.settle_agreement(item.agreement, change)
        case _:
            return  # shown on public pages, but part of no versioned record


def _owner(item: Commitment | PartnerName | Contribution) -> Commitment | Partner:
    if isinstance(item, PartnerName):
        return item.partner
    return item.commitment if isinstance(item, Contribution) else item


def uses(item: Model) -> list[str]:
    """Where else a record is named, as the plural names of those records; its own parts do not count."""
    own = {relation.remote_field.through for relation in item._meta.many_to_many}
    found: set[str] = set()
    for relation in item._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel):
            continue
        rows: Any = relation.related_model
        owner: Any = rows._meta.auto_created or rows
        # rows of its own relations, and rows that go with it because they are nothing without it
        if rows in own or (owner is rows and relation.on_delete is CASCADE):
            continue
        if rows._base_manager.filter(**{relation.field.name: item}).exists():
            found.add(str(owner._meta.verbose_name_plural))
    return sorted(found)
