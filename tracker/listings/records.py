"""Commitments with their standing on the day a listing asks for, as pages show them; files read `contents`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects

from tracker import access, rules
from tracker.listings.lists import Lists
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
    contributions = Prefetch("contributions", Contribution.objects.order_by("position", "pk"))
    told = SEARCHED if listing.filters.given("q") else ()
    by_id = access.public_commitments().prefetch_related(contributions, *told).in_bulk(list(ids))
    found = [by_id[key] for key in ids if key in by_id]
    tie(found, listing.filters.lists)
    prefetch_related_objects([item for item in found if item.part_of_id], "part_of")
    return as_records(found, listing)


def tie(commitments: Iterable[Commitment], lists: Lists) -> None:
    """Give commitments and their contributions the agreements and partners of the lists.

    The lists hold all that is public, so rows need no join for them; what came in since is read by itself.
    """
    agreements, partners = lists.by_id
    for commitment in commitments:
        if (agreement := agreements.get(commitment.agreement_id)) is not None:
            commitment.agreement = agreement
        for contribution in commitment.contributions.all():
            if (partner := partners.get(contribution.partner_id)) is not None:
                contribution.partner = partner


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
