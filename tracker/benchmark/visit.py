"""The first visit of the overview: what a browser fetches for it, and how many bytes that is, compressed."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from tracker.benchmark.servers import Server
from tracker.benchmark.wrk import Failed

KILOBYTE = 1024
# Relations for which a browser fetches what a link names; it follows no other by itself.
FETCHED = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}
FONT = re.compile(r"@font-face\s*{[^}]*?url\(\s*['\"]?(?!data:)([^'\")]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Visit:
    """What the first visit takes: requests, and kilobytes as they are sent."""

    requests: int
    kilobytes: float


class _Links(HTMLParser):
    """The addresses in a page that a browser fetches at once."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the address of what the page is drawn with."""
        given = dict(attrs)
        if tag == "link" and FETCHED & set((given.get("rel") or "").split()):
            self.found.append(given.get("href") or "")
        elif tag in ("script", "img", "source", "iframe", "video"):
            self.found.append(given.get("src") or "")


def fetched_with(page: str) -> list[str]:
    """The addresses in a page that a browser fetches at once, each once, in their order."""
    links = _Links()
    links.feed(page)
    return [link for link in dict.fromkeys(links.found) if link and not link.startswith("data:")]


def first_visit(server: Server, path: str) -> Visit:
    """What the first visit of this page takes. Assets are as the server sends them, compressed beforehand (Brotli).

    The page itself is counted as gzip makes it, as a proxy in front would. Fonts count if a style sheet names any.
    Raises `Failed` if a part does not come.
    """
    page = _get(server, path)
    sizes = {path: len(gzip.compress(page, 6))}
    waiting = fetched_with(page.decode())
    while waiting:
        link = waiting.pop(0)
        if link in sizes:
            continue
        if urlsplit(link).netloc not in ("", urlsplit(server.origin).netloc):
            raise Failed(f"{path} asks another host: {link}")
        sizes[link] = len(_get(server, link, compressed=True))
        if urlsplit(link).path.endswith(".css"):
            waiting += [urljoin(link, font) for font in FONT.findall(_get(server, link).decode())]
    return Visit(len(sizes), round(sum(sizes.values()) / KILOBYTE, 1))


def _get(server: Server, path: str, *, compressed: bool = False) -> bytes:
    headers = {"Accept-Encoding": "br, gzip"} if compressed else {}
    status, _headers, body = server.get(urlsplit(path)._replace(scheme="", netloc="").geturl(), headers)
    if status != 200:
        raise Failed(f"{path} answered {status}")
    return body
