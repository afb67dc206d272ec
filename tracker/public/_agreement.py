"""What the pages of the agreements show: loaded in a fixed number of queries, put into words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker import access
from tracker.bitsets import Set, Sets
from tracker.listings.links import FilterValue, commitments_url
from tracker.models import (
    ActionField,
    Agreement,
    AgreementTarget,
    Commitment,
    Event,
    FocusList,
    IndicatorValue,
    Signatory,
)
from tracker.models.commitments import CommitmentQuerySet
from tracker.models.partners import sort_key
from tracker.public._common import find, span
from tracker.public._findings import Happening, happenings
from tracker.public._findings import with_everything as with_findings
from tracker.public._past import as_known
from tracker.public._rows import Row, row, rows
from tracker.templatetags.tracker_tags import day_text, number
from tracker.vocabulary import Kind, SourceStatus


@dataclass(frozen=True, slots=True)
class Tally:
    """How many statements of one kind there are, in words and figures, and the table of exactly these."""

    count: int
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Field:
    """An action field with its counts; a selection has none."""

    field: ActionField
    tallies: list[Tally]


@dataclass(frozen=True, slots=True)
class Target:
    """A measurable target with its value in words, the newest value of its indicator and what is the same thing."""

    target: AgreementTarget
    due: str
    newest: str
    commitments: list[Commitment]


@dataclass(frozen=True, slots=True)
class CarriedOn:
    """What a successor carried on: each earlier statement with the later ones; `left` are those not found there."""

    agreement: Agreement
    found: list[tuple[Row, list[Row]]]
    left: list[Row]


def tally_words(kind: str, count: int) -> str:
    """How many statements of a kind, in words: "96 Maßnahmen", "1 Ziel", "6 Erklärungen ohne eigene Zusage"."""
    if kind == Kind.MEASURE:
        return ngettext("%d measure", "%d measures", count) % count
    if kind == Kind.TARGET:
        return ngettext("%d target", "%d targets", count) % count
    return (
        ngettext(
            "%d declaration without a commitment of its own",
            "%d declarations without a commitment of their own",
            count,
        )
        % count
    )


def tallies(commitments: Set, sets: Sets, **filters: FilterValue) -> list[Tally]:
    """The kinds that occur, each with the link to its rows."""
    counts = {kind: commitments.intersection_cardinality(sets.of("kind", kind)) for kind in Kind}
    return [
        Tally(count, tally_words(kind, count), commitments_url("", art=kind, **filters))
        for kind, count in counts.items()
        if count
    ]


def own_tallies(agreement: Agreement, sets: Sets, **stay: FilterValue) -> list[Tally]:
    """The counts of an agreement in these sets."""
    return tallies(sets.of("agreement", agreement.pk), sets, vereinbarung=agreement.slug, **stay)


def load(slug: str) -> Agreement | None:
    """The published agreement with this slug and all that its page shows but its commitments."""
    public = access.public_commitments().select_related("agreement").order_by("sort_key")
    values = IndicatorValue.objects.filter(land__isnull=True).order_by("as_of")
    targets = AgreementTarget.objects.select_related("partner", "indicator").prefetch_related(
        "sources",
        Prefetch("indicator__values", queryset=values),
        Prefetch("commitments", queryset=public, to_attr="same_things"),
    )
    events = Event.objects.prefetch_related(
        "sources",
        "partners",
        Prefetch("findings", queryset=access.public_findings()),
        Prefetch("commitments", queryset=public, to_attr="named"),
    )
    lists = FocusList.objects.prefetch_related(
        "sources", Prefetch("commitments", queryset=public, to_attr="main_points")
    )
    return find(
        access.public_agreements()
        .select_related("predecessor", "lead_ministry")
        .prefetch_related(
            "parties",
            "sources",
            "signed_on_sources",
            "extensions__sources",
            "signing_day_alternatives__sources",
            "documents__sources",
            "reservations__partners",
            "reservations__sources",
            Prefetch("signatories", queryset=Signatory.objects.select_related("partner").prefetch_related("sources")),
            Prefetch("targets", queryset=targets),
            Prefetch("events", queryset=events),
            Prefetch("focus_lists", queryset=lists),
            Prefetch("findings", queryset=with_findings()),
        ),
        slug=slug,
    )


def term_words(agreement: Agreement, *, on: date) -> str:
    """Whether the term runs or has ended, in words: "beendet am 31. Dezember 2022", "läuft bis …"."""
    end = day_text(agreement.effective_end)
    return (_("ended on %s") if agreement.has_ended(on=on) else _("runs until %s")) % end


def term_span(agreement: Agreement) -> str:
    """The term as it was agreed."""
    return span(agreement.term_start, agreement.term_end)


def recorded_fields(agreement: Agreement) -> QuerySet[ActionField]:
    """The action fields as they are recorded now, in their order, with their sources."""
    return agreement.action_fields.select_related("agreement").prefetch_related("sources").order_by("number")


def fields(agreement: Agreement, found: Iterable[ActionField], sets: Sets, **stay: FilterValue) -> list[Field]:
    """These action fields of an agreement, with their counts where the whole text is recorded."""
    own = sets.of("agreement", agreement.pk)
    return [
        Field(
            field,
            tallies(
                own & sets.of("action_field", field.pk),
                sets,
                vereinbarung=agreement.slug,
                handlungsfeld=field.key,
                **stay,
            )
            if agreement.is_full
            else [],
        )
        for field in found
    ]


def targets(agreement: Agreement, *, on: date) -> list[Target]:
    """The measurable targets with what belongs to them on a day."""
    return [
        Target(
            target=target,
            due=day_text(target.due_on, target.due_precision),
            newest=_newest(target, on=on),
            commitments=target.same_things,  # type: ignore[attr-defined]
        )
        for target in agreement.targets.all()
    ]


def _newest(target: AgreementTarget, *, on: date) -> str:
    """The newest value of the indicator behind a target; of a doubtful target none, for it is none of ours to judge."""
    if target.indicator is None or not target.is_sourced:
        return ""
    values = [value for value in target.indicator.values.all() if value.as_of <= on]
    if not values:
        return _("No series has been found.")
    value = values[-1]
    return _("%(name)s, %(when)s: %(value)s %(unit)s") % {
        "name": target.indicator.name,
        "when": day_text(value.as_of, value.as_of_precision),
        "value": number(value.value),
        "unit": target.indicator.unit,
    }


def signatories(agreement: Agreement) -> tuple[list[Signatory], list[Signatory]]:
    """Those whose signature is shown by sources, and those whose is not."""
    everyone = sorted(agreement.signatories.all(), key=lambda item: sort_key(item.partner.name))
    confirmed = [item for item in everyone if item.status == SourceStatus.SOURCED]
    return confirmed, [item for item in everyone if item.status != SourceStatus.SOURCED]


def events(agreement: Agreement, *, on: date) -> list[Happening]:
    """The events up to a day in the order of their days; those without a day come last."""
    told = [event for event in agreement.events.all() if event.day is None or event.day <= on]
    ordered = sorted(told, key=lambda event: (event.day is None, event.day or date.max, event.key))
    return happenings(ordered)


def carried_on(agreement: Agreement, *, past_day: date | None = None) -> list[CarriedOn]:
    """For each successor what it carried on; what is left over only where its whole text is recorded.

    On a past day, as known today, only those signed by then and every status as of that day.
    """
    found = access.public_agreements().filter(predecessor=agreement).order_by("signed_on")
    followers = list(found.signed_by(past_day) if past_day else found)
    if not followers:
        return []
    later = access.public_commitments().filter(agreement__in=followers).select_related("agreement")
    own: CommitmentQuerySet = access.public_commitments().filter(agreement=agreement).select_related("agreement")
    loaded = list(
        own.prefetch_related(
            Prefetch("continued_by", queryset=later.order_by("sort_key"), to_attr="followed_by")
        ).order_by("sort_key")
    )
    if past_day:
        as_known([*loaded, *(item for one in loaded for item in one.followed_by)], past_day)
    return [_carried_on(follower, loaded) for follower in followers]


def _carried_on(follower: Agreement, own: Iterable[Commitment]) -> CarriedOn:
    found: list[tuple[Row, list[Row]]] = []
    left: list[Row] = []
    for commitment in own:
        later = [
            item
            for item in commitment.followed_by  # type: ignore[attr-defined]
            if item.agreement_id == follower.pk
        ]
        if later:
            found.append((row(commitment), rows(later)))
        elif follower.is_full:
            left.append(row(commitment))
    return CarriedOn(agreement=follower, found=found, left=left)
