"""Whatever table is handed in: a preview or a sentence, nothing is written, and what was shown is done whole or not."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from hypothesis import given

from tests import mutated
from tests.access.test_who_may_send_what import everything
from tests.admin.test_import import confirm, row, upload
from tests.drawing import bounded
from tests.factories import make_agreement, make_commitment, make_partner
from tracker import days
from tracker.admin.importing.check import make_plan
from tracker.admin.importing.reading import read
from tracker.models import Commitment

pytestmark = pytest.mark.django_db
FACT = {
    "verantwortlich": "wirtschaft",
    "mitwirkend": "dgb",
    "menge": "1.500,5",
    "frist": "31.12.2027",
    "frist_worte": "bis Ende 2027",
    "frist_grundlage": "im Text genannt",
    "status": "in Umsetzung",
    "stand": "2026-06",
    "angabe": "Es läuft.",
    "gesehen_am": "1.7.2026",
    "quelle": "Bericht",
    "quelle_herausgeber": "Verlag",
    "quelle_adresse": "https://example.org/bericht",
}
ROWS = [row(**FACT), row("AAW-2027-1.02", **FACT, teil_von="AAW-2027-1.01"), row("AAW-2027-1.03", **FACT)]
NAMES = list(dict.fromkeys(name for one in ROWS for name in one))
TABLE = [NAMES, *([one.get(name, "") for name in NAMES] for one in ROWS)]
FILES = mutated.csv_files(TABLE) | mutated.xlsx_files(TABLE)


@pytest.fixture
def agreement(db):
    agreement = make_agreement("allianz-2027", code_prefix="AAW-2027", fields=["Erstes Feld", "Zweites Feld"])
    make_partner("wirtschaft", name="Wirtschaft")
    make_partner("dgb", name="Deutscher Gewerkschaftsbund")
    make_commitment(agreement, code="AAW-2027-1.03", title="Alter Titel")
    return agreement


@bounded(40)
@given(content=FILES)
def test_any_file_becomes_a_plan_or_a_sentence(agreement, content):
    plan = make_plan(read("tabelle", content), on=days.today())
    assert plan.entries or plan.problems or plan.unchanged
    assert all(problem.text for problem in plan.problems)


@bounded(25)
@given(content=FILES)
def test_a_preview_writes_nothing_and_confirming_does_all_or_nothing(agreement, desk, content):
    before, known = everything(), Commitment.objects.count()
    with transaction.atomic():
        answer = upload(desk, content, "tabelle.xlsx" if content[:2] == b"PK" else "tabelle.csv", publish="on")
        assert answer.status_code == 200
        assert everything() == before
        soup = BeautifulSoup(answer.content, "lxml")
        held = soup.find("input", attrs={"name": "_plan"})
        if held is not None:
            done = confirm(desk, answer, reason="Beschluss der Partner")
            assert done.status_code in (200, 302)
            if done.status_code == 200:
                assert everything() == before
            else:
                assert Commitment.objects.count() >= known
        else:
            assert "error" in str(soup) or "schon erfasst" in soup.get_text()
        transaction.set_rollback(True)
