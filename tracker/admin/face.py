"""What a public page says about a record, line by line, so that editors see it before and after a change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker import snapshots
from tracker.models import (
    Agreement,
    Commitment,
    Contribution,
    DeadlineMove,
    Partner,
    StatusReport,
    WordingCorrection,
)
from tracker.pages import words
from tracker.templatetags.tracker_tags import as_of, day_text
from tracker.vocabulary import Grade, Role, Status


@dataclass(frozen=True)
class Line:
    """One thing a page says: its label, its words (several for a list), and the status if it is one."""

    label: str
    words: tuple[str, ...]
    status: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Face:
    """All that a page says about one record."""

    key: str
    title: str
    lines: tuple[Line, ...] = field(default_factory=tuple)

    def as_data(self) -> dict[str, list[str]]:
        """The words by label, to tell whether anything changed."""
        return {line.label: [line.status, *line.words] for line in self.lines}


@dataclass(frozen=True)
class Difference:
    """One line before and after."""

    label: str
    before: Line
    after: Line
    removed: tuple[str, ...]
    added: tuple[str, ...]
    kept: int


@dataclass(frozen=True)
class Comparison:
    """One record before and after: the lines that change, and those that stay."""

    title: str
    changed: tuple[Difference, ...]
    same: tuple[Line, ...]


def faces(items: Iterable[Commitment | Agreement], *, on: date) -> list[Face]:
    """What the pages of these records say on a day, read afresh; in a fixed number of queries."""
    wanted = list(items)
    commitments = [item.pk for item in wanted if isinstance(item, Commitment)]
    agreements = [item.pk for item in wanted if isinstance(item, Agreement)]
    loaded = snapshots.with_everything(Commitment.objects.filter(pk__in=commitments).order_by("sort_key"))
    found = [_commitment(item, on=on) for item in loaded]
    return [_agreement(item) for item in Agreement.objects.filter(pk__in=agreements)] + found


def _commitment(item: Commitment, *, on: date) -> Face:
    reports: list[StatusReport] = item.published_reports  # type: ignore[attr-defined]
    status = Status(item.status).label_for(item.kind) if item.status else _("no status (declaration)")
    note = words.standing_note(item.kind, item, item.effective_end or item.agreement.effective_end)
    basis = words.basis_note(item, item)
    partners = {part.pk: part.partner for part in item.contributions.all()}
    lines = [
        Line(_("Public"), (_public(item.published_at is not None, item.agreement.published_at is not None),)),
        Line(_("Title"), (item.title,)),
        Line(_("In simple words"), (item.simple_words or "–",)),
        Line(_("Description"), (item.description,)),
        Line(_("Official wording"), (item.wording or "–",)),
        Line(_("Status"), tuple(filter(None, [str(status), note, basis])), item.status or "", item.kind),
        Line(_("Deadline"), tuple(_deadline(item, on=on))),
        Line(_("Contributions"), tuple(_contribution(part) for part in item.contributions.all())),
        Line(_("Facts"), tuple(_fact(report, item.kind, partners) for report in reports)),
        Line(_("Moves of the deadline"), tuple(_move(move) for move in item.moves.all())),
        Line(_("Corrections of texts"), tuple(_correction(one) for one in item.corrections.all())),
    ]
    return Face(item.code, f"{item.code} {item.title}", tuple(lines))


def _agreement(item: Agreement) -> Face:
    public = item.commitments.filter(published_at__isnull=False).count()
    drafts = item.commitments.filter(published_at__isnull=True).count()
    counted = ngettext("%d published commitment", "%d published commitments", public) % public
    lines = [
        Line(_("Public"), (_public(item.published_at is not None, True),)),
        Line(_("Title"), (item.title,)),
        Line(_("Signed on"), (day_text(item.signed_on),)),
        Line(_("Term"), (f"{day_text(item.term_start)} – {day_text(item.effective_end)}",)),
        Line(_("Commitments"), (counted, ngettext("%d draft", "%d drafts", drafts) % drafts)),
    ]
    return Face(item.slug, item.title, tuple(lines))


def _public(published: bool, agreement_published: bool) -> str:
    if published and not agreement_published:
        return _("published, but nobody sees it yet: the agreement is a draft")
    return _("yes, everybody can read it") if published else _("no, a draft")


def _deadline(item: Commitment, *, on: date) -> Iterable[str]:
    if item.due_on:
        yield f"{item.due_wording} ({day_text(item.due_on)})"
    if item.deadline_moves:
        yield _("agreed at first: %s") % (day_text(item.due_on_agreed) or _("no deadline"))
    yield words.schedule_label(item, on=on)
    late = words.overdue_note(item, on=on)
    if late:
        yield late


def _contribution(part: Contribution) -> str:
    role = Role(part.role).label
    reporter = part.reporter
    told = _("reports: %s") % reporter.name if reporter else _("no reporting organisation named")
    return f"{part.partner.name}, {role}, {told}"


def _fact(report: StatusReport, kind: str, partners: dict[int, Partner]) -> str:
    status = report.effective_status
    said = f"{status.label_for(kind)}: " if status else ""
    about = f" [{partners[report.contribution_id]}]" if report.contribution_id in partners else ""
    day = as_of(report.as_of, report.as_of_precision)
    return f"{day}{about} – {said}{report.summary} ({Grade(report.grade).label})"


def _move(move: DeadlineMove) -> str:
    before = day_text(move.before) or _("no deadline")
    after = day_text(move.after) or _("no deadline")
    return f"{before} → {after}: {move.reason}"


def _correction(correction: WordingCorrection) -> str:
    labels = {"title": _("Title"), "description": _("Description"), "wording": _("Official wording")}
    return f"{labels[correction.field]}: {correction.reason}"


def compare(before: list[Face], after: list[Face]) -> list[Comparison]:
    """Each record with the lines that a change makes different and those it leaves."""
    earlier = {face.key: face for face in before}
    return [_compare(earlier.get(face.key, Face(face.key, face.title)), face) for face in after]


def _compare(before: Face, after: Face) -> Comparison:
    lines = {line.label: line for line in before.lines}
    changed, same = [], []
    for line in after.lines:
        old = lines.get(line.label, Line(line.label, ()))
        if (old.status, old.words) == (line.status, line.words):
            same.append(line)
            continue
        removed = tuple(word for word in old.words if word not in line.words)
        added = tuple(word for word in line.words if word not in old.words)
        changed.append(Difference(line.label, old, line, removed, added, len(line.words) - len(added)))
    return Comparison(after.title, tuple(changed), tuple(same))
