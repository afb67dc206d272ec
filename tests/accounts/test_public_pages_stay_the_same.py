"""Public pages do not know who is signed in: no cookie, no Vary, the same answer."""

import pytest

from tests.accounts.people import make_account
from tracker.vocabulary import AccountRole

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/en/", "/gibt-es-nicht/"])
def test_a_signed_in_person_gets_the_page_of_everybody(client, address):
    before = client.get(address)
    client.force_login(make_account(AccountRole.EDITOR))
    after = client.get(address)
    assert after.content == before.content
    assert not after.cookies
    assert "Cookie" not in after.headers.get("Vary", "")
    assert "no-store" not in after.headers.get("Cache-Control", "")


def test_the_sign_in_page_sets_no_session(client):
    assert set(client.get("/konto/anmelden/").cookies) == {"csrf"}
