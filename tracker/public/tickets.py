"""The two forms by which everybody writes to the editors: a barrier on the site, an error in the data."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import days, workflow
from tracker.access import public_commitments
from tracker.models import Commitment
from tracker.pages.navigation import reverse_or_none
from tracker.pages.openforms import OpenForm, address_of, one_line, open_form, page_before
from tracker.vocabulary import TicketKind

RECEIPT = "tracker.receipt"
CODE_LENGTH = 40
PAGE_LENGTH = 300
MESSAGE_LENGTH = 5000


class TicketForm(OpenForm):
    """What both forms ask for."""

    kind: ClassVar[TicketKind]
    field_order = ("code", "page", "message", "reply_to")

    page = forms.CharField(
        label=gettext_lazy("Page"),
        required=False,
        max_length=PAGE_LENGTH,
        validators=[one_line],
        help_text=gettext_lazy("Address or name of the page, as far as you know it"),
    )
    message = forms.CharField(
        label=gettext_lazy("Your message"), max_length=MESSAGE_LENGTH, widget=forms.Textarea(attrs={"rows": 8})
    )
    reply_to = forms.EmailField(
        label=gettext_lazy("Mail address for the answer"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("Only if you wish an answer. It is used for nothing else and never published."),
    )

    def ticket(self) -> workflow.TicketData:
        """What was written, for the workflow."""
        entered = self.cleaned_data
        return workflow.TicketData(
            kind=self.kind,
            message=entered["message"],
            page=entered["page"],
            commitment=entered.get("code"),
            reply_to=entered["reply_to"],
        )


class BarrierForm(TicketForm):
    """A barrier on the site."""

    kind = TicketKind.BARRIER

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message"].label = _("What barrier did you meet?")
        self.fields["message"].help_text = _(
            "What did you want to do, and what did not work? It helps to know which aids you use."
        )


class ErrorForm(TicketForm):
    """An error in the data, about one commitment or about a page."""

    kind = TicketKind.ERROR

    code = forms.CharField(
        label=gettext_lazy("Code of the measure or target"),
        required=False,
        max_length=CODE_LENGTH,
        validators=[one_line],
        help_text=gettext_lazy(
            "It stands above the title, for instance AAW-2019-1.07. Leave it empty for other pages."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message"].label = _("What is wrong or missing?")
        self.fields["message"].help_text = _("Please name a public source, if you know one, with its address.")

    def clean_code(self) -> Commitment | None:
        """The commitment with this code, whatever its case; one that nobody knows is said."""
        code = self.cleaned_data["code"]
        if not code:
            return None
        found = find(code)
        if found is None:
            raise ValidationError(_("There is no measure or target with the code %s.") % code)
        return found


def find(code: str) -> Commitment | None:
    """The public commitment with this code, whatever its case."""
    if not code or len(code) > CODE_LENGTH or "\x00" in code:
        return None
    return public_commitments().filter(code__iexact=code.strip()).first()


@open_form
def report_barrier(request: HttpRequest) -> HttpResponse:
    """Take in a barrier that somebody met on the site."""
    return _answer(request, BarrierForm, "tickets/barrier.html", _("Report a barrier"))


@open_form
def report_error(request: HttpRequest) -> HttpResponse:
    """Take in an error that somebody found in the data."""
    return _answer(request, ErrorForm, "tickets/error.html", _("Report an error in the data"))


def _answer(request: HttpRequest, form_class: type[TicketForm], template: str, title: str) -> HttpResponse:
    context: dict[str, Any] = {
        "title": title,
        "crumbs": [(_("Overview"), reverse_or_none("public:overview")), (title, "")],
        "answer_by": workflow.answer_by(form_class.kind, today=days.today()),
    }
    status = 200
    if request.method == "POST":
        form = form_class(request.POST)
        if form.is_valid():
            if workflow.use_form(address_of(request), at=timezone.now()):
                ticket = workflow.open_ticket(form.ticket(), today=days.today())
                return HttpResponseRedirect(f"{request.path}?quittung={_receipt(ticket.pk, ticket.due_on, form)}")
            form.add_error(
                None,
                _(
                    "Many messages have come from your connection within this hour. "
                    "Please send it again in an hour; what you wrote still stands here."
                ),
            )
            status = 429
        form.renew()
    else:
        receipt = _read_receipt(request.GET.get("quittung", ""), form_class.kind)
        if receipt is not None:
            return render(request, "tickets/received.html", {**context, **receipt})
        code = _plain(request.GET.get("code", ""), CODE_LENGTH)
        form = form_class(initial={"code": code, "page": "" if code else _plain(page_before(request), PAGE_LENGTH)})
        context |= {"asked_code": code, "commitment": find(code)}
    return render(request, template, {**context, "form": form}, status=status)


def _plain(text: str, length: int) -> str:
    """A text from an address as it may stand in a field: in one line and not too long."""
    return "".join(sign for sign in text if sign.isprintable())[:length].strip()


def _receipt(number: int, due_on: date, form: TicketForm) -> str:
    """A signed word for the address of the page that says thank you; it holds no word of the message."""
    answered = bool(form.cleaned_data["reply_to"])
    return signing.dumps([str(form.kind), number, due_on.isoformat(), answered], salt=RECEIPT)


def _read_receipt(word: str, kind: TicketKind) -> dict[str, Any] | None:
    try:
        received, number, due_on, answered = signing.loads(word, salt=RECEIPT)
    except signing.BadSignature:
        return None
    if received != kind:
        return None
    return {
        "number": number,
        "due_on": date.fromisoformat(due_on),
        "answered": answered,
        "is_barrier": kind is TicketKind.BARRIER,
    }
