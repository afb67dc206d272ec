"""Balances: ordered, built, published, fixed. What is fixed never changes again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.models import Actor, BalanceReport, StatusReport
from tracker.vocabulary import ActorRole, ChangeReason, JobState, ReportState, Verb
from tracker.workflow.record import public_change


class OrderedAnew(RuntimeError):
    """What was built is not what is wanted any more: the balance was changed while it was being built."""


@contextlib.contextmanager
def _writing(balance: BalanceReport, actor: Actor) -> Iterator[None]:
    """A public change for a balance that everybody reads, a plain transaction for any other."""
    if not balance.is_public_data:
        with transaction.atomic():
            yield
        return
    role, reason = ActorRole.SYSTEM, ChangeReason.PUBLISHED
    with public_change(actor=actor, role=role, reason=reason, note=balance.title):
        yield


def order_balance(balance: BalanceReport) -> None:
    """Let the job build it anew; what stands there stays readable until it has. Refused for what is fixed."""
    if balance.is_fixed:
        raise ValidationError(_("This balance belongs to a closed round and stays as it is."))
    balance.state = JobState.WAITING
    balance.save(update_fields=["state"])


def keep_balance(
    balance: BalanceReport, *, document: dict[str, Any], day: date, revision: int, docx: bytes, pdf: bytes, actor: Actor
) -> None:
    """Keep what was built in place of what was there; without a PDF where none could be made.

    Raises `OrderedAnew`, and keeps nothing, if somebody saved the balance since it was read: it still waits.
    """
    old = [str(file.name) for file in (balance.pdf, balance.docx) if file]
    storage = balance.docx.storage
    with _writing(balance, actor):
        if BalanceReport.objects.select_for_update().get(pk=balance.pk).version != balance.version:
            raise OrderedAnew
        balance.document, balance.on_day, balance.revision = document, day, revision
        balance.docx.save("a.docx", ContentFile(docx), save=False)
        balance.pdf = None
        if pdf:
            balance.pdf.save("a.pdf", ContentFile(pdf), save=False)
        balance.state, balance.built_at = JobState.DONE, timezone.now()
        balance.save()

    def forget() -> None:
        for name in old:
            storage.delete(name)

    transaction.on_commit(forget)


def add_pdf(balance: BalanceReport, pdf: bytes, *, actor: Actor) -> None:
    """Keep a PDF of what was frozen earlier, on a machine that could not make one then."""
    with _writing(balance, actor):
        balance.pdf.save("a.pdf", ContentFile(pdf), save=False)
        balance.save(update_fields=["pdf"])


def fail_balance(balance: BalanceReport, *, actor: Actor) -> None:
    """Note that it could not be built; saving its form orders it again."""
    with _writing(balance, actor):
        balance.state = JobState.FAILED
        balance.save(update_fields=["state"])


def publish_balance(balance: BalanceReport, *, actor: Actor) -> None:
    """Let everybody read it; one of a closed round is fixed with that. Refused for drafts and for what is not built."""
    if balance.with_unaccepted:
        raise ValidationError(_("A balance with reports not yet accepted is never published."))
    if balance.state != JobState.DONE:
        raise ValidationError(_("It is not built yet."))
    if balance.published_at is not None:
        return
    role, reason = ActorRole.EDITOR, ChangeReason.PUBLISHED
    with public_change(actor=actor, role=role, reason=reason, note=balance.title) as change:
        balance.published_at = change.at
        if _round_is_closed(balance):
            balance.fixed_at = change.at
        balance.save()
        change.log(Verb.PUBLISHED, balance)


def fix_balances(*, actor: Actor) -> int:
    """Fix the published balances whose round has been closed since; their number."""
    closed = BalanceReport.objects.published().filter(
        fixed_at__isnull=True, state=JobState.DONE, round__closed_at__isnull=False
    )
    found = list(closed)
    for balance in found:
        with _writing(balance, actor):
            balance.fixed_at = timezone.now()
            balance.save(update_fields=["fixed_at"])
    return len(found)


def _round_is_closed(balance: BalanceReport) -> bool:
    return balance.round is not None and balance.round.closed_at is not None


class _TakenBackError(Exception):
    """Ends the transaction in which the unaccepted reports were looked at."""


@contextlib.contextmanager
def as_if_accepted(agreements: list[int], *, actor: Actor) -> Iterator[None]:
    """Read the record in this block as if all that is not public yet were; then it is taken back.

    Reports handed in count as accepted as reported, those accepted already as they were assessed.

    The same rules compute what would follow, so a draft cannot promise anything else than accepting does.
    """
    with contextlib.suppress(_TakenBackError), transaction.atomic():
        _accept_all(agreements, actor)
        yield
        raise _TakenBackError


def _accept_all(agreements: list[int], actor: Actor) -> None:
    with public_change(actor=actor, role=ActorRole.SYSTEM, reason=ChangeReason.REPORT_ACCEPTED) as change:
        waiting = StatusReport.objects.not_public_yet().filter(commitment__agreement__in=agreements)
        touched = set(waiting.values_list("commitment_id", flat=True))
        waiting.update(
            state=ReportState.ACCEPTED, accepted_at=Coalesce("accepted_at", change.at), published_at=change.at
        )
        change.touch_commitments(touched)
