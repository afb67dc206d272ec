"""`massnahmen.json` keeps its contract: these names, these types, codes instead of words."""

import json
from datetime import date

import pytest

from tests.factories import make_agreement, make_commitment, make_fact, make_partner
from tests.listings.reading import ask_json, text_of
from tracker.models import Revision
from tracker.site import site
from tracker.vocabulary import Kind, Precision

pytestmark = pytest.mark.django_db

HEAD = ["view", "filter", "revision", "licence", "count", "commitments"]
NAMES = """code title description wording agreement agreement_coverage term_end action_field action_field_title kind
modality general_aim verifiable verifiable_reason partners involved target_groups instruments laender status
unknown_reason status_as_of status_as_of_precision status_origin status_confidence status_basis status_reported differs
status_at_term_end parts schedule days_overdue due_on due_precision due_wording due_basis due_on_agreed deadline_moves
reporting last_report_on last_research_on evidence_grade evidence_count facts_count part_of continues continued_by
passage changed_on url"""
OF_STATUS = [name for name in NAMES.split() if name.startswith("status")]


def test_the_head_says_view_filter_revision_licence_and_count(client, catalogue):
    data = ask_json(client, "status=unknown&q=digital&stand=2022-12-31&sort=-code&per_page=50")
    assert list(data) == HEAD
    assert data["filter"] == {"q": "digital", "status": ["unknown"], "stand": "2022-12-31"}
    assert data["revision"] == Revision.current()
    assert data["licence"] == site().licence
    assert data["count"] == len(data["commitments"])


def test_every_row_has_exactly_the_names_of_the_contract(client, catalogue):
    for row in ask_json(client)["commitments"]:
        assert list(row) == NAMES.split()
        assert all(list(item) == ["key", "name", "role", "required", "reporter"] for item in row["partners"])
        assert list(row["passage"]) == ["document", "paragraph", "page", "line_start", "line_end"]


def test_a_declaration_has_no_status_but_its_facts_are_counted(client, catalogue):
    rows = ask_json(client, "art=position")["commitments"]
    assert {row[name] for row in rows for name in [*OF_STATUS, "reporting", "parts"]} == {None}
    assert {row["schedule"] for row in rows} == {"not_applicable"}
    assert {row["code"]: row["facts_count"] for row in rows}["AAW-2019-1.37"] == 4


def test_an_unknown_status_has_no_day(client, catalogue):
    rows = ask_json(client, "status=unknown")["commitments"]
    empty = ("status_as_of", "status_as_of_precision", "status_origin", "status_confidence")
    assert {row[name] for row in rows for name in empty} == {None}
    assert {row["status_basis"] for row in rows} == {"none"}
    assert {row["unknown_reason"] for row in rows} == {"no_source", "facts_only"}


def test_a_fuzzy_day_is_its_last_with_the_precision(client):
    commitment = make_commitment()
    make_fact(commitment, "in_progress", as_of=date(2024, 1, 1), as_of_precision=Precision.YEAR)
    row = ask_json(client)["commitments"][0]
    assert (row["status_as_of"], row["status_as_of_precision"]) == ("2024-12-31", "year")


def test_days_overdue_stand_with_overdue_rows_only(client, catalogue):
    for row in ask_json(client, "stand=2022-12-31")["commitments"]:
        assert (row["days_overdue"] is not None) == (row["schedule"] == "overdue")


def test_the_status_at_the_end_of_the_term_is_empty_while_the_agreement_runs(client, catalogue):
    for row in ask_json(client, "art=measure")["commitments"]:
        assert (row["status_at_term_end"] is None) == (row["agreement"] == "allianz-2023-2026")


def test_what_is_not_published_is_not_named(client):
    agreement = make_agreement()
    whole = make_commitment(agreement, published=False)
    make_commitment(agreement, part_of=whole)
    rows = ask_json(client)["commitments"]
    assert [row["part_of"] for row in rows] == [None]
    assert len(rows) == 1


def test_the_address_of_a_row_leads_to_its_page(client, catalogue):
    url = ask_json(client)["commitments"][0]["url"]
    assert url.startswith(site().url)
    assert client.get(url.removeprefix(site().url)).status_code == 200


def test_it_is_answered_by_revision(client, catalogue):
    response = client.get("/massnahmen.json")
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert json.loads(text_of(response))["count"] == 146
    again = client.get("/massnahmen.json", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_no_rows_are_valid_json_too(client, catalogue):
    assert ask_json(client, "q=zauberstab")["commitments"] == []


def test_the_reporter_is_an_organisation_or_nothing(client):
    union = make_partner("dgb")
    make_commitment(leads=[union], kind=Kind.TARGET)
    assert ask_json(client)["commitments"][0]["partners"] == [
        {"key": "dgb", "name": union.name, "role": "lead", "required": True, "reporter": "dgb"}
    ]
