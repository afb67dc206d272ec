"""What comes of a reviewed text: everything made of it is published, and its words are tied to what was recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
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
from tracker.models import Commitment, OfficialText, Proposal
from tracker.vocabulary import ProposalState


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
class Pair:
    """A recorded commitment and the words of the text that may be its own."""

    commitment: Commitment
    proposal: Proposal | None
    quote: str
    match: Match | None
    by_passage: bool

    @property
    def fits(self) -> bool:
        """Whether words were found that are like it."""
        return self.proposal is not None and self.match is not None and self.match.score >= FITS

    @property
    def value(self) -> str:
        """The word for the tick box."""
        assert self.proposal is not None  # noqa: S101 - asked for where there are words
        return f"{self.commitment.pk}.{self.proposal.pk}.{self.proposal.version}"


def pairs(text: OfficialText) -> list[Pair]:
    """For each recorded commitment without words of this text the open proposal that is most likely its own.

    By the recorded lines where there are some and the words there are alike, else by the words alone; every proposal
    is given to one commitment at most.
    """
    tied = set(text.proposals.tied().values_list("commitment", flat=True))
    waiting = list(text.proposals.waiting().select_related("sentence").in_order())
    for item in waiting:
        item.text = text
    known = [item for item in recorded(text) if item.pk not in tied]
    matcher = Matcher(map(candidate, known))
    by_pk = {item.pk: item for item in waiting}
    spans = [(item.pk, item.sentence.line_start, item.sentence.line_end) for item in waiting]
    quotes = {item.pk: workflow.quote_of(item) for item in waiting}
    found: list[tuple[bool, Match, Proposal]] = []
    for place, item in enumerate(known):
        near = set(overlapping((item.passage_line_start, item.passage_line_end), spans))
        for proposal in waiting:
            match = matcher.score(quotes[proposal.pk], matcher.candidates[place])
            if match.score >= FITS or proposal.pk in near:
                found.append((proposal.pk in near and match.score > 0, match, proposal))
    found.sort(key=lambda row: (-(row[1].score + (25 if row[0] else 0)), row[2].start))
    taken: set[int] = set()
    given: dict[int, Pair] = {}
    commitments = {item.pk: item for item in known}
    for near_by, match, proposal in found:
        if match.candidate.key in given or proposal.pk in taken:
            continue
        taken.add(proposal.pk)
        given[match.candidate.key] = Pair(
            commitments[match.candidate.key], by_pk[proposal.pk], quotes[proposal.pk], match, near_by
        )
    return [given.get(item.pk) or Pair(item, None, "", None, False) for item in known]


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
        "doubtful": [pair for pair in found if pair.proposal is not None and not pair.fits],
        "without": [pair for pair in found if pair.proposal is None],
        "attached": text.proposals.filter(state__in=[ProposalState.ACCEPTED, ProposalState.EDITED]).count(),
    }
    return TemplateResponse(request, "admin/text_attach.html", context)


def _attached(request: HttpRequest, text: OfficialText, reason: str) -> tuple[int, list[str]]:
    """Tie what was ticked; returns how many, and why others were not."""
    count, missed = 0, []
    for word in request.POST.getlist("paar"):
        numbers = word.split(".")
        if len(numbers) != 3 or not all(part.isdecimal() and len(part) < 19 for part in numbers):
            continue
        commitment = Commitment.objects.filter(pk=int(numbers[0]), agreement=text.agreement_id).first()
        proposal = text.proposals.filter(pk=int(numbers[1])).first()
        if commitment is None or proposal is None:
            continue
        try:
            workflow.attach_wording(proposal, commitment, reason=reason, actor=acting(request), seen=int(numbers[2]))
            count += 1
        except ValidationError as error:
            missed.append(f"{commitment.code}: {' '.join(error.messages)}")
    return count, missed
