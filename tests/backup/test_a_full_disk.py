"""Wherever a disk is full, the command says so; no half archive, no half restore, and no older backup is removed."""

import errno
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.db import connection

from tests.backup.conftest import everything
from tracker.backup import archive, databases

pytestmark = pytest.mark.usefixtures("db")


def full(*args, **options):
    raise OSError(errno.ENOSPC, "No space left on device")


def after(number: int, act):
    """The same function, for which there is no room from a call on."""
    calls = []

    def run(*args, **options):
        calls.append(args)
        return full() if len(calls) > number else act(*args, **options)

    return run


@pytest.fixture
def no_room_for_the_database(monkeypatch, tmp_path):
    """Let the program that writes a copy of the database, or puts one back, find no room."""
    if connection.vendor == "sqlite":
        connect = databases.sqlite3.connect

        def small(name, **options):
            opened = connect(name, **options)
            if not options.get("uri"):
                opened.execute("PRAGMA max_page_count = 30")
            return opened

        monkeypatch.setattr(databases.sqlite3, "connect", small)
        return
    dump, told = databases.Postgres._run, "ERROR:  could not extend file: No space left on device"

    def run(self, name, *words, place):
        words = ["--file=/dev/full" if word.startswith("--file=") else word for word in words]
        return dump(self, name, *words, place=place)

    monkeypatch.setattr(databases.Postgres, "_run", run)
    program = tmp_path / "psql"
    program.write_text(f'#!/bin/sh\ncat >/dev/null\necho "{told}" >&2\nexit 3\n')
    program.chmod(0o755)
    found = databases.Postgres._program
    monkeypatch.setattr(
        databases.Postgres,
        "_program",
        lambda self, name, *, server: str(program) if name == "psql" else found(self, name, server=server),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an older backup."""
    made = tmp_path / "backups"
    made.mkdir()
    (made / "allianz-20200101T000000Z-r1.tar.gz").write_bytes(b"old")
    return made


def refused_backup(folder: Path, **options) -> None:
    with pytest.raises(CommandError, match="kein Platz mehr"):
        call_command("backup", to=folder, keep=1, stdout=StringIO(), verbosity=0, **options)
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [
        ("allianz-20200101T000000Z-r1.tar.gz", b"old")
    ]


def test_while_the_archive_is_written(filled, folder, monkeypatch):
    monkeypatch.setattr(archive.Writer, "add", after(2, archive.Writer.add))
    refused_backup(folder)


def test_while_the_archive_is_encrypted(filled, folder, monkeypatch, keys):
    def no_room(source, target, recipients):
        source.read(1)
        full()

    monkeypatch.setattr("tracker.backup.archive.pyrage.encrypt_io", no_room)
    refused_backup(folder, recipient=keys[0])


def test_while_the_database_is_copied(filled, folder, no_room_for_the_database):
    refused_backup(folder)


def refused_restore(good: Path, empty_installation, place: Path) -> None:
    with empty_installation(migrated=False) as media:
        before = everything(media)
        with pytest.raises(CommandError, match=r"(kein|keinen) Platz mehr"):
            call_command("restore", good, stdout=StringIO())
        assert everything(media) == before
    assert list(place.iterdir()) == []


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a restore unpacks."""
    made = tmp_path / "var"
    made.mkdir()
    return made


def test_while_it_is_unpacked(good, empty_installation, place, monkeypatch):
    monkeypatch.setattr(archive, "_copy", after(2, archive._copy))
    refused_restore(good, empty_installation, place)


def test_while_files_are_put_in_their_place(good, empty_installation, place, monkeypatch):
    monkeypatch.setattr(FileSystemStorage, "_save", after(2, FileSystemStorage._save))
    refused_restore(good, empty_installation, place)


def test_while_the_database_is_put_in_its_place(good, empty_installation, place, no_room_for_the_database):
    refused_restore(good, empty_installation, place)
