"""The site with the catalogue, served for a browser."""

from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from tests import cast, loaded
from tests.browser.rooms import Rooms


@pytest.fixture
def live_site(live_server: LiveServer, catalogue_rows: loaded.Rows) -> str:
    """The address of a served site with the loaded catalogue in its database.

    What a server in another thread reads must be committed, so the rows go in after the tables were emptied.
    """
    loaded.put(catalogue_rows)
    return live_server.url


@pytest.fixture
def rooms(live_site: str, settings, tmp_path: Path) -> Rooms:
    """The served site with the catalogue and, beside it, the cast in its world."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return Rooms(live_site, cast.cast())
