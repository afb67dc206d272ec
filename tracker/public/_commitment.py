"""What the page of one commitment shows: loaded in a fixed number of queries, put into words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker import access, days, snapshots
from tracker.archive import Archive, know
from tracker.models import (
    AgreementTarget,
    Commitment,
    Contribution,
    FocusList,
    Indicator,
    IndicatorValue,
    StandingColumns,
    StatusReport,
)
from tracker.models.agreements import Agreement
from tracker.models.commitments import code_sort_key
from tracker.pages import words
from tracker.public._common import find, quoted, sentence, span
from tracker.public._past import Past, as_known
from tracker.public._reporting import asked_words
from tracker.public._series import Series, series
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import DeadlineBasis, Origin, Reporting, Status, UnknownReason

_PASSAGE = re.compile(r"(declaration|news)-(\d{4}(?:-\d{2}){0,2})")


@dataclass(frozen=True, slots=True)
class Part:
    """One contribution as a row: what was reported, what was assessed, and where the report stands.

    `asked` says until when it was asked for; `differs` that the newest report was assessed otherwise.
    """

    contribution: Contribution
    reporting: str
    asked: str
    differs: bool
    reported: StatusReport | None
    assessed: StatusReport | None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The deadline in words: the day, where it stands, and on what it rests."""

    day: str
    label: str
    since: str
    notes: str


def load(code: str) -> Commitment | None:
    """The published commitment with this code and all that its page shows."""
    related = access.public_commitments().select_related("agreement").order_by("sort_key")
    values = IndicatorValue.objects.filter(land__isnull=True).order_by("as_of").prefetch_related("sources")
    indicators = Indicator.objects.order_by("topic", "name").prefetch_related(Prefetch("values", queryset=values))
    events = access.public_events()
    targets = AgreementTarget.objects.select_related("agreement", "partner").prefetch_related("sources")
    commitments = snapshots.with_everything(access.public_commitments()).select_related(
        "agreement__predecessor", "action_field__agreement", "part_of__agreement"
    )
    return find(
        commitments.prefetch_related(
            "periods",
            "target_indicators",
            Prefetch("continues", queryset=related, to_attr="carries_on"),
            Prefetch("continued_by", queryset=related, to_attr="carried_on_by"),
            Prefetch("components", queryset=related, to_attr="own_parts"),
            Prefetch("agreement_targets", queryset=targets, to_attr="own_targets"),
            Prefetch("events", queryset=events.select_related("agreement"), to_attr="named_at"),
            Prefetch("indicators", queryset=indicators, to_attr="own_indicators"),
        ),
        code=code,
    )


def as_of(commitment: Commitment, day: date) -> None:
    """Let a commitment loaded by `load` be as it stood on a past day, as known today; it must never be saved."""
    commitment.published_reports = [  # type: ignore[attr-defined]
        report
        for report in commitment.published_reports  # type: ignore[attr-defined]
        if report.as_fact(sources=0).last_possible <= day
    ]
    know(commitment, "periods", [period for period in commitment.periods.all() if period.start <= day])
    for name in ("carries_on", "carried_on_by", "own_parts"):
        signed = [item for item in getattr(commitment, name) if item.agreement.signed_on <= day]
        setattr(commitment, name, signed)
    related = [*commitment.carries_on, *commitment.carried_on_by, *commitment.own_parts]  # type: ignore[attr-defined]
    if commitment.part_of:
        related.append(commitment.part_of)
    as_known([commitment, *related], day)
    commitment.named_at = [  # type: ignore[attr-defined]
        event
        for event in commitment.named_at  # type: ignore[attr-defined]
        if event.day is None or event.day <= day
    ]
    for indicator in commitment.own_indicators:  # type: ignore[attr-defined]
        know(indicator, "values", [value for value in indicator.values.all() if value.as_of <= day])


def published(archive: Archive, code: str) -> Commitment | None:
    """The commitment with this code as it was published, with all that its page shows and versions tell."""
    line = archive.find(code)
    if line is None:
        return None
    found = archive.load([line.id], whole=True)[0]
    archive.link([found])
    earlier, later = set(line.continues), {item.code for item in found.continued_by.all()}
    related = archive.related(
        lambda other: other.code in earlier | later or other.part_of == code or other.code == line.part_of
    )
    by_code = {item.code: item for item in related}
    found.part_of = by_code.get(line.part_of or "")
    parts = [other.code for other in archive.every_line if other.part_of == code]
    shown = {
        "carries_on": [by_code[item.code] for item in found.continues.all()],
        "carried_on_by": [by_code[item.code] for item in found.continued_by.all()],
        "own_parts": [by_code[other] for other in parts],
        "own_targets": list(found.agreement_targets.all()),  # type: ignore[attr-defined]
        "named_at": [],
        "own_indicators": [],
    }
    for name, rows in shown.items():
        setattr(found, name, rows)
    know(found, "target_indicators", [])
    return found


def status_words(commitment: Commitment) -> str:
    """What follows the badge of the status: day, evidence and basis, and a difference between report and assessment."""
    if commitment.status is None:
        return ""
    note = words.standing_note(commitment.kind, commitment, commitment.agreement.effective_end)
    return sentence(note, words.basis_note(commitment, commitment), difference(commitment, commitment))


def difference(commitment: Commitment, standing: StandingColumns) -> str:
    """That partners reported otherwise than it was assessed, in words; empty where they agree."""
    if not standing.differs or not standing.status_reported or not standing.status:
        return ""
    reported = Status(standing.status_reported).label_for(commitment.kind)
    assessed = Status(standing.status).label_for(commitment.kind)
    if reported == assessed:
        return _("Single contributions were reported otherwise than assessed")
    return _("Partners reported “%(reported)s”, assessed is “%(assessed)s”") % {
        "reported": reported,
        "assessed": assessed,
    }


def end_words(commitment: Commitment, *, known_today: bool = True) -> str:
    """What follows the badge of the status at the end of the term; a published version says what was known then."""
    reason = commitment.unknown_reason_at_term_end
    label = str(UnknownReason(reason).label_for(commitment.kind)) if reason else ""
    return sentence(label, _("as known today") if known_today else "")


def deadline(commitment: Commitment, *, on: date) -> Deadline:
    """The deadline of a measure or target on a day, with its words, its basis and its moves."""
    label = words.schedule_label(commitment, on=on)
    if commitment.due_on is None:
        said = _("Recurring: “%s”") % commitment.due_wording if commitment.due_wording else ""
        none = "" if said else _("The text names no deadline. None is derived from the term.")
        return Deadline("", label, "", sentence(said, none, _moves(commitment)))
    basis = f"{quoted(commitment.due_wording)}, {DeadlineBasis(commitment.due_basis).label}"
    period = span(commitment.due_start, commitment.due_on) if commitment.due_start else ""
    overdue = words.overdue_note(commitment, on=on)
    since = words.ago(commitment.due_on, on=on) if overdue else ""
    return Deadline(day_text(commitment.due_on), label, since, sentence(basis, period, _moves(commitment)))


def named_time(commitment: Commitment) -> str:
    """The time that the text of a declaration names; it is nobody's deadline, so nothing is computed from it."""
    if not commitment.due_wording:
        return ""
    return sentence(_("Time named in the text: %s") % quoted(commitment.due_wording))


def _moves(commitment: Commitment) -> str:
    if not commitment.deadline_moves:
        return _("No move recorded") if commitment.due_on else ""
    agreed = day_text(commitment.due_on_agreed) or _("no deadline")
    moved = ngettext("moved %d time", "moved %d times", commitment.deadline_moves) % commitment.deadline_moves
    return _("Agreed at first: %(agreed)s; %(moved)s") % {"agreed": agreed, "moved": moved}


def parts(commitment: Commitment, *, on: date, reporting_known: bool = True) -> list[Part]:
    """The contributions with the newest report of the partner and the newest assessed status of each.

    How reporting stood is not known for a past day as known today.
    """
    rows = []
    for contribution in commitment.contributions.all():
        own = [
            report
            for report in commitment.published_reports  # type: ignore[attr-defined]
            if report.contribution_id == contribution.pk and report.effective_status
        ]
        reported = [report for report in own if report.origin == Origin.PARTNER and report.status]
        rows.append(
            Part(
                contribution=contribution,
                reporting=words.reporting_label(contribution, on=on) if reporting_known else "",
                asked=_asked(contribution, on=on) if reporting_known else "",
                differs=bool(reported and reported[-1].effective_status != reported[-1].status),
                reported=reported[-1] if reported else None,
                assessed=own[-1] if own else None,
            )
        )
    return rows


def _asked(contribution: Contribution, *, on: date) -> str:
    """Until when the report was asked for, where the state does not say so and something is still awaited."""
    state = contribution.reporting(on=on)
    if state in (Reporting.DUE, Reporting.NOT_ASKED, Reporting.FINAL):
        return ""
    return asked_words(contribution, on=on)


def was_asked(commitment: Commitment) -> bool:
    """Whether a report was ever asked for."""
    return any(item.reporting_base != Reporting.NOT_ASKED for item in commitment.contributions.all())


def passage(commitment: Commitment) -> tuple[str, str]:
    """Where it stands, in words: the document, and paragraph, page and lines in it."""
    match = _PASSAGE.fullmatch(commitment.passage_document)
    document = commitment.passage_document
    if match:
        day = day_text(*days.parse_partial(match[2]))
        document = (_("Agreement of %s") if match[1] == "declaration" else _("Press release of %s")) % day
    places = []
    if commitment.passage_page:
        places.append(_("page %d") % commitment.passage_page)
    if commitment.passage_paragraph:
        places.append(_("paragraph %d") % commitment.passage_paragraph)
    first, last = commitment.passage_line_start, commitment.passage_line_end
    if first and last and last > first:
        places.append(_("lines %(first)d to %(last)d of the source text") % {"first": first, "last": last})
    elif first:
        places.append(_("line %d of the source text") % first)
    return document, ", ".join(places)


def text_url(commitment: Commitment) -> str:
    """Where its words stand in the published text of its agreement; empty if they are not there."""
    rows = access.public_passages().filter(commitment=commitment).in_order()
    number = rows.values_list("sentence__number", flat=True).first()
    if number is None:
        return ""
    return f"{reverse('public:agreement_text', args=[commitment.agreement.slug])}#satz-{number}"


def numbers(commitment: Commitment) -> list[Series]:
    """The indicators that belong to it, with their values for the whole country."""
    aims = {indicator.pk for indicator in commitment.target_indicators.all()}  # type: ignore[attr-defined]
    return [
        series(indicator, list(indicator.values.all()), with_target=indicator.pk in aims)
        for indicator in commitment.own_indicators  # type: ignore[attr-defined]
    ]


def focus_lists(commitment: Commitment, *, on: date) -> list[FocusList]:
    """The lists of main points adopted by a day that name it."""
    lists = FocusList.objects.filter(commitments=commitment, agreement=commitment.agreement)
    return [item for item in lists if item.adopted_on is None or item.adopted_on <= on]


def successors(agreement: Agreement, past: Past | None) -> list[Agreement]:
    """The published agreements that follow this one, on a past day those signed by then."""
    if past is not None and past.archive is not None:
        found = [item for item in past.archive.agreements.values() if item.predecessor == agreement]
        return sorted(found, key=lambda item: item.signed_on)
    rows = access.public_agreements().filter(predecessor=agreement).order_by("signed_on")
    return list(rows.signed_by(past.day) if past else rows)


def nearest(code: str, count: int = 3) -> list[Commitment]:
    """The commitments whose codes stand next to one that does not exist, within the agreement it begins with."""
    wanted = code.upper()
    prefixes = access.public_agreements().values_list("code_prefix", flat=True)
    prefix = next((item for item in prefixes if wanted.startswith(item.upper())), None)
    if prefix is None:
        return []
    key = code_sort_key(wanted)
    near = access.public_commitments().filter(agreement__code_prefix=prefix)
    before = list(near.filter(sort_key__lt=key).order_by("-sort_key")[:count])
    after = list(near.filter(sort_key__gte=key).order_by("sort_key")[:count])
    return before[::-1] + after
