"""Nobody makes an account by themselves."""

import pytest

from tracker.models import Account

pytestmark = [pytest.mark.django_db, pytest.mark.own_factor]


def test_the_page_says_that_accounts_are_made_by_invitation(client):
    assert "Konten gibt es auf Einladung" in client.get("/konto/registrieren/").content.decode()


def test_a_form_sent_all_the_same_makes_no_account(client):
    data = {"email": "neu@example.org", "password1": "Morgen-regnet-es-2026", "password2": "Morgen-regnet-es-2026"}
    answer = client.post("/konto/registrieren/", data)
    assert "Konten gibt es auf Einladung" in answer.content.decode()
    assert not Account.objects.exists()


@pytest.mark.parametrize("address", ["/accounts/signup/", "/konto/signup/", "/konto/login/code/", "/konto/email/"])
def test_nothing_of_the_library_is_there_that_is_not_listed(client, address):
    assert client.get(address).status_code == 404
