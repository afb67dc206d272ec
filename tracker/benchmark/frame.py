"""What generated commitments hang on: agreements with their fields, partners, target groups, instruments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.benchmark import words
from tracker.models import ActionField, Agreement, Instrument, Membership, Partner, TargetGroup
from tracker.vocabulary import Coverage, PartnerKind
from tracker.workflow import Change

TERMS = [(2011, 2014), (2015, 2018), (2019, 2022), (2023, 2026)]


@dataclass(frozen=True, slots=True)
class Frame:
    """The few rows that all others point at."""

    agreements: Sequence[tuple[Agreement, list[ActionField]]]
    partners: Sequence[Partner]
    target_groups: Sequence[TargetGroup]
    instruments: Sequence[Instrument]

    @classmethod
    def create(cls, change: Change, *, at: datetime) -> Frame:
        """Write them, one by one, as they are few; the agreements are published at this moment."""
        everyone = _partner("alle", "Alle Partner", PartnerKind.GROUP, is_everyone=True)
        partners = [everyone]
        for key, (kind, names) in words.GROUPS.items():
            group = _partner(key, key.title(), PartnerKind.GROUP)
            members = [_partner(f"{key}-{number}", name, kind) for number, name in enumerate(names, start=1)]
            Membership(group=everyone, member=group).save()
            for member in members:
                Membership(group=group, member=member).save()
            partners += [group, *members]
        agreements = [_agreement(*term, at=at) for term in TERMS]
        for agreement, _chapters in agreements:
            agreement.parties.set([partner for partner in partners if partner.is_group and not partner.is_everyone])
            change.touch(agreement)
        for partner in partners:
            change.touch(partner)
        groups = [TargetGroup(key=f"gruppe-{number}", name=name) for number, name in enumerate(words.TARGET_GROUPS)]
        instruments = [Instrument(key=f"programm-{number}", name=name) for number, name in enumerate(words.INSTRUMENTS)]
        for item in [*groups, *instruments]:
            item.save()
        return cls(agreements, partners, groups, instruments)


def _partner(key: str, name: str, kind: PartnerKind, **more: Any) -> Partner:
    partner = Partner(key=key, name=f"{name} (erfunden)", abbreviation=name, kind=kind, **more)
    partner.save()
    return partner


def _agreement(first: int, last: int, *, at: datetime) -> tuple[Agreement, list[ActionField]]:
    agreement = Agreement(
        slug=slug(first, last),
        code_prefix=f"TST-{first}",
        title=f"Allianz {first} bis {last}",
        short_title=f"Allianz {first}–{last}",
        signed_on=date(first, 2, 1),
        term_start=date(first, 2, 1),
        term_end=date(last, 12, 31),
        effective_end=date(last, 12, 31),
        coverage=Coverage.FULL,
        published_at=at,
    )
    agreement.save()
    chapters = [ActionField(agreement=agreement, number=at, title=title) for at, title in enumerate(words.FIELDS)]
    for item in chapters:
        item.save()
    return agreement, chapters


def slug(first: int, last: int) -> str:
    """The slug of the agreement with these years."""
    return f"allianz-{first}-{last}"
