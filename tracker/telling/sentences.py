"""The sentences about one agreement's figures, singular and plural, past and present, every count linked."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tracker.figures import Counts
from tracker.listings.links import FilterValue, commitments_url
from tracker.telling.counts import Counted, linked, listed, of_measures, status_words
from tracker.templatetags.tracker_tags import day_text, number
from tracker.vocabulary import Kind, Status, Verifiability

MEASURE_STATUSES = [status for status in Status if status is not Status.MISSED]


class Sentences(Counted):
    """The sentences, as properties that a template prints."""

    def _total(self, counts: Counts, **filters: FilterValue) -> SafeString:
        words = ngettext("{number} measure", "{number} measures", counts.total)
        bold = format_html("<b>{}</b>", number(counts.total))
        said = format_html(words, number=bold)
        return linked(self.url(**filters), said, self.hidden(""))

    def _state(self, counts: Counts, status: Status, words: str = "", **filters: FilterValue) -> SafeString:
        bold = format_html("<b>{}</b>", number(counts[status]))
        said = format_html(words, number=bold) if words else status_words(status, bold, counts[status])
        hidden = of_measures(counts.total, "", self.name)
        return linked(self.url(status=status, **filters), said, hidden)

    def _states(self, counts: Counts, **filters: FilterValue) -> SafeString:
        known = [status for status in counts.present if status is not Status.UNKNOWN]
        return listed([self._state(counts, status, "", **filters) for status in known])

    @property
    def lead(self) -> SafeString:
        """The first sentence: of how many measures how many stand where, and of how many nothing is known."""
        counts = self.figures.measures
        if not counts.total:
            return format_html("{}", _("No measures are recorded."))
        total = self._total(counts)
        if counts.unknown == counts.total:
            words = ngettext(
                "The status of {measures} is not known.", "The status of all {measures} is not known.", counts.total
            )
            return format_html(words, measures=total)
        words = (
            ngettext(
                "Of {measures}, public sources last showed {states}.",
                "Of {measures}, public sources last showed {states}.",
                counts.total,
            )
            if self.figures.has_ended
            else ngettext(
                "Of {measures}, public sources show {states}.",
                "Of {measures}, public sources show {states}.",
                counts.total,
            )
        )
        sentence = format_html(words, measures=total, states=self._states(counts))
        if not counts.unknown:
            return sentence
        unknown = self._state(counts, Status.UNKNOWN, _("{number} the status is not known"))
        return format_html("{} {}", sentence, format_html(_("For {unknown}."), unknown=unknown))

    @property
    def at_end(self) -> SafeString:
        """How many measures stood where at the end of the term."""
        counts, day = self.figures.at_end, self.agreement.effective_end
        filters: dict[str, FilterValue] = {"stand": day}
        total = format_html(
            ngettext("{number} measure", "{number} measures", counts.total), number=number(counts.total)
        )
        if counts.unknown == counts.total:
            words = _("At the end of the term, on {day}, nothing was known of {measures}.")
            return format_html(words, day=day_text(day), measures=self._total(counts, **filters))
        if not counts.unknown:
            words = _("At the end of the term, on {day}, of {measures} {states} were shown.")
            return format_html(words, day=day_text(day), measures=total, states=self._states(counts, **filters))
        words = _("At the end of the term, on {day}, of {measures} {states} were shown; for {unknown}.")
        unknown = self._state(counts, Status.UNKNOWN, _("{number} the status was not known"), **filters)
        states = self._states(counts, **filters)
        return format_html(words, day=day_text(day), measures=total, states=states, unknown=unknown)

    @property
    def zeros(self) -> str:
        """The statuses that no measure has, named: "Noch nicht begonnen oder nicht weiterverfolgt: je 0."; or empty."""
        missing = [str(status.label) for status in MEASURE_STATUSES if not self.figures.measures[status]]
        if not missing or not self.figures.measures.total:
            return ""
        words = ngettext("%(statuses)s: 0.", "%(statuses)s: 0 each.", len(missing))
        return words % {"statuses": capfirst(str(listed(missing, last=pgettext("last of a list", "or"))))}

    @property
    def asked(self) -> str:
        """Whether the partners were asked for reports, in a sentence."""
        if self.figures.asked_until is None:
            return _("The partners were not asked about this.")
        return _("The partners were last asked for reports until %s.") % day_text(self.figures.asked_until)

    @property
    def beside(self) -> SafeString:
        """What is recorded beside the measures: targets, and declarations without a commitment of their own."""
        figures, items = self.figures, []
        if figures.targets:
            words = ngettext("%(number)s target", "%(number)s targets", figures.targets)
            items.append((self.url(art=Kind.TARGET), words % {"number": number(figures.targets)}))
        if figures.positions:
            words = ngettext(
                "%(number)s declaration without a commitment of its own",
                "%(number)s declarations without a commitment of their own",
                figures.positions,
            )
            items.append((self.url(art=Kind.POSITION), words % {"number": number(figures.positions)}))
        if not items:
            return SafeString("")
        links = [format_html('<a href="{}">{}{}</a>', url, words, self.hidden("")) for url, words in items]
        return format_html(_("Besides {items}."), items=listed(links))

    @property
    def verifiable(self) -> SafeString:
        """Where those measures stand whose words allow a clear check; empty where there are none."""
        counts = self.figures.verifiable
        if not counts.total:
            return SafeString("")
        filters: dict[str, FilterValue] = {"pruefbar": Verifiability.YES}
        known = [status for status in counts.present if status is not Status.UNKNOWN]
        states = [self._state(counts, status, "", **filters) for status in known]
        if counts.unknown:
            words = _("for {number} the status is not known")
            states.append(self._state(counts, Status.UNKNOWN, words, **filters))
        words = ngettext(
            "The words of {measures} allow a clear check: {states}.",
            "The words of {measures} allow a clear check: {states}.",
            counts.total,
        )
        return format_html(words, measures=self._total(counts, **filters), states=listed(states))

    @property
    def recorded(self) -> SafeString:
        """How many statements a selection holds, as a link to all of them."""
        total = self.figures.recorded
        words = ngettext("%(number)s statement in the table", "All %(number)s statements in the table", total)
        url = commitments_url("", vereinbarung=self.agreement.slug, art=list(Kind), **self.stay)
        return format_html('<a href="{}">{}{}</a>', url, words % {"number": number(total)}, self.hidden(""))

    @property
    def newest(self) -> str:
        """The day on which the figures were computed and that of the newest fact behind them."""
        computed = day_text(self.on)
        if self.figures.newest_fact_on is None:
            return (_("Computed for %s.") if self.stay else _("Computed on %s.")) % computed
        newest = day_text(self.figures.newest_fact_on, self.figures.newest_fact_precision)
        if self.stay:
            return _("Computed for %(day)s; newest fact: %(newest)s.") % {"day": computed, "newest": newest}
        return _("Computed on %(day)s; newest fact: %(newest)s.") % {"day": computed, "newest": newest}
