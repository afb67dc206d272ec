"""A filled installation, an empty one beside it, and keys."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pyrage
import pytest
from django.core.management import call_command

from tests import loaded
from tests.another_database import Rows, another_database, files_below, rows_of_all_tables


@pytest.fixture
def filled(file_database: None, kept_cast, settings, tmp_path: Path) -> Path:
    """The world of the cast, committed, with its files; returns the folder that they lie in."""
    import shutil  # only here

    _cast, rows, media = kept_cast
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    settings.MEDIA_ROOT = tmp_path / "media"
    shutil.copytree(media, settings.MEDIA_ROOT)
    loaded.put(rows)
    return settings.MEDIA_ROOT


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
def empty_installation(filled: Path, settings, tmp_path: Path) -> Callable[[], contextlib.AbstractContextManager[Path]]:
    """Another installation, migrated and empty, within a block; gives the folder of its files."""

    @contextlib.contextmanager
    def installation(*, migrated: bool = True) -> Iterator[Path]:
        before, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path / "restored"
        with another_database(tmp_path):
            if migrated:
                call_command("migrate", verbosity=0)
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
