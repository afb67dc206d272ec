"""What the record of a past day offered to filter by, for the table as it was published then."""

from __future__ import annotations

from tracker.archive import Archive, first_day
from tracker.listings.lists import Lists
from tracker.listings.partners import PartnerNet


def lists_of(archive: Archive) -> Lists:
    """What the record of the day offered to filter by."""
    partners, agreements = list(archive.partners.values()), list(archive.agreements.values())
    return Lists(
        agreements=agreements,
        action_fields=sorted(archive.action_fields.values(), key=lambda item: (item.number, item.pk)),
        partners=partners,
        lands=list(archive.names.lands.values()),
        target_groups=list(archive.names.target_groups.values()),
        instruments=list(archive.names.instruments.values()),
        net=PartnerNet(partners, archive.memberships, agreements),
        first_published=first_day(),
    )
