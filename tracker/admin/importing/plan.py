"""What a table would change: every row checked against the record, every change with its value before and after."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from tracker import workflow
from tracker.admin.fields import InstrumentsField, PartnersField
from tracker.admin.importing import values
from tracker.admin.importing.columns import (
    BY_NAME,
    COLUMNS,
    DAY,
    DEADLINE_FIELDS,
    DECIMAL,
    EMPTY,
    FACT_FIELDS,
    FLAG,
    LIST,
    NUMBER,
    Column,
)
from tracker.admin.importing.reading import Problem, Table
from tracker.models import ActionField, Agreement, Commitment, Contribution, Land, StatusReport, TargetGroup
from tracker.models.commitments import CODE_VALIDATOR
from tracker.search import fold
from tracker.vocabulary import Grade, Precision, Role, Status
from tracker.workflow.commitments import CORRECTABLE

LIMITS = {"summary": 20_000, "source_title": 400, "source_publisher": 300, "source_url": 1000}
RELATIONS = {"target_groups", "instruments", "lands", "continues", "leads", "supporting"}


@dataclass
class Step:
    """One change of one value: its column, before and after in words."""

    column: str
    before: str
    after: str


@dataclass
class Entry:
    """What one row does to one commitment."""

    row: int
    code: str
    item: Commitment
    new: bool
    values: dict[str, Any] = field(default_factory=dict)
    fact: workflow.FactData | None = None
    steps: list[Step] = field(default_factory=list)

    @property
    def needs_reason(self) -> bool:
        """Whether it changes in public what is published: texts or the deadline."""
        public = not self.new and self.item.published_at is not None
        return public and bool({*CORRECTABLE, *DEADLINE_FIELDS} & {*self.values})


@dataclass
class Plan:
    """What a whole table does, or why it does nothing."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def created(self) -> int:
        """How many commitments are new."""
        return sum(1 for entry in self.entries if entry.new)

    @property
    def changed(self) -> int:
        """How many commitments are there already and change."""
        return len(self.entries) - self.created

    @property
    def needs_reason(self) -> bool:
        """Whether a public reason has to be given."""
        return any(entry.needs_reason for entry in self.entries)

    def digest(self) -> str:
        """A word that is the same only for the same changes of the same values."""
        told = [[entry.code, entry.new, [[s.column, s.before, s.after] for s in entry.steps]] for entry in self.entries]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def make_plan(table: Table, *, on: date) -> Plan:
    """Check every row of a table against the record as it is now; a fixed number of queries."""
    plan = Plan(problems=list(table.problems), notes=list(table.notes))
    if plan.problems and not table.rows:
        return plan
    Checker(table, plan, on=on).run()
    if plan.problems:
        plan.problems.sort(key=lambda problem: problem.row)
    return plan


class Checker:
    """Checks rows; what it needs of the record is read once at the beginning."""

    def __init__(self, table: Table, plan: Plan, *, on: date) -> None:
        self.table, self.plan, self.on = table, plan, on
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
        return [row.get("teil_von", ""), *values.items(row.get("setzt_fort", ""))]

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
        lines = {part for _number, row in self.table.rows for name in names for part in values.items(row.get(name, ""))}
        return lines_field.find(sorted(lines)) if lines else {}

    # --- rows --------------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Make an entry of every row that changes something."""
        seen: dict[str, int] = {}
        for number, row in self.table.rows:
            code = row.get("code", "")
            if not code:
                self._refuse(number, "code", "", _("The code is missing."))
            elif code in seen:
                text = _("This code stands in row %(row)d already.") % {"row": seen[code]}
                self._refuse(number, "code", code, text)
            else:
                seen[code] = number
                self._row(number, code, row)

    def _refuse(self, row: int, column: str, value: str, text: str) -> None:
        self.plan.problems.append(Problem(row, column, value[:200], text))

    def _row(self, number: int, code: str, row: dict[str, str]) -> None:
        before = len(self.plan.problems)
        stored = self.stored.get(code)
        read = self._read(number, row)
        if stored is None:
            self._check_new(number, code, row, read)
        item = stored or Commitment(code=code)
        agreement = read.get("agreement") or (stored.agreement if stored else None)
        self._check_related(number, row, read, agreement, item)
        if len(self.plan.problems) > before:
            return
        entry = Entry(number, code, item, new=stored is None)
        self._compare(entry, read)
        if len(self.plan.problems) == before:
            self._check_whole(entry, row, read)
        if len(self.plan.problems) > before:
            return
        if entry.steps or entry.new:
            self.plan.entries.append(entry)
        else:
            self.plan.unchanged += 1

    def _read(self, number: int, row: dict[str, str]) -> dict[str, Any]:
        """The cells that are filled, each as what it means."""
        read: dict[str, Any] = {}
        for name, text in row.items():
            column = BY_NAME[name]
            try:
                read[column.field] = self._value(column, text, read)
            except values.Unreadable as error:
                self._refuse(number, name, text, str(error))
        return read

    def _value(self, column: Column, text: str, read: dict[str, Any]) -> Any:
        if text in EMPTY:
            if column.required:
                raise values.Unreadable(_("This cannot be empty."))
            return _empty(column)
        if column.choices is not None:
            return values.word(column, text)
        match column.shape:
            case "day":
                day, precision = values.day(text)
                read.setdefault(f"{column.field}_read_precision", precision)
                return day
            case "flag":
                return values.flag(text)
            case "number":
                return values.number(text)
            case "decimal":
                return values.decimal(text)
            case "list":
                return self._list(column, values.items(text))
            case "word":
                return self._record(column, text)
        limit = LIMITS.get(column.field) or getattr(Commitment._meta.get_field(column.field), "max_length", None)
        if limit and len(text) > limit:
            raise values.Unreadable(_("Longer than %d characters.") % limit)
        return text.replace("\r\n", "\n")

    def _record(self, column: Column, text: str) -> Any:
        if column.field == "agreement":
            if text not in self.agreements:
                known = ", ".join(sorted(self.agreements))
                raise values.Unreadable(_("No agreement has this key. Known are: %s.") % known)
            return self.agreements[text]
        if column.field == "part_of" and text not in self.known:
            raise values.Unreadable(_("No commitment has this code."))
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
            raise values.Unreadable(_("Not recorded: %s.") % "; ".join(missing))
        return parts if column.field == "continues" else [keyed[part] for part in parts]

    # --- checks ------------------------------------------------------------------------------------------------------

    def _check_new(self, number: int, code: str, row: dict[str, str], read: dict[str, Any]) -> None:
        try:
            CODE_VALIDATOR(code)
        except ValidationError as error:
            self._refuse(number, "code", code, " ".join(error.messages))
        if len(code) > 40:
            self._refuse(number, "code", code, _("Longer than %d characters.") % 40)
        for column in COLUMNS:
            if column.required and column.name not in row:
                self._refuse(number, column.name, "", _("Missing: a new commitment needs it."))
        agreement = read.get("agreement")
        if agreement is not None and not code.startswith(f"{agreement.code_prefix}-"):
            text = _("Codes of this agreement begin with %s-.") % agreement.code_prefix
            self._refuse(number, "code", code, text)

    def _check_related(
        self, number: int, row: dict[str, str], read: dict[str, Any], agreement: Agreement | None, item: Commitment
    ) -> None:
        if item.pk and "agreement" in read and read["agreement"].pk != item.agreement_id:
            self._refuse(number, "vereinbarung", row["vereinbarung"], _("The commitment belongs to another agreement."))
        if read.get("action_field") and agreement is not None:
            text = str(read["action_field"])
            key = text if "-" in text else f"{agreement.field_prefix}-{text}"
            found = self.fields.get(key)
            if found is None or found.agreement_id != agreement.pk:
                self._refuse(number, "handlungsfeld", text, _("The agreement has no such action field."))
            read["action_field"] = found
        if read.get("part_of") == item.code:
            self._refuse(number, "teil_von", item.code, _("A commitment cannot be part of itself."))
        both = {*read.get("leads", ())} & {*read.get("supporting", ())}
        if both:
            names = ", ".join(sorted(str(partner) for partner in both))
            self._refuse(number, "mitwirkend", names, _("This partner is named as responsible as well."))

    def _check_whole(self, entry: Entry, row: dict[str, str], read: dict[str, Any]) -> None:
        """What several values have to say together."""
        number = entry.row

        def now(name: str) -> Any:
            return entry.values.get(name, getattr(entry.item, name))

        if now("due_on") and not (now("due_wording") and now("due_precision") and now("due_basis")):
            text = _("A deadline needs its words, its precision and its basis.")
            self._refuse(number, "frist", row.get("frist", ""), text)
        if now("due_start") and now("due_on") and now("due_start") > now("due_on"):
            self._refuse(number, "frist_von", row.get("frist_von", ""), _("The deadline ends before it begins."))
        first, last = now("passage_line_start"), now("passage_line_end")
        if first and last and last < first:
            self._refuse(number, "zeile_bis", str(last), _("The passage ends before it begins."))
        public = not entry.new and entry.item.published_at is not None
        if public and {*DEADLINE_FIELDS} & {*entry.values} and not {"due_on", "due_wording"} & {*entry.values}:
            text = _("Precision and basis of a public deadline change only together with the deadline.")
            self._refuse(number, "frist", row.get("frist", ""), text)
        if public and entry.values.get("due_start"):
            text = _("The beginning of the period of a public deadline cannot be changed by a table.")
            self._refuse(number, "frist_von", row.get("frist_von", ""), text)
        self._check_fact(entry, row, read)

    def _check_fact(self, entry: Entry, row: dict[str, str], read: dict[str, Any]) -> None:
        if "summary" not in read:
            for column in COLUMNS:
                if column.field in FACT_FIELDS and column.name in row:
                    self._refuse(entry.row, "angabe", "", _("Status and source need the text of the fact."))
                    return
            return
        for name, column in (("as_of", "stand"), ("seen_on", "gesehen_am")):
            if not read.get(name):
                self._refuse(entry.row, column, "", _("Missing: a fact needs it."))
                return
        evidence = self._evidence(entry, row, read)
        fact = workflow.FactData(
            as_of=read["as_of"],
            as_of_precision=read["as_of_read_precision"],
            summary=read["summary"],
            seen_on=read["seen_on"],
            status=read.get("status") or "",
            grade=read.get("grade") or (Grade.DOCUMENT if evidence else Grade.NONE),
            confidence=read.get("confidence") or "high",
            evidence=evidence,
        )
        for report in entry.item.reports.all() if entry.item.pk else ():
            if _same_fact(report, fact):
                if report.status != fact.status:
                    text = _("This fact is recorded with another status. Correct it by itself.")
                    self._refuse(entry.row, "angabe", fact.summary, text)
                return
        try:
            probe = Commitment(
                agreement=entry.values.get("agreement") or entry.item.agreement,
                kind=entry.values.get("kind", entry.item.kind),
                due_on=entry.values.get("due_on", entry.item.due_on),
            )
            workflow.check_fact(probe, fact, None, on=self.on)
        except ValidationError as error:
            names = {column.field: column.name for column in COLUMNS}
            for name, found in error.message_dict.items():
                self._refuse(entry.row, names.get(name, "angabe"), row.get(names.get(name, ""), ""), " ".join(found))
            return
        entry.fact = fact
        status = str(Status(fact.status).label) if fact.status else _("leaves the status as it is")
        entry.steps.append(Step("angabe", "", f"{fact.as_of.isoformat()}: {status}. {fact.summary}"))

    def _evidence(self, entry: Entry, row: dict[str, str], read: dict[str, Any]) -> tuple[workflow.EvidenceData, ...]:
        if not read.get("source_title"):
            return ()
        if not read.get("source_publisher"):
            self._refuse(entry.row, "quelle_herausgeber", "", _("Missing: a source needs it."))
        url = read.get("source_url") or ""
        if url:
            try:
                URLValidator(schemes=["http", "https"])(url)
            except ValidationError:
                self._refuse(entry.row, "quelle_adresse", url, _("This is no address. It begins with https://."))
        return (
            workflow.EvidenceData(
                title=read["source_title"],
                publisher=read.get("source_publisher") or "",
                seen_on=read["seen_on"],
                url=url,
                published_on=read.get("source_published"),
                published_precision=read.get("source_published_read_precision", Precision.DAY),
            ),
        )

    # --- before and after --------------------------------------------------------------------------------------------

    def _compare(self, entry: Entry, read: dict[str, Any]) -> None:
        """Note every value that is different from the stored one."""
        if "due_on" in read:
            if read["due_on"] is None:
                cleared = {"due_precision": "", "due_basis": "", "due_wording": "", "due_start": None}
                read.update({name: value for name, value in cleared.items() if name not in read})
            else:
                read.setdefault("due_precision", read["due_on_read_precision"].value)
        for column in COLUMNS:
            name = column.field
            if name not in read or name in FACT_FIELDS or name == "code":
                continue
            before, after = self._stored(entry, name), read[name]
            shown_before, shown_after = _shown(column, before), _shown(column, after)
            if _key(before) == _key(after):
                continue
            entry.values[name] = after
            entry.steps.append(Step(column.name, shown_before, shown_after))
        if not entry.new:
            self._check_removed(entry)

    def _stored(self, entry: Entry, name: str) -> Any:
        item = entry.item
        if entry.new:
            if name in RELATIONS:
                return []
            if name in ("agreement", "action_field", "part_of"):
                return None
            return getattr(item, name)
        if name in ("leads", "supporting"):
            role = Role.LEAD if name == "leads" else Role.SUPPORTING
            return [part.partner for part in item.contributions.all() if part.role == role]
        if name == "continues":
            return [earlier.code for earlier in item.continues.all()]
        if name in RELATIONS:
            return list(getattr(item, name).all())
        if name == "part_of":
            return item.part_of.code if item.part_of else None
        return getattr(item, name)

    def _check_removed(self, entry: Entry) -> None:
        """Contributions that were asked for or reported on stay."""
        wanted = wanted_contributions(entry)
        if wanted is None:
            return
        reported = {report.contribution_id for report in entry.item.reports.all()}
        for part in entry.item.contributions.all():
            if part.partner not in wanted and (part.pk in reported or part.reporting_base != "not_asked"):
                text = _("This contribution has already been asked for or reported on; it cannot be taken away.")
                self._refuse(entry.row, "verantwortlich", str(part.partner), text)


def wanted_contributions(entry: Entry) -> dict[Any, str] | None:
    """The partners a commitment shall have, with their roles; None if the table says nothing about them."""
    if not {"leads", "supporting"} & {*entry.values}:
        return None
    stored: list[Contribution] = [] if entry.new else list(entry.item.contributions.all())
    wanted: dict[Any, str] = {}
    for name, role in (("leads", Role.LEAD), ("supporting", Role.SUPPORTING)):
        partners = entry.values.get(name)
        if partners is None:
            partners = [part.partner for part in stored if part.role == role]
        for partner in partners:
            wanted.setdefault(partner, role)
    return wanted


def _named(rows: Any, *names: str) -> dict[str, Any]:
    return {fold(getattr(row, name)): row for row in rows for name in names}


def _empty(column: Column) -> Any:
    if column.shape == LIST:
        return "" if column.field == "involved" else []
    if column.shape in (DAY, NUMBER, DECIMAL) or column.field in ("action_field", "part_of"):
        return None
    return False if column.shape == FLAG else ""


def _same_fact(report: StatusReport, fact: workflow.FactData) -> bool:
    return (
        report.published_at is not None
        and report.revoked_at is None
        and report.summary == fact.summary
        and report.as_of == fact.as_of
        and report.as_of_precision == fact.as_of_precision
    )


def _key(value: Any) -> Any:
    """A value to compare: records by key, lists without order, numbers by amount."""
    if isinstance(value, list):
        return sorted(str(getattr(item, "pk", item)) for item in value)
    if isinstance(value, Decimal):
        return value.normalize()
    return getattr(value, "pk", value) if value not in (None, "") else ""


def _shown(column: Column, value: Any) -> str:
    """A value in words."""
    if value in (None, ""):
        return ""
    if column.choices is not None:
        return str(column.choices(value).label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(sorted(str(item) for item in value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
