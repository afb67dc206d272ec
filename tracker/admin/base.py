"""What all forms of the editors share: one change per save, two people at once, no silent deletion."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tracker import workflow
from tracker.admin import conflicts, owners, told
from tracker.admin.conflicts import Conflict, State, Stored
from tracker.admin.rows import FieldsMixin
from tracker.models import Actor, Commitment
from tracker.vocabulary import ActorRole, ChangeReason, Verb


class _NotSavedError(Exception):
    """The form came back with errors or nothing changed: whatever was begun is taken back."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def acting(request: HttpRequest) -> Actor:
    """The actor behind whom the signed-in person stands."""
    return workflow.actor_of(request.user)  # type: ignore[arg-type]


class RecordAdmin(FieldsMixin, admin.ModelAdmin):
    """A record that two people may edit at once; every save and deletion is one transaction."""

    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    save_on_top = True

    # --- one transaction ---------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def writing(self, request: HttpRequest) -> Iterator[workflow.Change | None]:
        """One transaction around a save or deletion."""
        with transaction.atomic():
            yield None

    def after_save(self, request: HttpRequest, form: Any, formsets: Any, *, created: bool) -> None:
        """Called when a record and its rows are saved, inside the transaction."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """The form; what is sent is saved in one transaction, or not at all."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with self.writing(request) as change:
                request.public_change = change  # type: ignore[attr-defined]
                if object_id is not None:
                    object_id, form_url = self._bring_together(request, object_id, form_url)
                response = super().changeform_view(request, object_id, form_url, extra_context)
                if not isinstance(response, HttpResponseRedirect):
                    raise _NotSavedError(response)
        except _NotSavedError as stopped:
            return stopped.response
        except IntegrityError as error:
            return self._refused_by_database(request, object_id, form_url, extra_context, error)
        return response

    def _refused_by_database(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: Any, error: IntegrityError
    ) -> Any:
        """The form once more, with what was entered and with what the database holds against it."""
        request.refused = constraint_message(str(error))  # type: ignore[attr-defined]
        with transaction.atomic():
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the rows, then what follows from all of it; without any difference nothing is saved at all."""
        if change and not form.has_changed() and not any(formset.has_changed() for formset in formsets):
            self.message_user(request, _("Nothing was different from the stored record."), messages.INFO)
            url = request.get_full_path() if "_continue" in request.POST else self._list_url()
            raise _NotSavedError(HttpResponseRedirect(url))
        super().save_related(request, form, formsets, change)
        self.after_save(request, form, formsets, created=not change)

    def _list_url(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The record; locked while it is being saved, so that nobody changes it between reading and writing."""
        if request.method != "POST" or not transaction.get_connection().in_atomic_block:
            return super().get_object(request, object_id, from_field)
        try:
            key = self.opts.pk.to_python(object_id)
            return self.get_queryset(request).select_for_update(of=("self",)).get(pk=key)
        except (self.model.DoesNotExist, forms.ValidationError, ValueError):
            return None

    # --- two people at once ------------------------------------------------------------------------------------------

    def read_stored(self, request: HttpRequest, obj: models.Model) -> Stored:
        """The stored values of everything the form of this record can change."""
        fieldsets = self.get_fieldsets(request, obj)
        form_class = self.get_form(request, obj, change=True, fields=flatten_fieldsets(fieldsets))
        return Stored.of(form_class(instance=obj), self._stored_rows(request, obj))

    def _stored_rows(self, request: HttpRequest, obj: models.Model) -> list[Any]:
        """The formsets of a record as they are stored, whatever was sent."""
        request.reads_stored = True  # type: ignore[attr-defined]
        try:
            return self._create_formsets(request, obj, change=obj.pk is not None)[0]  # type: ignore[attr-defined]
        finally:
            request.reads_stored = False  # type: ignore[attr-defined]

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """The arguments of a formset, without what was sent while the stored rows are read."""
        params = super().get_formset_kwargs(request, obj, inline, prefix)
        if getattr(request, "reads_stored", False):
            params = {key: value for key, value in params.items() if key not in ("data", "files", "save_as_new")}
        return params

    def _bring_together(self, request: HttpRequest, object_id: str, form_url: str) -> tuple[str | None, str]:
        """Compare what the form showed with what is stored; on a difference the form will come back with both."""
        obj = self.get_object(request, unquote(object_id))
        data = request.POST.copy()
        if obj is None:
            if not self.has_add_permission(request):
                return object_id, form_url
            conflicts.as_new(
                data, {str(rows.prefix): rows.fk.name for rows in self._stored_rows(request, self.model())}
            )
            request.POST = data  # type: ignore[assignment]
            request.conflict = Conflict(gone=True)  # type: ignore[attr-defined]
            return None, reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
        if not self.has_change_permission(request, obj):
            return object_id, form_url
        request.before = obj  # type: ignore[attr-defined]
        stored = self.read_stored(request, obj)
        seen = State.from_word(data.get(conflicts.SEEN, ""))
        conflicts.apply_choices(data, seen)
        conflict = conflicts.merge(data, seen, stored)
        request.POST = data  # type: ignore[assignment]
        if conflict:
            request.conflict = conflict  # type: ignore[attr-defined]
            request.seen = stored.state.signed()  # type: ignore[attr-defined]
        return object_id, form_url

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The class of the form; while somebody else's change is to be looked at, it does not pass."""
        form_class = super().get_form(request, obj, change=change, **kwargs)
        refused = getattr(request, "refused", "")
        if request.method == "POST" and (refused or getattr(request, "conflict", None)):
            return type(form_class.__name__, (_Held, form_class), {"refused": refused})
        return form_class

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        """The page with the form, with the word for what it shows and, if need be, what came between."""
        if request.method == "POST":
            context["seen"] = getattr(request, "seen", request.POST.get(conflicts.SEEN, ""))
        elif change and self.has_change_permission(request, obj):
            rows = [inline.formset for inline in context["inline_admin_formsets"]]
            context["seen"] = State.of(context["adminform"].form, rows).signed()
        context["conflict"] = getattr(request, "conflict", None)
        if change and obj is not None:
            context["told"], context["told_url"] = told.latest(obj, request.user), told.protocol_url(obj)
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)

    # --- deletion ----------------------------------------------------------------------------------------------------

    def refusal(self, obj: Any) -> str:
        """Why a record cannot be deleted, in a sentence; empty if it can."""
        found = owners.uses(obj)
        if not found:
            return ""
        return _("“%(name)s” is not deleted: it is used in %(places)s. Remove it there first.") % {
            "name": obj,
            "places": ", ".join(found),
        }

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        """Ask before deleting; refuse for public records; ask again if the record changed since the question."""
        try:
            with self.writing(request) if request.method == "POST" else contextlib.nullcontext() as change:
                request.public_change = change  # type: ignore[attr-defined]
                obj = self.get_object(request, unquote(object_id))
                if obj is not None and self.has_delete_permission(request, obj):
                    extra_context = {**(extra_context or {}), **self._before_deletion(request, obj)}
                response = super().delete_view(request, object_id, extra_context)
                if request.method == "POST" and not isinstance(response, HttpResponseRedirect):
                    raise _NotSavedError(response)
        except _NotSavedError as stopped:
            return stopped.response
        return response

    def _before_deletion(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        refused = self.refusal(obj)
        if refused:
            self.message_user(request, refused, messages.ERROR)
            url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])
            raise _NotSavedError(HttpResponseRedirect(url))
        stored = self.read_stored(request, obj)
        seen = State.from_word(request.POST.get(conflicts.SEEN, "")) if request.method == "POST" else stored.state
        context: dict[str, Any] = {"seen": stored.state.signed()}
        if seen != stored.state:
            context["conflict"] = conflicts.changes_since(seen or stored.state, stored)
            request.POST = QueryDict()  # so that the question is asked again
        return context

    # --- the protocol is ours ----------------------------------------------------------------------------------------

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: the protocol of the record tells it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: the protocol of the record tells it."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Nothing: the protocol of the record tells it."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        """The protocol of this record."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        return HttpResponseRedirect(told.protocol_url(obj))


class _Held(forms.BaseForm):
    """A form that does not pass: somebody else's change is to be looked at first, or the database refused it."""

    refused = ""

    def is_valid(self) -> bool:
        super().is_valid()
        if self.refused:
            self.add_error(None, self.refused)
        return False


def constraint_message(text: str) -> str:
    """The sentence of the constraint that an error of the database names."""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name in text:
                return str(constraint.violation_error_message)
    return _("A record with these values is there already.")


class PublicAdmin(RecordAdmin):
    """A record that public pages show: every save and deletion is one change of the public record."""

    @contextlib.contextmanager
    def writing(self, request: HttpRequest) -> Iterator[workflow.Change | None]:
        """One change of the public record: one transaction, one revision, versions, protocol."""
        with workflow.public_change(actor=acting(request), role=ActorRole.EDITOR, reason=ChangeReason.EDITED) as change:
            yield change

    def after_save(self, request: HttpRequest, form: Any, formsets: Any, *, created: bool) -> None:
        """Note which records changed and tell the protocol."""
        change: workflow.Change = request.public_change  # type: ignore[attr-defined]
        before = getattr(request, "before", None)
        if before is not None:
            owners.touch(change, before)  # the one it belonged to until now
        owners.touch(change, form.instance)
        fields: list[str | Promise] = [form.fields[name].label or name for name in form.changed_data]
        for formset in formsets:
            rows = [*formset.new_objects, *(row for row, _names in formset.changed_objects), *formset.deleted_objects]
            for row in rows:
                owners.touch(change, row)
            if rows:
                fields.append(formset.model._meta.verbose_name_plural)
        if created:
            change.log(Verb.CREATED, form.instance, name=str(form.instance))
        else:
            change.log(Verb.EDITED, form.instance, name=str(form.instance), fields=[str(name) for name in fields])

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete the record inside the change, and tell the protocol."""
        change: workflow.Change = request.public_change  # type: ignore[attr-defined]
        if not isinstance(obj, Commitment):
            owners.touch(change, obj)
        change.log(Verb.DELETED, obj, name=str(obj))
        obj.delete()
