"""Commitments with their standing on the day a listing asks for, as pages show them; files read `contents`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects

from tracker import access, rules
from tracker.listings.view import Listing
from tracker.models import Commitment, Contribution, StandingColumns, StatusPeriod, StatusReport
from tracker.vocabulary import Schedule

# What a search may have found a row by, and the table does not show otherwise.
SEARCHED = ("instruments", "target_groups", "agreement_targets")


@dataclass(frozen=True, slots=True)
class Record:
    """A commitment with its standing on the day of the view, ready to be written."""

    commitment: Commitment
    standing: StandingColumns
    on: date

    @property
    def ended(self) -> bool:
        """Whether the term has ended on the day of the view."""
        return self.commitment.agreement.has_ended(on=self.on)

    @property
    def schedule(self) -> Schedule:
        """Where it stands against its deadline."""
        return self.commitment.schedule(on=self.on, standing=self.standing)


def load(listing: Listing, ids: Sequence[int]) -> list[Record]:
    """The rows with these ids (a part of `listing.ids()`), in this order, with all that the table shows of them."""
    if listing.archive is not None:
        published = listing.archive.load(ids)
        listing.archive.link(published)
        return [Record(commitment, commitment, listing.archive.day) for commitment in published]
    contributions = Contribution.objects.select_related("partner").order_by("position", "pk")
    rows = access.public_commitments().select_related("agreement", "part_of")
    told = SEARCHED if listing.filters.given("q") else ()
    by_id = rows.prefetch_related(Prefetch("contributions", contributions), *told).in_bulk(list(ids))
    return as_records([by_id[key] for key in ids if key in by_id], listing)


def as_records(commitments: Sequence[Commitment], listing: Listing) -> list[Record]:
    """These commitments with their standing on the day of the listing; at most two queries."""
    past = listing.filters.past_day
    if past is None:
        return [Record(commitment, commitment, listing.day) for commitment in commitments]
    by_day = standings_on(past, commitments)
    return [Record(commitment, by_day[commitment.pk], past) for commitment in commitments]


def standings_on(day: date, commitments: Sequence[Commitment]) -> dict[int, StandingColumns]:
    """The standing of each commitment on a past day; that of a position tells its chronicle until then. Two queries."""
    periods = StatusPeriod.objects.filter(commitment__in=commitments, start__lte=day).order_by("start")
    found: dict[int, StandingColumns] = {period.commitment_id: period for period in periods}
    positions = [commitment for commitment in commitments if commitment.pk not in found]
    reports = StatusReport.objects.published().prefetch_related("evidence")
    prefetch_related_objects(positions, Prefetch("reports", queryset=reports, to_attr="published_reports"))
    for commitment in positions:
        facts = [fact.as_fact(sources=len(fact.evidence.all())) for fact in commitment.published_reports]  # type: ignore[attr-defined]
        told = StatusPeriod()
        told.set_standing(rules.chronicle(fact for fact in facts if fact.last_possible <= day))
        found[commitment.pk] = told
    return found
