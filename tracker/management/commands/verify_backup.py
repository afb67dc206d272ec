"""Check a backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from tracker import backup


class Command(BaseCommand):
    """Read a backup to its end and compare everything with its list of contents; puts nothing back."""

    help = "Read a backup to its end and compare every checksum and count; changes nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the archive and the key."""
        parser.add_argument("archive", type=Path, help="what `backup` has written")
        parser.add_argument("--identity", type=Path, help="file with the secret key of an encrypted backup")

    def handle(self, *args: Any, archive: Path, identity: Path | None, **options: Any) -> str:
        """Return what the backup holds."""
        try:
            manifest = backup.verify(archive, backup.read_identity(identity) if identity else None)
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        if manifest.missing:
            self.stderr.write(_("Files that were missing already: %s") % ", ".join(manifest.missing[:20]))
        return _("The backup is whole: revision %(revision)d of %(moment)s, %(rows)d rows, %(files)d files.") % {
            "revision": manifest.revision,
            "moment": manifest.made_at,
            "rows": sum(manifest.rows.values()),
            "files": len(manifest.files),
        }
