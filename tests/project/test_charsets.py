"""Everything sent here is UTF-8: another charset is refused in the frame of the site, whatever else is sent with it."""

from __future__ import annotations

import pytest

from allianz.wsgi import application
from tests.hostile.requests import Hostile

pytestmark = pytest.mark.django_db


def status_of(kind: str, query: str = "") -> int:
    """What the server answers to a form with this content type."""
    told: list[str] = []
    request = Hostile("POST", f"/massnahmen.csv{query}", {"Content-Type": kind}, b"a=1")
    answer = application(request.environ(), lambda status, *_more: told.append(status))
    answer.close()
    return int(told[0].split()[0])


@pytest.mark.parametrize("name", ["utf-7", "latin-1", "utf-16", "hex", "zlib", "rot13", "idna", "undefined", "quatsch"])
def test_another_charset_is_refused(name):
    assert status_of(f"application/x-www-form-urlencoded; charset={name}", "?a=%ff") == 400


@pytest.mark.parametrize("name", ["utf-8", "UTF-8", "utf8", "us-ascii"])
def test_utf_8_by_any_name_is_not(name):
    assert status_of(f"application/x-www-form-urlencoded; charset={name}") == 405


def test_too_many_parameters_with_a_charset_are_no_fault_of_the_site():
    assert status_of("text/plain; charset=utf-8", "?" + "a=1&" * 1_200) == 405
