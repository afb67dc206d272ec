"""The deadlines in a sentence, without the days and years that only describe something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.extraction.deadline_words import MAY_HOLD, RULES, SPACE, YEAR, Answer, Frame
from tracker.extraction.function_words import MODALS
from tracker.extraction.proposal import Deadline
from tracker.extraction.verbs import VERBS
from tracker.vocabulary import DeadlineBasis, Precision


@dataclass(frozen=True, slots=True)
class Found:
    """A deadline and where its words stand."""

    deadline: Deadline
    start: int
    end: int


# What stands before a day that is no deadline, and after a year that dates something else.
_NOT_AFTER = re.compile(
    r"(?:\d\.|\bseit(?:\s+(?:dem\s+|der\s+)?(?:Jahr\s+)?)?|\bvom|\baus(?:\s+dem)?(?:\s+Jahr)?|\bStand:?|\bgegenüber(?:\s+dem)?(?:\s+Jahr)?|\bVergleich\s+zu[mr]?(?:\s+Jahr)?|\bGesetz\w*)\s*$",
    re.IGNORECASE,
)
_DATES_SOMETHING = re.compile(
    r"\s+(?:\w+\s+){0,2}(?:ins\s+Leben\s+)?(?:\w*ge\w{2,}(?:t|en)|begonnen|beschlossen|(?:vereinbar|verabschiede|veröffentlich|erreich|entwickel|eröffne|erarbeite)t)e[nrsm]?\s+[A-ZÄÖÜ„]"
)
_QUOTED = re.compile(r"[„\"»][^“”\"«\n]{1,120}[“”\"«]")
# A clause that says more of a thing ("das Programm, das 2027 beginnt") or asks ("ob ab 2028"); an article goes before a noun.
_ASIDE = re.compile(
    r",\s+(?:(?:in|an|auf|mit|von|zu|für|bei|aus|durch|über|unter|nach)\s+)?"
    r"(?:(?:der|die|das|dem|den)(?=\s+(?:[a-zäöüß]|\d))(?!\s+(?!(?:mehrere|viele|alle|ihre|seine|unsere|keine|eine|einen|einige|beide)\b)[a-zäöüß]+e[nrs]?\s+[A-ZÄÖÜ])"
    r"|denen|deren|dessen|welche[rnsm]?|ob|wann|wo|wie|weil|da|wenn|falls|sofern|sobald|obwohl|nachdem)\s(?P<clause>[^;:]*?)(?=,\s|[;:]|$)"
)
_ASIDE_FIRST = re.compile(r"\s*(?:Da|Weil|Wenn|Falls|Sofern|Sobald|Obwohl|Nachdem|Wo)\s(?P<clause>[^,;:]*),")
# From when on: a first day and no last one.
_FROM = re.compile(r"\b(?P<word>ab|frühestens|beginnend(?:\s+mit)?|nach)\s+(?:de[mrn]\s+)?$", re.IGNORECASE)
_FROM_WITHIN = re.compile(r"(?:ab|frühestens|beginnend|mit\s+dem\s+Jahr)\s", re.IGNORECASE)
_FIRST_DAYS = {
    (3, 31): (1, 1),
    (7, 31): (6, 1),
    (6, 20): (3, 20),
    (9, 22): (6, 21),
    (12, 21): (9, 23),
    (9, 30): (8, 1),
}
_AMOUNT = r"(?:\d[\d.,]*|\w+)\s+(?:(?:Mio|Mrd|Tsd)\.|Million(?:en)?|Milliarden?|Tausend|Euro|€|Prozent(?:punkte?n?)?|%)"
_AMOUNT_AFTER = re.compile(
    rf"\s+(?:(?:bis\s+zu|rund|etwa|circa|ca\.|mindestens|höchstens|weitere|zusätzlich|insgesamt|um|je)\s+)*{_AMOUNT}(?!\w)"
)
_AMOUNT_BEFORE = re.compile(rf"{_AMOUNT}(?:\s+Euro)?\s+$")
# A year without a preposition is a deadline right behind the verb, its subject, or an adverb; else part of a name or a number.
_BARE = re.compile(
    rf"(?<![\w./,:-])(?:(?P<first>{YEAR})\s+(?:und|bis|sowie)\s+)?(?P<year>{YEAR})(?=\s+[a-zäöüß„]|\s*[.;]?\s*$)(?!\s+(?:bis|und)\s+{YEAR})"
)
_BEFORE_BARE = re.compile(
    r"(?P<verb>[a-zäöüß]+)\s+(?:(?:der|die|das|wir|sie|es|er|sich)\s+(?:(?!\w*(?:[Ss]trategie|[Aa]genda|[Pp]akt|[Pp]lan|[Pp]rogramm|[Vv]ision|[Aa]llianz|[Ii]nitiative|[Hh]orizont)\b)[A-ZÄÖÜ][\w-]*\s+)?)?"
    r"(?:(?:auch|bereits|schon|dann|erneut|wieder|erstmals|gemeinsam|dazu|hierzu|zudem|daher)\s+)*$"
)
_UNTIL = re.compile(r"\b(?:bis|spätestens)\b", re.IGNORECASE)


def find(text: str, start: int, end: int, signed_on: date | None = None, term_end: date | None = None) -> list[Found]:
    """Return the deadlines named between two places of a text, in its order."""
    if not MAY_HOLD.search(text, start, end):
        return []
    frame = Frame(signed_on, term_end)
    quoted = [match.span() for match in _QUOTED.finditer(text, start, end)]
    aside = _asides(text, start, end)
    taken: list[Found] = []
    seen: list[tuple[int, int]] = []
    for pattern, answer in (*RULES, (_BARE, _bare_year)):
        for match in pattern.finditer(text, start, end):
            first, last = match.span()
            first += len(match.group()) - len(match.group().lstrip())
            if any(first < right and left < last for left, right in seen):
                continue
            if any(left <= first and last <= right for left, right in quoted):
                continue
            if pattern is _BARE and not _dates_the_deed(text, start, first):
                continue
            if _NOT_AFTER.search(text, max(start, first - 40), first) or _DATES_SOMETHING.match(text, last, end):
                continue
            found = answer(match, frame)
            if found is None:
                continue
            begin, until, precision, basis, recurring = found
            if signed_on and until and until < signed_on and precision != Precision.TERM:
                continue
            seen.append((first, last))
            if not _UNTIL.search(text, first, last) and any(left <= first and last <= right for left, right in aside):
                continue
            if recurring and (_AMOUNT_AFTER.match(text, last, end) or _AMOUNT_BEFORE.search(text[start:first])):
                continue
            before = _FROM.search(text[max(start, first - 40) : first])
            if until and basis is DeadlineBasis.STATED and (before or _FROM_WITHIN.match(text, first, last)):
                after = before is not None and before["word"].lower() == "nach"
                begin, until = until + timedelta(days=1) if after else _first_day(until, precision), None
                first = before.start() + max(start, first - 40) if before else first
            wording = SPACE.sub(" ", text[first:last])
            taken.append(Found(Deadline(begin, until, precision, wording, basis, recurring), first, last))
    return sorted(taken, key=lambda item: item.start)


def _bare_year(match: re.Match[str], _frame: Frame) -> Answer:
    end = date(int(match["year"]), 12, 31)
    if match["first"]:
        return date(int(match["first"]), 1, 1), end, Precision.PERIOD, DeadlineBasis.STATED, False
    return None, end, Precision.YEAR, DeadlineBasis.STATED, False


def _dates_the_deed(text: str, start: int, first: int) -> bool:
    """Whether a year without a preposition says when something is done: "wird 2028", "legt das BMAS 2028", "2028 wird"."""
    before = text[max(start, first - 120) : first]
    if not before.strip():
        return True
    match = _BEFORE_BARE.search(before)
    return match is not None and (match["verb"] in MODALS or match["verb"] in VERBS)


def _first_day(until: date, precision: Precision) -> date:
    """The first day of the time whose last day is given."""
    if precision == Precision.DAY:
        return until
    if precision == Precision.PERIOD:
        if until.month == 3 and until.day == 19:
            return date(until.year - 1, 12, 21)
        return date(until.year, *_FIRST_DAYS.get((until.month, until.day), (until.month, 1)))
    months = {Precision.QUARTER: 2, Precision.HALF_YEAR: 5, Precision.YEAR: 11}.get(precision, 0)
    return date(until.year, until.month - months, 1)


def _asides(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where clauses stand in which only a limit ("bis") is a deadline; other days in them describe."""
    part = text[start:end]
    found = [match.span("clause") for match in _ASIDE.finditer(part)]
    if match := _ASIDE_FIRST.match(part):
        found.append(match.span("clause"))
    return [(left + start, right + start) for left, right in found]


def chosen(found: list[Found], text: str) -> Found | None:
    """Return the deadline of a promise among several: one with "bis" before others, days before what recurs."""
    if not found:
        return None

    def rank(item: Found) -> tuple[bool, bool, bool, int]:
        words = text[item.start : item.end]
        return item.deadline.recurring, item.deadline.end is None, not _UNTIL.search(words), item.start

    best = min(found, key=rank)
    if not best.deadline.recurring and any(item.deadline.recurring for item in found):
        deadline = best.deadline
        again = Deadline(deadline.start, deadline.end, deadline.precision, deadline.wording, deadline.basis, True)
        return Found(again, best.start, best.end)
    return best
