"""What pages of agreements and partners show of a published version, in the shapes of the pages of today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tracker.archive import Archive, Line
from tracker.listings.links import commitments_url
from tracker.listings.partners import PartnerNet, RelatedCommitments
from tracker.models import Agreement, Commitment, Partner, Signatory
from tracker.public._agreement import CarriedOn, Field, Tally, Target, tallies
from tracker.public._rows import row, rows
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import Kind, Relation


def counts(lines: Iterable[Line]) -> dict[str, int]:
    """How many lines there are of each kind."""
    found: dict[str, int] = {}
    for line in lines:
        found[line.kind] = found.get(line.kind, 0) + 1
    return found


def own_tallies(archive: Archive, agreement: Agreement) -> list[Tally]:
    """The counts of an agreement, linked to the table of the same version."""
    return tallies(counts(archive.lines_of(agreement.slug)), vereinbarung=agreement.slug, fassung=archive.day)


def fields(archive: Archive, agreement: Agreement) -> list[Field]:
    """The action fields in their order, with their counts where the whole text was recorded."""
    by_field: dict[str | None, list[Line]] = {}
    for line in archive.lines_of(agreement.slug):
        by_field.setdefault(line.action_field, []).append(line)
    return [
        Field(
            item,
            tallies(
                counts(by_field.get(item.key, [])),
                vereinbarung=agreement.slug,
                handlungsfeld=item.key,
                fassung=archive.day,
            )
            if agreement.is_full
            else [],
        )
        for item in agreement.action_fields.all()
    ]


def targets(agreement: Agreement) -> list[Target]:
    """The measurable targets; what belongs to them is told by no version."""
    return [
        Target(target=item, due=day_text(item.due_on, item.due_precision), newest="", commitments=[])
        for item in agreement.targets.all()
    ]


def carried_on(archive: Archive, agreement: Agreement) -> list[CarriedOn]:
    """For each successor what it carried on; what is left over only where its whole text was recorded."""
    followers = [item for item in archive.agreements.values() if item.predecessor == agreement]
    if not followers:
        return []
    slugs = {item.slug for item in followers}
    own = archive.load([line.id for line in archive.lines_of(agreement.slug)])
    later_lines = [line for line in archive.every_line if line.agreement in slugs and line.continues]
    later = {item.code: item for item in archive.load([line.id for line in later_lines])}
    followed: dict[str, list[Commitment]] = {}
    for line in later_lines:
        for code in line.continues:
            followed.setdefault(code, []).append(later[line.code])
    result = []
    for follower in sorted(followers, key=lambda item: item.signed_on):
        mine = [(item, [x for x in followed.get(item.code, []) if x.agreement == follower]) for item in own]
        result.append(
            CarriedOn(
                agreement=follower,
                found=[(row(item), rows(others)) for item, others in mine if others],
                left=[row(item) for item, others in mine if not others] if follower.is_full else [],
            )
        )
    return result


# Partners ------------------------------------------------------------------------------------------------------------


def relations(archive: Archive, partner: Partner) -> list[RelatedCommitments]:
    """The lists of a partner by relation and agreement, as `partner_relations` gives those of today."""
    net = PartnerNet(archive.partners.values(), archive.memberships, archive.agreements.values())
    pks = {key: item.pk for key, item in archive.partners.items()}
    named = {line.id: {pks[key] for key, _role in line.contributors if key in pks} for line in archive.every_line}
    every = {
        agreement.slug: net.tied(partner.pk, agreement.pk, list(Relation)) for agreement in archive.agreements.values()
    }
    lines = [line for line in archive.every_line if named[line.id] & every[line.agreement]]
    loaded = {item.pk: item for item in archive.load([line.id for line in lines])}
    lists = []
    for relation in Relation:
        for agreement in archive.agreements.values():
            tied = net.ties(partner.pk, agreement.pk)[relation]
            own = [loaded[line.id] for line in lines if line.agreement == agreement.slug and named[line.id] & tied]
            if own:
                lists.append(_related(net, partner, relation, agreement, own, named, archive.day))
    return lists


def _related(
    net: PartnerNet,
    partner: Partner,
    relation: Relation,
    agreement: Agreement,
    own: Sequence[Commitment],
    named: dict[int, set[int]],
    day: date,
) -> RelatedCommitments:
    query = {"partner": partner.key, "bezug": relation.value, "vereinbarung": agreement.slug}
    ways = {item.pk: net.ways([partner.pk], [relation], agreement.pk, sorted(named[item.pk])) for item in own}
    return RelatedCommitments(
        relation=relation,
        agreement=agreement,
        commitments=list(own),
        ways=ways,
        url=commitments_url("", **query, fassung=day),
        urls={kind: commitments_url("", **query, art=kind, fassung=day) for kind in Kind},
    )


def signatures(archive: Archive, partner: Partner) -> list[Signatory]:
    """What it signed, newest first."""
    return [
        item
        for agreement in archive.agreements.values()
        for item in agreement.signatories.all()
        if item.partner.key == partner.key
    ]
