"""Words of the field that say the same: who searches for one of a set finds the others.

Chosen from the record: what its texts call by one name and visitors by another, abbreviations that stand in the
texts, and forms of one word that the stemmer holds for different words. Heeded when searching, not in the index.
A set is known by its words and by their stems, unless a stem is too short to be of one word only: "lehr" is that of
"Lehrer" and of "Lehre".
"""

from __future__ import annotations

from functools import lru_cache

from tracker.search.tokens import fold, stem

MIN_STEM = 5
SETS = (
    # People
    "Azubi Auszubildende Auszubildender Lehrling",
    "Jugendliche Jugend Jugendlicher",
    "Geflüchtete Geflüchteter Flüchtling Flüchtlinge",
    "Lehrkraft Lehrer Lehrerinnen",
    "Beschäftigte Beschäftigter Arbeitnehmer Mitarbeiter",
    "Studienabbrecher Studienaussteiger Studienzweifler",
    "Behinderung Behinderte Behinderungen Schwerbehinderte Inklusion",
    "Migration Zuwanderung Einwanderung Migranten",
    # Places to learn, and ways there
    "Lehrstelle Ausbildungsplatz Ausbildungsstelle",
    "Praktikum Praktika Praktiken Praktikumsplatz",
    "Berufsorientierung Berufswahl",
    "Berufsschule Berufskolleg",
    "Hochschule Universität",
    "Weiterbildung Fortbildung",
    "Meister Meisterin Aufstiegsfortbildung",
    "Einstiegsqualifizierung EQ",
    "Teilzeitausbildung Teilzeitberufsausbildung",
    "Mobilität Auslandsaufenthalt Lernaufenthalt",
    # Firms
    "Betrieb Unternehmen Firma Firmen",
    "KMU Kleinbetriebe Mittelstand",
    # Institutions
    "BA Bundesagentur Arbeitsagentur",
    "BMBF Bildungsministerium",
    "BMAS Arbeitsministerium",
    "BMWE BMWK BMWi Wirtschaftsministerium",
    "KMK Kultusministerkonferenz",
    "IHK IHKs Industriekammer",
    "HWK HWKs Handwerkskammer",
    "DGB Gewerkschaftsbund",
    "JBA Jugendberufsagentur",
    "ÜBS Bildungsstätte",
    # What is done
    "fördern Förderung gefördert fördert",
    "unterstützen Unterstützung unterstützt helfen Hilfe Hilfen hilft",
    "beraten Beratung beratend",
    "prüfen Prüfung geprüft",
    "Zuschuss Zuschüsse Beihilfe",
    "Digitalisierung digital digitale",
)


@lru_cache(maxsize=1)
def _sets() -> dict[str, tuple[str, ...]]:
    """For each word and stem the folded words of its sets."""
    found: dict[str, list[str]] = {}
    for line in SETS:
        words = [fold(word) for word in line.split()]
        stems = [short for word in words if len(short := stem(word)) >= MIN_STEM]
        for key in {*words, *stems}:
            found.setdefault(key, []).extend(words)
    return {key: tuple(dict.fromkeys(words)) for key, words in found.items()}


def alike(word: str) -> tuple[str, ...]:
    """The folded words that say the same as this folded one, it among them if it stands in a set; else none."""
    return _sets().get(word) or _sets().get(stem(word), ())
