"""Who can promise something: the partners with all their names, found in a text by one pass of one pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

NOMINATIVE, OBLIQUE = "nominative", "oblique"


@dataclass(frozen=True, slots=True)
class Actor:
    """A partner as plain data. `members` are keys of its members; `joint` is the one that stands for all partners."""

    key: str
    names: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    genitives: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    joint: bool = False
    land: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor named in a text: its key ("" for somebody who is no partner), and whether only an oblique case fits."""

    start: int
    end: int
    key: str
    words: str
    masculine: bool
    oblique: bool


# What agreements call the sides and offices without saying their names. Only keys the caller has count.
_CALLED: dict[str, tuple[str, ...]] = {
    "bund": ("Bundesregierung", "Bundesressorts", "Bundesministerien", "Ressorts der Bundesregierung"),
    "laender": ("Bundesländer", "Landesregierungen", "16 Länder"),
    "wirtschaft": (
        "Spitzenverbände der Wirtschaft",
        "Spitzenverbände der deutschen Wirtschaft",
        "Spitzenorganisationen der Wirtschaft",
        "Spitzenorganisationen der deutschen Wirtschaft",
        "Wirtschaftsverbände",
        "Verbände der Wirtschaft",
        "Organisationen der Wirtschaft",
        "Wirtschaftsorganisationen",
        "deutsche Wirtschaft",
        "Wirtschaftsseite",
    ),
    "verbaende": ("Arbeitgeberverbände", "Fachverbände", "Branchenverbände"),
    "kammern": ("Wirtschaftskammern", "Kammerorganisationen", "zuständige Stellen", "zuständigen Stellen"),
    "gewerkschaften": ("Einzelgewerkschaften", "DGB-Gewerkschaften", "Gewerkschaftsseite"),
    "sozialpartner": ("Tarifpartner", "Tarifvertragsparteien", "Wirtschafts- und Sozialpartner", "Tarifparteien"),
    "ba": ("Agenturen für Arbeit", "Arbeitsagenturen", "Arbeitsverwaltung", "Bundesagentur"),
    "bmas": ("Bundesarbeitsministerium", "Arbeitsministerium"),
    "bmbf": ("Bundesbildungsministerium", "Bundesforschungsministerium"),
    "bmwe": ("Bundeswirtschaftsministerium", "BMWi", "BMWK", "BMWE"),
    "bmbfsfj": ("Bundesfamilienministerium", "BMFSFJ"),
    "kmk": ("Kultusministerkonferenz", "Kultusministerinnen und Kultusminister", "Bildungsministerkonferenz"),
    "ihk-organisation": ("IHK", "IHKn", "Industrie- und Handelskammer"),
    "handwerkskammern": ("HWK", "HWKn", "Handwerkskammer"),
    "dihk": ("Deutscher Industrie- und Handelskammertag",),
    "zdh": ("Handwerksorganisationen",),
    "integrationsbeauftragte": (
        "Integrationsbeauftragte der Bundesregierung",
        "Beauftragte der Bundesregierung für Migration, Flüchtlinge und Integration",
    ),
}
# All partners together, whatever the agreement calls itself.
_JOINT = (
    r"[„\"»]?(?:[A-ZÄÖÜ][\w]*)?(?:[“\"«]?-)?(?:Allianz|Pakt|Bündnis|Vertrags|Vereinbarungs|Erklärungs|Strategie|Initiativ)"
    r"[“\"«]?[- ]?s?-?[Pp]artner(?:innen und -?[Pp]artner[n]?|innen|n)?[“\"«]?",
    r"Partner(?:innen und Partner)?n? (?:der|des|dieser|dieses|im|in der) (?:[„\"»]?[A-ZÄÖÜ]\w*[“\"«]?)"
    r"(?:[- ](?:für|zur|und) (?:[A-ZÄÖÜ][\w-]*|[a-zäöü]+en [A-ZÄÖÜ]\w*)(?: und [A-ZÄÖÜ]\w*)?)?",
    r"Partnerinnen und Partnern?",
    r"Partnern?",
    r"(?:Mitu|U)nterzeichne(?:r(?:innen und Unterzeichner)?n?|nden|ten)",
    r"Vertragsparteien",
    r"[„\"»]?Allianz[“\"«]?(?: für [A-ZÄÖÜ][\w-]*(?: und [A-ZÄÖÜ][\w-]*)?)?",
    r"Bündnis(?:ses)?(?: für [A-ZÄÖÜ][\w-]*(?: und [A-ZÄÖÜ][\w-]*)?)?",
    r"(?:Ausbildungs|Weiterbildungs|Fachkräfte|Qualifizierungs|Bildungs)?pakt(?:s|es)?(?: für [A-ZÄÖÜ][\w-]*(?: und [A-ZÄÖÜ][\w-]*)?)?",
    r"(?:Ausbildungs|Weiterbildungs|Fachkräfte|Qualifizierungs|Bildungs)(?:allianz|bündnis)",
    r"Beteiligten",
)
# Offices that may act without being partners of the catalogue: named in words.
_OTHERS = (
    r"Bundesministeri(?:um|ums|en) (?:der|des|für) [A-ZÄÖÜ][\w-]*(?:(?:, [A-ZÄÖÜ][\w-]*)*,? und (?:[a-zäöü]+ )?[A-ZÄÖÜ][\w-]*)?",
    r"B(?:MI|MG|MF|MJ|MV|MVg|MEL|MUV|MDV|MDS|MZ|MLEH|MWSB|MUKN|MFTR|MVI|MU|MVJ|KM|KAmt)",
    r"(?:Landes|Staats|Senats)(?:regierung|kanzlei|verwaltung)(?: \w+)?|Senat(?:s|es)?|Freistaat(?:s|es)?",
    r"(?:[A-ZÄÖÜ]\w*)?[Mm]inisteri(?:um|ums|en)(?: (?:für|der|des) [A-ZÄÖÜ][\w-]*(?:(?:, [A-ZÄÖÜ][\w-]*)*,? und (?:[a-zäöü]+ )?[A-ZÄÖÜ][\w-]*)?)?",
    r"(?:kommunale[n]? Spitzenverbände[n]?|Kommunen|Landkreise[n]?|Städte[n]? und Gemeinden?|Gemeinden|Städtetag|Landkreistag)",
    r"Jobcentern?|Regionaldirektion(?: [A-ZÄÖÜ]\w*(?:-[A-ZÄÖÜ]\w*)*)?|Jugendberufsagenturen|Integrationsämtern?",
    r"Hochschulen|Universitäten|Hochschulrektorenkonferenz|Volkshochschulen|Deutsche[rn]? Volkshochschul-Verband(?:s|es)?",
    r"(?:[A-ZÄÖÜ]\w*)?(?:[Vv]erband|[Vv]erbands|[Vv]erbandes|[Kk]ammern?|[Gg]ewerkschaft|[Bb]eauftragter?n?|[Bb]undesamt|"
    r"[Bb]undesanstalt|[Bb]undesinstitut|[Ll]andesamt|[Aa]kademie|[Ss]tiftung|[Gg]eschäftsstelle|[Ss]teuerungsgruppe|"
    r"[Ll]enkungs(?:kreis|gruppe|ausschuss)|[Ff]ührungsgruppe|[Ss]pitzenverbände[n]?|[Bb]ündnispartner|[Nn]etzwerk)",
    r"(?:Arbeitgeber|Unternehmen|Betriebe)(?:n|seite)?(?=[ ,])",
    r"Industrie|Handwerks?|Freien? Berufen?",
)
_WORD = re.compile(r"[A-ZÄÖÜ][\w.]*-?")
_MASCULINE = re.compile(
    r"(?:bund|verband|tag|senat|kreis|ausschuss|freistaat|rat|pakt|partner|DGB|ZDH|BDI|BFB|DIHK)$", re.IGNORECASE
)
_LOWER_ENDING = re.compile(r"(?:es|s)$")


def _inflected(name: str) -> str:
    """A pattern for a name in all cases: endings of its nouns and of an adjective before them."""
    words = name.split()
    parts: list[str] = []
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        adjective = re.fullmatch(r"([A-ZÄÖÜa-zäöü]\w+?)e[rns]?", word)
        if adjective and following[:1].isupper() and word[0].isupper() and place == 0:
            parts.append(re.escape(adjective.group(1)) + "e[rnms]?")
        elif _WORD.fullmatch(word) and not word.endswith("-") and not word.isupper():
            umlaut = re.sub(r"um$", "(?:um|ums|en)", re.escape(word)) if word.endswith("ministerium") else ""
            parts.append(umlaut or re.escape(word) + "(?:es|s|en|n)?")
        else:
            parts.append(re.escape(word))
    return r"\s".join(parts)


def _abbreviated(word: str) -> str:
    return re.escape(word) + ("s?" if word[-1:].isupper() else "")


class Lexicon:
    """The partners that may act in a text. `Lexicon(actors)`; `on` leaves out names that did not hold on that day."""

    def __init__(self, actors: Iterable[Actor], on: date | None = None) -> None:
        self.actors: dict[str, Actor] = {}
        for actor in actors:
            self.actors.setdefault(actor.key, actor)
        self.joint = next((key for key, actor in self.actors.items() if actor.joint), "")
        self._kinds: list[str] = []
        patterns = sorted(self._patterns(on), key=lambda item: -len(item[1]))
        last = [(self.joint, pattern) for pattern in _JOINT] + [("", pattern) for pattern in _OTHERS]
        parts = []
        for key, pattern in [*patterns, *last]:
            parts.append(f"({pattern})")
            self._kinds.append(key)
        self._pattern = re.compile(r"(?<![\w-])(?:" + "|".join(parts) + r")(?![\w]|-\w)")

    def _patterns(self, on: date | None) -> Iterator[tuple[str, str]]:
        for key, actor in self.actors.items():
            if on is not None and ((actor.valid_from or on) > on or (actor.valid_to or on) < on):
                continue
            for name in {*actor.names, *_CALLED.get(key, ())}:
                if name.strip():
                    yield key, _inflected(name)
            for form in {*actor.abbreviations, *actor.genitives}:
                if form.strip():
                    yield key, _abbreviated(form)

    def mentions(self, text: str, start: int = 0, end: int | None = None) -> list[Mention]:
        """All actors named between two places of a text, in its order."""
        found = []
        for match in self._pattern.finditer(text, start, len(text) if end is None else end):
            group = match.lastindex or 1
            words = match.group()
            found.append(
                Mention(
                    match.start(),
                    match.end(),
                    self._kinds[group - 1],
                    words.strip('„“"»«'),
                    _masculine(words),
                    _oblique(words),
                )
            )
        return found

    def belongs(self, member: str, group: str) -> bool:
        """Whether one partner is a member of a group, also through a group in between."""
        seen: set[str] = set()
        queue = [group]
        while queue:
            actor = self.actors.get(queue.pop())
            if actor is None or actor.key in seen:
                continue
            seen.add(actor.key)
            if member in actor.members:
                return True
            queue += actor.members
        return False


def _masculine(words: str) -> bool:
    """Whether "der" before these words is the nominative."""
    head = next(
        (word for word in words.split() if not re.fullmatch(r"[A-ZÄÖÜ]\w+e[rnms]?", word) or len(words) == len(word)),
        words,
    )
    return _MASCULINE.search(head.split("-")[-1]) is not None


def _oblique(words: str) -> bool:
    """Whether the ending alone shows a genitive or dative: "Bundes", "Ländern", "Verbänden"."""
    last = words.split()[0] if " " in words else words
    return bool(
        re.search(
            r"(?:Bundes|ministeriums|verbandes|verbands|bundes|[Ll]ändern|[Vv]erbänden|Partnern|partnern|Unterzeichnern|Pakts|paktes|pakts|Bündnisses)$",
            last,
        )
    )


def actors_of(rows: Iterable[Mapping[str, Any]]) -> list[Actor]:
    """The actors of a catalogue of partners as its file has them: names of every time, abbreviations, members."""
    items = list(rows)
    members: dict[str, list[str]] = {}
    parents = {str(row["parent"]) for row in items if row.get("kind") == "group" and row.get("parent")}
    for row in items:
        for member in row.get("members", ()):
            members.setdefault(row["key"], []).append(member["partner"])
        for group in row.get("groups", ()):
            members.setdefault(group, []).append(row["key"])
    actors = []
    for row in items:
        key = str(row["key"])
        names = {re.sub(r"\s*\([^)]*\)", "", str(row["name"])).strip()}
        names |= set(re.findall(r"\((\w*konferenz)\)", str(row["name"])))
        short = {str(row.get("abbreviation") or "")}
        for past in row.get("history", ()):
            if past.get("successor"):
                continue
            names.add(re.sub(r"\s*\([^)]*\)|\se\. V\.", "", str(past["name"])).strip())
            short.add(str(past.get("abbreviation") or ""))
        land = row.get("kind") == "land" and key.startswith("land-")
        if land:
            short = set()
        joint = row.get("kind") == "group" and not row.get("parent") and key in parents
        if joint:
            short = set()
        groups = {word for word in short if word and not word.isupper() and row.get("kind") == "group"}
        actors.append(
            Actor(
                key,
                names=tuple(sorted(names | groups)),
                abbreviations=tuple(sorted(word for word in short - groups if word)),
                members=tuple(dict.fromkeys(members.get(key, ()))),
                joint=joint,
                land=land,
            )
        )
    return actors
