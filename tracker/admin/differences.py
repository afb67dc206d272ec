"""What a report says differently from the last accepted one, field by field and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.models import Evidence, StatusReport
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import Grade, Status

TEXTS: dict[str, Promise] = {
    "summary": gettext_lazy("What has been done"),
    "next_steps": gettext_lazy("Next steps"),
    "problem": gettext_lazy("Problem or delay"),
}
LONGEST = 4000
"""Words beyond which two texts are not compared word by word, for that takes time with the square of their number."""


@dataclass(frozen=True)
class Piece:
    """Words of a text in a row, and whether the other text lacks them."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Field:
    """One field of a report beside that of the last accepted one."""

    label: str | Promise
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    changed: bool


@dataclass(frozen=True)
class Source:
    """One piece of evidence, and whether it is new with the report."""

    item: Evidence
    new: bool


@dataclass(frozen=True)
class Differences:
    """A report beside the last accepted one; `earlier` is None for the first report on a contribution."""

    earlier: StatusReport | None
    fields: tuple[Field, ...]
    sources: tuple[Source, ...]
    gone: tuple[Evidence, ...]

    @property
    def any(self) -> bool:
        """Whether anything but the day is different."""
        return (
            any(field.changed for field in self.fields[1:]) or any(one.new for one in self.sources) or bool(self.gone)
        )


def word_pieces(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Two texts cut into pieces, those marked that only one of them has; white space stays as it is."""
    old, new = _words(before), _words(after)
    if max(len(old), len(new)) > LONGEST:
        same = before == after
        return (Piece(before, not same),), (Piece(after, not same),)
    left: list[Piece] = []
    right: list[Piece] = []
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        for pieces, words in ((left, old[old_from:old_to]), (right, new[new_from:new_to])):
            text = "".join(words)
            if text:
                pieces.append(Piece(text, tag != "equal" and not text.isspace()))
    return tuple(left), tuple(right)


def _words(text: str) -> list[str]:
    """The words of a text, each with the white space behind it."""
    return re.findall(r"\S+\s*|^\s+", text.replace("\r\n", "\n"))


def differences(report: StatusReport, earlier: StatusReport | None) -> Differences:
    """A report beside an earlier one; both come with their evidence loaded."""
    kind = report.commitment.kind
    fields = [
        _field(_("State of affairs"), _day(earlier), _day(report)),
        _field(_("Status"), _status(earlier, kind), _status(report, kind)),
        *(_text(label, getattr(earlier, name, ""), getattr(report, name)) for name, label in TEXTS.items()),
        _field(_("Kind of evidence"), _grade(earlier), _grade(report)),
    ]
    present, past = list(report.evidence.all()), list(earlier.evidence.all()) if earlier else []
    known, kept = {source_key(item) for item in past}, {source_key(item) for item in present}
    return Differences(
        earlier=earlier,
        fields=tuple(fields),
        sources=tuple(Source(item, new=source_key(item) not in known) for item in present),
        gone=tuple(item for item in past if source_key(item) not in kept),
    )


def says_the_same(report: StatusReport, earlier: StatusReport) -> bool:
    """Whether a report says what an earlier one said, its day apart; both come with their evidence loaded."""
    names = ("status", *TEXTS)
    return [getattr(report, name) for name in names] == [getattr(earlier, name) for name in names] and _keys(
        report.evidence.all()
    ) == _keys(earlier.evidence.all())


def _keys(items: Iterable[Evidence]) -> set[tuple[str, ...]]:
    return {source_key(item) for item in items}


def source_key(item: Evidence) -> tuple[str, ...]:
    """What makes a piece of evidence the same one in two reports; a file is the same if it is the same file."""
    return (item.title, item.publisher, item.url, item.file.name or "")


def _field(label: str | Promise, before: str, after: str) -> Field:
    changed = before != after
    return Field(label, _whole(before, changed), _whole(after, changed), changed)


def _text(label: str | Promise, before: str, after: str) -> Field:
    left, right = word_pieces(before, after)
    return Field(label, left, right, any(piece.marked for piece in (*left, *right)))


def _whole(text: str, marked: bool) -> tuple[Piece, ...]:
    return (Piece(text, marked),) if text else ()


def _day(report: StatusReport | None) -> str:
    return day_text(report.as_of, report.as_of_precision) if report else ""


def _status(report: StatusReport | None, kind: str) -> str:
    if report is None:
        return ""
    return str(Status(report.status).label_for(kind)) if report.status else _("leaves the status as it is")


def _grade(report: StatusReport | None) -> str:
    return str(Grade(report.grade).label) if report else ""


def earlier_reports(reports: Sequence[StatusReport]) -> dict[int, StatusReport]:
    """For each report the newest accepted and published one on its contribution before it, by the report's key.

    In two queries, whatever the number of reports.
    """
    contributions = {report.contribution_id for report in reports}
    accepted = (
        StatusReport.objects.published()
        .filter(contribution__in=contributions, origin="partner")
        .order_by("-accepted_at", "-pk")
        .prefetch_related("evidence")
    )
    found: dict[int, StatusReport] = {}
    by_contribution: dict[int | None, list[StatusReport]] = {}
    for one in accepted:
        by_contribution.setdefault(one.contribution_id, []).append(one)
    for report in reports:
        for one in by_contribution.get(report.contribution_id, []):
            before = report.accepted_at is None or (one.accepted_at and one.accepted_at < report.accepted_at)
            if one.pk != report.pk and before:
                found[report.pk] = one
                break
    return found
