"""The lists of a balance: single statements with their state, reports handed in, changes, sources."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tracker import workflow
from tracker.balance.document import Block, Head, Listing, Paragraph, Rich, Run, Table, rich
from tracker.models import Commitment, Evidence, Partner, ReportingRound, StandingColumns
from tracker.models.partners import sort_key
from tracker.pages.words import overdue_note, schedule_label, standing_note
from tracker.telling.counts import partner_name
from tracker.templatetags.tracker_tags import day_text, number
from tracker.vocabulary import Kind, Reporting, Role, Schedule, Status

UNREPORTED = [Reporting.NEVER, Reporting.OVERDUE]


@dataclass(frozen=True, slots=True)
class Told:
    """A statement with the standing it had on the day of the balance."""

    commitment: Commitment
    standing: StandingColumns

    @property
    def is_unknown(self) -> bool:
        """Whether it is a measure or target whose status is not known."""
        return self.standing.status == Status.UNKNOWN

    def is_overdue(self, day: date) -> bool:
        """Whether its stated deadline has passed without completion."""
        return self.commitment.schedule(on=day, standing=self.standing) is Schedule.OVERDUE

    def status_words(self) -> str:
        """Its status with what always follows it; of a declaration that it has none."""
        commitment, standing = self.commitment, self.standing
        if standing.status is None:
            return str(Kind.POSITION.label)
        label = str(Status(standing.status).label_for(commitment.kind))
        note = standing_note(commitment.kind, standing, commitment.agreement.effective_end)
        return f"{label}, {note}" if note else label

    def deadline_words(self, day: date) -> str:
        """How it stands against its deadline."""
        if self.commitment.kind == Kind.POSITION:
            return ""
        label = schedule_label(self.commitment, on=day, standing=self.standing)
        late = overdue_note(self.commitment, on=day, standing=self.standing)
        due = day_text(self.commitment.due_on, self.commitment.due_precision)
        return f"{label}, {late}" if late else f"{label} ({due})" if due else label


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A report that was handed in and is not public yet: not accepted, or accepted and still being heard."""

    commitment: Commitment
    partner: str
    status: str
    as_of: str
    is_accepted: bool


def statements(rows: Sequence[Told], caption: str, day: date) -> Table:
    """Statements with who is responsible, their status and deadline."""
    heads = [
        Head(_("Measure or target")),
        Head(_("Code")),
        Head(_("Responsible")),
        Head(_("Status")),
        Head(_("Deadline")),
    ]
    cells = []
    for item in rows:
        commitment = item.commitment
        leads = [part.partner for part in commitment.contributions.all() if part.role == Role.LEAD]
        title = rich(commitment.title, url=_page(commitment))
        if commitment.kind == Kind.TARGET:
            title.append(Run(f" ({Kind.TARGET.label})"))
        cells.append(
            [
                title,
                rich(commitment.code),
                rich(", ".join(str(partner_name(partner)) for partner in leads)),
                rich(item.status_words()),
                rich(item.deadline_words(day)),
            ]
        )
    return Table(caption, heads, cells)


def handed_in(rows: Sequence[HandedIn]) -> Iterable[Block]:
    """The reports that are not public yet; in drafts only."""
    if not rows:
        return
    heads = [
        Head(_("Measure or target")),
        Head(_("Code")),
        Head(_("Partner")),
        Head(_("Status")),
        Head(_("As of")),
        Head(_("Review")),
    ]
    cells = [
        [
            rich(row.commitment.title, url=_page(row.commitment)),
            rich(row.commitment.code),
            rich(row.partner),
            rich(row.status),
            rich(row.as_of),
            rich(_("accepted, not yet published") if row.is_accepted else _("handed in")),
        ]
        for row in rows
    ]
    yield Table(_("Handed in, not yet public"), heads, cells)


def asked(asked_for: ReportingRound | None, day: date) -> Iterable[Block]:
    """Who answered a round in time, late or not; of a closed one as it was written down at its closing."""
    if asked_for is None:
        return
    closed = bool(asked_for.result)
    data: Any = json.loads(asked_for.result) if closed else workflow.round_figures(asked_for, on=day)
    words = (
        _("%(round)s, from %(start)s, reports due on %(due)s, closed.")
        if closed
        else _("%(round)s, from %(start)s, reports due on %(due)s, not closed yet.")
    )
    yield Paragraph(
        rich(
            words
            % {
                "round": asked_for.title,
                "start": day_text(asked_for.starts_on),
                "due": day_text(asked_for.due_on),
            }
        )
    )
    found: list[dict[str, Any]] = list(data["partners"])
    names: dict[str, str] = {
        partner.key: str(partner_name(partner))
        for partner in Partner.objects.filter(key__in=[r["partner"] for r in found])
    }
    rows = [
        [
            rich(names.get(item["partner"], item["partner"])),
            rich(number(item["asked"])),
            rich(number(item["in_time"])),
            rich(number(item["late"])),
            rich(", ".join(item["missing"]) or "–"),
        ]
        for item in sorted(found, key=lambda item: sort_key(names.get(item["partner"], item["partner"])))
    ]
    heads = [
        Head(_("Reporting organisation")),
        Head(_("asked for"), True),
        Head(_("in time"), True),
        Head(_("late"), True),
        Head(_("not reported")),
    ]
    if rows:
        yield Table(_("Reports by organisation, by the alphabet"), heads, rows)


def changed(rows: Sequence[Told], before: Mapping[str, str | None]) -> Iterable[Block]:
    """What stands otherwise than in the last balance: status by status, what is new and what is gone."""
    cells: list[list[Rich]] = []
    for item in rows:
        commitment, now = item.commitment, item.standing.status
        if commitment.code in before and before[commitment.code] == now:
            continue
        was = _label(commitment, before[commitment.code]) if commitment.code in before else _("newly recorded")
        cells.append(
            [
                rich(commitment.title, url=_page(commitment)),
                rich(commitment.code),
                rich(was),
                rich(_label(commitment, now)),
            ]
        )
    gone = sorted(set(before) - {item.commitment.code for item in rows})
    if cells:
        heads = [Head(_("Measure or target")), Head(_("Code")), Head(_("before")), Head(_("now"))]
        yield Table(_("What changed since the last balance"), heads, cells)
    if gone:
        yield Paragraph(rich(_("No longer recorded: %s.") % ", ".join(gone)))
    if not cells and not gone:
        yield Paragraph(rich(_("No status has changed.")))


def moved(rows: Sequence[Told], before: Mapping[str, str | None]) -> Iterable[Block]:
    """The deadlines that stand otherwise than in the last balance; nothing if none does."""
    cells: list[list[Rich]] = []
    for item in rows:
        commitment = item.commitment
        now = commitment.due_on.isoformat() if commitment.due_on else None
        if before.get(commitment.code, now) == now:
            continue
        was = before[commitment.code]
        cells.append(
            [
                rich(commitment.title, url=_page(commitment)),
                rich(commitment.code),
                rich(day_text(date.fromisoformat(was)) if was else _("no deadline")),
                rich(day_text(commitment.due_on) or _("no deadline")),
            ]
        )
    if cells:
        heads = [Head(_("Measure or target")), Head(_("Code")), Head(_("before")), Head(_("now"))]
        yield Table(_("Deadlines that were moved"), heads, cells)


def _label(commitment: Commitment, status: str | None) -> str:
    return str(Status(status).label_for(commitment.kind)) if status else str(Kind.POSITION.label)


def sources(evidence: Sequence[Evidence]) -> Iterable[Block]:
    """The sources of all facts, each once, by publisher."""
    found = {(item.publisher, item.title, item.url, item.published_on): item for item in evidence}
    if not found:
        return
    items = []
    for item in sorted(
        found.values(), key=lambda item: (sort_key(item.publisher), sort_key(item.title), item.url or "")
    ):
        day = day_text(item.published_on, item.published_precision)
        words = ", ".join(part for part in (item.publisher, day) if part)
        items.append([Run(item.title, item.url or ""), Run(f", {words}" if words else "")])
    yield Listing(items)


def _page(commitment: Commitment) -> str:
    return reverse("public:commitment", args=[commitment.code])
