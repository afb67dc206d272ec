"""Propose commitments for the text of an agreement, without a server or a database."""

from __future__ import annotations

import csv
import io
import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from tracker.catalogue.actors import lexicon
from tracker.extraction import Document, Examined, Line, Proposal, examine, structure
from tracker.intake import reading

SEPARATOR = "; "


class Command(BaseCommand):
    """Print what in a text may be a promise, with partners, deadline and reasons; nothing is stored."""

    help = "Propose commitments for the text of an agreement; nothing is stored."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the form of the answer and the days that deadlines may count from."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--format", choices=["json", "csv", "text"], default="text")
        parser.add_argument("--signed-on", type=_day, metavar="YYYY-MM-DD", help="the day of signing")
        parser.add_argument("--term-end", type=_day, metavar="YYYY-MM-DD", help="the last day of the term")

    def handle(
        self, *args: Any, file: Path, format: str, signed_on: date | None, term_end: date | None, **options: Any
    ) -> str:
        """Return the proposals in the form asked for."""
        document = structure(lines(file))
        if not document.sentences:
            raise CommandError(f"{file}: Die Datei enthält keinen Text.")
        found = examine(document, lexicon(), signed_on, term_end)
        if format == "json":
            rows = [as_json(proposal, document) for proposal in found.proposals]
            return json.dumps(rows, ensure_ascii=False, indent=2)
        if format == "csv":
            return as_csv(found, document)
        # Commands run without a language; the words for a person are German.
        with translation.override(settings.LANGUAGE_CODE):
            return as_text(found, document)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def lines(file: Path) -> list[Line]:
    """The lines of a PDF, DOCX, ODT, HTML or text file; raises CommandError with a sentence."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file}: Die Datei lässt sich nicht lesen ({error.strerror}).") from error
    try:
        with translation.override(settings.LANGUAGE_CODE):
            return reading.read(data, file.name)
    except ValidationError as error:
        raise CommandError(f"{file}: {' '.join(error.messages)}") from error


def as_json(proposal: Proposal, document: Document) -> dict[str, Any]:
    """One proposal as the interface of the command has it."""
    deadline = proposal.deadline
    return {
        "quote": proposal.quote,
        "chapter": None if proposal.chapter is None else document.chapters[proposal.chapter].title,
        "paragraph": proposal.paragraph,
        "page": proposal.page,
        "line": proposal.line,
        "partners": list(proposal.partners),
        "participants": list(proposal.participants),
        "deadline": deadline
        and {
            "start": deadline.start.isoformat() if deadline.start else None,
            "end": deadline.end.isoformat() if deadline.end else None,
            "precision": str(deadline.precision),
            "wording": deadline.wording,
        },
        "modality": str(proposal.modality),
        "quantities": [item.wording for item in proposal.quantities],
        "instruments": list(proposal.instruments),
        "target_groups": list(proposal.target_groups),
        "confidence": proposal.confidence,
        "reasons": [reason.sentence for reason in proposal.reasons],
    }


def as_csv(found: Examined, document: Document) -> str:
    """The proposals as a table, several values in one cell parted by semicolons."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\n")
    for number, proposal in enumerate(found.proposals):
        row = as_json(proposal, document)
        deadline = row.pop("deadline") or dict.fromkeys(("start", "end", "precision", "wording"))
        row |= {f"deadline_{key}": value for key, value in deadline.items()}
        if not number:
            writer.writerow(row)
        writer.writerow([SEPARATOR.join(map(str, cell)) if isinstance(cell, list) else cell for cell in row.values()])
    return target.getvalue().rstrip("\n")


def as_text(found: Examined, document: Document) -> str:
    """The proposals for a person to read, each with its reasons, and how many sentences are none."""
    parts = []
    for number, proposal in enumerate(found.proposals, start=1):
        place = f"Seite {proposal.page}, " if proposal.page else ""
        deadline = f"\n   Frist: {_deadline(proposal)}" if proposal.deadline else ""
        who = ", ".join(proposal.partners) or ", ".join(proposal.participants) or "–"
        reasons = "".join(f"\n   · {reason.sentence}" for reason in proposal.reasons)
        parts.append(
            f"{number}. {proposal.quote}\n   {place}Zeile {proposal.line}; {who}; {proposal.modality.label}; "
            f"Sicherheit {proposal.confidence:.0%}{deadline}{reasons}"
        )
    total = len(document.sentences)
    parts.append(f"{len(found.proposals)} Vorschläge; {len(found.rejected)} von {total} Sätzen sind keine Zusagen.")
    return "\n\n".join(parts)


def _deadline(proposal: Proposal) -> str:
    deadline = proposal.deadline
    assert deadline is not None  # noqa: S101
    return f"{deadline.wording} ({deadline.end:%d.%m.%Y})" if deadline.end else deadline.wording
