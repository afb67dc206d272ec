"""Loading the catalogue: one transaction, one revision, repeatable."""

from __future__ import annotations

from pathlib import Path

from tracker.catalogue.files import DATA, read_catalogue
from tracker.catalogue.write import Writer
from tracker.models import Agreement, Commitment, Partner
from tracker.vocabulary import ActorRole, ChangeReason, Verb
from tracker.workflow import catalogue_actor, public_change


def load(folder: Path = DATA) -> str:
    """Load the catalogue."""
    catalogue = read_catalogue(folder)
    with public_change(
        actor=catalogue_actor(),
        role=ActorRole.CATALOGUE,
        reason=ChangeReason.FIRST_RECORD,
        note="Ersterfassung aus öffentlichen Quellen",
    ) as change:
        writer = Writer(change)
        writer.create(row for rows in catalogue.rows.values() for row in rows.values())
        writer.finish()
        for model in (Agreement, Partner):
            for item in model._default_manager.all():
                change.touch(item)
        change.touch_commitments(Commitment.objects.values_list("pk", flat=True))
        for agreement in Agreement.objects.all():
            change.log(Verb.CATALOGUE_LOADED, agreement, summary="")
    return "ok"
