"""Forms in the look of KERN UX: a renderer, a mixin, and bound fields that know their classes and their error.

    class TicketForm(KernFormMixin, forms.Form): ...

    <form class="form" method="post" novalidate>{{ form }} <div class="form__buttons">…</div></form>

`novalidate` lets our own messages speak, in the language of the page, instead of the browser's.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import BaseRenderer, TemplatesSetting


class KernBoundField(BoundField):
    """A field on a page; its control carries the classes of KERN, also the one for an error."""

    @property
    def shape(self) -> str:
        """How the field is laid out: hidden, check (one box), choices (several boxes or radios), select or input."""
        widget = self.field.widget
        if widget.is_hidden:
            return "hidden"
        if isinstance(widget, forms.RadioSelect):  # Django's several boxes are a kind of it
            return "choices"
        if isinstance(widget, forms.CheckboxInput):
            return "check"
        return "select" if isinstance(widget, forms.Select) else "input"

    @property
    def control_class(self) -> str:
        """The classes of the control itself."""
        if self.shape == "hidden":
            return ""
        if self.shape == "choices":
            several = isinstance(self.field.widget, forms.CheckboxSelectMultiple)
            name = "kern-form-check__checkbox" if several else "kern-form-check__radio"
        else:
            name = {
                "check": "kern-form-check__checkbox",
                "select": "kern-form-input__select",
                "input": "kern-form-input__input",
            }[self.shape]
        return f"{name} {name}--error" if self.errors else name

    @property
    def anchor(self) -> str:
        """The id that a link to this field leads to: the control, or the first of several."""
        return f"{self.auto_id}_0" if self.shape == "choices" else self.auto_id

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """The attributes of the control with KERN's classes added to its own."""
        built = super().build_widget_attrs(attrs, widget)
        own = (widget or self.field.widget).attrs.get("class", "")
        classes = f"{built.get('class', own)} {self.control_class}".strip()
        return {**built, "class": classes} if classes else built


class KernRenderer(TemplatesSetting):
    """Renders forms and fields from templates/forms/."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = KernBoundField


class KernFormMixin:
    """Makes a form look like KERN; put it before forms.Form, forms.ModelForm or a filter's form."""

    default_renderer: BaseRenderer | type[BaseRenderer] | None = KernRenderer
