"""A partner with one contribution that is asked for, signed in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.portal.world import make_asked, make_reporter


@pytest.fixture(autouse=True)
def files_of_the_test(settings: Any, tmp_path: Any) -> None:
    """Keep uploaded files where the test can see them, and nowhere else."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def contribution(db: None) -> Any:
    """One contribution that is asked for until in 30 days."""
    return make_asked()[0]


@pytest.fixture
def reporter(contribution: Any) -> Any:
    """Somebody who reports for its organisation."""
    return make_reporter(contribution.reporter)


@pytest.fixture
def partner(client: Any, reporter: Any) -> Any:
    """The browser of that person, signed in."""
    client.force_login(reporter)
    return client
