"""Put a backup back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from tracker import backup


class Command(BaseCommand):
    """Check a backup and put it into an empty installation, wholly or not at all."""

    help = "Check a backup and put database and files back into an empty installation; all of it or nothing."
    # The tables may not be there yet, and are replaced.
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the archive, the key, and whether what is there may go."""
        parser.add_argument("archive", type=Path, help="what `backup` has written")
        parser.add_argument("--identity", type=Path, help="file with the secret key of an encrypted backup")
        parser.add_argument(
            "--replace", action="store_true", help="replace the data of an installation that is not empty"
        )

    def handle(self, *args: Any, archive: Path, identity: Path | None, replace: bool, **options: Any) -> str:
        """Return what was put back and what to call next."""
        try:
            keys = backup.read_identity(identity) if identity else None
            settings.VAR_DIR.mkdir(exist_ok=True)
            manifest, older = backup.restore(
                archive, storages["default"], settings.VAR_DIR, identity=keys, replace=replace
            )
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        told = _("Restored: revision %(revision)d of %(moment)s, %(rows)d rows, %(files)d files.") % {
            "revision": manifest.revision,
            "moment": manifest.made_at,
            "rows": sum(manifest.rows.values()),
            "files": len(manifest.files),
        }
        if older:
            return f"{told} " + _("It is of an older release: call migrate, reindex and check_record now.")
        cache.clear()
        return f"{told} " + _("Call check_record now.")
