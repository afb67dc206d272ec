"""Put a backup back: everything is checked first, then files, then the database in one step; or nothing at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files import File
from django.core.files.storage import Storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.backup import databases
from tracker.backup.archive import (
    DATABASE,
    FILES,
    PIECE,
    BackupError,
    Identity,
    Manifest,
    Part,
    room,
    storage_answers,
    unpack,
)
from tracker.models import triggers
from tracker.models.search import keep_index


def restore(
    archive: Path,
    storage: Storage,
    scratch: Path,
    *,
    identity: list[Identity] | None = None,
    replace: bool = False,
) -> tuple[Manifest, bool]:
    """Put a backup into an installation that is empty, or, with `replace`, in the place of what is there.

    Returns what it held and whether `migrate` has to follow, because it is of an older release. Raises BackupError
    with a sentence if it cannot be done; then database and files are as they were.
    """
    present = databases.present()
    held = present.holds_data()
    if held and not replace:
        raise BackupError(
            ngettext(
                "This installation is not empty: the table %(tables)s holds data. Nothing was changed. "
                "To replace everything by the backup, add --replace.",
                "This installation is not empty: the tables %(tables)s hold data. Nothing was changed. "
                "To replace everything by the backup, add --replace.",
                len(held),
            )
            % {"tables": ", ".join([*held[:5], *(["…"] if held[5:] else [])])}
        )
    with room(scratch), tempfile.TemporaryDirectory(prefix=".restore-", dir=scratch) as name:
        folder = Path(name)
        manifest = unpack(archive, folder, identity, keep_files=True)
        if manifest.vendor != present.vendor:
            raise BackupError(
                _("The backup is of %(theirs)s, this installation uses %(ours)s. Set DATABASE_URL to %(theirs)s.")
                % {"theirs": databases.of(manifest.vendor).title, "ours": present.title}
            )
        older = _is_older(manifest)
        present.check(folder / DATABASE, manifest)
        with _files_in_place(manifest.files, folder / FILES, storage):
            present.put(folder / DATABASE, manifest)
    if not older:
        # They came with the copy; a release between may have given one another form under the same migrations.
        triggers.install(connection)
        keep_index(connection)
    return manifest, older


def _is_older(manifest: Manifest) -> bool:
    """Whether the schema of a backup lacks migrations of this release; raises BackupError if it has some of a later."""
    loader = MigrationExecutor(connection).loader
    known = set(loader.disk_migrations)
    there = {(app, name) for app, name in manifest.migrations}
    ours = {app for app, _name in known}
    later = sorted(name for app, name in there - known if app in ours)
    if later:
        raise BackupError(
            _("The backup is of release %(release)s, whose schema is newer (%(name)s). Install that release first.")
            % {"release": manifest.release, "name": later[-1]}
        )
    return bool(known - there - {key for key, one in loader.disk_migrations.items() if one.replaces})


@contextmanager
def _files_in_place(files: dict[str, Part], folder: Path, storage: Storage) -> Iterator[None]:
    """Bring the files of a backup to where files are kept; if the block fails, they go again."""
    written: list[str] = []
    try:
        for name in files:
            with storage_answers(name):
                if storage.exists(name):
                    if not _same(folder / name, name, storage):
                        raise _other(name)
                    continue
                with (folder / name).open("rb") as content:
                    kept = storage.save(name, File(content))
                written.append(kept)
                if kept != name:
                    raise _other(name)
        yield
    except BaseException:
        for name in written:
            storage.delete(name)
        raise


def _other(name: str) -> BackupError:
    return BackupError(_("The file %s is there already with other content. Nothing was changed.") % name)


def _same(path: Path, name: str, storage: Storage) -> bool:
    """Whether a file that is there already holds what the backup holds."""
    with path.open("rb") as ours, storage.open(name) as theirs:
        if path.stat().st_size != theirs.size:
            return False
        while piece := ours.read(PIECE):
            if piece != theirs.read(len(piece)):
                return False
    return True
