"""What cells may name: the records a table speaks of, read once, and cells read as what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from tracker.admin.fields import InstrumentsField, PartnersField
from tracker.admin.importing.columns import BY_NAME, DAY, DECIMAL, FLAG, LIST, NUMBER, Column
from tracker.admin.importing.reading import Problem, Table
from tracker.models import ActionField, Agreement, Commitment, Land, TargetGroup
from tracker.search import fold
from tracker.sheets import cells

LIMITS = {"summary": 20_000, "source_title": 400, "source_publisher": 300, "source_url": 1000, "seen": 64}


class Known:
    """The records that the rows of a table name; a fixed number of queries per 500 codes."""

    def __init__(self, table: Table) -> None:
        self.table = table
        codes = [row.get("code", "") for _number, row in table.rows]
        related = [part for _number, row in table.rows for part in self._named_codes(row)]
        self.stored = {item.code: item for item in self._load({*codes})}
        self.known = {*codes, *self.stored} | set(
            Commitment.objects.filter(code__in={*related}).values_list("code", flat=True)
        )
        self.agreements = {item.slug: item for item in Agreement.objects.all()}
        self.fields = {item.key: item for item in ActionField.objects.select_related("agreement")}
        self.groups = _named(TargetGroup.objects.all(), "key", "name")
        self.lands = _named(Land.objects.all(), "code", "name")
        self.instruments = self._found(InstrumentsField(), ["instrumente"])
        self.partners = self._found(PartnersField(), ["verantwortlich", "mitwirkend"])

    @staticmethod
    def _named_codes(row: dict[str, str]) -> list[str]:
        return [row.get("teil_von", ""), *cells.items(row.get("setzt_fort", ""))]

    @staticmethod
    def _load(codes: set[str]) -> Iterator[Commitment]:
        wanted = sorted(codes)
        for start in range(0, len(wanted), 500):
            yield from (
                Commitment.objects.filter(code__in=wanted[start : start + 500])
                .select_related("agreement", "action_field", "part_of")
                .prefetch_related(
                    "target_groups", "instruments", "lands", "continues", "contributions__partner", "reports"
                )
            )

    def _found(self, lines_field: Any, names: list[str]) -> dict[str, Any]:
        lines = {part for _number, row in self.table.rows for name in names for part in cells.items(row.get(name, ""))}
        return lines_field.find(sorted(lines)) if lines else {}

    def read(self, number: int, row: dict[str, str]) -> tuple[dict[str, Any], list[Problem]]:
        """The cells that are filled, each as what it means, and what is wrong with the others."""
        read: dict[str, Any] = {}
        problems: list[Problem] = []
        for name, text in row.items():
            column = BY_NAME[name]
            try:
                read[column.field] = self._value(column, text, read)
            except cells.Unreadable as error:
                problems.append(Problem(number, name, text[:200], str(error)))
        return read, problems

    def _value(self, column: Column, text: str, read: dict[str, Any]) -> Any:
        if text in cells.EMPTY:
            if column.required:
                raise cells.Unreadable(_("This cannot be empty."))
            return _empty(column)
        if column.choices is not None:
            return cells.word(column.words(), text)
        match column.shape:
            case "day":
                day, precision = cells.day(text)
                read.setdefault(f"{column.field}_read_precision", precision)
                return day
            case "flag":
                return cells.flag(text)
            case "number":
                return cells.number(text)
            case "decimal":
                return cells.decimal(text)
            case "list":
                return self._list(column, cells.items(text))
            case "word":
                return self._record(column, text)
        limit = LIMITS.get(column.field) or getattr(Commitment._meta.get_field(column.field), "max_length", None)
        if limit and len(text) > limit:
            raise cells.Unreadable(_("Longer than %d characters.") % limit)
        return text.replace("\r\n", "\n")

    def _record(self, column: Column, text: str) -> Any:
        if column.field == "agreement":
            if text not in self.agreements:
                known = ", ".join(sorted(self.agreements))
                raise cells.Unreadable(_("No agreement has this key. Known are: %s.") % known)
            return self.agreements[text]
        if column.field == "part_of" and text not in self.known:
            raise cells.Unreadable(_("No commitment has this code."))
        return text

    def _list(self, column: Column, parts: list[str]) -> Any:
        known: dict[str, Any] = {
            "target_groups": self.groups,
            "lands": self.lands,
            "instruments": self.instruments,
            "leads": self.partners,
            "supporting": self.partners,
        }.get(column.field, {})
        if column.field == "involved":
            return "\n".join(parts)
        if column.field == "continues":
            missing = [part for part in parts if part not in self.known]
        else:
            by_word = column.field in ("target_groups", "lands")
            keyed = {part: known.get(fold(part) if by_word else part) for part in parts}
            missing = [part for part, item in keyed.items() if item is None]
        if missing:
            raise cells.Unreadable(_("Not recorded: %s.") % "; ".join(missing))
        return parts if column.field == "continues" else [keyed[part] for part in parts]


def _named(rows: Any, *names: str) -> dict[str, Any]:
    return {fold(getattr(row, name)): row for row in rows for name in names}


def _empty(column: Column) -> Any:
    if column.shape == LIST:
        return "" if column.field == "involved" else []
    if column.shape in (DAY, NUMBER, DECIMAL) or column.field in ("action_field", "part_of"):
        return None
    return False if column.shape == FLAG else ""
