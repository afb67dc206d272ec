"""Every address of the site is visited here, in every language it has, and held to what holds for every page.

The table says for each URL name with which arguments and query it is visited. A new name needs a row, a new kind of
page a new kind in `Kind`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from tests.project.test_headers import POLICY
from tests.reading import Page

pytestmark = pytest.mark.django_db

CODE, AGREEMENT, PARTNER, LAND = "AAW-2019-1.07", "allianz-2019-2021", "dgb", "DE-BE"
INDICATOR = "asa-bekanntheit"
PAST = "?stand=2022-12-31"
ELSEWHERE = {"admin", "accounts", "portal"}
"""Namespaces whose pages are visited by tests of their own, because they need somebody signed in."""
NAMED_BY_ALLAUTH = ("account_", "mfa_")
"""How names of the sign-in begin that are not ours; tests/test_who_may_open_what.py visits them."""


class Kind(Enum):
    """What an address answers with."""

    PAGE = "a public page, by revision"
    FORM = "a form for everybody, never from a store"
    FILE = "a file, by revision"
    PLAIN = "a line for a monitor"
    EMBED = "a page for frames on other people's pages, by revision"
    HIDDEN = "nothing for visitors, or nothing as long as there is no such file"


@dataclass(frozen=True)
class Visit:
    """One visit: of what kind, with which arguments and query, and with which further queries."""

    kind: Kind = Kind.PAGE
    args: tuple[object, ...] = ()
    queries: tuple[str, ...] = field(default=("",))


TABLE: dict[str, Visit] = {
    "public:overview": Visit(queries=("", PAST)),
    "public:commitments": Visit(queries=("", "?status=unknown&art=measure", "?q=keineswegs", "?status=erfunden")),
    "public:commitment": Visit(args=(CODE,), queries=("", PAST)),
    "public:agreements": Visit(),
    "public:comparison": Visit(
        queries=("", "?von=allianz-2015-2018&mit=allianz-2019-2021", "?von=allianz-2019-2021&mit=nirgends")
    ),
    "public:agreement": Visit(args=(AGREEMENT,), queries=("", PAST)),
    "public:agreement_text": Visit(Kind.HIDDEN, args=(AGREEMENT,)),
    "public:partners": Visit(),
    "public:partner": Visit(args=(PARTNER,), queries=("", PAST)),
    "public:laender": Visit(),
    "public:land": Visit(args=(LAND,)),
    "public:changes": Visit(queries=("", "?partner=dgb&von=2020-01-01", "?von=gestern")),
    "public:method": Visit(),
    "public:data": Visit(),
    "public:imprint": Visit(),
    "public:privacy": Visit(),
    "public:accessibility": Visit(),
    "public:easy_language": Visit(),
    "public:sign_language": Visit(),
    "public:report_barrier": Visit(Kind.FORM),
    "public:report_error": Visit(Kind.FORM, queries=("", f"?code={CODE}")),
    "public:style": Visit(Kind.HIDDEN),
    "commitments_csv": Visit(Kind.FILE),
    "commitments_json": Visit(Kind.FILE),
    "evidence": Visit(Kind.HIDDEN, args=("1",)),
    "changes_csv": Visit(Kind.FILE),
    "changes_atom": Visit(Kind.FILE),
    "commitments_xlsx": Visit(Kind.FILE),
    "commitments_atom": Visit(Kind.FILE),
    "commitments_ics": Visit(Kind.FILE),
    "agreements_json": Visit(Kind.FILE),
    "partners_json": Visit(Kind.FILE),
    "indicators_json": Visit(Kind.FILE),
    "dcat_turtle": Visit(Kind.FILE),
    "dcat_jsonld": Visit(Kind.FILE),
    "datapackage": Visit(Kind.FILE),
    "dump": Visit(Kind.HIDDEN, args=("2026-Q3",)),
    "dump_checksum": Visit(Kind.HIDDEN, args=("2026-Q3",)),
    "api": Visit(),
    "api_schema": Visit(Kind.FILE),
    "api_commitments": Visit(Kind.FILE, queries=("", "?status=unknown")),
    "api_commitment": Visit(Kind.FILE, args=(CODE,)),
    "api_agreements": Visit(Kind.FILE),
    "api_agreement": Visit(Kind.FILE, args=(AGREEMENT,)),
    "api_partners": Visit(Kind.FILE),
    "api_partner": Visit(Kind.FILE, args=(PARTNER,)),
    "api_changes": Visit(Kind.FILE),
    "api_change": Visit(Kind.FILE, args=(f"1-{CODE}",)),
    "api_indicators": Visit(Kind.FILE),
    "api_indicator": Visit(Kind.FILE, args=(INDICATOR,)),
    "api_unknown": Visit(Kind.HIDDEN, args=("nichts",)),
    "changes_json": Visit(Kind.FILE, queries=("", "?vereinbarung=allianz-2019-2021")),
    "balance:balances": Visit(),
    "balance:balance": Visit(Kind.HIDDEN, args=("zwischenbilanz",)),
    "balance_draft": Visit(Kind.HIDDEN, args=(1,)),
    "balance_draft_file": Visit(Kind.HIDDEN, args=(1, "pdf")),
    "balance_file": Visit(Kind.HIDDEN, args=("zwischenbilanz", "pdf")),
    "embed_image": Visit(Kind.FILE, args=(PARTNER,)),
    "embed": Visit(Kind.EMBED, args=(PARTNER,)),
    "robots": Visit(Kind.FILE),
    "sitemap": Visit(Kind.FILE),
    "security_txt": Visit(Kind.HIDDEN),
    "healthz": Visit(Kind.PLAIN),
    "readyz": Visit(Kind.PLAIN),
    "metrics": Visit(Kind.HIDDEN),
}


def names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """Yield every URL name, with its namespace."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern} has no name, so no test can visit it"
            if not pattern.name.startswith(NAMED_BY_ALLAUTH):
                yield f"{namespace}{pattern.name}"
        elif pattern.namespace not in ELSEWHERE:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern.url_patterns, inner)


def visits(*kinds: Kind) -> list[tuple[str, str]]:
    """Return the addresses of these kinds with their language; files and answers to monitors have none."""
    found = []
    for name, visit in TABLE.items():
        if visit.kind not in kinds:
            continue
        for language in ("de", "en") if name.startswith(("public:", "balance:")) or name == "api" else ("de",):
            with translation.override(language):
                path = reverse(name, args=visit.args)
            found += [(path + query, language) for query in visit.queries]
    return found


def visit(address: str) -> tuple[object, Page]:
    """Return the answer to a visitor and the page in it."""
    response = Client().get(address)
    assert response.status_code == 200, address
    return response, Page(response.content.decode())


def check_headers(response) -> None:
    """Assert what holds for every answer to a visitor."""
    assert not response.cookies and "Set-Cookie" not in response.headers
    assert {part.strip() for part in response.headers.get("Vary", "").split(",")} <= {"", "Accept-Encoding"}
    assert {part.strip() for part in response.headers["Content-Security-Policy"].split(";")} == POLICY


def check_revision(address: str, response) -> None:
    """Assert that an answer is kept by revision: it has an ETag, and asked again with it there is nothing to send."""
    assert response.headers["Cache-Control"] == "public, no-cache"
    again = Client().get(address, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == response.headers["ETag"]


def check_page(page: Page, language: str) -> None:
    """Assert what holds for every page."""
    assert page.lang == language
    assert len(page.h1) == 1 and page.h1[0]
    assert page.title and not page.title.startswith("·")
    assert [link for link in page.links if not link[1] or not link[0]] == []
    assert page.unlabelled == []
    assert [name for name in set(page.ids) if page.ids.count(name) > 1] == []
    assert [href for href, _text in page.links if href.startswith("#") and href[1:] not in page.ids] == []
    assert [image for image in page.images if "alt" not in image] == []
    assert "csrfmiddlewaretoken" not in page.html
    assert not re.search(
        r"<style|<script(?![^>]*(?:src=|type=\"application/ld\+json\"))|\sstyle=|\son[a-z]+=\"", page.html
    )


def test_every_url_name_has_its_visit_and_every_visit_its_url_name():
    assert sorted(names(get_resolver().url_patterns)) == sorted(TABLE)


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(("address", "language"), visits(Kind.PAGE))
def test_a_public_page_is_whole_and_kept_by_revision(address, language):
    response, page = visit(address)
    check_headers(response)
    check_revision(address, response)
    check_page(page, language)
    assert "post" not in page.methods


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(("address", "language"), visits(Kind.FORM))
def test_a_form_for_everybody_is_whole_and_kept_nowhere(address, language):
    response, page = visit(address)
    check_headers(response)
    check_page(page, language)
    assert response.headers["Cache-Control"] == "no-store"
    assert page.methods == ["post"]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(("address", "language"), visits(Kind.FILE))
def test_a_file_is_kept_by_revision(address, language):
    response = Client().get(address)
    assert response.status_code == 200
    assert b"".join(response)
    check_headers(response)
    check_revision(address, response)


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(("address", "language"), visits(Kind.EMBED))
def test_a_page_for_frames_is_kept_by_revision_and_may_stand_in_any_frame(address, language):
    response, page = visit(address)
    check_revision(address, response)
    check_page(page, language)
    assert not response.cookies and "X-Frame-Options" not in response.headers
    policy = {part.strip() for part in response.headers["Content-Security-Policy"].split(";")}
    assert policy ^ POLICY == {"frame-ancestors 'none'", "frame-ancestors *"}


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(("address", "language"), visits(Kind.PLAIN))
def test_a_monitor_is_answered_afresh(address, language):
    response = Client().get(address)
    assert response.status_code == 200
    check_headers(response)
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("address", "language"), visits(Kind.HIDDEN))
def test_what_is_for_builders_is_not_there_for_visitors(address, language):
    assert Client().get(address).status_code == 404


@pytest.mark.usefixtures("catalogue")
def test_no_two_pages_have_the_same_title():
    titles: dict[str, str] = {}
    for address, _language in visits(Kind.PAGE, Kind.FORM):
        if "?" in address:
            continue
        _response, page = visit(address)
        assert page.title not in titles, f"{address} and {titles[page.title]} are both titled {page.title}"
        titles[page.title] = address
