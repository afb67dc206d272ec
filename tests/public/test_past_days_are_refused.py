"""Pages without versions know today only: an address that asks for an earlier day is refused with a sentence."""

import pytest

from tests.public.records import html, words

pytestmark = pytest.mark.django_db

PAGES = [
    "/vereinbarungen/",
    "/vereinbarungen/vergleich/",
    "/partner/",
    "/aenderungen/",
    "/laender/",
    "/laender/DE-ST/",
    "/methode/",
    "/daten/",
    "/impressum/",
    "/datenschutz/",
    "/barrierefreiheit/",
    "/leichte-sprache/",
    "/gebaerdensprache/",
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("name", ["stand", "fassung"])
def test_an_earlier_day_is_refused_and_today_is_offered(client, path, name):
    source = html(client, f"{path}?{name}=2022-12-31", status=400)
    assert "Diese Seite gibt es nur im heutigen Stand" in words(source)
    assert f'href="{path}"' in source
