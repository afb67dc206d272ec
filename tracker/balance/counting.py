"""The counts of one agreement as charts, each followed by the table with the same numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tracker.balance.document import Bar, Block, Chart, Head, Paragraph, Rich, Run, Table, rich
from tracker.figures import Counts, PartnerFigures, QuarterFigures
from tracker.listings.links import FilterValue, commitments_url
from tracker.models.partners import sort_key
from tracker.telling.counts import Counted, of_measures, partner_name, status_words
from tracker.templatetags.tracker_tags import day_text, number
from tracker.vocabulary import Kind, Precision, Relation, Role, Status, UnknownReason


class Counting(Counted):
    """Charts and tables of an agreement recorded in full, every count a link to exactly the rows it counts."""

    @property
    def all_url(self) -> str:
        """The table with all statements of the agreement on the day."""
        return commitments_url("", vereinbarung=self.agreement.slug, art=list(Kind), **self.stay)

    @property
    def statuses(self) -> list[Status]:
        """The statuses that have a row or column: those that occur on the day or at the end of the term."""
        return [status for status in Status if self.figures.measures[status] or self.figures.at_end[status]]

    def totals(self) -> Iterable[Block]:
        """All measures by status, of an ended agreement also at the end of its term."""
        counts = self.figures.measures
        if not counts.total:
            return
        yield self._chart(_("Measures by status"), [(_("Measures"), counts)], said=counts)
        yield from self._totals_table(counts)
        yield from self._beside()

    def _beside(self) -> Iterable[Block]:
        """What is counted in the table and named beside: fulfilled before the signing, reasons for not known."""
        figures = self.figures
        if figures.before_signing:
            words = ngettext(
                "%(number)s of the completed measures was already fulfilled before the signing.",
                "%(number)s of the completed measures were already fulfilled before the signing.",
                figures.before_signing,
            )
            yield Paragraph(rich(words % {"number": number(figures.before_signing)}), "small")
        said = {
            UnknownReason.NO_SOURCE: _("for %(number)s there is no source"),
            UnknownReason.FACTS_ONLY: _("for %(number)s there are only facts from which no status follows"),
        }
        found = [(reason, figures.reasons[reason]) for reason in UnknownReason if figures.reasons[reason]]
        links = [Run(said[reason] % {"number": number(count)}, self.url(grund=reason)) for reason, count in found]
        if links:
            apart = [Run(", ")] if links[1:] else []
            yield Paragraph([Run(f"{Status.UNKNOWN.label}: "), links[0], *apart, *links[1:], Run(".")], "small")

    def _totals_table(self, counts: Counts) -> Iterable[Block]:
        heads = [Head(_("Status")), Head(_("Measures"), True)]
        ended, end = self.figures.has_ended, self.agreement.effective_end
        if ended:
            heads.append(Head(_("at the end of the term, %s") % day_text(end), True))
        rows = []
        for status in self.statuses:
            row = [rich(str(status.label)), self._count(counts, status)]
            rows.append([*row, self._count(self.figures.at_end, status, stand=end)] if ended else row)
        foot = [rich(_("Measures")), self._total(counts)]
        rows.append([*foot, self._total(self.figures.at_end, stand=end)] if ended else foot)
        yield Table(_("Measures by status, %s") % self.name, heads, rows, feet=1)

    def fields(self) -> Iterable[Block]:
        """The measures of each action field by status."""
        items = [(self._field_title(item.action_field), item) for item in self.figures.fields]
        if not items:
            return
        charted = [(title, item.counts) for title, item in items]
        yield self._chart(_("Measures by action field and status"), charted)
        rows = []
        for title, item in items:
            filters: dict[str, FilterValue] | None = None
            if item.action_field is not None:
                filters = {"handlungsfeld": item.action_field.key}
            rows.append(self._row(rich(title), item.counts, title, filters))
        yield Table(_("Measures by action field and status, %s") % self.name, self._heads(_("Action field")), rows)

    def partners(self, found: Sequence[PartnerFigures]) -> Iterable[Block]:
        """The measures in which each partner or group is itself named; the rows overlap."""
        if not found:
            return
        yield Paragraph(
            rich(
                _(
                    "Public sources tell more about ministries than about associations, chambers and trade unions."
                    " “Status not known” therefore says nothing about the work of a partner. Several partners may take"
                    " part in one measure: the rows overlap and are not added up."
                )
            ),
            "note",
        )
        rows = []
        for item in sorted(found, key=lambda item: sort_key(str(partner_name(item.partner)))):
            name = str(partner_name(item.partner))
            filters: dict[str, FilterValue] = {"partner": item.partner.key, "bezug": Relation.OWN}
            title = rich(name, url=reverse("public:partner", args=[item.partner.slug]))
            row = self._row(title, item.counts, name, filters)
            roles = [
                self._linked(item.roles[role], self.url(**filters, rolle=role), item.counts.total, role.label, name)
                for role in Role
            ]
            rows.append([*row[:2], *roles, *row[2:]])
        heads = self._heads(_("Partner"))
        named = [Head(pgettext("column", "responsible"), True), Head(pgettext("column", "contributing"), True)]
        yield Table(
            _("Measures by partner and status, %s") % self.name,
            [*heads[:2], *named, *heads[2:]],
            rows,
        )

    def course(self, quarters: Sequence[QuarterFigures]) -> Iterable[Block]:
        """How the measures stood at the end of each quarter since the signing, as known when the balance was built."""
        if not quarters:
            return
        yield Paragraph(rich(_("Shows from when on a status is publicly documented, not when it came about.")))
        charted = [(day_text(item.day, Precision.QUARTER), item.counts) for item in quarters]
        yield self._chart(_("Measures by quarter and status"), charted)
        passing = {status for item in quarters for status in item.counts.present}
        statuses = [status for status in Status if status in passing]
        heads = [Head(_("End of the quarter")), *(Head(str(status.label), True) for status in statuses)]
        rows = []
        for item, (label, counts) in zip(quarters, charted, strict=True):
            words = f"{label}, {_('after the end of the term')}" if item.is_late else label
            cells = [self._count(counts, status, stand=item.day) for status in statuses]
            rows.append([rich(words), *cells])
        yield Table(_("Measures by status at the end of each quarter, %s") % self.name, heads, rows)

    # Parts of them

    def _heads(self, first: str) -> list[Head]:
        statuses = [Head(str(status.label), True) for status in self.statuses]
        return [Head(first), Head(_("Measures"), True), *statuses]

    def _field_title(self, action_field: object) -> str:
        title = str(getattr(action_field, "title", "")) or _("Action field not known")
        place = getattr(action_field, "number", 0)
        return f"{place}. {title}" if place and self.agreement.official_numbering else title

    def _row(self, title: Rich, counts: Counts, name: str, filters: dict[str, FilterValue] | None) -> list[Rich]:
        """One row; without filters that name its rows its counts lead nowhere."""
        if filters is None:
            return [title, rich(number(counts.total)), *(rich(number(counts[status])) for status in self.statuses)]
        cells = [self._count(counts, status, name, **filters) for status in self.statuses]
        return [title, self._total(counts, name, **filters), *cells]

    def _count(self, counts: Counts, status: Status, name: str = "", **filters: FilterValue) -> Rich:
        url = self.url(status=status, **filters)
        return self._linked(counts[status], url, counts.total, status.label, name)

    def _linked(self, count: int, url: str, total: int, what: object, name: str = "") -> Rich:
        """A count; as a link its whole phrase is said, and zero is no link."""
        if not count:
            return [Run("0")]
        hidden = rich(of_measures(total, what, self.name, name))
        return [Run(number(count), url), *(Run(run.text, url, hidden=True) for run in hidden)]

    def _total(self, counts: Counts, name: str = "", **filters: FilterValue) -> Rich:
        if not counts.total:
            return [Run("0", strong=True)]
        url = self.url(**filters)
        words = ", ".join([_("measures, all"), self.name, *([name] if name else [])])
        return [Run(number(counts.total), url, strong=True), Run(f" {words}", url, hidden=True)]

    def _chart(self, title: str, rows: Sequence[tuple[str, Counts]], *, said: Counts | None = None) -> Chart:
        """A chart; its words say the numbers where it has one bar, else where they stand."""
        bars = [Bar(label, {status.value: count for status, count in counts.items()}) for label, counts in rows]
        full = max(counts.total for _label, counts in rows)
        present = [status for status in Status if any(counts[status] for _label, counts in rows)]
        labels = {status.value: str(status.label) for status in present}
        if said is not None:
            states = ", ".join(_plain(status_words(status, number(count), count)) for status, count in said.items())
            total = ngettext("%(number)s measure", "%(number)s measures", said.total) % {"number": number(said.total)}
            alt = _("%(title)s, %(agreement)s: %(total)s, of these %(states)s.") % {
                "title": title,
                "agreement": self.name,
                "total": total,
                "states": states,
            }
        else:
            alt = _("%(title)s, %(agreement)s: bars. The table that follows holds the same numbers.") % {
                "title": title,
                "agreement": self.name,
            }
        return Chart(title, alt, bars, full, labels)


def _plain(words: SafeString) -> str:
    return "".join(run.text for run in rich(words))
