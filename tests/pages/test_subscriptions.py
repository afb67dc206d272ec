"""From every page of a record one can subscribe to its changes and deadlines; browsers find the feeds too."""

import re

import pytest

from tests.reading import Page

pytestmark = pytest.mark.django_db

PAGES = {
    "/massnahmen/AAW-2019-1.07/": ["/massnahmen.atom?q=AAW-2019-1.07", "/massnahmen.ics?q=AAW-2019-1.07"],
    "/partner/dgb/": ["/massnahmen.atom?partner=dgb", "/massnahmen.ics?partner=dgb"],
    "/vereinbarungen/allianz-2019-2021/": [
        "/massnahmen.atom?vereinbarung=allianz-2019-2021",
        "/massnahmen.ics?vereinbarung=allianz-2019-2021",
    ],
    "/laender/DE-BE/": ["/massnahmen.atom?land=DE-BE", "/massnahmen.ics?land=DE-BE"],
    "/massnahmen/?status=unknown": ["/massnahmen.atom?status=unknown", "/massnahmen.ics?status=unknown"],
    "/aenderungen/": ["/aenderungen.atom"],
}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_both_people_and_browsers_are_led_to_them(client, catalogue, address, prefix):
    page = Page(client.get(prefix + address).content.decode())
    links = {href for href, _text in page.links}
    alternates = re.findall(r'<link rel="alternate" type="[^"]+" title="[^"]+" href="([^"]+)"', page.html)
    for url in PAGES[address]:
        assert url in links
        assert client.get(url).status_code == 200
    assert alternates == PAGES[address]


@pytest.mark.parametrize(("agreement", "field"), [("allianz-2019-2021", "2019-1"), ("allianz-2015-2018", "2015-6")])
@pytest.mark.parametrize("ending", ["atom", "ics"])
def test_a_field_of_an_agreement_has_its_own(client, catalogue, agreement, field, ending):
    page = Page(client.get(f"/vereinbarungen/{agreement}/").content.decode())
    url = f"/massnahmen.{ending}?vereinbarung={agreement}&handlungsfeld={field}"
    assert url in {href for href, _text in page.links}
    assert client.get(url).status_code == 200


def test_a_page_that_is_not_there_has_none(client, catalogue):
    assert 'rel="alternate" type=' not in client.get("/partner/niemand/").content.decode()
