"""Who finds a weakness reads whom to tell, in the form of RFC 9116."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from allianz import env
from tests.moments import Clock

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"


@pytest.fixture
def contact(settings) -> None:
    settings.SECURITY_CONTACT = "mailto:sicherheit@example.org"


def fields(client) -> dict[str, str]:
    """The fields of the file; none of them stands there twice."""
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode("ascii").splitlines()
    found = dict(line.split(": ", 1) for line in lines)
    assert len(found) == len(lines)
    return found


@pytest.mark.usefixtures("contact")
def test_it_names_contact_languages_and_its_own_address(client):
    found = fields(client)
    assert found.pop("Expires")
    assert found == {
        "Contact": "mailto:sicherheit@example.org",
        "Preferred-Languages": "de, en",
        "Canonical": "http://testserver/.well-known/security.txt",
    }


@pytest.mark.usefixtures("contact")
def test_it_expires_in_the_future_and_within_a_year_on_every_day(client, monkeypatch):
    clock = Clock(monkeypatch, date(2027, 1, 1))
    for day in (date(2027, 1, 1), date(2028, 2, 29), date(2036, 12, 31)):
        clock.go(day)
        expires = datetime.fromisoformat(fields(client)["Expires"])
        now = datetime(day.year, day.month, day.day, tzinfo=UTC)
        assert now + timedelta(days=90) < expires < now + timedelta(days=365)


def test_without_anybody_to_tell_there_is_no_file(client, settings):
    settings.SECURITY_CONTACT = ""
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("post@example.org", "mailto:post@example.org"),
        ("https://example.org/melden", "https://example.org/melden"),
        ("tel:+49-30-1234", "tel:+49-30-1234"),
        ("", "mailto:contact@example.org"),
    ],
)
def test_a_contact_is_a_mail_or_web_address(monkeypatch, value, expected):
    monkeypatch.setenv("SECURITY_CONTACT", value)
    assert env.contact("SECURITY_CONTACT", "contact@example.org") == expected


@pytest.mark.parametrize("value", ["die Redaktion", "http://example.org", "a@b.example\nExpires: never", "a b@example"])
def test_anything_else_is_refused_with_what_is_allowed(monkeypatch, value):
    monkeypatch.setenv("SECURITY_CONTACT", value)
    with pytest.raises(ImproperlyConfigured, match=r"SECURITY_CONTACT is .* Allowed: a mail address, or an address"):
        env.contact("SECURITY_CONTACT", "")
