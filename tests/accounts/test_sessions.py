"""A person sees the own sessions and ends them; a disabled account loses them at once."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from tests.accounts.people import add_app, enter, make_account, recovery_codes, sign_in
from tracker import workflow
from tracker.accounts.devices import device
from tracker.vocabulary import AccountRole

pytestmark = [pytest.mark.django_db, pytest.mark.own_factor]

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def account():
    return make_account(AccountRole.REPORTER)


@pytest.fixture
def two(client, account):
    """Two browsers of one person."""
    sign_in(client, account, add_app(account))
    elsewhere = type(client)(headers={"user-agent": FIREFOX})
    enter(elsewhere, account.email)
    elsewhere.post("/konto/anmelden/code/", {"code": recovery_codes(account)[0]})
    return client, elsewhere


def test_the_list_names_program_and_address(two):
    html = two[0].get("/konto/sitzungen/").content.decode()
    assert "Firefox unter Windows" in html
    assert "127.0.0.1" in html
    assert html.count("diese Sitzung") == 1


def test_another_session_can_be_ended(two, account):
    here, elsewhere = two
    other = UserSession.objects.get(user_agent=FIREFOX)
    here.post(f"/konto/sitzungen/{other.pk}/beenden/")
    assert elsewhere.get("/konto/").status_code == 302
    assert here.get("/konto/").status_code == 200


def test_all_others_can_be_ended_at_once(two):
    here, elsewhere = two
    elsewhere.post("/konto/sitzungen/beenden/")
    assert here.get("/konto/").status_code == 302
    assert elsewhere.get("/konto/").status_code == 200


def test_ending_the_present_session_signs_out(two, account):
    here, elsewhere = two
    own = UserSession.objects.exclude(user_agent=FIREFOX).get()
    assert here.post(f"/konto/sitzungen/{own.pk}/beenden/").headers["Location"] == "/konto/anmelden/"
    assert here.get("/konto/").status_code == 302
    assert elsewhere.get("/konto/").status_code == 200


def test_a_foreign_session_is_not_there(two, client):
    stranger = make_account(AccountRole.REPORTER)
    other = type(client)()
    sign_in(other, stranger, add_app(stranger))
    number = UserSession.objects.get(user_agent=FIREFOX).pk
    assert other.post(f"/konto/sitzungen/{number}/beenden/").status_code == 404
    assert two[1].get("/konto/").status_code == 200


def test_a_disabled_account_loses_its_sessions_at_once(two, account):
    workflow.disable_account(account, actor=workflow.system_actor())
    assert not Session.objects.exists()
    for browser in two:
        assert browser.get("/konto/").headers["Location"] == "/konto/anmelden/?next=/konto/"


def test_an_account_disabled_in_another_way_loses_them_too(two, account):
    account.is_active = False
    account.save()
    assert not UserSession.objects.exists()
    for browser in two:
        assert browser.get("/konto/").status_code == 302


def test_a_session_left_over_of_a_disabled_account_ends_with_its_next_request(client, account):
    client.force_login(account)
    type(account).objects.update(is_active=False)
    assert client.get("/konto/").status_code == 302
    assert not Session.objects.exists()


def test_a_disabled_account_cannot_sign_in(client, account):
    account.is_active = False
    account.save()
    answer = enter(client, account.email)
    assert answer.headers["Location"] == "/konto/gesperrt/"
    assert "Dieses Konto ist gesperrt" in client.get("/konto/gesperrt/").content.decode()
    assert "passen nicht zusammen" in enter(client, account.email, "falsch").content.decode()


@pytest.mark.parametrize(
    ("sign", "words"),
    [
        (FIREFOX, "Firefox unter Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile Safari/604.1",
            "Safari unter iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0 Safari/537.36", "Chrome unter Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/156.0 Safari/537.36 Edg/156.0", "Edge unter Windows"),
        ("curl/8", "unbekanntes Programm"),
    ],
)
def test_programs_are_named_in_words(sign, words):
    assert device(sign) == words
