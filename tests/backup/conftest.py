"""A filled installation, an empty one beside it, and keys; what takes long to make is made once per run and copied."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pyrage
import pytest
from django.core.management import call_command
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests import cast, loaded
from tests.another_database import (
    Rows,
    another_database,
    files_below,
    forget_database,
    keep_database,
    rows_of_all_tables,
)

Installation = Callable[..., contextlib.AbstractContextManager[Path]]


@dataclass(frozen=True)
class Prepared:
    """Kept databases: migrated and empty, and with the world of the cast; its files, its people, a good archive."""

    empty: Path | str
    filled: Path | str
    media: Path
    people: cast.Cast
    archive: Path


@pytest.fixture(scope="session")
def prepared(
    kept_cast, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Prepared]:
    """What every test here begins with."""
    people, rows, media = kept_cast
    folder = tmp_path_factory.mktemp("prepared")
    with django_db_blocker.unblock():
        empty = keep_database(folder, "empty")
        with (
            another_database(folder, "prepared", like=empty),
            override_settings(VAR_DIR=folder, MEDIA_ROOT=media),
        ):
            loaded.put(rows)
            filled = keep_database(folder, "filled")
            archive = folder / "good.tar.gz"
            call_command("backup", to=archive, stdout=StringIO(), verbosity=0)
        yield Prepared(empty, filled, media, people, archive)
        forget_database(empty)
        forget_database(filled)


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In place of a transaction in the run's database: each test here speaks to databases of its own."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def filled(db: None, prepared: Prepared, settings, tmp_path: Path) -> Iterator[Path]:
    """The world of the cast, committed, with its files; returns the folder that they lie in."""
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    settings.MEDIA_ROOT = tmp_path / "media"
    shutil.copytree(prepared.media, settings.MEDIA_ROOT)
    with another_database(tmp_path, "filled", like=prepared.filled):
        yield settings.MEDIA_ROOT


@pytest.fixture
def good(prepared: Prepared, tmp_path: Path) -> Path:
    """A backup of the filled installation, in a folder of its own."""
    folder = tmp_path / "good"
    folder.mkdir()
    return Path(shutil.copy(prepared.archive, folder))


@pytest.fixture
def take(filled: Path, tmp_path: Path) -> Callable[..., Path]:
    """Take a backup by the command; returns the one archive that lies there."""
    folder = tmp_path / "backups"
    folder.mkdir()

    def run(**options: object) -> Path:
        before = {*folder.iterdir()}
        call_command("backup", to=folder, stdout=StringIO(), verbosity=0, **options)
        (made,) = {*folder.iterdir()} - before
        return made

    return run


@pytest.fixture
def empty_installation(db: None, prepared: Prepared, settings, tmp_path: Path) -> Installation:
    """Another installation, migrated and empty, within a block; gives the folder of its files."""

    @contextlib.contextmanager
    def installation(*, migrated: bool = True) -> Iterator[Path]:
        before, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path / "restored"
        settings.VAR_DIR = tmp_path / "var"
        with another_database(tmp_path, like=prepared.empty if migrated else None):
            yield settings.MEDIA_ROOT
        settings.MEDIA_ROOT = before

    return installation


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """A file with a public key, and one with the secret key that belongs to it."""
    identity = pyrage.x25519.Identity.generate()
    public, secret = tmp_path / "public.txt", tmp_path / "secret.txt"
    public.write_text(f"# for backups\n{identity.to_public()}\n")
    secret.write_text(f"# created: today\n{identity}\n")
    return public, secret


def everything(media: Path) -> tuple[Rows, dict[str, bytes]]:
    """Every row of every table and every file."""
    return rows_of_all_tables(), files_below(media)
