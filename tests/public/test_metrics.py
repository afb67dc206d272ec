"""What a monitor that sends the token is told in figures, and that nobody else is told anything."""

import re
from datetime import timedelta

import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from allianz import __version__
from tests.access.guarded import as_with_https, gaps
from tests.factories import make_agreement, make_commitment, make_partner
from tests.factories_of_accounts import make_account
from tracker import days, workflow
from tracker.models import CheckedLink, OutboxMail, Revision, Ticket
from tracker.public import metrics as measuring
from tracker.public.metrics import Metric, exposition
from tracker.vocabulary import AccountRole, LinkFault, NoticeKind, TicketKind

pytestmark = pytest.mark.django_db

TOKEN = "a-token-of-more-than-20-signs"
LABELS = r'\{(?P<labels>[a-z_]+="(?:[^"\\\n]|\\[\\n"])*"(?:,[a-z_]+="(?:[^"\\\n]|\\[\\n"])*")*)\}'
SAMPLE = re.compile(rf"(?P<name>[a-z_:][a-z0-9_:]*)(?:{LABELS})? (?P<value>-?[0-9][0-9.e+-]*)")


@pytest.fixture(autouse=True)
def token(settings) -> None:
    """Let the site answer who sends the token."""
    settings.METRICS_TOKEN = TOKEN


def ask(client, words=f"Bearer {TOKEN}", **more):
    return client.get("/metrics", headers={"authorization": words}, **more)


def read(text: str) -> dict[str, float]:
    """Read the text format line by line; every figure is said and typed once, before its first line."""
    assert text.endswith("\n") and not text.endswith("\n\n")
    found: dict[str, float] = {}
    typed: list[str] = []
    said = ""
    for line in text.splitlines():
        if line.startswith("# HELP "):
            said = line.split()[2]
            assert len(line.split()) > 3
        elif line.startswith("# TYPE "):
            assert line.split()[2:] == [said, "gauge"] and said not in typed
            typed.append(said)
        else:
            sample = SAMPLE.fullmatch(line)
            assert sample, line
            assert sample["name"] == typed[-1]
            key = sample["name"].removeprefix("tracker_") + (f"{{{sample['labels']}}}" if sample["labels"] else "")
            assert key not in found
            found[key] = float(sample["value"])
    return found


def figures(client) -> dict[str, float]:
    response = ask(client)
    assert response.status_code == 200
    return read(response.content.decode())


@pytest.mark.parametrize("words", ["", TOKEN, "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer ü"])
def test_without_the_token_there_is_no_such_page(client, words):
    assert ask(client, words).status_code == 404


@pytest.mark.parametrize("words", ["", "Bearer ", "Bearer", "Bearer None"])
def test_without_the_setting_there_is_no_such_page(client, settings, words):
    settings.METRICS_TOKEN = ""
    assert ask(client, words).status_code == 404


def test_it_is_kept_by_nobody_and_guarded_like_every_answer(client, settings):
    as_with_https(settings)
    response = ask(client, secure=True)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert not response.cookies
    assert gaps(response) == []


def test_it_takes_no_form(client):
    assert client.post("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 405


def test_an_empty_record_is_told_as_such(client):
    told = figures(client)
    assert (told["database_up"], told["schema_up_to_date"], told["ready"], told["revision"]) == (1, 1, 0, 0)
    assert "revision_age_seconds" not in told
    assert next(key for key in told if key.startswith("info")).startswith(f'info{{version="{__version__}",database="')


def test_what_is_public_is_counted_and_nothing_else(client):
    agreement = make_agreement()
    make_agreement(published=False)
    make_commitment(agreement)
    make_commitment(agreement, published=False)
    told = figures(client)
    assert (told["public_agreements"], told["public_commitments"], told["ready"]) == (1, 1, 1)
    assert told["revision"] == Revision.current()


def test_the_age_of_the_revision_grows(client, monkeypatch):
    make_partner()
    stamped = Revision.objects.first().stamped_at
    monkeypatch.setattr(timezone, "now", lambda: stamped + timedelta(seconds=90))
    assert figures(client)["revision_age_seconds"] == 90


def test_mail_that_waits_is_counted_with_the_age_of_the_oldest(client, monkeypatch):
    now = timezone.now()
    reader = make_account(AccountRole.REPORTER)
    for key, waits in (("a", 100), ("b", 7200), ("later", -600)):
        OutboxMail.objects.create(
            recipient=reader, key=key, kind=NoticeKind.REMINDER, send_after=now - timedelta(seconds=waits)
        )
    monkeypatch.setattr(timezone, "now", lambda: now)
    told = figures(client)
    assert (told["mail_waiting"], told["mail_waiting_oldest_seconds"]) == (2, 7200)


def test_reports_in_review_are_counted(client, the_cast):
    assert figures(client)["reports_in_review"] == len(
        [report for report in the_cast.reports.values() if report.state == "submitted"]
    )


def test_tickets_are_counted_from_the_day_after_their_day_of_answer(client):
    for after in (-1, 0, 1):
        Ticket.objects.create(kind=TicketKind.ERROR, message="x", due_on=days.today() + timedelta(days=after))
    assert figures(client)["tickets_overdue"] == 1


def test_links_that_fail_are_counted(client):
    for number, fault in enumerate(["", LinkFault.DENIED, LinkFault.SILENT, LinkFault.NAME]):
        CheckedLink.objects.create(url=f"https://a.example/{number}", tried_at=timezone.now(), fault=fault)
    assert figures(client)["links_failing"] == 2


def test_a_command_is_told_from_its_first_end_without_a_fault(client, monkeypatch):
    key = 'command_done_timestamp_seconds{command="publish_due"}'
    with pytest.raises(RuntimeError), workflow.command_lock("publish_due"):
        raise RuntimeError
    assert key not in figures(client)
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    with workflow.command_lock("publish_due"):
        assert key not in figures(client)
    assert figures(client)[key] == pytest.approx(moment.timestamp(), abs=0.001)


def test_a_fault_later_on_leaves_the_last_good_end(client):
    with workflow.command_lock("send_outbox"):
        pass
    before = figures(client)
    with pytest.raises(RuntimeError), workflow.command_lock("send_outbox"):
        raise RuntimeError
    key = 'command_done_timestamp_seconds{command="send_outbox"}'
    assert figures(client)[key] == before[key]


def test_no_word_of_the_record_and_no_person_stands_in_it(client, the_cast):
    text = ask(client).content.decode()
    assert "@" not in text and "Kanarienvogel" not in text


def test_of_a_database_that_does_not_answer_only_that_is_told(client, monkeypatch):
    class Refuses:
        vendor = "postgresql"

        def cursor(self) -> None:
            raise OperationalError("password of the user postgres is wrong")

    monkeypatch.setattr(measuring, "connection", Refuses())
    told = figures(client)
    assert told.pop("database_up") == 0
    assert list(told) == [f'info{{version="{__version__}",database="postgresql"}}']


def test_of_tables_of_another_release_what_they_hold_is_told(client, monkeypatch):
    def fail(at: object) -> None:
        raise ProgrammingError("no such column")

    monkeypatch.setattr(measuring, "migrations_applied", lambda: False)
    monkeypatch.setattr(measuring.OutboxMail.objects, "waiting", fail)
    told = figures(client)
    assert (told["database_up"], told["schema_up_to_date"]) == (1, 0)
    assert "revision" in told and "mail_waiting" not in told


def test_the_number_of_queries_does_not_grow_with_the_record(client, django_assert_num_queries):
    make_commitment()
    with CaptureQueriesContext(connection) as few:
        figures(client)
    for _number in range(3):
        make_commitment()
        Ticket.objects.create(kind=TicketKind.ERROR, message="x", due_on=days.today())
    with django_assert_num_queries(len(few)):
        figures(client)
    assert len(few) <= 20


def test_a_label_cannot_break_out_of_its_line():
    text = exposition([Metric("x", "Says.", 1, {"a": '1"} 2\nevil 3\\'})])
    assert text.splitlines()[2:] == [r'tracker_x{a="1\"} 2\nevil 3\\"} 1']
    assert read(text)
