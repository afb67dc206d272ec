"""Signs that XML cannot hold, pasted into a text long ago, keep no feed, image or document from being made."""

from xml.etree import ElementTree

import pytest

from tests.balance.making import built
from tests.factories import make_agreement, make_commitment, make_partner

pytestmark = pytest.mark.django_db
PASTED = "Erste Zeile\x0bzweite Zeile\x1b\ufffe"
SHOWN = "Erste Zeile zweite Zeile  "


@pytest.fixture(autouse=True)
def pasted(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    partner = make_partner("verband", name=PASTED)
    make_commitment(make_agreement("allianz", short_title=PASTED), leads=[partner], title=PASTED)


@pytest.mark.parametrize("address", ["/massnahmen.atom", "/aenderungen.atom", "/einbetten/verband.svg"])
def test_what_is_made_of_xml_can_be_read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert SHOWN in "".join(ElementTree.fromstring(response.content).itertext())


def test_a_balance_is_built():
    balance = built(title=PASTED)
    assert balance.docx and (balance.document or {})["title"] == SHOWN
