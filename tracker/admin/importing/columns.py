"""The columns of a table of commitments: their names, what they mean and which words they take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.vocabulary import (
    Confidence,
    DeadlineBasis,
    Grade,
    Kind,
    Modality,
    Precision,
    QuantityKind,
    Status,
    Verifiability,
)

TEXT, WORD, FLAG, DAY, NUMBER, DECIMAL, LIST = "text", "word", "flag", "day", "number", "decimal", "list"


@dataclass(frozen=True)
class Column:
    """One column: its name in the file, the column of the record it fills, and how it is read."""

    name: str
    field: str
    meaning: Promise
    shape: str = TEXT
    choices: type[models.TextChoices] | None = None
    required: bool = False
    example: str = ""

    def words(self) -> list[tuple[str, str]]:
        """The words it takes, each with the code it stands for."""
        return [(str(member.label), str(member.value)) for member in self._members()]

    def _members(self) -> Iterable[Any]:
        if self.choices is Status:
            return Status.reportable()
        return self.choices or []


COLUMNS = [
    Column("code", "code", _("Code of the commitment, for ever"), required=True, example="AAW-2027-1.01"),
    Column("vereinbarung", "agreement", _("Key of the agreement"), WORD, required=True, example="allianz-2027-2030"),
    Column("handlungsfeld", "action_field", _("Number of the action field, or its filter value"), WORD, example="1"),
    Column("art", "kind", _("Kind"), WORD, Kind, required=True),
    Column("verbindlichkeit", "modality", _("Bindingness"), WORD, Modality, required=True),
    Column("titel", "title", _("Title, at most 200 characters"), required=True, example="Mehr Lehrstellen anbieten"),
    Column("einfache_worte", "simple_words", _("What it is about, in simple words, at most 600 characters")),
    Column("beschreibung", "description", _("What was promised, in plain words"), required=True),
    Column("wortlaut", "wording", _("Official wording, letter by letter")),
    Column("pruefbar", "verifiable", _("Whether the words can be checked"), WORD, Verifiability, required=True),
    Column("pruefbar_grund", "verifiable_reason", _("Why, in a few words")),
    Column("allgemein", "general_aim", _("General aim: ja or nein"), FLAG, example="nein"),
    Column("dokument", "passage_document", _("Document of the passage")),
    Column("absatz", "passage_paragraph", _("Paragraph of the passage"), NUMBER),
    Column("seite", "passage_page", _("Page of the passage"), NUMBER),
    Column("zeile_von", "passage_line_start", _("First line of the passage"), NUMBER),
    Column("zeile_bis", "passage_line_end", _("Last line of the passage"), NUMBER),
    Column("frist", "due_on", _("Deadline, only if the text names one"), DAY, example="31.12.2027"),
    Column("frist_worte", "due_wording", _("Words of the deadline"), example="bis Ende 2027"),
    Column("frist_genauigkeit", "due_precision", _("Precision of the deadline"), WORD, Precision),
    Column("frist_grundlage", "due_basis", _("Basis of the deadline"), WORD, DeadlineBasis),
    Column("frist_von", "due_start", _("Beginning of the period, for periods"), DAY),
    Column("menge", "quantity_value", _("Quantity as a number"), DECIMAL, example="500000"),
    Column("menge_einheit", "quantity_unit", _("Unit of the quantity"), example="Plätze"),
    Column("menge_worte", "quantity_text", _("Quantity in words")),
    Column("menge_art", "quantity_kind", _("Kind of quantity"), WORD, QuantityKind),
    Column("zielgruppen", "target_groups", _("Target groups, parted by |"), LIST),
    Column("instrumente", "instruments", _("Instruments, parted by |"), LIST),
    Column("laender", "lands", _("Länder, parted by |, as names or codes"), LIST, example="Hessen"),
    Column("beteiligte", "involved", _("Others named in the text, parted by |"), LIST),
    Column("teil_von", "part_of", _("Code of the commitment it is part of"), WORD),
    Column("setzt_fort", "continues", _("Codes of earlier commitments, parted by |"), LIST),
    Column("verantwortlich", "leads", _("Responsible partners, parted by |"), LIST, example="BMBF|KMK"),
    Column("mitwirkend", "supporting", _("Contributing partners, parted by |"), LIST, example="DGB"),
    Column("status", "status", _("Status that a researched fact shows"), WORD, Status),
    Column("stand", "as_of", _("Day the fact is about"), DAY, example="2027-06"),
    Column("angabe", "summary", _("Text of the researched fact; without it there is none")),
    Column("beleg", "grade", _("Kind of evidence"), WORD, Grade),
    Column("sicherheit", "confidence", _("Confidence in the fact"), WORD, Confidence),
    Column("quelle", "source_title", _("Title of the source")),
    Column("quelle_herausgeber", "source_publisher", _("Publisher of the source")),
    Column("quelle_adresse", "source_url", _("Address of the source")),
    Column("quelle_vom", "source_published", _("Day of the source"), DAY),
    Column("gesehen_am", "seen_on", _("Day on which the source was seen"), DAY, example="22.11.2026"),
]
SEEN = Column("fassung", "seen", _("What the row said when it was downloaded; leave it as it is"))
"""Stands in tables with commitments in them, not in the empty template."""
BY_NAME = {column.name: column for column in [*COLUMNS, SEEN]}
FACT_FIELDS = {
    "status", "as_of", "summary", "grade", "confidence", "source_title", "source_publisher", "source_url",
    "source_published", "seen_on",
}  # fmt: skip
DEADLINE_FIELDS = {"due_on", "due_wording", "due_precision", "due_basis", "due_start"}
