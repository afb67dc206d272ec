"""Figures in words: every count as a link to exactly the rows it counts, with the whole phrase as its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext, pgettext

from tracker.figures import AgreementFigures, Counts
from tracker.listings.links import FilterValue, commitments_url
from tracker.models import Partner
from tracker.templatetags.tracker_tags import Segment, day_text, number
from tracker.vocabulary import Kind, Status

EVERYONE = gettext_lazy("All partners")


class Counted:
    """What sentences and tables about one agreement's figures share: its name, the day, the links."""

    def __init__(self, figures: AgreementFigures, *, on: date, stay: Mapping[str, date] | None = None) -> None:
        self.stay = stay or {}
        self.figures = figures
        self.agreement = figures.agreement
        self.name = figures.agreement.short_title
        self.on = on

    @property
    def heading(self) -> str:
        """The agreement's name for large type: its years are not parted at the end of a line."""
        return self.name.replace("–", "\u2060–\u2060")

    def url(self, **filters: FilterValue) -> str:
        """The table of the agreement's measures with these filters, of another kind where `art` says so.

        On a past day that of the same day. Empty where there is none: a published version is not asked for another day.
        """
        if "fassung" in self.stay and "stand" in filters:
            return ""
        return commitments_url("", **{"vereinbarung": self.agreement.slug, "art": Kind.MEASURE, **self.stay, **filters})

    def hidden(self, words: str) -> SafeString:
        """Words and the agreement's name, for screen readers only, after the number of a link."""
        return format_html('<span class="kern-sr-only">{}, {}</span>', words, self.name)


def linked(url: str, *words: SafeString | str) -> SafeString:
    """Words as a link; plain where there is nothing to lead to."""
    text = format_html_join("", "{}", ((word,) for word in words))
    return format_html('<a href="{}">{}</a>', url, text) if url else text


def listed(items: Sequence[SafeString | str], *, last: str = "") -> SafeString:
    """The items as a sentence says them: "a, b und c"."""
    if len(items) < 2:
        return format_html("{}", items[0] if items else "")
    joint = last or pgettext("last of a list", "and")
    return format_html("{} {} {}", format_html_join(", ", "{}", ((item,) for item in items[:-1])), joint, items[-1])


def of_measures(total: int, what: object = "", *where: object) -> SafeString:
    """The part of a link's name that only screen readers say: " von 96 Maßnahmen, Bund: abgeschlossen"."""
    words = ngettext("of %(number)s measure", "of %(number)s measures", total) % {"number": number(total)}
    whole = ", ".join([words, *(str(place) for place in where if place)])
    return format_html('<span class="kern-sr-only"> {}{}</span>', whole, f": {what}" if what else "")


def count_link(count: int, url: str, hidden: SafeString | str = "", *, strong: bool = False) -> SafeString:
    """A count in a table: a link whose name says the whole phrase; zero is printed, muted, not linked."""
    if not count:
        return SafeString('<span class="zero">0</span>')
    words = format_html("<b>{}</b>" if strong else "{}", number(count))
    if not url:
        return format_html("{}{}", words, hidden)
    return format_html('<a href="{}">{}{}</a>', url, words, hidden)


def status_words(status: Status, count: SafeString | str, total: int) -> SafeString:
    """A count of measures with its status as a sentence says it: "12 abgeschlossen", "1 Daueraufgabe"."""
    words = {
        Status.COMPLETED: npgettext("sentence", "{number} completed", "{number} completed", total),
        Status.ONGOING: npgettext("sentence", "{number} permanent task", "{number} permanent tasks", total),
        Status.IN_PROGRESS: npgettext("sentence", "{number} in progress", "{number} in progress", total),
        Status.PREPARING: npgettext("sentence", "{number} in preparation", "{number} in preparation", total),
        Status.NOT_STARTED: npgettext("sentence", "{number} not yet started", "{number} not yet started", total),
        Status.MISSED: npgettext("sentence", "{number} not reached", "{number} not reached", total),
        Status.DROPPED: npgettext("sentence", "{number} no longer pursued", "{number} no longer pursued", total),
        Status.UNKNOWN: npgettext("sentence", "{number} not known", "{number} not known", total),
    }[status]
    return format_html(words, number=count)


def column_label(status: Status) -> str:
    """The head of a narrow column, with places where it may break."""
    return {
        Status.COMPLETED: pgettext("column", "completed"),
        Status.ONGOING: pgettext("column", "permanent task"),
        Status.IN_PROGRESS: pgettext("column", "in progress"),
        Status.PREPARING: pgettext("column", "in preparation"),
        Status.NOT_STARTED: pgettext("column", "not yet started"),
        Status.MISSED: pgettext("column", "not reached"),
        Status.DROPPED: pgettext("column", "no longer pursued"),
        Status.UNKNOWN: pgettext("column", "not known"),
    }[status]


def segments(counts: Counts, *, scale: int = 0) -> list[Segment]:
    """The parts of a bar; `scale` is the number that fills its whole width, its own total unless given."""
    whole, x, parts = scale or counts.total, 0.0, []
    for status, count in counts.items():
        width = 100 * count / whole
        parts.append((status.value, x, width, count))
        x += width
    return parts


def measures_word(total: int) -> str:
    """The word "measures" after a number that stands outside."""
    return npgettext("after a number", "measure", "measures", total)


def on_day(day: date) -> str:
    """A day as it stands in the name of a link: "am 31. Dezember 2022"."""
    return _("on %s") % day_text(day)


def partner_name(partner: Partner) -> str | Promise:
    """The name of a partner as a table of partners says it: groups by their short names."""
    if partner.is_everyone:
        return EVERYONE
    return partner.abbreviation if partner.is_group else partner.name
