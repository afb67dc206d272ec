"""A body that cannot be read is no fault of the site, whatever page it was sent to."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

SECRET = "a" * 32
BODIES = {
    "a broken border": ('multipart/form-data; boundary="', b"a" * 3_000),
    "no border": ("multipart/form-data", b"a"),
    "too many fields": ("application/x-www-form-urlencoded", b"a=1&" * 1_500),
    "too large": ("application/x-www-form-urlencoded", b"a" * 3_000_000),
    "too many files": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\na\r\n' * 200 + b"--x--\r\n",
    ),
}


@pytest.fixture
def sender() -> Client:
    """A browser that holds the word against forged forms, so that forms are read to compare theirs with it."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies[settings.CSRF_COOKIE_NAME] = SECRET
    return client


@pytest.mark.parametrize("what", BODIES)
@pytest.mark.django_db
def test_an_unreadable_form_to_no_page_finds_no_page(sender, what):
    kind, body = BODIES[what]
    answer = sender.generic("POST", "/gibt-es-nicht/", body, content_type=kind)
    assert answer.status_code == 404
    assert "Diese Seite gibt es nicht" in answer.content.decode()


@pytest.mark.parametrize("address", ["/barriere-melden/", "/konto/anmelden/"])
@pytest.mark.parametrize("what", BODIES)
@pytest.mark.django_db
def test_an_unreadable_form_to_a_page_is_not_understood(sender, what, address):
    kind, body = BODIES[what]
    answer = sender.generic("POST", address, body, content_type=kind, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 400
    assert "Diese Anfrage war nicht verständlich" in answer.content.decode()
