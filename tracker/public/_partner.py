"""What the pages of the partners show: names over time, memberships, and the lists of what they promised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tracker import access
from tracker.listings.partners import PartnerNet, RelatedCommitments, partner_relations
from tracker.models import Membership, Partner, PartnerName, Reservation, Signatory
from tracker.models.partners import sort_key
from tracker.public._agreement import Tally, tally_words
from tracker.public._common import find, span
from tracker.public._past import Past, as_known
from tracker.public._rows import Row, row
from tracker.vocabulary import PartnerKind, Relation, SourceStatus

LONG = 6


@dataclass(frozen=True, slots=True)
class Listed:
    """A partner in the list of all; a group with its members, in the order of the words that name them there."""

    partner: Partner
    members: list[tuple[str, Partner]]


@dataclass(frozen=True, slots=True)
class Group:
    """The partners of one kind, in the order of the alphabet."""

    kind: PartnerKind
    title: Promise | str
    partners: list[Listed]

    @property
    def is_groups(self) -> bool:
        """Whether these are the groups, which stand with their members."""
        return self.kind is PartnerKind.GROUP


@dataclass(frozen=True, slots=True)
class Name:
    """A name a partner has borne, with the time and the others that came before or after."""

    name: PartnerName
    time: str


@dataclass(frozen=True, slots=True)
class Tie:
    """A membership seen from one side: the other partner, in which role, and when."""

    partner: Partner
    role: str
    time: str


@dataclass(frozen=True, slots=True)
class PartOfList:
    """The commitments of one agreement in a list, with their counts by kind; a long one stands closed."""

    related: RelatedCommitments
    tallies: list[Tally]
    rows: list[Row]
    is_long: bool


@dataclass(frozen=True, slots=True)
class PromiseList:
    """One headed list of a partner's page; counted by itself, never added to another."""

    key: str
    title: Promise | str
    words: Promise | str
    parts: list[PartOfList]


def by_kind() -> list[Group]:
    """All partners by kind, the groups first, each kind in the order of the alphabet, with the members of groups."""
    members = Membership.objects.select_related("member")
    found: dict[str, list[Listed]] = {}
    for partner in access.public_partners().prefetch_related(Prefetch("members", queryset=members)):
        named = {_short(item.member): item.member for item in partner.members.all()}
        found.setdefault(partner.kind, []).append(Listed(partner, sorted(named.items(), key=lambda n: sort_key(n[0]))))
    return [
        Group(kind, kind_title(kind), sorted(found[kind], key=lambda listed: sort_key(listed.partner.name)))
        for kind in PartnerKind
        if kind in found
    ]


def _short(partner: Partner) -> str:
    """How a member is named beside others: by abbreviation, a Land in full."""
    return partner.name if partner.land_id else str(partner)


def kind_title(kind: PartnerKind) -> str:
    """The heading over several partners of a kind."""
    return {
        PartnerKind.GROUP: _("Groups"),
        PartnerKind.FEDERAL_MINISTRY: _("Federal ministries"),
        PartnerKind.FEDERAL_COMMISSIONER: _("Federal commissioners"),
        PartnerKind.FEDERAL_AGENCY: _("Federal authorities"),
        PartnerKind.LAENDER_CONFERENCE: _("Conferences of the Länder"),
        PartnerKind.LAND: _("Länder and their ministries"),
        PartnerKind.BUSINESS_ASSOCIATION: _("Business associations"),
        PartnerKind.CHAMBER_UMBRELLA: _("Umbrella organisations of chambers"),
        PartnerKind.UNION: _("Trade unions"),
        PartnerKind.NETWORK: _("Networks"),
        PartnerKind.RESEARCH_INSTITUTE: _("Institutes"),
    }[kind]


def load(key: str) -> Partner | None:
    """The partner with this key and all that its page shows but its lists."""
    names = PartnerName.objects.select_related("successor", "predecessor").prefetch_related("sources")
    members = Membership.objects.select_related("member").order_by("member__sort_key", "start", "pk")
    groups = Membership.objects.select_related("group").order_by("group__sort_key", "start", "pk")
    public = access.public_agreements()
    signatures = (
        Signatory.objects.filter(agreement__in=public)
        .select_related("agreement")
        .prefetch_related("sources")
        .order_by("-agreement__signed_on")
    )
    reservations = (
        Reservation.objects.filter(agreement__in=public).select_related("agreement").prefetch_related("sources")
    )
    return find(
        access.public_partners()
        .select_related("land", "parent")
        .prefetch_related(
            "sources",
            "networks__land",
            Prefetch("names", queryset=names),
            Prefetch("members", queryset=members),
            Prefetch("groups", queryset=groups),
            Prefetch("signatures", queryset=signatures),
            Prefetch("reservations", queryset=reservations),
        ),
        key=key,
    )


def names(partner: Partner, *, on: date) -> list[Name]:
    """The names it had borne by a day, in the order of time."""
    return [Name(item, span(item.start, item.end)) for item in partner.names.all() if _begun(item, on)]


def groups(partner: Partner, *, on: date) -> list[Tie]:
    """The groups it had belonged to by a day."""
    return _ties([(item, item.group) for item in partner.groups.all() if _begun(item, on)])


def members(partner: Partner, *, on: date) -> list[Tie]:
    """Those who had belonged to it by a day."""
    return _ties([(item, item.member) for item in partner.members.all() if _begun(item, on)])


def _begun(item: PartnerName | Membership, on: date) -> bool:
    return item.start is None or item.start <= on


def _ties(memberships: list[tuple[Membership, Partner]]) -> list[Tie]:
    return [
        Tie(other, str(membership.get_role_display()), span(membership.start, membership.end))
        for membership, other in sorted(memberships, key=lambda pair: sort_key(pair[1].name))
    ]


def relations(partner: Partner, past: Past | None) -> list[RelatedCommitments]:
    """The lists of a partner of today, or of a past day: with its agreements and the status of then."""
    if past is None:
        return partner_relations(partner)
    if past.archive is not None:
        archive = past.archive
        net = PartnerNet(archive.partners.values(), archive.memberships, archive.agreements.values())
        return partner_relations(partner, sets=archive.sets, net=net, load=archive.load, stay=past.filters)
    found = partner_relations(partner, sets=past.sets, stay=past.filters)
    as_known({item.pk: item for related in found for item in related.commitments}.values(), past.day)
    return found


def lists(relations: Iterable[RelatedCommitments]) -> list[PromiseList]:
    """The headed lists, each by agreement; those without any commitment are left out."""
    found: dict[Relation, list[RelatedCommitments]] = {}
    for related in relations:
        found.setdefault(related.relation, []).append(related)
    return [
        PromiseList(relation.value, title, words, [_part(related) for related in found[relation]])
        for relation, (title, words) in _headings().items()
        if relation in found
    ]


def _headings() -> dict[Relation, tuple[str, str]]:
    return {
        Relation.OWN: (_("Own contributions"), _("The agreement names it itself.")),
        Relation.MEMBERS: (_("Contributions of members"), _("The agreement names one of its members.")),
        Relation.GROUPS: (_("Through groups"), _("The agreement names a group to which it belongs.")),
        Relation.JOINT: (_("Jointly with all partners"), _("The agreement names all partners together.")),
    }


def _part(related: RelatedCommitments) -> PartOfList:
    rows = [
        row(
            commitment,
            "" if related.relation is Relation.OWN else ", ".join(related.ways.get(commitment.pk, [])),
        )
        for commitment in related.commitments
    ]
    return PartOfList(
        related=related,
        tallies=[Tally(n, tally_words(kind, n), related.urls[kind]) for kind, n in related.numbers.items() if n],
        rows=rows,
        is_long=len(rows) > LONG,
    )


def signatures(partner: Partner) -> list[tuple[Signatory, bool]]:
    """What it signed, newest first, and whether sources show it."""
    return [(item, item.status == SourceStatus.SOURCED) for item in partner.signatures.all()]
