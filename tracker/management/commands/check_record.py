"""Check that the record agrees with itself."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import ngettext

from tracker.models import Commitment, Revision
from tracker.record_check import differences


class Command(BaseCommand):
    """Compute everything derived again and compare; ends with code 1 on any difference."""

    help = "Compute everything derived again and compare it with what is stored; ends with code 1 on any difference."

    def handle(self, *args: Any, **options: Any) -> str:
        """Name each difference in a sentence and return how much was checked."""
        number = 0
        for sentence in differences():
            self.stdout.write(sentence)
            number += 1
        if number:
            raise CommandError(ngettext("%d difference found.", "%d differences found.", number) % number)
        commitments = Commitment.objects.count()
        checked = ngettext(
            "Checked %(commitments)d commitment at revision %(revision)d: no difference.",
            "Checked %(commitments)d commitments at revision %(revision)d: no difference.",
            commitments,
        )
        return checked % {"commitments": commitments, "revision": Revision.current()}
