"""What the tests of the catalogue share."""

import pytest

from tests.catalogue.files import Files


@pytest.fixture
def files(tmp_path) -> Files:
    """Return a copy of the catalogue's files that the test may change."""
    return Files(tmp_path)
