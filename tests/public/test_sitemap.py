"""The site map lists every public page in both languages."""

from xml.etree import ElementTree

import pytest

from tests.factories import make_agreement, make_commitment, make_partner, record_change
from tracker import days
from tracker.models import Land

pytestmark = pytest.mark.django_db

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def entries(client):
    response = client.get("/sitemap.xml")
    assert response.headers["Content-Type"].startswith("application/xml")
    tree = ElementTree.fromstring(response.content)
    return {url.findtext("s:loc", namespaces=NAMES): url for url in tree.findall("s:url", NAMES)}


@pytest.fixture
def record():
    partner = make_partner("dgb")
    agreement = make_agreement("allianz-2023")
    make_commitment(agreement, leads=[partner], code="AAW-2023-1.01")
    make_commitment(agreement, leads=[partner], code="AAW-2023-1.02", published=False)
    make_agreement("entwurf", published=False)
    with record_change():
        Land(code="DE-BE", name="Berlin").save()


def test_every_public_page_stands_in_it_in_both_languages(client, record):
    found = entries(client)
    for path in (
        "/",
        "/massnahmen/",
        "/massnahmen/AAW-2023-1.01/",
        "/vereinbarungen/allianz-2023/",
        "/partner/dgb/",
        "/laender/DE-BE/",
        "/methode/",
        "/bilanz/",
        "/impressum/",
    ):
        assert f"http://testserver{path}" in found
        assert f"http://testserver/en{path}" in found


def test_drafts_and_forms_do_not_stand_in_it(client, record):
    text = " ".join(entries(client))
    for word in ("AAW-2023-1.02", "entwurf", "melden", "verwaltung", "gestaltung"):
        assert word not in text


def test_each_page_names_itself_in_every_language(client, record):
    for address, url in entries(client).items():
        others = {link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMES)}
        assert set(others) == {"de", "en"}
        assert address in others.values()


def test_pages_of_the_record_tell_when_they_last_changed(client, record):
    found = entries(client)
    for path in ("/massnahmen/AAW-2023-1.01/", "/vereinbarungen/allianz-2023/", "/partner/dgb/", "/"):
        changed = found[f"http://testserver{path}"].findtext("s:lastmod", namespaces=NAMES)
        assert changed == days.today().isoformat()


def test_the_number_of_queries_does_not_grow_with_the_record(client, record, django_assert_num_queries):
    with django_assert_num_queries(10):
        client.get("/sitemap.xml")
    make_commitment()
    with django_assert_num_queries(10):
        client.get("/sitemap.xml")
