"""Finding commitments by words: one folded text per commitment, the same for both databases."""

from __future__ import annotations

import unicodedata

from django.db.models import Exists, Q

from tracker.models import Commitment
from tracker.models.commitments import CommitmentQuerySet

MAX_WORDS = 12
_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def fold(text: str) -> str:
    """The text in small letters with umlauts and accents folded, so that "ÄRZTE", "ärzte" and "aerzte" are one word."""
    spelled = unicodedata.normalize("NFC", text).casefold().translate(_FOLD)
    if spelled.isascii():
        return " ".join(spelled.split())
    plain = unicodedata.normalize("NFKD", spelled)
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def document(commitment: Commitment) -> str:
    """All words by which a commitment is found; reads its partners, instruments and target groups."""
    partners = [
        word
        for contribution in commitment.contributions.all()
        for word in (contribution.partner.name, contribution.partner.abbreviation)
    ]
    instruments = [instrument.name for instrument in commitment.instruments.all()]
    groups = [group.name for group in commitment.target_groups.all()]
    targets = [target.text for target in commitment.agreement_targets.all()]  # type: ignore[attr-defined]
    words = [
        commitment.code,
        commitment.title,
        commitment.description,
        commitment.wording,
        commitment.involved,
        commitment.quantity_text,
        *partners,
        *instruments,
        *groups,
        *targets,
    ]
    return fold(" ".join(words))


def matching(commitments: CommitmentQuerySet, query: str) -> CommitmentQuerySet:
    """The one commitment whose code the query is; else all in which every word of it occurs, also in longer words."""
    code = query.strip()
    words = Q()
    for word in fold(query).split()[:MAX_WORDS]:
        words &= Q(search_text__contains=word)
    named = commitments.filter(code__iexact=code).values("pk")
    return commitments.filter(Q(code__iexact=code) | (~Exists(named) & words))


def ranks(query: str) -> dict[int, int]:
    """Shim."""
    return dict.fromkeys(matching(Commitment.objects.all(), query).values_list("pk", flat=True), 1)
