"""The German words for deadlines, each with the last day that satisfies it (the rules of "So wird gezählt")."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.days import add_months, last_of_month
from tracker.vocabulary import DeadlineBasis, Precision

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner jan",
            "februar feb",
            "märz mrz",
            "april apr",
            "mai",
            "juni jun",
            "juli jul",
            "august aug",
            "september sept sep",
            "oktober okt",
            "november nov",
            "dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
YEAR = r"(?:19|20)\d{2}"
_NUMBERS = (
    {
        word: number
        for number, words in enumerate(
            (
                "ein eines einem einer einen",
                "zwei zweier",
                "drei dreier",
                "vier",
                "fünf",
                "sechs",
                "sieben",
                "acht",
                "neun",
                "zehn",
                "elf",
                "zwölf",
            ),
            start=1,
        )
        for word in words.split()
    }
    | {"anderthalb": 1.5, "eineinhalb": 1.5, "zweieinhalb": 2.5, "dreieinhalb": 3.5}
    | dict.fromkeys(("eines halben", "einem halben", "einen halben", "ein halbes"), 0.5)
)
_NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_ORDINALS = {"erste": 1, "zweite": 2, "dritte": 3, "vierte": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_ORDINAL = r"(?:[1-4]\.|erste[nrsm]?|zweite[nrsm]?|dritte[nrsm]?|vierte[nrsm]?|I{1,3}\.|IV\.)"
_BY = (
    r"(?:(?:bis\s+)?(?:spätestens\s+)?(?:bis\s+)?(?:einschließlich\s+)?(?:zum|zur|zu|im|in|am|noch|um|vor|gegen|mit)?"
    r"\s*(?:dem\s+|der\s+|den\s+)?(?:spätestens\s+)?(?:im\s+Laufe\s+(?:des|der)\s+|Verlauf\s+(?:des|der)\s+)?)"
)
SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Frame:
    """The days that words like "in den kommenden Jahren" and "Laufzeit" count from."""

    signed_on: date | None
    term_end: date | None


Answer = tuple[date | None, date | None, Precision, DeadlineBasis, bool] | None
Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Frame], Answer]]


def _year(text: str) -> int:
    return int(text)


def _stated(end: date | None, precision: Precision, start: date | None = None) -> Answer:
    return start, end, precision, DeadlineBasis.STATED, False


def _number(word: str) -> float:
    return int(word) if word.isdigit() else _NUMBERS[SPACE.sub(" ", word.lower())]


def _ordinal(word: str) -> int:
    text = word.rstrip(".").lower()
    if text.isdigit():
        return int(text)
    return _ORDINALS.get(text) or _ORDINALS[text.rstrip("nrsm")]


def _day(match: re.Match[str], _frame: Frame) -> Answer:
    month = match["month"]
    number = int(month) if month.isdigit() else _MONTHS[month.lower()]
    try:
        day = date(_year(match["year"]), number, int(match["day"]))
    except ValueError:
        return None
    return _stated(day, Precision.DAY)


def _days(match: re.Match[str], _frame: Frame) -> Answer:
    try:
        year = _year(match["year"])
        month = _MONTHS[match["month"].lower()]
        first = date(
            _year(match["year0"] or match["year"]),
            _MONTHS[(match["month0"] or match["month"]).lower()],
            int(match["day0"]),
        )
        return _stated(date(year, month, int(match["day"])), Precision.DAY, start=first)
    except ValueError:
        return None


def _month(match: re.Match[str], _frame: Frame) -> Answer:
    year, month = _year(match["year"]), _MONTHS[match["month"].lower()]
    return _stated(last_of_month(year, month), Precision.MONTH)


def _quarter(match: re.Match[str], _frame: Frame) -> Answer:
    return _stated(last_of_month(_year(match["year"]), 3 * _ordinal(match["which"])), Precision.QUARTER)


def _half(match: re.Match[str], _frame: Frame) -> Answer:
    which = _ordinal(match["which"])
    return _stated(last_of_month(_year(match["year"]), 6 * which), Precision.HALF_YEAR) if which <= 2 else None


def _part(match: re.Match[str], _frame: Frame) -> Answer:
    """Beginning, middle, end or season of a year."""
    word, year = match["part"].lower(), _year(match["year"])
    return _stated(*_end_of_part(word, year))


def _end_of_part(word: str, year: int) -> tuple[date, Precision]:
    if word in ("ende", "jahresende", "ablauf", "schluss", "jahreswechsel"):
        return date(year, 12, 31), Precision.YEAR
    ends = {
        "anfang": (3, 31),
        "beginn": (3, 31),
        "jahresbeginn": (3, 31),
        "jahresanfang": (3, 31),
        "mitte": (7, 31),
        "jahresmitte": (7, 31),
        # Parliament and schools break in July; nobody says on which day.
        "sommerpause": (7, 31),
        "sommerferien": (7, 31),
        "frühjahr": (6, 20),
        "frühling": (6, 20),
        "frühsommer": (7, 31),
        "sommer": (9, 22),
        "spätsommer": (9, 22),
        "herbst": (12, 21),
    }
    if word == "winter":
        return date(year + 1, 3, 19), Precision.PERIOD
    return date(year, *ends[word]), Precision.PERIOD


def _training_year(match: re.Match[str], _frame: Frame) -> Answer:
    year = _year(match["year"])
    before = match["before"].lower()
    school = match["kind"].lower().startswith("schul")
    if "ende" in before.split():
        return _stated(date(year + 1, 7, 31) if school else date(year + 1, 9, 30), Precision.PERIOD)
    if before.split()[:1] == ["im"] and "beginn" not in before:
        end = date(year + 1, 7, 31) if school else date(year + 1, 9, 30)
        return _stated(end, Precision.PERIOD, start=date(year, 8, 1))
    return _stated(date(year, 9, 30), Precision.PERIOD)


def _semester(match: re.Match[str], _frame: Frame) -> Answer:
    year = _year(match["year"])
    winter = match["kind"].lower().startswith("w")
    return _stated(date(year, 10, 31) if winter else date(year, 4, 30), Precision.PERIOD)


def _range(match: re.Match[str], _frame: Frame) -> Answer:
    first, last = _year(match["first"]), match["last"]
    until = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    if until < first:
        return None
    return _stated(date(until, 12, 31), Precision.PERIOD, start=date(first, 1, 1))


def _day_on(match: re.Match[str], frame: Frame) -> Answer:
    """From a day or a year on: a first day and no last one."""
    if match["day"] is None:
        return _stated(None, Precision.YEAR, start=date(_year(match["year"]), 1, 1))
    found = _day(match, frame)
    return found and _stated(None, Precision.DAY, start=found[1])


def _in_year(match: re.Match[str], _frame: Frame) -> Answer:
    year = _year(match["year"])
    return _stated(date(year, 12, 31), Precision.YEAR)


def _from_signing(match: re.Match[str], frame: Frame) -> Answer:
    count = _number(match["number"])
    unit = match["unit"].lower()
    end = None
    if frame.signed_on is not None and count <= 600:
        if unit.startswith("woche"):
            end = frame.signed_on + timedelta(weeks=count)
        elif unit.startswith("tag"):
            end = frame.signed_on + timedelta(days=count)
        else:
            months = count * (12 if unit.startswith("jahr") else 1)
            end = add_months(frame.signed_on, int(months)) + timedelta(days=int((months - int(months)) * 30))
    return frame.signed_on, end, Precision.PERIOD, DeadlineBasis.DERIVED, False


def _legislature(_match: re.Match[str], _frame: Frame) -> Answer:
    """The end of a parliament's term stands in no agreement: the words are kept, the day is for a person to say."""
    return None, None, Precision.PERIOD, DeadlineBasis.STATED, False


def _within_a_year(_match: re.Match[str], frame: Frame) -> Answer:
    end = add_months(frame.signed_on, 12) if frame.signed_on else None
    return frame.signed_on, end, Precision.PERIOD, DeadlineBasis.DERIVED, False


def _part_of_this_year(match: re.Match[str], frame: Frame) -> Answer:
    if frame.signed_on is None:
        return None, None, Precision.PERIOD, DeadlineBasis.DERIVED, False
    later = match["which"].lower() not in ("diesem", "dieses", "laufenden")
    end, precision = _end_of_part(match["part"].lower(), frame.signed_on.year + later)
    return None, end, precision, DeadlineBasis.DERIVED, False


def _this_year(match: re.Match[str], frame: Frame) -> Answer:
    if frame.signed_on is None:
        return None, None, Precision.YEAR, DeadlineBasis.DERIVED, False
    later = match["which"].lower().startswith(("kommend", "nächst", "folgend", "dem kommend", "dem nächst"))
    return None, date(frame.signed_on.year + later, 12, 31), Precision.YEAR, DeadlineBasis.DERIVED, False


def _year_end(_match: re.Match[str], frame: Frame) -> Answer:
    end = date(frame.signed_on.year, 12, 31) if frame.signed_on else None
    return None, end, Precision.YEAR, DeadlineBasis.DERIVED, False


def _term(_match: re.Match[str], frame: Frame) -> Answer:
    return None, frame.term_end, Precision.TERM, DeadlineBasis.STATED, False


def _recurring(_match: re.Match[str], _frame: Frame) -> Answer:
    return None, None, Precision.RECURRING, DeadlineBasis.STATED, True


def _rule(pattern: str, answer: Callable[[re.Match[str], Frame], Answer]) -> Rule:
    return re.compile(r"(?<![\w-])" + pattern + r"(?!\w)", re.IGNORECASE), answer


# The signing, by its names; the end of a training or a law that comes into force is another day.
_SIGNING = (
    r"(?:Unterzeichnung|(?:Inkrafttreten|Abschluss)(?!\s+(?:de[rs]|eine[rs]|ihre[rs]|seine[rs])\s))"
    r"(?:\s+(?:der|dieser|des|dieses)\s+[A-ZÄÖÜ]\w+)?"
    r"|(?:Inkrafttreten|Abschluss)\s+(?:der|dieser|des|dieses)\s+(?:Vereinbarung|Erklärung|Allianz|Pakte?s|Bündnisses)"
)
_SIGNING = rf"(?:{_SIGNING})"
_OF_YEAR = rf"(?:(?:des|im|vom)\s+)?(?:Jahre?s?\s+|Kalenderjahre?s?\s+)?(?P<year>{YEAR})"
# The first that fits at a place wins; longer and more exact wordings stand first.
RULES: tuple[Rule, ...] = (
    _rule(
        rf"(?:(?:in\s+der\s+Zeit\s+)?vom\s+)?(?P<day0>\d{{1,2}})\.\s*(?P<month0>{_MONTH})?\s*(?P<year0>{YEAR})?\s*(?:bis(?:\s+zum)?|–)\s*"
        rf"(?P<day>\d{{1,2}})\.\s*(?P<month>{_MONTH})\s+(?P<year>{YEAR})",
        _days,
    ),
    _rule(
        rf"vo[mn]\s+(?:(?P<day>\d{{1,2}})\.\s*(?P<month>{_MONTH}|\d{{1,2}})(?:\.\s*|\s+))?(?P<year>{YEAR})\s+an",
        _day_on,
    ),
    _rule(
        rf"(?P<before>(?:ab\s+(?:dem\s+)?)|{_BY})(?P<day>\d{{1,2}})\.\s*(?P<month>{_MONTH}|\d{{1,2}})(?:\.\s*|\s+)(?P<year>{YEAR})",
        _day,
    ),
    _rule(
        rf"(?P<before>(?:(?:bis|spätestens|zum|ab|im|mit|zu|am)\s+)*(?:zum\s+|zu\s+|dem\s+|der\s+|das\s+)?(?:(?:Beginn|Start|Anfang|Ende|Abschluss)\s+(?:des|der|vom)\s+)?)"
        rf"(?P<kind>Ausbildungs|Schul|Berufsberatungs|Lehr)jahre?s?\s+(?P<year>{YEAR})(?:\s*[/–-]\s*\d{{2,4}})?",
        _training_year,
    ),
    _rule(
        rf"(?P<before>{_BY}(?:Beginn\s+des\s+)?|ab\s+dem\s+)(?P<kind>Winter|Sommer)semesters?\s+(?P<year>{YEAR})(?:\s*[/–-]\s*\d{{2,4}})?",
        _semester,
    ),
    _rule(rf"{_BY}(?:Ende\s+(?:des|vom)\s+)?(?P<which>{_ORDINAL})\s*Quartals?\s+{_OF_YEAR}", _quarter),
    _rule(rf"{_BY}Q(?P<which>[1-4])[\s/]*(?P<year>{YEAR})", _quarter),
    _rule(
        rf"{_BY}(?:Ende\s+(?:des|der)\s+)?(?P<which>{_ORDINAL})\s*(?:Halbjahre?s?|Jahreshälfte|Hälfte)\s+{_OF_YEAR}",
        _half,
    ),
    _rule(
        rf"(?P<before>ab\s+|{_BY}(?:(?:Ende|Anfang|Mitte|Beginn)\s+(?:des\s+Monats\s+)?)?)(?P<month>{_MONTH})\s+(?:des\s+Jahres\s+)?(?P<year>{YEAR})",
        _month,
    ),
    _rule(
        rf"{_BY}(?:parlamentarischen\s+)?(?P<part>Jahresende|Jahreswechsel|Jahresbeginn|Jahresanfang|Jahresmitte|(?<=der )Sommerpause|(?<=zur )Sommerpause|(?<=parlamentarischen )Sommerpause|Sommerferien|Ende|Ablauf|Schluss|Anfang|Beginn|Mitte|Frühjahr|Frühling|Frühsommer|Spätsommer|Sommer|Herbst|Winter)\s+{_OF_YEAR}(?:\s*/\s*\d{{2,4}})?",
        _part,
    ),
    _rule(
        rf"(?:(?:in|für|während|über|von)\s+(?:den|die|der)\s+(?:Haushalts|Kalender)?Jahren?|(?:im|für\s+den|über\s+den|in\s+dem)\s+Zeitraum(?:\s+(?:von|der\s+Jahre))?|zwischen|von|der\s+Jahre|in|für)\s+"
        rf"(?P<first>{YEAR})\s*(?:bis(?:\s+(?:einschließlich|Ende|zum\s+Jahr))?|und|–|-|/)\s*(?P<last>{YEAR}|\d{{2}})",
        _range,
    ),
    _rule(
        rf"(?P<before>(?:bis\s+(?:spätestens\s+)?(?:einschließlich\s+)?(?:zum\s+|ins\s+|in\s+das\s+|im\s+)?(?:Jahr\s+)?)|(?:spätestens|noch)\s+(?:(?:bis|im|in)\s+)?(?:zum\s+)?(?:Jahre?\s+)?"
        rf"|(?:im|zum)\s+(?:Laufe\s+des\s+|Verlauf\s+des\s+)?(?:Kalender|Haushalts)?Jahre?s?\s+|in\s+|für\s+(?:das\s+Jahr\s+)?|ab\s+(?:dem\s+Jahr\s+)?"
        rf"|im\s+(?:Laufe?|Verlaufe?)\s+von\s+|im\s+Jahresverlauf\s+|(?:beginnend\s+)?mit\s+dem\s+Jahr\s+|frühestens\s+(?:im\s+Jahr\s+|in\s+)?)(?P<year>{YEAR})",
        _in_year,
    ),
    _rule(
        rf"(?:(?:in|innerhalb|binnen|während|im\s+Laufe)\s+(?:von\s+|der\s+|den\s+)?(?:(?:kommenden|nächsten|folgenden|ersten)\s+)|innerhalb\s+(?:von\s+)?|binnen\s+|über\s+(?:einen\s+Zeitraum\s+von\s+)?|für\s+(?:die\s+Dauer\s+von\s+)?|spätestens\s+(?:nach\s+)?)"
        rf"(?:zunächst\s+)?(?P<number>{_NUMBER})\s+(?P<unit>Jahre[ns]?|Jahr|Monate[ns]?|Monats|Monat|Wochen|Woche|Tagen)"
        rf"(?:\s+(?:nach|ab)\s+(?:der\s+|dem\s+)?{_SIGNING})?(?!\s+nach\s)",
        _from_signing,
    ),
    _rule(
        rf"(?P<number>{_NUMBER})\s+(?P<unit>Jahre?n?|Monate?n?|Wochen?|Tagen?)\s+(?:nach|ab)\s+(?:der\s+|dem\s+)?{_SIGNING}",
        _from_signing,
    ),
    _rule(
        rf"(?P<x>in\s+)?(?:die|den)\s+(?:kommenden|nächsten)\s+(?P<number>{_NUMBER})\s+(?P<unit>Jahren?|Monaten?|Wochen)",
        _from_signing,
    ),
    _rule(
        rf"(?:spätestens\s+)?nach\s+(?:Ablauf\s+von\s+)?(?P<number>{_NUMBER})\s+(?P<unit>Jahre?n?|Monate?n?|Wochen|Tagen)(?!\s+nach\s)",
        _from_signing,
    ),
    _rule(
        r"(?:noch\s+)?(?:(?:spätestens\s+)?(?:bis\s+)?(?:(?:zum|zu)\s+)?(?:spätestens\s+)?(?:Ende|Ablauf)\s+|in\s+|während\s+|innerhalb\s+)(?:der|dieser|die|diese)\s+(?:laufenden\s+|gesamten\s+)?(?:Legislatur|Wahl)periode",
        _legislature,
    ),
    _rule(r"(?:binnen|innerhalb)\s+Jahresfrist", _within_a_year),
    _rule(
        rf"{_BY}(?P<part>Anfang|Beginn|Mitte|Ende|Frühjahr|Frühling|Sommer|Herbst|Winter)\s+(?:des\s+)?(?P<which>dieses|laufenden|kommenden|nächsten|folgenden)\s+(?:Kalender)?Jahres",
        _part_of_this_year,
    ),
    _rule(
        r"(?:(?:noch\s+)?(?:bis\s+(?:zum\s+)?Ende\s+|im\s+Laufe\s+|in\s+|im\s+|bis\s+zum\s+Ablauf\s+)(?:des\s+)?)(?P<which>diesem|dieses|laufenden|kommenden|nächsten|folgenden)\s+(?:Kalender)?Jahre?s?",
        _this_year,
    ),
    _rule(
        rf"jeweils\s+(?:bis\s+)?(?:zum|zur|zu|am|im)\s+(?:Jahres(?:ende|beginn|anfang|mitte|wechsel)|(?:Ende|Beginn)\s+(?:de|eine)s\s+(?:Schul|Ausbildungs)?Jahres|(?:\d{{1,2}}\.\s*)?{_MONTH}|Frühjahr|Frühling|Sommer|Herbst|Winter|{_ORDINAL}\s+(?:Quartal|Halbjahr))(?!\s+{YEAR})",
        _recurring,
    ),
    _rule(r"(?:bis\s+)?(?:zum\s+)?(?:Jahreswechsel|Jahresende|Ende\s+des\s+Jahres)", _year_end),
    _rule(
        r"(?:bis\s+)?(?:zum|zur|während|im|innerhalb|für|über|in|mit)?\s*(?:die\s+gesamte\s+|der\s+gesamten\s+|die\s+)?(?:(?:Ende|Ablauf|Rahmen|Auslaufen|Laufe|Abschluss|Dauer)\s+)?"
        r"(?:der\s+(?:gesamten\s+)?|die\s+(?:gesamte\s+)?)?(?:Vertrags|Pakt|Allianz)?laufzeit(?:\s+(?:der|dieser|des|dieses)\s+[„\"]?[A-ZÄÖÜ][\w-]*[“\"]?)?",
        _term,
    ),
    _rule(r"während\s+der\s+Geltungsdauer|bis\s+zum\s+Auslaufen\s+(?:der|dieser)\s+[A-ZÄÖÜ]\w*", _term),
    _rule(
        rf"(?:zwei\s?mal|einmal|mindestens\s+einmal|dreimal|viermal)\s+(?:im\s+Jahr|pro\s+Jahr|jährlich|im\s+Monat|im\s+Quartal)|(?:halb|viertel|zwei)?jährlich(?:e[nrsm]?)?|monatlich(?:e[nrsm]?)?|quartalsweise"
        rf"|jedes\s+(?:Jahr|Quartal|Halbjahr|Frühjahr)|jeden\s+(?:Sommer|Herbst|Winter)|jeden\s+Monat|pro\s+Jahr|in\s+jedem\s+Jahr|alle\s+{_NUMBER}\s+(?:Jahre|Monate)|jedes\s+halbe\s+Jahr|wöchentlich|im\s+\w*(?:jahres|monats)(?:rhythmus|turnus|takt)|im\s+\w+(?:jähr|monat)\w+\s+(?:Rhythmus|Turnus|Takt)",
        _recurring,
    ),
)
MAY_HOLD = re.compile(
    r"(?:19|20)\d\d|[Jj]ahr|jährlich|[Ll]aufzeit|Monat|monatlich|Woche|Tagen|quartalsweise|wöchentlich|jeweils|jeden|periode|Tage|Auslaufen|Geltungsdauer"
)
