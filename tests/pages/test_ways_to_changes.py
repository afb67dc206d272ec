"""Where something can be subscribed to, its changes can be read as a page too; the overview leads to both."""

import pytest

from tests.reading import Page

pytestmark = pytest.mark.django_db


def test_the_overview_leads_to_the_feed_from_its_latest_changes(client, catalogue):
    page = Page(client.get("/").content.decode())
    assert "/aenderungen.atom" in {href for href, _text in page.links}


@pytest.mark.parametrize(
    ("address", "changes"),
    [
        ("/vereinbarungen/allianz-2019-2021/", "/aenderungen/?vereinbarung=allianz-2019-2021"),
        ("/partner/dgb/", "/aenderungen/?partner=dgb"),
    ],
)
def test_what_can_be_subscribed_to_can_be_read_as_a_page_too(client, catalogue, address, changes):
    page = Page(client.get(address).content.decode())
    assert changes in {href for href, _text in page.links}
    assert client.get(changes).status_code == 200
