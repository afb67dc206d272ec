"""A backup that cannot be taken says why, and leaves neither half an archive nor a removed older one."""

import os
import tarfile
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tracker.backup import databases
from tracker.models import Evidence

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def folder(tmp_path, filled):
    made = tmp_path / "backups"
    made.mkdir()
    (made / "allianz-20200101T000000Z-r1.tar.gz").write_bytes(b"old")
    return made


def refused(words, **options):
    with pytest.raises(CommandError, match=words):
        call_command("backup", verbosity=0, stdout=StringIO(), **options)


def test_a_file_that_is_there_is_never_replaced(folder):
    taken = folder / "allianz-20200101T000000Z-r1.tar.gz"
    refused("ist schon da", to=taken)
    assert taken.read_bytes() == b"old"


def test_a_folder_that_is_not_there_is_named(folder):
    refused("Den Ordner .*weg gibt es nicht", to=folder / "weg" / "x.tar.gz")


def test_a_number_to_keep_that_cannot_be_meant(folder):
    refused("ist eine Zahl ab 1", to=folder, keep=0)


@pytest.mark.parametrize("content", ["", "# nichts\n", "kein Schlüssel", "AGE-SECRET-KEY-1QQQ"])
def test_a_file_without_a_public_key(folder, tmp_path, content):
    (tmp_path / "key.txt").write_text(content)
    refused("öffentliche", to=folder, recipient=tmp_path / "key.txt")
    assert len(list(folder.iterdir())) == 1


def test_a_file_that_is_lost_is_told_and_the_rest_is_kept(folder, filled):
    lost = Evidence.objects.exclude(file="").first().file.name
    (filled / lost).unlink()
    told = StringIO()
    call_command("backup", to=folder / "new.tar.gz", verbosity=0, stdout=StringIO(), stderr=told)
    assert lost in told.getvalue()
    out = StringIO()
    call_command("verify_backup", folder / "new.tar.gz", stdout=out, stderr=told)
    assert "vollständig" in out.getvalue()


def test_what_a_crash_left_long_ago_is_removed(folder):
    old, new = folder / ".allianz-abc.part", folder / ".allianz-def.part"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    call_command("backup", to=folder, verbosity=0, stdout=StringIO())
    assert not old.exists()
    assert new.exists()


def test_a_file_that_goes_while_it_is_fetched_leads_to_a_newer_copy(folder, filled, monkeypatch):
    """Somebody takes a PDF from a draft between the copy of the database and the copy of the file."""
    database = type(databases.present())
    copied = database.copy
    taken = []

    def copy(self, target, progress):
        facts = copied(self, target, progress)
        if not taken:
            item = Evidence.objects.exclude(file="").first()
            taken.append(item.file.name)
            (filled / item.file.name).unlink()
            with connection.cursor() as cursor:
                cursor.execute("UPDATE tracker_evidence SET file = '' WHERE id = %s", [item.pk])
        return facts

    monkeypatch.setattr(database, "copy", copy)
    told = StringIO()
    call_command("backup", to=folder / "new.tar.gz", verbosity=0, stdout=StringIO(), stderr=told)
    assert told.getvalue() == ""
    with tarfile.open(folder / "new.tar.gz") as packed:
        assert f"files/{taken[0]}" not in packed.getnames()


@pytest.mark.postgres
def test_a_program_that_is_missing_is_named(folder, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    refused("pg_dump .*postgresql-client", to=folder)


@pytest.mark.postgres
def test_a_program_that_is_too_old_is_named_with_both_versions(folder, monkeypatch, tmp_path):
    program = tmp_path / "pg_dump"
    program.write_text('#!/bin/sh\necho "pg_dump (PostgreSQL) 9.6.24"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    refused("pg_dump gehört zu PostgreSQL 9, der Server zu", to=folder)
    assert len(list(folder.iterdir())) == 1
