"""Drafts are never public, and a balance of a closed round never changes."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from tests.balance.making import built, published, read, said, tables
from tests.factories import make_fact, record_change
from tests.factories_of_accounts import make_account
from tracker import days, workflow
from tracker.balance import building
from tracker.balance.building import build_balances
from tracker.models import BalanceReport, Revision, StatusReport
from tracker.vocabulary import AccountRole, BalanceKind, Grade, Origin, ReportState

pytestmark = pytest.mark.django_db
ADDRESSES = (
    "/bilanz/zwischenbilanz/",
    "/en/bilanz/zwischenbilanz/",
    "/bilanz/zwischenbilanz.pdf",
    "/bilanz/zwischenbilanz.docx",
)


@pytest.fixture(autouse=True)
def without_pango(monkeypatch):
    monkeypatch.setattr(building, "can_print", lambda: False)


@pytest.fixture
def handed_in(record):
    """A report that says the unknown measure is completed and waits for review."""
    with record_change():
        StatusReport(
            commitment=record.unknown,
            contribution=record.unknown.contributions.get(),
            origin=Origin.PARTNER,
            status="completed",
            grade=Grade.STATEMENT,
            as_of=date(2025, 3, 1),
            summary="Die Tagung fand statt.",
            state=ReportState.SUBMITTED,
            author=workflow.system_actor(),
            submitted_at=timezone.now(),
        ).save()
    return record


def open_round(record):
    return workflow.open_round(
        record.agreement,
        title="Runde 2026",
        starts_on=days.today(),
        due_on=days.today(),
        contributions=[record.done.contributions.get()],
        actor=workflow.system_actor(),
    )


def close(opened):
    """On the day after its last one."""
    at = days.start_of(days.next_day(opened.due_on))
    return workflow.close_round(opened, actor=workflow.system_actor(), at=at)


def closed_round(record):
    return close(open_round(record))


def test_what_is_not_published_is_not_there_for_visitors(record, client):
    built(agreement=record.agreement)
    assert [client.get(address).status_code for address in ADDRESSES] == [404] * 4
    assert "Zwischenbilanz 2026" not in client.get("/bilanz/").content.decode()
    number = BalanceReport.objects.get().pk
    assert client.get(f"/bilanz/entwurf/{number}/").status_code == 404
    assert client.get(f"/bilanz/entwurf/{number}.docx").status_code == 404


def test_the_editors_read_it_before_and_nothing_keeps_what_they_read(record):
    balance = built(agreement=record.agreement)
    person = Client()
    person.force_login(make_account(AccountRole.EDITOR))
    answer = person.get(f"/bilanz/entwurf/{balance.pk}/")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert "Vorschau für die Redaktion: nicht veröffentlicht." in answer.content.decode()
    assert person.get(f"/bilanz/entwurf/{balance.pk}.docx").status_code == 200


def test_partners_do_not_read_it_before(record):
    balance = built(agreement=record.agreement)
    person = Client()
    person.force_login(make_account(AccountRole.REPORTER, partners=[record.dgb]))
    assert person.get(f"/bilanz/entwurf/{balance.pk}/").status_code == 404


def test_a_draft_counts_reports_as_if_accepted_and_leaves_the_record_as_it_is(handed_in):
    revision = Revision.current()
    document = read(built(agreement=handed_in.agreement, with_unaccepted=True))
    assert document.draft_words == "ENTWURF – nicht freigegeben"
    assert tables(document, "stand-")[0][0] == ["abgeschlossen", "2"]
    assert tables(document, "eingereicht-")[0][0][:4] == ["Tagung halten", "TST-2.01", "ZDH", "abgeschlossen"]
    assert "als wären sie angenommen" in said(document, "methode")
    handed_in.unknown.refresh_from_db()
    assert handed_in.unknown.status == "unknown"
    assert StatusReport.objects.get(origin=Origin.PARTNER).state == ReportState.SUBMITTED
    assert Revision.current() == revision


def test_without_that_a_report_not_accepted_is_nowhere_in_it(handed_in):
    document = read(built(agreement=handed_in.agreement))
    assert not document.is_draft
    assert tables(document, "stand-")[0][0] == ["abgeschlossen", "1"]
    assert "Tagung fand statt" not in str(document.as_data())


def test_a_draft_is_never_published_not_even_past_the_workflow(handed_in):
    balance = built(agreement=handed_in.agreement, with_unaccepted=True)
    with pytest.raises(ValidationError, match="nie veröffentlicht"):
        workflow.publish_balance(balance, actor=workflow.system_actor())
    with pytest.raises(IntegrityError), transaction.atomic(), record_change():
        BalanceReport.objects.update(published_at=timezone.now())


def test_what_is_published_is_listed_and_counts_as_a_change(record, client):
    balance = built(agreement=record.agreement)
    before = client.get("/bilanz/").headers["ETag"]
    workflow.publish_balance(balance, actor=workflow.system_actor())
    page = client.get("/bilanz/")
    assert page.headers["ETag"] != before
    assert "Zwischenbilanz 2026" in page.content.decode()
    assert [client.get(address).status_code for address in ADDRESSES] == [200, 200, 404, 200]


def test_one_of_a_closed_round_stays_byte_for_byte(record, client):
    balance = published(round=closed_round(record))
    assert balance.fixed_at is not None
    page, words = client.get(ADDRESSES[0]).content, b"".join(client.get(ADDRESSES[3]))
    assert "Runde 2026" in page.decode() and "rechtzeitig" in page.decode()
    make_fact(record.unknown, "completed", as_of=date(2026, 5, 1))
    with pytest.raises(ValidationError, match="bleibt, wie sie ist"):
        workflow.order_balance(balance)
    build_balances()
    assert b"".join(client.get(ADDRESSES[3])) == words
    after = client.get(ADDRESSES[0]).content
    assert after.partition(b"<main")[2].partition(b"</main>")[0] == page.partition(b"<main")[2].partition(b"</main>")[0]


def test_the_database_itself_refuses_to_change_or_delete_a_fixed_one(record):
    published(round=closed_round(record))
    for write in (
        lambda rows: rows.update(title="Anders"),
        lambda rows: rows.update(document={"anders": True}),
        lambda rows: rows.update(kind=BalanceKind.FINAL),
        lambda rows: rows.update(on_day=date(2020, 1, 1)),
        lambda rows: rows.update(revision=1),
        lambda rows: rows.update(round=None),
        lambda rows: rows.update(fixed_at=None),
        lambda rows: rows.delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), record_change():
            write(BalanceReport.objects.all())


def test_one_published_before_its_round_closes_is_fixed_by_the_job_afterwards(record):
    opened = open_round(record)
    balance = published(round=opened)
    assert build_balances().fixed == 0
    close(opened)
    with pytest.raises(ValidationError, match="bleibt, wie sie ist"):
        workflow.order_balance(BalanceReport.objects.get())
    assert build_balances().fixed == 1
    balance.refresh_from_db()
    assert balance.fixed_at is not None


def test_a_balance_is_german_throughout_on_an_english_page_too(record, client):
    published(agreement=record.agreement)
    page = client.get("/en/bilanz/zwischenbilanz/").content.decode()
    body = page.partition('<div class="balance"')[2].partition("</main>")[0]
    assert 'class="legend"' in body
    assert "abgeschlossen" in body
    assert "completed</" not in body
