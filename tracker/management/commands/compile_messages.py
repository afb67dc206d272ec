"""Compile the translations."""

from typing import Any

from django.core.management.base import BaseCommand

from allianz import translations


class Command(BaseCommand):
    """Compile the translations that changed since the last time; needs no system package."""

    help = "Compile the translations that changed since the last time."
    # The compiled texts are needed before anything else can be checked.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> str:
        """Return which languages were compiled."""
        done = []
        for path in sorted(translations.po_file().parents[2].glob("*/LC_MESSAGES/django.po")):
            if translations.compile_file(path):
                done.append(path.parent.parent.name)
        return f"Translations compiled: {', '.join(done)}." if done else "Translations are up to date."
