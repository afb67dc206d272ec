"""Page texts of the operator, and what the public writes to the editors."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import workflow
from tracker.admin.base import PublicAdmin, RecordAdmin, acting
from tracker.admin.fields import CorrectionField
from tracker.admin.lists import FoldedSearch, TicketDueFilter
from tracker.admin.site import editors
from tracker.models import PageText, PublicVersion, Revision, Ticket
from tracker.vocabulary import TicketKind, TicketState


@admin.register(PageText, site=editors)
class PageTextAdmin(PublicAdmin):
    """The texts of legal and service pages."""

    list_display = ["key", "language", "is_filled", "reviewed_on"]
    list_filter = ["language"]
    fields = [("key", "language"), "body", "reviewed_on"]

    @admin.display(description=gettext_lazy("filled"), boolean=True)
    def is_filled(self, obj: PageText) -> bool:
        """Whether there is a text."""
        return bool(obj.body.strip())


class TicketForm(forms.ModelForm):
    """The answer to a ticket; closing it is a tick that needs to say what was done."""

    close = forms.BooleanField(
        label=gettext_lazy("Answered: close this ticket"),
        required=False,
        help_text=gettext_lazy("A closed ticket stays as it is."),
    )

    correction = CorrectionField(
        queryset=Revision.objects.none(),
        label=gettext_lazy("Corrected in revision"),
        required=False,
        empty_label=gettext_lazy("none"),
        help_text=gettext_lazy(
            "If a correction came of it and did not name this message: which one. It counts when the ticket is closed."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ticket = self.instance
        if "correction" in self.fields and ticket.commitment is not None:
            own = PublicVersion.objects.filter(kind=PublicVersion.COMMITMENT, key=ticket.commitment.code)
            since = Revision.objects.filter(stamped_at__gte=ticket.received_at, pk__in=own.values("revision"))
            self.fields["correction"].queryset = since.order_by("-number")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        """Closing says what was done."""
        data = super().clean() or {}
        if data.get("close") and not (data.get("answer") or "").strip():
            self.add_error("answer", _("Say what was done before you close the ticket."))
        return data


@admin.register(Ticket, site=editors)
class TicketAdmin(FoldedSearch, RecordAdmin):
    """Tickets of visitors: errors in the data, barriers on the site. They come in by the forms of the site."""

    form = TicketForm
    list_display = ["__str__", "commitment", "received_at", "due_on", "state"]
    list_filter = ["state", "kind", TicketDueFilter]
    list_select_related = ["commitment"]
    folded_fields = ("message", "page", "answer", "commitment__code")
    received = ("kind", "received_at", "message", "page", "reply_to", "state", "closed_at", "corrected_in")
    answered = ("commitment", "due_on", "answer")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What came in, and the answer; the tick to close only while it is open."""
        is_open = obj is None or obj.state == TicketState.OPEN
        correctable = is_open and obj is not None and obj.kind == TicketKind.ERROR and obj.corrected_in_id is None
        close = [*(["correction"] if correctable else []), *(["close"] if is_open else [])]
        about = gettext_lazy(
            "Answer the visitor by mail yourself; here stands what was done. The address is never public."
        )
        return [
            (None, {"fields": list(self.received)}),
            (
                gettext_lazy("Answer"),
                {"fields": [*self.answered, *close], "description": about},
            ),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """What came in, and all of a closed ticket."""
        closed = obj is not None and obj.state == TicketState.CLOSED
        return [*self.received, *(self.answered if closed else ())]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: tickets come from visitors."""
        return False

    def after_save(self, request: HttpRequest, form: Any, formsets: Any, *, created: bool) -> None:
        """Close the ticket if that was ticked."""
        if form.cleaned_data.get("close"):
            workflow.close_ticket(
                form.instance,
                answer=form.instance.answer,
                actor=acting(request),
                correction=form.cleaned_data.get("correction"),
            )

    def refusal(self, obj: Ticket) -> str:
        """An open ticket is answered first."""
        if obj.state == TicketState.OPEN:
            return _("This ticket is still open. Answer and close it first.")
        return ""
