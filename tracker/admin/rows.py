"""What forms and their rows share: fields that name other records in words, rows that work without a script."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tracker.admin.fields import MANY, CommitmentField, DayInput
from tracker.admin.rights import ByRole
from tracker.models import ActionField, Commitment


class FieldsMixin(ByRole, BaseModelAdmin):
    """Form fields that name other records in words, and choices that are read once for all rows of a form."""

    formfield_overrides = {
        models.DateField: {"widget": DayInput},
        models.URLField: {"assume_scheme": "https", "widget": forms.URLInput(attrs={"class": "vURLField"})},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})},
    }

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """The form field without the pop-ups of the admin, which need a script."""
        if db_field.name == "simple_words":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield is not None and isinstance(formfield.widget, RelatedFieldWidgetWrapper):
            formfield.widget = formfield.widget.widget
        return formfield

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Commitments by code, action fields after their agreement, all else as a list that is read once."""
        if db_field.remote_field.model is Commitment:
            return CommitmentField(
                label=_capital(db_field.verbose_name), required=not db_field.blank, help_text=db_field.help_text
            )
        formfield = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if formfield is not None and db_field.remote_field.model is ActionField:
            found = ActionField.objects.select_related("agreement")
            formfield.choices = [("", "–"), *((item.pk, f"{item.agreement}: {item}") for item in found)]
        elif formfield is not None:
            formfield.choices = list(formfield.choices)  # type: ignore[arg-type]
        return formfield

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Commitments, sources, partners and instruments line by line, short lists as boxes to tick."""
        kind = MANY.get(db_field.remote_field.model)
        if kind is not None:
            return kind(
                label=_capital(db_field.verbose_name), required=not db_field.blank, help_text=db_field.help_text
            )
        if "widget" not in kwargs:
            kwargs["widget"] = forms.CheckboxSelectMultiple
        formfield = super().formfield_for_manytomany(db_field, request, **kwargs)
        if formfield is not None:
            formfield.help_text = db_field.help_text
        return formfield


def _capital(text: Any) -> str:
    words = str(text)
    return words[:1].upper() + words[1:]


class RecordInline(FieldsMixin, admin.StackedInline):
    """Rows of a record, on its form."""

    extra = 0
    show_change_link = False

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """One empty row, so that rows can be added without a script."""
        return 1

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """The rows with the records they name, in a fixed number of queries."""
        rows = super().get_queryset(request)
        many = [item.name for item in self.opts.many_to_many]
        single = [item.name for item in self.opts.fields if item.is_relation]
        return rows.select_related(*single).prefetch_related(*many)


class _NamedRows(forms.BaseInlineFormSet):
    """Rows of a table, whose controls have no label beside them and so carry their name themselves."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Add the fields of a row and name its controls."""
        super().add_fields(form, index)
        for name, item in form.fields.items():
            item.widget.attrs["aria-label"] = str(_("Remove") if name == "DELETE" else item.label or name)


class RecordTable(RecordInline):
    """Rows of a record as a table, for rows with few fields."""

    template = "admin/edit_inline/rows.html"
    formset = _NamedRows
