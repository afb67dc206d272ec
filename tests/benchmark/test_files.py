"""The measuring of files writes what a visitor gets, beside a yardstick with as many rows, and names broken limits."""

import csv
import io

import pytest

from tracker.benchmark import files
from tracker.benchmark.databases import SQLITE, Record
from tracker.benchmark.files import BASELINE, CSV, XLSX, FileReading

pytestmark = pytest.mark.django_db


def reading(name: str, seconds: float = 1.0, memory: float = 1.0, first_byte: float = 0.1) -> FileReading:
    return FileReading(name, seconds, first_byte, 1.0, memory)


def test_the_yardstick_has_a_row_for_every_row_of_the_file(bulk_record):
    bulk_record(commitments=30)
    lengths = []
    for write in (files.write_baseline, files.write_csv):
        target = io.BytesIO()
        write(target, "", lambda: None)
        lines = list(csv.reader(io.StringIO(target.getvalue().decode("utf-8-sig"), newline=""), delimiter=";"))
        lengths.append(len(lines) - (write is files.write_csv))
    assert lengths == [30, 30]


@pytest.mark.parametrize("name", [BASELINE, CSV, XLSX])
def test_every_file_is_measured(bulk_record, name):
    bulk_record(commitments=12)
    found = files.measure(name)
    assert (found.name, found.seconds >= 0, found.megabytes >= 0) == (name, True, True)


def test_limits_that_are_kept_are_said_to_be():
    text = files.as_text([reading(BASELINE), reading(CSV), reading(XLSX)], Record(SQLITE, 10, "sqlite:///none"))
    assert text.startswith("files, SQLite, 10 rows")
    assert text.endswith("all limits are kept")


@pytest.mark.parametrize(
    ("worse", "said"),
    [
        (reading(CSV, seconds=3.1), "csv took 3.1 times"),
        (reading(XLSX, seconds=26), "xlsx took 26.0 times"),
        (reading(XLSX, memory=61), "xlsx held 61 MB"),
        (reading(CSV, first_byte=0.5), "first byte of csv came after 0.50 s"),
    ],
)
def test_a_broken_limit_is_named(worse, said):
    found = {item.name: item for item in (reading(BASELINE), reading(CSV), reading(XLSX))} | {worse.name: worse}
    assert len(files.faults(list(found.values()))) == 1
    assert said in files.faults(list(found.values()))[0]
