"""What a promise is about besides who and when: numbers, programmes, groups of people, Länder."""

from __future__ import annotations

import re

from tracker.extraction.proposal import Quantity

_WORDS = {
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "neun": 9,
    "zehn": 10,
    "elf": 11,
    "zwölf": 12,
    "zwanzig": 20,
    "dreißig": 30,
    "fünfzig": 50,
    "hundert": 100,
}
_TIMES = {
    "tausend": 1e3,
    "tsd.": 1e3,
    "million": 1e6,
    "millionen": 1e6,
    "mio.": 1e6,
    "milliarde": 1e9,
    "milliarden": 1e9,
    "mrd.": 1e9,
}
_QUANTITY = re.compile(
    r"(?<![\w.,/§-])(?P<number>\d{1,3}(?:[. \u202f]\d{3})+(?:,\d+)?|\d{1,9}(?:,\d{1,4})?|"
    + "|".join(_WORDS)
    + r")\s+(?P<times>Tausend|Tsd\.|Million(?:en)?|Mio\.|Milliarden?|Mrd\.)?\s*"
    r"(?P<unit>Euro|€|Prozent(?:punkten?)?|%|(?:(?:weitere|neue|zusätzliche|junge|regionale|betriebliche|digitale)[nrs]?\s+)?[A-ZÄÖÜ]\w{3,}(?:innen und [A-ZÄÖÜ]\w+)?)"
    r"|(?<![\w.,/-])(?P<percent>\d{1,3}(?:,\d{1,2})?)\s?(?P<sign>%|€)"
)
_TIME_UNIT = re.compile(
    r"(?:Jahre?|Jahren|Monate?|Monaten|Wochen?|Tage[ns]?|Januar|Februar|März|April|Juni|Juli|August|September|Oktober"
    r"|November|Dezember|Uhr|Absatz|Artikel|Seiten?|Quartal\w*|Halbjahr\w*)$"
)
_QUOTED = re.compile(r"[„\"»]([A-ZÄÖÜ0-9][^“”\"«\n]{2,90})[“”\"«]")
_PROGRAMME = re.compile(
    r"\b(?:[A-ZÄÖÜ][\w+-]*(?:[Pp]rogramms?|[Ii]nitiative|[Oo]ffensive|[Pp]akt(?:e?s)?|[Ww]ettbewerbs?|[Ss]trategie|[Pp]rämie|[Bb]onus"
    r"|[Bb]eihilfe|[Ff]onds|[Pp]lattform|[Gg]arantie|[Kk]ampagne|[Mm]onitor|-BAföG)|BAföG|Assistierten? Ausbildung"
    r"|Einstiegsqualifizierung(?:en)?|Verbundausbildung(?:en)?|Teilzeitausbildung(?:en)?|Teilzeitberufsausbildung"
    r"|Jugendberufsagenturen?|Ausbildungsbotschafter\w*|Willkommenslotsen|ERASMUS\+|Erasmus\+|Teilqualifizierung(?:en)?"
    r"|Validierungsverfahren|Berufseinstiegsbegleitung|Berufsausbildungsbeihilfe|Ausbildungsgeld)(?!\w)"
)
# Keys of the catalogue's vocabulary; the longest words first where one holds another.
_GROUPS: tuple[tuple[str, str], ...] = (
    ("kmu", r"(?:[Kk]lein\w*(?:-| )?(?:und|,) (?:[Kk]leinst|[Mm]ittl)\w*|KMU|Klein(?:st)?betriebe\w*)"),
    ("betriebe", r"(?:[Aa]usbildungs)?[Bb]etrieben?\b|Unternehmen\b|Arbeitgeber(?:n|innen)?\b"),
    ("jugendliche", r"\bJugendlichen?\b|\bjunge[nr]? (?:Menschen|Erwachsenen?|Frauen|Männern?|Leuten?)"),
    ("auszubildende", r"\bAuszubildenden?\b|\bAzubis?\b|\bLehrlingen?\b"),
    ("schueler", r"\bSchüler(?:innen|n|/-innen|\*innen)?\b"),
    ("eltern", r"\bEltern\b|\bErziehungsberechtigten?\b"),
    ("gefluechtete", r"\b[Gg]eflüchteten?\b|\bFlüchtlingen?\b|\bSchutzsuchenden?\b|Fluchthintergrund"),
    ("migrationshintergrund", r"Migrationshintergrund|Migrationsgeschichte|Einwanderungsgeschichte|\bZugewanderten?\b"),
    ("zuwandernde", r"\bDrittstaaten\b|\bausländischen? Fachkräften?\b|\bFachkräften? aus dem Ausland\b"),
    ("behinderung", r"Behinderung(?:en)?\b|\bInklusion\b"),
    (
        "ohne_abschluss",
        r"ohne (?:formalen |anerkannten )?(?:Berufs|Schul|Ausbildungs)abschlu\w+|\bGeringqualifizierten?\b|\bUngelernten?\b",
    ),
    ("schwierige_startchancen", r"Startchancen|benachteiligte[nr]?\b|Unterstützungsbedarf|Förderbedarf"),
    ("studienaussteiger", r"Studienaussteiger\w*|Studienabbrecher\w*"),
    ("studienzweifler", r"Studienzweif\w+"),
    ("leistungsstarke", r"[Ll]eistungsstark\w*"),
    ("lehrkraefte", r"\bLehrkräften?\b|\bLehrer(?:innen|n)?\b"),
    ("ausbildungspersonal", r"Ausbildungspersonals?\b|\bAusbilder(?:innen|n|/-innen)?\b"),
    ("pruefer", r"\bPrüfer(?:innen|n|/-innen)?\b|\bPrüfenden?\b"),
    ("berufsschulen", r"\bBerufsschulen?\b|\bberufliche[nr]? Schulen\b|\bberufsbildende[nr]? Schulen\b"),
    ("schulen", r"allgemeinbildende[nr]? Schulen|\bSchulen\b"),
    ("bewerber", r"\bBewerber(?:innen|n|/-innen)?\b"),
    ("familienpflichten", r"Familienpflichten|\bAlleinerziehenden?\b|\bPflegeverantwortung\b"),
    ("fortbildungsteilnehmende", r"Fortbildungsteilnehm\w+|\bAufstiegsfortbildung\w*"),
    ("beruflich_qualifizierte", r"beruflich [Qq]ualifizierten?|\bBeschäftigten?n?\b|\bErwerbstätigen?\b"),
    ("gruender", r"\bGründer(?:innen|n|/-innen)?\b"),
    ("gemeinden", r"\bGemeinden\b|\bKommunen\b"),
)
_GROUP = re.compile("|".join(f"(?P<g{place}>{pattern})" for place, (_key, pattern) in enumerate(_GROUPS)))
_NAME_ONLY = re.compile(r"^(?:[Dd]ie|[Dd]er|[Dd]as)\s")


def quantities(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> tuple[Quantity, ...]:
    """The numbers in a passage with what they count; dates and spans of time are none."""
    found = []
    for match in _QUANTITY.finditer(text, start, end):
        if any(left < match.end() and match.start() < right for left, right in taken):
            continue
        raw = match["number"] or match["percent"]
        unit = match["unit"] or match["sign"]
        if match["unit"] and _TIME_UNIT.search(unit):
            continue
        value = float(_WORDS.get(raw) or re.sub(r"[. \u202f]", "", raw).replace(",", "."))
        value *= _TIMES.get((match["times"] or "").lower(), 1)
        found.append(Quantity(" ".join(match.group().split()), value, " ".join(unit.split())))
    return tuple(found)


def instruments(text: str, start: int, end: int) -> tuple[str, ...]:
    """Programmes and instruments named in a passage: names in quotation marks, and words that call one."""
    spans = [(match.start(1), match.end(1)) for match in _QUOTED.finditer(text, start, end)]
    names = [(left, text[left:right]) for left, right in spans if not text.startswith("Partner", right + 2)]
    names = [item for item in names if item[1] not in ("Allianz", "Pakt")]
    for match in _PROGRAMME.finditer(text, start, end):
        if not any(left <= match.start() < right for left, right in spans):
            names.append((match.start(), match.group()))
    return tuple(dict.fromkeys(_NAME_ONLY.sub("", name) for _place, name in sorted(names)))


def target_groups(text: str, start: int, end: int) -> tuple[str, ...]:
    """Keys of the groups of people or places a passage is about."""
    found = [_GROUPS[int(match.lastgroup[1:])][0] for match in _GROUP.finditer(text, start, end) if match.lastgroup]
    return tuple(dict.fromkeys(found))
