"""Whether the record agrees with itself: everything derived is computed again and compared with what is stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from tracker import snapshots
from tracker.models import (
    ActionField,
    Agreement,
    Commitment,
    Contribution,
    Instrument,
    Mandate,
    Partner,
    PublicVersion,
    RecordState,
    ReportingRound,
    Revision,
    StatusPeriod,
    StatusReport,
)
from tracker.models.commitments import code_sort_key
from tracker.models.partners import sort_key
from tracker.models.standing import standing_values
from tracker.record_check.database import database_differences
from tracker.record_check.files import file_differences
from tracker.vocabulary import Kind, Origin, PartnerKind, ReportState, Status
from tracker.workflow import derive, effective_end
from tracker.workflow.derived import stored_words
from tracker.workflow.record import latest_payloads
from tracker.workflow.reports import OPEN_STATES

CHUNK = 500
HANDED_IN = (ReportState.SUBMITTED, ReportState.RETURNED, ReportState.ACCEPTED)
Asked = ReportingRound.contributions.through


def differences() -> Iterator[str]:
    """Every difference between what is stored and what follows from the rest of the record, as a sentence."""
    yield from _revisions()
    yield from database_differences()
    yield from _agreements()
    yield from _sort_keys()
    yield from _derived()
    yield from _relations()
    yield from _versions()
    yield from _rounds()
    yield from file_differences()


def _unlike(subject: str, name: str, stored: Any, computed: Any) -> str:
    values = {"subject": subject, "column": name, "stored": stored, "computed": computed}
    return _("%(subject)s, %(column)s: stored is %(stored)s, computed is %(computed)s.") % values


def _revisions() -> Iterator[str]:
    """Revisions count up without a gap, and the present one is the newest."""
    numbers = Revision.objects.order_by("number").values_list("number", flat=True)
    for expected, number in enumerate(numbers.iterator(), start=1):
        if number != expected:
            yield _("Revision %d is missing.") % expected
            break
    newest = Revision.objects.order_by("number").last()
    state = RecordState.objects.first()
    stored = (state.revision_number, state.stamped_at) if state else (0, None)
    computed = (newest.number, newest.stamped_at) if newest else (0, None)
    if stored != computed:
        yield _unlike(_("Present revision"), "number", stored[0], computed[0])


def _agreements() -> Iterator[str]:
    for agreement in Agreement.objects.all():
        end = effective_end(agreement)
        if agreement.effective_end != end:
            yield _unlike(agreement.slug, "effective_end", agreement.effective_end, end)
    for field in ActionField.objects.select_related("agreement"):
        key = f"{field.agreement.field_prefix}-{field.number}"
        if field.key != key:
            yield _unlike(str(field), "key", field.key, key)


def _sort_keys() -> Iterator[str]:
    for partner in Partner.objects.all():
        key = sort_key(partner.abbreviation or partner.name)[:60]
        if partner.sort_key != key:
            yield _unlike(partner.key, "sort_key", partner.sort_key, key)
    for instrument in Instrument.objects.all():
        key = sort_key(instrument.name)
        if instrument.sort_key != key:
            yield _unlike(instrument.key, "sort_key", instrument.sort_key, key)


def _derived() -> Iterator[str]:
    """Columns, periods and reporting columns of every commitment are those that the rules give."""
    ids = list(Commitment.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        periods: dict[int, list[StatusPeriod]] = {pk: [] for pk in chunk}
        for period in StatusPeriod.objects.filter(commitment__in=chunk).order_by("start"):
            periods[period.commitment_id].append(period)
        published = _last_published_on(chunk)
        words = stored_words(chunk)
        for commitment, derived in derive(chunk):
            columns = {
                **derived.columns,
                "sort_key": code_sort_key(commitment.code),
                "changed_on": published.get(commitment.code),
            }
            for name, computed in columns.items():
                stored = getattr(commitment, name)
                if stored != computed:
                    yield _unlike(commitment.code, name, stored, computed)
            yield from _words(commitment.code, words.get(commitment.pk), derived.words)
            computed_periods = [(p.start, p.until, standing_values(p.standing)) for p in derived.periods]
            if [_period(period) for period in periods[commitment.pk]] != computed_periods:
                yield _("The periods of %s are not those that follow from its facts.") % commitment.code
            stored_states = {
                item.pk: (item.reporting_base, item.asked_due_on) for item in commitment.contributions.all()
            }
            if stored_states != derived.contributions:
                yield _("The reporting states of %s are not those that follow from its rounds.") % commitment.code


def _words(code: str, stored: dict[str, str] | None, computed: dict[str, str]) -> Iterator[str]:
    """The words by which a commitment is found are those of its texts."""
    if stored is None:
        yield _("The words by which the search finds %s are missing; reindex writes them.") % code
    elif stored != computed:
        columns = ", ".join(name for name, words in computed.items() if stored[name] != words)
        told = {"code": code, "columns": columns}
        yield _("The words by which the search finds %(code)s are not those of its texts: %(columns)s.") % told


def _last_published_on(ids: list[int]) -> dict[str, Any]:
    """The day of the newest version of each commitment."""
    codes = Commitment.objects.filter(pk__in=ids).values_list("code", flat=True)
    versions = PublicVersion.objects.filter(kind=PublicVersion.COMMITMENT, key__in=list(codes)).order_by("revision_id")
    return dict(versions.values_list("key", "revision__day"))


def _period(period: StatusPeriod) -> tuple[Any, Any, dict[str, Any]]:
    return period.start, period.until, {name: getattr(period, name) for name in standing_values(None)}


def _relations() -> Iterator[str]:
    """What no single row can promise holds between the tables."""
    rules: list[tuple[str, Iterable[Model]]] = [
        (
            _("%s belongs to an action field of another agreement."),
            Commitment.objects.filter(action_field__isnull=False).exclude(action_field__agreement=F("agreement")),
        ),
        (_("%s: a group is named as the one that reports."), _contributions(reporter__kind=PartnerKind.GROUP)),
        (
            _("Fact %s speaks of a contribution to another commitment."),
            StatusReport.objects.filter(contribution__isnull=False).exclude(contribution__commitment=F("commitment")),
        ),
        (
            _("Report %s was handed in, but the record does not say when."),
            _own(state__in=HANDED_IN).filter(Q(submitted_at__isnull=True) | Q(first_submitted_at__isnull=True)),
        ),
        (
            _("Report %s is accepted and not public, but nothing says when it will be."),
            _own(state=ReportState.ACCEPTED, published_at__isnull=True, publish_at__isnull=True),
        ),
        (
            _("Report %s answers a round that did not ask for it."),
            _own(round__isnull=False).exclude(
                Exists(Asked.objects.filter(reportinground=OuterRef("round"), contribution=OuterRef("contribution")))
            ),
        ),
        (
            _("There is more than one open report on the contribution of report %s."),
            _own(state__in=OPEN_STATES).filter(
                Exists(_own(state__in=OPEN_STATES, contribution=OuterRef("contribution")).filter(pk__lt=OuterRef("pk")))
            ),
        ),
        (_("Report %s gives a status to a target."), _own(commitment__kind=Kind.TARGET).exclude(status="")),
        (
            _("An open round asks for %s, but nobody reports for it."),
            _contributions(pk__in=_asked_now().values("contribution"), reporter__isnull=True),
        ),
        (
            _("Several open rounds ask for %s."),
            _contributions(
                pk__in=_asked_now()
                .values("contribution")
                .annotate(n=Count("pk"))
                .filter(n__gt=1)
                .values("contribution")
            ),
        ),
        (
            _("Mandate %s is for a group, and groups report nothing."),
            Mandate.objects.filter(partner__kind=PartnerKind.GROUP),
        ),
        (
            _("Fact %s gives a status to a declaration without a commitment of its own."),
            StatusReport.objects.filter(commitment__kind=Kind.POSITION).exclude(status="", assessed_status=""),
        ),
        (
            _("Fact %s says of something other than a target that it was missed."),
            # A draft may say anything; it is refused when it is handed in.
            StatusReport.objects.exclude(commitment__kind=Kind.TARGET)
            .exclude(state=ReportState.DRAFT)
            .filter(Q(status=Status.MISSED) | Q(assessed_status=Status.MISSED)),
        ),
    ]
    for sentence, rows in rules:
        for row in rows:
            yield sentence % (row.code if isinstance(row, Commitment) else row)


def _own(**conditions: Any) -> QuerySet[StatusReport]:
    """Reports of partners."""
    return StatusReport.objects.filter(origin=Origin.PARTNER, **conditions)


def _asked_now() -> QuerySet[Any]:
    """What rounds ask for that are open, each contribution once for every round."""
    return Asked.objects.filter(reportinground__opened_at__isnull=False, reportinground__closed_at__isnull=True)


def _contributions(**conditions: Any) -> Iterable[Model]:
    return Contribution.objects.select_related("commitment", "partner").filter(**conditions)


def _versions() -> Iterator[str]:
    """The newest version of everything published is what is public now."""
    published: list[tuple[str, type[Model], dict[str, Any]]] = [
        (PublicVersion.COMMITMENT, Commitment, {"published_at__isnull": False}),
        (PublicVersion.AGREEMENT, Agreement, {"published_at__isnull": False}),
        (PublicVersion.PARTNER, Partner, {}),
    ]
    for kind, model, conditions in published:
        ids = list(model._default_manager.filter(**conditions).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), CHUNK):
            present = snapshots.take(kind, ids[start : start + CHUNK])
            versions = PublicVersion.objects.filter(kind=kind, key__in=list(present)).order_by("revision_id")
            newest = {version.key: version for version in versions.defer("payload")}
            latest = latest_payloads(kind, present)
            for key, payload in present.items():
                now = json.loads(json.dumps(payload))
                if key not in latest:
                    yield _("%s is public, but no version of it was kept.") % key
                elif latest[key] != now and newest[key].redacted_at is None:
                    told = {"key": key, "names": ", ".join(sorted(_unequal(latest[key], now)))}
                    yield _("%(key)s is not what its newest version says: %(names)s.") % told


def _unequal(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


def _rounds() -> Iterator[str]:
    """A closed round has figures that speak of all it asked for; an open one has none."""
    for asked in ReportingRound.objects.annotate(n=Count("contributions")).order_by("pk"):
        try:
            told = sum(row["asked"] for row in json.loads(asked.result)["partners"]) if asked.result else None
        except (ValueError, KeyError, TypeError):
            told = -1
        expected = asked.n if asked.closed_at else None
        if told != expected:
            yield _("The figures of the round “%s” are not those of a round as it stands.") % asked
