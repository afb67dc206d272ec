"""The way back in for somebody who lost app, passkeys and recovery codes and whom nobody else can help."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker import workflow
from tracker.models import Account


class Command(BaseCommand):
    """Take the second factors of an account; its sessions end, and the next sign-in leads to the set-up."""

    help = "Take the second factors of an account; the next sign-in leads to their set-up."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the mail address, and whether the password goes, too."""
        parser.add_argument("email", help="mail address of the account")
        parser.add_argument(
            "--with-password",
            action="store_true",
            help="take the password, too: for an account that was taken over; it is set up anew by an invitation",
        )

    def handle(self, *args: Any, with_password: bool, **options: Any) -> str:
        """Return what was done."""
        account = Account.objects.filter(email__iexact=options["email"]).first()
        if account is None:
            raise CommandError("There is no account with this mail address.")
        workflow.reset_second_factor(account, actor=workflow.system_actor(), with_password=with_password)
        if with_password:
            return "Password and second factors are gone. Enable the account and invite it once more."
        return "The second factors are gone. The next sign-in with the password leads to their set-up."
