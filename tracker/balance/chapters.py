"""One chapter of a balance per agreement: state, course, action fields, partners, what is late, changed and cited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tracker import access, bitsets, days, figures
from tracker.balance import lists
from tracker.balance.counting import Counting
from tracker.balance.document import Block, Paragraph, Section, rich
from tracker.balance.lists import HandedIn, Told
from tracker.figures import AgreementFigures, PartnerFigures, QuarterFigures
from tracker.listings.records import standings_on
from tracker.models import Agreement, Commitment, Contribution, Evidence, ReportingRound, StandingColumns, StatusReport
from tracker.telling.sentences import Sentences
from tracker.templatetags.tracker_tags import day_text, number
from tracker.vocabulary import ReportState

__all__ = ["Chapter", "HandedIn", "Last", "reports_handed_in", "tell"]


@dataclass(frozen=True, slots=True)
class Last:
    """The balance before this one, as far as the new one compares itself with it."""

    title: str
    day: date
    url: str
    standings: Mapping[str, str | None]
    deadlines: Mapping[str, str | None]


@dataclass(slots=True)
class Chapter:
    """What a balance tells of one agreement."""

    figures: AgreementFigures
    day: date
    rows: list[Told]
    comments: Mapping[int, str]
    last: Last | None
    quarters: Sequence[QuarterFigures] = ()
    partners: Sequence[PartnerFigures] = ()
    evidence: Sequence[Evidence] = ()
    handed_in: Sequence[HandedIn] = ()
    unreported: Sequence[Told] = ()
    asked: ReportingRound | None = None
    counting: Counting = field(init=False)
    words: Sentences = field(init=False)

    def __post_init__(self) -> None:
        # Links stay with the day of the balance: a count leads to the rows of that day, as far as they are known.
        stay = {"stand": self.day}
        self.words = Sentences(self.figures, on=self.day, stay=stay)
        self.counting = Counting(self.figures, on=self.day, stay=stay)

    @property
    def agreement(self) -> Agreement:
        """The agreement the chapter is about."""
        return self.figures.agreement

    @property
    def key(self) -> str:
        """Its anchor."""
        return self.agreement.slug

    @property
    def standings(self) -> dict[str, str | None]:
        """Code and status of every row, for the next balance."""
        return {item.commitment.code: item.standing.status for item in self.rows}

    @property
    def deadlines(self) -> dict[str, str | None]:
        """Code and due day of every row, for the next balance."""
        due = {item.commitment.code: item.commitment.due_on for item in self.rows}
        return {code: day.isoformat() if day else None for code, day in due.items()}

    @property
    def opening(self) -> list[Block]:
        """Of a selection the first sentence: that no balance can be drawn from it, and why."""
        if self.agreement.is_full:
            return []
        said = _("This is no balance of the whole agreement but a selection of its statements, with the facts on them.")
        return [Paragraph(rich(f"{said} {self.agreement.coverage_note}"), "note")]

    def sections(self, *, level: int) -> list[Section]:
        """The sections of the chapter; those without anything to say are left out."""
        made = [
            self._section("stand", _("State of affairs"), level, self._state()),
            self._fields(level),
            *(self._counted(level) if self.agreement.is_full else ()),
            self._section("ueberfaellig", self._late_title, level, self._late()),
            self._section("unbekannt", _("Status not known"), level, self._unknown()),
            self._section("eingereicht", _("Handed in, not yet public"), level, lists.handed_in(self.handed_in)),
            self._section("runde", _("Reporting round"), level, lists.asked(self.asked, self.day)),
            self._section("veraendert", _("What changed since the last balance"), level, self._changed()),
            self._section("quellen", _("Sources"), level, lists.sources(self.evidence)),
        ]
        return [section for section in made if section.blocks or section.sections]

    def _section(self, key: str, title: str, level: int, blocks: Iterable[Block]) -> Section:
        return Section(f"{key}-{self.key}", title, level, list(blocks))

    def _state(self) -> Iterable[Block]:
        words = self.words
        table_url = self.counting.all_url
        if not self.agreement.is_full:
            yield Paragraph(rich(words.recorded))
            yield Paragraph(rich(words.newest), "small")
            return
        yield Paragraph(rich(words.lead), "lead")
        if self.figures.has_ended and self.figures.measures.total:
            yield Paragraph(rich(words.at_end))
        if words.verifiable:
            yield Paragraph(rich(words.verifiable))
        yield from self.counting.totals()
        for said in (words.zeros, words.asked, words.beside, words.newest):
            if said:
                yield Paragraph(rich(said), "small")
        yield Paragraph(rich(_("All statements of this agreement in the table"), url=table_url), "small")

    def _fields(self, level: int) -> Section:
        """All statements by action field, each with the comment of the editors."""
        blocks = list(self.counting.fields()) if self.agreement.is_full else []
        by_field: dict[int | None, list[Told]] = defaultdict(list)
        for item in self.rows:
            by_field[item.commitment.action_field_id].append(item)
        inner = []
        for pk, rows in sorted(by_field.items(), key=lambda pair: _place(pair[1])):
            action_field = rows[0].commitment.action_field
            key = f"feld-{action_field.key if action_field else f'offen-{self.key}'}"
            title = action_field.title if action_field else _("Action field not known")
            if action_field and action_field.number and self.agreement.official_numbering:
                title = f"{action_field.number}. {title}"
            said: list[Block] = []
            if pk is not None and pk in self.comments:
                said.append(Paragraph(rich(_("Comment of the editors: %s") % self.comments[pk]), "note"))
            inner.append(
                Section(
                    key,
                    title,
                    level + 1,
                    [*said, lists.statements(rows, _("Measures and targets: %s") % title, self.day)],
                )
            )
        return Section(f"felder-{self.key}", _("By action field"), level, blocks, inner)

    def _counted(self, level: int) -> Iterable[Section]:
        yield self._section("partner", _("By partner"), level, self.counting.partners(self.partners))
        yield self._section("verlauf", _("Over time"), level, self.counting.course(self.quarters))

    @property
    def _late_title(self) -> str:
        """Of reports it speaks only where one was asked for and is missing: silence is never blame."""
        return _("Deadline has passed, report missing") if self.unreported else _("Deadline has passed")

    def _late(self) -> Iterable[Block]:
        late = [item for item in self.rows if item.is_overdue(self.day)]
        late.sort(key=lambda item: (item.commitment.due_on or self.day, item.commitment.sort_key))
        if late:
            words = ngettext(
                "%(number)s stated deadline has passed without completion being shown.",
                "%(number)s stated deadlines have passed without completion being shown.",
                len(late),
            )
            yield from self._told(words, late, _("Deadline has passed"))
        else:
            yield Paragraph(rich(_("No stated deadline has passed without completion being shown.")))
        if self.unreported:
            words = ngettext(
                "%(number)s measure or target was asked for and not reported.",
                "%(number)s measures and targets were asked for and not reported.",
                len(self.unreported),
            )
            yield from self._told(words, self.unreported, _("Asked for, not reported"))

    def _told(self, words: str, rows: Sequence[Told], caption: str) -> Iterable[Block]:
        """A sentence with a count (none for a selection) and the rows."""
        if self.agreement.is_full:
            yield Paragraph(rich(words % {"number": number(len(rows))}))
        yield lists.statements(rows, caption, self.day)

    def _unknown(self) -> Iterable[Block]:
        rows = [item for item in self.rows if item.is_unknown]
        if not rows:
            yield Paragraph(rich(_("There is none.")))
            return
        yield Paragraph(
            rich(
                _(
                    "“Status not known” means that nothing has been established from which a status follows. It does"
                    " not mean that nothing has happened."
                )
            )
        )
        words = ngettext(
            "This holds for %(number)s measure or target.", "This holds for %(number)s measures and targets.", len(rows)
        )
        yield from self._told(words, rows, _("Status not known"))

    def _changed(self) -> Iterable[Block]:
        if self.last is None:
            yield Paragraph(rich(_("This is the first balance that tells of this agreement.")))
            return
        words = _("Compared with “%(title)s”, as of %(day)s.")
        said = words % {"title": self.last.title, "day": day_text(self.last.day)}
        yield Paragraph(rich(said, url=self.last.url))
        yield from lists.changed(self.rows, self.last.standings)
        yield from lists.moved(self.rows, self.last.deadlines)
        if self.day == days.today():
            span = {"von": f"{self.last.day}", "bis": f"{self.day}", "vereinbarung": self.agreement.slug}
            url = f"{reverse('public:changes')}?{urlencode(span)}"
            yield Paragraph(rich(_("All changes recorded since then, with reasons"), url=url), "small")


def _place(rows: list[Told]) -> tuple[bool, int]:
    """Where an action field stands: by its number, those not known last."""
    action_field = rows[0].commitment.action_field
    return (action_field is None, action_field.number if action_field else 0)


def tell(
    agreements: Sequence[Agreement],
    *,
    day: date,
    comments: Mapping[int, str],
    asked: ReportingRound | None,
    last: Callable[[Agreement], Last | None],
    pending: Mapping[int, Sequence[HandedIn]] | None = None,
) -> list[Chapter]:
    """A chapter for each of these agreements; the number of queries is the same however many rows they have."""
    is_past = day < days.today()
    full = [agreement for agreement in agreements if agreement.is_full]
    sets = bitsets.of_past_day(day) if is_past else bitsets.current()
    partners = figures.partner_figures(full, sets)
    quarters = figures.quarter_figures(full, on=day)
    rows = _rows(agreements, day, is_past=is_past)
    late = set() if is_past else _unreported(agreements, day)
    evidence = _evidence(agreements, day)
    told = []
    for item in figures.agreement_figures(agreements, sets, on=day):
        pk = item.agreement.pk
        own = rows.get(pk, [])
        told.append(
            Chapter(
                figures=item,
                day=day,
                rows=own,
                comments=comments,
                last=last(item.agreement),
                quarters=quarters.get(pk, ()),
                partners=partners.get(pk, ()),
                evidence=evidence.get(pk, ()),
                handed_in=(pending or {}).get(pk, ()),
                unreported=[row for row in own if row.commitment.pk in late],
                asked=asked,
            )
        )
    return told


def _rows(agreements: Sequence[Agreement], day: date, *, is_past: bool) -> dict[int, list[Told]]:
    """The public statements of each agreement with their standing on the day."""
    parts = Prefetch(
        "contributions", queryset=Contribution.objects.select_related("partner").order_by("position", "pk")
    )
    commitments: list[Commitment] = list(
        access.public_commitments()
        .filter(agreement__in=agreements)
        .select_related("agreement", "action_field")
        .prefetch_related(parts)
        .order_by("sort_key")
    )
    known: Mapping[int, StandingColumns] = standings_on(day, commitments) if is_past else {}
    found: dict[int, list[Told]] = defaultdict(list)
    for commitment in commitments:
        found[commitment.agreement_id].append(Told(commitment, known.get(commitment.pk, commitment)))
    return found


def _unreported(agreements: Sequence[Agreement], day: date) -> set[int]:
    """Those whose reports were asked for and did not come; known of today only."""
    rows = access.public_commitments().filter(agreement__in=agreements).with_reporting(on=day, public=True)
    return set(rows.filter(reporting_state__in=lists.UNREPORTED).values_list("pk", flat=True))


def _evidence(agreements: Sequence[Agreement], day: date) -> dict[int, list[Evidence]]:
    """The sources of the published facts until the day."""
    facts = access.public_reports().filter(commitment__agreement__in=agreements, as_of__lte=day)
    found: dict[int, list[Evidence]] = defaultdict(list)
    for item in Evidence.objects.filter(report__in=facts).select_related("report__commitment").order_by("pk"):
        found[item.report.commitment.agreement_id].append(item)
    return found


def reports_handed_in(agreements: Sequence[int]) -> dict[int, list[HandedIn]]:
    """The reports that were handed in and are not public yet, for each of these agreements."""
    reports = (
        StatusReport.objects.not_public_yet()
        .filter(commitment__agreement__in=agreements)
        .select_related("commitment", "contribution__partner")
        .order_by("commitment__sort_key", "pk")
    )
    found: dict[int, list[HandedIn]] = defaultdict(list)
    for report in reports:
        partner = report.contribution.partner if report.contribution else None
        name = str(partner) if partner else pgettext("instead of a partner", "as a whole")
        status = report.effective_status
        words = str(status.label_for(report.commitment.kind)) if status else ""
        accepted = report.state == ReportState.ACCEPTED
        item = HandedIn(report.commitment, name, words, day_text(report.as_of, report.as_of_precision), accepted)
        found[report.commitment.agreement_id].append(item)
    return found
