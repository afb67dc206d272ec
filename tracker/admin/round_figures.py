"""Who has and has not reported in a round: live while it runs, as it was written down once it is closed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.models import Contribution, Partner, ReportingRound, StatusReport
from tracker.vocabulary import ReportState
from tracker.workflow.rounds import answers_of, came_in_time


@dataclass(frozen=True)
class Answer:
    """One contribution of a round with the report that answered it, None if none has come."""

    part: Contribution
    report: StatusReport | None
    late: bool = False


@dataclass
class Organisation:
    """What one organisation was asked for, and what came of it."""

    name: str
    key: str = ""
    asked: int = 0
    in_time: int = 0
    late: int = 0
    missing: int = 0
    answers: list[Answer] = field(default_factory=list)
    codes: Sequence[str] = ()


@dataclass(frozen=True)
class Progress:
    """A round in figures."""

    organisations: list[Organisation]
    asked: int
    answered: int
    accepted: int
    in_review: int
    returned: int
    as_of: date | None = None

    @property
    def missing(self) -> int:
        """How many reports have not come."""
        return self.asked - self.answered

    @property
    def sentence(self) -> str:
        """How far the round has come, in words."""
        return ngettext(
            "%(answered)d of %(asked)d report has come in.",
            "%(answered)d of %(asked)d reports have come in.",
            self.asked,
        ) % {"answered": self.answered, "asked": self.asked}


def progress(asked: ReportingRound) -> Progress:
    """The figures of a round: as they are now, or as they were at its closing; a fixed number of queries."""
    return _written_down(asked) if asked.closed_at is not None else _live(asked)


def _live(asked: ReportingRound) -> Progress:
    answers = answers_of(asked)
    rows: dict[str, Organisation] = {}
    parts = asked.contributions.select_related("reporter", "partner", "commitment")
    for part in parts.order_by("reporter__sort_key", "commitment__sort_key", "pk"):
        key = part.reporter.key if part.reporter else ""
        name = part.reporter.name if part.reporter else _("nobody named")
        row = rows.setdefault(key, Organisation(name, key))
        report = answers.get(part.pk)
        late = report is not None and not came_in_time(report, asked)
        row.asked += 1
        row.answers.append(Answer(part, report, late))
        if report is None:
            row.missing += 1
        elif late:
            row.late += 1
        else:
            row.in_time += 1
    states = [report.state for report in answers.values()]
    return Progress(
        list(rows.values()),
        asked=sum(row.asked for row in rows.values()),
        answered=len(answers),
        accepted=states.count(ReportState.ACCEPTED),
        in_review=states.count(ReportState.SUBMITTED),
        returned=states.count(ReportState.RETURNED),
    )


def _written_down(asked: ReportingRound) -> Progress:
    told = json.loads(asked.result or '{"partners": []}')
    names = dict(
        Partner.objects.filter(key__in=[row["partner"] for row in told["partners"]]).values_list("key", "name")
    )
    rows = [
        Organisation(
            names.get(row["partner"], row["partner"] or _("nobody named")),
            row["partner"],
            asked=row["asked"],
            in_time=row["in_time"],
            late=row["late"],
            missing=len(row["missing"]),
            codes=tuple(row["missing"]),
        )
        for row in told["partners"]
    ]
    came = sum(row.in_time + row.late for row in rows)
    return Progress(
        rows,
        asked=sum(row.asked for row in rows),
        answered=came,
        accepted=0,
        in_review=0,
        returned=0,
        as_of=date.fromisoformat(told["as_of"]) if told.get("as_of") else None,
    )
