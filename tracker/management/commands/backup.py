"""Take a backup of database and files."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker import backup


class Command(BaseCommand):
    """Write database and files into one archive while the site runs; a timer calls it every night."""

    help = (
        "Write database and files into one archive, while the site runs; optionally encrypted, and only so many kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to, for whom, and how many are kept."""
        parser.add_argument("--to", type=Path, default=settings.VAR_DIR / "backups", help="folder, or a new file")
        parser.add_argument("--recipient", type=Path, help="file with public keys (age or SSH), one a line")
        parser.add_argument("--keep", type=int, help="afterwards remove all but so many backups of the folder")

    def handle(self, *args: Any, to: Path, recipient: Path | None, keep: int | None, **options: Any) -> str:
        """Return where the backup lies and what it holds."""
        if keep is not None and (keep < 1 or (to.exists() and not to.is_dir())):
            raise CommandError(_("How many backups are kept is a number from 1 on, and they lie in a folder."))
        if to == settings.VAR_DIR / "backups":
            to.mkdir(mode=0o700, exist_ok=True)
        quiet = options["verbosity"] == 0 or not sys.stderr.isatty()
        try:
            recipients = backup.read_recipients(recipient) if recipient else None
            moment = timezone.now().astimezone(timezone.get_fixed_timezone(0))
            path, manifest = backup.make(to, storages["default"], at=moment, recipients=recipients, quiet=quiet)
            gone = backup.prune(to, keep) if keep and to.is_dir() else []
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        if manifest.missing:
            told = ngettext(
                "The record names %(number)d file that is not there: %(names)s",
                "The record names %(number)d files that are not there: %(names)s",
                len(manifest.missing),
            )
            self.stderr.write(told % {"number": len(manifest.missing), "names": ", ".join(manifest.missing[:20])})
        return _(
            "%(path)s: revision %(revision)d, %(rows)d rows, %(files)d files, %(size)d bytes; removed: %(gone)d"
        ) % {
            "path": path,
            "revision": manifest.revision,
            "rows": sum(manifest.rows.values()),
            "files": len(manifest.files),
            "size": path.stat().st_size,
            "gone": len(gone),
        }
