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

from tracker.extraction.function_words import (
    ABILITY,
    ARTICLES,
    BETWEEN,
    CONDITIONALS,
    DETERMINERS,
    MODALS,
    PAST,
    PREPOSITIONS,
)
from tracker.extraction.lexicon import Lexicon, Mention
from tracker.extraction.tokens import Token, hidden, tokens
from tracker.extraction.verbs import VERBS, is_finite

_JOINS = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:,|/|,?\s*(?:und|sowie|bzw\.|beziehungsweise|oder|wie auch|als auch|–))\s*(?:auch\s+)?(?:(?:die|der|das|den|dem|des)\s+)?(?:(?:zuständigen|beteiligten|jeweiligen|regionalen|einzelnen|ihre|deren|kommunalen)\s+)?"
)
_PRONOUN = re.compile(
    r"(?<![\w-])(?:(?P<we>[Ww]ir)|(?P<they>[Ss]ie|[Ee]r|[Dd]iese|[Dd]ieser|[Ee]s|[Bb]eide|[Ll]etztere|[Dd]ieses|[Aa]lle(?=\s+werden)))(?![\w-])"
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
        if lower in ARTICLES or lower in DETERMINERS:
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
            and lower not in BETWEEN
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
        if lower in BETWEEN or lower in DETERMINERS or lower in ARTICLES:
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
        if lower in MODALS or lower in CONDITIONALS or lower in ABILITY or lower in PAST or lower in ("ist", "sind"):
            return word
        if is_finite(word, words, place) and (clean or lower in VERBS):
            # "werden die Kammern beraten und Betriebe werben": an infinitive of the verb before
            return None if perfect or (governed and lower.endswith("n")) else word
        if word.text[0].islower() and lower not in BETWEEN:
            clean = False
        if ";" in shown[end : word.start]:
            break
    return None


def _index(words: Sequence[Token], place: int) -> int:
    return bisect_left([word.start for word in words], place)
