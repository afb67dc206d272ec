"""The tables about one agreement's figures: by status, action field, partner and quarter, every count linked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tracker.figures import AgreementFigures, Counts, PartnerFigures, QuarterFigures
from tracker.listings.links import FilterValue
from tracker.models.partners import sort_key
from tracker.telling.counts import (
    Counted,
    column_label,
    count_link,
    measures_word,
    of_measures,
    on_day,
    partner_name,
    segments,
)
from tracker.templatetags.tracker_tags import Segment, day_text, number
from tracker.vocabulary import Precision, Relation, Role, Status, UnknownReason

Cell = tuple[str, SafeString]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of counts: its title, where that leads, and its cells, each with the label that cards show."""

    title: SafeString | str | Promise
    cells: list[Cell]
    url: str = ""
    note: SafeString | str = ""
    prefix: str = ""
    status: Status | None = None
    bar: list[Segment] | None = None
    is_inline: bool = False


class Tables(Counted):
    """The tables, as heads and rows that a template prints; those by quarter need the quarters."""

    def __init__(
        self,
        figures: AgreementFigures,
        *,
        on: date,
        course: Sequence[QuarterFigures] = (),
        stay: Mapping[str, date] | None = None,
    ) -> None:
        super().__init__(figures, on=on, stay=stay)
        self.course = course

    @property
    def statuses(self) -> list[Status]:
        """The statuses that have a row or column: those that occur today or at the end of the term."""
        return [status for status in Status if self.figures.measures[status] or self.figures.at_end[status]]

    @property
    def heads(self) -> list[str]:
        """The heads of the columns of statuses."""
        return [column_label(status) for status in self.statuses]

    @property
    def course_statuses(self) -> list[Status]:
        """The statuses of the tables and those that occurred only in between, at the end of some quarter."""
        passing = {status for quarter in self.course for status in quarter.counts.present}
        return [status for status in Status if status in passing or status in self.statuses]

    @property
    def course_heads(self) -> list[str]:
        """The heads of the columns of the table by quarter."""
        return [column_label(status) for status in self.course_statuses]

    @property
    def role_heads(self) -> list[str]:
        """The heads of the columns of roles."""
        return [pgettext("column", "responsible"), pgettext("column", "contributing")]

    @property
    def bar(self) -> list[Segment]:
        """The large bar of all measures."""
        return segments(self.figures.measures)

    def totals(self) -> list[Row]:
        """One row per status: how many measures today, and for an ended agreement at the end of its term."""
        end = self.agreement.effective_end
        rows = []
        for status in self.statuses:
            cells = [("", self._cell(self.figures.measures, status, strong=True))]
            if self.figures.has_ended:
                cells.append(("", self._cell(self.figures.at_end, status, on_day(end), stand=end)))
            inline = status is not Status.UNKNOWN
            rows.append(Row(str(status.label), cells, note=self._note(status), status=status, is_inline=inline))
        return rows

    def totals_foot(self) -> Row:
        """The last row: all measures."""
        end = self.agreement.effective_end
        cells = [("", self._total(self.figures.measures))]
        if self.figures.has_ended:
            cells.append(("", self._total(self.figures.at_end, on_day(end), stand=end)))
        if not self.figures.parts:
            return Row(_("Measures"), cells)
        words = ngettext("%(number)s sub-measure", "%(number)s sub-measures", self.figures.parts)
        words %= {"number": number(self.figures.parts)}
        parts = format_html('<a href="{}">{}{}</a>', self.url(teil=True), words, self.hidden(""))
        return Row(format_html(_("Measures, among them {parts}"), parts=parts), cells)

    def fields(self) -> list[Row]:
        """One row per action field, with a bar in which a measure is equally wide in all rows."""
        scale = max((item.counts.total for item in self.figures.fields), default=0)
        rows = []
        for item in self.figures.fields:
            bar = segments(item.counts, scale=scale)
            if item.action_field is None:
                rows.append(Row(_("Action field not known"), self._plain_cells(item.counts), bar=bar))
                continue
            title = item.action_field.title
            filters: dict[str, FilterValue] = {"handlungsfeld": item.action_field.key}
            numbered = item.action_field.number and self.agreement.official_numbering
            rows.append(
                Row(
                    title,
                    [self._total_cell(item.counts, title, **filters), *self._cells(item.counts, title, **filters)],
                    url=self.url(**filters),
                    prefix=f"{item.action_field.number}. " if numbered else "",
                    bar=bar,
                )
            )
        return rows

    def partners(self, rows: Iterable[PartnerFigures]) -> list[Row]:
        """One row per partner or group that a measure names: its measures, its roles, the statuses."""
        found = []
        for row in rows:
            name, total = partner_name(row.partner), row.counts.total
            filters: dict[str, FilterValue] = {"partner": row.partner.key, "bezug": Relation.OWN}
            roles = [
                (
                    str(role.label),
                    count_link(
                        row.roles[role],
                        self.url(**filters, rolle=role),
                        of_measures(total, role.label, self.name, name),
                    ),
                )
                for role in Role
            ]
            cells = [
                self._total_cell(row.counts, name, **filters),
                *roles,
                *self._cells(row.counts, name, **filters),
            ]
            url = reverse("public:partner", args=[row.partner.slug])
            found.append(Row(name, cells, url=url))
        return sorted(found, key=lambda row: sort_key(str(row.title)))

    def quarters(self) -> list[Row]:
        """One row per quarter of the term and after it, and one for today."""
        rows = []
        for quarter in self.course:
            cells = self._course_cells(quarter.counts, on_day(quarter.day), stand=quarter.day)
            notes = [_("after the end of the term")] if quarter.is_late else []
            if quarter.year_only:
                words = ngettext("%d fact known to the year only", "%d facts known to the year only", quarter.year_only)
                notes.append(words % quarter.year_only)
            rows.append(Row(day_text(quarter.day, Precision.QUARTER), cells, note=", ".join(notes)))
        today = on_day(self.on) if self.stay else _("today, %s") % day_text(self.on)
        return [*rows, Row(today, self._course_cells(self.figures.measures, today))]

    # Cells

    def _cell(
        self, counts: Counts, status: Status, *where: object, strong: bool = False, **filters: FilterValue
    ) -> SafeString:
        hidden = of_measures(counts.total, status.label, self.name, *where)
        return count_link(counts[status], self.url(status=status, **filters), hidden, strong=strong)

    def _cells(self, counts: Counts, *where: object, **filters: FilterValue) -> list[Cell]:
        return [
            (self._plain(status), self._cell(counts, status, *where, strong=False, **filters))
            for status in self.statuses
        ]

    def _course_cells(self, counts: Counts, *where: object, **filters: FilterValue) -> list[Cell]:
        return [
            (self._plain(status), self._cell(counts, status, *where, strong=False, **filters))
            for status in self.course_statuses
        ]

    def _total(self, counts: Counts, *where: object, **filters: FilterValue) -> SafeString:
        words = ", ".join([measures_word(counts.total), self.name, *(str(place) for place in where)])
        hidden = format_html('<span class="kern-sr-only"> {}</span>', words)
        return count_link(counts.total, self.url(**filters), hidden, strong=True)

    def _total_cell(self, counts: Counts, *where: object, **filters: FilterValue) -> Cell:
        return (_("Measures"), self._total(counts, *where, **filters))

    def _plain_cells(self, counts: Counts) -> list[Cell]:
        """Counts without links, for rows that no filter can name."""
        cells = [(self._plain(status), format_html("{}", number(counts[status]))) for status in self.statuses]
        return [(_("Measures"), format_html("<b>{}</b>", number(counts.total))), *cells]

    @staticmethod
    def _plain(status: Status) -> str:
        """The head of a column without the places where it may break."""
        return column_label(status).replace("\u00ad", "")

    def _note(self, status: Status) -> SafeString:
        """What stands below a status: measures fulfilled before the signing, reasons why one is not known."""
        before = self.figures.before_signing
        if status is Status.COMPLETED and before:
            words = ngettext(
                "%(number)s of them already fulfilled before the signing",
                "%(number)s of them already fulfilled before the signing",
                before,
            )
            return format_html("{}", words % {"number": number(before)})
        if status is not Status.UNKNOWN:
            return SafeString("")
        hidden = of_measures(self.figures.measures.total, "", self.name)
        reasons = [(reason, self.figures.reasons[reason]) for reason in UnknownReason if self.figures.reasons[reason]]
        return format_html_join(
            ", ",
            '<a href="{}">{} {}{}</a>',
            ((self.url(grund=reason), number(count), reason.label, hidden) for reason, count in reasons),
        )
