"""Two agreements side by side: what of the earlier one the later one carried on, changed, split, merged or left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.db.models import Prefetch, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import access
from tracker.models import Agreement, Commitment
from tracker.vocabulary import Kind, Modality


class Fate(Enum):
    """What became of statements from one agreement to the next."""

    CARRIED_ON = "fortgefuehrt"
    CHANGED = "geaendert"
    SPLIT = "aufgeteilt"
    MERGED = "zusammengefuehrt"
    NOT_CARRIED_ON = "nicht-fortgefuehrt"
    NEW = "neu"

    @property
    def label(self) -> Promise:
        """The heading over them."""
        return _LABELS[self]

    @property
    def meaning(self) -> Promise:
        """What the word says, in one sentence."""
        return _MEANINGS[self]


_LABELS = {
    Fate.CARRIED_ON: gettext_lazy("Carried on"),
    Fate.CHANGED: gettext_lazy("Carried on, changed"),
    Fate.SPLIT: gettext_lazy("Split"),
    Fate.MERGED: gettext_lazy("Merged"),
    Fate.NOT_CARRIED_ON: gettext_lazy("Not carried on"),
    Fate.NEW: gettext_lazy("New"),
}
_MEANINGS = {
    Fate.CARRIED_ON: gettext_lazy(
        "One statement became one, of the same kind and equally binding, with the same deadline or none."
    ),
    Fate.CHANGED: gettext_lazy("One statement became one, but its kind, how binding it is or its deadline is another."),
    Fate.SPLIT: gettext_lazy("One statement became several."),
    Fate.MERGED: gettext_lazy("Several statements became one, also where one of them became several."),
    Fate.NOT_CARRIED_ON: gettext_lazy("Nothing that carries it on has been found in the later agreement."),
    Fate.NEW: gettext_lazy("Nothing that it carries on has been found in the earlier agreement."),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Statements of the earlier agreement beside those of the later one; `changed` says in words what differs."""

    earlier: list[Commitment]
    later: list[Commitment]
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All pairs by fate, in the order of the words. What a selection does not let say is None, not empty."""

    earlier: Agreement
    later: Agreement
    pairs: dict[Fate, list[Pair] | None]


def compare(earlier: Agreement, later: Agreement) -> Comparison:
    """Set two public agreements side by side; three queries."""
    own = access.public_commitments().filter(agreement=later).select_related("agreement")
    rows = (
        access.public_commitments()
        .filter(agreement=earlier)
        .select_related("agreement")
        .prefetch_related(Prefetch("continued_by", own.order_by("sort_key"), to_attr="followed_by"))
        .order_by("sort_key")
    )
    before = list(rows)
    followed = {item.pk: list(item.followed_by) for item in before}
    after = list(own.order_by("sort_key"))
    preceded: dict[int, list[Commitment]] = {item.pk: [] for item in after}
    for item in before:
        for other in followed[item.pk]:
            preceded[other.pk].append(item)
    pairs: dict[Fate, list[Pair] | None] = {fate: [] for fate in Fate}
    seen: set[int] = set()
    for item in before:
        if item.pk in seen:
            continue
        if not followed[item.pk]:
            _add(pairs, Fate.NOT_CARRIED_ON, Pair([item], []))
            continue
        group, others = _family(item, followed, preceded)
        seen.update(member.pk for member in group)
        fate, words = _fate(group, others)
        _add(pairs, fate, Pair(group, others, words))
    for item in after:
        if not preceded[item.pk]:
            _add(pairs, Fate.NEW, Pair([], [item]))
    # Of a selection nothing follows from what is not there.
    if not later.is_full:
        pairs[Fate.NOT_CARRIED_ON] = None
    if not earlier.is_full:
        pairs[Fate.NEW] = None
    return Comparison(earlier, later, pairs)


def _add(pairs: dict[Fate, list[Pair] | None], fate: Fate, pair: Pair) -> None:
    found = pairs[fate]
    if found is not None:
        found.append(pair)


def _family(
    start: Commitment, followed: dict[int, list[Commitment]], preceded: dict[int, list[Commitment]]
) -> tuple[list[Commitment], list[Commitment]]:
    """All statements that hang together with this one, on both sides, by code."""
    before, after = {start.pk: start}, {}
    waiting = [start]
    while waiting:
        for later in followed[waiting.pop().pk]:
            after[later.pk] = later
            for earlier in preceded[later.pk]:
                if earlier.pk not in before:
                    before[earlier.pk] = earlier
                    waiting.append(earlier)
    return _sorted(before.values()), _sorted(after.values())


def _sorted(items: Iterable[Commitment]) -> list[Commitment]:
    return sorted(items, key=lambda item: item.sort_key)


def _fate(before: list[Commitment], after: list[Commitment]) -> tuple[Fate, str]:
    if len(before) > 1:
        return Fate.MERGED, ""
    if len(after) > 1:
        return Fate.SPLIT, ""
    words = _difference(before[0], after[0])
    return (Fate.CHANGED, words) if words else (Fate.CARRIED_ON, "")


def _difference(before: Commitment, after: Commitment) -> str:
    """Kind, bindingness and deadline where they differ, as "Absicht → feste Zusage"; empty if none does."""
    words = []
    if before.kind != after.kind:
        words.append(f"{Kind(before.kind).label} → {Kind(after.kind).label}")
    if before.modality != after.modality:
        words.append(f"{Modality(before.modality).label} → {Modality(after.modality).label}")
    if bool(before.due_wording) != bool(after.due_wording) or (before.due_on and after.due_on):
        old, new = (item.due_wording or _("no deadline") for item in (before, after))
        if old != new:
            words.append(f"{old} → {new}")
    return "; ".join(words)


def comparable() -> list[tuple[Agreement, Agreement]]:
    """The pairs of public agreements of which the later one carries statements of the earlier one on; two queries."""
    agreements = {item.pk: item for item in access.public_agreements().order_by("signed_on")}
    links = Commitment.continues.through.objects.filter(
        Q(from_commitment__in=access.public_commitments()) & Q(to_commitment__in=access.public_commitments())
    )
    found = set(links.values_list("to_commitment__agreement", "from_commitment__agreement").distinct())
    pairs = [(agreements[a], agreements[b]) for a, b in found if a in agreements and b in agreements and a != b]
    for item in agreements.values():
        if item.predecessor_id in agreements:
            pairs.append((agreements[item.predecessor_id], item))
    unique = {(a.pk, b.pk): (a, b) for a, b in pairs}
    return sorted(unique.values(), key=lambda pair: (pair[0].signed_on, pair[1].signed_on))
