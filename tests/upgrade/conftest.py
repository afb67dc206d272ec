"""An installation with data under the first released schema, and the same one after its upgrade; made once per run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from tests.another_database import another_database, forget_database, keep_database, migrate
from tests.loaded import Rows
from tests.upgrade.first_schema import FIRST, fill


@pytest.fixture(scope="session")
def first_schema(
    catalogue_rows: Rows, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path | str]:
    """A kept database of the first schema, with the catalogue and what no catalogue brings."""
    folder = tmp_path_factory.mktemp("first")
    with django_db_blocker.unblock():
        with another_database(folder, "first"):
            fill(catalogue_rows, migrate(FIRST))
            kept = keep_database(folder, "first")
        yield kept
        forget_database(kept)


@pytest.fixture(scope="session")
def upgraded(
    first_schema: Path | str, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path | str]:
    """A kept database: the first schema after `migrate`."""
    folder = tmp_path_factory.mktemp("upgraded")
    with django_db_blocker.unblock():
        with another_database(folder, "upgraded", like=first_schema):
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
            kept = keep_database(folder, "upgraded")
        yield kept
        forget_database(kept)


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In place of a transaction in the run's database: each test here speaks to databases of its own."""
    with django_db_blocker.unblock():
        yield
