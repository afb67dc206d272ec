"""An event or a finding of an agreement that is not public stands on no page, whatever public things it belongs to."""

from datetime import date

import pytest

from tests.factories import make_agreement, make_partner, record_change
from tracker.models import Event, Finding, Land, Network
from tracker.vocabulary import EventKind, FindingKind

pytestmark = pytest.mark.django_db
SECRET = "Geheimvorhaben"
PAGES = ("/laender/DE-BE/", "/laender/", "/vereinbarungen/allianz/")


@pytest.fixture
def draft():
    """An agreement that is not public, with an event and a finding that belong to things everybody sees."""
    public, draft = make_agreement("allianz"), make_agreement("entwurf", published=False)
    partner = make_partner("verbund")
    with record_change() as change:
        land = Land(code="DE-BE", name="Berlin")
        land.save()
        Network(land=land, key="netz", kind="Verbund", name="Netz", partner=partner).save()
        Network(key="bundesnetz", kind="Verbund", name="Bundesnetz", partner=partner).save()
        finding = Finding(key="BEF-1", kind=FindingKind.LESSON, agreement=draft, title=SECRET, description=SECRET)
        finding.save()
        finding.partners.add(partner)
        hidden = Event(key="geheim", agreement=draft, kind=EventKind.WORKSHOP, title=SECRET, day=date(2024, 1, 1))
        hidden.save()
        hidden.lands.add(land)
        for key, agreement, lands in (("a", public, []), ("b", None, [land]), ("c", None, [])):
            event = Event(key=key, agreement=agreement, kind=EventKind.WORKSHOP, title="Treffen", day=date(2024, 1, 1))
            event.save()
            event.lands.set(lands)
            event.findings.add(finding)
        change.touch(public)
    return draft


@pytest.mark.parametrize("address", PAGES)
def test_nothing_of_a_draft_agreement_stands_on_a_public_page(client, draft, address):
    page = client.get(address).content.decode()
    assert "Treffen" in page
    assert SECRET not in page


@pytest.mark.parametrize("address", PAGES)
def test_with_the_agreement_it_is_there(client, draft, address):
    with record_change() as change:
        draft.published_at = change.at
        draft.save()
        change.touch(draft)
    assert SECRET in client.get(address).content.decode()
