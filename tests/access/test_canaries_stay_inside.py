"""What is nobody's business stays in the reporting area and the administration: in no page, file, feed or log line."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.access.test_who_may_open_what import client_of
from tests.cast import PEOPLE, Cast, planted
from tests.reading import Page
from tests.test_every_address_is_visited import Kind, visits
from tracker.models import OutboxMail

pytestmark = pytest.mark.django_db
LOGGERS = ("django", "django.request", "django.security", "tracker", "allauth")
STARTS = [*visits(Kind.FORM, Kind.FILE, Kind.PLAIN), ("/", "de"), ("/en/", "en")]


def crawl(client: Client, starts: list[str], *, at_most: int = 400) -> Iterator[tuple[str, str]]:
    """Yield address and text of everything that links on this site lead to, headers included."""
    waiting, seen = list(starts), set(starts)
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode(errors="replace")
        yield address, text + str(dict(answer.headers))
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for href, _words in Page(text).links:
            link = href.split("#")[0]
            # Every combination of filters would be more than all grains of sand; one filter at a time will do.
            if link.startswith("/") and link not in seen and link.count("=") <= 1 and len(seen) < at_most:
                seen.add(link)
                waiting.append(link)


def test_no_visitor_finds_a_canary_anywhere(the_cast: Cast):
    found, visited = [], 0
    for address, text in crawl(Client(), [address for address, _language in STARTS]):
        visited += 1
        found += [(address, word) for word in planted(text)]
    assert found == []
    assert visited > 100


def test_partners_find_their_own_canaries_and_no_contact_of_others(the_cast: Cast):
    texts = {
        name: "".join(text for _address, text in crawl(client_of(the_cast, name), ["/portal/"], at_most=80))
        for name in ("reporter_of_a", "reporter_of_b")
    }
    assert list(planted(texts["reporter_of_a"])) and list(planted(texts["reporter_of_b"]))
    for name, text in texts.items():
        for other in set(PEOPLE) - {name, "visitor"}:
            account = the_cast.people[other]
            for secret in (account.email, account.first_name, account.last_name):
                assert secret not in text, f"{name} reads {secret} of {other}"
    drafts_of_b = set(planted(texts["reporter_of_b"])) & set(planted(texts["reporter_of_a"]))
    assert drafts_of_b == set()


def test_no_log_line_bears_a_canary_even_if_the_mail_server_fails(the_cast: Cast, caplog, settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    for logger in LOGGERS:
        caplog.set_level(logging.INFO, logger)
        monkeypatch.setattr(logging.getLogger(logger), "propagate", True)
    assert OutboxMail.objects.exists()
    call_command("send_reminders")
    with pytest.raises(CommandError, match="0 messages sent"):
        call_command("send_outbox")
    for name in PEOPLE:
        client = client_of(the_cast, name)
        for address in ("/", "/portal/", "/verwaltung/", "/gibt-es-nicht/", f"/portal/{the_cast.of_b_draft.pk}/"):
            client.get(address)
        client.post("/konto/anmelden/", {"login": the_cast.people["editor"].email, "password": "falsch"})
    lines = [
        record.getMessage() + str(record.__dict__) for record in caplog.records if record.name != "django.db.backends"
    ]
    assert len(lines) > 5
    assert [line for line in lines if list(planted(line))] == []
