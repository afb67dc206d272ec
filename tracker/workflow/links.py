"""Addresses of sources mended: one that has moved for good is taken over, an archived copy is named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from tracker.models import (
    Actor,
    CheckedLink,
    Commitment,
    Evidence,
    LandAlliance,
    Network,
    Partner,
    Source,
    StatusReport,
)
from tracker.vocabulary import ActorRole, ChangeReason, LinkState, Verb
from tracker.workflow.record import Change, lock, public_change

NAMED_IN: tuple[tuple[type[models.Model], str], ...] = (
    (Evidence, "url"),
    (Evidence, "archive_url"),
    (Source, "url"),
    (Partner, "homepage"),
    (LandAlliance, "homepage"),
    (Network, "homepage"),
)
"""Where public pages name addresses of others."""


def named_by(url: str) -> list[models.Model]:
    """The published evidence and the other records that name an address, each once."""
    found: dict[tuple[Any, Any], models.Model] = {}
    for model, name in NAMED_IN:
        rows: Any = model._default_manager.filter(**{name: url})
        if model is Evidence:
            rows = rows.filter(Evidence.shown_where).select_related("report__commitment")
        found |= {(model, row.pk): row for row in rows}
    return list(found.values())


def take_over_target(link: CheckedLink, *, actor: Actor) -> int:
    """Put the address a link has moved to for good in its place, wherever it is named; returns in how many records."""
    with public_change(actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.LINK_MENDED) as change:
        fresh = CheckedLink.objects.select_for_update().filter(pk=link.pk).first()
        if fresh is None or fresh.state != LinkState.MOVED:
            raise ValidationError(_("This address has not moved for good."))
        check_address(fresh.target)
        rows = named_by(fresh.url)
        _lock_commitments(rows)
        for row in rows:
            for model, name in NAMED_IN:
                if type(row) is model and getattr(row, name) == fresh.url:
                    _put(row, name, fresh.target)
            _told(change, row, Verb.LINK_MENDED, fresh.target)
        fresh.delete()
        return len(rows)


def keep_archive(link: CheckedLink, archive_url: str, *, actor: Actor) -> int:
    """Name an archived copy for all published evidence with this address; empty takes it away. Returns for how many."""
    archive_url = archive_url.strip()
    if archive_url:
        check_address(archive_url)
    with public_change(actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.LINK_MENDED) as change:
        rows = [row for row in named_by(link.url) if isinstance(row, Evidence) and row.url == link.url]
        if not rows:
            raise ValidationError({"archive_url": _("No published evidence has this address.")})
        _lock_commitments(rows)
        changed = [row for row in rows if row.archive_url != archive_url]
        for row in changed:
            _put(row, "archive_url", archive_url)
            _told(change, row, Verb.ARCHIVE_KEPT, archive_url)
        return len(changed)


def check_address(url: str) -> None:
    """Raise ValidationError unless this is an address of the web."""
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError as error:
        raise ValidationError({"archive_url": _("This is no address of the web: it begins with https://.")}) from error


def _lock_commitments(rows: Iterable[models.Model]) -> None:
    lock(row.report.commitment_id for row in rows if isinstance(row, Evidence))


def _put(row: models.Model, name: str, url: str) -> None:
    longest = row._meta.get_field(name).max_length  # type: ignore[union-attr]
    if longest and len(url) > longest:
        raise ValidationError(_("The new address is too long for this record: %s") % row)
    setattr(row, name, url)
    try:
        with transaction.atomic():
            row.save(update_fields=[name])
    except IntegrityError as error:
        raise ValidationError(_("A source with the new address is there already: %s") % row) from error


def _told(change: Change, row: models.Model, verb: Verb, url: str) -> None:
    """Note whose public record changed, and that the next catalogue must not take it back."""
    subject = row
    if isinstance(row, Evidence):
        subject = row.report.commitment
        if not row.report.changed_by_staff:
            StatusReport.objects.filter(pk=row.report_id).update(changed_by_staff=True)
    if isinstance(subject, Commitment | Partner):
        change.touch(subject)
    change.log(verb, subject, url=url, name=str(subject))
