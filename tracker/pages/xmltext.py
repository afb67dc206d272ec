"""Text for formats made of XML, which cannot hold every sign: feeds, drawings, documents of word processors."""

from __future__ import annotations

import re

IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legible(text: object) -> str:
    """The text with a space for every sign that XML cannot hold, such as the line breaks that Word pastes."""
    return IMPOSSIBLE.sub(" ", str(text))
