"""Who does what in a German sentence: subject and finite verb of its main clause, found without a parser.

A name is taken as the subject where its article and ending allow the nominative, no preposition governs it, and it
stands beside a finite verb of the main clause. What stands in brackets, quotation marks and subordinate clauses is
hidden while looking for the verb, letter by letter, so that all places stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.extraction.lexicon import Lexicon, Mention

_WORD = re.compile(r"[^\W_]+(?:[-/*:][^\W_]+)*")
_HIDDEN = re.compile(r"\([^()]{0,400}\)|[„»][^“”«\n]{0,200}[“”«]|\[[^\]\n]{0,200}\]|–[^–\n]{1,200}–")
_SUBORDINATE = re.compile(
    r"[,;:]\s*(?:und\s+|oder\s+|sowie\s+|auch\s+|insbesondere\s+|vor\s+allem\s+|so\s+)?"
    r"(?:(?:in|an|auf|mit|von|zu|für|bei|aus|durch|über|unter|nach|um|wo|gegen|ohne)\s+)?"
    r"(?:dass|damit|weil|wenn|falls|sofern|soweit|ob|wie|indem|während|obwohl|sobald|solange|bevor|nachdem|da|welche[rnsm]?|"
    r"der|die|das|dem|den|denen|deren|dessen|was|wo|wobei|wodurch|womit|worin|wofür|um)\s+[^,;:]*"
)
# ", die Beratung auszubauen und zu stärken"
_TO_DO = re.compile(r",\s+[^,;:]{0,300}?\b(?:zu\s+\w+n|\w+zu\w+en)\b[^,;:]*")
_LEADING = re.compile(
    r"(?:Damit|Um|Wenn|Da|Weil|Während|Obwohl|Nachdem|Sobald|Wo|Wie|Dass|Ob|Indem|Soweit|Falls|Sofern)(?!\s+(?:wird|werden|soll|sollen|will|wollen|ist|sind|hat|haben|kann|können)\b)\s[^,]{3,400}(?:,[^,]{1,300}){0,3}?,(?=\s+(?!(?:mit|seit|samt|damit)\b)(?:\w+t|\w+en|will|soll|hat)\b)"
)
PREPOSITIONS = frozenset(
    [
        "mit",
        "von",
        "durch",
        "bei",
        "für",
        "an",
        "auf",
        "aus",
        "in",
        "im",
        "am",
        "zum",
        "zur",
        "vom",
        "beim",
        "nach",
        "seit",
        "zu",
        "gegen",
        "ohne",
        "um",
        "über",
        "unter",
        "vor",
        "zwischen",
        "gegenüber",
        "seitens",
        "wegen",
        "trotz",
        "laut",
        "gemäß",
        "neben",
        "innerhalb",
        "außerhalb",
        "zugunsten",
        "anstelle",
        "entsprechend",
        "zusammen",
        "hinsichtlich",
        "bezüglich",
        "einschließlich",
        "mittels",
        "aufseiten",
        "als",
        "wie",
        "samt",
        "inklusive",
        "entlang",
        "dank",
        "per",
        "pro",
    ]
)
_ARTICLES = {"der", "die", "das", "des", "dem", "den", "ein", "eine", "einer", "eines", "einem", "einen"}
_DETERMINERS = {
    "alle",
    "beide",
    "unsere",
    "ihre",
    "diese",
    "sämtliche",
    "allen",
    "aller",
    "beiden",
    "dieser",
    "unserer",
    "ihrer",
    "seine",
    "seiner",
    "jeweilige",
    "jeweiligen",
    "allem",
}
_JOINS = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:,|/|,?\s*(?:und|sowie|bzw\.|beziehungsweise|oder|wie auch|als auch|–))\s*(?:auch\s+)?(?:(?:die|der|das|den|dem|des)\s+)?(?:(?:zuständigen|beteiligten|jeweiligen|regionalen|einzelnen|ihre|deren|kommunalen)\s+)?"
)
_BETWEEN = frozenset(
    [
        "sich",
        "auch",
        "gemeinsam",
        "dabei",
        "daher",
        "deshalb",
        "künftig",
        "zukünftig",
        "zudem",
        "weiterhin",
        "weiter",
        "dazu",
        "dafür",
        "darüber",
        "hinaus",
        "hierzu",
        "hierfür",
        "hierbei",
        "jeweils",
        "ebenfalls",
        "ebenso",
        "insbesondere",
        "außerdem",
        "ferner",
        "zusätzlich",
        "nun",
        "jetzt",
        "damit",
        "ergänzend",
        "darum",
        "erstmals",
        "erneut",
        "alle",
        "die",
        "der",
        "das",
        "unsere",
        "ihre",
        "es",
        "dann",
        "so",
        "gleichermaßen",
        "zugleich",
        "gleichzeitig",
        "daneben",
        "insofern",
        "nicht",
        "nur",
        "bereits",
        "wir",
        "eng",
        "stärker",
        "noch",
        "beide",
        "im",
        "in",
        "einem",
        "ersten",
        "schritt",
        "diesem",
        "rahmen",
        "uns",
        "bis",
        "ende",
    ]
)
_PRONOUN = re.compile(
    r"(?<![\w-])(?:(?P<we>[Ww]ir)|(?P<they>[Ss]ie|[Ee]r|[Dd]iese|[Dd]ieser|[Ee]s|[Bb]eide|[Ll]etztere|[Dd]ieses|[Aa]lle(?=\s+werden)))(?![\w-])"
)

MODALS = frozenset(["wird", "werden", "will", "wollen", "möchte", "möchten", "soll", "sollen", "werde"])
_CONDITIONALS = frozenset(
    [
        "würde",
        "würden",
        "könnte",
        "könnten",
        "sollte",
        "sollten",
        "wäre",
        "wären",
        "müsste",
        "müssten",
        "dürfte",
        "dürften",
    ]
)
_ABILITY = frozenset(["kann", "können", "muss", "müssen", "darf", "dürfen"])
PAST = frozenset(
    [
        "war",
        "waren",
        "wurde",
        "wurden",
        "hatte",
        "hatten",
        "konnte",
        "konnten",
        "mussten",
        "musste",
        "wollte",
        "wollten",
        "gab",
        "gaben",
        "kam",
        "kamen",
        "ging",
        "gingen",
        "stieg",
        "stiegen",
        "sank",
        "sanken",
        "begann",
        "begannen",
        "zeigte",
        "zeigten",
        "führte",
        "führten",
        "blieb",
        "blieben",
        "lag",
        "lagen",
        "nahm",
        "nahmen",
        "trug",
        "trugen",
        "stand",
        "standen",
        "fand",
        "fanden",
        "half",
        "halfen",
        "traf",
        "trafen",
        "schuf",
        "schufen",
        "schloss",
        "schlossen",
        "unterzeichneten",
        "unterzeichnete",
        "vereinbarten",
        "vereinbarte",
        "beschlossen",
        "beschloss",
        "startete",
        "starteten",
        "erreichte",
        "erreichten",
        "förderte",
        "förderten",
        "unterstützte",
        "unterstützten",
        "nutzten",
        "nutzte",
        "legte",
        "legten",
        "setzte",
        "setzten",
        "stellte",
        "stellten",
        "haben",
        "hat",
    ]
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a main clause: partners by key, others in words; and its finite verb."""

    keys: tuple[str, ...]
    words: tuple[str, ...]
    start: int
    end: int
    verb: str
    verb_start: int
    verb_end: int
    pronoun: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a sentence and where it stands."""

    text: str
    start: int
    end: int


def tokens(text: str, start: int = 0) -> list[Token]:
    """The words of a text."""
    return [Token(match.group(), match.start() + start, match.end() + start) for match in _WORD.finditer(text)]


def hidden(sentence: str, keep: Sequence[tuple[int, int]] = ()) -> str:
    """The sentence with brackets, quotations, insertions and subordinate clauses blotted out; same length."""

    def blot(match: re.Match[str]) -> str:
        if any(left < match.end() and match.start() < right for left, right in keep) and match.group()[0] in "„»":
            return match.group()
        return "·" * len(match.group())

    text = _HIDDEN.sub(blot, sentence)
    leading = _LEADING.match(text)
    if leading:
        text = "·" * leading.end() + text[leading.end() :]
    starts = {left for left, _right in keep}

    def clause(match: re.Match[str]) -> str:
        # ", die Länder werden" goes on with an actor; ", die sich beteiligen" does not
        article = re.match(r",\s+(?:und\s+|sowie\s+)?(?:der|die|das)\s+", match.group())
        if article and match.start() + article.end() in starts:
            return match.group()
        return match.group()[0] + "·" * (len(match.group()) - 1)

    return _TO_DO.sub(clause, _SUBORDINATE.sub(clause, text))


_VERB_NEXT = re.compile(r" (?:wird|will|soll|[a-zäöü]{3,}t)\b(?! (?:der|die|das|ein)\w* [A-ZÄÖÜ]\w+ \w+t\.)")


@dataclass(frozen=True, slots=True)
class _Chain:
    """Actors joined by "und" and commas."""

    mentions: tuple[Mention, ...]
    start: int
    end: int
    nominative: bool
    preposition: str


def chains(sentence: str, mentions: Sequence[Mention], offset: int) -> list[_Chain]:
    """The actors of a sentence, those that are enumerated together in one; places relative to the sentence."""
    found: list[_Chain] = []
    group: list[Mention] = []
    for mention in mentions:
        if group and _joined(sentence, group[-1].end - offset, mention.start - offset):
            group.append(mention)
            continue
        if group:
            found.append(_chain(sentence, group, offset))
        group = [mention]
    if group:
        found.append(_chain(sentence, group, offset))
    return found


def _joined(sentence: str, end: int, start: int) -> bool:
    gap = sentence[end:start]
    return len(gap) < 60 and bool(_JOINS.fullmatch(gap)) and not gap.isspace()


def _chain(sentence: str, group: list[Mention], offset: int) -> _Chain:
    first = group[0]
    between = sentence[max(0, first.start - offset - 90) : first.start - offset]
    between = re.sub(r"\([^()]*\)", lambda match: " " * len(match.group()), between)
    before = tokens(between)
    article, preposition = "", ""
    for place in range(len(before) - 1, max(-1, len(before) - 5), -1):
        word = before[place]
        after = between[word.end : before[place + 1].start] if place + 1 < len(before) else between[word.end :]
        if re.search(r"[,;:.]", after):
            break
        lower = word.text.lower()
        if lower in _ARTICLES or lower in _DETERMINERS:
            article = article or lower
            continue
        if lower in PREPOSITIONS:
            preposition = lower
            break
        if lower in ("und", "oder", "sowie"):
            break
        if (
            not article
            and word.text[0].islower()
            and re.search(r"(?:en|e|er|es|em)$", lower)
            and lower not in MODALS
            and lower not in _BETWEEN
        ):
            continue
        break
    nominative = not first.oblique and not preposition
    if article in ("des", "dem", "den", "einem", "einen", "eines", "allen", "aller", "unserer", "seiner", "ihrer"):
        nominative = False
    if article in ("ein", "eine"):
        # "eine neue Allianz" is what somebody makes, not who acts
        nominative = False
    if article in ("der", "dieser", "einer") and not first.masculine:
        nominative = False
    if article == "der" and between.strip() == "Der" and _VERB_NEXT.match(sentence, group[-1].end - offset):
        # The caller's abbreviations have no gender; a dative does not stand right before the verb.
        nominative = True
    return _Chain(tuple(group), first.start - offset, group[-1].end - offset, nominative, preposition)


def subjects(
    sentence: str,
    mentions: Sequence[Mention],
    offset: int,
    lexicon: Lexicon,
    before: tuple[tuple[str, ...], tuple[str, ...]],
) -> list[Subject]:
    """The subjects of the main clauses of a sentence that are actors, with the verb of each; absolute places.

    `before` is who "sie" and "er" mean: keys and words of the subject of the sentence before.
    """
    shown = hidden(sentence, [(mention.start - offset, mention.end - offset) for mention in mentions])
    words = tokens(shown)
    places = {word.start: number for number, word in enumerate(words)}
    candidates: list[tuple[int, int, tuple[str, ...], tuple[str, ...], bool]] = []
    for chain in chains(sentence, mentions, offset):
        if not chain.nominative or shown[chain.start] == "·":
            continue
        keys = tuple(dict.fromkeys(mention.key for mention in chain.mentions if mention.key))
        others = tuple(dict.fromkeys(mention.words for mention in chain.mentions if not mention.key))
        candidates.append((chain.start, chain.end, keys, others, False))
    for match in _PRONOUN.finditer(shown):
        if any(left <= match.start() < right for left, right, *_rest in candidates):
            continue
        if match["we"]:
            candidates.append(
                (
                    match.start(),
                    match.end(),
                    (lexicon.joint,) if lexicon.joint else (),
                    () if lexicon.joint else ("wir",),
                    True,
                )
            )
        elif before[0] or before[1]:
            candidates.append((match.start(), match.end(), before[0], before[1], True))
    found: list[Subject] = []
    for start, end, keys, others, pronoun in sorted(candidates):
        verb = _verb(shown, words, places, start, end, pronoun)
        if verb is None or any(other.verb_start == verb.start + offset for other in found):
            continue
        if (
            pronoun
            and sentence[start:end].lower() in ("diese", "dieser", "dieses", "es", "alle", "beide")
            and not _stands_alone(shown, end, verb, start)
        ):
            continue
        found.append(
            Subject(
                keys, others, start + offset, end + offset, verb.text, verb.start + offset, verb.end + offset, pronoun
            )
        )
    return found


def _stands_alone(shown: str, end: int, verb: Token, start: int) -> bool:
    """Whether a word like "diese" is a pronoun and no article: the verb comes next, or it follows the verb and a comma."""
    gap = shown[end : verb.start].strip() if verb.start > end else shown[verb.end : start].strip()
    following = shown[end:].lstrip()
    return not gap and (verb.start > end or not following[:1].isupper()) and verb.text.lower() not in ("ist", "sind")


def _verb(
    shown: str, words: Sequence[Token], places: dict[int, int], start: int, end: int, pronoun: bool
) -> Token | None:
    """The finite verb a subject belongs to: just before it, or the first one behind it."""
    index = _index(words, start)
    # Behind the verb: "werden die Länder", "setzen sich die Partner".
    for place in range(index - 1, max(-1, index - 7), -1):
        word = words[place]
        lower = word.text.lower()
        gap = shown[word.end : words[place + 1].start] if place + 1 < len(words) else shown[word.end : start]
        if re.search(r"[,;:·]", gap) and place != index - 1:
            break
        if re.search(r"[,;:]", shown[word.end : start]):
            break
        if is_finite(word, words, place):
            return word
        if lower in _BETWEEN or lower in _DETERMINERS or lower in _ARTICLES:
            continue
        if word.text[0].islower() and re.search(r"(?:en|e|er)$", lower):
            continue
        break
    after = _index(words, end)
    governed = any(word.text.lower() in MODALS for word in words[:index])
    perfect = any(word.text.lower() in ("hat", "haben") for word in words[:index])
    clean = True
    for place in range(after, min(len(words), after + 22)):
        word = words[place]
        lower = word.text.lower()
        if lower in MODALS or lower in _CONDITIONALS or lower in _ABILITY or lower in PAST or lower in ("ist", "sind"):
            return word
        if is_finite(word, words, place) and (clean or lower in VERBS):
            # "werden die Kammern beraten und Betriebe werben": an infinitive of the verb before
            return None if perfect or (governed and lower.endswith("n")) else word
        if word.text[0].islower() and lower not in _BETWEEN:
            clean = False
        if ";" in shown[end : word.start]:
            break
    return None


def _index(words: Sequence[Token], place: int) -> int:
    return bisect_left([word.start for word in words], place)


_NOT_FINITE = frozenset(
    [
        "mit",
        "seit",
        "nicht",
        "damit",
        "somit",
        "soweit",
        "derzeit",
        "jetzt",
        "zuletzt",
        "erst",
        "sonst",
        "fast",
        "meist",
        "selbst",
        "insgesamt",
        "bereit",
        "weit",
        "gut",
        "zeit",
        "mitunter",
        "bundesweit",
        "landesweit",
        "künftig",
        "den",
        "einen",
        "ihren",
        "seinen",
        "deren",
        "denen",
        "neben",
        "gegen",
        "zwischen",
        "wegen",
        "außen",
        "oben",
        "unten",
        "innen",
        "stärkt?",
        "dort",
        "statt",
        "samt",
        "laut",
        "direkt",
        "exakt",
        "verstärkt",
        "gezielt",
        "koordiniert",
        "abgestimmt",
        "vereint",
        "begleitend",
        "aller",
        "allen",
        "diesen",
        "jenen",
        "jeden",
        "vielen",
        "wenigen",
        "anderen",
        "weiteren",
        "neuen",
        "großen",
        "eigenen",
        "beiden",
        "einzelnen",
        "regionalen",
        "zuständigen",
        "beteiligten",
        "unterstützt?",
        "gemeinsamen",
        "jungen",
        "folgenden",
        "kommenden",
        "nächsten",
        "besten",
        "ersten",
        "zweiten",
        "dritten",
        "bestehenden",
        "relevanten",
        "verschiedenen",
        "wesentlichen",
        "entsprechenden",
        "vorhandenen",
        "besonderen",
        "digitalen",
        "beruflichen",
        "bisherigen",
        "möglichen",
        "sozialen",
        "verantwortlichen",
        "dagegen",
        "hingegen",
        "deswegen",
        "hinaus",
        "daneben",
        "danach",
        "zudem",
        "schon",
        "gern",
        "kaum",
        "etwa",
        "unter",
        "über",
        "weiterhin",
        "bisher",
        "jedoch",
        "aber",
        "sowie",
        "und",
        "oder",
        "eng",
        "unseren",
        "unserem",
        "genannten",
        "dualen",
        "betrieblichen",
        "überbetrieblichen",
        "schulischen",
        "allgemeinbildenden",
        "akademischen",
    ]
)


def is_finite(word: Token, words: Sequence[Token], place: int) -> bool:
    """Whether a word may be a finite verb in the third or first person plural."""
    lower = word.text.lower()
    if not word.text[0].islower():
        return False
    if lower in MODALS or lower in _CONDITIONALS or lower in _ABILITY or lower in PAST or lower in ("ist", "sind"):
        return True
    if lower in VERBS:
        return True
    if lower in _NOT_FINITE or len(lower) < 4 or lower in PREPOSITIONS or lower in _BETWEEN:
        return False
    if not re.search(r"(?:t|en|ern|eln)$", lower):
        return False
    following = words[place + 1] if place + 1 < len(words) else None
    # "…en" before a noun is an adjective; a finite verb is followed by an article, a pronoun or an adverb
    if lower.endswith("n") and following is not None and following.text[0].isupper():
        return False
    return not re.search(r"(?:lich|ig|isch|bar|sam|haft)en$|^ge\w+t$", lower)


_INFINITIVES = [
    "abbauen",
    "abstimmen",
    "anbieten",
    "anerkennen",
    "anpassen",
    "anstoßen",
    "anstreben",
    "arbeiten",
    "aufbauen",
    "aufnehmen",
    "aufstocken",
    "ausbauen",
    "ausbilden",
    "ausrichten",
    "ausweiten",
    "auswerten",
    "begleiten",
    "beabsichtigen",
    "befördern",
    "begrenzen",
    "beitragen",
    "benennen",
    "beraten",
    "bereitstellen",
    "berichten",
    "beschleunigen",
    "beseitigen",
    "beteiligen",
    "betreiben",
    "bewerben",
    "bündeln",
    "dokumentieren",
    "durchführen",
    "einbeziehen",
    "einbringen",
    "einführen",
    "einrichten",
    "einsetzen",
    "engagieren",
    "entlasten",
    "entwickeln",
    "erarbeiten",
    "erhalten",
    "erhöhen",
    "erleichtern",
    "ermöglichen",
    "ermitteln",
    "erneuern",
    "eröffnen",
    "erproben",
    "erreichen",
    "erstellen",
    "erweitern",
    "etablieren",
    "evaluieren",
    "finanzieren",
    "flankieren",
    "flexibilisieren",
    "fördern",
    "forcieren",
    "fortführen",
    "fortsetzen",
    "gestalten",
    "gewähren",
    "gewährleisten",
    "gewinnen",
    "gründen",
    "halten",
    "helfen",
    "herausgeben",
    "herstellen",
    "hinwirken",
    "informieren",
    "initiieren",
    "integrieren",
    "intensivieren",
    "investieren",
    "kommunizieren",
    "konzipieren",
    "koordinieren",
    "leisten",
    "leiten",
    "machen",
    "mitwirken",
    "modernisieren",
    "nehmen",
    "nutzen",
    "öffnen",
    "optimieren",
    "organisieren",
    "planen",
    "prüfen",
    "qualifizieren",
    "reduzieren",
    "reformieren",
    "regeln",
    "schaffen",
    "schulen",
    "senken",
    "sensibilisieren",
    "setzen",
    "sichern",
    "sicherstellen",
    "sichten",
    "sorgen",
    "stärken",
    "starten",
    "stellen",
    "steigern",
    "steuern",
    "streben",
    "testen",
    "treiben",
    "übernehmen",
    "überarbeiten",
    "überprüfen",
    "umsetzen",
    "unterrichten",
    "unterstützen",
    "untersuchen",
    "veranstalten",
    "verankern",
    "verbessern",
    "verbreiten",
    "vereinbaren",
    "vereinfachen",
    "verfolgen",
    "vergeben",
    "verkürzen",
    "verknüpfen",
    "verlängern",
    "vermitteln",
    "vernetzen",
    "veröffentlichen",
    "verpflichten",
    "verstärken",
    "verstetigen",
    "vertiefen",
    "verzahnen",
    "vorantreiben",
    "vorlegen",
    "weiterbilden",
    "weiterentwickeln",
    "weiterführen",
    "werben",
    "widmen",
    "wirken",
    "zusagen",
    "bauen",
    "führen",
    "legen",
    "bringen",
    "richten",
    "weiten",
    "bieten",
    "stimmen",
    "sagen",
    "erklären",
    "streben",
    "wenden",
    "laden",
    "verdoppeln",
    "verdreifachen",
    "erheben",
    "erfassen",
    "empfehlen",
    "aktualisieren",
    "verständigen",
    "vereinbaren",
    "bekennen",
    "rufen",
    "appellieren",
    "fordern",
    "bitten",
    "begrüßen",
    "befürworten",
    "betonen",
    "sehen",
    "erwarten",
    "erkennen",
    "würdigen",
    "danken",
    "teilen",
    "unterstreichen",
    "bekräftigen",
    "versichern",
    "beschließen",
    "festigen",
    "ebnen",
    "honorieren",
    "übertragen",
    "aufgreifen",
    "tragen",
    "geben",
    "bilden",
    "wählen",
    "beauftragen",
    "bezuschussen",
    "erstatten",
    "zahlen",
    "pilotieren",
    "ausloten",
    "ausschreiben",
    "auflegen",
    "abschließen",
    "verzichten",
    "gewährleisten",
    "erstatten",
    "treten",
    "errichten",
    "verwalten",
    "ausstatten",
    "gestalten",
    "bearbeiten",
    "schalten",
    "verwalten",
    "werten",
    "bewerten",
    "warten",
    "antworten",
    "beantworten",
    "verantworten",
    "retten",
    "bereiten",
    "leisten",
    "kosten",
    "rüsten",
    "berichten",
    "achten",
    "beachten",
    "beobachten",
    "stiften",
    "haften",
    "vertreten",
    "belasten",
    "befristen",
]
_IRREGULAR = {
    "halten": "hält",
    "geben": "gibt",
    "nehmen": "nimmt",
    "sehen": "sieht",
    "helfen": "hilft",
    "werben": "wirbt",
    "treiben": "treibt",
    "tragen": "trägt",
    "übertragen": "überträgt",
    "laden": "lädt",
    "erhalten": "erhält",
    "vergeben": "vergibt",
    "bieten": "bietet",
    "beraten": "berät",
    "übernehmen": "übernimmt",
    "empfehlen": "empfiehlt",
    "stoßen": "stößt",
}


def _third(infinitive: str) -> str:
    if infinitive in _IRREGULAR:
        return _IRREGULAR[infinitive]
    stem = re.sub(r"(?:en|n)$", "", infinitive) if not infinitive.endswith(("ern", "eln")) else infinitive[:-1]
    return stem + ("et" if re.search(r"(?:[td]|[^lrh][mn])$", stem) else "t")


_SEPARABLE = re.compile(
    r"(?:ab|an|auf|aus|bei|bereit|durch|ein|fort|her|hin|mit|sicher|um|vor|voran|weiter|zu)(?!beiten|ken|wort|streben$|kennen$)"
)
_INSEPARABLE = frozenset(
    ["anerkennen", "unterstützen", "untersuchen", "unterrichten", "überprüfen", "überarbeiten", "aufwerten"]
)
# What may stand as the finite verb of a main clause: "ausbauen" never does, its verb is "bauen … aus".
VERBS = frozenset(
    form
    for word in _INFINITIVES
    if not (_SEPARABLE.match(word) and len(word) > 6 and word not in ("arbeiten", "beabsichtigen", "helfen", "mitteln"))
    for form in (word, _third(word))
)
