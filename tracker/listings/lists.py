"""What the record offers to filter by: agreements, fields, partners, Länder, target groups, instruments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker import access
from tracker.listings.partners import PartnerNet
from tracker.models import ActionField, Agreement, Instrument, Land, Membership, Partner, TargetGroup


@dataclass(frozen=True, slots=True)
class Lists:
    """The rows of the record that stand in the filters, loaded once for a request."""

    agreements: list[Agreement]
    action_fields: list[ActionField]
    partners: list[Partner]
    lands: list[Land]
    target_groups: list[TargetGroup]
    instruments: list[Instrument]
    net: PartnerNet

    @classmethod
    def load(cls) -> Lists:
        """The lists as they are now; seven queries."""
        agreements = list(access.public_agreements().newest_first())
        partners = list(access.public_partners().order_by("sort_key", "key"))
        by_id = {agreement.pk: agreement for agreement in agreements}
        action_fields = list(ActionField.objects.filter(agreement__in=by_id).order_by("number", "pk"))
        for item in action_fields:
            item.agreement = by_id[item.agreement_id]
        return cls(
            agreements=agreements,
            action_fields=action_fields,
            partners=partners,
            lands=list(Land.objects.order_by("name")),
            target_groups=list(TargetGroup.objects.order_by("name")),
            instruments=list(Instrument.objects.order_by("sort_key")),
            net=PartnerNet(partners, Membership.objects.order_by("pk"), agreements),
        )

    @property
    def first_signing(self) -> date | None:
        """The day on which the first agreement was signed."""
        return min((agreement.signed_on for agreement in self.agreements), default=None)
