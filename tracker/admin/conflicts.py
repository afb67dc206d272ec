"""Two people at once: what a form showed, what is stored now, what was entered, and how the three come together.

A form carries, signed, the values it was opened with (`State`). When it comes back, the stored values are read again
under a lock. Fields that only the other person changed are taken over, fields that only this person changed are kept,
and for those that both changed the form comes back with both values beside each other. Nothing is lost either way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _

from tracker.admin.formvalues import Values, entered_values, readable, stored_values

SEEN = "_seen"
CHOICE = "_choice-"
SALT = "tracker.admin.seen"


@dataclass
class State:
    """The values of a form as a browser would send them: of the record itself and of its rows, by prefix and key."""

    main: Values = field(default_factory=dict)
    rows: dict[str, dict[str, Values]] = field(default_factory=dict)

    @classmethod
    def of(cls, form: forms.BaseForm, formsets: Iterable[forms.BaseFormSet]) -> State:
        """The state that unbound forms show."""
        return cls(
            main=stored_values(form),
            rows={
                str(formset.prefix): {str(row.instance.pk): stored_values(row) for row in formset.initial_forms}
                for formset in formsets
            },
        )

    def signed(self) -> str:
        """The state as a word for a hidden field."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    @classmethod
    def from_word(cls, word: str) -> State | None:
        """The state behind the word of a hidden field, None if there is none or it is not ours."""
        try:
            return cls(**signing.loads(word, salt=SALT))
        except (signing.BadSignature, TypeError, ValueError):
            return None


@dataclass
class Question:
    """A field that both changed: what this person entered, what is stored now."""

    name: str
    label: str
    mine: str
    theirs: str
    keep_theirs: bool = False


@dataclass
class Taken:
    """A field that only the other person changed and that now stands in the form."""

    label: str
    before: str
    now: str


@dataclass
class Conflict:
    """What came between opening and saving a form."""

    questions: list[Question] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    gone: bool = False

    def __bool__(self) -> bool:
        return bool(self.questions or self.taken or self.gone)


@dataclass
class Stored:
    """What is stored now: its state, the fields of the form and of its rows, and the names of the rows."""

    state: State
    fields: Mapping[str, forms.Field]
    row_fields: dict[str, Mapping[str, forms.Field]]
    kinds: dict[str, str]
    names: dict[tuple[str, str], str]

    @classmethod
    def of(cls, form: forms.BaseForm, formsets: Sequence[forms.BaseFormSet]) -> Stored:
        """What these unbound forms show."""
        return cls(
            state=State.of(form, formsets),
            fields=form.fields,
            row_fields={str(formset.prefix): formset.form.base_fields for formset in formsets},
            kinds={str(formset.prefix): str(formset.model._meta.verbose_name) for formset in formsets},  # type: ignore[attr-defined]
            names={
                (str(formset.prefix), str(row.instance.pk)): str(row.instance)
                for formset in formsets
                for row in formset.initial_forms
            },
        )

    def row_name(self, prefix: str, key: str) -> str:
        """How a row is named: its kind and, if it is stored, its name."""
        kind = self.kinds[prefix][:1].upper() + self.kinds[prefix][1:]
        name = self.names.get((prefix, key))
        return f"{kind} „{name}“" if name else kind


# --- bringing three together -----------------------------------------------------------------------------------------


def apply_choices(data: QueryDict, seen: State | None) -> None:
    """Put the stored values, as they were shown, where the person chose them; the choices are answered by that."""
    for key in [key for key in data if key.startswith(CHOICE)]:
        name, wanted = key.removeprefix(CHOICE), data.get(key)
        del data[key]
        if wanted != "theirs":
            continue
        if name.endswith("-DELETE"):
            # The stored row is as it was before this person touched it: not deleted, or not there.
            if data.get(name):
                del data[name]
            else:
                data[name] = "on"
            continue
        values = _value_of(seen, data, name)
        if values is not None:
            data.setlist(name, values)


def _value_of(state: State | None, data: QueryDict, name: str) -> list[str] | None:
    if state is None:
        return None
    if name in state.main:
        return state.main[name]
    for prefix, rows in state.rows.items():
        match = re.fullmatch(rf"{re.escape(prefix)}-(\d+)-(.+)", name)
        if match:
            key = data.get(f"{prefix}-{match[1]}-id", "")
            return rows.get(key, {}).get(match[2])
    return None


def merge(data: QueryDict, seen: State | None, stored: Stored) -> Conflict:
    """Bring entered data and newer stored values together in `data`; tell what was taken over and what is to be chosen.

    `seen` None means that nobody knows what the form showed: then every difference is a question.
    """
    conflict = Conflict()
    if seen == stored.state:
        return conflict
    _merge_fields(data, "", seen.main if seen else None, stored.state.main, stored.fields, "", conflict)
    for prefix in stored.row_fields:
        _merge_rows(data, prefix, seen.rows.get(prefix, {}) if seen else None, stored, conflict)
    return conflict


def changes_since(seen: State, stored: Stored) -> Conflict:
    """What changed since a form was opened into which nothing was entered."""
    data = QueryDict(mutable=True)
    for name, values in seen.main.items():
        data.setlist(name, values)
    for prefix in stored.row_fields:
        write_rows(data, prefix, [Row(key, dict(values)) for key, values in seen.rows.get(prefix, {}).items()])
    return merge(data, seen, stored)


def _merge_fields(
    data: QueryDict,
    html_prefix: str,
    before: Values | None,
    stored: Values,
    fields: Mapping[str, forms.Field],
    label_prefix: str,
    conflict: Conflict,
) -> None:
    for name, item in fields.items():
        if name not in stored:
            continue
        html_name = f"{html_prefix}{name}"
        mine, theirs = entered_values(item, data, html_name), stored[name]
        first = before.get(name) if before is not None else None
        if mine == theirs or first == theirs:
            continue
        label = f"{label_prefix}{item.label or name}"
        if first == mine:
            data.setlist(html_name, theirs)
            conflict.taken.append(Taken(label, readable(item, mine), readable(item, theirs)))
        else:
            conflict.questions.append(Question(html_name, label, readable(item, mine), readable(item, theirs)))


@dataclass
class Row:
    """A row as it was sent: its key, empty for a new one, and all its values by name."""

    key: str
    values: Values
    gone: bool = False


def _merge_rows(
    data: QueryDict,
    prefix: str,
    seen: dict[str, Values] | None,
    whole: Stored,
    conflict: Conflict,
) -> None:
    stored, fields, row_name = whole.state.rows.get(prefix, {}), whole.row_fields[prefix], whole.row_name
    rows = read_rows(data, prefix)
    # rows somebody deleted: dropped if this person had not touched them, else kept as new ones until decided
    kept: list[Row] = []
    for row in rows:
        if row.key and row.key not in stored:
            if _untouched(row, (seen or {}).get(row.key), fields) or row.values.get("DELETE"):
                conflict.taken.append(Taken(row_name(prefix, row.key), _("row"), _("deleted")))
                continue
            row.key, row.gone = "", True
        kept.append(row)
    # rows somebody added stand in the form as well
    sent = {row.key for row in kept if row.key}
    for key, values in stored.items():
        if seen is not None and key not in seen and key not in sent:
            kept.append(Row(key, dict(values)))
            conflict.taken.append(Taken(row_name(prefix, key), "–", _("row added")))
    kept.sort(key=lambda row: not row.key)
    write_rows(data, prefix, kept)
    for index, row in enumerate(kept):
        name = f"{prefix}-{index}-"
        label = f"{row_name(prefix, row.key)} – "
        if row.gone:
            conflict.questions.append(Question(f"{name}DELETE", label + _("row"), _("keep the row"), _("deleted")))
        elif row.key:
            _merge_row(data, name, row, (seen or {}).get(row.key), stored[row.key], fields, label, conflict)


def _merge_row(
    data: QueryDict,
    name: str,
    row: Row,
    seen: Values | None,
    stored: Values,
    fields: Mapping[str, forms.Field],
    label: str,
    conflict: Conflict,
) -> None:
    if row.values.get("DELETE"):
        if seen != stored:
            changed = [item for item in fields if item in stored and (seen or {}).get(item) != stored[item]]
            shown = "; ".join(f"{fields[item].label}: {readable(fields[item], stored[item])}" for item in changed)
            conflict.questions.append(Question(f"{name}DELETE", label + _("row"), _("delete"), shown))
        return
    _merge_fields(data, name, seen, stored, fields, label, conflict)


def _untouched(row: Row, seen: Values | None, fields: Mapping[str, forms.Field]) -> bool:
    if seen is None:
        return False
    sent = QueryDict(mutable=True)
    for name, values in row.values.items():
        sent.setlist(name, values)
    return all(entered_values(item, sent, name) == seen[name] for name, item in fields.items() if name in seen)


def read_rows(data: QueryDict, prefix: str) -> list[Row]:
    """The rows of a formset as they were sent, in their order."""
    pattern = re.compile(rf"{re.escape(prefix)}-(\d+)-(.+)")
    found: dict[int, Values] = {}
    for key in data:
        match = pattern.fullmatch(key)
        if match:
            found.setdefault(int(match[1]), {})[match[2]] = data.getlist(key)
    rows = []
    for index in sorted(found):
        values = found[index]
        key = (values.pop("id", None) or [""])[0]
        rows.append(Row(key, values))
    return rows


def write_rows(data: QueryDict, prefix: str, rows: list[Row]) -> None:
    """Put rows into sent data instead of those that stand there; stored rows first, as formsets count them."""
    pattern = re.compile(rf"{re.escape(prefix)}-\d+-.+")
    for key in [key for key in data if pattern.fullmatch(key)]:
        del data[key]
    data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
    data[f"{prefix}-INITIAL_FORMS"] = str(sum(1 for row in rows if row.key))
    for index, row in enumerate(rows):
        data[f"{prefix}-{index}-id"] = row.key
        for name, values in row.values.items():
            data.setlist(f"{prefix}-{index}-{name}", values)


def as_new(data: QueryDict, owners: Mapping[str, str]) -> None:
    """Make every row that was sent a new one: the record they belonged to is gone.

    `owners` names, by prefix, the field in which a row names its record.
    """
    for prefix, owner in owners.items():
        rows = [row for row in read_rows(data, prefix) if not row.values.get("DELETE")]
        for row in rows:
            row.key = ""
            row.values.pop(owner, None)
        write_rows(data, prefix, rows)
