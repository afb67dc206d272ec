"""Pages tell search engines what they are in blocks of data (schema.org), which nothing in them can break out of."""

import json
import re

import pytest

from tests.factories import make_commitment, make_partner
from tracker.templatetags.structured_data import structured

pytestmark = pytest.mark.django_db


def blocks(html: str) -> list[dict]:
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)]


def test_the_way_to_a_page_is_told(client):
    partner = make_partner("dgb", name="Deutscher Gewerkschaftsbund")
    (crumbs,) = blocks(client.get("/partner/dgb/").content.decode())
    assert crumbs["@type"] == "BreadcrumbList"
    assert [(item["position"], item["name"]) for item in crumbs["itemListElement"]] == [
        (1, "Übersicht"),
        (2, "Partner"),
        (3, str(partner)),
    ]
    assert crumbs["itemListElement"][-1]["item"] == "http://testserver/partner/dgb/"


def test_the_page_of_the_data_tells_datasets_with_licence_and_files(client, settings):
    found = {block["@type"]: block for block in blocks(client.get("/daten/").content.decode())}
    for dataset in found["DataCatalog"]["dataset"]:
        assert dataset["@type"] == "Dataset"
        assert dataset["license"] == settings.DATA_LICENCE_URL
        assert len(dataset["description"]) >= 50
        for file in dataset["distribution"]:
            address = file["contentUrl"].removeprefix("http://testserver")
            assert client.get(address).status_code == 200


def test_no_text_breaks_out_of_its_block():
    bad = "</script><script>alert(1)</script><!-- &"
    made = structured({"name": bad})
    assert made.count("<") == 2
    assert blocks(made) == [{"name": bad}]


def test_a_title_with_markup_stays_text(client):
    commitment = make_commitment(title="<b>Fett</b> & </script>")
    html = client.get(f"/massnahmen/{commitment.code}/").content.decode()
    assert "<b>Fett</b>" not in html
    assert blocks(html)
