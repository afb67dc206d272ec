"""The table of commitments as visitors read it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import django_tables2 as tables
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker import search
from tracker.listings.filters import CommitmentFilter
from tracker.listings.hits import excerpts
from tracker.listings.records import Record
from tracker.models import Commitment, IndicatorValue
from tracker.pages.navigation import address
from tracker.pages.words import overdue_note, partner_name, schedule_label, standing_note
from tracker.templatetags.tracker_tags import as_of, badge, day_text, number, record_lang
from tracker.vocabulary import DeadlineBasis, Kind, Relation, Role, Schedule, Status

# Where these stand, the day of the deadline says nothing that the words do not.
WITHOUT_DAY = (Schedule.NOT_APPLICABLE, Schedule.VOID)


class CommitmentTable(tables.Table):
    """One row per commitment; made from `rows.Record`, in the order they come."""

    row_header = "title"

    title = tables.Column(verbose_name=gettext_lazy("Measure"), empty_values=(), attrs={"th": {"class": "c-title"}})
    partner = tables.Column(verbose_name=gettext_lazy("Partner"), empty_values=(), attrs={"th": {"class": "c-partner"}})
    schedule = tables.Column(verbose_name=gettext_lazy("Deadline"), empty_values=(), attrs={"th": {"class": "c-frist"}})
    status = tables.Column(verbose_name=gettext_lazy("Status"), empty_values=(), attrs={"td": {"class": "wide"}})

    class Meta:
        orderable = False
        attrs = {"class": "data cards measures", "aria-labelledby": "ergebnis-titel"}

    def __init__(
        self,
        records: Sequence[Record],
        *,
        filters: CommitmentFilter,
        kinds: Collection[Kind],
        measured: Mapping[int, IndicatorValue],
    ) -> None:
        self.filters = filters
        self.mixed = len(kinds) > 1
        self.measured = measured
        super().__init__(records, template_name="tables/table.html")
        head = {Kind.MEASURE: _("Measure"), Kind.TARGET: _("Target"), Kind.POSITION: _("Declaration")}
        self.columns["title"].column.verbose_name = (
            _("Measure or target") if self.mixed else next((head[kind] for kind in kinds), head[Kind.MEASURE])
        )

    def render_title(self, record: Record) -> SafeString:
        """Code, kind where several are mixed, title, and of what it is a part."""
        commitment = record.commitment
        other = self.mixed and commitment.kind != Kind.MEASURE
        kind = {Kind.TARGET: _("Target"), Kind.POSITION: _("Declaration")}[Kind(commitment.kind)] if other else ""
        whole = commitment.part_of
        part = ""
        if whole is not None and whole.published_at:
            words = _("Part of the measure %s") if commitment.kind == Kind.MEASURE else _("Part of %s")
            part = format_html('<span class="sub">{}</span>', words % whole.code)
        return format_html(
            '<span class="code"><span class="kern-sr-only">{} </span>{}{}</span><a href="{}"{}>{}</a>{}{}',
            _("Code"),
            self._marked(commitment.code),
            f" · {kind}" if kind else "",
            address("public:commitment", commitment.code) + self.filters.past_query,
            record_lang(),
            self._marked(commitment.title),
            part,
            self._excerpts(commitment),
        )

    @cached_property
    def marker(self) -> search.Marker | None:
        """What marks the words searched for; None if nothing is."""
        query: str | None = self.filters.given("q")
        return search.Marker(query) if query else None

    def _marked(self, text: str) -> str:
        return self.marker.mark(text) if self.marker is not None else text

    def _excerpts(self, commitment: Commitment) -> SafeString:
        """Where the words searched for are, if the row does not show them otherwise."""
        if self.marker is None:
            return SafeString("")
        names = [partner_name(item.partner) for item in commitment.contributions.all()]
        found = excerpts(self.marker, commitment, [commitment.code, commitment.title, *names])
        return format_html_join(
            "",
            '<span class="sub">{}: <span{}>{}</span></span>',
            ((label, record_lang(), text) for label, text in found),
        )

    def render_partner(self, record: Record) -> SafeString:
        """Who is responsible, who contributes, and how it comes into the list of the partner asked for."""
        contributions = list(record.commitment.contributions.all())
        leads = [partner_name(item.partner) for item in contributions if item.role == Role.LEAD]
        others = [partner_name(item.partner) for item in contributions if item.role == Role.SUPPORTING]
        named = format_html("<span{}>{}</span>", record_lang(), self._marked(", ".join(leads or others)))
        if leads and others:
            named = format_html(
                '{}<span class="sub">{} <span{}>{}</span></span>',
                named,
                _("contributing:"),
                record_lang(),
                self._marked(", ".join(others)),
            )
        elif others:
            named = format_html('{}<span class="sub">{}</span>', named, Role.SUPPORTING.label)
        ways = self._ways(record)
        return format_html('{}<span class="sub">{}</span>', named, ", ".join(ways)) if ways else named

    def _ways(self, record: Record) -> list[str]:
        chosen, roles = self.filters.chosen_partners, self.filters.values("rolle")
        if not chosen:
            return []
        contributors = [
            item.partner_id for item in record.commitment.contributions.all() if not roles or item.role in roles
        ]
        net, agreement = self.filters.lists.net, record.commitment.agreement_id
        ways = net.ways(chosen, self.filters.relations, agreement, contributors)
        # "itself" in every row tells nothing.
        return [] if self.filters.relations == {Relation.OWN} and len(chosen) == 1 else ways

    def render_schedule(self, record: Record) -> SafeString:
        """Where it stands against its deadline, and the day where there is one."""
        commitment = record.commitment
        label = schedule_label(commitment, on=record.on, standing=record.standing)
        note = overdue_note(commitment, on=record.on, standing=record.standing)
        if not note and commitment.due_on and record.schedule not in WITHOUT_DAY:
            note = _("until %s") % day_text(commitment.due_on, commitment.due_precision)
            if commitment.due_basis == DeadlineBasis.DERIVED:
                note = f"{note}, {DeadlineBasis.DERIVED.label}"
        return format_html('{}<span class="sub">{}</span>', label, note) if note else format_html("{}", label)

    def render_status(self, record: Record) -> SafeString:
        """The badge with the day of the fact, what partners reported otherwise, and the newest value of a target."""
        commitment, standing = record.commitment, record.standing
        if standing.status is None:
            shown = format_html('<span class="muted">{}</span>', _("no status, as nothing was promised"))
            if standing.facts_count and standing.newest_fact_on:
                fact = as_of(standing.newest_fact_on, standing.newest_fact_precision or "day")
                shown = format_html('{}<span class="sub">{}</span>', shown, _("newest fact: %s") % fact)
            return shown
        shown = badge(
            standing.status,
            commitment.kind,
            standing_note(commitment.kind, standing, commitment.agreement.effective_end),
        )
        for line in (self._reported(record), self._value(record.commitment.pk)):
            if line:
                shown = format_html('{}<span class="sub">{}</span>', shown, line)
        return shown

    def _reported(self, record: Record) -> str:
        standing = record.standing
        if not standing.differs or not standing.status_reported:
            return ""
        reported = Status(standing.status_reported).label_for(record.commitment.kind)
        return _("reported by partners: %s; the editors assess it otherwise") % reported

    def _value(self, pk: int) -> SafeString | str:
        value = self.measured.get(pk)
        if value is None:
            return ""
        shown = format_html(
            "<span{}>{}: {} {}</span>", record_lang(), value.indicator.name, number(value.value), value.indicator.unit
        )
        return format_html("{}, {}", shown, day_text(value.as_of, value.as_of_precision))
