"""Which commitments stand in the list of a partner: its own, its members', its groups', and the joint ones.

The filter of the table and the lists on a partner's page both come from here, so they can never disagree (design
section 3, partner filter). All ties are computed per agreement from partners and memberships, in three queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tracker import access, bitsets, rules
from tracker.bitsets import EMPTY, Set, Sets, union
from tracker.figures import public_rows
from tracker.listings.links import FilterValue, commitments_url
from tracker.models import Agreement, Commitment, Membership, Partner
from tracker.pages.words import partner_name
from tracker.vocabulary import Kind, Relation, Role

Ties = Mapping[Relation, frozenset[int]]

# So many commitments of an agreement stand on a partner's page; the table has them all.
MOST = 100
# What `partner=X` shows unless `bezug` or `gemeinsam` say otherwise.
USUAL = (Relation.OWN, Relation.MEMBERS, Relation.GROUPS)


class PartnerNet:
    """Who belongs to whom, for each agreement: a membership counts if it overlaps the time from signing to end."""

    def __init__(
        self, partners: Iterable[Partner], memberships: Iterable[Membership], agreements: Iterable[Agreement]
    ) -> None:
        self.partners = {partner.pk: partner for partner in partners}
        self.agreements = list(agreements)
        self._memberships = list(memberships)
        self._ties: dict[tuple[int, int], Ties] = {}

    @classmethod
    def load(cls) -> PartnerNet:
        """The net of all public partners and agreements; three queries."""
        return cls(
            access.public_partners(), Membership.objects.order_by("pk"), access.public_agreements().newest_first()
        )

    @cached_property
    def everyone(self) -> int | None:
        """The id of the group of all partners."""
        return next((key for key, partner in self.partners.items() if partner.is_everyone), None)

    @cached_property
    def _edges(self) -> dict[int, tuple[dict[int, list[int]], dict[int, list[int]]]]:
        """For each agreement the members of each group and the groups of each member."""
        edges = {}
        for agreement in self.agreements:
            down: dict[int, list[int]] = defaultdict(list)
            up: dict[int, list[int]] = defaultdict(list)
            for membership in self._memberships:
                if self._counts(membership, agreement):
                    down[membership.group_id].append(membership.member_id)
                    up[membership.member_id].append(membership.group_id)
            edges[agreement.pk] = (down, up)
        return edges

    def _counts(self, membership: Membership, agreement: Agreement) -> bool:
        member = self.partners[membership.member_id]
        return rules.membership_counts(
            membership.start or member.active_from,
            membership.end or member.active_to,
            signed_on=agreement.signed_on,
            effective_end=agreement.effective_end,
        )

    def ties(self, partner: int, agreement: int) -> Ties:
        """Whose contributions stand in the list of a partner, by relation, for one agreement."""
        found = self._ties.get((partner, agreement))
        if found is None:
            down, up = self._edges[agreement]
            groups = _reached(partner, up)
            joint = {self.everyone} & groups if self.everyone is not None else set()
            found = {
                Relation.OWN: frozenset({partner}),
                Relation.MEMBERS: frozenset(_reached(partner, down)),
                Relation.GROUPS: frozenset(groups - joint),
                Relation.JOINT: frozenset(joint),
            }
            self._ties[partner, agreement] = found
        return found

    def tied(self, partner: int, agreement: int, relations: Collection[Relation]) -> frozenset[int]:
        """Whose contributions stand in the list of a partner by any of these relations, for one agreement."""
        ties = self.ties(partner, agreement)
        return frozenset().union(*(ties[relation] for relation in relations))

    def ways(
        self, partners: Sequence[int], relations: Collection[Relation], agreement: int, contributors: Iterable[int]
    ) -> list[str]:
        """How a commitment of these contributors comes into these lists: "selbst", "über Gewerkschaften"."""
        named = list(contributors)
        words: list[str] = []
        for partner in partners:
            ties = self.ties(partner, agreement)
            for relation in Relation:
                if relation not in relations:
                    continue
                for contributor in named:
                    if contributor in ties[relation]:
                        words.append(self._way(partner, relation, contributor, several=len(partners) > 1))
        return list(dict.fromkeys(words))

    def _way(self, partner: int, relation: Relation, contributor: int, *, several: bool) -> str:
        own = relation is Relation.OWN
        way = str(Relation.OWN.label) if own else _("through %s") % partner_name(self.partners[contributor])
        return f"{partner_name(self.partners[partner])}: {way}" if several else way


def _reached(start: int, edges: Mapping[int, Sequence[int]]) -> set[int]:
    """All that can be reached from a partner along the edges, itself left out; loops do no harm."""
    seen: set[int] = set()
    waiting = [start]
    while waiting:
        for other in edges.get(waiting.pop(), ()):
            if other not in seen and other != start:
                seen.add(other)
                waiting.append(other)
    return seen


@dataclass(frozen=True, slots=True)
class RelatedCommitments:
    """One list of a partner's page: the commitments of one agreement that are tied to it in one way.

    `commitments` are the first of them by code, `numbers` how many of each kind there are in all; `url` leads to a
    table of exactly these rows, `urls` to those of one kind. `how` says for each row by whom it came here.
    """

    relation: Relation
    agreement: Agreement
    commitments: list[Commitment]
    numbers: dict[Kind, int]
    ways: dict[int, list[str]]
    url: str
    urls: dict[Kind, str]

    @property
    def label(self) -> Promise | str:
        """The words for the relation."""
        return self.relation.label

    @property
    def count(self) -> int:
        """How many commitments stand in the list."""
        return sum(self.numbers.values())

    @property
    def rest(self) -> int:
        """How many are not among the first."""
        return self.count - len(self.commitments)


def partner_relations(
    partner: Partner,
    *,
    sets: Sets | None = None,
    net: PartnerNet | None = None,
    load: Callable[[Collection[int]], Iterable[Commitment]] = public_rows,
    stay: Mapping[str, date] | None = None,
) -> list[RelatedCommitments]:
    """The lists of a partner, by relation and agreement (newest first), those without commitments left out.

    Never add them up: a commitment may stand in several. `sets` are those of the day, the present ones unless given,
    `load` reads their rows; one query, and those of the net. `stay` is what links must carry for a past day.
    """
    net, sets = net or PartnerNet.load(), sets or bitsets.current()
    contributions: Mapping[Any, Set] = sets.by["contributor"]
    parts: list[tuple[Relation, Agreement, dict[int, Set]]] = []
    for relation in Relation:
        for agreement in net.agreements:
            named = {
                contributor: union(contributions.get((agreement.pk, contributor, role), EMPTY) for role in Role)
                for contributor in sorted(net.ties(partner.pk, agreement.pk)[relation])
            }
            if any(named.values()):
                parts.append((relation, agreement, named))
    first = [sets.in_order(union(named.values()), stop=MOST) for _relation, _agreement, named in parts]
    rows = {row.pk: row for row in load(sorted({pk for ids in first for pk in ids}))}
    return [
        _related(net, partner, part, [rows[pk] for pk in ids if pk in rows], sets, stay or {})
        for part, ids in zip(parts, first, strict=True)
    ]


def _related(
    net: PartnerNet,
    partner: Partner,
    part: tuple[Relation, Agreement, dict[int, Set]],
    rows: list[Commitment],
    sets: Sets,
    stay: Mapping[str, date],
) -> RelatedCommitments:
    relation, agreement, named = part
    query: dict[str, FilterValue] = {"partner": partner.key, "bezug": relation.value, "vereinbarung": agreement.slug}
    query |= stay
    every = union(named.values())
    ways = {}
    for row in rows:
        [place] = sets.places([row.pk])
        contributors = [contributor for contributor, own in named.items() if place in own]
        ways[row.pk] = net.ways([partner.pk], [relation], agreement.pk, contributors)
    return RelatedCommitments(
        relation=relation,
        agreement=agreement,
        commitments=rows,
        numbers={kind: every.intersection_cardinality(sets.of("kind", kind)) for kind in Kind},
        ways=ways,
        url=commitments_url("", **query),
        urls={kind: commitments_url("", **query, art=kind) for kind in Kind},
    )
