"""A session ends some hours after the sign-in, whatever is done, and sooner if nobody asks for anything."""

import time

import pytest

from tests.accounts.people import SIGN_IN, add_app, make_account, sign_in
from tracker.vocabulary import AccountRole

pytestmark = [pytest.mark.django_db, pytest.mark.own_factor]
HOUR = 60 * 60


@pytest.fixture
def later(monkeypatch):
    """Let it be so many seconds later."""
    now = time.time()

    def go(seconds: int) -> None:
        monkeypatch.setattr("tracker.accounts.lifetime.time.time", lambda: now + seconds)

    go(0)
    return go


@pytest.fixture
def somebody(client, later):
    account = make_account(AccountRole.REPORTER)
    sign_in(client, account, add_app(account))
    return client


def is_signed_in(client) -> bool:
    answer = client.get("/konto/")
    assert answer.status_code == 200 or answer.headers["Location"].startswith(SIGN_IN)
    return answer.status_code == 200


def test_a_session_left_alone_ends(somebody, later, settings):
    later(settings.SESSION_IDLE_SECONDS - 60)
    assert is_signed_in(somebody)
    later(2 * settings.SESSION_IDLE_SECONDS)
    assert not is_signed_in(somebody)


def test_a_session_in_use_goes_on_past_that(somebody, later, settings):
    for step in range(1, 5):
        later(step * (settings.SESSION_IDLE_SECONDS - 60))
        assert is_signed_in(somebody)


def test_a_session_in_use_ends_after_its_hours_all_the_same(somebody, later, settings):
    for seconds in range(0, settings.SESSION_COOKIE_AGE, HOUR):
        later(seconds)
        assert is_signed_in(somebody)
    later(settings.SESSION_COOKIE_AGE + 1)
    assert not is_signed_in(somebody)


def test_an_ended_session_is_gone_from_the_server(somebody, later, settings):
    key = somebody.session.session_key
    later(settings.SESSION_COOKIE_AGE + 1)
    assert not is_signed_in(somebody)
    assert not somebody.session.exists(key)


def test_pages_read_within_a_minute_write_nothing(somebody, later):
    later(30)
    somebody.get("/konto/")
    before = dict(somebody.session)
    later(50)
    somebody.get("/konto/")
    assert dict(somebody.session) == before


def test_whoever_signs_out_leaves_no_copy_behind(somebody):
    assert "Clear-Site-Data" not in somebody.get("/konto/abmelden/").headers
    answer = somebody.post("/konto/abmelden/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
