"""What property tests draw, and how often: few examples in every run, more where PROPERTY_FACTOR says so."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

FACTOR = int(os.environ.get("PROPERTY_FACTOR", "1"))
NASTY = [
    "",
    " ",
    "\0",
    "a\0b",
    "\x1b[31m",
    "\u202e",
    "\ud7ff\ufffe",
    "²",
    "٣",
    "-1",
    "0",
    "9" * 26,
    "1e400",
    "NaN",
    "0001-01-01",
    "9999-12-31",
    "2020-02-30",
    "31.12.9999",
    "' OR 1=1 --",
    "%s %(x)s {0}",
    "<script>",
    "=1+1",
    "x" * 5000,
    "😀" * 60,
    "ja",
    "on",
]
"""What breaks programs that did not expect it."""

texts = st.sampled_from(NASTY) | st.text(st.characters(codec="utf-8"), max_size=40)
"""Any text a visitor could send."""


def bounded(examples: int) -> Any:
    """So many examples in every run, the same ones each time; with a factor more of them, and others each time."""
    return settings(
        max_examples=examples * FACTOR,
        deadline=None,
        derandomize=FACTOR == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
