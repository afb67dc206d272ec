"""A made record is kept under a name that changes with whatever it was made by, and made once."""

from pathlib import Path

import pytest

from tracker.benchmark import databases
from tracker.benchmark.databases import SQLITE, Record, fingerprint, kept


@pytest.fixture
def fills(monkeypatch) -> list[Path]:
    """What was filled; filling leaves a file."""
    filled: list[Path] = []

    def fill(record: Record, seed: int, *, progress: bool) -> None:
        filled.append(record.file)
        record.file.write_text(str(seed))

    monkeypatch.setattr(databases, "_fill", fill)
    return filled


def keep(folder: Path, size: int = 10, seed: int = 1) -> Record:
    return kept(SQLITE, size, seed=seed, folder=folder, progress=False)


def test_the_second_call_finds_what_the_first_has_made(tmp_path, fills):
    first, second = keep(tmp_path), keep(tmp_path)
    assert first == second
    assert first.file.exists()
    assert len(fills) == 1


def test_another_size_another_seed_and_another_schema_are_another_record(tmp_path, fills, monkeypatch):
    names = {keep(tmp_path).file, keep(tmp_path, size=20).file, keep(tmp_path, seed=2).file}
    monkeypatch.setattr(databases, "fingerprint", lambda: "otherwise")
    names.add(keep(tmp_path).file)
    assert len(names) == len(fills) == 4


def test_a_record_that_was_broken_off_is_made_anew(tmp_path, fills, monkeypatch):
    def breaks(record: Record, seed: int, *, progress: bool) -> None:
        record.file.write_text("half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(databases, "_fill", breaks)
        keep(tmp_path)
    assert keep(tmp_path).file.read_text() == "1"
    assert [path.suffix for path in tmp_path.iterdir()] == [".sqlite3"]


def test_the_fingerprint_changes_with_a_migration(tmp_path, monkeypatch, settings):
    before = fingerprint()
    assert before == fingerprint()
    (tmp_path / "tracker" / "migrations").mkdir(parents=True)
    (tmp_path / "tracker" / "migrations" / "0001.py").write_text("one")
    settings.BASE_DIR = tmp_path
    other = fingerprint()
    (tmp_path / "tracker" / "migrations" / "0002.py").write_text("two")
    assert len({before, other, fingerprint()}) == 3
