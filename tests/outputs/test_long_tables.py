"""A table too long to be written at once is ordered, built by a job, and offered when it is done."""

import io

import openpyxl
import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.factories import make_agreement, make_commitment
from tests.listings.reading import body_of
from tests.reading import Page
from tracker import workflow
from tracker.models import BuiltFile
from tracker.outputs import tables
from tracker.outputs.tables import TYPE
from tracker.vocabulary import JobState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_rows_are_many(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(tables, "AT_ONCE", 2)
    settings.MEDIA_ROOT = tmp_path
    agreement = make_agreement("lang")
    for _ in range(3):
        make_commitment(agreement)


def build() -> str:
    return call_command("build_files", verbosity=0)


def test_whoever_asks_is_told_that_it_is_being_made(client):
    response = client.get("/massnahmen.xlsx")
    assert response.status_code == 202
    assert (response["Retry-After"], response.get("ETag")) == ("60", None)
    page = Page(response.content.decode())
    assert page.h1 == ["Die Datei wird erstellt"]
    assert "/massnahmen.csv" in {href for href, _text in page.links}


def test_when_it_is_done_it_is_at_the_same_address(client):
    client.get("/massnahmen.xlsx?art=measure")
    assert build() == "build_files: 1 built, 0 given up as the record has changed, 0 old ones removed"
    response = client.get("/massnahmen.xlsx?art=measure")
    assert (response.status_code, response["Content-Type"]) == (200, TYPE)
    assert openpyxl.load_workbook(io.BytesIO(body_of(response))).worksheets[1].max_row == 4


def test_one_whose_file_is_gone_is_made_anew(client):
    client.get("/massnahmen.xlsx")
    build()
    BuiltFile.objects.get().file.storage.delete(BuiltFile.objects.get().file.name)
    assert client.get("/massnahmen.xlsx").status_code == 202
    build()
    assert client.get("/massnahmen.xlsx").status_code == 200


def test_the_same_thing_twice_is_one_job(client):
    client.get("/massnahmen.xlsx?sort=code&art=measure")
    client.get("/massnahmen.xlsx?art=measure&sort=code&page=2")
    assert BuiltFile.objects.count() == 1
    client.get("/massnahmen.xlsx?art=measure&art=target")
    client.get("/massnahmen.xlsx?art=target&art=measure")
    assert BuiltFile.objects.count() == 2
    client.get("/massnahmen.xlsx")
    assert BuiltFile.objects.count() == 3


def test_a_short_table_is_made_at_once(client):
    assert client.get("/massnahmen.xlsx?art=target").status_code == 200
    assert not BuiltFile.objects.exists()


def test_after_a_change_of_the_record_it_is_made_anew(client):
    client.get("/massnahmen.xlsx")
    make_commitment()
    assert "0 built, 1 given up" in build()
    assert client.get("/massnahmen.xlsx").status_code == 202
    build()
    assert client.get("/massnahmen.xlsx").status_code == 200


def test_only_so_many_may_wait(client, monkeypatch):
    monkeypatch.setattr("tracker.workflow.files.MOST_WAITING", 1)
    client.get("/massnahmen.xlsx")
    response = client.get("/massnahmen.xlsx?art=measure")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert client.get("/massnahmen.xlsx").status_code == 202


def test_one_that_failed_is_ordered_again(client, monkeypatch):
    client.get("/massnahmen.xlsx")
    monkeypatch.setattr(tables, "write_workbook", lambda *args, **more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build()
    assert BuiltFile.objects.get().state == JobState.FAILED
    monkeypatch.undo()
    monkeypatch.setattr(tables, "AT_ONCE", 2)
    client.get("/massnahmen.xlsx")
    assert BuiltFile.objects.get().state == JobState.WAITING


def test_one_that_a_process_died_over_is_taken_up_again(client):
    client.get("/massnahmen.xlsx")
    BuiltFile.objects.update(state=JobState.RUNNING, started_at=timezone.now())
    assert workflow.next_file(at=timezone.now()) is None
    assert workflow.next_file(at=timezone.now() + workflow.files.GIVEN_UP * 2) == BuiltFile.objects.get()


def test_old_ones_go_with_their_file(client, settings):
    client.get("/massnahmen.xlsx")
    build()
    assert len(list(settings.MEDIA_ROOT.rglob("*.xlsx"))) == 1
    assert workflow.forget_files(at=timezone.now()) == 0
    assert workflow.forget_files(at=timezone.now() + workflow.files.KEEP * 2) == 1
    assert list(settings.MEDIA_ROOT.rglob("*.xlsx")) == []


def test_progress_is_told(client, monkeypatch):
    client.get("/massnahmen.xlsx")
    workflow.tell_rows(workflow.next_file(at=timezone.now()), 2)
    assert "2 von 3 Zeilen sind geschrieben." in client.get("/massnahmen.xlsx").content.decode()


def test_while_one_process_builds_another_one_waits(client):
    with workflow.command_lock("build_files"):
        assert build() == "build_files: another process is at it"
