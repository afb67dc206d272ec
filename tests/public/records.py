"""How the tests of single records visit and read a page."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client

from tracker import days

TODAY = date(2026, 11, 22)


@pytest.fixture
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the day the catalogue was compiled."""
    monkeypatch.setattr(days, "today", lambda: TODAY)


def html(client: Client, path: str, status: int = 200) -> str:
    """Return the source of a page that answers with this status."""
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def words(source: str) -> str:
    """Return what is written in a piece of a page, without tags, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", source)).split())


def section(source: str, heading: str) -> str:
    """Return the source of the section (or article) with this id on its heading, or on itself."""
    match = re.search(
        rf'<(section|article)\b[^>]*(?:aria-labelledby|id)="{re.escape(heading)}".*?</\1>', source, re.DOTALL
    )
    assert match, f"no section {heading}"
    return match[0]
