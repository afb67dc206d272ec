"""Languages, hosts, paths and queries are kept apart; only the order of names in a query does not matter."""

import pytest

from tests.factories import make_partner
from tracker.pages.keys import in_order

pytestmark = pytest.mark.django_db


def test_both_languages_have_their_own_page(client, catalogue):
    for _time in range(2):
        assert '<html lang="de"' in client.get("/").content.decode()
        assert '<html lang="en"' in client.get("/en/").content.decode()


def test_every_host_has_its_own_page(client, catalogue, settings):
    settings.ALLOWED_HOSTS = ["eins.example", "zwei.example"]
    tags = {client.get("/", headers={"host": host})["ETag"] for host in settings.ALLOWED_HOSTS for _time in range(2)}
    assert len(tags) == 2


def test_a_host_that_is_not_ours_gets_no_page_from_the_store(client, catalogue):
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"host": "boese.example"}).status_code == 400


def test_every_query_has_its_own_page(client, catalogue):
    addresses = ["/massnahmen/", "/massnahmen/?art=target", "/massnahmen/?art=measure", "/massnahmen/?art=nie"]
    pages = {client.get(address).content for address in addresses for _time in range(2)}
    assert len(pages) == len(addresses)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a=1&b=2", "b=2&a=1", True),
        ("a=1&a=2", "a=2&a=1", False),
        ("a=2&%61=1", "%61=1&a=2", False),
        ("q=%C3%A4", "q=%E4", False),
        ("q=", "q", False),
        ("", "x", False),
    ],
)
def test_two_queries_have_one_page_only_if_they_mean_the_same(one, other, same):
    assert (in_order(one) == in_order(other)) is same


def test_of_a_parameter_given_twice_the_order_decides(client, catalogue):
    first = client.get("/massnahmen/?page=1&page=2")
    second = client.get("/massnahmen/?page=2&page=1")
    assert first["ETag"] != second["ETag"]


def test_unknown_parameters_are_pages_of_their_own(client):
    make_partner()
    assert client.get("/?utm_source=a")["ETag"] != client.get("/?utm_source=b")["ETag"]
