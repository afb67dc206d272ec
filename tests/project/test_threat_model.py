"""The threat model goes through every requirement of ASVS 5.0.0 at levels 1 and 2 and names only what is there."""

import re

import pytest
from django.conf import settings

PAGE = (settings.BASE_DIR / "docs" / "threat-model.md").read_text(encoding="utf-8")
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4,
    "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5,
    "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4,
    "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4,
    "17.3": 2,
}  # fmt: skip
"""How many requirements of levels 1 and 2 a section has; those of level 3 stand behind them."""
WANTED = [f"V{section}.{number}" for section, last in SECTIONS.items() for number in range(1, last + 1)]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| V")]
PATH = re.compile(r"`([^`]+)`")


def test_every_requirement_of_both_levels_has_its_row():
    assert len(WANTED) == 70 + 183
    assert [row[0] for row in ROWS] == WANTED
    assert sum(row[1] == "1" for row in ROWS) == 70


def test_every_row_has_a_status():
    assert {row[3] for row in ROWS} == {"met", "not applicable", "not met"}


@pytest.mark.parametrize("row", [row for row in ROWS if row[3] == "met"], ids=lambda row: row[0])
def test_what_is_met_names_a_place_and_a_test_that_are_there(row):
    (place,), (test,) = PATH.findall(row[4]), PATH.findall(row[5])
    assert (settings.BASE_DIR / place).exists()
    text = (settings.BASE_DIR / test).read_text(encoding="utf-8")
    assert test.startswith("tests/") and re.search(r"^def test_", text, re.MULTILINE)


@pytest.mark.parametrize("row", [row for row in ROWS if row[3] != "met"], ids=lambda row: row[0])
def test_what_is_not_met_or_does_not_apply_says_why(row):
    assert row[4].endswith(".") and len(row[4]) >= 8 and not row[5]


def test_every_command_setting_and_file_in_the_text_is_there():
    text = PAGE.partition("## OWASP ASVS")[0]
    readme = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
    named = PATH.findall(text)
    assert named
    for name in named:
        if name.isupper() and "_" in name:
            assert f"`{name}`" in readme, name
        if name.startswith("tests/"):
            assert (settings.BASE_DIR / name).exists(), name
