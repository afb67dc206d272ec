"""Actions of the workflow in three steps: a form, what the public page will say, confirmation.

The preview runs the action itself inside a transaction that is taken back, so it cannot promise anything else than
what confirming does. What the pages said when the form was opened travels along, signed: if somebody changed the
record meanwhile, the preview comes again with both.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from tracker import days
from tracker.admin.base import acting
from tracker.admin.face import Comparison, Face, Line, compare, faces
from tracker.admin.fields import TicketField
from tracker.models import Actor, Agreement, Commitment, Ticket
from tracker.workflow.record import lock, prompted_by

SALT = "tracker.admin.action"
AT_ONCE = 200
"""So many records may be changed by one action; more would make the preview unreadable."""


def asked_ids(request: HttpRequest) -> list[int]:
    """The keys of the records an action is asked for, from the address; 404 for nonsense."""
    try:
        found = [int(part) for part in request.GET.get("ids", "").split(",") if part]
    except ValueError as error:
        raise Http404 from error
    if not found or len(found) > AT_ONCE or max(found) > 2**62:
        raise Http404
    return found


class ActionView(View):
    """One action. Subclasses say on which records, with which form, and what confirming does."""

    model_admin: Any = None
    form_class: type[forms.Form] = forms.Form
    title: str | Promise = ""
    explanation: str | Promise = ""
    confirm: str | Promise = ""
    template_name = "admin/action.html"
    actor: Actor
    corrects = False
    """Whether it may be a correction after a message of the public."""
    _ticket: Ticket | None = None

    # --- what subclasses say -----------------------------------------------------------------------------------------

    def subjects(self) -> list[Commitment | Agreement]:
        """The records whose public pages change."""
        raise NotImplementedError

    def run(self, form: Any, rows: Any) -> str:
        """Do it, through the workflow; return what to tell the editor."""
        raise NotImplementedError

    def form_arguments(self) -> dict[str, Any]:
        """More arguments for the form."""
        return {}

    def make_rows(self, data: Any) -> Any:
        """Rows below the form, None without any."""
        return None

    def rows_error(self, form: Any, rows: Any) -> None:
        """Add to the form what form and rows only together show."""

    def done_url(self) -> str:
        """Where the editor goes on afterwards."""
        subjects = self.subjects()
        opts = self.model_admin.opts
        if len(subjects) == 1:
            kind = subjects[0]._meta.model_name
            return reverse(f"admin:tracker_{kind}_change", args=[subjects[0].pk])
        return reverse(f"admin:tracker_{opts.model_name}_changelist")

    # --- the three steps ---------------------------------------------------------------------------------------------

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let editors in who may change these records."""
        if not self.model_admin.has_change_permission(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The empty form."""
        return self._show(self._make_form(None), self.make_rows(None), step="form")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go on by one step: more rows, back to the form, preview, or confirmation."""
        step = request.POST.get("_step", "preview")
        data = request.POST.copy()
        total = str(data.get("form-TOTAL_FORMS", ""))
        if step == "more" and total.isdecimal():
            data["form-TOTAL_FORMS"] = str(min(int(total[:4]) + 1, 50))
        form = self._make_form(data)
        rows = self.make_rows(data)
        if step in ("more", "edit"):
            # Typed so far, not yet judged.
            for part in [form, *(rows or [])]:
                part.errors.clear()
            return self._show(form, rows, step="form")
        valid = form.is_valid() and (rows is None or rows.is_valid())
        if valid:
            self._ticket = form.cleaned_data.pop("ticket", None)
            self.rows_error(form, rows)
        if not valid or form.errors:
            return self._show(form, rows, step="form")
        return self._confirm(form, rows) if step == "confirm" else self._preview(form, rows)

    def _make_form(self, data: Any) -> Any:
        """The form; where messages of the public wait, one of them can be named as what led to the correction."""
        form = self.form_class(data, **self.form_arguments())
        if self.corrects:
            tickets = TicketField(self.subjects())
            if tickets.queryset is not None and tickets.queryset.exists():
                form.fields["ticket"] = tickets
        return form

    def _preview(self, form: Any, rows: Any) -> HttpResponse:
        try:
            before, after = self._tried(form, rows)
        except ValidationError as error:
            return self._refused(form, rows, error)
        return self._show(form, rows, step="preview", comparisons=compare(before, after), seen=before)

    def _tried(self, form: Any, rows: Any) -> tuple[list[Face], list[Face]]:
        """What the pages say before and after, by doing it and taking it back."""
        with transaction.atomic():
            before = self._faces()
            try:
                with prompted_by(self._ticket):
                    self.run(form, rows)
                return before, self._faces()
            finally:
                transaction.set_rollback(True)

    def _confirm(self, form: Any, rows: Any) -> HttpResponse:
        done = ""
        refused: ValidationError | None = None
        with transaction.atomic():
            lock([item.pk for item in self.subjects() if isinstance(item, Commitment)])
            now = self._faces()
            fresh = [face.as_data() for face in now] == self._seen_data()
            if fresh:
                try:
                    with prompted_by(self._ticket):
                        done = self.run(form, rows)
                except ValidationError as error:
                    transaction.set_rollback(True)
                    refused = error
        if refused is not None:
            return self._refused(form, rows, refused)
        if fresh:
            messages.success(self.request, done)
            return HttpResponseRedirect(self.done_url())
        return self._ask_again(form, rows, now)

    def _ask_again(self, form: Any, rows: Any, now: list[Face]) -> HttpResponse:
        """Somebody changed the record since the preview: show what, and the new preview."""
        try:
            before, after = self._tried(form, rows)
        except ValidationError as error:
            return self._refused(form, rows, error)
        seen = self._seen_data() or []
        known = [
            Face(face.key, face.title, tuple(_line(line, old) for line in face.lines))
            for face, old in zip(now, [*seen, *([{}] * len(now))], strict=False)
        ]
        between = [item for item in compare(known, now) if item.changed]
        return self._show(
            form, rows, step="preview", comparisons=compare(before, after), seen=before, between=between, again=True
        )

    def _refused(self, form: Any, rows: Any, error: ValidationError) -> HttpResponse:
        """The workflow said no: its sentences at their fields."""
        if hasattr(error, "error_dict"):
            for name, found in error.error_dict.items():
                form.add_error(name if name in form.fields else None, found)
        else:
            form.add_error(None, error)
        return self._show(form, rows, step="form")

    def _show(
        self,
        form: Any,
        rows: Any,
        *,
        step: str,
        comparisons: list[Comparison] | None = None,
        seen: list[Face] | None = None,
        between: list[Comparison] | None = None,
        again: bool = False,
    ) -> HttpResponse:
        word = self.request.POST.get("_seen", "")
        if seen is not None or not word:
            word = signing.dumps([face.as_data() for face in seen or self._faces()], salt=SALT, compress=True)
        subjects = self.subjects()
        context = {
            **self.model_admin.admin_site.each_context(self.request),
            "title": self.title,
            "subtitle": str(subjects[0]) if len(subjects) == 1 else None,
            "opts": self.model_admin.opts,
            "explanation": self.explanation,
            "confirm": self.confirm or self.title,
            "form": form,
            "rows": rows,
            "step": step,
            "comparisons": comparisons or [],
            "between": between or [],
            "again": again,
            "seen": word,
            "subjects": subjects,
            "target": self.request.get_full_path(),
            "back": self.done_url(),
            "media": self.model_admin.media + form.media,
        }
        return TemplateResponse(self.request, self.template_name, context)

    # --- helpers -----------------------------------------------------------------------------------------------------

    def _faces(self) -> list[Face]:
        return faces(self.subjects(), on=days.today())

    def _seen_data(self) -> list[dict[str, list[str]]] | None:
        try:
            return signing.loads(self.request.POST.get("_seen", ""), salt=SALT)
        except signing.BadSignature:
            return None

    def acting(self) -> Actor:
        """The actor behind whom the signed-in person stands."""
        return acting(self.request)


def _line(line: Line, seen: dict[str, list[str]]) -> Line:
    """A line as it was seen earlier."""
    status, *words = seen.get(line.label, [line.status, *line.words])
    return Line(line.label, tuple(words), status, line.kind)


def told(count: int) -> str:
    """How many records an action changed, in a sentence."""
    if not count:
        return _("Nothing had to be changed.")
    return ngettext("%d entry was changed.", "%d entries were changed.", count) % count


def go_on(model_admin: Any, request: HttpRequest, chosen: QuerySet, name: str) -> HttpResponseRedirect | None:
    """Go on to the form of an action with the chosen rows, or say why not."""
    ids = list(chosen.order_by("pk").values_list("pk", flat=True)[: AT_ONCE + 1])
    if not ids:
        model_admin.message_user(request, _("There is nothing to do with the chosen rows."), messages.WARNING)
        return None
    if len(ids) > AT_ONCE:
        text = _("At most %(number)d rows at once, so that the preview can be read. Choose fewer.")
        model_admin.message_user(request, text % {"number": AT_ONCE}, messages.WARNING)
        return None
    query = ",".join(map(str, ids))
    return HttpResponseRedirect(f"{reverse(f'admin:{name}')}?ids={query}")
