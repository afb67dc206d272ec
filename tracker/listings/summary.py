"""The filters of a listing in words: the sentence that is the heading, and the list with a link to remove each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.listings.facets import Counts
from tracker.listings.filters import NO, SHOWING, YES
from tracker.listings.view import NEEDS_PARTNER, Listing
from tracker.models import ActionField
from tracker.pages.words import partner_name
from tracker.templatetags.tracker_tags import day_text
from tracker.templatetags.tracker_tags import number as number_text
from tracker.vocabulary import Grade, Kind, Status

# So many filters are named in the heading; the list below it names all.
MAX_IN_HEADING = 4
# Texts of the record stay German on pages in another language.
OF_THE_RECORD = {"vereinbarung", "handlungsfeld", "partner", "land", "zielgruppe", "instrument"}
# Their values speak for themselves; others are named with the name of the filter.
PLAIN = {"bezug", "status", "grund", "frist", "meldung", "verbindlichkeit", "pruefbar", "rolle"}


@dataclass(frozen=True, slots=True)
class Words:
    """Some words, and whether they come from the record, which is German in every language; `before` never does."""

    text: str
    of_record: bool = False
    before: str = ""

    def __str__(self) -> str:
        return f"{self.before} {self.text}" if self.before else self.text


@dataclass(frozen=True, slots=True)
class Active:
    """One filter in force and the address without it."""

    label: str
    value: Words
    url: str


def listed(items: Sequence[str], last: str) -> str:
    """Words as a list: "a", "a oder b", "a, b oder c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


class Summary:
    """What a listing shows, in words."""

    def __init__(self, listing: Listing, counts: Counts) -> None:
        self.listing = listing
        self.filters = listing.filters
        self.counts = counts

    @cached_property
    def _labels(self) -> dict[str, dict[str, str | Promise]]:
        return {
            name: dict(item.extra["choices"]) for name, item in self.filters.filters.items() if "choices" in item.extra
        }

    def label(self, name: str, value: str) -> str:
        """The word for one value of a filter, as it is said of what the listing shows."""
        if name == "status":
            only_targets = self.filters.values("art") == [Kind.TARGET]
            return str(Status(value).label_for(Kind.TARGET if only_targets else None))
        if name == "partner":
            return next(partner_name(item) for item in self.filters.lists.partners if item.key == value)
        return str(self._labels[name][value])

    # The heading ---------------------------------------------------------------------------------------------

    @cached_property
    def result(self) -> str:
        """The number of rows and what they are: "39 Maßnahmen", "146 Maßnahmen, Ziele und Erklärungen"."""
        total, kinds = self.counts.total, list(self.counts.kinds)
        if not total:
            return _("No results")
        shown = number_text(total)
        if len(kinds) > 1:
            names = [str(kind.plural) if kind is not Kind.POSITION else _("declarations") for kind in kinds]
            return f"{shown} {listed(names, _('and'))}"
        match kinds[0]:
            case Kind.MEASURE:
                return ngettext("%s measure", "%s measures", total) % shown
            case Kind.TARGET:
                return ngettext("%s target", "%s targets", total) % shown
            case _:
                return ngettext(
                    "%s declaration without a commitment of its own",
                    "%s declarations without a commitment of their own",
                    total,
                ) % (shown)

    @cached_property
    def parts(self) -> list[Words]:
        """The filters that stand in the heading, the agreement last."""
        named = [name for name in self.filters.filters if self._in_heading(name)]
        frame = [name for name in named if name in ("vereinbarung", "stand", "fassung")]
        others = [name for name in named if name not in frame]
        words = [self._words(name) for name in others[:MAX_IN_HEADING]]
        left = len(others) - MAX_IN_HEADING
        if left > 0:
            words.append(Words(ngettext("%d more filter", "%d more filters", left) % left))
        return [*words, *(self._words(name) for name in frame)]

    def _in_heading(self, name: str) -> bool:
        return name not in SHOWING and name != "art" and bool(self.filters.given(name))

    def _words(self, name: str) -> Words:
        value = self.filters.given(name)
        of_record = name in OF_THE_RECORD
        if isinstance(value, date):
            return Words(self._day_words(name) % day_text(value))
        if name == "q":
            return Words(_("search for “%s”") % value)
        if name == "gemeinsam":
            return Words(
                _("with the commitments of all partners together")
                if value == YES
                else _("without the commitments of all partners together")
            )
        if name == "handlungsfeld":
            return self._fields(value)
        if name in ("allgemein", "teil") and len(value) == 1:
            return Words(self._yes_no_words(name, value[0]))
        labels = [self.label(name, item) for item in value]
        if name == "vereinbarung":
            return Words(listed(labels, _("and")), of_record)
        text = listed(labels, _("or"))
        if name in PLAIN or value == [Grade.NONE]:
            return Words(text)
        return Words(text, of_record, before=str(self.filters.filters[name].label))

    def _fields(self, keys: list[str]) -> Words:
        fields = [item for item in self.filters.lists.action_fields if item.key in keys]
        named = [str(item.number) if _is_numbered(item) else f"„{item.title}“" for item in fields]
        before = _("Action field") if len(fields) == 1 else _("Action fields")
        return Words(listed(named, _("and")), not all(_is_numbered(item) for item in fields), before)

    def _yes_no_words(self, name: str, value: str) -> str:
        return {
            ("allgemein", YES): _("general aims"),
            ("allgemein", NO): _("without general aims"),
            ("teil", YES): _("parts of other measures"),
            ("teil", NO): _("without parts of other measures"),
        }[name, value]

    def _day_words(self, name: str) -> str:
        return {
            "faellig_von": _("deadline from %s on"),
            "faellig_bis": _("deadline until %s"),
            "geaendert_seit": _("changed since %s"),
            "stand": _("state of affairs on %s"),
            "fassung": _("as published on %s"),
        }[name]

    @property
    def title(self) -> str:
        """The heading as plain text."""
        named = ", ".join(str(words) for words in self.parts)
        return f"{self.result}: {named}" if named else self.result

    # The list of active filters ------------------------------------------------------------------------------

    @cached_property
    def active(self) -> list[Active]:
        """Every value of every filter in force, each with the address without it, the agreement first."""
        names = [name for name in self.filters.filters if name not in SHOWING and self.filters.given(name)]
        names.sort(key=lambda name: (name not in ("vereinbarung", "handlungsfeld"), name != "vereinbarung"))
        found = []
        for name in names:
            value = self.filters.given(name)
            for item in value if isinstance(value, list) else [value]:
                plain = item.isoformat() if isinstance(item, date) else str(item)
                found.append(
                    Active(str(self.filters.filters[name].label), self._value(name, item), self.without(name, plain))
                )
        return found

    def _value(self, name: str, item: str | date) -> Words:
        if isinstance(item, date):
            return Words(day_text(item))
        if name == "q":
            return Words(item)
        if name == "handlungsfeld":
            chosen = next(field for field in self.filters.lists.action_fields if field.key == item)
            return Words(str(chosen.number)) if _is_numbered(chosen) else Words(chosen.title, of_record=True)
        return Words(self.label(name, item), name in OF_THE_RECORD)

    def without(self, name: str, value: str) -> str:
        """The query without this value, and without what means nothing once it is gone."""
        pairs = [pair for pair in self.listing.pairs() if pair != (name, value)]
        if not any(other == "partner" for other, _value in pairs):
            pairs = [pair for pair in pairs if pair[0] not in NEEDS_PARTNER]
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def usable(self) -> str:
        """The query with all that could be used of an address with mistakes."""
        pairs = self.listing.pairs()
        return f"?{urlencode(pairs)}" if pairs else ""


def _is_numbered(item: ActionField) -> bool:
    return bool(item.number and item.agreement.official_numbering)
