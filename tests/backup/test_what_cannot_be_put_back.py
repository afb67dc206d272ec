"""A backup that is damaged, cut off, foreign or hostile is refused with a sentence, and nothing is changed."""

import contextlib
import gzip
import io
import json
import tarfile
from io import StringIO
from pathlib import Path

import pyrage
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.backup.conftest import everything
from tracker.backup import databases

pytestmark = pytest.mark.usefixtures("db")


def repacked(archive: Path, change) -> Path:
    """The same archive with members that a function changed: it takes and gives name, content and kind."""
    target = archive.with_name("changed.tar.gz")
    with tarfile.open(archive) as old, tarfile.open(target, "w:gz") as new:
        members = [(one.name, old.extractfile(one).read(), tarfile.REGTYPE) for one in old]
        for name, content, kind in change(members):
            info = tarfile.TarInfo(name)
            info.size, info.type = (len(content) if kind == tarfile.REGTYPE else 0), kind
            info.linkname = "" if kind == tarfile.REGTYPE else "/etc/passwd"
            new.addfile(info, io.BytesIO(content))
    return target


def change_manifest(archive: Path, **values) -> Path:
    """The same archive whose manifest tells something else."""

    def change(members):
        *others, (name, content, kind) = members
        return [*others, (name, json.dumps({**json.loads(content), **values}).encode(), kind)]

    return repacked(archive, change)


def cut(archive: Path) -> Path:
    content = archive.read_bytes()
    target = archive.with_name("cut.tar.gz")
    target.write_bytes(content[: len(content) * 2 // 3])
    return target


def flip(archive: Path) -> Path:
    content = bytearray(gzip.decompress(archive.read_bytes()))
    content[content.index(b"%PDF-1.4") + 1] ^= 1
    target = archive.with_name("flipped.tar.gz")
    target.write_bytes(gzip.compress(bytes(content)))
    return target


def garbage(archive: Path) -> Path:
    content = bytearray(archive.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 64] = bytes(64)
    target = archive.with_name("garbage.tar.gz")
    target.write_bytes(bytes(content))
    return target


def nothing(archive: Path) -> Path:
    target = archive.with_name("nothing.tar.gz")
    target.write_bytes(b"")
    return target


def text(archive: Path) -> Path:
    target = archive.with_name("text.tar.gz")
    target.write_text("keine Sicherung")
    return target


def without_end(archive: Path) -> Path:
    return repacked(archive, lambda members: members[:-1])


def without_a_file(archive: Path) -> Path:
    return repacked(archive, lambda members: members[1:])


def one_more_file(archive: Path) -> Path:
    return repacked(archive, lambda members: [("files/mehr.pdf", b"x", tarfile.REGTYPE), *members])


def climbs_out(archive: Path) -> Path:
    return repacked(archive, lambda members: [("files/../../ausbruch.txt", b"x", tarfile.REGTYPE), *members])


def from_the_root(archive: Path) -> Path:
    return repacked(archive, lambda members: [("/tmp/ausbruch.txt", b"x", tarfile.REGTYPE), *members])


def a_link(archive: Path) -> Path:
    return repacked(archive, lambda members: [("files/beleg.pdf", b"", tarfile.SYMTYPE), *members])


def of_another_format(archive: Path) -> Path:
    return change_manifest(archive, format=99)


def with_a_manifest_of_rubbish(archive: Path) -> Path:
    return repacked(archive, lambda members: [*members[:-1], ("manifest.json", b"[]", tarfile.REGTYPE)])


def of_another_database(archive: Path) -> Path:
    return change_manifest(archive, vendor="sqlite" if connection.vendor == "postgresql" else "postgresql")


def of_a_later_release(archive: Path) -> Path:
    return change_manifest(archive, release="99.0", migrations=[["tracker", "0999_later"]])


def with_lost_rows(archive: Path) -> Path:
    with tarfile.open(archive) as packed:
        rows = json.load(packed.extractfile("manifest.json"))["rows"]
    return change_manifest(archive, rows={**rows, "tracker_commitment": 1})


def gone(archive: Path) -> Path:
    return archive.with_name("weg.tar.gz")


DAMAGED = [
    (cut, "beschädigt oder abgeschnitten"),
    (flip, "ist nicht, wie sie geschrieben wurde"),
    (garbage, "beschädigt|nicht vollständig"),
    (nothing, "ist keine Sicherung"),
    (text, "ist keine Sicherung"),
    (without_end, "nicht vollständig"),
    (without_a_file, "ist nicht, wie sie geschrieben wurde"),
    (one_more_file, "ist nicht, wie sie geschrieben wurde"),
    (climbs_out, "was dort nicht hingehört"),
    (from_the_root, "was dort nicht hingehört"),
    (a_link, "was dort nicht hingehört"),
    (of_another_format, "das Format 99"),
    (with_a_manifest_of_rubbish, "Das Verzeichnis der Sicherung"),
    (with_lost_rows, "die Tabelle tracker_commitment hat"),
    (gone, "gibt es nicht"),
]
FOREIGN = [(of_another_database, "stammt von"), (of_a_later_release, "neuer")]


@pytest.mark.parametrize(("damage", "words"), DAMAGED + FOREIGN, ids=lambda item: getattr(item, "__name__", ""))
def test_it_is_refused_and_nothing_is_changed(good, empty_installation, tmp_path, damage, words):
    archive = damage(good)
    outside = set(tmp_path.parent.iterdir())
    with empty_installation(migrated=False) as media:
        before = everything(media)
        with pytest.raises(CommandError, match=words):
            call_command("restore", archive)
        assert everything(media) == before
    assert set(tmp_path.parent.iterdir()) == outside
    assert not list((tmp_path / "var").iterdir())
    if (damage, words) in DAMAGED:
        with pytest.raises(CommandError, match=words):
            call_command("verify_backup", archive)


def test_an_encrypted_one_needs_the_right_key_and_its_end(take, keys, empty_installation, tmp_path):
    public, secret = keys
    archive = take(recipient=public)
    other = tmp_path / "other.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()))
    with empty_installation(migrated=False) as media:
        before = everything(media)
        for options, words in [
            ({}, "verschlüsselt"),
            ({"identity": other}, "passt nicht"),
            ({"identity": public}, "kein geheimer Schlüssel"),
            ({"identity": tmp_path / "weg"}, "kann nicht gelesen werden"),
        ]:
            with pytest.raises(CommandError, match=words):
                call_command("restore", archive, **options)
        with pytest.raises(CommandError, match="beschädigt oder abgeschnitten"):
            call_command("restore", cut(archive), identity=secret)
        assert everything(media) == before


def test_a_hostile_archive_under_a_good_key_is_named_as_such(good, keys, tmp_path):
    public, secret = keys
    hostile = climbs_out(good)
    packed = tmp_path / "hostile.age"
    packed.write_bytes(
        pyrage.encrypt(hostile.read_bytes(), [pyrage.x25519.Recipient.from_str(public.read_text().split()[-1])])
    )
    with pytest.raises(CommandError, match="was dort nicht hingehört"):
        call_command("verify_backup", packed, identity=secret)


def test_an_installation_with_data_is_left_alone(good, filled):
    archive, before = good, everything(filled)
    with pytest.raises(CommandError, match=r"nicht leer.*--replace"):
        call_command("restore", archive)
    assert everything(filled) == before


def test_a_file_with_other_content_stops_it_before_the_database(good, empty_installation):
    archive = good
    with empty_installation(migrated=False) as media:
        with tarfile.open(archive) as packed:
            name = packed.getnames()[0].removeprefix("files/")
        (media / name).parent.mkdir(parents=True)
        (media / name).write_bytes(b"anders")
        before = everything(media)
        with pytest.raises(CommandError, match="mit anderem Inhalt"):
            call_command("restore", archive)
        assert everything(media) == before


@pytest.mark.postgres
def test_a_count_that_is_wrong_in_the_end_undoes_the_whole(good, filled, monkeypatch):
    """SQLite counts in the copy, before anything is written."""
    archive, before = with_lost_rows(good), everything(filled)
    monkeypatch.setattr(databases.Postgres, "check", lambda *args: None)
    with pytest.raises(CommandError, match="tracker_commitment"):
        call_command("restore", archive, replace=True)
    assert everything(filled) == before


def test_a_database_in_use_is_left_alone(good, filled, monkeypatch):
    monkeypatch.setattr(databases, "WAIT", 1)
    archive, before = good, everything(filled)
    with somebody_writes(), pytest.raises(CommandError, match="Jemand benutzt die Datenbank"):
        call_command("restore", archive, replace=True, stdout=StringIO())
    assert everything(filled) == before


@contextlib.contextmanager
def somebody_writes():
    """Another connection, in the middle of a transaction."""
    other = connection.copy()
    other.ensure_connection()
    try:
        with transaction_of(other), other.cursor() as cursor:
            cursor.execute("UPDATE tracker_partner SET name = name")
            yield
    finally:
        other.close()


@contextlib.contextmanager
def transaction_of(other):
    """A transaction that is given up in the end."""
    other.set_autocommit(False)
    try:
        yield
    finally:
        other.rollback()
