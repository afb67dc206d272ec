"""What the record offers to filter by: agreements, fields, partners, Länder, target groups, instruments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracker import access
from tracker.archive import first_day
from tracker.bitsets import Sets
from tracker.listings.partners import PartnerNet
from tracker.models import ActionField, Agreement, Instrument, Land, Membership, Partner, TargetGroup


@dataclass(frozen=True)
class Lists:
    """The rows of the record that stand in the filters."""

    agreements: list[Agreement]
    action_fields: list[ActionField]
    partners: list[Partner]
    lands: list[Land]
    target_groups: list[TargetGroup]
    instruments: list[Instrument]
    net: PartnerNet
    # The day of the first revision.
    first_published: date | None

    @classmethod
    def of(cls, sets: Sets) -> Lists:
        """The lists beside these sets, the present ones, loaded once for each state of the record. Change no row."""
        return sets.remember("lists", cls.load)

    @classmethod
    def load(cls) -> Lists:
        """The lists as they are now; eight queries."""
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
            first_published=first_day(),
        )

    @property
    def first_signing(self) -> date | None:
        """The day on which the first agreement was signed."""
        return min((agreement.signed_on for agreement in self.agreements), default=None)

    @cached_property
    def by_id(self) -> tuple[dict[int, Agreement], dict[int, Partner]]:
        """The agreements and the partners by their ids."""
        return {item.pk: item for item in self.agreements}, {item.pk: item for item in self.partners}

    @cached_property
    def ids(self) -> dict[str, dict[str, int]]:
        """For each filter that offers rows of the record: their keys by the values of the address."""
        return {
            "vereinbarung": {item.slug: item.pk for item in self.agreements},
            "handlungsfeld": {item.key: item.pk for item in self.action_fields},
            "partner": {item.key: item.pk for item in self.partners},
            "land": {item.code: item.pk for item in self.lands},
            "zielgruppe": {item.key: item.pk for item in self.target_groups},
            "instrument": {item.key: item.pk for item in self.instruments},
        }
