"""The site with the catalogue, served for a browser."""

import pytest
from pytest_django.live_server_helper import LiveServer

from tests import loaded


@pytest.fixture
def live_site(live_server: LiveServer, catalogue_rows: loaded.Rows) -> str:
    """The address of a served site with the loaded catalogue in its database.

    What a server in another thread reads must be committed, so the rows go in after the tables were emptied.
    """
    loaded.put(catalogue_rows)
    return live_server.url
