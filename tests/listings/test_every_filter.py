"""Every value of every filter shows exactly the rows that a plain look at all rows picks, and its count says so."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.listings.reading import ask_json, codes_of, counts_on, heading, page
from tracker import days, workflow
from tracker.models import Contribution
from tracker.vocabulary import Kind

pytestmark = pytest.mark.django_db

Row = dict[str, Any]


def truth(name: str) -> Callable[[Row], list[str]]:
    return lambda row: ["ja" if row[name] else "nein"]


VALUES: dict[str, Callable[[Row], list[Any]]] = {
    "vereinbarung": lambda row: [row["agreement"]],
    "handlungsfeld": lambda row: [row["action_field"]],
    "status": lambda row: [row["status"]],
    "grund": lambda row: [row["unknown_reason"]],
    "frist": lambda row: [row["schedule"]],
    "meldung": lambda row: [row["reporting"]],
    "rolle": lambda row: [partner["role"] for partner in row["partners"]],
    "zielgruppe": lambda row: row["target_groups"],
    "instrument": lambda row: row["instruments"],
    "art": lambda row: [row["kind"]],
    "verbindlichkeit": lambda row: [row["modality"]],
    "pruefbar": lambda row: [row["verifiable"]],
    "beleg": lambda row: [row["evidence_grade"]],
    "allgemein": truth("general_aim"),
    "teil": truth("part_of"),
}


def open_a_round() -> None:
    """Ask for one report."""
    part = Contribution.objects.filter(commitment__kind=Kind.MEASURE, reporter__isnull=False).first()
    workflow.open_round(
        part.commitment.agreement,
        title="Frühjahr",
        starts_on=days.today(),
        due_on=days.today() + timedelta(days=30),
        contributions=[part],
        actor=workflow.system_actor(),
    )


@pytest.mark.parametrize("name", VALUES)
def test_a_filter_shows_the_rows_that_have_its_value(client, catalogue, name):
    if name == "meldung":
        open_a_round()
    rows = ask_json(client)["commitments"]
    counts = counts_on(page(client), name)
    assert counts
    for value, number in counts.items():
        expected = [row["code"] for row in rows if value in VALUES[name](row)]
        assert len(expected) == number, value
        if number:
            assert codes_of(client, {name: value}) == expected, value
    assert {value for row in rows for value in VALUES[name](row)} - {None} <= set(counts)


def test_values_of_one_filter_add_up_and_filters_narrow_each_other(client, catalogue):
    rows = ask_json(client)["commitments"]
    expected = [row["code"] for row in rows if row["status"] in ("ongoing", "unknown") and row["kind"] == "target"]
    assert expected
    assert codes_of(client, {"status": ["ongoing", "unknown"], "art": "target"}) == expected


def test_counts_leave_their_own_filter_out_and_heed_the_others(client, catalogue):
    rows = [row for row in ask_json(client)["commitments"] if row["kind"] == "measure"]
    response = page(client, {"art": "measure", "status": "completed", "pruefbar": "yes"})
    status = counts_on(response, "status")
    assert status["in_progress"] == sum(row["status"] == "in_progress" and row["verifiable"] == "yes" for row in rows)
    kinds = counts_on(response, "art")
    assert kinds["target"] == len(codes_of(client, {"art": "target", "status": "completed", "pruefbar": "yes"}))


@pytest.mark.parametrize("name", ["zielgruppe", "instrument", "partner", "rolle"])
def test_counts_through_relations_equal_the_rows_behind_them(client, catalogue, name):
    others = {"art": "measure", "vereinbarung": "allianz-2019-2021", "status": ["unknown", "in_progress"]}
    for value, number in counts_on(page(client, others), name).items():
        assert len(codes_of(client, {**others, name: value})) == number, value


def test_days_bound_the_deadline_on_both_sides(client, catalogue):
    rows = [row for row in ask_json(client)["commitments"] if row["due_on"]]
    assert rows
    day = rows[0]["due_on"]
    expected = [row["code"] for row in rows if row["due_on"] == day]
    assert codes_of(client, {"faellig_von": day, "faellig_bis": day}) == expected
    assert set(codes_of(client, {"faellig_bis": "9999-12-31"})) == {row["code"] for row in rows}


def test_changed_since_takes_the_day_itself_in(client, catalogue):
    rows = ask_json(client)["commitments"]
    newest = max(row["changed_on"] for row in rows)
    expected = [row["code"] for row in rows if row["changed_on"] == newest]
    assert codes_of(client, {"geaendert_seit": newest}) == expected


@pytest.mark.parametrize("words", ["Lehrkräfte", "LEHRKRÄFTE", "lehrkraefte"])
def test_search_folds_umlauts_and_case(client, catalogue, words):
    found = codes_of(client, {"q": words})
    assert found == codes_of(client, {"q": "Lehrkräfte"})
    assert found


def test_search_wants_every_word(client, catalogue):
    both = set(codes_of(client, {"q": "digital Länder"}))
    assert both == set(codes_of(client, {"q": "digital"})) & set(codes_of(client, {"q": "Länder"}))


def test_the_filter_for_laender_is_hidden_while_no_commitment_names_one(client, catalogue):
    assert 'name="land"' not in page(client).content.decode()


def test_a_land_that_is_asked_for_can_be_seen_and_removed(client, catalogue):
    response = page(client, {"land": "DE-BY"})
    assert 'name="land"' in response.content.decode()
    assert heading(response).startswith("Kein Treffer")


def test_the_filter_for_reports_is_hidden_while_no_round_was_ever_opened(client, catalogue):
    assert 'name="meldung"' not in page(client).content.decode()


def test_a_report_state_that_is_asked_for_can_be_seen_and_removed(client, catalogue):
    assert 'name="meldung"' in page(client, {"meldung": "due"}).content.decode()


def test_the_filter_for_reports_is_shown_once_a_round_was_opened(client, catalogue):
    open_a_round()
    assert 'name="meldung"' in page(client).content.decode()
