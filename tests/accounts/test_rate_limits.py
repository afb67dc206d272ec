"""Guessing is limited per account and per address, whether there is an account or not."""

import re
import time

import pytest

from tests.accounts.people import SIGN_IN, add_app, enter, make_account
from tracker.vocabulary import AccountRole

pytestmark = [pytest.mark.django_db, pytest.mark.own_factor]

FORGOTTEN = "/konto/passwort/vergessen/"
TOO_MANY = "Zu viele Versuche."


def told(answer, *, address: str) -> tuple[int, str]:
    """What an answer says, without what belongs to one visit."""
    html = answer.content.decode().replace(address, "ADDRESS")
    return answer.status_code, re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)


@pytest.fixture
def known() -> str:
    return make_account(AccountRole.REPORTER, email="erika@example.org").email


def test_after_five_failures_the_right_password_is_refused_too(client, known):
    for _n in range(5):
        assert TOO_MANY not in enter(client, known, "falsch").content.decode()
    assert TOO_MANY in enter(client, known).content.decode()


def test_the_limit_ends_after_ten_minutes(client, known, monkeypatch):
    for _n in range(6):
        enter(client, known, "falsch")
    later = time.time() + 601
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: later)
    assert enter(client, known).status_code == 302


def test_a_limit_of_one_account_does_not_touch_another(client, known):
    other = make_account(AccountRole.REPORTER)
    for _n in range(6):
        enter(client, known, "falsch")
    assert enter(client, other.email).status_code == 302


def test_an_unknown_address_is_answered_like_a_known_one(client, known):
    unknown = "otto@example.net"
    for _n in range(7):
        wrong = told(enter(client, known, "falsch"), address=known)
        assert told(enter(client, unknown, "falsch"), address=unknown) == wrong


def test_one_address_of_the_internet_has_a_limit_over_all_accounts(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "3/10m/ip,5/10m/key"}
    for number in range(3):
        enter(client, f"person{number}@example.net", "falsch")
    assert TOO_MANY in enter(client, "person9@example.net", "falsch").content.decode()
    assert TOO_MANY not in enter(client, "p@example.net", "falsch", REMOTE_ADDR="192.0.2.7").content.decode()


def test_behind_a_proxy_the_address_it_tells_counts(client, settings):
    settings.PROXIES = 1
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "1/10m/ip"}
    enter(client, "a@example.net", "falsch", headers={"x-forwarded-for": "192.0.2.1"})
    same = enter(client, "b@example.net", "falsch", headers={"x-forwarded-for": "203.0.113.9, 192.0.2.1"})
    other = enter(client, "c@example.net", "falsch", headers={"x-forwarded-for": "192.0.2.2"})
    assert TOO_MANY in same.content.decode()
    assert TOO_MANY not in other.content.decode()


def test_an_address_nobody_vouches_for_is_not_believed(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "1/10m/ip"}
    enter(client, "a@example.net", "falsch", headers={"x-forwarded-for": "192.0.2.1"})
    answer = enter(client, "b@example.net", "falsch", headers={"x-forwarded-for": "192.0.2.2"})
    assert TOO_MANY in answer.content.decode()


def test_guessing_codes_is_limited(client, known):
    add_app(make_account(email="otto@example.org"))
    enter(client, "otto@example.org")
    for _n in range(5):
        client.post("/konto/anmelden/code/", {"code": "000000"})
    assert TOO_MANY in client.post("/konto/anmelden/code/", {"code": "000000"}).content.decode()


def test_a_new_password_for_an_unknown_address_is_answered_like_for_a_known_one(client, known, mailoutbox):
    answers = [client.post(FORGOTTEN, {"email": email}, follow=True) for email in (known, "otto@example.net")]
    assert told(answers[0], address=known) == told(answers[1], address="otto@example.net")
    assert [mail.to for mail in mailoutbox] == [[known], ["otto@example.net"]]


def test_asking_for_new_passwords_is_limited_alike(client, known):
    for email in (known, "otto@example.net"):
        codes = [client.post(FORGOTTEN, {"email": email}).status_code for _n in range(6)]
        assert codes == [302] * 5 + [429], email


def test_the_page_of_the_limit_says_when_it_goes_on(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "1/m/ip"}
    client.post(SIGN_IN)
    answer = client.post(SIGN_IN)
    assert answer.status_code == 429
    assert "Bitte warten Sie zehn Minuten" in answer.content.decode()


@pytest.mark.parametrize("host", ["testserver:{}", "TestServer:{}"])
def test_another_spelling_of_the_host_begins_no_new_count(client, known, host):
    for number in range(5):
        enter(client, known, "falsch", HTTP_HOST=host.format(8000 + number))
    assert TOO_MANY in enter(client, known, HTTP_HOST="testserver").content.decode()


def test_capitals_and_a_made_up_proxy_begin_no_new_count(client, known):
    for number in range(5):
        spelled = known[:number].upper() + known[number:]
        enter(client, spelled, "falsch", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    assert TOO_MANY in enter(client, known, HTTP_X_FORWARDED_FOR="203.0.113.99").content.decode()
