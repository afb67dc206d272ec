"""All open items in one form: one day on top, a tick for what has not changed, one button.

What is in order is reported at once; what is not stays on the page as it was entered, with its errors. Rows that were
neither changed nor ticked are left open: nobody confirms by accident what nobody has looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker import access, workflow
from tracker.models import StatusReport
from tracker.pages.forms import KernFormMixin
from tracker.portal.guard import (
    PortalRequest,
    kept_text,
    may_report,
    portal_page,
    refuse_reader,
    refuse_without_organisation,
)
from tracker.portal.home import chosen_organisation
from tracker.portal.items import Item, items_of
from tracker.portal.rowform import RowForm
from tracker.reportforms import DayField
from tracker.workflow import StaleReport

KEEP = "keep"


class TogetherForm(KernFormMixin, forms.Form):
    """What holds for all rows."""

    as_of = DayField(label=gettext_lazy("State of affairs on, for all"))
    all_unchanged = forms.BooleanField(
        label=gettext_lazy("Everything unchanged"),
        required=False,
        help_text=gettext_lazy("Holds for every contribution below that has been reported before."),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **kwargs)

    def clean_as_of(self) -> date:
        """Refuse a day that is missing or lies in the future."""
        day = self.cleaned_data["as_of"]
        if day is None:
            raise ValidationError(_("Name the day."))
        if day > self.on:
            raise ValidationError(_("The day lies in the future."))
        return day


@dataclass
class Outcome:
    """What came of one submission: how many were reported, and the rows that stay on the page."""

    reported: int
    left: list[RowForm]

    @property
    def wrong(self) -> list[RowForm]:
        """The rows that could not be reported as they are."""
        return [row for row in self.left if row.all_errors]


@portal_page("POST", keeps_text=True)
def report_all(request: PortalRequest) -> HttpResponseBase:
    """Show all open items in one form, or report those that are in order."""
    partners = list(access.partners_of(request.user, on=request.day))
    if not partners:
        return refuse_without_organisation(request)
    if not may_report(request):
        return refuse_reader(request)
    chosen = chosen_organisation(request, partners)
    items = items_of(request.user, on=request.day, organisation=chosen)
    open_items = sorted((item for item in items if item.is_to_report), key=lambda item: item.urgency)
    if request.method == "POST":
        return _report(request, items, open_items)
    kept = kept_text(request)
    if kept is not None:
        messages.warning(request, _("You were signed out. What you had entered is here again, but not reported yet."))
    head = TogetherForm(kept, on=request.day, initial={"as_of": request.day})
    rows = [RowForm(kept if _is_in(kept, item) else None, item=item, on=request.day) for item in open_items]
    return _page(request, head, rows)


def _is_in(data: QueryDict | None, item: Item) -> bool:
    return data is not None and str(item.contribution.pk) in data.getlist("item")


def _page(request: PortalRequest, head: TogetherForm, rows: list[RowForm]) -> HttpResponseBase:
    errors = [("id_as_of", str(head["as_of"].label), text) for text in head["as_of"].errors]
    errors += [error for row in rows for error in row.all_errors]
    context = {"head": head, "rows": rows, "errors": errors, "confirmable": sum(row.can_confirm for row in rows)}
    context["drafts"] = sum(row.item.is_draft for row in rows)
    return render(request, "portal/together.html", context)


def _report(request: PortalRequest, items: list[Item], open_items: list[Item]) -> HttpResponseBase:
    head = TogetherForm(request.POST, on=request.day)
    rows = [RowForm(request.POST, item=item, on=request.day) for item in open_items if _is_in(request.POST, item)]
    if not head.is_valid():
        return _page(request, head, rows)
    gone = sum(_is_in(request.POST, item) for item in items if not item.is_to_report)
    if gone:
        messages.info(
            request,
            ngettext(
                "%d contribution had already been reported; it was not sent a second time.",
                "%d contributions had already been reported; they were not sent a second time.",
                gone,
            )
            % gone,
        )
    if request.POST.get("action") == KEEP:
        return _keep(request, head, rows)
    outcome = _hand_in(request, head, rows)
    _tell(request, outcome)
    return _page(request, head, outcome.left) if outcome.wrong else redirect("portal:home")


def _keep(request: PortalRequest, head: TogetherForm, rows: list[RowForm]) -> HttpResponseBase:
    """Keep every row that was changed as a draft, to be signed off in the house or gone on with; report nothing."""
    touched = [row for row in rows if row.has_changed()]
    kept = sum(_draft_of(request, row, as_of=head.cleaned_data["as_of"]) is not None for row in touched)
    if kept:
        messages.success(request, ngettext("%d draft was saved.", "%d drafts were saved.", kept) % kept)
    wrong = [row for row in touched if row.all_errors]
    return _page(request, head, wrong) if wrong else redirect("portal:home")


def _draft_of(request: PortalRequest, row: RowForm, *, as_of: date) -> StatusReport | None:
    """The draft that holds what a row says; None with its errors noted where that was not possible."""
    if not row.is_valid():
        return None
    actor = workflow.actor_of(request.user)
    try:
        data = row.report_data(as_of=as_of)
        return workflow.keep_draft(row.item.contribution, data, actor=actor, on=request.day, seen=row.seen)
    except StaleReport as stale:
        _note_stale(row, stale)
    except ValidationError as error:
        row.add_errors(error)
    return None


def _note_stale(row: RowForm, stale: StaleReport) -> None:
    row.add_errors(ValidationError(_("Somebody else has changed this report meanwhile: see the version stored.")))
    row.stale = True
    row.item = replace(row.item, present=stale.current)


def _hand_in(request: PortalRequest, head: TogetherForm, rows: list[RowForm]) -> Outcome:
    """Report every row that is in order, each by itself, so that one wrong row holds up no other."""
    as_of, everything = head.cleaned_data["as_of"], head.cleaned_data["all_unchanged"]
    outcome = Outcome(0, [])
    for row in rows:
        if row.is_done(everything):
            outcome.reported += _hand_in_row(request, row, as_of=as_of, unchanged=row.is_unchanged(everything))
        if not row.reported:
            outcome.left.append(row)
    return outcome


def _hand_in_row(request: PortalRequest, row: RowForm, *, as_of: date, unchanged: bool) -> bool:
    """Report one row; False with its errors noted where that was not possible."""
    contribution, actor = row.item.contribution, workflow.actor_of(request.user)
    try:
        if unchanged:
            workflow.confirm_unchanged(contribution, as_of=as_of, actor=actor)
        elif not row.is_valid():
            return False
        else:
            data = row.report_data(as_of=as_of)
            draft = workflow.keep_draft(contribution, data, actor=actor, on=request.day, seen=row.seen)
            row.seen = draft.version
            row.check_complete()
            if row.errors:
                workflow.check_report(draft, on=request.day)
                return False
            workflow.submit(draft, actor=actor, version=draft.version)
    except StaleReport as stale:
        _note_stale(row, stale)
    except ValidationError as error:
        row.add_errors(error)
    else:
        row.reported = True
    return row.reported


def _tell(request: PortalRequest, outcome: Outcome) -> None:
    wrong = len(outcome.wrong)
    if outcome.reported:
        words = ngettext(
            "%d contribution is reported. The editors review it now.",
            "%d contributions are reported. The editors review them now.",
            outcome.reported,
        )
        messages.success(request, words % outcome.reported)
    if wrong:
        words = ngettext(
            "%d contribution is not reported yet: please check it below.",
            "%d contributions are not reported yet: please check them below.",
            wrong,
        )
        messages.warning(request, words % wrong)
    left = len(outcome.left) - wrong
    if left:
        words = ngettext(
            "%d contribution stays open: it was neither changed nor confirmed as unchanged.",
            "%d contributions stay open: they were neither changed nor confirmed as unchanged.",
            left,
        )
        messages.info(request, words % left)
