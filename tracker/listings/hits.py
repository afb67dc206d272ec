"""Why a search found a row: its words marked where the row shows them, and a piece of each text that holds the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tracker import access, bitsets, search
from tracker.listings.view import Listing
from tracker.models import AgreementTarget, Commitment


def excerpts(marker: search.Marker, commitment: Commitment, shown: Iterable[str]) -> list[tuple[str, SafeString]]:
    """For the words that are in none of the shown texts: where they are, and a piece of that text with them marked.

    The places come in the order of their weight, each only if it tells of a word that no earlier one told of.
    """
    missing = marker.all_terms.difference(*(marker.terms_in(text) for text in shown))
    found = []
    for label, text in _places(commitment):
        if not missing:
            break
        if told := marker.terms_in(text) & missing:
            found.append((label, marker.excerpt(text, told)))
            missing -= told
    return found


def _places(commitment: Commitment) -> Iterator[tuple[str, str]]:
    """The texts of a commitment beside its title by which it is found, with their names (see `search.texts`)."""
    yield _("Description"), commitment.description
    yield from ((_("Others involved"), text) for text in commitment.involved_list)
    yield _("Quantity"), commitment.quantity_text
    yield from ((_("Instrument"), item.name) for item in commitment.instruments.all())
    yield from ((_("Target group"), item.name) for item in commitment.target_groups.all())
    for part in commitment.contributions.all():
        yield _("Partner"), part.partner.name
        yield _("Partner"), part.partner.abbreviation
    yield _("Official wording"), commitment.wording
    targets: Iterable[AgreementTarget] = commitment.agreement_targets.all()  # type: ignore[attr-defined]
    yield from ((_("Target of the agreement"), target.text) for target in targets)


def found_targets(listing: Listing) -> list[AgreementTarget]:
    """The targets of public agreements that the search finds and that are no commitment of their own.

    They are no rows and counted nowhere. A chosen agreement and a past day hold for them, no other filter does.
    """
    query: str | None = listing.filters.given("q")
    if not query:
        return []
    chosen = listing.filters.values("vereinbarung")
    past = listing.filters.past_day
    return [
        target
        for target in _targets_alone(listing)
        if (not chosen or target.agreement.slug in chosen)
        and (past is None or target.agreement.signed_on <= past)
        and search.is_found(query, target.text)
    ]


def _targets_alone(listing: Listing) -> list[AgreementTarget]:
    """All such targets; the present ones are read once for each state of the record."""
    if listing.archive is not None:
        return list(listing.archive.targets_alone())
    return bitsets.current().remember("targets alone", lambda: list(access.public_targets_alone()))
