"""Two people wrote on the same draft: both versions side by side, field by field, and nothing is lost."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from tracker import workflow
from tracker.models import Contribution, StatusReport
from tracker.portal.guard import PortalRequest
from tracker.reportforms import ReportForm, posted_values
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import ReportState, Status
from tracker.workflow import ReportData

THEIRS = "theirs"


@dataclass(frozen=True)
class Part:
    """A part of the report that is chosen as a whole: its name, label, fields of the form and its words."""

    name: str
    label: str | Promise
    fields: tuple[str, ...]
    words: Callable[[ReportData, str], str]


def _links(data: ReportData, kind: str) -> str:
    return "\n".join(f"{item.link.title}, {item.link.publisher}, {item.link.url}" for item in data.links)


def _deadline(data: ReportData, kind: str) -> str:
    return "\n".join(filter(None, [day_text(data.wished_deadline), data.deadline_wish]))


PARTS = [
    Part(
        "status",
        gettext_lazy("Status"),
        ("status",),
        lambda data, kind: str(Status(data.status).label_for(kind)) if data.status else "",
    ),
    Part(
        "as_of",
        gettext_lazy("Day of the information"),
        ("as_of", "as_of_precision"),
        lambda data, kind: day_text(data.as_of, data.as_of_precision),
    ),
    Part("summary", gettext_lazy("What has been done"), ("summary",), lambda data, kind: data.summary),
    Part("next_steps", gettext_lazy("Next steps"), ("next_steps",), lambda data, kind: data.next_steps),
    Part("problem", gettext_lazy("Problem or delay"), ("problem",), lambda data, kind: data.problem),
    Part("links", gettext_lazy("Links"), ("link-",), _links),
    Part("deadline", gettext_lazy("Wish for the deadline"), ("wished_deadline", "deadline_wish"), _deadline),
    Part("wording", gettext_lazy("Wish for the wording"), ("wording_wish",), lambda data, kind: data.wording_wish),
]


def conflict_page(
    request: PortalRequest, contribution: Contribution, form: ReportForm, current: StatusReport
) -> HttpResponse:
    """Show what is stored and what this person entered where they differ, with the choice; 409."""
    stored, mine, kind = workflow.report_data(current), form.report_data(), contribution.commitment.kind
    rows: list[dict[str, Any]] = []
    for part in PARTS:
        words = {"theirs": part.words(stored, kind).strip(), "mine": part.words(mine, kind).strip()}
        if words["theirs"].replace("\r\n", "\n") != words["mine"].replace("\r\n", "\n"):
            rows.append({"name": f"take-{part.name}", "label": part.label, **words})
    entries = [(name, text) for name, text in posted_values(mine).items()]
    context = {
        "contribution": contribution,
        "commitment": contribution.commitment,
        "rows": rows,
        "entries": entries,
        "seen": current.version,
        "is_submitted": current.state == ReportState.SUBMITTED,
    }
    return render(request, "portal/conflict.html", context, status=409)


def resolved(request: PortalRequest, contribution: Contribution, seen: int) -> tuple[QueryDict, int]:
    """What the person decided: its own entries with the stored parts it chose, and the version they rest on.

    A report that was handed in meanwhile is taken back first, for the person asked for just that.
    """
    data = request.POST.copy()
    current = workflow.open_report(contribution)
    if current is None or current.version != seen:
        return data, seen
    stored = posted_values(workflow.report_data(current))
    for part in PARTS:
        if data.get(f"take-{part.name}") == THEIRS:
            for name in [name for name in data if name.startswith(part.fields)]:
                del data[name]
            data.update({name: text for name, text in stored.items() if name.startswith(part.fields)})
    if current.state == ReportState.SUBMITTED:
        # If the editors decided at this very moment, keeping the draft will say so.
        with contextlib.suppress(ValidationError):
            seen = workflow.withdraw(current, actor=workflow.actor_of(request.user), version=seen).version
    return data, seen
