"""`make sbom` lists every pinned package with its version, Python and front-end, and asks no network for it."""

import json
import re
import subprocess

import pytest
from django.conf import settings

PINNED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)


def recipe(target: str) -> list[str]:
    """The commands that make calls for a target, as they stand, without what comes before it."""
    printed = subprocess.run(
        ["make", "--dry-run", "--always-make", target],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [line for line in printed.splitlines() if "cyclonedx" in line]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict[str, dict]:
    """Both bills, made by the commands of the Makefile in a folder of their own, with no network to ask."""
    folder = tmp_path_factory.mktemp("sbom")
    for command in recipe("sbom"):
        command = command.replace("var/sbom", str(folder))
        subprocess.run(
            ["bash", "-c", f"http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9; {command}"],
            cwd=settings.BASE_DIR,
            check=True,
            capture_output=True,
        )
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.iterdir()}


def listed(bill: dict) -> set[tuple[str, str]]:
    return {(plain(part["name"]), part["version"]) for part in bill["components"]}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_pinned_package_of_python_is_listed(made):
    text = (settings.BASE_DIR / "requirements.txt").read_text(encoding="utf-8")
    pinned = {(plain(name), version) for name, version in PINNED.findall(text)}
    assert len(pinned) > 40
    assert listed(made["python.cdx.json"]) == pinned


def test_every_package_of_the_front_end_is_listed(made):

    wanted = json.loads((settings.BASE_DIR / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert listed(made["front-end.cdx.json"]) >= {*wanted.items()}


def test_the_bill_says_whose_it_is_and_under_which_licence(made):
    bill = made["python.cdx.json"]
    assert bill["bomFormat"] == "CycloneDX"
    root = bill["metadata"]["component"]
    assert root["name"] == "allianz"
    assert root["licenses"][0]["license"]["id"] == "EUPL-1.2"


def test_every_part_has_an_address_by_which_scanners_know_it(made):
    for bill in made.values():
        assert all(part["purl"].startswith("pkg:") for part in bill["components"])
