"""How a visitor opens and sends one of the forms for everybody."""

import re
import time
from typing import Any
from unittest import mock

from django.test import Client

from tracker.pages import openforms

HERE = {"Origin": "http://testserver"}
BARRIER, ERROR = "/barriere-melden/", "/fehler-melden/"


def stamp(seconds_ago: float = 60) -> str:
    """Return the stamp of a form that was opened some seconds ago."""
    opened = time.time() - seconds_ago
    with mock.patch("django.core.signing.time.time", lambda: opened):
        return openforms.new_stamp()


def send(client: Client, address: str, *, headers: dict[str, str] | None = None, **fields: Any) -> Any:
    """Send a form that was opened a minute ago from this site, unless the test says otherwise."""
    entered = {"stamp": stamp(), "message": "Da stimmt etwas nicht.", **fields}
    return client.post(address, entered, headers=HERE if headers is None else headers)


def stamp_of(html: str) -> str:
    """Return the stamp that stands in a form."""
    found = re.search(r'name="stamp" value="([^"]+)"', html)
    assert found
    return found[1]
