"""The contract of the files (design section 5): one commitment as JSON and as CSV, and what each column means.

`FIELDS` is the one list that JSON, CSV and the notes on the data page are made from. Codes, not labels; days are ISO.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker import rules
from tracker.listings.records import Record
from tracker.pages.words import schedule_label
from tracker.site import site
from tracker.snapshots import iso
from tracker.vocabulary import (
    Confidence,
    Coverage,
    DeadlineBasis,
    Grade,
    Kind,
    Modality,
    Origin,
    Precision,
    Reporting,
    Role,
    Schedule,
    Status,
    StatusBasis,
    UnknownReason,
    Verifiability,
)

SEPARATOR = "|"

# What kind of value a field or column holds; the data page has the words for them.
TEXT, CODE, DAY, NUMBER, TRUTH = "text", "code", "day", "number", "yes or no"
TEXTS, CODES, OBJECT, OBJECTS = "list of texts", "list of codes", "object", "list of objects"


def reporting_of(record: Record) -> str | None:
    """The reporting state as the public sees it: the worst of the required parts; none for positions and past days."""
    commitment = record.commitment
    if commitment.kind == Kind.POSITION or record.standing is not commitment:
        return None
    required = [item for item in commitment.contributions.all() if item.required]
    return rules.worst(item.reporting(on=record.on).public() for item in required).value


def _days_overdue(record: Record) -> int | None:
    due_on = record.commitment.due_on
    return (record.on - due_on).days if due_on and record.schedule is Schedule.OVERDUE else None


def _partners(record: Record) -> list[dict[str, Any]]:
    return [
        {
            "key": item.partner.key,
            "name": item.partner.name,
            "role": item.role,
            "required": item.required,
            "reporter": item.reporter.key if item.reporter else None,
        }
        for item in record.commitment.contributions.all()
    ]


def _parts(record: Record) -> dict[str, int] | None:
    parts = record.standing.parts
    if parts is None:
        return None
    names = ("completed", "ongoing", "open", "unknown", "dropped", "total")
    return {name: getattr(parts, name) for name in names}


def _passage(record: Record) -> dict[str, Any]:
    names = ("document", "paragraph", "page", "line_start", "line_end")
    return {name: getattr(record.commitment, f"passage_{name}") or None for name in names}


def _part_of(record: Record) -> str | None:
    whole = record.commitment.part_of
    return whole.code if whole is not None and whole.published_at else None


def page_url(record: Record) -> str:
    """The lasting address of the commitment's German page."""
    with translation.override("de"):
        return site().url + reverse("public:commitment", args=[record.commitment.code])


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the contract: its name, type, meaning in words, and how it is read.

    `codes` is the vocabulary of a code; `label` gives the word for it, which CSV adds as a column `<name>_label`.
    Fields of an object (`inner`) become one column each.
    """

    name: str
    type: str
    meaning: Promise
    read: Callable[[Record], Any]
    codes: Any = None
    label: Callable[[Record], Any] | None = None
    inner: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of CSV and of table files: its name, type, meaning, and how it is read from a field's value."""

    name: str
    type: str
    meaning: Promise
    read: Callable[[Any], Any]


def _of_commitment(name: str) -> Callable[[Record], Any]:
    return lambda record: iso(getattr(record.commitment, name))


def _of_standing(name: str) -> Callable[[Record], Any]:
    return lambda record: iso(getattr(record.standing, name))


def _or_none(name: str) -> Callable[[Record], Any]:
    return lambda record: getattr(record.commitment, name) or None


def _word(codes: Any, read: Callable[[Record], Any]) -> Callable[[Record], Any]:
    def label(record: Record) -> Any:
        value = read(record)
        return None if value is None else codes(value).label

    return label


def _status_word(read: Callable[[Record], Any]) -> Callable[[Record], Any]:
    def label(record: Record) -> Any:
        value = read(record)
        return None if value is None else Status(value).label_for(record.commitment.kind)

    return label


def _coded(name: str, codes: Any, meaning: Promise, read: Callable[[Record], Any]) -> Field:
    return Field(name, CODE, meaning, read, codes=codes, label=_word(codes, read))


def _status(name: str, meaning: Promise, read: Callable[[Record], Any]) -> Field:
    return Field(name, CODE, meaning, read, codes=Status, label=_status_word(read))


def _reason_word(record: Record) -> Any:
    value = record.standing.unknown_reason
    return None if value is None else UnknownReason(value).label_for(record.commitment.kind)


def _at_term_end(record: Record) -> str | None:
    return record.commitment.status_at_term_end if record.ended else None


def _listed(key: str) -> Callable[[list[dict[str, Any]]], list[str]]:
    return lambda partners: [partner[key] or "" for partner in partners]


def _picked(key: str, value: Any) -> Callable[[list[dict[str, Any]]], list[str]]:
    return lambda partners: [partner["key"] for partner in partners if partner[key] == value]


def _inside(key: str) -> Callable[[dict[str, Any] | None], Any]:
    return lambda value: None if value is None else value[key]


PARTNER_COLUMNS = (
    Column("partner_keys", CODES, _("Keys of the partners named, in the order of the agreement."), _listed("key")),
    Column("partner_names", TEXTS, _("Names of the partners, in the same order."), _listed("name")),
    Column("partner_leads", CODES, _("Keys of the responsible partners."), _picked("role", Role.LEAD)),
    Column("partner_supporting", CODES, _("Keys of the contributing partners."), _picked("role", Role.SUPPORTING)),
    Column(
        "partner_required",
        CODES,
        _("Keys of the partners whose contribution is needed for completion."),
        _picked("required", True),
    ),
    Column(
        "partner_reporters",
        CODES,
        _("Keys of the organisations that report, in the order of the partners; empty where none is named."),
        _listed("reporter"),
    ),
)
PARTS_COLUMNS = (
    Column("parts_completed", NUMBER, _("Contributions completed."), _inside("completed")),
    Column("parts_ongoing", NUMBER, _("Contributions that have become a permanent task."), _inside("ongoing")),
    Column("parts_open", NUMBER, _("Contributions not yet completed."), _inside("open")),
    Column("parts_unknown", NUMBER, _("Contributions of which no status is known."), _inside("unknown")),
    Column("parts_dropped", NUMBER, _("Contributions no longer pursued."), _inside("dropped")),
    Column("parts_total", NUMBER, _("All required contributions."), _inside("total")),
)
PASSAGE_COLUMNS = (
    Column("passage_document", TEXT, _("Document in which the passage stands."), _inside("document")),
    Column("passage_paragraph", NUMBER, _("Paragraph, counted without headings."), _inside("paragraph")),
    Column("passage_page", NUMBER, _("Page."), _inside("page")),
    Column("passage_line_start", NUMBER, _("First line in the source text."), _inside("line_start")),
    Column("passage_line_end", NUMBER, _("Last line in the source text."), _inside("line_end")),
)

FIELDS: tuple[Field, ...] = (
    Field("code", TEXT, _("Lasting code of the commitment."), _of_commitment("code")),
    Field("title", TEXT, _("Title in plain words, by the editors."), _of_commitment("title")),
    Field("description", TEXT, _("What is promised, in plain words."), _of_commitment("description")),
    Field("wording", TEXT, _("Official wording; empty if it is not recorded."), _of_commitment("wording")),
    Field(
        "agreement",
        CODE,
        _("Key of the agreement."),
        lambda record: record.commitment.agreement.slug,
        label=lambda record: record.commitment.agreement.short_title,
    ),
    _coded(
        "agreement_coverage",
        Coverage,
        _("Whether the whole text of the agreement is recorded or a selection; a selection allows no shares."),
        lambda record: record.commitment.agreement.coverage,
    ),
    Field(
        "term_end",
        DAY,
        _("End of the term with all extensions."),
        lambda record: iso(record.commitment.agreement.effective_end),
    ),
    Field(
        "action_field",
        CODE,
        _("Action field, as in the filter; empty if not known."),
        lambda record: record.commitment.action_field.key if record.commitment.action_field else None,
    ),
    Field(
        "action_field_title",
        TEXT,
        _("Title of the action field."),
        lambda record: record.commitment.action_field.title if record.commitment.action_field else None,
    ),
    _coded("kind", Kind, _("Measure, target, or declaration without a commitment of its own."), _of_commitment("kind")),
    _coded("modality", Modality, _("How binding the words are."), _of_commitment("modality")),
    Field("general_aim", TRUTH, _("Whether it is a general aim."), _of_commitment("general_aim")),
    _coded(
        "verifiable",
        Verifiability,
        _("Whether the words allow a check, judged before any progress was known."),
        _of_commitment("verifiable"),
    ),
    Field("verifiable_reason", TEXT, _("Reason for that judgement."), _of_commitment("verifiable_reason")),
    Field(
        "partners",
        OBJECTS,
        _("The partners named: key, name, role, whether their contribution is required, who reports for them."),
        _partners,
        inner=PARTNER_COLUMNS,
    ),
    Field("involved", TEXTS, _("Others that the words name."), lambda record: record.commitment.involved_list),
    Field(
        "target_groups",
        CODES,
        _("Keys of those whom it is meant for."),
        lambda record: [item.key for item in record.commitment.target_groups.all()],
        label=lambda record: [item.name for item in record.commitment.target_groups.all()],
    ),
    Field(
        "instruments",
        CODES,
        _("Keys of the programmes, laws and tools named."),
        lambda record: [item.key for item in record.commitment.instruments.all()],
        label=lambda record: [item.name for item in record.commitment.instruments.all()],
    ),
    Field(
        "laender",
        CODES,
        _("Codes of the Länder named; the agreements recorded so far name none."),
        lambda record: [item.code for item in record.commitment.lands.all()],
        label=lambda record: [item.name for item in record.commitment.lands.all()],
    ),
    _status("status", _("Status on the day of the view; empty for declarations."), _of_standing("status")),
    Field(
        "unknown_reason",
        CODE,
        _("Why the status is not known."),
        _of_standing("unknown_reason"),
        codes=UnknownReason,
        label=_reason_word,
    ),
    Field(
        "status_as_of",
        DAY,
        _("Day of the fact behind the status; the last possible day if it is not exact."),
        _of_standing("status_as_of"),
    ),
    _coded("status_as_of_precision", Precision, _("How exact that day is."), _of_standing("status_as_of_precision")),
    _coded(
        "status_origin", Origin, _("Whether a partner said it or it was researched."), _of_standing("status_origin")
    ),
    Field(
        "status_confidence",
        CODE,
        _("How sure it is that the source carries the status."),
        _of_standing("status_confidence"),
        codes=Confidence,
        label=_word(Confidence, _of_standing("status_confidence")),
    ),
    _coded(
        "status_basis",
        StatusBasis,
        _("Whether the status rests on facts on single contributions or on the whole."),
        _of_standing("status_basis"),
    ),
    _status(
        "status_reported",
        _("Status that follows from what the partners reported; empty without reports."),
        _of_standing("status_reported"),
    ),
    Field(
        "differs",
        TRUTH,
        _("Whether a contribution was reported otherwise than it was assessed."),
        _of_standing("differs"),
    ),
    _status("status_at_term_end", _("Status at the end of the term; empty while the agreement runs."), _at_term_end),
    Field(
        "parts",
        OBJECT,
        _("How many contributions stand where; only where partners themselves reported."),
        _parts,
        inner=PARTS_COLUMNS,
    ),
    Field(
        "schedule",
        CODE,
        _("Where it stands against its deadline on the day of the view."),
        lambda record: record.schedule.value,
        codes=Schedule,
        label=lambda record: schedule_label(record.commitment, on=record.on, standing=record.standing),
    ),
    Field(
        "days_overdue",
        NUMBER,
        _("Days since a deadline named in the text has passed; empty otherwise."),
        _days_overdue,
    ),
    Field("due_on", DAY, _("Deadline: the last day that satisfies the words."), _of_commitment("due_on")),
    Field(
        "due_precision",
        CODE,
        _("How exact the deadline is."),
        _or_none("due_precision"),
        codes=Precision,
        label=_word(Precision, _or_none("due_precision")),
    ),
    Field("due_wording", TEXT, _("Words of the deadline."), _or_none("due_wording")),
    _coded(
        "due_basis",
        DeadlineBasis,
        _("Whether the text names the deadline or it follows from its words."),
        _or_none("due_basis"),
    ),
    Field("due_on_agreed", DAY, _("Deadline as first agreed."), _of_commitment("due_on_agreed")),
    Field("deadline_moves", NUMBER, _("How often the deadline was moved."), _of_commitment("deadline_moves")),
    _coded(
        "reporting",
        Reporting,
        _("How reporting stands, the worst of the required contributions; empty for declarations and past days."),
        reporting_of,
    ),
    Field("last_report_on", DAY, _("Day of the newest report of a partner."), _of_standing("last_report_on")),
    Field("last_research_on", DAY, _("Day on which a source was last seen."), _of_standing("last_research_on")),
    _coded("evidence_grade", Grade, _("Kind of evidence behind the status."), _of_standing("evidence_grade")),
    Field("evidence_count", NUMBER, _("Number of sources."), _of_standing("evidence_count")),
    Field("facts_count", NUMBER, _("Number of published facts and reports."), _of_standing("facts_count")),
    Field("part_of", TEXT, _("Code of the commitment of which it is a part."), _part_of),
    Field(
        "continues",
        TEXTS,
        _("Codes of earlier commitments that it carries on."),
        lambda record: [item.code for item in record.commitment.continues.all()],
    ),
    Field(
        "continued_by",
        TEXTS,
        _("Codes of later commitments that carry it on."),
        lambda record: [item.code for item in record.commitment.continued_by.all()],
    ),
    Field("passage", OBJECT, _("Where it stands in the text."), _passage, inner=PASSAGE_COLUMNS),
    Field("changed_on", DAY, _("Day on which its public record last changed."), _of_commitment("changed_on")),
    Field("url", TEXT, _("Address of its page."), page_url),
)


def commitment_row(record: Record) -> dict[str, Any]:
    """One commitment by the contract."""
    return {item.name: item.read(record) for item in FIELDS}


# One line of a table file ----------------------------------------------------------------------------------------


def flat(value: Any) -> str:
    """A value as the text of one cell: lists joined by a bar, nothing for what is not known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return SEPARATOR.join(str(item).replace(SEPARATOR, "/") for item in value)
    return str(value)


def _columns() -> Iterator[Column]:
    for item in FIELDS:
        if item.inner:
            yield from item.inner
        else:
            yield Column(item.name, item.type, item.meaning, _same)
        if item.label is not None:
            listed = item.type == CODES
            yield Column(f"{item.name}_label", TEXTS if listed else TEXT, _("The word for it."), _same)


def _same(value: Any) -> Any:
    return value


# The same in every line, so that a line taken out of the file still says where it comes from.
LAST_COLUMNS: tuple[Column, ...] = (
    Column("as_of", DAY, _("Day of the view."), _same),
    Column("licence", TEXT, _("Licence of the data."), _same),
    Column("source", TEXT, _("Name of this site and address of the table with these rows."), _same),
)
COLUMNS: tuple[Column, ...] = (*_columns(), *LAST_COLUMNS)


def cells(record: Record) -> list[str]:
    """One commitment as the cells of a line, but for the last columns."""
    line: list[str] = []
    for item in FIELDS:
        value = item.read(record)
        line.extend(flat(column.read(value)) for column in item.inner) if item.inner else line.append(flat(value))
        if item.label is not None:
            line.append(flat(item.label(record)))
    return line
