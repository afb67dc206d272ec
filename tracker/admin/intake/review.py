"""The review of a text: its words with the proposals marked on one side, the draft of a commitment on the other."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tracker import access, workflow
from tracker.admin.base import acting
from tracker.admin.intake import draft
from tracker.admin.intake.matches import Offer, offers
from tracker.admin.intake.rejecting import RejectForm, SplitForm
from tracker.admin.people import person_name
from tracker.admin.site import editors
from tracker.models import ActionField, OfficialText, Proposal, TextSentence
from tracker.pages.officialtext import Section, laid_out
from tracker.vocabulary import ProposalState

SHORTCUTS = "intake_shortcuts"
PLACES = ("accept", "join", "split", "reject", "reopen")


def the_text(request: HttpRequest, pk: int) -> OfficialText:
    """The text of an address, for those who keep the record."""
    if not access.can_edit(request.user):
        raise PermissionDenied
    return get_object_or_404(access.texts_for(request.user).select_related("agreement"), pk=pk)


@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One chapter of the text and one proposal of it: the one asked for, else the first that waits."""
    text = the_text(request, pk)
    proposals = _proposals(text)
    asked = request.GET.get("vorschlag", "")
    if asked and not asked.isdecimal():
        raise Http404
    chosen = _chosen(proposals, int(asked[:18]) if asked else None)
    if asked and chosen is None:
        raise Http404
    return _page(request, text, proposals, chosen)


def _proposals(text: OfficialText) -> list[Proposal]:
    """The proposals of a text in their order, with what became of them."""
    found = list(text.proposals.select_related("commitment", "sentence__paragraph", "decided_by__user").in_order())
    for item in found:
        item.text = text
    return found


def _chosen(proposals: list[Proposal], pk: int | None) -> Proposal | None:
    """The proposal asked for, one it was joined into, or the first that waits, or the first of all."""
    if pk is None:
        return next((item for item in proposals if item.is_open), proposals[0] if proposals else None)
    found = next((item for item in proposals if item.pk == pk), None)
    while found is not None and found.state == ProposalState.JOINED:
        found = next(item for item in proposals if item.pk == found.joined_into_id)
    return found


def _page(
    request: HttpRequest,
    text: OfficialText,
    proposals: list[Proposal],
    chosen: Proposal | None,
    *,
    form: draft.DraftForm | None = None,
    reject: RejectForm | None = None,
    split: SplitForm | None = None,
    refused: str = "",
    typed: list[tuple[Any, Any]] | None = None,
    status: int = 200,
) -> HttpResponse:
    sections = laid_out(text, proposals)
    shown = [item for item in proposals if item.state != ProposalState.JOINED]
    section = _section_of(request, sections, chosen)
    field = section.chapter.action_field if section is not None and section.chapter is not None else None
    offered: list[Offer] = []
    if chosen is not None and chosen.is_open:
        offered = offers(chosen)
        form = form or _form(text, chosen, field)
    place = shown.index(chosen) if chosen is not None else 0
    done, every = workflow.review_progress(text)
    context = {
        **editors.each_context(request),
        "title": _("Review of the text"),
        "subtitle": str(text.agreement),
        "text": text,
        "sections": sections,
        "section": section,
        "chosen": chosen,
        "quote": workflow.quote_of(chosen) if chosen is not None else "",
        "number": place + 1,
        "count": len(shown),
        "before": shown[place - 1] if place else None,
        "after": shown[place + 1] if place + 1 < len(shown) else None,
        "done": done,
        "every": every,
        "form": form,
        "offers": offered,
        "reject_form": reject or RejectForm(),
        "split_form": split or (SplitForm(proposal=chosen) if chosen is not None and chosen.is_open else None),
        "can_join": chosen is not None and chosen.is_open and workflow.following(chosen) is not None,
        "decided_by": _person(chosen),
        "reasons": chosen.data.get("reasons") or [] if chosen is not None else [],
        "refused": refused,
        "shortcuts": request.session.get(SHORTCUTS, True),
        "typed": typed or [],
        "drafts": workflow.drafts_of(text).count(),
        "has_recorded": text.agreement.commitments.filter(passages__isnull=True).exists(),
    }
    return TemplateResponse(request, "admin/text_review.html", context, status=status)


def _person(proposal: Proposal | None) -> str:
    """Who decided, by name; empty if nobody did or the account is gone."""
    actor = proposal.decided_by if proposal is not None else None
    return person_name(actor.user) if actor is not None and actor.user is not None else ""


def _section_of(request: HttpRequest, sections: list[Section], chosen: Proposal | None) -> Section | None:
    """The chapter that is shown: the one asked for, else that of the proposal, else the first."""
    asked = request.GET.get("kapitel", "")
    for section in sections:
        if asked and str(section.number) == asked:
            return section
    for section in sections:
        if chosen is not None and chosen in section.proposals:
            return section
    return sections[0] if sections else None


def _form(text: OfficialText, proposal: Proposal, field: ActionField | None, data: Any = None) -> draft.DraftForm:
    begin = draft.initial(proposal, field=field)
    return draft.DraftForm(data, text=text, initial=begin)


def _field_of(proposal: Proposal) -> ActionField | None:
    """The action field of the chapter that the words stand in."""
    chapter = proposal.sentence.paragraph.chapter
    return chapter.action_field if chapter is not None else None


@require_POST
def decide(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """Do with one proposal what was asked for; go on to the next that waits, or come back with what is wrong."""
    text = the_text(request, pk)
    found = get_object_or_404(
        text.proposals.select_related("sentence__paragraph__chapter__action_field__agreement", "commitment"),
        pk=proposal,
    )
    found.text = text
    what, version = request.POST.get("_do", ""), request.POST.get("version", "")
    if what not in PLACES or not version.isdecimal():
        raise Http404
    # What could have been typed in the meantime is kept, whatever comes of it.
    form = _form(text, found, _field_of(found), _with_offers(request)) if what == "accept" else None
    reject = RejectForm(request.POST) if what == "reject" else None
    split = SplitForm(request.POST, proposal=found) if what == "split" else None
    sent = form or reject or split
    try:
        if sent is not None and found.is_open and found.version == int(version[:9]) and not sent.is_valid():
            return _again(request, text, found, form=form, reject=reject, split=split, status=400)
        if sent is not None:
            sent.is_valid()
        told, following = _done(request, found, what, int(version[:9]), sent)
    except workflow.Decided as error:
        typed = [(field.label, field.value()) for field in form if field.value()] if form is not None else []
        keep = error.proposal.is_open
        return _again(
            request,
            text,
            found,
            form=form if keep else None,
            reject=reject if keep else None,
            refused=" ".join(error.messages),
            typed=[] if keep else typed,
            status=409,
        )
    except ValidationError as error:
        if sent is None:
            return _again(request, text, found, refused=" ".join(error.messages), status=400)
        _tell(sent, error)
        return _again(request, text, found, form=form, reject=reject, split=split, status=400)
    messages.success(request, told)
    return HttpResponseRedirect(_place(text, following))


def _with_offers(request: HttpRequest) -> Any:
    """What was sent, with the predecessors ticked beside the form written into its fields."""
    data = request.POST.copy()
    ticked = [code for code in data.getlist("offer_continues") if code]
    if ticked:
        data["continues"] = "\n".join([data.get("continues", ""), *ticked]).strip()
    part_of = data.get("offer_part_of", "")
    if part_of and not data.get("part_of"):
        data["part_of"] = part_of
    return data


def _done(request: HttpRequest, found: Proposal, what: str, seen: int, sent: Any) -> tuple[str, Proposal | None]:
    """Do it through the workflow; returns what to tell, and which proposal comes next (None: the first that waits)."""
    actor = acting(request)
    if what == "accept":
        if not sent.is_valid():
            raise workflow.Decided(Proposal.objects.get(pk=found.pk))
        made = workflow.accept_proposal(found, sent.draft(), actor=actor, seen=seen)
        return _("%s is a draft now.") % made.code, _next(found)
    if what == "reject":
        given = sent.cleaned_data
        workflow.reject_proposal(
            found, ground=given.get("ground", ""), reason=given.get("reason", ""), actor=actor, seen=seen
        )
        return _("The words are not tracked. The reason is kept."), _next(found)
    if what == "join":
        return _("Both proposals are one now."), workflow.join_next(found, actor=actor, seen=seen)
    if what == "split":
        workflow.split_proposal(found, at=int(sent.cleaned_data.get("at") or 0), actor=actor, seen=seen)
        return _("The proposal is two now."), found
    return _("The proposal is to be decided on again."), workflow.reopen_proposal(found, actor=actor, seen=seen)


def _next(found: Proposal) -> Proposal | None:
    """The next proposal in the text that waits."""
    return Proposal.objects.waiting().filter(text=found.text_id, start__gt=found.start).in_order().first()


def _place(text: OfficialText, proposal: Proposal | None) -> str:
    where = reverse("admin:text_review", args=[text.pk])
    return f"{where}?vorschlag={proposal.pk}#entwurf" if proposal is not None else where


def _tell(form: Any, error: ValidationError) -> None:
    """The sentences of the workflow at their fields."""
    if hasattr(error, "error_dict"):
        for name, found in error.error_dict.items():
            form.add_error(name if name in form.fields else None, found)
    else:
        form.add_error(None, error)


def _again(request: HttpRequest, text: OfficialText, found: Proposal, **more: Any) -> HttpResponse:
    """The same proposal once more, as it is stored now."""
    proposals = _proposals(text)
    return _page(request, text, proposals, _chosen(proposals, found.pk), **more)


@require_POST
def keys(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn the shortcuts on or off for this person, until the sign-in ends."""
    text = the_text(request, pk)
    request.session[SHORTCUTS] = request.POST.get("an") == "1"
    asked = request.POST.get("vorschlag", "")
    found = text.proposals.filter(pk=int(asked[:18])).first() if asked.isdecimal() else None
    return HttpResponseRedirect(_place(text, found))


@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a sentence that the rules passed by, and go to it."""
    text = the_text(request, pk)
    number = request.POST.get("satz", "")
    if not number.isdecimal():
        raise Http404
    sentence = get_object_or_404(TextSentence, text=text, number=int(number[:9]))
    made = workflow.propose_by_hand(sentence, actor=acting(request))
    return HttpResponseRedirect(_place(text, made))
