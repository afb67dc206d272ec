"""The goals hold on every marked text: sentences, partners where named, deadlines with the right last day."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.extraction.texts_read import document
from tracker.catalogue.actors import lexicon
from tracker.extraction import propose
from tracker.extraction.evaluation import evaluate, items

TEXTS = sorted(Path(__file__).with_name("texts").glob("*.txt"))


def test_there_are_texts_of_six_kinds():
    assert len(TEXTS) == 6


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_goals_hold(path):
    marks = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    days = (date.fromisoformat(marks[key]) for key in ("signed_on", "term_end"))
    proposals = propose(document(path.read_text(encoding="utf-8")), lexicon(), *days)
    given = [
        {"quote": item.quote, "partners": item.partners, "deadline": item.deadline and {"end": item.deadline.end}}
        for item in proposals
    ]
    found = evaluate(items(given), items(marks["promises"]))
    assert found.sentences.recall >= 0.9
    assert found.sentences.precision >= 0.8
    assert found.partners.f1 >= 0.9
    assert found.deadlines.recall >= 0.95
