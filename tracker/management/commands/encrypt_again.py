"""After a change of SECRET_KEY, the step that lets the earlier one go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.accounts.factors import encrypt_again


class Command(BaseCommand):
    """Encrypt the secrets of second factors with the present SECRET_KEY; repeatable, while the site runs."""

    help = "Encrypt the secrets of apps and recovery codes with the present SECRET_KEY; then the earlier one may go."

    def handle(self, *args: Any, **options: Any) -> str:
        """Return how many were encrypted again."""
        changed, lost = encrypt_again()
        if lost:
            raise CommandError(
                f"Secrets encrypted with the present SECRET_KEY: {changed}. Opened by none of the keys: {lost}. "
                "Name the key they were encrypted with in SECRET_KEY_FALLBACKS, or let their owners set up a new "
                "factor (reset_second_factor)."
            )
        return f"Secrets encrypted with the present SECRET_KEY: {changed}. None needs an earlier one any more."
