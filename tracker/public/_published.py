"""What pages of agreements and partners show of a published version, in the shapes of the pages of today."""

from __future__ import annotations

from tracker.archive import Archive
from tracker.models import Agreement, Commitment, Partner, Signatory
from tracker.public._agreement import CarriedOn, Target
from tracker.public._rows import row, rows
from tracker.templatetags.tracker_tags import day_text


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


def signatures(archive: Archive, partner: Partner) -> list[Signatory]:
    """What it signed, newest first."""
    return [
        item
        for agreement in archive.agreements.values()
        for item in agreement.signatories.all()
        if item.partner.key == partner.key
    ]
