"""What follows when an agreement changes."""

from __future__ import annotations

from tracker.models import Agreement
from tracker.workflow.derived import effective_end
from tracker.workflow.record import Change


def settle_agreement(agreement: Agreement, change: Change) -> None:
    """Make the effective end what term and extensions say, and have its commitments recomputed; inside a change."""
    fresh = Agreement.objects.select_for_update().get(pk=agreement.pk)
    end = effective_end(fresh)
    if fresh.effective_end != end:
        fresh.effective_end = end
        fresh.save()
    change.touch(fresh)
    change.touch_commitments(fresh.commitments.values_list("pk", flat=True))
