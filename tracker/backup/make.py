"""Take a backup: one state of the database, every file that it names, one archive that is whole or not there."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, cast

from django.core.files.storage import Storage
from django.utils.translation import gettext as _
from tqdm import tqdm

import allianz
from tracker.backup import archive, databases
from tracker.backup.archive import BackupError, Manifest, Part, Recipients, Writer, is_safe, room, storage_answers

NAME = re.compile(r"allianz-\d{8}T\d{6}Z-r\d+\.tar\.gz(\.age)?")
UNFINISHED = re.compile(r"\.allianz-\w+\.part")
# A file that went while it was fetched belongs to a draft; a newer copy of the database does not name it any more.
ATTEMPTS = 10
STALE_AFTER = 24 * 60 * 60


def make(
    to: Path, storage: Storage, *, at: datetime, recipients: Recipients | None = None, quiet: bool = True
) -> tuple[Path, Manifest]:
    """Write a backup into a folder, under a name that tells its moment and revision, or to a file that is not there.

    Others may write meanwhile: the database is copied in one state, and every file that this state names is in the
    archive. Returns where it lies and what it holds; raises BackupError, and then nothing is there that was not.
    """
    if to.exists() and not to.is_dir():
        raise BackupError(_("%s is there already. A backup never replaces a file.") % to)
    folder = to if to.is_dir() else to.parent
    if not folder.is_dir():
        raise BackupError(_("There is no folder %s.") % folder)
    with room(folder), _unfinished(folder) as (file, path):
        manifest = _write(file, folder, storage, at=at, recipients=recipients, quiet=quiet)
        ending = ".tar.gz.age" if recipients else ".tar.gz"
        target = to if to != folder else folder / f"allianz-{at:%Y%m%dT%H%M%SZ}-r{manifest.revision}{ending}"
        try:
            # Unlike renaming, linking fails where somebody else put a file meanwhile.
            os.link(path, target)
        except FileExistsError as error:
            raise BackupError(_("%s is there already. A backup never replaces a file.") % target) from error
    _on_disk(folder)
    return target, manifest


def prune(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest backups of a folder, by their names; other files stay. Returns what went."""
    ours = sorted((path for path in folder.iterdir() if NAME.fullmatch(path.name)), key=lambda path: path.name)
    old = ours[:-keep]
    for path in old:
        path.unlink()
    return old


@contextlib.contextmanager
def _unfinished(folder: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """A file for the caller's eyes only, which goes with the block; what a crash left long ago goes as well."""
    for path in folder.iterdir():
        if UNFINISHED.fullmatch(path.name) and time.time() - path.stat().st_mtime > STALE_AFTER:
            path.unlink()
    number, name = tempfile.mkstemp(prefix=".allianz-", suffix=".part", dir=folder)
    try:
        with os.fdopen(number, "wb") as file:
            yield file, Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _write(
    file: IO[bytes], folder: Path, storage: Storage, *, at: datetime, recipients: Recipients | None, quiet: bool
) -> Manifest:
    database = databases.present()
    with (
        tempfile.TemporaryDirectory(prefix=".allianz-", suffix=".part", dir=folder) as beside,
        archive.written(file, recipients) as writer,
    ):
        files: dict[str, Part] = {}
        for attempt in range(ATTEMPTS):
            copy = Path(beside) / f"{attempt}"
            facts = _copy(database, copy, quiet=quiet)
            missing = _fetch(facts.files, files, writer, storage, quiet=quiet)
            if not missing or database.still_names(missing):
                break
            if attempt < ATTEMPTS - 1:
                copy.unlink()
        with copy.open("rb") as content:
            part = writer.add(archive.DATABASE, content, copy.stat().st_size)
        manifest = Manifest(
            format=archive.FORMAT,
            release=allianz.__version__,
            made_at=at.isoformat(timespec="seconds"),
            vendor=database.vendor,
            server=facts.server,
            revision=facts.revision,
            stamped_at=facts.stamped_at,
            rows=facts.rows,
            migrations=facts.migrations,
            database=part,
            files=files,
            missing=missing,
        )
        writer.finish(manifest)
    file.flush()
    os.fsync(file.fileno())
    return manifest


def _copy(database: databases.Database, target: Path, *, quiet: bool) -> databases.Facts:
    with tqdm(desc="database", unit=" pages", disable=quiet) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        return database.copy(target, progress)


def _fetch(names: list[str], done: dict[str, Part], writer: Writer, storage: Storage, *, quiet: bool) -> list[str]:
    """Put files into the archive that are not in it yet; returns those that are not there."""
    missing = []
    for name in tqdm([name for name in names if name not in done], desc="files", unit=" files", disable=quiet):
        if not is_safe(name):
            missing.append(name)
            continue
        with storage_answers(name):
            try:
                content = storage.open(name)
            except FileNotFoundError:
                missing.append(name)
                continue
            with content:
                done[name] = writer.add(archive.FILES + name, cast(IO[bytes], content), content.size)
    return missing


def _on_disk(folder: Path) -> None:
    """Let the name of a new file survive a loss of power."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
