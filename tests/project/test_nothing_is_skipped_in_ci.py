"""What needs Chromium or Pango is skipped where it is missing, but never where a switch requires it, as in CI."""

from pathlib import Path

import pytest
from django.conf import settings

from tests import conftest


class Item:
    """A collected test with one marker."""

    def __init__(self, marker: str) -> None:
        self.marker, self.added = marker, []

    def get_closest_marker(self, name: str) -> str | None:
        return name if name == self.marker else None

    def add_marker(self, marker: pytest.MarkDecorator) -> None:
        self.added.append(marker.name)


class Config:
    """A run with these switches."""

    def __init__(self, *switches: str) -> None:
        self.switches = switches

    def getoption(self, name: str) -> bool:
        return name in self.switches


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch):
    monkeypatch.setattr(conftest, "can_print", lambda: False)
    monkeypatch.setattr(conftest, "CHROMIUM", None)


@pytest.mark.parametrize("marker", ["browser", "pdf"])
def test_without_the_switch_it_is_skipped(marker):
    item = Item(marker)
    conftest.pytest_collection_modifyitems(Config(), [item])
    assert "skip" in item.added


@pytest.mark.parametrize("marker", ["browser", "pdf"])
def test_with_the_switch_the_run_is_refused(marker):
    with pytest.raises(pytest.UsageError, match=f"--require-{marker}"):
        conftest.pytest_collection_modifyitems(Config(f"--require-{marker}"), [Item(marker)])


def test_ci_installs_pango_and_sets_both_switches():
    script = (settings.BASE_DIR / Path(".ci/run")).read_text()
    assert "install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in script
    runs = [line for line in script.splitlines() if "make test" in line or "-m pytest" in line]
    assert len(runs) == 2
    assert all("--require-pdf" in line for line in runs)
    assert any("--require-browser" in line for line in runs)
