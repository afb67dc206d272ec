"""A backup put back into an empty installation brings every row of every table and every file, and works."""

import json
import stat
import tarfile
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from tests.backup.conftest import everything
from tracker import search
from tracker.models import Commitment, Revision
from tracker.record_check import differences

pytestmark = pytest.mark.usefixtures("db")


def restore(archive, **options) -> str:
    out = StringIO()
    call_command("restore", archive, stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("migrated", [True, False], ids=["after migrate", "into nothing"])
def test_every_row_and_every_file_is_back(take, filled, empty_installation, migrated):
    before = everything(filled)
    archive = take()
    assert before == everything(filled)
    assert sum(map(len, before[0].values())) > 300
    assert len(before[1]) == 4
    with empty_installation(migrated=migrated) as media:
        told = restore(archive)
        after = everything(media)
        assert after == before
        assert list(differences()) == []
        assert f"Revision {Revision.current()} " in told
    assert everything(filled) == before


def test_triggers_and_search_work_after_it_and_new_rows_get_new_numbers(take, empty_installation):
    archive = take()
    with empty_installation(migrated=False):
        restore(archive)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            Revision.objects.update(note="anders")
        assert search.ranks("Beitrag")
        newest = Commitment.objects.order_by("pk").last()
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO django_content_type (app_label, model) VALUES ('neu', 'neu')")
        assert newest is not None


def test_the_archive_is_for_its_owner_alone_and_tells_what_it_holds(take, filled):
    archive = take()
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert archive.name.endswith(f"-r{Revision.current()}.tar.gz")
    with tarfile.open(archive) as packed:
        names = packed.getnames()
        told = json.load(packed.extractfile("manifest.json"))
    assert names[-2:] == ["database", "manifest.json"]
    assert told["vendor"] == connection.vendor
    assert told["revision"] == Revision.current()
    assert told["rows"]["tracker_commitment"] == Commitment.objects.count()
    assert ["tracker", "0001_first_schema"] in told["migrations"]
    assert len(told["files"]) == 4


def test_a_backup_of_an_encrypted_kind_needs_its_key_and_tells_nothing_without(take, keys, empty_installation, filled):
    public, secret = keys
    before = everything(filled)
    archive = take(recipient=public)
    assert archive.name.endswith(".tar.gz.age")
    assert archive.read_bytes().startswith(b"age-encryption.org/v1\n")
    out = StringIO()
    call_command("verify_backup", archive, identity=secret, stdout=out)
    assert "Die Sicherung ist vollständig" in out.getvalue()
    with empty_installation() as media:
        restore(archive, identity=secret)
        assert everything(media) == before


def test_what_is_there_is_replaced_only_when_told_so(take, filled):
    archive = take()
    before = everything(filled)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE tracker_partner SET name = 'Anders'")
    assert everything(filled) != before
    restore(archive, replace=True)
    assert everything(filled) == before
    assert list(differences()) == []


def test_only_so_many_are_kept_and_other_files_stay(take, tmp_path):
    first = take()
    note = first.with_name("notiz.txt")
    note.write_text("bleibt")
    for number in range(3):
        first.with_name(f"allianz-2020010{number + 1}T000000Z-r1.tar.gz").write_bytes(b"")
    second = first.with_name("allianz-20990101T000000Z-r9.tar.gz")
    second.write_bytes(b"")
    out = StringIO()
    call_command("verify_backup", first, stdout=out)
    first.rename(first.with_name("allianz-20200105T000000Z-r1.tar.gz"))
    made = take(keep=2)
    assert {path.name for path in made.parent.iterdir()} == {note.name, made.name, second.name}
