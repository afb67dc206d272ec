"""Two steps that concern all that is stored of a person: handing it out, and deleting it. Both ask who is there."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import access, days, workflow
from tracker.admin.account_actions import AccountView
from tracker.admin.forms import _text
from tracker.admin.people import person_name


class ConfirmedView(AccountView):
    """A step for administrators who have lately confirmed who they are."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Ask administrators to confirm; others are refused without being asked."""
        step = super().dispatch
        if access.can_administer(request.user):
            step = reauthentication_required(step)
        return step(request, *args, **kwargs)


class ExportView(ConfirmedView):
    """Hand out all that is linked to an account, as a file."""

    title = gettext_lazy("Hand out the data")
    explanation = gettext_lazy(
        "The file holds everything that is linked to this account: account, organisations, sessions, second factors "
        "without their secrets, mail, entries of the protocol, reports, messages. Give it only to the person itself."
    )
    confirm = gettext_lazy("Fetch the file")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file."""
        data = workflow.export_person(self.account, actor=self.acting())
        body = json.dumps(data, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
        name = f"person-{self.account.pk}-{days.today().isoformat()}.json"
        return HttpResponse(
            body,
            content_type="application/json",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store, private"},
        )


class EraseForm(forms.Form):
    """Why, and that it is meant."""

    reason = _text(
        gettext_lazy("Reason"), rows=2, help_text=gettext_lazy("It stays in the protocol: name nobody in it.")
    )
    sure = forms.BooleanField(
        label=gettext_lazy("I have read what goes. It cannot be undone."),
        error_messages={"required": gettext_lazy("Tick that you have read what goes.")},
    )


class EraseView(ConfirmedView):
    """Delete a person: the account, and the mail address wherever it stands."""

    template_name = "admin/account_erase.html"
    form_class = EraseForm
    title = gettext_lazy("Delete the person")
    explanation = gettext_lazy(
        "The account goes with its organisations, sessions, second factors, invitations and mail, and the mail address "
        "goes wherever it stands. What the person did stays in the protocol under a pseudonym that leads to nobody any "
        "more; all texts stay."
    )
    confirm = gettext_lazy("Delete for good")

    @cached_property
    def _tried(self) -> tuple[workflow.Erasure | None, str]:
        """What would go, by trying it, or why it may not be done."""
        try:
            return workflow.preview_erasure(self.account.email, actor=self.acting()), ""
        except ValidationError as error:
            return None, " ".join(error.messages)

    def facts(self) -> dict[str, Any]:
        """What goes, and what stays because nothing there can change."""
        found, refused = self._tried
        return super().facts() | {"found": found, "refused": refused, "places": found.places.items() if found else ()}

    def run(self, form: Any) -> str:
        """Delete it."""
        name = person_name(self.account)
        done = workflow.erase_person(self.account.email, reason=form.cleaned_data["reason"], actor=self.acting())
        if done.left:
            words = {"name": name, "left": "; ".join(done.left)}
            return _("%(name)s was deleted. The address still stands in: %(left)s") % words
        return _("%s was deleted.") % name

    def done_url(self) -> str:
        """The account, or the list once it is gone."""
        if self.request.method == "POST" and not type(self.account).objects.filter(pk=self.account.pk).exists():
            return reverse("admin:tracker_account_changelist")
        return super().done_url()
