"""Say how good proposals are, held against texts that a person marked."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.catalogue.actors import lexicon
from tracker.extraction import evaluation, examine, structure
from tracker.extraction.evaluation import Evaluation, Score
from tracker.management.commands.extract_agreement import as_json, lines

HEAD = f"{'':<28}{'Genauigkeit':>12}{'Ausbeute':>10}{'F1':>7}{'richtig':>10}{'gegeben':>9}{'erwartet':>9}"


class Command(BaseCommand):
    """Print precision, recall and F1 for sentences, partners and deadlines."""

    help = "Compare proposals with a hand-marked file: precision, recall and F1 for sentences, partners, deadlines."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take pairs of files: proposals (JSON of extract_agreement) or a text, and the marks."""
        parser.add_argument("files", type=Path, nargs="+", metavar="PROPOSALS|FILE MARKED")
        parser.add_argument("--details", action="store_true", help="list what was missed or read wrongly")

    def handle(self, *args: Any, files: list[Path], details: bool, **options: Any) -> str:
        """Return the table, with a sum where there are several texts."""
        if len(files) % 2:
            raise CommandError("Zu jeder Datei mit Vorschlägen oder Text gehört eine mit Markierungen.")
        tables: list[str] = []
        total = (Score(0, 0, 0), Score(0, 0, 0), Score(0, 0, 0))
        for source, marked in zip(files[::2], files[1::2], strict=True):
            found = self._evaluated(source, marked)
            tables.append(_table(source.stem, (found.sentences, found.partners, found.deadlines)))
            total = (total[0] + found.sentences, total[1] + found.partners, total[2] + found.deadlines)
            if details:
                tables.append(_details(found))
        if len(files) > 2:
            tables.append(_table("Alle Texte", total))
        return "\n\n".join(tables)

    def _evaluated(self, source: Path, marked: Path) -> Evaluation:
        marks = _json(marked)
        frame = marks if isinstance(marks, dict) else {}
        wanted = frame.get("promises") if isinstance(marks, dict) else marks
        try:
            if source.suffix.lower() == ".json":
                given = _json(source)
            else:
                signed, end = (
                    date.fromisoformat(day) if (day := frame.get(key)) else None for key in ("signed_on", "term_end")
                )
                document = structure(lines(source))
                given = [as_json(item, document) for item in examine(document, lexicon(), signed, end).proposals]
            if not isinstance(given, list) or not isinstance(wanted, list):
                raise ValueError("Erwartet wird eine Liste von Zusagen mit „quote“, „partners“ und „deadline“.")
            return evaluation.evaluate(evaluation.items(given), evaluation.items(wanted))
        except ValueError as error:
            raise CommandError(f"{source}, {marked}: {error}") from error


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CommandError(f"{path}: Die Datei lässt sich nicht lesen ({error.strerror}).") from error
    except ValueError as error:
        raise CommandError(f"{path}: Die Datei ist kein JSON in UTF-8.") from error


def _table(title: str, scores: tuple[Score, Score, Score]) -> str:
    rows = [title, HEAD]
    for name, score in zip(("Sätze", "Partner, wo genannt", "Fristen"), scores, strict=True):
        rows.append(
            f"{name:<28}{score.precision:>12.3f}{score.recall:>10.3f}{score.f1:>7.3f}"
            f"{score.right:>10}{score.given:>9}{score.wanted:>9}"
        )
    return "\n".join(rows)


def _details(found: Evaluation) -> str:
    rows = [f"übersehen: {item.quote}" for item in found.missed]
    rows += [f"zu viel: {item.quote}" for item in found.wrong]
    rows += [
        f"anders gelesen: {left.quote}\n    {', '.join(sorted(left.partners))} | {left.end}"
        f" statt {', '.join(sorted(right.partners))} | {right.end}"
        for left, right in found.unlike
    ]
    return "\n".join(rows) or "Keine Abweichung."
