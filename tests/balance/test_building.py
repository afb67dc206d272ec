"""The job builds what waits, once; it leaves alone what is done and says what it could not do."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.balance.making import built, order, published, read, said
from tracker import workflow
from tracker.balance import building
from tracker.balance.building import build_balances
from tracker.models import BalanceReport, CommandLock

pytestmark = pytest.mark.django_db


@pytest.fixture
def without_pango(monkeypatch):
    monkeypatch.setattr(building, "can_print", lambda: False)


def test_the_command_builds_what_waits_and_then_has_nothing_more_to_do(record, without_pango):
    order("eine", agreement=record.agreement)
    order("andere", agreement=record.selection)
    assert call_command("build_balances") == "build_balances: 2 built, 0 failed, 0 fixed, 0 printed later"
    before = dict(BalanceReport.objects.values_list("slug", "built_at"))
    assert call_command("build_balances") == "build_balances: 0 built, 0 failed, 0 fixed, 0 printed later"
    assert dict(BalanceReport.objects.values_list("slug", "built_at")) == before


def test_its_progress_is_told_after_every_step(record, without_pango):
    order("eine", agreement=record.agreement)
    order("andere", agreement=record.selection)
    told = []
    build_balances(lambda: told.append(BalanceReport.objects.filter(document__isnull=False).count()))
    assert told == [0] * building.STEPS + [1] * building.STEPS


def test_another_process_at_it_is_left_to_its_work(record):
    order(agreement=record.agreement)
    CommandLock.objects.create(name="build_balances", holder="other", until=timezone.now() + timedelta(minutes=5))
    assert call_command("build_balances") == "build_balances: another process is at it"
    assert not BalanceReport.objects.get().is_built


def test_one_that_fails_does_not_stop_the_others(record, monkeypatch, without_pango):
    order("kaputt", title="Kaputt", agreement=record.agreement)
    order("heil", agreement=record.agreement)
    compute = building.compute

    def fails(balance):
        if balance.slug == "kaputt":
            raise ValueError("kaputt")
        return compute(balance)

    monkeypatch.setattr(building, "compute", fails)
    outcome = build_balances()
    assert (outcome.built, outcome.failed) == (1, 1)
    assert dict(BalanceReport.objects.values_list("slug", "state")) == {"kaputt": "failed", "heil": "done"}


def test_what_the_editors_change_while_it_is_built_stays_and_is_built_next(record, monkeypatch, without_pango):
    order(agreement=record.agreement, with_unaccepted=True)
    compute = building.compute

    def while_an_editor_writes(balance):
        computed = compute(balance)
        written = BalanceReport.objects.get(pk=balance.pk)
        written.foreword, written.with_unaccepted = "Nur Geprüftes.", False
        written.save()
        workflow.order_balance(written)
        return computed

    with monkeypatch.context() as patched:
        patched.setattr(building, "compute", while_an_editor_writes)
        outcome = build_balances()
    balance = BalanceReport.objects.get()
    assert (outcome.built, outcome.failed, balance.state, balance.document) == (0, 0, "waiting", None)
    assert build_balances().built == 1
    balance.refresh_from_db()
    assert (balance.foreword, balance.with_unaccepted, read(balance).is_draft) == ("Nur Geprüftes.", False, False)
    assert "Nur Geprüftes." in said(read(balance), "vorwort")


def test_without_pango_page_and_docx_are_there_and_the_page_says_why_there_is_no_pdf(record, client, without_pango):
    balance = published(agreement=record.agreement)
    page = client.get("/bilanz/zwischenbilanz/").content.decode()
    assert "Es gibt kein PDF: Die Bibliothek Pango" in page
    assert client.get("/bilanz/zwischenbilanz.docx").status_code == 200
    assert client.get("/bilanz/zwischenbilanz.pdf").status_code == 404
    assert balance.pdf.name in ("", None)


@pytest.mark.pdf
def test_a_pdf_that_was_missing_is_made_later_from_what_was_frozen(record, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(building, "can_print", lambda: False)
        balance = built(agreement=record.agreement)
    frozen, words = balance.document, balance.docx.name
    assert build_balances().printed == 1
    balance.refresh_from_db()
    assert (balance.document, balance.docx.name) == (frozen, words)
    assert balance.pdf.open("rb").read(5) == b"%PDF-"


def test_building_anew_leaves_no_old_file_behind(record, folder, without_pango, django_capture_on_commit_callbacks):
    balance = built(agreement=record.agreement)
    workflow.order_balance(balance)
    with django_capture_on_commit_callbacks(execute=True):
        build_balances()
    assert len(list((folder / "bilanzen").iterdir())) == 1
