"""The words of which the generated record is made; they mean nothing and look like the real ones."""

from __future__ import annotations

from tracker.vocabulary import PartnerKind

# Group, kind of its members, and their short names; members of "alle" are the groups themselves.
GROUPS: dict[str, tuple[PartnerKind, list[str]]] = {
    "bund": (PartnerKind.FEDERAL_MINISTRY, ["Ministerium A", "Ministerium B", "Ministerium C", "Ministerium D"]),
    "wirtschaft": (PartnerKind.BUSINESS_ASSOCIATION, [f"Verband {letter}" for letter in "ABCDEFGHIJKLMNOP"]),
    "kammern": (PartnerKind.CHAMBER_UMBRELLA, ["Kammertag A", "Kammertag B", "Kammertag C"]),
    "gewerkschaften": (PartnerKind.UNION, [f"Gewerkschaft {letter}" for letter in "ABCDEFGH"]),
    "laender": (PartnerKind.LAENDER_CONFERENCE, ["Konferenz A", "Konferenz B", "Konferenz C"]),
}
FIELDS = [
    "Übergreifende Ziele",
    "Berufsorientierung verbessern",
    "Jugendliche in Ausbildung bringen",
    "Qualität der Ausbildung sichern",
    "Weiterbildung im Betrieb stärken",
    "Attraktivität der Berufe erhöhen",
    "Digitalen Wandel gestalten",
]
VERBS = ["ausbauen", "fördern", "prüfen", "einführen", "stärken", "erproben", "verstetigen", "weiterentwickeln"]
THINGS = [
    "Ausbildungsplätze",
    "Praktika",
    "Berufsschulen",
    "Einstiegsqualifizierung",
    "Assistierte Ausbildung",
    "Beratung",
    "Mobilität",
    "Teilqualifizierung",
    "Lernmittel",
    "Ausbildungsbegleitung",
    "Übergänge",
    "Prüfungen",
]
WHERE = ["in ländlichen Räumen", "an Gymnasien", "im Handwerk", "in der Pflege", "für Geflüchtete", "bundesweit"]
FILLER = [
    "gemeinsam",
    "bedarfsgerecht",
    "verbindlich",
    "schrittweise",
    "flächendeckend",
    "Jugendliche",
    "Betriebe",
    "Schulen",
    "Unterstützung",
    "Angebote",
    "Zugang",
    "Qualifizierung",
    "Fachkräfte",
    "Zukunft",
]
TARGET_GROUPS = [
    "Jugendliche",
    "Betriebe",
    "Beschäftigte",
    "Geflüchtete",
    "Erwachsene",
    "Frauen",
    "Schulen",
    "Regionen",
]
INSTRUMENTS = [f"Programm {number}" for number in range(1, 31)]
