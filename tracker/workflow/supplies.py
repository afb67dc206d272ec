"""What members supply to the report of their group: text and links, seen by the reporter, never public."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tracker import days
from tracker.models import Actor, Contribution, Evidence, Partner, StatusReport, Supply
from tracker.vocabulary import ActorRole, Verb
from tracker.workflow.quiet import quiet_change
from tracker.workflow.record import lock
from tracker.workflow.reports import EDITABLE_STATES, start_draft


def supply(
    contribution: Contribution, partner: Partner, *, text: str, links: str, actor: Actor, version: int | None = None
) -> Supply:
    """Keep what a member supplies for the report of its group; a version older than the stored one is refused."""
    if not text.strip():
        raise ValidationError({"text": _("Write the text.")})
    with quiet_change(actor=actor, role=ActorRole.PARTNER) as change:
        lock([contribution.commitment_id])
        row = Supply.objects.filter(contribution=contribution, partner=partner).first()
        if row is not None and version is not None and row.version != version:
            raise ValidationError(_("Somebody else has changed this text in the meantime."), code="stale")
        row = row or Supply(contribution=contribution, partner=partner)
        row.author, row.text, row.links, row.taken_over_at = actor, text.strip(), links.strip(), None
        row.save()
        change.log(Verb.SUPPLIED, contribution.commitment, partner=str(partner))
        return row


def take_over(given: Supply, *, actor: Actor) -> StatusReport:
    """Add a supplied text to the open report of the group, its links to the evidence; one click for the reporter."""
    with quiet_change(actor=actor, role=ActorRole.PARTNER) as change:
        contribution = given.contribution
        lock([contribution.commitment_id])
        draft = start_draft(contribution, actor=actor, on=days.berlin_day(change.at))
        if draft.state not in EDITABLE_STATES:
            raise ValidationError(_("The report has already been submitted. Take it back first."))
        block = f"{given.partner}: {given.text}"
        if block not in draft.summary:
            draft.summary = "\n\n".join(filter(None, [draft.summary.strip(), block]))
        draft.save()
        known = set(draft.evidence.values_list("url", flat=True))
        for position, url in enumerate(given.links.splitlines(), start=draft.evidence.count()):
            if url.strip() and url.strip() not in known:
                Evidence(
                    report=draft,
                    title=_("Evidence supplied by %s") % given.partner,
                    publisher=given.partner.name,
                    url=url.strip(),
                    seen_on=days.berlin_day(given.updated_at),
                    position=position,
                ).save()
        given.taken_over_at = change.at
        given.save()
        change.log(Verb.TAKEN_OVER, contribution.commitment, partner=str(given.partner), report=draft.pk)
        return draft
