"""The description for catalogues of public software is valid for the version of the standard that it declares."""

import json
import tomllib
from datetime import date

import pytest
import yaml
from django.conf import settings

TYPES = {"string": str, "list": list, "section": dict, "flag": bool}
REQUIRED = {
    "publiccodeYmlVersion": "string",
    "name": "string",
    "url": "string",
    "releaseDate": "string",
    "platforms": "list",
    "categories": "list",
    "developmentStatus": "string",
    "softwareType": "string",
    "description": "section",
    "legal": "section",
    "legal/license": "string",
    "maintenance": "section",
    "maintenance/type": "string",
    "localisation": "section",
    "localisation/localisationReady": "flag",
    "localisation/availableLanguages": "list",
}
"""Mandatory keys; releaseDate and categories are so in some versions only."""
ALLOWED = {
    "publiccodeYmlVersion": {"0.4"},
    "developmentStatus": {"concept", "development", "beta", "stable", "obsolete"},
    "softwareType": {"standalone/web"},
    "maintenance/type": {"internal", "contract", "community", "none"},
}
NEEDED_BY_TYPE = {"internal": "contacts", "community": "contacts", "contract": "contractors"}


@pytest.fixture(scope="module")
def described() -> dict:
    return yaml.safe_load((settings.BASE_DIR / "publiccode.yml").read_text(encoding="utf-8"))


def value(described: dict, path: str):
    for key in path.split("/"):
        described = described[key]
    return described


@pytest.mark.parametrize("path", REQUIRED)
def test_every_mandatory_key_is_there_and_of_its_type(described, path):
    found = value(described, path)
    assert isinstance(found, TYPES[REQUIRED[path]])
    assert found != "" and found != [] and found != {}


@pytest.mark.parametrize("path", ALLOWED)
def test_enumerated_keys_have_an_allowed_value(described, path):
    assert value(described, path) in ALLOWED[path]


def test_every_language_is_described_within_the_lengths_of_the_standard(described):
    assert set(described["description"]) == {code for code, _name in settings.LANGUAGES}
    assert set(described["localisation"]["availableLanguages"]) == set(described["description"])
    for words in described["description"].values():
        assert 0 < len(words["shortDescription"].strip()) <= 150
        assert "\n" not in words["shortDescription"].strip()
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert len(words["features"]) >= 5


def test_whoever_is_said_to_maintain_it_is_named(described):
    maintenance = described["maintenance"]
    needed = NEEDED_BY_TYPE.get(maintenance["type"])
    assert needed is None or maintenance[needed]


def test_licence_and_version_are_those_of_the_packages(described):
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    package = json.loads((settings.BASE_DIR / "package.json").read_text(encoding="utf-8"))
    assert described["legal"]["license"] == project["license"] == package["license"] == "EUPL-1.2"
    assert described["softwareVersion"] == project["version"] == package["version"]
    assert "EUPL-1.2" in (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")


def test_days_are_written_as_days(described):
    assert date.fromisoformat(described["releaseDate"]).isoformat() == described["releaseDate"]
    assert described["url"].startswith("https://")
