"""Dumps hold all data as published at the end of a quarter or a year, for good and with checksums."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from frictionless import Package, system

from tests.factories import make_agreement, make_commitment, make_partner, record_change
from tests.listings.reading import body_of
from tracker import workflow
from tracker.models import DataDump, Revision
from tracker.outputs.dumps import dump_data, finished_periods, last_day_of, write_dump

pytestmark = pytest.mark.django_db
NAMES = [
    *("LIESMICH.txt", "massnahmen.csv", "massnahmen.json", "aenderungen.csv", "aenderungen.json"),
    *("vereinbarungen.json", "partner.json", "datapackage.json", "SHA256SUMS"),
]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def since_spring():
    """A commitment published in May 2026 and another one in August."""
    with record_change(at=datetime(2026, 5, 4, 10, tzinfo=UTC)):
        agreement = make_agreement("allianz")
        make_commitment(agreement, code="TST-1-1", leads=[make_partner("dgb")])
    with record_change(at=datetime(2026, 8, 4, 10, tzinfo=UTC)):
        make_commitment(agreement, code="TST-1-2")


def archive_of(period: str) -> dict[str, bytes]:
    with DataDump.objects.get(period=period).file.open("rb") as file, zipfile.ZipFile(file) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def test_finished_quarters_and_years_are_kept_from_the_first_publication_on(since_spring):
    assert finished_periods(today=date(2026, 6, 30)) == []
    assert finished_periods(today=date(2026, 7, 1)) == ["2026-Q2"]
    assert finished_periods(today=date(2027, 1, 1)) == ["2026-Q2", "2026-Q3", "2026-Q4", "2026"]
    assert [last_day_of(period) for period in ("2026-Q2", "2026")] == [date(2026, 6, 30), date(2026, 12, 31)]


def test_a_dump_holds_what_was_published_on_its_day_however_late_it_is_made(since_spring):
    assert dump_data(today=date(2026, 10, 2)) == ["2026-Q2", "2026-Q3"]
    codes = {
        period: [row["code"] for row in json.loads(archive_of(period)["massnahmen.json"])["commitments"]]
        for period in ("2026-Q2", "2026-Q3")
    }
    assert codes == {"2026-Q2": ["TST-1-1"], "2026-Q3": ["TST-1-1", "TST-1-2"]}


def test_it_holds_every_file_and_its_sums_are_right(since_spring):
    dump_data(today=date(2026, 7, 1))
    files = archive_of("2026-Q2")
    assert list(files) == NAMES
    sums = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {name: hashlib.sha256(files[name]).hexdigest() for name in NAMES[:-1]}
    assert "30. Juni 2026" in files["LIESMICH.txt"].decode()
    lines = list(csv.DictReader(io.StringIO(files["massnahmen.csv"].decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [(line["code"], line["as_of"]) for line in lines] == [("TST-1-1", "2026-06-30")]
    assert [resource["path"] for resource in json.loads(files["datapackage.json"])["resources"]] == [
        *("massnahmen.csv", "massnahmen.json", "aenderungen.csv", "aenderungen.json"),
        *("vereinbarungen.json", "partner.json"),
    ]


def test_every_table_in_it_is_valid_by_its_own_description(since_spring, tmp_path):
    dump_data(today=date(2026, 7, 1))
    for name, content in archive_of("2026-Q2").items():
        (tmp_path / name).write_bytes(content)
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "fieldName", "message"])[:5]
    assert [task.stats["rows"] > 0 for task in report.tasks] == [True] * 6


def test_the_same_period_made_anew_is_the_same_archive(since_spring):
    dump_data(today=date(2026, 7, 1))
    first = DataDump.objects.get().sha256
    from_scratch = io.BytesIO()
    write_dump("2026-Q2", from_scratch)
    assert hashlib.sha256(from_scratch.getvalue()).hexdigest() == first


def test_it_is_made_once_and_never_changed(since_spring):
    dump_data(today=date(2026, 7, 1))
    before = DataDump.objects.values().get()
    assert dump_data(today=date(2026, 7, 2)) == []
    assert DataDump.objects.values().get() == before
    for sql in ("UPDATE tracker_datadump SET sha256 = 'x'", "DELETE FROM tracker_datadump"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_dump_is_a_public_change_so_that_no_page_stays_old(since_spring):
    before = Revision.current()
    dump_data(today=date(2026, 7, 1))
    assert Revision.current() == before + 1


def test_it_can_be_fetched_with_its_checksum(client, since_spring):
    dump_data(today=date(2026, 7, 1))
    response = client.get("/daten/abzuege/2026-Q2.zip")
    assert (response.status_code, response["Content-Type"]) == (200, "application/zip")
    told = client.get("/daten/abzuege/2026-Q2.zip.sha256").content.decode()
    assert told == f"{hashlib.sha256(body_of(response)).hexdigest()}  allianz-2026-Q2.zip\n"
    for missing in ("2026-Q3", "2025", "nein", "2026-Q5"):
        assert client.get(f"/daten/abzuege/{missing}.zip").status_code == 404


def test_the_page_of_the_data_lists_it(client, since_spring):
    dump_data(today=date(2026, 7, 1))
    html = client.get("/daten/").content.decode()
    assert 'href="/daten/abzuege/2026-Q2.zip"' in html
    assert DataDump.objects.get().sha256 in html


def test_a_damaged_or_missing_file_is_found(since_spring, folder):
    dump_data(today=date(2026, 7, 1))
    assert call_command("dump_data", check=True, verbosity=0) == "dump_data: all dumps are intact"
    kept = folder / DataDump.objects.get().file.name
    kept.write_bytes(kept.read_bytes() + b"x")
    with pytest.raises(CommandError, match="2026-Q2"):
        call_command("dump_data", check=True, verbosity=0)
    kept.unlink()
    with pytest.raises(CommandError, match="2026-Q2"):
        call_command("dump_data", check=True, verbosity=0)


def test_the_command_says_what_it_did(since_spring, monkeypatch):
    monkeypatch.setattr("tracker.days.today", lambda: date(2026, 7, 1))
    assert call_command("dump_data", verbosity=0) == "dump_data: 2026-Q2 made"
    assert call_command("dump_data", verbosity=0) == "dump_data: nothing to do"
    with workflow.command_lock("dump_data"):
        assert call_command("dump_data", verbosity=0) == "dump_data: another process is at it"


def test_without_a_record_there_is_nothing_to_keep():
    assert dump_data(today=date(2026, 7, 1)) == []
