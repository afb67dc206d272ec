"""Every file refuses a bad address alike: 400 with problem details that name the parameter and what it may be."""

import json

import pytest

pytestmark = pytest.mark.django_db
TABLES = ("csv", "xlsx", "json", "atom", "ics")


@pytest.mark.parametrize("ending", TABLES)
def test_of_the_table(client, catalogue, ending):
    response = client.get(f"/massnahmen.{ending}?status=erfunden&art=target")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json; charset=utf-8")
    problem = json.loads(response.content)
    assert (problem["type"], problem["status"]) == ("about:blank", 400)
    (error,) = problem["errors"]
    assert (error["parameter"], error["value"]) == ("status", "erfunden")
    assert error["message"].startswith("„erfunden“ gehört nicht")
    assert "completed" in error["allowed"]


@pytest.mark.parametrize("ending", ["csv", "json", "atom"])
def test_of_the_changes(client, catalogue, ending):
    response = client.get(f"/aenderungen.{ending}?partner=niemand")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json; charset=utf-8")
    (error,) = json.loads(response.content)["errors"]
    assert error["parameter"] == "partner"
    assert "dgb" in error["allowed"]


@pytest.mark.parametrize("ending", TABLES)
def test_a_person_can_read_it_too(client, catalogue, ending):
    lines = client.get(f"/massnahmen.{ending}?erfunden=1").content.decode().splitlines()
    assert '   "parameter": "erfunden",' in lines
    assert '   "message": "Einen Parameter mit diesem Namen gibt es nicht.",' in lines


@pytest.mark.parametrize("file", [*(f"massnahmen.{ending}" for ending in TABLES), "aenderungen.csv", "partner.json"])
def test_an_address_with_too_many_parameters(client, catalogue, file):
    response = client.get(f"/{file}?{'&'.join(['a=1'] * 1500)}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json; charset=utf-8")


@pytest.mark.parametrize("ending", ["pdf", "xls", "xml", "ods"])
def test_a_format_that_does_not_exist_is_not_found(client, ending):
    assert client.get(f"/massnahmen.{ending}").status_code == 404
