"""What the page of one contribution shows around its form."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from tracker import workflow
from tracker.models import Contribution, StatusReport, Wish
from tracker.portal.guard import PortalRequest, may_report
from tracker.portal.sentences import asked_words, hearing_words, state_words
from tracker.reportforms import ReportForm
from tracker.vocabulary import ReportState, WishState


def report_page(
    request: PortalRequest,
    contribution: Contribution,
    form: ReportForm,
    *,
    seen: int,
    refused: str = "",
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    """Render the page: what is asked, the form (or what was said), the last decision.

    `seen` is the version of the open report that the form shows; `refused` says why a reply or objection was not
    taken, `typed` holds its text by the name of its field.
    """
    present = workflow.open_report(contribution)
    accepted = workflow.last_accepted(contribution)
    entered = next((item for item in (present, accepted) if item is not None and item.entered_by_id), None)
    decided = workflow.last_decided(contribution)
    revoked = decided if decided is not None and decided.state == ReportState.REVOKED else None
    shown = present or decided
    may_reply = bool(accepted and accepted.assessed_status and not accepted.reply)
    proof = getattr(entered, "proof", None) if entered else None
    open_fields = {"reply": may_reply, "objection": bool(proof and not proof.objection)}
    waiting = bool(present and present.state == ReportState.SUBMITTED)
    context: dict[str, Any] = {
        "contribution": contribution,
        "commitment": contribution.commitment,
        "form": form,
        "seen": seen,
        "present": present,
        "before": accepted,
        "accepted": accepted,
        "hearing": hearing_words(accepted) if accepted else "",
        "may_reply": may_reply,
        "revoked": revoked,
        "wishes": _wishes(accepted, present) if waiting or may_report(request) else [],
        "decided_kinds": _decided_kinds(present),
        "entered": entered,
        "proof": proof,
        "is_waiting": waiting,
        "is_editable": may_report(request) and not waiting,
        "may_report": may_report(request),
        "comments": comments_of(present),
        "files": [item for item in shown.evidence.all() if item.file] if shown else [],
        "supplies": list(contribution.supplies.select_related("partner")),
        "asked": asked_words(contribution, on=request.day),
        "state": state_words(present),
        "refused": refused,
        "refused_at": next((name for name in typed or {} if open_fields[name]), ""),
        "typed": typed or {},
    }
    return render(request, "portal/report.html", context)


def _wishes(accepted: StatusReport | None, present: StatusReport | None) -> list[Wish]:
    """The wishes of the last accepted report, and those of the open one that were decided before it came back."""
    found = list(accepted.wishes.all()) if accepted else []
    if present is not None and present.state != ReportState.SUBMITTED:
        found += [wish for wish in present.wishes.all() if wish.state != WishState.OPEN]
    return found


def _decided_kinds(report: StatusReport | None) -> set[str]:
    """The kinds of wishes that a report cannot take any more, for one of the kind was decided."""
    return {wish.kind for wish in report.wishes.all() if wish.state != WishState.OPEN} if report else set()


def comments_of(report: StatusReport | None) -> dict[str, list[str]]:
    """What the review said on the fields of a returned report, by field; empty for all others."""
    found: dict[str, list[str]] = defaultdict(list)
    if report is not None and report.state == ReportState.RETURNED:
        for comment in report.comments.all():
            found[comment.field].append(comment.text)
    return dict(found)
