"""One commitment: everything that is publicly known of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tracker import access
from tracker.archive import first_version
from tracker.listings.links import FilterValue, commitments_url
from tracker.models import Commitment, PublicVersion
from tracker.pages.http import PublicRequest, public_page
from tracker.public import _commitment as build
from tracker.public._changes import history
from tracker.public._common import Way, find, not_found, readable
from tracker.public._past import (
    PastRequest,
    on_day,
    past_context,
    refuse_before_signing,
    refuse_unpublished,
    with_past,
)
from tracker.public._rows import rows
from tracker.public._strip import strip
from tracker.public._timeline import phases
from tracker.vocabulary import Kind


@public_page
@with_past
def commitment(request: PastRequest, code: str) -> HttpResponse:
    """The page of one commitment, today or on a past day, or the nearest codes where there is none."""
    found = _found(request, code)
    if found is None:
        return _unknown(request, code)
    context = _context(request, found)
    context |= past_context(request, first_state=found.agreement.signed_on)
    return render(request, "massnahmen/detail.html", context)


def _found(request: PastRequest, code: str) -> Commitment | None:
    past = request.past
    if past is not None and past.archive is not None:
        found = build.published(past.archive, code)
        if found is None and find(access.public_commitments(), code=code):
            refuse_unpublished(request, first_version(PublicVersion.COMMITMENT, code))
        return found
    found = build.load(code)
    if found is not None and past is not None:
        refuse_before_signing(request, found.agreement.signed_on)
        build.as_of(found, past.day)
    return found


def _context(request: PastRequest, found: Commitment) -> dict[str, Any]:
    agreement, today, past = found.agreement, on_day(request), request.past
    known_today = past is not None and not past.is_version
    is_position = found.kind == Kind.POSITION
    ended = agreement.has_ended(on=today)
    contributions = build.parts(found, on=today, reporting_known=not known_today)
    document, place = build.passage(found)
    parent = found.part_of if found.part_of and found.part_of.published_at else None
    field = found.action_field
    stay: dict[str, FilterValue] = {**past.filters} if past else {}
    return {
        "crumbs": [
            (_("Overview"), reverse("public:overview")),
            (_("Measures and targets"), reverse("public:commitments")),
            (found.code, ""),
        ],
        "commitment": found,
        "agreement": agreement,
        "is_position": is_position,
        "is_target": found.kind == Kind.TARGET,
        "ended": ended,
        "status_words": build.status_words(found),
        "end_words": build.end_words(found, known_today=not (past and past.is_version)) if ended else "",
        "named_time": build.named_time(found) if is_position else "",
        "deadline": None if is_position else build.deadline(found, on=today),
        "moves": list(found.moves.all()),
        "strip": strip(
            found.kind,
            found.periods.all(),
            signed_on=agreement.signed_on,
            effective_end=agreement.effective_end,
            today=today,
        ),
        "phases": phases(found),
        "contributions": contributions,
        "reporting_known": not known_today,
        "assessed_parts": any(part.assessed for part in contributions),
        "asked": build.was_asked(found) or known_today,
        "document": document,
        "text_url": "" if past else build.text_url(found),
        "place": place,
        "numbers": build.numbers(found),
        "changes": [] if known_today else history(found.code, archive=past.archive if past else None),
        "field_url": commitments_url("", vereinbarung=agreement.slug, handlungsfeld=field.key, **stay) if field else "",
        "target_groups": [
            (item, commitments_url("", zielgruppe=item.key, **stay)) for item in found.target_groups.all()
        ],
        "instruments": [(item, commitments_url("", instrument=item.key, **stay)) for item in found.instruments.all()],
        "parent": rows([parent])[0] if parent else None,
        "parent_differs": bool(parent and parent.status and found.status and parent.status != found.status),
        "components": rows(found.own_parts),  # type: ignore[attr-defined]
        "predecessors": rows(found.carries_on),  # type: ignore[attr-defined]
        "successors": rows(found.carried_on_by),  # type: ignore[attr-defined]
        "successor_agreements": build.successors(agreement, past),
        "focus_lists": [] if past and past.is_version else build.focus_lists(found, on=today),
        "report_url": f"{reverse('public:report_error')}?code={found.code}",
    }


def _unknown(request: PublicRequest, code: str) -> HttpResponse:
    asked = readable(code)
    near = build.nearest(asked)
    ways = [Way(item.title, reverse("public:commitment", args=[item.code]), code=item.code) for item in near] or [
        Way(_("All measures and targets"), reverse("public:commitments"))
    ]
    return not_found(
        request,
        title=_("Code not found"),
        sentence=str(
            format_html(_("There is no measure, target or declaration with the code “{}” in this record."), asked)
        ),
        heading=_("Codes next to it") if near else _("Ways on"),
        ways=ways,
    )
