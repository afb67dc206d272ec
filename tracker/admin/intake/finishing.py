"""What comes of a reviewed text: everything made of it is published, and its words are tied to what was recorded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from tracker import workflow
from tracker.admin.base import acting
from tracker.admin.intake.matches import candidate, recorded
from tracker.admin.intake.review import the_text
from tracker.admin.round_forms import local, moment_field
from tracker.admin.site import editors
from tracker.matching import FITS, Match, Matcher, overlapping
from tracker.models import Commitment, OfficialText, Proposal, TextSentence
from tracker.vocabulary import ParagraphKind, ProposalState


class PublishForm(forms.Form):
    """At once or at a set time, with the text as a page or without."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    publish_at = moment_field(
        required=False, help_text=gettext_lazy("Empty: at once. Berlin time, for example the moment of signing.")
    )
    with_text = forms.BooleanField(
        label=gettext_lazy("Show the text itself as a public page"),
        required=False,
        help_text=gettext_lazy("Each promise in it leads to its commitment. Only if you may publish the text."),
    )


@require_http_methods(["GET", "POST"])
def publish_drafts(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish all drafts made of a text, at once or at a set time, after showing what that is."""
    text = the_text(request, pk)
    initial = {"version": text.version, "publish_at": local(text.publish_at), "with_text": text.publishes_text}
    form = PublishForm(request.POST.copy() if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if data["version"] != text.version:
            form.data["version"] = str(text.version)  # type: ignore[index]
            form.add_error(None, _("Somebody changed this record meanwhile. Look at it, then send the form again."))
        else:
            try:
                messages.success(request, _published(request, text, data))
                return HttpResponseRedirect(reverse("admin:text_review", args=[text.pk]))
            except ValidationError as error:
                form.add_error("publish_at" if hasattr(error, "error_dict") else None, " ".join(error.messages))
    done, every = workflow.review_progress(text)
    context = {
        **editors.each_context(request),
        "title": _("Publish what was made of the text"),
        "text": text,
        "form": form,
        "drafts": workflow.drafts_of(text).order_by("sort_key"),
        "open": every - done,
    }
    return TemplateResponse(request, "admin/text_publish.html", context)


def _published(request: HttpRequest, text: OfficialText, data: dict[str, Any]) -> str:
    """Publish, or set the time; returns what to tell."""
    actor, at = acting(request), data["publish_at"]
    if at is not None or "_cancel" in request.POST:
        at = None if "_cancel" in request.POST else at
        workflow.set_text_publication(text, at=at, with_text=data["with_text"], actor=actor, seen=data["version"])
        return _("The time is set.") if at else _("No time of publication is set any more.")
    count = workflow.publish_text(text, actor=actor, with_text=data["with_text"])
    return ngettext("%d commitment is public now.", "%d commitments are public now.", count) % count


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of the text that belong to no commitment yet: an open proposal, or a sentence without one."""

    key: str
    quote: str
    lines: tuple[int | None, int | None]
    start: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A recorded commitment and the words of the text that may be its own."""

    commitment: Commitment
    words: Words | None = None
    match: Match | None = None
    by_passage: bool = False

    @property
    def fits(self) -> bool:
        """Whether the words are like it, or stand in exactly the recorded lines and share some with it."""
        if self.words is None or self.match is None:
            return False
        item = self.commitment
        exact = self.words.lines == (item.passage_line_start, item.passage_line_end) and self.match.score >= EXACT
        return exact or self.match.score >= FITS

    @property
    def value(self) -> str:
        """The word for the tick box."""
        return f"{self.commitment.pk}.{self.words.key}" if self.words else ""


EXACT = 5


def free_words(text: OfficialText) -> list[Words]:
    """The open proposals of a text, and its sentences that no proposal touches; two queries."""
    proposals = list(text.proposals.select_related("sentence").exclude(state=ProposalState.JOINED).in_order())
    sentences = list(text.sentences.exclude(paragraph__kind=ParagraphKind.HEADING))
    last = {item.start: item.line_end for item in sentences}
    found = []
    for item in proposals:
        if item.is_open:
            ends = [line for start, line in last.items() if item.start <= start < item.end and line is not None]
            lines = (item.sentence.line_start, max(ends, default=item.sentence.line_end or 0) or None)
            found.append(Words(f"p{item.pk}.{item.version}", _quote(text, item), lines, item.start))
    spans = [(item.start, item.end) for item in proposals]
    for one in sentences:
        if not any(start < one.end and end > one.start for start, end in spans):
            found.append(Words(f"s{one.number}.0", _quote(text, one), (one.line_start, one.line_end), one.start))
    return found


def _quote(text: OfficialText, part: Proposal | TextSentence) -> str:
    return " ".join(text.text[part.start : part.end].split())


def pairs(text: OfficialText) -> list[Pair]:
    """For each recorded commitment without words of this text those that are most likely its own.

    By the recorded lines where there are some and the words there are alike, else by the words alone; all words are
    given to one commitment at most.
    """
    tied = set(text.proposals.tied().values_list("commitment", flat=True))
    known = [item for item in recorded(text) if item.pk not in tied]
    free = free_words(text)
    matcher = Matcher(map(candidate, known))
    spans = [(place, words.lines[0], words.lines[1]) for place, words in enumerate(free)]
    found: list[tuple[float, Pair]] = []
    for item, one in zip(known, matcher.candidates, strict=True):
        near = set(overlapping((item.passage_line_start, item.passage_line_end), spans))
        for place, words in enumerate(free):
            match = matcher.score(words.quote, one)
            if match.score and (match.score >= FITS or place in near):
                pair = Pair(item, words, match, by_passage=place in near)
                found.append((match.score + 25 * (place in near) + 25 * (pair.fits and place in near), pair))
    given: dict[int, Pair] = {}
    taken: set[str] = set()
    for _worth, pair in sorted(found, key=lambda row: (-row[0], row[1].words.start if row[1].words else 0)):
        assert pair.words is not None  # noqa: S101 - only such were gathered
        if pair.commitment.pk not in given and pair.words.key not in taken:
            taken.add(pair.words.key)
            given[pair.commitment.pk] = pair
    return [given.get(item.pk) or Pair(item) for item in known]


class AttachForm(forms.Form):
    """The public reason, needed where published commitments get their words."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        initial=gettext_lazy("Official wording added from the signed text."),
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Public: it stands on the page of the commitment."),
    )


@require_http_methods(["GET", "POST"])
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which words of the text belong to which recorded commitment, and tie those that were ticked."""
    text = the_text(request, pk)
    form = AttachForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        count, missed = _attached(request, text, form.cleaned_data["reason"])
        if count:
            told = ngettext("%d commitment has its words now.", "%d commitments have their words now.", count)
            messages.success(request, told % count)
        for words in missed:
            messages.warning(request, words)
        return HttpResponseRedirect(reverse("admin:text_attach", args=[text.pk]))
    found = pairs(text)
    context = {
        **editors.each_context(request),
        "title": _("Words of recorded commitments"),
        "text": text,
        "form": form,
        "fitting": [pair for pair in found if pair.fits],
        "doubtful": [pair for pair in found if pair.words is not None and not pair.fits],
        "without": [pair for pair in found if pair.words is None],
        "attached": text.proposals.filter(state__in=[ProposalState.ACCEPTED, ProposalState.EDITED]).count(),
    }
    return TemplateResponse(request, "admin/text_attach.html", context)


def _attached(request: HttpRequest, text: OfficialText, reason: str) -> tuple[int, list[str]]:
    """Tie what was ticked; returns how many, and why others were not."""
    count, missed = 0, []
    for word in request.POST.getlist("paar"):
        found = re.fullmatch(r"(\d{1,18})\.([ps])(\d{1,18})\.(\d{1,9})", word)
        commitment = found and Commitment.objects.filter(pk=int(found[1]), agreement=text.agreement_id).first()
        if not found or not commitment:
            continue
        try:
            with transaction.atomic():
                proposal, seen = _proposal(request, text, found)
                workflow.attach_wording(proposal, commitment, reason=reason, actor=acting(request), seen=seen)
            count += 1
        except ValidationError as error:
            missed.append(f"{commitment.code}: {' '.join(error.messages)}")
    return count, missed


def _proposal(request: HttpRequest, text: OfficialText, found: re.Match[str]) -> tuple[Proposal, int]:
    """The proposal that was ticked with the version that was seen; one made by hand for a sentence without."""
    if found[2] == "p":
        return get_object_or_404(text.proposals, pk=int(found[3])), int(found[4])
    sentence = get_object_or_404(text.sentences, number=int(found[3]))
    made = workflow.propose_by_hand(sentence, actor=acting(request))
    return made, made.version
