"""The contract of the files (design section 5): one commitment as JSON and as a line of a table, and what it means.

`FIELDS` is the one list that JSON, CSV, XLSX, the interface and the notes on the data page are made from. Codes, not
labels. What is read are plain values: days are days, lists are lists; each format writes them as it can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tracker.listings.contents import Content
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

# What kind of value a field or column holds, and the words for it.
TEXT, CODE, DAY, NUMBER, TRUTH = "text", "code", "day", "number", "yes or no"
TEXTS, CODES, OBJECT, OBJECTS = "list of texts", "list of codes", "object", "list of objects"
MOMENT = "moment"
TYPES: dict[str, Promise] = {
    TEXT: _("text"),
    CODE: _("key word"),
    DAY: _("day, ISO 8601"),
    MOMENT: _("moment, ISO 8601"),
    NUMBER: _("whole number"),
    TRUTH: _("yes or no"),
    TEXTS: _("list of texts"),
    CODES: _("list of key words"),
    OBJECT: pgettext_lazy("data type", "object"),
    OBJECTS: _("list of objects"),
}

Read = Callable[[Content], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the contract: its name, type, meaning in words, and how it is read.

    `codes` is the vocabulary of a code; `label` gives the word for it, which table files add as a column
    `<name>_label`. Fields of an object (`inner`) become one column each. `always` says that it is never empty.
    """

    name: str
    type: str
    meaning: Promise
    read: Read
    codes: Any = None
    label: Read | None = None
    inner: tuple[Column, ...] = ()
    always: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of table files: its name, type, meaning, and how its value is read."""

    name: str
    type: str
    meaning: Promise
    read: Read


# The words for codes --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _label(codes: Any, value: str, kind: str | None, language: str) -> str:
    """The word for a code, kept because a file asks for the same ones again and again."""
    member = codes(value)
    with translation.override(language):
        return str(member.label_for(kind) if kind is not None else member.label)


@lru_cache(maxsize=4096)
def _schedule_label(value: str, kind: str, status: str | None, has_deadline: bool, language: str) -> str:
    with translation.override(language):
        label = str(Schedule(value).label_for(kind, status, has_deadline=has_deadline))
    return label[:1].upper() + label[1:]


def _schedule_word(row: Content) -> str:
    return _schedule_label(row.schedule, row.kind, row.status, row.due_on is not None, row.language)


def _word(codes: Any, read: Read, *, by_kind: bool = False) -> Read:
    def label(row: Content) -> str | None:
        value = read(row)
        return _label(codes, value, row.kind if by_kind else None, row.language) if value else None

    return label


# How values are read --------------------------------------------------------------------------------------------------


def _or_none(name: str) -> Read:
    read = attrgetter(name)
    return lambda row: read(row) or None


def _coded(name: str, codes: Any, meaning: Promise, read: Read | None = None, *, always: bool = False) -> Field:
    read = read or attrgetter(name)
    return Field(name, CODE, meaning, read, codes=codes, label=_word(codes, read), always=always)


def _status(name: str, meaning: Promise) -> Field:
    read = attrgetter(name)
    return Field(name, CODE, meaning, read, codes=Status, label=_word(Status, read, by_kind=True))


def _days_overdue(row: Content) -> int | None:
    return (row.on - row.due_on).days if row.due_on and row.schedule == Schedule.OVERDUE else None


def _action_field(name: str) -> Read:
    read = attrgetter(name)
    return lambda row: read(row.action_field) if row.action_field else None


def _partners(row: Content) -> list[dict[str, Any]]:
    names = ("key", "name", "role", "required", "reporter")
    return [dict(zip(names, part, strict=True)) for part in row.partners]


def _parts(row: Content) -> dict[str, int] | None:
    if row.parts_completed is None:
        return None
    names = ("completed", "ongoing", "open", "unknown", "dropped")
    return {**{name: getattr(row, f"parts_{name}") or 0 for name in names}, "total": _parts_total(row)}  # type: ignore[dict-item]


def _parts_total(row: Content) -> int | None:
    if row.parts_completed is None:
        return None
    rest = (row.parts_ongoing, row.parts_open, row.parts_unknown, row.parts_dropped)
    return row.parts_completed + sum(number or 0 for number in rest)


def _passage(row: Content) -> dict[str, Any]:
    names = ("document", "paragraph", "page", "line_start", "line_end")
    return {name: getattr(row, f"passage_{name}") or None for name in names}


def _each(relation: str, name: str) -> Read:
    rows, read = attrgetter(relation), attrgetter(name)
    return lambda row: [read(item) for item in rows(row)]


def _key_where(name: str, value: Any) -> Read:
    read = attrgetter(name)
    return lambda row: [part.key for part in row.partners if read(part) == value]


def page_url(row: Content) -> str:
    """The lasting address of the commitment's German page."""
    return f"{settings.SITE_URL}{_page_path()}{row.code}/"


@lru_cache(maxsize=1)
def _page_path() -> str:
    """What stands before every code; asking for each of 100,000 addresses anew takes longer than writing them."""
    with translation.override("de"):
        return reverse("public:commitments")


PARTNER_COLUMNS = (
    Column(
        "partner_keys", CODES, _("Keys of the partners named, in the order of the agreement."), _each("partners", "key")
    ),
    Column("partner_names", TEXTS, _("Names of the partners, in the same order."), _each("partners", "name")),
    Column("partner_leads", CODES, _("Keys of the responsible partners."), _key_where("role", Role.LEAD)),
    Column("partner_supporting", CODES, _("Keys of the contributing partners."), _key_where("role", Role.SUPPORTING)),
    Column(
        "partner_required",
        CODES,
        _("Keys of the partners whose contribution is needed for completion."),
        _key_where("required", True),
    ),
    Column(
        "partner_reporters",
        CODES,
        _("Keys of the organisations that report, in the order of the partners; empty where none is named."),
        lambda row: [part.reporter or "" for part in row.partners],
    ),
)
PARTS_COLUMNS = (
    Column("parts_completed", NUMBER, _("Contributions completed."), attrgetter("parts_completed")),
    Column("parts_ongoing", NUMBER, _("Contributions that have become a permanent task."), attrgetter("parts_ongoing")),
    Column("parts_open", NUMBER, _("Contributions not yet completed."), attrgetter("parts_open")),
    Column("parts_unknown", NUMBER, _("Contributions of which no status is known."), attrgetter("parts_unknown")),
    Column("parts_dropped", NUMBER, _("Contributions no longer pursued."), attrgetter("parts_dropped")),
    Column("parts_total", NUMBER, _("All required contributions."), _parts_total),
)
PASSAGE_COLUMNS = (
    Column("passage_document", TEXT, _("Document in which the passage stands."), _or_none("passage_document")),
    Column("passage_paragraph", NUMBER, _("Paragraph, counted without headings."), _or_none("passage_paragraph")),
    Column("passage_page", NUMBER, _("Page."), _or_none("passage_page")),
    Column("passage_line_start", NUMBER, _("First line in the source text."), _or_none("passage_line_start")),
    Column("passage_line_end", NUMBER, _("Last line in the source text."), _or_none("passage_line_end")),
)

FIELDS: tuple[Field, ...] = (
    Field("code", TEXT, _("Lasting code of the commitment."), attrgetter("code"), always=True),
    Field("title", TEXT, _("Title in plain words, by the editors."), attrgetter("title"), always=True),
    Field("description", TEXT, _("What is promised, in plain words."), attrgetter("description"), always=True),
    Field("wording", TEXT, _("Official wording; empty if it is not recorded."), attrgetter("wording"), always=True),
    Field(
        "agreement",
        CODE,
        _("Key of the agreement."),
        attrgetter("agreement.slug"),
        label=attrgetter("agreement.short_title"),
        always=True,
    ),
    _coded(
        "agreement_coverage",
        Coverage,
        _("Whether the whole text of the agreement is recorded or a selection; a selection allows no shares."),
        attrgetter("agreement.coverage"),
        always=True,
    ),
    Field(
        "term_end", DAY, _("End of the term with all extensions."), attrgetter("agreement.effective_end"), always=True
    ),
    Field(
        "action_field",
        CODE,
        _("Action field, as in the filter; empty if not known."),
        _action_field("key"),
    ),
    Field(
        "action_field_title",
        TEXT,
        _("Title of the action field."),
        _action_field("title"),
    ),
    _coded("kind", Kind, _("Measure, target, or declaration without a commitment of its own."), always=True),
    _coded("modality", Modality, _("How binding the words are."), always=True),
    Field("general_aim", TRUTH, _("Whether it is a general aim."), attrgetter("general_aim"), always=True),
    _coded(
        "verifiable",
        Verifiability,
        _("Whether the words allow a check, judged before any progress was known."),
        always=True,
    ),
    Field("verifiable_reason", TEXT, _("Reason for that judgement."), attrgetter("verifiable_reason"), always=True),
    Field(
        "partners",
        OBJECTS,
        _("The partners named: key, name, role, whether their contribution is required, who reports for them."),
        _partners,
        inner=PARTNER_COLUMNS,
        always=True,
    ),
    Field("involved", TEXTS, _("Others that the words name."), attrgetter("involved"), always=True),
    Field(
        "target_groups",
        CODES,
        _("Keys of those whom it is meant for."),
        _each("target_groups", "key"),
        label=_each("target_groups", "name"),
        always=True,
    ),
    Field(
        "instruments",
        CODES,
        _("Keys of the programmes, laws and tools named."),
        _each("instruments", "key"),
        label=_each("instruments", "name"),
        always=True,
    ),
    Field(
        "laender",
        CODES,
        _("Codes of the Länder named; the agreements recorded so far name none."),
        _each("lands", "code"),
        label=_each("lands", "name"),
        always=True,
    ),
    _status("status", _("Status on the day of the view; empty for declarations.")),
    Field(
        "unknown_reason",
        CODE,
        _("Why the status is not known."),
        attrgetter("unknown_reason"),
        codes=UnknownReason,
        label=_word(UnknownReason, attrgetter("unknown_reason"), by_kind=True),
    ),
    Field(
        "status_as_of",
        DAY,
        _("Day of the fact behind the status; the last possible day if it is not exact."),
        attrgetter("status_as_of"),
    ),
    _coded("status_as_of_precision", Precision, _("How exact that day is.")),
    _coded("status_origin", Origin, _("Whether a partner said it or it was researched.")),
    _coded("status_confidence", Confidence, _("How sure it is that the source carries the status.")),
    _coded(
        "status_basis",
        StatusBasis,
        _("Whether the status rests on facts on single contributions or on the whole."),
    ),
    _status(
        "status_reported",
        _("Status that follows from what the partners reported; empty without reports."),
    ),
    Field(
        "differs",
        TRUTH,
        _("Whether a contribution was reported otherwise than it was assessed."),
        attrgetter("differs"),
        always=True,
    ),
    _status("status_at_term_end", _("Status at the end of the term; empty while the agreement runs.")),
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
        attrgetter("schedule"),
        codes=Schedule,
        label=_schedule_word,
        always=True,
    ),
    Field(
        "days_overdue",
        NUMBER,
        _("Days since a deadline named in the text has passed; empty otherwise."),
        _days_overdue,
    ),
    Field("due_on", DAY, _("Deadline: the last day that satisfies the words."), attrgetter("due_on")),
    _coded("due_precision", Precision, _("How exact the deadline is."), _or_none("due_precision")),
    Field("due_wording", TEXT, _("Words of the deadline."), _or_none("due_wording")),
    _coded(
        "due_basis",
        DeadlineBasis,
        _("Whether the text names the deadline or it follows from its words."),
        _or_none("due_basis"),
    ),
    Field("due_on_agreed", DAY, _("Deadline as first agreed."), attrgetter("due_on_agreed")),
    Field("deadline_moves", NUMBER, _("How often the deadline was moved."), attrgetter("deadline_moves"), always=True),
    _coded(
        "reporting",
        Reporting,
        _("How reporting stands, the worst of the required contributions; empty for declarations and past days."),
    ),
    Field("last_report_on", DAY, _("Day of the newest report of a partner."), attrgetter("last_report_on")),
    Field("last_research_on", DAY, _("Day on which a source was last seen."), attrgetter("last_research_on")),
    _coded("evidence_grade", Grade, _("Kind of evidence behind the status."), always=True),
    Field("evidence_count", NUMBER, _("Number of sources."), attrgetter("evidence_count"), always=True),
    Field("facts_count", NUMBER, _("Number of published facts and reports."), attrgetter("facts_count"), always=True),
    Field("part_of", TEXT, _("Code of the commitment of which it is a part."), attrgetter("part_of")),
    Field(
        "continues",
        TEXTS,
        _("Codes of earlier commitments that it carries on."),
        lambda row: list(row.continues),
        always=True,
    ),
    Field(
        "continued_by",
        TEXTS,
        _("Codes of later commitments that carry it on."),
        lambda row: list(row.continued_by),
        always=True,
    ),
    Field("passage", OBJECT, _("Where it stands in the text."), _passage, inner=PASSAGE_COLUMNS, always=True),
    Field("changed_on", DAY, _("Day on which its public record last changed."), attrgetter("changed_on")),
    Field("url", TEXT, _("Address of its page."), page_url, always=True),
)


def commitment_row(row: Content) -> dict[str, Any]:
    """One commitment by the contract, as JSON holds it."""
    return {item.name: _plain(item.read(row)) for item in FIELDS}


def _plain(value: Any) -> Any:
    return value if value is None or type(value) in (str, int, bool, list, dict) else iso(value)


# One line of a table file ---------------------------------------------------------------------------------------------


def _columns() -> Iterator[Column]:
    for item in FIELDS:
        if item.inner:
            yield from item.inner
        else:
            yield Column(item.name, item.type, item.meaning, item.read)
        if item.label is not None:
            listed = item.type == CODES
            yield Column(f"{item.name}_label", TEXTS if listed else TEXT, _("The word for it."), item.label)


def _said_by_the_file(row: Content) -> None:
    """What stands in the last columns comes from the view, not from the row."""


# The same in every line, so that a line taken out of the file still says where it comes from.
LAST_COLUMNS: tuple[Column, ...] = (
    Column("as_of", DAY, _("Day of the view."), _said_by_the_file),
    Column("licence", TEXT, _("Licence of the data."), _said_by_the_file),
    Column("source", TEXT, _("Name of this site and address of the table with these rows."), _said_by_the_file),
)
ROW_COLUMNS: tuple[Column, ...] = tuple(_columns())
COLUMNS: tuple[Column, ...] = (*ROW_COLUMNS, *LAST_COLUMNS)
_READS = tuple(column.read for column in ROW_COLUMNS)
_LISTS = tuple(place for place, column in enumerate(ROW_COLUMNS) if column.type in (TEXTS, CODES))


def values(row: Content) -> list[Any]:
    """One commitment as the values of a line, but for the last columns: days are days, lists are joined by a bar."""
    line = [read(row) for read in _READS]
    for place in _LISTS:
        if line[place]:
            line[place] = SEPARATOR.join([item.replace(SEPARATOR, "/") for item in line[place]])
        else:
            line[place] = ""
    return line
