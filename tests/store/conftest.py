"""A store of rendered bodies that is on, and empty at the beginning of every test."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tracker.pages import store


@pytest.fixture(autouse=True)
def kept_pages(settings):
    """Keep rendered bodies, as in production, and forget them after the test."""
    settings.PAGE_CACHE_MB = 64
    store.forget()
    yield
    store.forget()


@pytest.fixture
def asked():
    """Count what a call asks the database: answer, number = asked(client.get, "/")."""

    def count(call, *words, **more):
        with CaptureQueriesContext(connection) as captured:
            answer = call(*words, **more)
        return answer, len(captured)

    return count
