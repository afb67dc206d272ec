"""While nothing changes, a public page is answered from the store: the same answer to the byte, with one query."""

import pytest

from tests.factories import make_partner
from tracker.pages.store import store

pytestmark = pytest.mark.django_db
PAGES = ["/", "/en/", "/massnahmen/?art=target&sort=-due_on", "/methode/", "/sitemap.xml", "/einbetten/bund/"]


@pytest.mark.parametrize("address", PAGES)
def test_the_second_answer_is_the_first_one_and_costs_one_query(client, catalogue, asked, address):
    first, many = asked(client.get, address)
    second, one = asked(client.get, address)
    assert first.status_code == second.status_code == 200
    assert (second.content, dict(second.items())) == (first.content, dict(first.items()))
    assert many > one == 1


@pytest.mark.parametrize("address", PAGES)
def test_who_has_it_already_is_told_so_with_one_query(client, catalogue, asked, address):
    first = client.get(address)
    again, one = asked(client.get, address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"], one) == (304, b"", first["ETag"], 1)
    assert again["Cache-Control"] == first["Cache-Control"]
    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_a_figure_for_other_sites_may_still_be_framed_when_it_comes_from_the_store(client, catalogue):
    for _time in range(2):
        answer = client.get("/einbetten/bund/")
        assert "frame-ancestors *" in answer["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer


def test_who_asks_for_the_headers_alone_gets_those_of_the_page_and_no_body(client, catalogue, asked):
    page = client.get("/")
    head, one = asked(client.head, "/")
    assert (head.status_code, head.content, one) == (200, b"", 1)
    assert dict(head.items()) == dict(page.items())


def test_an_answer_to_who_asks_for_the_headers_alone_is_not_kept_as_the_page(client):
    make_partner()
    client.head("/massnahmen.json")
    client.head("/")
    assert b"</html>" in client.get("/").content


@pytest.mark.parametrize("address", ["/massnahmen.csv", "/massnahmen.json"])
def test_a_short_file_is_kept_like_a_page(client, catalogue, django_assert_num_queries, address):
    first = client.get(address)
    with django_assert_num_queries(1):
        again = client.get(address)
    assert again.content == first.content
    assert again["Content-Type"] == first["Content-Type"]
    assert again.get("Content-Disposition") == first.get("Content-Disposition")


@pytest.mark.parametrize("address", ["/massnahmen.xlsx", "/?stand=nie", "/massnahmen/GIBT-ES-NICHT/"])
def test_workbooks_refusals_and_pages_that_are_not_there_are_not_kept(client, catalogue, address):
    assert b"".join(client.get(address))
    assert store().memory.size == 0
