"""The rehearsal: people report, hand in files and review while backups run; each one is one state that there was."""

import hashlib
import itertools
import json
import tarfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection

from tests import cast
from tests.another_database import Rows, files_below, rows_of_all_tables
from tracker import workflow
from tracker.backup import databases
from tracker.models import Actor, Contribution, StatusReport
from tracker.record_check import differences
from tracker.vocabulary import Reporting, Status

pytestmark = pytest.mark.usefixtures("db")
BACKUPS = 2


class Load:
    """Writers, one transaction after the other, and every state of the database that they left."""

    def __init__(self, people: cast.Cast) -> None:
        self.states: list[Rows] = [rows_of_all_tables()]
        self.sums: dict[str, str] = {}
        self._numbers = itertools.count()
        self._people = people
        self._ended = False
        self._written = threading.Condition()

    def __enter__(self) -> "Load":
        writers = [
            (self._people.of_b, self._people.actor("reporter_of_b")),
            (self._people.of[Reporting.DUE], self._people.actor("reporter_of_a")),
        ]
        self._pool = ThreadPoolExecutor(len(writers))
        self._running = [self._pool.submit(self._write, *writer) for writer in writers]
        self.wait()
        return self

    def __exit__(self, *wrong: object) -> None:
        self._ended = True
        self._pool.shutdown()
        for writer in self._running:
            writer.result()

    def wait(self) -> None:
        """Go on as soon as something more is written."""
        with self._written:
            seen = len(self.states)
            if not self._written.wait_for(lambda: len(self.states) > seen, timeout=60):
                raise AssertionError("nobody writes any more")

    def _write(self, contribution: Contribution, author: Actor) -> None:
        try:
            for step in self._steps(contribution, author):
                with self._written:
                    step()
                    self.states.append(rows_of_all_tables())
                    self._written.notify_all()
                if self._ended:
                    return
        finally:
            with self._written:
                self._written.notify_all()
            connection.close()

    def _steps(self, contribution: Contribution, author: Actor) -> Iterator[Callable[[], object]]:
        """One report after the other: begun, written, a PDF put behind it, taken away, another; handed in, accepted."""
        reviewer, today = self._people.actor("reviewer"), self._people.today

        def report() -> StatusReport:
            return workflow.start_draft(contribution, actor=author, on=today)

        def write() -> object:
            text = f"Es geht voran, zum {next(self._numbers)}. Mal."
            data = workflow.ReportData(status=Status.IN_PROGRESS, as_of=today, summary=text)
            return workflow.save_draft(report(), data, actor=author)

        def attach() -> object:
            content = cast.PDF + f"% {next(self._numbers)}\n".encode() * 2_000
            item = workflow.attach_file(
                report(), ContentFile(content), title="Beleg", publisher="Verband", seen_on=today, actor=author
            )
            self.sums[item.file.name] = hashlib.sha256(content).hexdigest()
            return item

        def take_away() -> object:
            return workflow.remove_file(report(), report().evidence.exclude(file="").last().file.name, actor=author)

        def hand_in() -> object:
            return workflow.submit(report(), actor=author)

        def accept() -> object:
            return workflow.accept(report(), actor=reviewer)

        while True:
            # A report begins with the evidence of the one before, and carries ten at the most.
            yield from (report, write, attach, take_away, attach, hand_in, accept, report, take_away)


@pytest.fixture
def load(filled, prepared, monkeypatch) -> Load:
    """Writers who get in between any two steps in which the database is copied, and between it and the files."""
    made = Load(prepared.people)
    made.sums |= {name: hashlib.sha256(content).hexdigest() for name, content in files_below(filled).items()}
    monkeypatch.setattr(databases, "PAGES", 64)
    kind = type(databases.present())
    copied = kind.copy

    def copy(self, target, progress):
        def and_wait(done, total):
            progress(done, total)
            made.wait()

        return copied(self, target, and_wait)

    monkeypatch.setattr(kind, "copy", copy)
    return made


def test_every_backup_is_one_state_with_its_files(load, empty_installation, tmp_path):
    archives = [tmp_path / f"{number}.tar.gz" for number in range(BACKUPS)]
    during, lost = [], StringIO()
    with load:
        for archive in archives:
            before = len(load.states)
            call_command("backup", to=archive, stdout=StringIO(), stderr=lost, verbosity=0)
            during.append(len(load.states) - before)
    assert lost.getvalue() == ""
    assert min(during) > 3
    for archive in archives:
        told = manifest(archive)
        with empty_installation() as media:
            call_command("restore", archive, stdout=StringIO())
            rows, files = rows_of_all_tables(), files_below(media)
            assert list(differences()) == []
        states = [state for state in load.states if number_of(state) == told["revision"]]
        assert rows in states
        assert {table: len(found) for table, found in rows.items()} == told["rows"]
        named = {row["file"] for row in rows["tracker_evidence"].values()} - {""}
        assert named
        assert named <= files.keys() == told["files"].keys()
        for name, content in files.items():
            assert hashlib.sha256(content).hexdigest() == load.sums[name] == told["files"][name]["sha256"]


def manifest(archive: Path) -> dict:
    with tarfile.open(archive) as packed:
        return json.load(packed.extractfile("manifest.json"))


def number_of(state: Rows) -> int:
    """The revision of a state."""
    (row,) = state["tracker_recordstate"].values()
    return row["revision_number"]
