"""Promises that name nobody as their subject: goals, "soll", passives, headings of measures with a bracket."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.extraction import modality
from tracker.extraction.document import BULLET, Sentence
from tracker.extraction.function_words import PAST
from tracker.extraction.lexicon import Mention
from tracker.extraction.modality import Verdict
from tracker.extraction.proposal import Ground, Reason
from tracker.extraction.reading import Hit, Reading
from tracker.extraction.tokens import Token, tokens
from tracker.extraction.verbs import is_finite
from tracker.vocabulary import Kind, Modality

CONDITION = re.compile(r"(?:Wenn|Falls|Sofern|Sollte|Sollten|Angenommen)\b")
_CONDITIONAL = re.compile(r"\b(?:würden?|könnten?|wären?|dürften?|müssten?)\b")
_GOAL = re.compile(
    r"(?:\bZiele?\b(?P<of>[^,;:.]{0,90}?)\s+(?:ist|sind|bleibt|war)\b|\b(?:ist|sind|bleibt)\s+(?:es\s+)?(?:daher\s+|dabei\s+|auch\s+|weiterhin\s+)?(?:das|unser|ihr|erklärtes|ein)(?:\s+(?:gemeinsame[sn]?|erklärte[sn]?|zentrale[sn]?|wichtige[sn]?|übergeordnete[sn]?))*\s+(?:Ziel|Anspruch|Anliegen)\b"
    r"|^(?:Angestrebt|Geplant|Vorgesehen|Beabsichtigt|Vereinbart)\s+(?:wird|werden|ist|sind)\b|\b(?:ist|sind)\s+(?:\w+\s+){0,4}(?:geplant|vorgesehen|beabsichtigt|angestrebt)\b)"
)
_SHALL = re.compile(r"\b(?:soll|sollen)\b")
_PASSIVE = re.compile(r"\b(?:wird|werden)\b")
_BELONGS = re.compile(r"(?:Dazu|Hierzu|Darunter|Dazu)\s+(?:gehör\w+|zähl\w+|fall\w+)\b")
_FOLLOWS = re.compile(
    r"(?:Dabei|Dazu|Hierzu|Hierfür|Dafür|Hierbei|Zudem|Außerdem|Darüber hinaus|Ferner|Weiterhin|Ergänzend|Zusätzlich|Zugleich|Gleichzeitig|Damit|Künftig|Auch|Insbesondere|Des Weiteren|Anschließend|Danach|In diesem Rahmen|Im Rahmen|Daneben|Zunächst|Bis|Zum|Spätestens|Ab|Die Ergebnisse|Über die Ergebnisse)\b"
)
_NEW = re.compile(
    r"\b(?:künftig|zukünftig|neu(?:e[rnms]?)?|erstmals|weiter(?:hin)?|verstärkt|stärker|zusätzlich\w*|ausgebaut|eingerichtet|ausgeweitet|fortgeführt|fortgesetzt|verstetigt|erhöht|geschaffen|eingeführt|weiterentwickelt|aufgebaut|gestärkt|intensiviert)\b"
)
_DESCRIBES = re.compile(
    r"\b(?:derzeit|bereits|bisher|bislang|aktuell|häufig|oft|oftmals|meist|zunehmend|unterschiedlich|immer (?:mehr|häufiger|weniger|stärker|wichtiger)|vielfach|teilweise|in der Regel|jedes Jahr|seit|deutlich:|vorzeitig|nach wie vor)\b",
    re.IGNORECASE,
)
_PAST_WORDS = (PAST - {"hat", "haben"}) | {"worden", "gelang", "gelangen"}


def promises(
    reading: Reading,
    sentence: Sentence,
    shown: str,
    mentions: Sequence[Mention],
    brackets: tuple[tuple[str, ...], tuple[str, ...]],
    grounds: Sequence[Ground],
) -> list[Hit] | Ground:
    """Promises that name nobody as their subject: goals, "soll", passives, headings of measures with a bracket."""
    text, context = sentence.text, reading.context
    for ground in (Ground.PAST, Ground.APPEAL, Ground.POSITION, Ground.CONDITIONAL):
        if ground in grounds:
            return ground
    if CONDITION.match(text) or _CONDITIONAL.search(shown):
        return Ground.CONDITIONAL
    words = tokens(shown)
    lower = {word.text.lower() for word in words}
    keys, names = reading.inherited(sentence)
    if brackets[0] or brackets[1]:
        keys, names = brackets
    goal = _GOAL.search(shown)
    if goal and not ({"war", "waren", "wurde", "wurden"} & lower):
        of = goal.group("of") or ""
        stranger = re.match(r"\s+(?:des|der|dieser|dieses|eines|einer)\s+", of) and not any(
            goal.start("of") <= mention.start - sentence.start < goal.end("of") for mention in mentions
        )
        if not stranger:
            owner = [m for m in mentions if goal.start() <= m.start - sentence.start < goal.end() and m.key]
            if owner:
                keys = tuple(dict.fromkeys(m.key for m in owner))
            elif agent := reading.parties.agent(sentence, mentions):
                keys = agent
            elif re.search(r"\b[Uu]nser\w*\b", goal.group()) and reading.lexicon.joint:
                keys = (reading.lexicon.joint,)
            spot = (sentence.start + goal.start(), sentence.start + goal.end())
            reason = Reason(f"„{text[goal.start() : goal.end()]}“ nennt ein Ziel.", *spot)
            return [
                Hit(
                    sentence.start,
                    sentence.end,
                    keys,
                    names,
                    Verdict(modality.finer(Modality.INTENTION, text), None, 0.7, "Ziel", Kind.TARGET),
                    (reason, reading.from_before(keys)),
                    bool(owner),
                )
            ]
    if _PAST_WORDS & lower:
        return Ground.PAST
    last = modality.tail(words, -1)
    if {"hat", "haben"} & lower and last is not None and modality.participle(last.text.lower()):
        return Ground.PAST
    shall = _SHALL.search(shown)
    if shall and not (lower & {"laut"}):
        spot = (sentence.start + shall.start(), sentence.start + shall.end())
        reason = Reason(f"„{shall.group()}“ drückt eine Absicht aus.", *spot)
        agent = reading.parties.agent(sentence, mentions)
        sure = 0.6 if not agent else 0.7
        return [
            Hit(
                sentence.start,
                sentence.end,
                agent or keys,
                () if agent else names,
                Verdict(modality.finer(Modality.INTENTION, text), None, sure, shall.group(), modality.kind_of(text)),
                (reason, reading.from_before(agent or keys)),
                bool(agent),
            )
        ]
    passive = _PASSIVE.search(shown)
    if passive:
        return _passive(reading, sentence, shown, words, passive, mentions, brackets, keys, names)
    if _BELONGS.match(text) and context.promised_in == sentence.paragraph:
        reason = Reason("Der Satz gehört zur Zusage davor.", sentence.start, sentence.end)
        return [
            Hit(
                sentence.start,
                sentence.end,
                keys,
                names,
                Verdict(Modality.COMMITMENT, None, 0.45, "gehört"),
                (reason,),
                False,
            )
        ]
    finite = any(is_finite(word, words, at) for at, word in enumerate(words))
    if (brackets[0] or brackets[1]) and not finite:
        reason = Reason("Die Maßnahme nennt ihre Verantwortlichen in Klammern.")
        return [
            Hit(
                sentence.start,
                sentence.end,
                *brackets,
                Verdict(modality.finer(Modality.COMMITMENT, text), None, 0.75, "Klammer"),
                (reason,),
                True,
            )
        ]
    if (brackets[0] or brackets[1]) and not _DESCRIBES.search(shown) and Ground.DESCRIPTION not in grounds:
        reason = Reason("Die Maßnahme nennt ihre Verantwortlichen in Klammern.")
        return [
            Hit(
                sentence.start,
                sentence.end,
                *brackets,
                Verdict(modality.finer(Modality.COMMITMENT, text), None, 0.65, "Klammer"),
                (reason,),
                True,
            )
        ]
    if grounds:
        return grounds[0] if grounds[0] is not Ground.NO_VERB else Ground.DESCRIPTION
    return Ground.DESCRIPTION if finite else Ground.NO_VERB


def _passive(
    reading: Reading,
    sentence: Sentence,
    shown: str,
    words: Sequence[Token],
    passive: re.Match[str],
    mentions: Sequence[Mention],
    brackets: tuple[tuple[str, ...], tuple[str, ...]],
    keys: tuple[str, ...],
    names: tuple[str, ...],
) -> list[Hit] | Ground:
    text, context = sentence.text, reading.context
    last = modality.tail(words, passive.start())
    if last is None or not modality.participle(last.text):
        return (
            Ground.OTHERS
            if last is not None and modality.infinitive(last.text.lower()) and last.text.lower() not in modality.NO_DEED
            else Ground.DESCRIPTION
        )
    if re.search(r"\b(?:gebeten|aufgefordert|ermutigt|eingeladen)\b", shown):
        return Ground.APPEAL
    agent = reading.parties.agent(sentence, mentions)
    describes = _DESCRIBES.search(shown)
    spots = (
        (sentence.start + passive.start(), sentence.start + passive.end()),
        (sentence.start + last.start, sentence.start + last.end),
    )
    said = Reason(f"„{passive.group()} … {last.text}“ sagt etwas zu.", *spots[0])
    if agent or brackets[0] or brackets[1]:
        if describes and not (brackets[0] or brackets[1]):
            return Ground.DESCRIPTION
        who, others = (agent, ()) if agent else brackets
        verdict = Verdict(modality.finer(Modality.COMMITMENT, text), None, 0.8, last.text, modality.kind_of(text))
        return [Hit(sentence.start, sentence.end, who, others, verdict, (said, reading.from_before(who)), True)]
    found = reading.deadlines(sentence.start, sentence.end)
    follows = context.promised_in == sentence.paragraph
    numbered = reading.document.paragraphs[sentence.paragraph].kind == BULLET
    new, leans = _NEW.search(shown), _FOLLOWS.match(text)
    if describes or not (found or (follows and (new or leans)) or (new and (leans or numbered))):
        return Ground.DESCRIPTION
    sure = 0.5 + (0.1 if found else 0.0) + (0.05 if _FOLLOWS.match(text) else 0.0)
    verdict = Verdict(modality.finer(Modality.COMMITMENT, text), None, sure, last.text, modality.kind_of(text))
    return [Hit(sentence.start, sentence.end, keys, names, verdict, (said, reading.from_before(keys)), False)]
