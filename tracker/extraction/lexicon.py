"""Who can promise something: the partners with all their names, found in a text by one pass of one pattern."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


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


class Lexicon:
    """The partners that may act in a text; `Lexicon(actors)`."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self.actors = {actor.key: actor for actor in actors}
