"""Form fields that name other records by words instead of numbers, and so work without a script.

A line per record: its code, short name or number stands first, what follows is for the reader only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from tracker.models import Commitment, Instrument, Partner, Source, Ticket
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import ChangeReason, TicketKind


class DayInput(forms.DateInput):
    """A day, by the browser's own control, which works without a script and in every language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "vDateField", **(attrs or {})}, format="%Y-%m-%d")


class LinesField(forms.CharField):
    """Several records, one per line."""

    model: type[Model]
    hint: Any = ""
    unknown: Any = _("Not found: %(lines)s")

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.Textarea(attrs={"rows": 2, "cols": 60, "class": "vLargeTextField lines"})
        kwargs["help_text"] = kwargs.get("help_text") or self.hint
        super().__init__(**kwargs)

    def line(self, item: Any) -> str:
        """The line that stands for a record."""
        raise NotImplementedError

    def find(self, lines: list[str]) -> dict[str, Any]:
        """The records by the lines that name them; lines that name none are left out."""
        raise NotImplementedError

    def prepare_value(self, value: Any) -> Any:
        """Records as lines; entered text stays as it is."""
        if value is None or isinstance(value, str):
            return value
        items = list(value)
        if items and not isinstance(items[0], Model):
            # An address may name anything; what cannot be the key of a record names none.
            keys = [key for key in items if str(key).isdecimal() and len(str(key)) < 19]
            items = list(self.model._default_manager.filter(pk__in=keys))
        return "\n".join(sorted(self.line(item) for item in items))

    def clean(self, value: Any) -> list[Any]:
        """The records named, each once; lines that name none are told one by one."""
        text = super().clean(value)
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        found = self.find(lines) if lines else {}
        missing = [line for line in lines if line not in found]
        if missing:
            raise ValidationError(self.unknown, params={"lines": "; ".join(missing)})
        return list(dict.fromkeys(found[line] for line in lines))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other records are named, whatever the words behind them."""
        if not str(data or "").strip():
            return bool(initial)
        try:
            wanted = {item.pk for item in self.clean(data)}
        except ValidationError:
            return True
        return wanted != {getattr(item, "pk", item) for item in initial or ()}


def code_of(line: str) -> str:
    """The code at the beginning of a line."""
    return line.split(maxsplit=1)[0].strip(",;:") if line.strip() else ""


class CommitmentsField(LinesField):
    """Several commitments, by code."""

    model = Commitment
    hint = _("One code per line, for example AAW-2019-1.07; the title behind it is for the reader only.")
    unknown = _("No commitment has this code: %(lines)s")

    def line(self, item: Commitment) -> str:
        """Code and title."""
        return f"{item.code} {item.title}"

    def find(self, lines: list[str]) -> dict[str, Commitment]:
        """By the code at the beginning."""
        found = {item.code: item for item in Commitment.objects.filter(code__in=[code_of(line) for line in lines])}
        return {line: found[code_of(line)] for line in lines if code_of(line) in found}


class CommitmentField(forms.CharField):
    """One commitment, by code."""

    unknown = _("No commitment has this code: %(lines)s")

    def __init__(self, **kwargs: Any) -> None:
        kwargs["help_text"] = kwargs.get("help_text") or _("The code, for example AAW-2019-1.07.")
        kwargs["widget"] = forms.TextInput(attrs={"size": 40, "class": "vTextField"})
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The code; entered text stays as it is."""
        if isinstance(value, Commitment):
            return value.code
        if isinstance(value, int):
            return Commitment.objects.filter(pk=value).values_list("code", flat=True).first() or ""
        return value

    def clean(self, value: Any) -> Commitment | None:
        """The commitment, or None for an empty field."""
        code = code_of(super().clean(value))
        if not code:
            return None
        item = Commitment.objects.select_related("agreement").filter(code=code).first()
        if item is None:
            raise ValidationError(self.unknown, params={"lines": code})
        return item

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another commitment is named."""
        return code_of(str(data or "")) != (self.prepare_value(initial) or "")


class SourcesField(LinesField):
    """Several sources, by number or address."""

    model = Source
    hint = _("One per line: number or address of a recorded source. Record a new source in the list of sources first.")
    unknown = _("No source has this number or address: %(lines)s")

    def line(self, item: Source) -> str:
        """Number, title and publisher."""
        return f"{item.pk:05d} {item.title}, {item.publisher}"

    def find(self, lines: list[str]) -> dict[str, Source]:
        """By the number at the beginning or by the whole address."""
        numbers = {line: int(match[1]) for line in lines if (match := re.match(r"#?(\d{1,9})\b(?!\.)", line))}
        by_number = Source.objects.in_bulk(list(numbers.values()))
        by_address = {item.url: item for item in Source.objects.filter(url__in=[x for x in lines if "://" in x])}
        found = {line: by_number[number] for line, number in numbers.items() if number in by_number}
        return {**found, **{line: by_address[line] for line in lines if line in by_address}}


class PartnersField(LinesField):
    """Several partners, by short name, key or name."""

    model = Partner
    hint = _("One per line: short name, name or key, for example DGB.")
    unknown = _("No partner has this name: %(lines)s")

    def line(self, item: Partner) -> str:
        """Key and short name."""
        return f"{item.key} {item}"

    def find(self, lines: list[str]) -> dict[str, Partner]:
        """By the key at the beginning, else by short name or name; a word that fits several partners names none."""
        keys: dict[str, Partner] = {}
        named: dict[str, list[Partner]] = {}
        for partner in Partner.objects.all():
            keys[partner.key] = partner
            for word in {partner.abbreviation.casefold(), partner.name.casefold()}:
                named.setdefault(word, []).append(partner)
        single = {word: partners[0] for word, partners in named.items() if len(partners) == 1}
        found = {line: single.get(line.casefold()) or keys.get(code_of(line)) for line in lines}
        return {line: partner for line, partner in found.items() if partner is not None}


class InstrumentsField(LinesField):
    """Several instruments, by name."""

    model = Instrument
    hint = _("One per line, as in the list of instruments.")
    unknown = _("No instrument has this name: %(lines)s")

    def line(self, item: Instrument) -> str:
        """The name."""
        return item.name

    def find(self, lines: list[str]) -> dict[str, Instrument]:
        """By name."""
        named = {item.name.casefold(): item for item in Instrument.objects.all()}
        return {line: named[line.casefold()] for line in lines if line.casefold() in named}


MANY: dict[type[Model], type[LinesField]] = {
    Commitment: CommitmentsField,
    Source: SourcesField,
    Partner: PartnersField,
    Instrument: InstrumentsField,
}


class TicketField(forms.ModelChoiceField):
    """An open message of the public about one of these commitments, or about none in particular."""

    def __init__(self, subjects: Iterable[Any]) -> None:
        about = [item.pk for item in subjects if isinstance(item, Commitment)]
        errors = Ticket.objects.waiting().filter(kind=TicketKind.ERROR)
        super().__init__(
            queryset=errors.filter(Q(commitment__in=about) | Q(commitment__isnull=True)),
            required=False,
            label=_("Message of the public"),
            empty_label=_("none"),
            help_text=_(
                "Which message led to this correction. The public list of changes says “correction after a message”, "
                "nothing about who wrote."
            ),
        )

    def label_from_instance(self, obj: Any) -> str:
        """The number of the message and its first words."""
        words = " ".join(obj.message.split())
        return f"{obj.pk}: {words if len(words) <= 80 else words[:77] + ' …'}"


class CorrectionField(forms.ModelChoiceField):
    """A revision that changed this commitment."""

    def label_from_instance(self, obj: Any) -> str:
        """Number, day and reason of the revision."""
        return f"{obj.number}: {day_text(obj.day)}, {ChangeReason(obj.reason).label}"
