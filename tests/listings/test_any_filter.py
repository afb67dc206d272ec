"""Whatever stands in an address, the table and its files say: the same rows everywhere, or 400 with what is wrong."""

from __future__ import annotations

import json
import re
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drawing import bounded, texts
from tests.listings.reading import body_of, heading
from tests.listings.test_bad_input import BAD
from tracker.listings.filters import CommitmentFilter

pytestmark = pytest.mark.django_db
GOOD = [
    ("status", "unknown"),
    ("status", "completed"),
    ("art", "measure"),
    ("art", "target"),
    ("vereinbarung", "allianz-2019-2021"),
    ("partner", "dgb"),
    ("bezug", "gruppe"),
    ("rolle", "lead"),
    ("frist", "overdue"),
    ("grund", "no_source"),
    ("teil", "ja"),
    ("stand", "2021-06-30"),
    ("faellig_von", "2020-01-01"),
    ("faellig_bis", "2022-12-31"),
    ("geaendert_seit", "2020-01-01"),
    ("sort", "-code"),
    ("q", "Ausbildung"),
]
NAMES = sorted({*CommitmentFilter.base_filters, *BAD})
FILES = ["csv", "xlsx", "atom", "ics"]
OTHERS = {
    "/api/v1/commitments/": [*NAMES, "limit", "cursor", "offset"],
    "/api/v1/agreements/": ["page", "per_page", "fassung", "stand", "limit", "cursor"],
    "/api/v1/partners/": ["page", "per_page", "fassung", "q", "limit", "cursor"],
    "/api/v1/changes/": ["von", "bis", "page", "per_page", "since", "limit", "cursor"],
    "/api/v1/indicators/": ["page", "per_page", "limit", "cursor"],
    "/aenderungen/": ["von", "bis", "page", "vereinbarung", "partner", "art"],
    "/aenderungen.json": ["von", "bis", "page", "vereinbarung", "partner"],
    "/aenderungen.csv": ["von", "bis", "trennzeichen"],
    "/aenderungen.atom": ["von", "bis", "page", "vereinbarung", "partner"],
    "/partner/": ["q", "page", "stand", "fassung", "vereinbarung"],
    "/partner/dgb/": ["stand", "fassung", "page"],
    "/partner.json": ["q", "fassung"],
    "/vereinbarungen/": ["stand", "fassung"],
    "/vereinbarungen/vergleich/": ["von", "mit"],
    "/vereinbarungen/allianz-2019-2021/": ["stand", "fassung"],
    "/laender/": ["stand", "fassung"],
    "/massnahmen/AAW-2019-1.40/": ["stand", "fassung"],
    "/": ["stand", "fassung"],
    "/fehler-melden/": ["code", "quittung"],
    "/barriere-melden/": ["code", "quittung"],
}

pairs = st.lists(st.sampled_from(GOOD) | st.tuples(st.sampled_from(NAMES), texts), min_size=1, max_size=4) | st.lists(
    st.sampled_from(GOOD), min_size=1, max_size=4
)


@pytest.fixture
def unlimited(settings):
    settings.API_LIMIT = 1_000_000


def named(answer, asked):
    """Whether an answer with 400 says what is wrong, and names only what was asked."""
    errors = json.loads(body_of(answer))["errors"]
    assert errors
    for error in errors:
        assert error["message"]
        assert error["parameter"] in {name for name, _value in asked}
        assert "value" in error


@bounded(14)
@given(asked=pairs, file=st.sampled_from(FILES))
def test_the_page_says_the_number_of_rows_of_the_file(client, catalogue, asked, file):
    query = urlencode(asked)
    page, rows = client.get(f"/massnahmen/?{query}"), client.get(f"/massnahmen.json?{query}")
    assert page.status_code == 200
    assert rows.status_code in (200, 400)
    if rows.status_code == 400:
        named(rows, asked)
        assert "error-summary" in page.content.decode()
    elif "error-summary" not in page.content.decode():
        found = json.loads(body_of(rows))
        said = re.match(r"\d+", heading(page))
        assert found["count"] == len(found["commitments"]) == int(said[0] if said else 0), heading(page)
    other = client.get(f"/massnahmen.{file}?{query}")
    body_of(other)
    assert other.status_code in (200, 400)


@bounded(60)
@given(data=st.data(), where=st.sampled_from(sorted(OTHERS)))
def test_every_other_address_answers(client, catalogue, unlimited, data, where):
    asked = data.draw(st.lists(st.tuples(st.sampled_from(OTHERS[where]), texts), min_size=1, max_size=3))
    answer = client.get(f"{where}?{urlencode(asked)}")
    body = body_of(answer)
    assert answer.status_code in (200, 400)
    if answer.status_code == 400 and "json" in answer["Content-Type"]:
        named(answer, asked)
    elif answer.status_code == 400:
        assert body


@bounded(30)
@given(
    key=texts.filter(lambda text: "/" not in text and text not in ("", ".", "..")),
    where=st.sampled_from(
        ["/massnahmen/%s/", "/partner/%s/", "/vereinbarungen/%s/", "/laender/%s/", "/api/v1/commitments/%s/",
         "/api/v1/changes/%s/", "/api/v1/partners/%s/", "/daten/abzuege/%s.zip", "/bilanz/%s/"]
    ),
)  # fmt: skip
def test_a_key_that_names_nothing_is_not_found(client, catalogue, unlimited, key, where):
    assert client.get(where % quote(key, safe="")).status_code in (301, 302, 400, 404)
