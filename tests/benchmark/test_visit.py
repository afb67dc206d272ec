"""The first visit counts what a browser fetches for a page, and nothing that it does not."""

import gzip

import pytest

from tracker.benchmark.visit import fetched_with, first_visit
from tracker.benchmark.wrk import Failed

PAGE = """<!doctype html><head>
<link rel="icon" href="/favicon.svg"><link rel="stylesheet" href="/a.css"><link rel="stylesheet" href="/a.css">
<link rel="canonical" href="http://127.0.0.1:1/"><link rel="alternate" hreflang="en" href="/en/">
</head><body><a href="/massnahmen/">x</a><img src="data:image/png;base64,AA"><img src="/b.svg"></body>"""


class Fake:
    """A server that has these answers."""

    origin = "http://127.0.0.1:1"

    def __init__(self, **answers: bytes) -> None:
        self.answers = {"/" + name.replace("_", "."): body for name, body in answers.items()}
        self.asked: list[str] = []

    def get(self, path, headers=None):
        self.asked.append(path)
        return (200, {}, self.answers[path]) if path in self.answers else (404, {}, b"")


def test_style_sheets_icons_and_images_are_fetched_links_are_not():
    assert fetched_with(PAGE) == ["/favicon.svg", "/a.css", "/b.svg"]


def test_requests_and_bytes_are_summed_up_with_the_page_as_gzip_makes_it():
    server = Fake(**{"": PAGE.encode(), "favicon_svg": b"x" * 100, "a_css": b"y" * 1000, "b_svg": b"z" * 300})
    visit = first_visit(server, "/")
    assert visit.requests == 4
    assert visit.kilobytes == round((len(gzip.compress(PAGE.encode(), 6)) + 1400) / 1024, 1)


def test_a_font_that_a_style_sheet_names_counts():
    css = b"@font-face{font-family:A;src:url('f.woff2')}"
    server = Fake(**{"": PAGE.encode(), "favicon_svg": b"", "a_css": css, "b_svg": b"", "f_woff2": b"f"})
    assert first_visit(server, "/").requests == 5


def test_a_part_that_does_not_come_or_is_elsewhere_is_no_visit():
    with pytest.raises(Failed, match=r"/favicon.svg answered 404"):
        first_visit(Fake(**{"": PAGE.encode()}), "/")
    with pytest.raises(Failed, match="asks another host"):
        first_visit(Fake(**{"": PAGE.replace("/favicon.svg", "https://example.org/x").encode()}), "/")
