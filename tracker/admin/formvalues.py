"""The values of form fields as a browser would send them, and as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

Values = dict[str, list[str]]
"""The values of a form, by the names of its fields."""


def stored_values(form: forms.BaseForm) -> Values:
    """The values an unbound form shows, for every field a person can change."""
    return {
        name: clean_values(_sent(form, name, item))
        for name, item in form.fields.items()
        if not item.disabled and not _is_key(item) and name != DELETION_FIELD_NAME
    }


def _is_key(item: forms.Field) -> bool:
    """Whether a field only ties a row to its record."""
    return item.widget.is_hidden


def _sent(form: forms.BaseForm, name: str, item: forms.Field) -> list[Any]:
    value = item.prepare_value(form.get_initial_for_field(item, name))
    if isinstance(item.widget, forms.CheckboxInput):
        return ["on"] if value else []
    if isinstance(item.widget, forms.SelectMultiple | forms.CheckboxSelectMultiple):
        return sorted(str(part) for part in value or ())
    shown = item.widget.format_value(value)
    return list(shown) if isinstance(shown, list) else [shown]


def entered_values(item: forms.Field, data: QueryDict, name: str) -> list[str]:
    """What was entered into a field, in the same shape as the stored values."""
    if isinstance(item.widget, forms.CheckboxInput):
        return ["on"] if item.widget.value_from_datadict(data, MultiValueDict(), name) else []
    if isinstance(item.widget, forms.SelectMultiple | forms.CheckboxSelectMultiple):
        return clean_values(sorted(data.getlist(name)))
    return clean_values([data.get(name, "")])


def clean_values(values: Iterable[Any]) -> list[str]:
    """Values without the empty ones, line ends told alike."""
    texts = (str(value).replace("\r\n", "\n").strip() for value in values if value is not None)
    return [text for text in texts if text]


def readable(item: forms.Field, values: list[str]) -> str:
    """Values as a person reads them: labels instead of codes."""
    if isinstance(item.widget, forms.CheckboxInput):
        return _("yes") if values else _("no")
    choices = getattr(item, "choices", None) or getattr(item.widget, "choices", None)
    if choices:
        labels = {str(key): str(label) for key, label in choices if not isinstance(label, list | tuple)}
        values = [labels.get(value, value) for value in values]
        return ", ".join(values) or "–"
    return "\n".join(values) or "–"
