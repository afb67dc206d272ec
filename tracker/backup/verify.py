"""Check a backup as a restore would, without putting anything back."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tracker.backup import databases
from tracker.backup.archive import Identity, Manifest, unpack


def verify(archive: Path, identity: list[Identity] | None = None) -> Manifest:
    """Read an archive to its end, compare every checksum, open the copy of the database and count its rows.

    Returns what it holds; raises BackupError with the first thing that is wrong.
    """
    with tempfile.TemporaryDirectory(prefix="allianz-") as name:
        manifest = unpack(archive, Path(name), identity, keep_files=False)
        databases.of(manifest.vendor).check(Path(name) / "database", manifest)
        return manifest
