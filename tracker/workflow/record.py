"""The one door to public data: `public_change()` wraps every write, recomputes what follows and stamps the revision.

The revision is counted up if and only if something changed that a public page shows: a row that pages show was
written, or the public record of a touched object is not what was last published. What stays hidden (a draft of an
agreement, a returned report, an assessment in its hearing period) leaves the revision, and with it every ETag, alone.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from tracker import days, snapshots
from tracker.models import (
    Actor,
    AuditEvent,
    Commitment,
    Contribution,
    PublicVersion,
    RecordState,
    Revision,
    SearchText,
    StatusPeriod,
    Ticket,
    public_data_open,
)
from tracker.models.standing import standing_values
from tracker.vocabulary import ActorRole, ChangeReason, Verb
from tracker.workflow.derived import derive, stored_words

BATCH = 500


@dataclass
class Change:
    """One change of the public record while it is being made: what it touches and what the protocol will tell."""

    actor: Actor
    role: ActorRole
    reason: ChangeReason
    note: str
    at: datetime
    at_is_given: bool = False
    commitments: set[int] = field(default_factory=set)
    touched: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    events: list[AuditEvent] = field(default_factory=list)
    revision: Revision | None = None
    ticket: Ticket | None = None
    is_told: bool = False

    def tell(self) -> None:
        """Note that public pages say something else from now on, though no public row was written."""
        self.is_told = True

    def touch(self, item: models.Model) -> None:
        """Note that this object changed, so that it gets a new version; a commitment is recomputed as well."""
        kind = snapshots.kind_of(item)
        if kind is not None:
            self.touched[kind].add(item.pk)
        if isinstance(item, Commitment):
            self.commitments.add(item.pk)

    def touch_commitments(self, ids: Iterable[int]) -> None:
        """Note that these commitments changed."""
        wanted = list(ids)
        self.commitments.update(wanted)
        self.touched[PublicVersion.COMMITMENT].update(wanted)

    def log(self, verb: Verb, subject: models.Model, **detail: Any) -> None:
        """Tell the protocol what was done to which object."""
        self.events.append(
            AuditEvent(
                at=self.at,
                actor=self.actor,
                role=self.role,
                verb=verb,
                subject_kind=subject._meta.model_name or "",
                subject_key=subject_key(subject),
                detail={key: snapshots.iso(value) for key, value in detail.items()},
            )
        )


_current: ContextVar[Change | None] = ContextVar("public_change", default=None)
_prompt: ContextVar[Ticket | None] = ContextVar("prompted_by", default=None)


@contextlib.contextmanager
def prompted_by(ticket: Ticket | None) -> Iterator[None]:
    """Let the public change made in this block be told as a correction after this message; None changes nothing."""
    token = _prompt.set(ticket)
    try:
        yield
    finally:
        _prompt.reset(token)


def subject_key(item: models.Model) -> str:
    """The word by which the protocol names an object: its code, slug or key, else its number."""
    for name in ("code", "slug", "key"):
        value = getattr(item, name, None)
        if value:
            return str(value)[:80]
    return str(item.pk)


@contextlib.contextmanager
def public_change(
    *, actor: Actor, role: ActorRole, reason: ChangeReason, note: str = "", at: datetime | None = None
) -> Iterator[Change]:
    """Make a change of the public record: one transaction, one revision, one version per changed object.

    Inside another change it joins that one, which keeps its own reason; if it fails, what it did is undone even where
    the outer change goes on. On leaving, touched commitments are recomputed, versions and protocol are written and
    the revision, locked last, is counted up by one, unless no public page shows anything of the change; then
    `change.revision` stays None. `at` pins the moment, for telling of one in the past.
    """
    outer = _current.get()
    if outer is not None:
        told = len(outer.events)
        try:
            with transaction.atomic():
                yield outer
        except BaseException:
            del outer.events[told:]
            raise
        return
    with transaction.atomic(), public_data_open() as writes:
        change = Change(
            actor=actor, role=role, reason=reason, note=note, at=at or timezone.now(), at_is_given=at is not None
        )
        change.ticket = _prompt.get()
        token = _current.set(change)
        try:
            yield change
            shown = writes.shown or change.is_told
            # What is derived shows in the versions; writing it anew is not a change by itself.
            recompute(change.commitments)
            _stamp(change, shown=shown)
        finally:
            _current.reset(token)


def lock(ids: Iterable[int]) -> None:
    """Lock commitments before their parts are read, in one order, so that two changes wait and never interleave."""
    list(Commitment.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk").values_list("pk"))


def recompute(ids: Iterable[int]) -> None:
    """Make columns, periods and words of these commitments what follows from the record; inside a public change."""
    wanted = sorted(ids)
    lock(wanted)
    words: dict[int, dict[str, str]] = {}
    commitments: list[Commitment] = []
    periods: list[StatusPeriod] = []
    contributions: list[Contribution] = []
    for commitment, derived in derive(wanted):
        for name, value in derived.columns.items():
            setattr(commitment, name, value)
        commitments.append(commitment)
        words[commitment.pk] = derived.words
        for period in derived.periods:
            row = StatusPeriod(commitment=commitment, start=period.start, until=period.until)
            for name, value in standing_values(period.standing).items():
                setattr(row, name, value)
            periods.append(row)
        for contribution in commitment.contributions.all():
            state, due_on = derived.contributions[contribution.pk]
            if (contribution.reporting_base, contribution.asked_due_on) != (state, due_on):
                contribution.reporting_base, contribution.asked_due_on = state, due_on
                contributions.append(contribution)
    if not commitments:
        return
    names = [*standing_values(None), *DERIVED_COLUMNS]
    _write(commitments, [name.removesuffix("_id") for name in names])
    StatusPeriod.objects.filter(commitment__in=wanted).delete()
    StatusPeriod.objects.bulk_create(periods, batch_size=BATCH)
    if contributions:
        Contribution.objects.bulk_update(contributions, ["reporting_base", "asked_due_on"], batch_size=BATCH)
    write_words(words)


def write_words(words: dict[int, dict[str, str]]) -> int:
    """Make the words to search of commitments what is handed in, and return how many were different.

    What is right is left alone: a report accepted changes no word, and writing the index anew is dear.
    """
    stored = stored_words(words)
    wrong = [key for key, columns in words.items() if stored.get(key) != columns]
    for start in range(0, len(wrong), BATCH):
        part = wrong[start : start + BATCH]
        SearchText.objects.filter(pk__in=part).delete()
        SearchText.objects.bulk_create([SearchText(commitment_id=key, **words[key]) for key in part])
    return len(wrong)


def _write(rows: list[Commitment], names: list[str]) -> None:
    """Write these columns of these rows by one prepared statement; `bulk_update` takes a minute for 5,000 rows."""
    fields: list[Any] = [Commitment._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    places = ", ".join(f"{quote(item.column)} = %s" for item in fields)
    key = quote(str(Commitment._meta.pk.column))
    statement = f"UPDATE {quote(Commitment._meta.db_table)} SET {places} WHERE {key} = %s"  # noqa: S608  (names of ours)
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [
                [
                    *(item.get_db_prep_save(getattr(row, item.attname), connection) for item in fields),
                    row.pk,
                ]
                for row in rows
            ],
        )


DERIVED_COLUMNS = [
    "effective_end",
    "due_on_agreed",
    "deadline_moves",
    "status_at_term_end",
    "unknown_reason_at_term_end",
]


def _stamp(change: Change, *, shown: bool) -> None:
    """Lock the revision, count it up and write versions and protocol with its number.

    The time is taken under the lock: a change that began before midnight and ends after it belongs to the new day,
    else a page cited as of the old day would still change. So are the snapshots, for two changes may touch one object.
    """
    state = _locked_state() if shown or change.touched else None
    versions = [version for kind, ids in change.touched.items() for version in _versions(kind, ids)]
    if state is not None and (shown or versions):
        _count_up(change, state, versions)
    for event in change.events:
        event.revision = change.revision
    AuditEvent.objects.bulk_create(change.events, batch_size=BATCH)


def _count_up(change: Change, state: RecordState, versions: list[PublicVersion]) -> None:
    state.revision_number += 1
    state.stamped_at = change.at if change.at_is_given else timezone.now()
    revision = Revision.objects.create(
        number=state.revision_number,
        stamped_at=state.stamped_at,
        day=days.berlin_day(state.stamped_at),
        reason=change.reason,
        note=change.note,
        role=change.role,
    )
    for version in versions:
        version.revision = revision
    PublicVersion.objects.bulk_create(versions, batch_size=BATCH)
    codes = [version.key for version in versions if version.kind == PublicVersion.COMMITMENT]
    for start in range(0, len(codes), BATCH):
        Commitment.objects.filter(code__in=codes[start : start + BATCH]).update(changed_on=revision.day)
    state.save()
    if change.ticket is not None:
        Ticket.objects.filter(pk=change.ticket.pk).update(corrected_in=revision)
    change.revision = revision


def _locked_state() -> RecordState:
    RecordState.objects.get_or_create(pk=1)
    return RecordState.objects.select_for_update().get(pk=1)


def _versions(kind: str, ids: set[int]) -> Iterator[PublicVersion]:
    """New versions, still without revision, of the objects whose public record differs from the last one."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), BATCH):
        present = snapshots.take(kind, ordered[start : start + BATCH])
        last = latest_payloads(kind, present)
        for key, payload in present.items():
            if last.get(key) != payload:
                yield PublicVersion(kind=kind, key=key, payload=payload)


def latest_payloads(kind: str, keys: Iterable[str]) -> dict[str, Any]:
    """What was last published of these objects, by key."""
    newest = (
        PublicVersion.objects.filter(kind=kind, key=models.OuterRef("key"))
        .order_by("-revision_id")
        .values("revision_id")[:1]
    )
    rows = PublicVersion.objects.filter(kind=kind, key__in=list(keys), revision_id=models.Subquery(newest))
    return dict(rows.values_list("key", "payload"))
