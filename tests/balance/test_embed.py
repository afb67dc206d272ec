"""The figure for a partner's own page says what the partner page says, and brings nothing along."""

import json
from xml.etree import ElementTree

import pytest

from tests.factories import make_partner

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


def image(client, key):
    response = client.get(f"/einbetten/{key}.svg")
    assert response.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def test_the_image_says_its_numbers_as_text_and_as_its_title(record, client):
    tree = image(client, "dgb")
    words = " ".join(node.text or "" for node in tree.iter(f"{SVG}text")).replace("\u00a0", " ")
    for text in (words, tree.findtext(f"{SVG}title").replace("\u00a0", " ")):
        assert "Gewerkschaftsbund" in text
        assert "2 Maßnahmen: 1 abgeschlossen, 1 in Umsetzung." in text


def test_a_selection_is_not_counted(record, client):
    lonely = record.selection.commitments.get().contributions.get().partner
    assert "nennt diesen Partner" in image(client, lonely.key).findtext(f"{SVG}title")
    assert image(client, lonely.key).findall(f".//{SVG}pattern") == []


def test_the_image_carries_no_script_and_no_style(record, client):
    tree = image(client, "dgb")
    names = {node.tag for node in tree.iter()} | {name for node in tree.iter() for name in node.attrib}
    assert not names & {f"{SVG}script", f"{SVG}style", "style", "href", "onload"}


def test_the_frame_links_to_the_rows_it_counts_and_out_of_the_frame(record, client):
    page = client.get("/einbetten/dgb/").content.decode()
    assert page.count('target="_top"') == page.count("<a ")
    link = page.partition('href="/massnahmen/?')[2].partition('"')[0].replace("&amp;", "&")
    assert json.loads(b"".join(client.get(f"/massnahmen.json?{link}")))["count"] == 2


def test_names_are_written_as_names(client):
    make_partner("boese", name='<script>alert("1")</script> & Söhne')
    assert "<script" not in client.get("/einbetten/boese.svg").content.decode()
    assert "<script" not in client.get("/einbetten/boese/").content.decode()


def test_the_page_of_a_partner_offers_the_lines_to_copy(record, client, settings):
    page = client.get("/partner/dgb/").content.decode()
    assert f'&lt;img src="{settings.SITE_URL}/einbetten/dgb.svg"' in page
    assert f'&lt;iframe src="{settings.SITE_URL}/einbetten/dgb/"' in page


@pytest.mark.parametrize("address", ["/einbetten/niemand.svg", "/einbetten/niemand/", f"/einbetten/{'x' * 500}/"])
def test_nobody_is_not_found(client, address, db):
    assert client.get(address).status_code == 404
