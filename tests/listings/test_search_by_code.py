"""Who searches for a whole code finds that commitment alone, now and in past versions; a part of it finds all."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from tests.factories import make_agreement, make_commitment
from tracker import days

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    agreement = make_agreement()
    make_commitment(agreement, code="TST-1.1")
    make_commitment(agreement, code="TST-1.10")
    make_commitment(agreement, code="TST-2.1", description="Wie TST-1.1, aber später.")


def found(query, **more):
    answer = Client().get("/massnahmen.json", {"q": query, **more})
    return [row["code"] for row in json.loads(answer.getvalue())["commitments"]]


@pytest.mark.parametrize("query", ["TST-1.1", " tst-1.1 "])
def test_a_whole_code_finds_nothing_that_only_names_it_or_begins_alike(three, query):
    assert found(query) == ["TST-1.1"]


def test_a_part_of_a_code_finds_every_one_that_has_it(three):
    assert found("TST-1") == ["TST-1.1", "TST-1.10", "TST-2.1"]


def test_the_code_of_a_draft_names_nothing(three):
    make_commitment(make_agreement(published=False), code="TST-2")
    assert found("TST-2") == ["TST-2.1"]


@pytest.mark.parametrize("query", ["TST-1.1", "tst-1.1"])
def test_a_past_version_is_found_by_its_code_alone(three, monkeypatch, query):
    today = days.today()
    monkeypatch.setattr(days, "today", lambda: today + timedelta(days=2))
    assert found(query, fassung=today.isoformat()) == ["TST-1.1"]


def test_small_and_capital_letters_of_a_code_are_the_same_now_and_then(monkeypatch):
    today = days.today()
    agreement = make_agreement()
    make_commitment(agreement, code="TST-2019-1a")
    make_commitment(agreement, code="TST-2019-1b", description="Wie TST-2019-1a.")
    assert found("TST-2019-1A") == ["TST-2019-1a"]
    monkeypatch.setattr(days, "today", lambda: today + timedelta(days=2))
    assert found("TST-2019-1A", fassung=today.isoformat()) == ["TST-2019-1a"]
