"""An address that leads to no record answers 404 and shows a way on, whatever stands in it."""

import pytest

from tests.public.records import html, words

pytestmark = pytest.mark.django_db


def test_an_unknown_code_shows_its_neighbours(client, catalogue):
    source = html(client, "/massnahmen/AAW-2019-1.99/", status=404)
    assert "/massnahmen/AAW-2019-1.70/" in source or "/massnahmen/AAW-2019-2.01/" in source
    assert "„AAW-2019-1.99“" in words(source)


def test_a_code_in_small_letters_shows_the_one_that_was_meant(client, catalogue):
    assert "/massnahmen/AAW-2019-1.12/" in html(client, "/massnahmen/aaw-2019-1.12/", status=404)


def test_a_code_of_no_agreement_leads_to_the_table(client, catalogue):
    assert 'href="/massnahmen/"' in html(client, "/massnahmen/XYZ/", status=404)


def test_an_unknown_agreement_shows_those_there_are(client, catalogue):
    assert "/vereinbarungen/allianz-2019-2021/" in html(client, "/vereinbarungen/allianz-1999/", status=404)


def test_an_unknown_partner_shows_similar_ones(client, catalogue):
    assert "/partner/dgb/" in html(client, "/partner/dgbb/", status=404)


def test_an_unknown_land_shows_the_sixteen(client, catalogue):
    assert html(client, "/laender/DE-XX/", status=404).count('href="/laender/DE-') == 16


@pytest.mark.parametrize("room", ["massnahmen", "vereinbarungen", "partner", "laender"])
@pytest.mark.parametrize("key", ["a%00b", "x" * 2000, "%F0%9F%98%80", "%0A", "<script>", "'--", "..%5c"])
def test_no_key_is_an_error(client, room, key):
    source = html(client, f"/{room}/{key}/", status=404)
    assert "<script>" not in source
    assert "x" * 100 not in source.partition("<main")[2]
