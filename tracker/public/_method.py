"""The rules of counting in words: steps, deadlines, reports, and the worked examples beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tracker.examples import (
    DEADLINE_WORDS,
    REPORTING_EXAMPLES,
    SCHEDULE_EXAMPLES,
    STATUS_EXAMPLES,
    DeadlineWords,
    ScheduleExample,
    StatusExample,
    Told,
)
from tracker.examples.status import EFFECTIVE_END
from tracker.models import StatusPeriod
from tracker.pages.words import standing_note
from tracker.templatetags.tracker_tags import badge, day_text
from tracker.vocabulary import DeadlineBasis, Kind, Precision, Reporting, Schedule, Status

STEPS: tuple[Promise, ...] = (
    gettext_lazy("No part has a status: status not known."),
    gettext_lazy(
        "All parts are dropped: no longer pursued. Otherwise dropped parts are left out;"
        " if no part of the rest has a status: status not known."
    ),
    gettext_lazy("All parts are completed: completed."),
    gettext_lazy("All parts are completed or permanent: permanent task."),
    gettext_lazy("One part is in progress, permanent or completed: in progress."),
    gettext_lazy("One part is in preparation: in preparation."),
    gettext_lazy("Otherwise: not yet started."),
)

SCHEDULE_RULES: dict[Schedule, Promise] = {
    Schedule.NOT_APPLICABLE: gettext_lazy("a declaration without a commitment of its own"),
    Schedule.VOID: gettext_lazy("the status is “no longer pursued”"),
    Schedule.CLOSED_MISSED: gettext_lazy("the status is “not reached”"),
    Schedule.CLOSED_LATE: gettext_lazy(
        "completed or permanent, and the first possible day of the fact with which that began lies after the deadline"
    ),
    Schedule.CLOSED: gettext_lazy("completed or reached, not shown to be late, or without a deadline of its own"),
    Schedule.RUNNING: gettext_lazy("a permanent task, not shown to be late, or without a deadline of its own"),
    Schedule.OVERDUE: gettext_lazy("the last day of the deadline has passed, and the text itself names it"),
    Schedule.PERIOD_OVER: gettext_lazy("the last day has passed, and it was only derived from the words"),
    Schedule.DUE_SOON: gettext_lazy("the last day is at most 60 days away; today counts"),
    Schedule.OPEN: gettext_lazy("the last day is more than 60 days away"),
    Schedule.ENDED_UNKNOWN: gettext_lazy("no deadline of its own, the term is over, the status is not known"),
    Schedule.TERM_ENDED: gettext_lazy(
        "no deadline of its own, the term is over, a status is known, but none that closes it"
    ),
    Schedule.NO_DEADLINE: gettext_lazy("no deadline of its own, and the term still runs"),
}

REPORTING_RULES: dict[Reporting, Promise] = {
    Reporting.FINAL: gettext_lazy(
        "the last accepted report says completed or no longer pursued, or the closing round is answered"
    ),
    Reporting.NOT_ASKED: gettext_lazy("no round has asked for this contribution so far"),
    Reporting.IN_REVIEW: gettext_lazy("a report has been handed in and is not yet accepted"),
    Reporting.CURRENT: gettext_lazy("the latest round that asked is answered and the answer accepted"),
    Reporting.DUE: gettext_lazy("the latest round that asked is not answered, its last day has not passed"),
    Reporting.NEVER: gettext_lazy("the last day has passed, and no report was ever handed in"),
    Reporting.OVERDUE: gettext_lazy("the last day has passed, and there is an earlier report only"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """An example as the page shows it: what is given, what comes out, why."""

    title: str | Promise
    given: list[str]
    result: SafeString | str
    note: str
    why: Promise


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the roll-up with its examples."""

    text: Promise
    examples: list[Shown]


def steps() -> list[Step]:
    """The steps of the roll-up, each with the examples that it decides."""
    return [
        Step(text, [status_example(item) for item in STATUS_EXAMPLES if item.step == number])
        for number, text in enumerate(STEPS, start=1)
    ]


def other_status_examples(*, kinds: tuple[Kind, ...]) -> list[Shown]:
    """The examples about which facts count, for these kinds of statements."""
    return [status_example(item) for item in STATUS_EXAMPLES if item.step is None and item.kind in kinds]


def status_example(example: StatusExample) -> Shown:
    """An example of the roll-up in words; what it results in is computed by the rules."""
    given = []
    if len(example.parts) > 1:
        given.append(_("required contributions: %s") % ", ".join(str(part) for part in example.parts))
    given += [_told(told) for told in example.facts] or [_("no facts")]
    standing = example.standing()
    if standing is None:
        return Shown(example.title, given, pgettext("example", "no status"), "", example.why)
    columns = StatusPeriod()
    columns.set_standing(standing)
    note = standing_note(example.kind, columns, EFFECTIVE_END)
    return Shown(example.title, given, badge(standing.status, example.kind), note, example.why)


def _told(told: Told) -> str:
    """A fact in words: "März 2021, Länder: abgeschlossen"."""
    words = day_text(told.day, told.precision)
    if told.told_on and told.told_on < told.day:
        words = _("%(day)s, told on %(told)s") % {"day": words, "told": day_text(told.told_on)}
    whole = str(told.part or _("for the whole"))
    said = str(told.status.label) if told.status else _("a fact without a status")
    if told.reported is not None and told.status is not None:
        said = _("reported %(reported)s, assessed %(assessed)s") % {
            "reported": told.reported.label,
            "assessed": told.status.label,
        }
    return f"{words}, {whole}: {said}"


def schedule_rows() -> list[tuple[str, Promise, list[Shown]]]:
    """Every state of a deadline in the order of the rules: its word, when it holds, its examples."""
    return [
        (
            str(state.label),
            rule,
            [schedule_example(item) for item in SCHEDULE_EXAMPLES if item.schedule() is state],
        )
        for state, rule in SCHEDULE_RULES.items()
    ]


def schedule_example(example: ScheduleExample) -> Shown:
    """An example of a deadline in words; what it results in is computed by the rules."""
    given = []
    if example.due_on:
        basis = DeadlineBasis(example.basis).label
        given.append(_("deadline %(day)s, %(basis)s") % {"day": day_text(example.due_on), "basis": basis})
    else:
        given.append(_("no deadline of its own"))
    if example.agreed_on:
        given.append(_("agreed deadline %s") % day_text(example.agreed_on))
    if example.status:
        status = Status(example.status).label_for(example.kind)
        began = _(", first possible day %s") % day_text(example.began_on) if example.began_on else ""
        given.append(_("status: %(status)s%(began)s") % {"status": status, "began": began})
    state = example.schedule()
    label = str(state.label_for(example.kind, example.status, has_deadline=example.due_on is not None))
    title = _("seen on %s") % day_text(example.on)
    return Shown(title, given, label, "", example.why)


def deadline_words() -> list[tuple[DeadlineWords, str, Promise | str]]:
    """Fuzzy words of agreements, the last day that satisfies them, and on what that rests."""
    return [(item, _last_day(item.last_day), _basis(item)) for item in DEADLINE_WORDS]


def _last_day(day: date | None) -> str:
    return day_text(day) if day else _("no single day")


def _basis(item: DeadlineWords) -> Promise | str:
    if item.precision == Precision.RECURRING:
        return item.precision.label
    return item.basis.label


def reporting_rows() -> list[tuple[str, Promise, list[Shown]]]:
    """Every reporting state the public sees, in the order of the rules."""
    return [
        (
            str(state.label),
            rule,
            [
                Shown(item.title, [_("seen on %s") % day_text(item.on)], str(item.reporting().label), "", item.why)
                for item in REPORTING_EXAMPLES
                if item.reporting() is state
            ],
        )
        for state, rule in REPORTING_RULES.items()
    ]
