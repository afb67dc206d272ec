"""Hand out all that is stored of a person."""

import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from tracker import workflow
from tracker.models import Account


class Command(BaseCommand):
    """Write everything that is linked to an account into a file that only its owner can read."""

    help = "Write everything that is linked to an account into a file, as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose data, and where to."""
        parser.add_argument("email", help="mail address of the account")
        parser.add_argument("--to", required=True, metavar="FILE", help="the file to write; it must not be there yet")

    def handle(self, *args: Any, **options: Any) -> str:
        """Return where the file lies."""
        account = Account.objects.filter(email__iexact=options["email"].strip()).first()
        if account is None:
            raise CommandError("There is no account with this mail address.")
        path = Path(options["to"])
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            data = workflow.export_person(account, actor=workflow.system_actor())
            json.dump(data, file, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
        return f"The data lie in {path}."
