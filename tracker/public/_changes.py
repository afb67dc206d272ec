"""Revisions in words: why, when and by which role something changed, and what it touched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from tracker.figures import RevisionEntry, TouchedObject
from tracker.models import PublicVersion
from tracker.templatetags.tracker_tags import number
from tracker.vocabulary import ActorRole, ChangeReason


@dataclass(frozen=True, slots=True)
class TouchedLink:
    """One touched object: its code where it has one, its title, and its page."""

    code: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One revision as the list of changes tells it; `anchor` is its place on that page."""

    number: int
    day: date
    reason: str
    note: str
    role: str
    counts: str
    touched: list[TouchedLink]
    rest: int

    @property
    def anchor(self) -> str:
        """The id of the entry on the page of changes."""
        return f"revision-{self.number}"

    @property
    def url(self) -> str:
        """The entry on the first page of changes."""
        return f"{reverse('public:changes')}#{self.anchor}"


def changes_in_words(entries: Iterable[RevisionEntry]) -> list[Entry]:
    """The entries in words, in the order in which they come."""
    return [_entry(entry) for entry in entries]


def _entry(entry: RevisionEntry) -> Entry:
    revision = entry.revision
    reason = str(ChangeReason(revision.reason).label)
    return Entry(
        number=revision.number,
        day=revision.day,
        reason=reason,
        note=revision.note if revision.note != reason else "",
        role=str(ActorRole(revision.role).label),
        counts=", ".join(_counts(entry)),
        touched=[_link(item) for item in entry.touched],
        rest=entry.rest,
    )


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


_PAGES = {
    PublicVersion.AGREEMENT: "public:agreement",
    PublicVersion.COMMITMENT: "public:commitment",
    PublicVersion.PARTNER: "public:partner",
}


def _link(item: TouchedObject) -> TouchedLink:
    code = item.key if item.kind == PublicVersion.COMMITMENT else ""
    return TouchedLink(code, item.title, reverse(_PAGES[item.kind], args=[item.key]))
