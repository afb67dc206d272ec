"""How partners reported in the rounds that asked them, in words that blame nobody for what is not theirs.

What counts is the day on which a report was first handed in: a slow review makes nobody late, and who was not asked is
not mentioned. While a round runs, a report has "not come yet"; the figures of a closed round are those written down at
its closing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker import access, days
from tracker.models import Commitment, Contribution, Partner, ReportingRound, StatusReport
from tracker.public._common import listed, span
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import ReportState
from tracker.workflow import came_in_time


@dataclass(frozen=True, slots=True)
class Tally:
    """How many reports a round asked for, how many came in time and later, and which have not come."""

    asked: int = 0
    in_time: int = 0
    late: int = 0
    missing: tuple[str, ...] = ()

    @property
    def came(self) -> int:
        """How many reports have come, in time or not."""
        return self.in_time + self.late


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round: its title and days, what has been reported in it, and the commitments still without a report."""

    asked: ReportingRound
    when: str
    words: str
    missing: list[Commitment]


def rounds_of_partner(partner: Partner, *, on: date) -> list[RoundLine]:
    """The rounds that asked an organisation for reports, newest first; empty before its first one."""
    rounds = _rounds()
    running = _running_tallies([item for item in rounds if item.closed_at is None], reporter=partner)
    found: list[tuple[ReportingRound, Tally]] = []
    for item in rounds:
        tally = _closed_tallies(item).get(partner.key) if item.closed_at else running.get(item.pk)
        if tally is not None:
            found.append((item, tally))
    titles = _commitments(tally for _item, tally in found)
    return [_line(item, tally, titles, on=on) for item, tally in found]


def rounds_of_agreement(agreement_id: int, *, on: date) -> list[RoundLine]:
    """The rounds of an agreement, newest first, with the reports of all; who has not reported is not named here."""
    rounds = [item for item in _rounds() if item.agreement_id == agreement_id]
    running = _running_tallies([item for item in rounds if item.closed_at is None])
    lines = []
    for item in rounds:
        tally = _together(_closed_tallies(item).values()) if item.closed_at else running.get(item.pk, Tally())
        lines.append(_line(item, tally, {}, on=on))
    return lines


def _rounds() -> list[ReportingRound]:
    """All rounds that have asked anybody, of agreements that everybody sees, newest first."""
    rounds = ReportingRound.objects.opened().filter(agreement__in=access.public_agreements())
    return list(rounds.select_related("agreement").order_by("-due_on", "-pk"))


def _closed_tallies(asked: ReportingRound) -> dict[str, Tally]:
    """The figures written down at the closing of a round, by the key of the reporting organisation."""
    rows: list[dict[str, Any]] = json.loads(asked.result).get("partners", []) if asked.result else []
    return {row["partner"]: Tally(row["asked"], row["in_time"], row["late"], tuple(row["missing"])) for row in rows}


def _together(tallies: Iterable[Tally]) -> Tally:
    result = Tally()
    for item in tallies:
        result = Tally(
            result.asked + item.asked,
            result.in_time + item.in_time,
            result.late + item.late,
            (*result.missing, *item.missing),
        )
    return result


def _running_tallies(rounds: list[ReportingRound], *, reporter: Partner | None = None) -> dict[int, Tally]:
    """The figures of open rounds as they are now, of one organisation or of all; two queries for all rounds."""
    if not rounds:
        return {}
    by_id = {item.pk: item for item in rounds}
    through = ReportingRound.contributions.through.objects.filter(
        reportinground__in=by_id, contribution__in=access.public_contributions()
    )
    if reporter is not None:
        through = through.filter(contribution__reporter=reporter)
    wanted: dict[int, list[tuple[int, str]]] = defaultdict(list)
    pairs = through.order_by("contribution__commitment__sort_key", "contribution_id")
    for round_id, key, code in pairs.values_list(
        "reportinground_id", "contribution_id", "contribution__commitment__code"
    ):
        wanted[round_id].append((key, code))
    answers = _answers(by_id)
    found = {}
    for round_id, items in wanted.items():
        timely = [answers.get((round_id, key)) for key, _code in items]
        found[round_id] = Tally(
            asked=len(items),
            in_time=timely.count(True),
            late=timely.count(False),
            missing=tuple(code for (_key, code), came in zip(items, timely, strict=True) if came is None),
        )
    return found


def _answers(rounds: dict[int, ReportingRound]) -> dict[tuple[int, int], bool]:
    """Whether the first report on each contribution of open rounds was handed in by the due day."""
    handed_in = StatusReport.objects.filter(
        round__in=rounds, contribution__isnull=False, submitted_at__isnull=False
    ).exclude(state=ReportState.REVOKED)
    found: dict[tuple[int, int], bool] = {}
    for report in handed_in.order_by("first_submitted_at", "pk"):
        key = (report.round_id or 0, report.contribution_id or 0)
        found.setdefault(key, came_in_time(report, rounds[key[0]]))
    return found


def _commitments(tallies: Iterable[Tally]) -> dict[str, Commitment]:
    codes = {code for tally in tallies for code in tally.missing}
    return {item.code: item for item in access.public_commitments().filter(code__in=codes)} if codes else {}


def _line(asked: ReportingRound, tally: Tally, titles: dict[str, Commitment], *, on: date) -> RoundLine:
    return RoundLine(
        asked=asked,
        when=_when(asked, on=on),
        words=_closed_words(tally) if asked.closed_at else _running_words(tally, is_over=asked.due_on < on),
        missing=[titles[code] for code in tally.missing if code in titles],
    )


def _when(asked: ReportingRound, *, on: date) -> str:
    """The days of a round in words, that it was extended, and whether it runs."""
    words = [span(asked.starts_on, asked.due_on)]
    if asked.due_on_first and asked.due_on_first != asked.due_on:
        words.append(_("extended, at first until %s") % day_text(asked.due_on_first))
    if asked.closed_at:
        words.append(_("closed on %s") % day_text(days.berlin_day(asked.closed_at)))
    elif asked.starts_on > on:
        words.append(_("not begun yet"))
    else:
        words.append(_("still open"))
    return ", ".join(words)


def _of_asked(tally: Tally) -> str:
    return ngettext("%d report asked for", "%d reports asked for", tally.asked) % tally.asked


def _running_words(tally: Tally, *, is_over: bool) -> str:
    """What has come so far; what has not is not late while the round runs its time."""
    missing = len(tally.missing)
    parts = []
    if tally.came:
        parts.append(_("%d received") % tally.came)
    if tally.late:
        parts.append(_("%d of these after the due day") % tally.late)
    if missing:
        words = _("%d not received by the due day and still awaited") if is_over else _("%d not received yet")
        parts.append(words % missing)
    return f"{_of_asked(tally)}: {listed(parts)}."


def _closed_words(tally: Tally) -> str:
    """What was written down at the closing: in time, later, not received."""
    counts = [
        (tally.in_time, _("%d received in time")),
        (tally.late, _("%d received after the due day")),
        (len(tally.missing), _("%d not received by the closing of the round")),
    ]
    return f"{_of_asked(tally)}: {listed([words % count for count, words in counts if count])}."


def asked_words(contribution: Contribution, *, on: date) -> str:
    """Until when the report of a contribution was asked for, where its state does not say so itself."""
    due_on = contribution.asked_due_on
    if due_on is None:
        return ""
    if due_on < on:
        return _("was asked for until %s") % day_text(due_on)
    return _("asked for until %s") % day_text(due_on)
