"""Backups of the whole installation: database and files in one archive, checked before anything is put back."""

from tracker.backup.archive import BackupError, Identity, Manifest, Recipients, read_identity, read_recipients
from tracker.backup.make import make, prune
from tracker.backup.restore import restore
from tracker.backup.verify import verify

__all__ = [
    "BackupError",
    "Identity",
    "Manifest",
    "Recipients",
    "make",
    "prune",
    "read_identity",
    "read_recipients",
    "restore",
    "verify",
]
