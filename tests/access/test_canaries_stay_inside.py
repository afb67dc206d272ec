"""What is nobody's business stays in the reporting area and the administration: in no page, file, feed or log line."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.access.taken import Taken, body_of, take_away, text_of
from tests.access.test_who_may_open_what import client_of
from tests.cast import PEOPLE, Cast, planted
from tests.reading import Page
from tests.test_every_address_is_visited import Kind, visits
from tracker.balance.paper import can_print
from tracker.models import Commitment, OutboxMail, Partner
from tracker.vocabulary import Reporting

pytestmark = pytest.mark.django_db
LOGGERS = ("django", "django.request", "django.security", "tracker", "allauth")
STARTS = [*visits(Kind.FORM, Kind.FILE, Kind.PLAIN), ("/", "de"), ("/en/", "en")]


def crawl(client: Client, starts: list[str], *, at_most: int = 400) -> Iterator[tuple[str, str]]:
    """Yield address and text of everything that links on this site lead to, headers included."""
    waiting, seen = list(starts), set(starts)
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        text = text_of(body_of(answer))
        yield address, text + str(dict(answer.headers))
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for href, _words in Page(text).links:
            link = href.split("#")[0]
            # Every combination of filters would be more than all grains of sand; one filter at a time will do.
            if link.startswith("/") and link not in seen and link.count("=") <= 1 and len(seen) < at_most:
                seen.add(link)
                waiting.append(link)


@pytest.fixture
def taken(the_cast: Cast, settings) -> Taken:
    # A refusal because of too many requests would hide what an address tells.
    settings.API_LIMIT = 100_000
    return take_away(the_cast)


def addresses_of(taken: Taken, the_cast: Cast) -> list[str]:
    """Where the files, the interface and the balances are, also those that no page leads to, also as they stood."""
    visited = [address for address, _language in STARTS]
    code, slug, key = the_cast.of[Reporting.CURRENT].commitment.code, the_cast.agreement.slug, the_cast.a.key
    codes = Commitment.objects.order_by("pk").values_list("code", flat=True)
    own = [
        *(f"/api/v1/commitments/{each}/" for each in codes),
        *(f"/api/v1/agreements/{each}/" for each in (slug, the_cast.hidden_agreement.slug)),
        *(f"/api/v1/partners/{each}/" for each in Partner.objects.order_by("pk").values_list("key", flat=True)),
        *(f"/einbetten/{key}{end}" for end in ("/", ".svg")),
        f"/daten/abzuege/{taken.dump.period}.zip",
        f"/daten/abzuege/{taken.dump.period}.zip.sha256",
    ]
    for balance in (taken.public, taken.unpublished, taken.draft):
        own += [f"/bilanz/{balance.slug}/", f"/en/bilanz/{balance.slug}/", f"/bilanz/entwurf/{balance.pk}/"]
        own += [
            f"/bilanz/{name}.{kind}" for name in (balance.slug, f"entwurf/{balance.pk}") for kind in ("pdf", "docx")
        ]
    past = ("/", "/massnahmen/", f"/massnahmen/{code}/", f"/vereinbarungen/{slug}/", f"/partner/{key}/")
    rows = [f"/massnahmen.{kind}" for kind in ("csv", "xlsx", "json", "atom", "ics")]
    stood = [f"{address}?stand={the_cast.today}" for address in (*past, *rows, "/api/v1/commitments/")]
    return [*visited, *own, *stood]


def test_no_visitor_finds_a_canary_anywhere(the_cast: Cast, taken: Taken):
    found, visited = [], 0
    for address, text in crawl(Client(), addresses_of(taken, the_cast)):
        visited += 1
        found += [(address, word) for word in planted(text)]
    assert found == []
    assert visited > 200


def test_a_canary_in_a_packed_file_would_be_found(the_cast: Cast, taken: Taken):
    """Archives and PDFs are read for what is in them: a public word is found in each, secrets in the editors' draft."""
    commitment = the_cast.of[Reporting.CURRENT].commitment
    files = [
        "/massnahmen.xlsx",
        f"/daten/abzuege/{taken.dump.period}.zip",
        f"/bilanz/{taken.public.slug}.docx",
        *([f"/bilanz/{taken.public.slug}.pdf"] if can_print() else []),
    ]
    for address in files:
        body = body_of(Client().get(address))
        assert commitment.code.encode() not in body, f"{address} is not packed"
        assert commitment.code in text_of(body), address
    editor = client_of(the_cast, "editor")
    for kind in ("docx", *(["pdf"] if can_print() else [])):
        draft = text_of(body_of(editor.get(f"/bilanz/entwurf/{taken.draft.pk}.{kind}")))
        assert list(planted(draft)), kind


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
