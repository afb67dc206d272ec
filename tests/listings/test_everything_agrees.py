"""For 50 random filters page, CSV, XLSX, JSON and interface give the same number of rows in the same order.

Also of past days: as known today (stand) and as published then (fassung).
"""

import io
import json
import random
from datetime import date

import openpyxl
import pytest
from django.core.cache import cache
from django.test import Client

from tests.listings.reading import Query, ask_csv, ask_json, body_of, counts_on, page, query_of, rows_on_all_pages
from tests.listings.test_page_and_files_agree import NAMES, combination
from tests.moments import Clock
from tracker import workflow
from tracker.models import Commitment
from tracker.vocabulary import Grade

pytestmark = pytest.mark.django_db
FILTERS = 50


def codes_of_workbook(client: Client, filters: Query) -> list[str]:
    response = client.get(f"/massnahmen.xlsx?{query_of(filters)}")
    assert response.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(body_of(response)), read_only=True).worksheets[1]
    return [line[0] for line in sheet.iter_rows(min_row=2, max_col=1, values_only=True)]


def codes_of_interface(client: Client, filters: Query) -> tuple[int, list[str]]:
    codes: list[str] = []
    number = 1
    while True:
        query = query_of({**filters, "per_page": "100", "page": str(number)})
        answer = json.loads(client.get(f"/api/v1/commitments/?{query}").content)
        codes += [row["code"] for row in answer["commitments"]]
        if answer["next"] is None:
            return answer["count"], codes
        number += 1


@pytest.fixture
def a_week_later(catalogue, monkeypatch):
    """The catalogue, some of it changed a day after it was published, looked at after a week."""
    first = Commitment.objects.latest("changed_on").changed_on
    clock = Clock(monkeypatch, first)
    clock.go(date.fromordinal(first.toordinal() + 1))
    for commitment in Commitment.objects.filter(kind="measure").order_by("code")[:5]:
        evidence = [workflow.EvidenceData(title="Quelle", publisher="Verlag", seen_on=clock.day)]
        fact = workflow.FactData(
            as_of=clock.day,
            as_of_precision="day",
            status="completed",
            summary="Es ist geschehen.",
            grade=Grade.DOCUMENT,
            seen_on=clock.day,
            evidence=evidence,
        )
        workflow.add_fact(commitment, fact, actor=workflow.system_actor())
    clock.go(date.fromordinal(first.toordinal() + 7))
    return first


def test_whatever_is_asked_for(client, a_week_later, settings):
    settings.API_LIMIT = 100_000
    cache.clear()
    chance = random.Random(20261122)
    values = {name: [value for value, number in counts_on(page(client), name).items() if number] for name in NAMES}
    filled = published = 0
    for _turn in range(FILTERS):
        filters = combination(chance, values)
        if "stand" not in filters and chance.random() < 0.3:
            filters["fassung"] = date.fromordinal(a_week_later.toordinal() + chance.choice([0, 1, 6])).isoformat()
        data = ask_json(client, filters)
        codes = [row["code"] for row in data["commitments"]]
        assert data["count"] == len(codes), filters
        assert rows_on_all_pages(client, filters) == codes, filters
        assert [line["code"] for line in ask_csv(client, filters)] == codes, filters
        assert codes_of_workbook(client, filters) == codes, filters
        assert codes_of_interface(client, filters) == (len(codes), codes), filters
        filled += bool(codes)
        published += "fassung" in filters
    assert filled > 15
    assert published > 5
