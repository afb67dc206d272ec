"""A person with a browser, who notices what no page may do: complain, fail, ask elsewhere, keep something, overflow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import Browser, Page, Response

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules whose answer depends on the colours; all others see the same page in light and in dark."""

RUN_AXE = """
([where, only]) => axe.run(where, {runOnly: only, resultTypes: ["violations"]}).then(found => found.violations.map(
    rule => `${rule.id}: ${rule.nodes.length} × ${rule.nodes.slice(0, 3).map(node => node.target).join(" | ")}`))
"""
MEASURE = """
async () => ({
    styled: getComputedStyle(document.body).display === "flex" && document.styleSheets.length >= 2,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    kept: localStorage.length + sessionStorage.length
        + (await indexedDB.databases()).length + (await caches.keys()).length,
})
"""
OPEN_ALL = """
() => [...document.querySelectorAll("details")].map(details => { details.open = true; return details }).length
"""


@cache
def axe() -> str:
    """The source of axe-core."""
    return (settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js").read_text()


@dataclass
class Visitor:
    """One browser window and everything that went wrong in it."""

    page: Page
    faults: list[str] = field(default_factory=list)
    visited: list[str] = field(default_factory=list)
    _heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self._heard.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self._heard.append(f"script: {error}"))
        self.page.on("requestfailed", lambda request: self._heard.append(f"failed: {request.url}"))
        self.page.on("response", self._note_response)

    def _note_response(self, response: Response) -> None:
        here, there = urlsplit(self.page.url), urlsplit(response.url)
        if there.scheme in ("http", "https") and here.netloc and there.netloc != here.netloc:
            self._heard.append(f"foreign: {response.url}")
        if response.status >= 400 and not response.request.is_navigation_request():
            self._heard.append(f"{response.status}: {response.url}")

    def visit(self, address: str, *, status: int = 200) -> None:
        """Open a page and look at it: light, then with everything unfolded, then in the dark."""
        self.page.emulate_media(color_scheme="light")
        response = self.page.goto(address)
        self.look(response.status if response else 0, expected=status)

    def look(self, status: int = 200, *, expected: int = 200) -> None:
        """Look at the page that is open."""
        faults = [f"answered {status}"] if status != expected else []
        # a browser names every refused page in its console; of a page that is to be one, that is no complaint
        refusal = f"console: Failed to load resource: the server responded with a status of {expected} "
        faults += [heard for heard in self._heard if expected == 200 or not heard.startswith(refusal)]
        self._heard.clear()
        faults += self._measure("folded") + self.axe("folded", STANDARDS)
        if self.page.evaluate(OPEN_ALL):
            faults += self._measure("unfolded") + self.axe("unfolded", STANDARDS, where="details")
        self.page.emulate_media(color_scheme="dark")
        faults += self.axe("unfolded, dark", COLOURS)
        faults += [f"cookie: {cookie['name']}" for cookie in self.page.context.cookies()]
        faults += self._heard
        self._heard.clear()
        where = self.page.url
        self.visited.append(where)
        self.faults += [f"{where} {fault}" for fault in faults]

    def _measure(self, state: str) -> list[str]:
        measured: dict[str, Any] = self.page.evaluate(MEASURE)
        faults = [] if measured["styled"] else ["comes without its style sheets"]
        faults += [f"({state}) is {measured['overflow']} px too wide"] if measured["overflow"] > 0 else []
        return faults + (["keeps something in the browser"] if measured["kept"] else [])

    def axe(self, state: str, rules: Sequence[str], *, where: str = "html") -> list[str]:
        """What axe-core finds against these rules or standards, in the whole page or in some of its elements."""
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(axe())
        return [f"({state}) {violation}" for violation in self.page.evaluate(RUN_AXE, [where, list(rules)])]


@contextmanager
def visitor(browser: Browser, *, width: int = 1280, **options: Any) -> Iterator[Visitor]:
    """A person with a fresh browser of this width, in which nothing moves by itself."""
    viewport = {"width": width, "height": 900}
    context = browser.new_context(viewport=viewport, locale="de-DE", reduced_motion="reduce", **options)
    try:
        yield Visitor(context.new_page())
    finally:
        context.close()
