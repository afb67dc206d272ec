"""Check the translations against code and templates."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from allianz import translations


class Command(BaseCommand):
    """Fail with a list if a text of code or templates has no German, or a German text is no longer used."""

    help = "Fail with a list if a text has no German translation, a doubtful one, or a translation is no longer used."

    def handle(self, *args: Any, **options: Any) -> str:
        """Return how many texts are translated."""
        texts = translations.used()
        complaints = translations.faults(translations.read(translations.po_file()), texts)
        if complaints:
            raise CommandError("\n".join(complaints))
        return f"{len(texts)} texts, all translated."
