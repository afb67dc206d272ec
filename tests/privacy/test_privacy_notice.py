"""The privacy notice says what the settings in force do, in both languages, beside the operator's own text."""

import pytest

from tests.admin.browsing import words
from tests.factories import record_change
from tracker.models import PageText
from tracker.vocabulary import PageKey

pytestmark = pytest.mark.django_db


def notice(client, language: str = "") -> str:
    return words(client.get(f"/{language}datenschutz/"))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SESSION_COOKIE_AGE", 3 * 3600, "nach 3 Stunden"),
        ("SESSION_COOKIE_NAME", "__Host-anders", "„__Host-anders“"),
        ("LOG_DAYS", 9, "nach 9 Tagen"),
        ("LOG_DAYS", 0, "führt keine Protokolle der Abrufe"),
        ("MAIL_PROVIDER", "Postamt Musterstadt", "Postamt Musterstadt"),
        ("HOST_PROVIDER", "Rechenzentrum Musterstadt", "Rechenzentrum Musterstadt"),
        ("MAIL_MONTHS", 7, "7 Monate"),
        ("TICKET_MONTHS", 8, "8 Monate"),
        ("PROTOCOL_MONTHS", 120, "nach 120 Monaten"),
        ("DATA_PROTECTION_OFFICER", "dsb@example.org", "dsb@example.org"),
        ("OPERATOR_NAME", "Amt für Muster", "Amt für Muster"),
    ],
)
def test_the_notice_and_its_etag_follow_a_setting(client, settings, name, value, said):
    before = client.get("/datenschutz/")
    assert said not in words(before)
    setattr(settings, name, value)
    after = client.get("/datenschutz/")
    assert said in words(after)
    assert after.headers["ETag"] != before.headers["ETag"]


def test_without_a_provider_the_operator_does_it(client):
    text = notice(client)
    assert "speichert der Betreiber selbst" in text
    assert "eigenen Mailserver" in text


def test_the_operators_own_text_stands_first(client):
    with record_change():
        PageText(key=PageKey.PRIVACY, language="de", body="Eigener Text des Betreibers.").save()
    text = notice(client)
    assert text.index("Eigener Text des Betreibers.") < text.index("Wer verantwortlich ist")


def test_it_is_there_in_english(client, settings):
    settings.LOG_DAYS = 9
    text = notice(client, "en/")
    assert "deleted after 9 days" in text
    assert "Who is responsible" in text
