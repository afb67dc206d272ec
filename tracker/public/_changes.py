"""Changes in words: why, when and by which role something changed, and what became different."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from tracker.archive import Archive
from tracker.figures import RevisionEntry
from tracker.listings.changes import ChangeEntry, ChangeQuery, change_entries
from tracker.listings.differences import Event
from tracker.models import PublicVersion
from tracker.templatetags.tracker_tags import number
from tracker.vocabulary import ActorRole, ChangeReason


@dataclass(frozen=True, slots=True)
class Told:
    """One revision as a list tells it; `anchor` is its place on the page of changes."""

    number: int
    day: date
    reason: str
    note: str
    role: str
    counts: str
    after_report: bool = False

    @property
    def anchor(self) -> str:
        """The id of the revision on the page of changes."""
        return f"revision-{self.number}"

    @property
    def url(self) -> str:
        """The page of changes with this revision alone."""
        return f"{reverse('public:changes')}?revision={self.number}#{self.anchor}"


@dataclass(frozen=True, slots=True)
class Touched:
    """One object a revision changed: its code where it has one, its title, its page, and what became different."""

    code: str
    title: str
    url: str
    events: list[Event]


@dataclass(slots=True)
class Group:
    """What a page of the list tells of one revision."""

    told: Told
    touched: list[Touched]


def changes_in_words(entries: Iterable[RevisionEntry]) -> list[Told]:
    """Revisions in words, in the order in which they come."""
    return [
        _told(
            entry.revision.number,
            entry.revision.day,
            entry.revision.reason,
            entry.revision.note,
            entry.revision.role,
            counts=", ".join(_counts(entry)),
        )
        for entry in entries
    ]


def grouped(entries: Iterable[ChangeEntry], revisions: Iterable[RevisionEntry]) -> list[Group]:
    """The changes of one page by revision; `revisions` tell how much each of them touched in all."""
    counts = {item.revision.number: ", ".join(_counts(item)) for item in revisions}
    groups: list[Group] = []
    for entry in entries:
        if not groups or groups[-1].told.number != entry.revision:
            groups.append(Group(told_of(entry, counts.get(entry.revision, "")), []))
        groups[-1].touched.append(_touched(entry))
    return groups


def history(code: str, *, archive: Archive | None = None) -> list[tuple[Told, list[Event]]]:
    """All public changes of a commitment, newest first; of a past day those until then, with the names of then."""
    query = ChangeQuery(codes=[code], until=archive.day if archive else None)
    found = change_entries(query, archive=archive)
    return [(told_of(entry), entry.events) for entry in found]


def told_of(entry: ChangeEntry, counts: str = "") -> Told:
    """The revision of a change in words."""
    return _told(
        entry.revision, entry.day, entry.reason, entry.note, entry.role, counts, after_report=entry.after_report
    )


def _told(
    number: int, day: date, reason: str, note: str, role: str, counts: str = "", *, after_report: bool = False
) -> Told:
    label = ChangeReason(reason).label
    with translation.override(settings.LANGUAGE_CODE):
        in_record = str(label)
    return Told(
        number=number,
        day=day,
        reason=str(label),
        note="" if note == in_record else note,
        role=str(ActorRole(role).label),
        counts=counts,
        after_report=after_report,
    )


def _touched(entry: ChangeEntry) -> Touched:
    code = entry.key if entry.kind == PublicVersion.COMMITMENT else ""
    return Touched(code, entry.title, reverse(entry.url_name, args=[entry.key]), entry.events)


def _counts(entry: RevisionEntry) -> Iterable[str]:
    """How many agreements, commitments and partners were touched; kinds without any are left out."""
    agreements = entry.numbers[PublicVersion.AGREEMENT]
    commitments = entry.numbers[PublicVersion.COMMITMENT]
    partners = entry.numbers[PublicVersion.PARTNER]
    if agreements:
        yield ngettext("%(number)s agreement", "%(number)s agreements", agreements) % {"number": number(agreements)}
    if commitments:
        words = ngettext(
            "%(number)s measure, target or declaration", "%(number)s measures, targets and declarations", commitments
        )
        yield words % {"number": number(commitments)}
    if partners:
        yield ngettext("%(number)s partner", "%(number)s partners", partners) % {"number": number(partners)}
