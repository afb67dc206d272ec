"""What the verb of a sentence says about its promise: how binding it is, or why it is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.extraction.clauses import Subject
from tracker.extraction.function_words import CONDITIONALS, MODALS, PAST
from tracker.extraction.proposal import Ground
from tracker.extraction.tokens import Token
from tracker.extraction.verbs import VERBS
from tracker.vocabulary import Kind, Modality


@dataclass(frozen=True, slots=True)
class Verdict:
    """A promise with its modality, or the ground why it is none; `why` names the words it hangs on."""

    modality: Modality | None = None
    ground: Ground | None = None
    confidence: float = 0.0
    why: str = ""
    kind: Kind = Kind.MEASURE
    spans: tuple[tuple[int, int], ...] = ()


NO_DEED = frozenset(
    [
        "sein",
        "geben",
        "bleiben",
        "zunehmen",
        "abnehmen",
        "steigen",
        "sinken",
        "wachsen",
        "stehen",
        "müssen",
        "können",
        "brauchen",
        "benötigen",
        "fehlen",
        "profitieren",
        "erleben",
        "haben",
        "dürfen",
        "ansteigen",
        "zurückgehen",
        "verändern",
        "verschärfen",
        "fortbestehen",
        "entstehen",
        "betreffen",
        "vorfinden",
        "verlieren",
        "entfallen",
        "liegen",
        "dauern",
        "ausfallen",
        "mangeln",
    ]
)
_PARTICIPLE = re.compile(
    r"\w*(?:ge\w{2,}t|[bv]e(?:r)?\w{3,}t|er\w{3,}t|ent\w{3,}t|zer\w{3,}t|über\w{3,}t|unter\w{3,}t|\w{3,}iert|durch\w{3,}t|ge(?:"
    r"nommen|geben|beten|bracht|zogen|schlossen|schaffen|bunden|führt|boten|tragen|laden|hoben|troffen|wonnen|halten|fördert|"
    r"fasst|rufen|schrieben|stiegen|gangen|standen|wiesen|holfen|worben|sprochen|sehen|griffen|lassen|schnitten|trieben|"
    r"gossen|legen|fallen|worden|funden|stoßen|wiesen|wachsen|sunken|nutzt|hört|baut|weitet)|"
    r"beschlossen|ergriffen|begriffen|vergeben|verbunden|"
    r"erhoben|übernommen|unternommen|geschaffen|einbezogen|bezogen|vorangetrieben|betrieben|gewonnen|begonnen|entschieden|"
    r"übertragen|unterschrieben|verschoben|empfohlen|erhalten|enthalten|behalten|verstanden|entstanden|vertreten|bewiesen|beraten)"
)
_ALSO_INFINITIVE = frozenset(
    [
        "erhalten",
        "behalten",
        "enthalten",
        "beraten",
        "vertreten",
        "übertragen",
        "vergeben",
        "betreiben",
        "geben",
        "tragen",
        "halten",
        "schaffen",
        "laden",
        "rufen",
        "vortragen",
        "beitragen",
        "eingeben",
        "aufgeben",
        "abgeben",
        "einhalten",
        "aufhalten",
        "anhalten",
        "vorhalten",
        "bereithalten",
        "einladen",
        "aufrufen",
        "nehmen",
    ]
)
_INFINITIVE = re.compile(r"[a-zäöüß]*(?:en|ern|eln|tun|sein|zu\w+en)")
_ONGOING = re.compile(
    r"\b(?:bereits|seit|derzeit|derzeitig|aktuell|momentan|bisher|bislang|schon (?:heute|jetzt|länger|seit)|"
    r"traditionell|gegenwärtig|zurzeit|nach wie vor|in der Regel|üblicherweise|regelmäßig schon|heute schon|von Beginn an|"
    r"in den (?:letzten|vergangenen) \w+|im vergangenen|schon immer)\b",
    re.IGNORECASE,
)
_STRICTLY_ONGOING = re.compile(r"\b(?:seit|in den (?:letzten|vergangenen) \w+|im vergangenen|im Jahr 20[01]\d)\b")

_APPEAL = re.compile(
    r"(?:appellier|forder\w* .*\bauf\b|bitte[nt]\b|erwarte[nt]\b|empf[ei]\w+hl|ermutig|ermunter|ruf(?:en|t) .*\bauf\b|raten\b|rät\b|legen .*\bnahe\b|"
    r"l[aä]d\w* .*\bein,·|mahn|wünsch)",
)
_POSITION = re.compile(
    r"^(?:begrüß\w+|befürwort\w+|beton\w+|würdig\w+|dank\w+|unterstreich\w+|bekräftig\w+|versteh\w+|weiß|wissen|"
    r"vertret\w+|vertritt|erinner\w+|verweis\w+|weis\w+|glaub\w+|find\w+|meint?|meinen|schätz\w+|vertrau\w+|respektier\w+|"
    r"bedauer\w+|beobacht\w+|bewert\w+|hoff\w+|beurteil\w+|anerkenn\w+|erkenn\w+|teil\w+|sieht|sehen|hält|halten|bekenn\w+|"
    r"stimm\w+|unterschreib\w+|freu\w+|konstatier\w+|registrier\w+|zoll\w+|registriert)$"
)
_POSITION_LINK = re.compile(
    r"\b(?:stell\w+ .*\bfest\b|leg\w+ .*\bWert\b|nehm\w+ .*(?:\bzur Kenntnis\b|\bwahr\b)|nimmt .*(?:\bzur Kenntnis\b|\bwahr\b)|"
    r"trag\w+ (?:die |eine )?(?:\w+ )?Verantwortung|sprech\w+ sich .*\baus\b|spricht sich .*\baus\b|mach\w+ deutlich|gehen davon aus|geht davon aus|misst .*\bbei\b|messen .*\bbei\b)"
)
_NO_PROMISE = re.compile(
    r"^(?:besteht|bestehen|gehör\w+|verfüg\w+|spiel\w+|steht|stehen|umfass\w+|zähl\w+|handel[nt]\w*|liegt|liegen|lieg\w+|gilt|gelten|bleib\w+|"
    r"kenn\w+|zeig\w+|brauch\w+|benötig\w+|profitier\w+|fehl\w+|heißt|heißen|bedeut\w+|bezeichn\w+|existier\w+|kommt|kommen|gibt|"
    r"enthält|enthalten|erfüllt|erfüllen|genieß\w+|leid\w+|repräsentier\w+|wächst|wachsen|erleb\w+|hat|haben|"
    r"ergibt|ergeben|verdien\w+|steig\w+|sink\w+|entsteh\w+|beruh\w+|basier\w+|dien\w+|betriff\w+|betreffen|leb\w+|erfahr\w+|erfährt|beleg\w+|mein\w+|prägen|prägt|"
    r"bestimm\w+|mangelt|unterlieg\w+|gelingt|gelingen|blick\w+|fällt|fallen|wirkt(?! )|gewinnt(?! )|eint|einen|vereint|vereinen|verbind\w+)$"
)
_CONTRIBUTES = re.compile(r"(?:tr[aä]g\w+\b.*\bbei\b|leist\w+\b.*\bBeitr[aä]ge?\b)")
_CONSEQUENCE = re.compile(
    r"(?:Damit|So|Auf diese Weise|Dadurch)\s+(?:schaff|leist|trag|träg|stärk|sicher|zeig|ermöglich|geb|setz\w+ \w+ ein Zeichen|verbesser|verring|entlast|erhöh|erleichter)\w*\b"
)
_INTENDS = re.compile(
    r"\b(?:setz\w+\b.{0,120}?\b(?:sich|uns)\b.*\bein\b|wirk\w+ .*\bhin\b|streb\w+ .*\ban\b|anstreb\w+|mach\w+\b.{0,90}?\b(?:sich|uns)\b.*\bstark\b|mach\w+\b.{0,90}?\bes\b.{0,40}?\bzur Aufgabe\b|"
    r"verfolg\w+ .*\bZiele?\b|plan(?:t|en)\b|beabsichtig\w+|bemüh\w+|engagier\w+\b.{0,90}?\b(?:sich|uns)|nehm\w+\b.{0,90}?\b(?:sich|uns)\b.*\bvor\b|nimmt\b.{0,90}?\bsich\b.*\bvor\b|zielt|zielen|"
    r"hab(?:en|t) .*\b(?:vor|zum Ziel|das Ziel|die Absicht)\b|hat .*\b(?:vor|zum Ziel|das Ziel|die Absicht)\b|"
    r"bekenn\w+ (?:sich|uns) (?:zum|zu dem) Ziel|erklär\w+\b.{0,90}?\b(?:sich|uns)\b.*\bbereit\b|werb\w+ dafür|tret\w+ .*\bein\b|tritt .*\bein\b)"
)
_EXAMINES = re.compile(
    r"\b(?:prüf\w+|überprüf\w+|auslot\w+|auszuloten|sondier\w+|untersuch\w+|erörter\w+|abwäg\w+)", re.IGNORECASE
)
_TRIES = re.compile(
    r"\berprob(?:en|t)\b|\bzu erproben|\bpilotier\w+|\btesten\b|pilothaft|\bModell(?:projekt|vorhaben|versuch)\w*|\bPilot(?:projekt|vorhaben|phase|region)\w*"
)
_AGREED = re.compile(
    r"\b(?:zum Ziel gesetzt|vorgenommen|verpflichtet|verständigt|vereinbart|verabredet|geeinigt|zugesagt|bereit ?erklärt|"
    r"bereiterklärt|zur Aufgabe gemacht|auf den Weg gebracht, um|darauf hingewiesen, dass sie|das Ziel gesetzt|Ziel gesetzt)\b"
)
_READY = re.compile(r"\b(?:bestrebt|bereit|entschlossen|gewillt|verpflichtet|dabei, |gehalten)\b")
_STATE = re.compile(
    r"\b(?:Ziel|dass (?:möglichst )?(?:mehr|alle|jede[rs]?|deutlich|künftig)|stabilisier|um mindestens|Prozent|erhöhen|steigern|senken|reduzieren|verdoppeln|halbieren)\b"
)


def participle(word: str) -> bool:
    """Whether a word ends a passive or a perfect."""
    return word not in _ALSO_INFINITIVE and _PARTICIPLE.fullmatch(word) is not None


def infinitive(word: str) -> bool:
    """Whether a word may be an infinitive."""
    return _INFINITIVE.fullmatch(word) is not None and (word in _ALSO_INFINITIVE or not participle(word))


def tail(words: Sequence[Token], verb_start: int) -> Token | None:
    """The last verb form of a clause: what stands at its end, past adverbs and nouns of a trailing phrase."""
    following: Token | None = None
    for word in reversed(words):
        if word.start <= verb_start:
            return None
        before_noun = following is not None and following.text[0].isupper() and following.start == word.end + 1
        following = word
        if before_noun and word.text.endswith("en"):
            # "jungen Menschen": an adjective
            continue
        if (
            word.text[0].islower()
            and (participle(word.text) or _INFINITIVE.fullmatch(word.text))
            and len(word.text) > 3
        ):
            return word
    return None


def of_subject(subject: Subject, shown: str, offset: int, words: Sequence[Token], whole: str) -> Verdict:
    """What the verb of this subject says; `shown` is the clause with everything subordinate hidden."""
    verb = subject.verb.lower()
    here = (subject.verb_start, subject.verb_end)
    clause = shown[subject.verb_start - offset :]
    if verb in ("wird", "werden", "werde"):
        return _will_do(words, here, clause, whole)
    if verb in MODALS:
        if verb in ("soll", "sollen"):
            return Verdict(finer(Modality.INTENTION, whole), None, 0.72, subject.verb, kind_of(whole), (here,))
        return Verdict(finer(Modality.INTENTION, whole), None, 0.88, subject.verb, kind_of(whole), (here,))
    if verb in ("hat", "haben"):
        agreed = _AGREED.search(clause)
        if agreed:
            strict = agreed.group() in ("verpflichtet", "vereinbart", "zugesagt", "verständigt")
            modality = Modality.COMMITMENT if strict else Modality.INTENTION
            if re.search(r",|:\s*$|·", clause[agreed.end() :]) or "Ziel" in clause:
                return Verdict(finer(modality, whole), None, 0.75, agreed.group(), kind_of(whole), (here,))
        if _INTENDS.search(clause) and not participle((tail(words, here[0]) or Token("", 0, 0)).text):
            return Verdict(Modality.INTENTION, None, 0.75, subject.verb, Kind.TARGET, (here,))
        last = tail(words, here[0])
        return Verdict(ground=Ground.PAST if last and participle(last.text) else Ground.DESCRIPTION)
    if verb in ("ist", "sind"):
        ready = _READY.search(clause)
        if ready and not re.search(r"\bgesetzlich verpflichtet\b", clause):
            modality = Modality.COMMITMENT if ready.group() == "verpflichtet" else Modality.INTENTION
            return Verdict(
                finer(modality, whole), None, 0.72, f"{subject.verb} {ready.group()}", kind_of(whole), (here,)
            )
        if re.search(r"\bworden\b", clause):
            return Verdict(ground=Ground.PAST)
        return Verdict(
            ground=Ground.POSITION
            if re.search(r"\b(?:einig|überzeugt|der Auffassung|der Ansicht)\b", clause)
            else Ground.DESCRIPTION
        )
    if verb in CONDITIONALS:
        return Verdict(ground=Ground.CONDITIONAL)
    if verb in ("muss", "müssen", "darf", "dürfen", "kann", "können"):
        return Verdict(ground=Ground.CONDITIONAL if verb.startswith(("kann", "könn")) else Ground.APPEAL)
    if verb in PAST:
        return Verdict(ground=Ground.PAST)
    return _present(subject, clause, here, words, whole)


def _will_do(words: Sequence[Token], here: tuple[int, int], clause: str, whole: str) -> Verdict:
    last = tail(words, here[0])
    if last is None:
        return Verdict(ground=Ground.DESCRIPTION)
    word = last.text.lower()
    if word == "werden" or participle(word):
        if re.search(r"\b(?:gebeten|aufgefordert|ermutigt|ermuntert|eingeladen|angehalten|aufgerufen)\b", clause):
            return Verdict(ground=Ground.APPEAL)
        return Verdict(ground=Ground.NO_VERB)
    if word in NO_DEED:
        return Verdict(ground=Ground.DESCRIPTION)
    if _APPEAL.search(clause) and re.search(r"\b(?:appellieren|auffordern|bitten)\b", clause):
        return Verdict(ground=Ground.APPEAL)
    return Verdict(
        finer(Modality.COMMITMENT, whole),
        None,
        0.93,
        f"wird … {last.text}",
        kind_of(whole),
        (here, (last.start, last.end)),
    )


def _present(subject: Subject, clause: str, here: tuple[int, int], words: Sequence[Token], whole: str) -> Verdict:
    verb = subject.verb.lower()
    intends = _INTENDS.search(clause)
    if intends and intends.start() > 60:
        intends = None
    if _APPEAL.match(clause) and not intends and not re.match(r"erwart\w+ ", clause + " x"):
        return Verdict(ground=Ground.APPEAL)
    if re.match(r"(?:erwarte[nt])\b", clause):
        return Verdict(ground=Ground.APPEAL)
    position = _POSITION.match(verb) or _POSITION_LINK.match(clause)
    if verb in ("sieht", "sehen") and re.search(r"\bvor\b", clause):
        position = None
    if verb in ("hält", "halten") and re.search(r"\b(?:vor|bereit|ein)\b\W*$", clause):
        position = None
    if verb.startswith("bekräftig") and re.search(r"\b(?:Absicht|Zusage|Ziel|Verpflichtung)\b", clause):
        position = None
    if verb.startswith("bekenn") and intends:
        position = None
    if position:
        more = re.search(
            r"(?:\bund|,)\s+(?P<verb>(?:werden|wird|wollen|will)\b|setz\w+ (?:sich|uns)\b(?=.*\bein\b)|verpflicht\w+ (?:sich|uns)|sagen\b(?=.*\bzu\b)|sagt\b(?=.*\bzu\b)|wirk\w+\b(?=.*\bhin\b)|streb\w+\b(?=.*\ban\b)|prüf(?:en|t)\b|plan(?:en|t)\b)",
            clause,
        )
        if more is None:
            return Verdict(ground=Ground.POSITION)
        start = here[0] + more.start("verb")
        return Verdict(
            finer(Modality.INTENTION, whole),
            None,
            0.7,
            more.group("verb"),
            kind_of(whole),
            ((start, start + len(more.group("verb"))),),
        )
    if verb not in VERBS and re.search(r"te(?:n)?$", verb):
        return Verdict(ground=Ground.PAST)
    if _NO_PROMISE.match(verb) and not intends:
        return Verdict(ground=Ground.DESCRIPTION)
    if _CONTRIBUTES.match(clause) and not re.search(r"\b(?:weiterhin|künftig|darüber hinaus|zusätzlich)\b", clause):
        return Verdict(ground=Ground.DESCRIPTION)
    if _CONSEQUENCE.match(whole):
        return Verdict(ground=Ground.DESCRIPTION)
    ongoing = _ONGOING.search(whole)
    if ongoing and not (intends or re.search(r"\b(?:weiterhin|künftig|weiter)\b", clause)):
        return Verdict(ground=Ground.DESCRIPTION)
    if intends:
        return Verdict(finer(Modality.INTENTION, whole), None, 0.85, subject.verb, kind_of(whole), (here,))
    if re.match(
        r"(?:verpflicht\w+ (?:sich|uns)|sag(?:en|t) .*\bzu\b|stell\w+ .*\b(?:bereit|zur Verfügung)\b|sicher\w* .*\bzu\b)",
        clause,
    ):
        return Verdict(finer(Modality.COMMITMENT, whole), None, 0.92, subject.verb, kind_of(whole), (here,))
    sure = 0.76 if verb in VERBS else 0.55
    return Verdict(finer(Modality.COMMITMENT, whole), None, sure, subject.verb, kind_of(whole), (here,))


def finer(modality: Modality, whole: str) -> Modality:
    """The modality of a promise once its words say that something is examined or tried out."""
    examines = _EXAMINES.search(whole)
    if examines and examines.group()[0].islower() and not whole[examines.end() :].lstrip().startswith("und"):
        return Modality.EXAMINATION
    return Modality.PILOT if _TRIES.search(whole) else modality


def kind_of(whole: str) -> Kind:
    """Whether a promise is a state aimed at or an action."""
    return Kind.TARGET if _STATE.search(whole) and re.search(r"\bZiel|\bdass\b|Prozent", whole) else Kind.MEASURE
