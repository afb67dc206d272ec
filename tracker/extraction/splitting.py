"""Where German sentences end: at marks that are not those of an abbreviation, an ordinal or a date."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Never the last word of a sentence, or hardly ever before a capital letter that begins one.
_ABBREVIATIONS = frozenset(
    [
        "abs",
        "abschn",
        "anm",
        "art",
        "aufl",
        "bd",
        "bes",
        "best",
        "bspw",
        "bzgl",
        "bzw",
        "ca",
        "d",
        "dipl",
        "dr",
        "ebd",
        "einschl",
        "entspr",
        "erl",
        "etwa",
        "evtl",
        "ff",
        "fr",
        "gem",
        "ggf",
        "ggü",
        "hl",
        "hr",
        "hrsg",
        "hs",
        "i",
        "inkl",
        "insb",
        "insbes",
        "jr",
        "kap",
        "lfd",
        "lit",
        "max",
        "min",
        "mind",
        "mio",
        "mrd",
        "nr",
        "o",
        "od",
        "prof",
        "rd",
        "rn",
        "s",
        "sog",
        "st",
        "std",
        "str",
        "tab",
        "tel",
        "tsd",
        "u",
        "v",
        "vgl",
        "vs",
        "z",
        "zb",
        "ziff",
        "zz",
        "zzgl",
    ]
)
_MAY_END = frozenset(["usw", "etc", "u.a", "ff"])
_STARTERS = frozenset(
    [
        "der",
        "die",
        "das",
        "dem",
        "den",
        "des",
        "ein",
        "eine",
        "einer",
        "einem",
        "einen",
        "wir",
        "sie",
        "er",
        "es",
        "ihr",
        "ihre",
        "ihren",
        "unser",
        "unsere",
        "dies",
        "diese",
        "dieser",
        "dieses",
        "diesem",
        "dabei",
        "dazu",
        "dafür",
        "damit",
        "daher",
        "deshalb",
        "darüber",
        "daneben",
        "hierzu",
        "hierfür",
        "hierbei",
        "zudem",
        "außerdem",
        "ferner",
        "weiterhin",
        "zugleich",
        "gleichzeitig",
        "auch",
        "im",
        "in",
        "am",
        "an",
        "bei",
        "mit",
        "für",
        "nach",
        "um",
        "wenn",
        "sofern",
        "soweit",
        "alle",
        "jede",
        "jeder",
        "bund",
        "länder",
        "kammern",
        "gewerkschaften",
        "verbände",
        "als",
        "auf",
        "aus",
        "bis",
        "durch",
        "gemeinsam",
        "insbesondere",
        "künftig",
        "so",
        "sowohl",
        "über",
        "unter",
        "von",
        "vor",
        "während",
        "zur",
        "zum",
        "ziel",
        "trotz",
        "angesichts",
    ]
)
_END = re.compile(r"[.!?…]+[\"“”»‹›'’)\]]*(?=\s+[\"„“»«›‚'(\[]*(?:[A-ZÄÖÜ0-9§]|ver\.di))")
_BEFORE = re.compile(r"([\w.]+)$")
_NEXT = re.compile(r"\s+[\"„“»«›‚'(\[]*(\w+)")
_ENUMERATION = re.compile(
    r"\s*(?:(?:(?:Maßnahme|Ziel|Punkt|Nr\.|Handlungsfeld)\s+)?(?:\d{1,2}(?:\.\d{1,2}){0,3}[.):]|\d{1,2}(?:\.\d{1,2}){1,3}(?=\s)"
    r"|\(?[a-z]\)|\(\d{1,2}\)|[IVX]{1,5}\.|§\s?\d{1,3})\s*:?)\s+",
)


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence between two places of a text, without the number of a list before it."""
    stop = len(text) if end is None else end
    number = _ENUMERATION.match(text, start, stop)
    begin = number.end() if number and number.end() < stop else start
    for match in _END.finditer(text, begin, stop):
        if match.group()[0] == "." and not _ends(text, match.start(), match.end(), begin):
            continue
        yield from _trimmed(text, begin, match.end())
        begin = match.end()
    yield from _trimmed(text, begin, stop)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _ends(text: str, dot: int, after: int, begin: int) -> bool:
    """Whether the full stop at a place ends a sentence."""
    before = _BEFORE.search(text, max(begin, dot - 30), dot)
    if before is None:
        return True
    word = before.group(1)
    last = word.rsplit(".", 1)[-1]
    following = _NEXT.match(text, after)
    starts = following is not None and following.group(1).lower() in _STARTERS
    if word.lower() in _MAY_END:
        return starts
    if last.isdigit():
        return len(last) > 2 or starts
    if len(last) == 1:
        # "z. B.", "e. V.", "i. d. R.": ends only where an article or the like follows, and not "u. a. Die"
        return starts and last.isupper()
    return last.lower() not in _ABBREVIATIONS
