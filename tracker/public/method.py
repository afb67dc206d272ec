"""How we count: the rules in words, made from the vocabulary, the rules and their worked examples."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.pages.http import PublicRequest, public_page
from tracker.public import _method
from tracker.public._common import present_only
from tracker.vocabulary import (
    Confidence,
    Coverage,
    Grade,
    Kind,
    Modality,
    Relation,
    Status,
    UnknownReason,
    Verifiability,
)


@public_page
@present_only
def method(request: PublicRequest) -> HttpResponse:
    """Explain every word and every rule behind the figures."""
    context = {
        "crumbs": [(_("Overview"), reverse("public:overview")), (_("How we count"), "")],
        "statuses": list(Status),
        "kinds": list(Kind),
        "modalities": list(Modality),
        "verifiabilities": list(Verifiability),
        "grades": list(Grade),
        "confidences": list(Confidence),
        "coverages": list(Coverage),
        "reasons": list(UnknownReason),
        "relations": list(Relation),
        "steps": _method.steps(),
        "measure_examples": _method.other_status_examples(kinds=(Kind.MEASURE,)),
        "target_examples": _method.other_status_examples(kinds=(Kind.TARGET, Kind.POSITION)),
        "schedules": _method.schedule_rows(),
        "words": _method.deadline_words(),
        "reportings": _method.reporting_rows(),
        "changes_url": reverse("public:changes"),
    }
    return render(request, "methode/page.html", context)
