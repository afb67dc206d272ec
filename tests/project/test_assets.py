"""What a page needs besides itself: few files, hashed, compressed both ways, kept by browsers for good, no script.

The page itself counts as gzip makes it: in production the proxy in front compresses it (docs/operate.md).
"""

import gzip
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client, override_settings

MOST_BYTES, MOST_REQUESTS = 100_000, 5
HASHED = re.compile(r"/static/.+\.[0-9a-f]{12}\.\w+")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The static files as production serves them, without those of the administration."""
    folder = tmp_path_factory.mktemp("collected")
    hashed = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    with override_settings(
        STATIC_ROOT=folder,
        STORAGES={"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}, "staticfiles": hashed},
        WHITENOISE_USE_FINDERS=False,
        WHITENOISE_AUTOREFRESH=False,
    ):
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin"])
        yield folder


@pytest.fixture
def page(collected, catalogue):
    return Client().get("/").content


def linked(page: bytes) -> list[str]:
    """The files that a browser fetches for a page: styles, icon, scripts, images."""
    soup = BeautifulSoup(page, "lxml")
    links = [tag["href"] for tag in soup.find_all("link") if {"stylesheet", "icon", "preload"} & {*tag["rel"]}]
    return links + [tag["src"] for tag in soup.find_all(["script", "img", "iframe", "source"]) if tag.get("src")]


def fetch(address: str, encoding: str):
    return Client().get(address, headers={"accept-encoding": encoding})


def weigh(page: bytes, encoding: str) -> int:
    sizes = [len(b"".join(fetch(address, encoding))) for address in linked(page)]
    return len(gzip.compress(page, 6)) + sum(sizes)


@pytest.mark.parametrize("encoding", ["gzip", "gzip, br"])
def test_a_first_visit_takes_few_requests_and_few_bytes(page, encoding):
    assert 1 + len(linked(page)) <= MOST_REQUESTS, linked(page)
    assert 20_000 < weigh(page, encoding) <= MOST_BYTES


def test_a_page_needs_the_design_system_one_style_of_ours_and_an_icon_and_no_script(page):
    names = [re.sub(r"\.[0-9a-f]{12}\.", ".", address) for address in linked(page)]
    assert sorted(names) == ["/static/favicon.svg", "/static/kern/kern.min.css", "/static/site.css"]


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_every_file_is_hashed_compressed_and_kept_for_good(page, encoding):
    for address in linked(page):
        answer = fetch(address, encoding)
        assert HASHED.fullmatch(address), address
        assert answer["Content-Encoding"] == encoding
        assert answer["Vary"] == "Accept-Encoding"
        assert "immutable" in answer["Cache-Control"]
        assert len(b"".join(answer)) < Path(finders.find(unhashed(address))).stat().st_size


def unhashed(address: str) -> str:
    return re.sub(r"\.[0-9a-f]{12}\.", ".", address).removeprefix("/static/")


def test_a_file_under_its_plain_name_is_not_kept_for_good(page):
    for address in linked(page):
        plain = Client().get(f"/static/{unhashed(address)}")
        assert plain.status_code == 200
        assert "immutable" not in plain["Cache-Control"]


def test_styles_fetch_no_font_and_no_other_file_of_the_network(collected):
    styles = b"".join(path.read_bytes() for path in collected.rglob("*.css") if "site" in path.name)
    assert not re.search(rb"@import|@font-face|url\((?!['\"]?data:)", styles)
