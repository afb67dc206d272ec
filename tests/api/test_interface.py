"""The interface gives programs the same rows as the pages, by the same filters, and says what is wrong with others."""

import json

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from tests.factories import make_agreement, make_commitment, make_fact, make_partner
from tests.listings.reading import ask_json, codes_of, query_of
from tracker.api import shapes
from tracker.api.schema import schema
from tracker.listings.rows import FIELDS

pytestmark = pytest.mark.django_db

LISTS = ("commitments", "agreements", "partners", "changes", "indicators")


@pytest.fixture(autouse=True)
def nobody_has_asked_yet():
    cache.clear()


def ask(client, path: str, query="", code: int = 200) -> dict:
    response = client.get(f"/api/v1/{path}?{query_of(query)}")
    kind = "application/json" if code == 200 else "application/problem+json; charset=utf-8"
    assert (response.status_code, response["Content-Type"]) == (code, kind), response.content
    return json.loads(response.content)


def pages(client, path: str, query: dict) -> list[dict]:
    key, rows, number = path.strip("/"), [], 1
    while True:
        page = ask(client, path, {**query, "page": str(number)})
        rows += page[key]
        if page["next"] is None:
            assert len(rows) == page["count"]
            return rows
        number += 1


@pytest.mark.parametrize("name", LISTS)
def test_every_list_holds_all_and_each_of_them_has_an_address(client, catalogue, name):
    rows = pages(client, f"{name}/", {"per_page": "100"})
    assert len(rows) > 2
    for row in (rows[0], rows[-1]):
        key = row.get("code") or row.get("id") or row.get("slug") or row["key"]
        one = ask(client, f"{name}/{key}/")[name[:-1]]
        assert {field: one[field] for field in row} == row


def test_commitments_are_the_rows_of_the_file(client, catalogue):
    query = {"status": ["unknown", "completed"], "sort": "-as_of"}
    assert pages(client, "commitments/", {**query, "per_page": "25"}) == ask_json(client, query)["commitments"]


def test_the_head_is_that_of_the_file(client, catalogue):
    page, file = ask(client, "commitments/", "q=digital"), ask_json(client, "q=digital")
    assert {key: page[key] for key in file if key != "commitments"} == {
        key: file[key] for key in file if key != "commitments"
    }


def test_the_pages_lead_to_each_other(client, catalogue):
    page = ask(client, "commitments/", "art=measure&per_page=25&page=2")
    assert page["previous"] == "http://testserver/api/v1/commitments/?art=measure&per_page=25&page=1"
    assert page["next"] == "http://testserver/api/v1/commitments/?art=measure&per_page=25&page=3"


def test_a_page_is_never_larger_than_a_hundred(client, catalogue):
    problem = ask(client, "commitments/", "per_page=100000", 400)
    assert [(error["parameter"], error["allowed"]) for error in problem["errors"]] == [
        ("per_page", ["25", "50", "100"])
    ]


def test_one_commitment_comes_with_its_facts_and_the_course_of_its_status(client, catalogue):
    one = ask(client, "commitments/AAW-2019-3.08/")["commitment"]
    assert len(one["facts"]) == one["facts_count"] > 0
    assert all(fact["evidence"] for fact in one["facts"])
    assert one["status_history"][-1]["status"] == one["status"]
    assert one["status_history"][-1]["until"] is None


def test_one_commitment_can_be_asked_of_a_past_day(client, catalogue):
    now, then = (ask(client, "commitments/AAW-2019-3.08/", query) for query in ("", "stand=2019-12-31"))
    assert then["view"] == {"kind": "stand", "day": "2019-12-31"}
    assert then["commitment"]["facts_count"] < now["commitment"]["facts_count"]
    assert all(fact["as_of"] <= "2019-12-31" for fact in then["commitment"]["facts"])


@pytest.mark.parametrize(
    ("path", "query", "parameter"),
    [
        ("commitments/", "status=erfunden", "status"),
        ("commitments/", "erfunden=1", "erfunden"),
        ("commitments/", "page=99", "page"),
        ("commitments/", "format=xml", "format"),
        ("commitments/AAW-2019-1.07/", "status=unknown", "status"),
        ("commitments/AAW-2019-1.07/", "stand=gestern", "stand"),
        ("agreements/", "per_page=7", "per_page"),
        ("partners/dgb/", "erfunden=1", "erfunden"),
        ("partners/", "fassung=2999-01-01", "fassung"),
        ("changes/", "von=gestern", "von"),
        ("changes/", "per_page=0", "per_page"),
        ("changes/", "partner=niemand", "partner"),
        ("indicators/", "page=0", "page"),
    ],
)
def test_a_bad_value_is_named_with_what_is_allowed(client, catalogue, path, query, parameter):
    problem = ask(client, path, query, 400)
    assert (problem["type"], problem["status"]) == ("about:blank", 400)
    assert [error["parameter"] for error in problem["errors"]] == [parameter]
    assert problem["errors"][0]["message"]


@pytest.mark.parametrize(
    "path",
    [
        "commitments/XX-1/",
        "agreements/nein/",
        "partners/%00/",
        "changes/1-nein/",
        "changes/x/",
        "indicators/x/",
        "nein",
    ],
)
def test_what_does_not_exist_is_a_problem_404(client, catalogue, path):
    assert ask(client, path, code=404)["title"] == "Unter dieser Adresse gibt es nichts."


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_only_reading_is_possible(client, method):
    response = getattr(client, method)("/api/v1/commitments/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert json.loads(response.content)["status"] == 405


def test_another_format_is_not_acceptable(client, catalogue):
    response = client.get("/api/v1/commitments/", headers={"Accept": "application/xml"})
    assert response.status_code == 406
    assert response["Content-Type"].startswith("application/problem+json")


def test_a_browser_gets_json_too(client, catalogue):
    response = client.get("/api/v1/commitments/", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")


def test_who_has_it_already_gets_nothing_again(client, catalogue):
    first = client.get("/api/v1/partners/")
    assert first["Cache-Control"] == "public, no-cache"
    again = client.get("/api/v1/partners/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    make_partner("neu")
    assert client.get("/api/v1/partners/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_no_answer_sets_a_cookie_or_depends_on_one(client, catalogue):
    for name in LISTS:
        response = client.get(f"/api/v1/{name}/")
        assert not response.cookies
        assert response.get("Vary", "") in ("", "Accept-Encoding")


def test_who_asks_too_often_is_told_when_to_ask_again(client, settings):
    settings.API_LIMIT = 2
    codes = [client.get("/api/v1/agreements/").status_code for _ in range(3)]
    assert codes in ([200, 200, 429], [200, 200, 200])  # the last one may fall into the next minute
    problem = None
    for _ in range(3):
        response = client.get("/api/v1/agreements/")
        problem = response if response.status_code == 429 else problem
    assert problem is not None
    assert 1 <= int(problem["Retry-After"]) <= 60
    assert json.loads(problem.content)["status"] == 429
    assert client.get("/api/v1/agreements/", REMOTE_ADDR="10.1.1.1").status_code == 200


def test_only_what_is_public_is_told(client):
    agreement = make_agreement("entwurf", published=False)
    make_commitment(agreement)
    shown = make_commitment(leads=[make_partner("dgb", contact_name="Erika Muster", contact_address="e@example.org")])
    draft = make_commitment(shown.agreement, published=False)
    make_fact(shown, "in_progress")
    told = "".join(client.get(f"/api/v1/{name}/?per_page=100").content.decode() for name in LISTS)
    told += client.get(f"/api/v1/commitments/{shown.code}/").content.decode()
    assert shown.code in told
    for secret in ("entwurf", draft.code, "Muster", "e@example.org"):
        assert secret not in told
    ask(client, f"commitments/{draft.code}/", code=404)
    ask(client, "agreements/entwurf/", code=404)


@pytest.mark.parametrize("name", LISTS)
def test_the_number_of_queries_does_not_grow_with_the_rows(client, bulk_record, name, django_assert_max_num_queries):
    bulk_record(commitments=120, versions=True)
    with django_assert_max_num_queries(31):
        assert len(ask(client, f"{name}/", "per_page=100")[name]) >= (0 if name == "indicators" else 4)


def test_the_shape_of_a_commitment_is_that_of_the_files():
    assert list(shapes.COMMITMENT._declared_fields) == [field.name for field in FIELDS]


def test_the_committed_schema_is_the_present_one(settings, tmp_path):
    written = tmp_path / "openapi.json"
    call_command("write_schema", file=written, verbosity=0)
    committed = (settings.BASE_DIR / "docs" / "openapi.json").read_text()
    assert written.read_text() == committed, "call manage.py write_schema and look at what changed"


def told_by(part: dict) -> dict:
    """A part of the schema with its reference followed."""
    options = [*part.get("allOf", ()), *part.get("oneOf", ()), *part.get("anyOf", ()), part]
    reference = next((item["$ref"] for item in options if "$ref" in item), "")
    return schema()["components"]["schemas"][reference.rsplit("/", 1)[-1]] if reference else part


def untold(value, part: dict, where: str) -> list[str]:
    """The fields of an answer of which the schema says nothing."""
    part = told_by(part)
    if isinstance(value, list):
        return [name for item in value for name in untold(item, part["items"], where)]
    if not isinstance(value, dict) or "properties" not in part:
        return []
    found = [f"{where}.{name}" for name in value if name not in part["properties"]]
    for name in set(value) & set(part["properties"]):
        found += untold(value[name], part["properties"][name], f"{where}.{name}")
    return found


@pytest.mark.parametrize("name", LISTS)
def test_the_schema_tells_of_every_field_of_every_answer(client, catalogue, name):
    page = ask(client, f"{name}/", "per_page=100")
    row = page[name][0]
    key = row.get("code") or row.get("id") or row.get("slug") or row["key"]
    one, paths = ask(client, f"{name}/{key}/"), schema()["paths"]
    for path, answer in ((f"/api/v1/{name}/", page), (next(p for p in paths if f"/{name}/{{" in p), one)):
        told = paths[path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert set(untold(answer, told, name)) == set()


def test_the_schema_is_served_with_licence_and_address_of_the_site(client, settings):
    served = ask(client, "openapi.json")
    assert served["openapi"].startswith("3.1")
    assert served["servers"] == [{"url": "http://testserver"}]
    assert served["info"]["license"]["name"] == settings.DATA_LICENCE
    assert served["paths"] == schema()["paths"]


def test_the_documentation_names_every_address_and_every_field(client):
    for prefix, words in (("", "Felder der Antwort"), ("/en", "Fields of the answer")):
        html = client.get(f"{prefix}/api/v1/").content.decode()
        assert words in html
        assert all(f"<code>{path}</code>" in html for path in schema()["paths"])
        assert all(f"<code>{field.name}</code>" in html for field in FIELDS)


def test_filters_say_here_what_they_say_on_the_page(client, catalogue):
    query = "partner=dgb&gemeinsam=ja&teil=nein"
    rows = pages(client, "commitments/", {"partner": "dgb", "gemeinsam": "ja", "teil": "nein", "per_page": "50"})
    assert [row["code"] for row in rows] == codes_of(client, query)


def test_making_the_schema_takes_no_choice_away_from_the_table(client, catalogue):
    schema("en")
    assert ask_json(client, "partner=dgb")["count"] > 0


@pytest.mark.parametrize("path", ["commitments/", "changes/", "openapi.json", "partners/niemand/"])
def test_more_parameters_than_anybody_means_are_refused_in_the_same_form(client, path):
    assert "zu lang" in ask(client, path, "a&" * 1500, 400)["errors"][0]["message"]


def test_who_wants_another_version_hears_so_in_the_same_form(client):
    response = client.get("/api/v1/commitments/", headers={"If-Match": '"etwas"'})
    assert (response.status_code, response["Content-Type"]) == (412, "application/problem+json; charset=utf-8")


def test_what_is_sent_to_an_address_that_does_not_exist_is_answered_as_what_is_asked_there():
    response = Client(enforce_csrf_checks=True).post("/api/v1/nichts/")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json; charset=utf-8")
