"""Erase a person."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker import workflow


class Command(BaseCommand):
    """Delete a person: the account with all that hangs on it, and the mail address wherever it stands."""

    help = "Delete a person: the account, and the mail address wherever it stands. Texts and protocol stay."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and why."""
        parser.add_argument("email", help="mail address of the person")
        parser.add_argument("--reason", required=True, help="why; it stays in the protocol, so name nobody in it")

    def handle(self, *args: Any, **options: Any) -> str:
        """Return what went, and where the address still stands because nothing can change there."""
        try:
            done = workflow.erase_person(options["email"], reason=options["reason"], actor=workflow.system_actor())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        account = "The account is deleted" if done.had_account else "There was no account"
        places = ", ".join(f"{name}: {count}" for name, count in done.places.items()) or "nowhere else"
        lines = [f"{account}; {done.sessions} sessions, {done.mail} messages. The address was removed from: {places}."]
        if done.left:
            lines.append("It still stands where nothing can change, until the retention ends: " + "; ".join(done.left))
        return "\n".join(lines)
