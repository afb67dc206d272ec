"""One row of "Alle melden": a report in short, prefilled, with a tick for "unchanged"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import workflow
from tracker.pages.forms import KernFormMixin
from tracker.portal.items import Item
from tracker.reportforms import DayField, fresh_start, status_choices, text_field
from tracker.vocabulary import Kind, Precision, Status
from tracker.workflow import EvidenceData, LinkData, ReportData

LINK_FIELDS = ("link_title", "link_publisher", "link_url")


class RowForm(KernFormMixin, forms.Form):
    """The report on one item. `seen` is the version of the open report it shows, `reported` whether it is handed in."""

    unchanged = forms.BooleanField(label=gettext_lazy("unchanged"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False)
    summary = text_field(gettext_lazy("What has been done"), rows=3)
    next_steps = text_field(gettext_lazy("Next steps"), rows=2)
    problem = text_field(gettext_lazy("Problem or delay"), rows=2)
    done_on = DayField(label=gettext_lazy("Completed on"))
    link_title = forms.CharField(label=gettext_lazy("Title of the evidence"), required=False, max_length=400)
    link_publisher = forms.CharField(label=gettext_lazy("Publisher"), required=False, max_length=300)
    link_url = forms.CharField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=1000,
        widget=forms.TextInput({"inputmode": "url", "spellcheck": "false"}),
        help_text=gettext_lazy("begins with https://"),
    )

    def __init__(self, data: QueryDict | None, *, item: Item, on: date) -> None:
        self.item, self.on = item, on
        self.reported = self.stale = False
        self.start = (
            workflow.report_data(item.present) if item.present else fresh_start(item.revoked or item.accepted, on=on)
        )
        initial = {name: getattr(self.start, name) for name in ("status", "summary", "next_steps", "problem")}
        if self.start.status == Status.COMPLETED:
            initial["done_on"] = self.start.as_of
        super().__init__(data, prefix=f"item-{item.contribution.pk}", initial=initial)
        typed = data.get(f"{self.prefix}-version", "") if data is not None else ""
        present = item.present.version if item.present else 0
        self.seen = present if data is None else int(typed) if typed.isdecimal() and len(typed) < 9 else 0
        if item.contribution.commitment.kind == Kind.MEASURE:
            choices = [("", _("please choose"))] if not self.start.status else []
            choices += status_choices(Kind.MEASURE, with_meaning=False)
            self.fields["status"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["status"], self.fields["done_on"]
        if not self.can_confirm:
            del self.fields["unchanged"]

    @property
    def can_confirm(self) -> bool:
        """Whether there is an accepted report to confirm, and nothing else begun."""
        return self.item.can_be_confirmed

    def is_unchanged(self, everything: bool) -> bool:
        """Whether the last report is to be confirmed, by its own tick or the one for all."""
        ticked = self.data.get(f"{self.prefix}-unchanged") if self.is_bound else None
        return self.can_confirm and bool(ticked or everything)

    def is_done(self, everything: bool) -> bool:
        """Whether the person has dealt with this row: ticked it, changed it, or written a draft of it before."""
        return self.is_unchanged(everything) or self.has_changed() or self.item.is_draft

    def report_data(self, *, as_of: date) -> ReportData:
        """What the row says, as of the day for all; what is completed has its own day. Links and wishes stay."""
        given = self.cleaned_data
        status = given.get("status", "")
        day = given.get("done_on") or as_of if status == Status.COMPLETED else as_of
        links = list(self.start.links)
        if any(given.get(name) for name in LINK_FIELDS):
            title, publisher, url = (given[name] for name in LINK_FIELDS)
            new = LinkData(EvidenceData(title=title, publisher=publisher, url=url, seen_on=self.on))
            if new.link.url not in [item.link.url for item in links]:
                links.append(new)
        precision = self.start.as_of_precision if day == self.start.as_of else Precision.DAY
        return replace(
            self.start,
            as_of=day,
            as_of_precision=precision,
            status=status,
            summary=given["summary"],
            next_steps=given["next_steps"],
            problem=given["problem"],
            links=tuple(links),
        )

    def check_complete(self) -> None:
        """Put errors at what must be filled before the row is handed in."""
        given = self.cleaned_data
        if given.get("status") == Status.COMPLETED and not given.get("done_on"):
            self.add_error("done_on", _("Name the day on which it was completed."))
        if not any(given.get(name) for name in LINK_FIELDS):
            return
        if not given["link_title"]:
            self.add_error("link_title", _("Give the title."))
        if not given["link_publisher"]:
            self.add_error("link_publisher", _("Say who published it."))
        try:
            URLValidator(schemes=["http", "https"])(given["link_url"])
        except ValidationError:
            self.add_error("link_url", _("Enter the whole address, beginning with https://."))

    def add_errors(self, error: ValidationError) -> None:
        """Show what the workflow refused at the fields it speaks of; a missing evidence at the title of the link."""
        self.full_clean_once()
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        own = {"evidence": "link_title", "as_of": "done_on"}
        for name, found in error.error_dict.items():
            known = own.get(name, name)
            self.add_error(known if known in self.fields else None, [text for item in found for text in item.messages])

    def full_clean_once(self) -> None:
        """Have the entries checked, so that errors can be added to them."""
        _checked = self.errors

    @property
    def all_errors(self) -> list[tuple[str, str, str]]:
        """Every error as (anchor, label, sentence), each with the code of the commitment before it."""
        if not self.is_bound:
            return []
        code = self.item.contribution.commitment.code
        found = [(f"row-{self.prefix}", code, str(text)) for text in self.errors.get(NON_FIELD_ERRORS, [])]
        for field in [self[name] for name in self.fields]:
            anchor = str(field.anchor)  # type: ignore[attr-defined]
            found += [(anchor, f"{code}, {field.label}", str(text)) for text in field.errors]
        return found
