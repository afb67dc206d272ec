"""Files that lie in no folder, as with FILES_URL, are backed up and put back; a storage that fails is told of."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, storages
from django.core.management import CommandError, call_command

from tests.another_database import files_below, rows_of_all_tables

pytestmark = pytest.mark.usefixtures("db")


class Unreachable(Exception):
    """What the library of a storage raises: no error of the system."""


class Elsewhere(InMemoryStorage):
    """A storage without folders that may fail from the second file on."""

    fails_at = ""
    done = 0

    def _open(self, name, mode="rb"):
        self._one_more("open")
        return super()._open(name, mode)

    def _save(self, name, content):
        self._one_more("save")
        return super()._save(name, content)

    def _one_more(self, what: str) -> None:
        self.done += 1
        if self.fails_at == what and self.done > 1:
            raise Unreachable("Connection refused.")


@pytest.fixture
def elsewhere(settings):
    """Let files lie elsewhere from now on; called again, in another place."""

    def begin(files: dict[str, bytes], fails_at: str = "") -> Elsewhere:
        options = {"BACKEND": f"{__name__}.Elsewhere"}
        settings.STORAGES = {**settings.STORAGES, "default": options}
        made = storages["default"]
        assert isinstance(made, Elsewhere)
        for name, content in files.items():
            made.save(name, ContentFile(content))
        made.fails_at, made.done = fails_at, 0
        return made

    return begin


def names_in(storage: Elsewhere) -> set[str]:
    """Every file of a storage."""
    folders, found = storage.listdir("")
    return {*found, *(f"{folder}/{name}" for folder in folders for name in storage.listdir(folder)[1])}


def test_they_are_fetched_and_brought_back(filled, empty_installation, elsewhere, tmp_path: Path):
    files, archive, told = files_below(filled), tmp_path / "new.tar.gz", StringIO()
    elsewhere(files)
    before = rows_of_all_tables()
    call_command("backup", to=archive, stdout=StringIO(), stderr=told)
    assert told.getvalue() == ""
    with empty_installation():
        storage = elsewhere({})
        call_command("restore", archive, stdout=StringIO())
        assert rows_of_all_tables() == before
        assert names_in(storage) == files.keys()
        for name, content in files.items():
            with storage.open(name) as kept:
                assert kept.read() == content


def test_one_that_fails_while_it_is_read_leaves_no_archive(filled, elsewhere, tmp_path: Path):
    elsewhere(files_below(filled), fails_at="open")
    folder = tmp_path / "backups"
    folder.mkdir()
    with pytest.raises(CommandError, match=r"Ablage der Dateien versagt bei .*Connection refused\. Es wurde nichts"):
        call_command("backup", to=folder, stdout=StringIO())
    assert list(folder.iterdir()) == []


def test_one_that_fails_while_it_is_written_keeps_nothing(good, empty_installation, elsewhere):
    with empty_installation():
        storage = elsewhere({}, fails_at="save")
        before = rows_of_all_tables()
        with pytest.raises(
            CommandError, match=r"Ablage der Dateien versagt bei .*Connection refused\. Es wurde nichts"
        ):
            call_command("restore", good, stdout=StringIO())
        assert rows_of_all_tables() == before
        assert names_in(storage) == set()
