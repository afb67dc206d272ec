"""Loading the catalogue: one transaction, one revision, repeatable as often as one likes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tracker.catalogue.compare import Plan, compare, remember
from tracker.catalogue.files import DATA, read_catalogue
from tracker.catalogue.rows import Catalogue, Row
from tracker.catalogue.write import Progress, Writer
from tracker.models import Agreement, CatalogueEntry, Commitment, Partner, Source
from tracker.vocabulary import ActorRole, ChangeReason, Verb
from tracker.workflow import Change, catalogue_actor, public_change


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a load did: how many records it created and updated, what it left alone, under which revision."""

    created: int
    updated: int
    left: list[str]
    missing: list[str]
    revision: int | None

    @property
    def summary(self) -> str:
        """The load in one line."""
        left, missing = len(self.left), len(self.missing)
        told = [_("Nothing is new.") if self.revision is None else in_numbers(self.created, self.updated)]
        if left:
            told.append(ngettext("%d record was left alone.", "%d records were left alone.", left) % left)
        if missing:
            gone = ngettext(
                "%d record is no longer in the catalogue and stays.",
                "%d records are no longer in the catalogue and stay.",
                missing,
            )
            told.append(gone % missing)
        return " ".join(told)


def in_numbers(created: int, updated: int) -> str:
    """How many records were created and updated, as a sentence."""
    new = ngettext("%d record created", "%d records created", created) % created
    changed = pgettext("records", "%d updated") % updated
    return f"{new}, {changed}."


def load(folder: Path = DATA, *, progress: Progress = iter) -> Outcome:
    """Make the record say what the files of a folder say, but for what the editors changed.

    Raises CatalogueError, with the database as it was, if a file cannot be used. `progress` wraps the steps of the
    work, for a bar that shows how far it is.
    """
    catalogue = read_catalogue(folder)
    with transaction.atomic():
        plan = compare(catalogue)
        revision = _write(catalogue, plan, progress) if plan.writes else None
        remember(plan.written)
    created = sum(row.model is not Source for row in plan.create)
    return Outcome(created, len(plan.update), plan.left, plan.missing, revision)


def _write(catalogue: Catalogue, plan: Plan, progress: Progress) -> int | None:
    first = not CatalogueEntry.objects.exists() and not Commitment.objects.exists()
    reason = ChangeReason.FIRST_RECORD if first else ChangeReason.CATALOGUE_UPDATED
    actor = catalogue_actor()
    with public_change(actor=actor, role=ActorRole.CATALOGUE, reason=reason, note=str(reason.label)) as change:
        writer = Writer(change)
        writer.create(plan.create, progress)
        for row, item in progress(plan.update):
            writer.update(row, item, reason=str(reason.label))
        writer.finish()
        _touch(catalogue, (row for row, _item in plan.update), change)
        change.log(
            Verb.CATALOGUE_LOADED,
            actor,
            summary=in_numbers(sum(row.model is not Source for row in plan.create), len(plan.update)),
            compiled_on=catalogue.compiled_on,
            left=plan.left,
            missing=plan.missing,
        )
    return change.revision.number if change.revision else None


def _touch(catalogue: Catalogue, updated: Iterable[Row], change: Change) -> None:
    """Touch everything whose public record may differ now; what does not differ gets no new version."""
    for model in (Agreement, Partner):
        for item in model._default_manager.all():
            change.touch(item)
    partners = [row.key for row in updated if row.model is Partner]
    own = Commitment.objects.filter(code__in=list(catalogue.rows[Commitment]))
    change.touch_commitments(own.values_list("pk", flat=True))
    named = Commitment.objects.filter(contributions__partner__key__in=partners)
    change.touch_commitments(named.values_list("pk", flat=True))
