"""A signed-in person with a browser and without a mouse, who looks at every page on the way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.visitor import OPEN_ALL, RUN_AXE, STANDARDS, axe

MOST_TABS = 250
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
CLOSE_AGAIN = """
() => document.querySelectorAll("details").forEach(details => { details.open = false })
"""


class Somebody:
    """One person's way through the pages. What is wrong with one of them is kept in `faults`."""

    def __init__(self, page: Page, root: str) -> None:
        self.page, self.root = page, root
        self.faults: list[str] = []
        self.looked: list[str] = []
        self._heard: list[str] = []
        page.on("console", lambda message: self._heard.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self._heard.append(str(error)))
        page.on("requestfailed", lambda request: self._heard.append(f"failed: {request.url}"))

    def go(self, address: str) -> None:
        """Open an address, as a link in a mail or a bookmark does, and look at the page."""
        where = address if address.startswith("http") else f"{self.root}{address}"
        self.page.goto(where, wait_until="networkidle")
        self.look()

    def reach(self, selector: str) -> None:
        """Press Tab until this control has the focus."""
        wanted = self.page.locator(selector)
        assert wanted.count(), f"{selector} is not on {self.page.url}"
        for _number in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if wanted.evaluate_all("found => found.includes(document.activeElement)"):
                return
        raise AssertionError(f"{selector} is not reached by Tab on {self.page.url}")

    def write(self, selector: str, words: str) -> None:
        """Reach a field and write into it, in place of what stands there."""
        self.reach(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def choose(self, name: str, value: str) -> None:
        """Reach a group of radio buttons and move on to this one; or type at a list to choose from."""
        self.page.evaluate(CLOSE_AGAIN)
        wanted = f"[name={name}]"
        self.reach(wanted)
        for _number in range(20):
            if self.page.evaluate("() => document.activeElement.value") == value:
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} is not to be chosen on {self.page.url}")

    def tick(self, selector: str) -> None:
        """Reach a tick box and tick it."""
        self.reach(selector)
        self.page.keyboard.press("Space")

    def press(self, selector: str) -> None:
        """Reach a button or link, use it, and look at the page it leads to."""
        self.reach(selector)
        self.enter()

    def enter(self) -> None:
        """Press Enter where the focus is and look at the page it leads to."""
        with self.page.expect_navigation(wait_until="networkidle"):
            self.page.keyboard.press("Enter")
        self.look()

    def look(self) -> None:
        """Look at the page that is open, wide and light, then narrow and dark, with everything unfolded."""
        # What axe itself makes the browser say is no fault of the page, so it is asked last.
        found = list(self._heard)
        for width, scheme in ((1280, "light"), (320, "dark")):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            wide = self.page.evaluate(TOO_WIDE)
            found += [f"{wide} px too wide at {width} px"] if wide > 0 else []
            self.page.evaluate(OPEN_ALL)
            self.page.evaluate(axe())
            found += [f"{width} px: {fault}" for fault in self.page.evaluate(RUN_AXE, ["html", STANDARDS])]
            self.page.evaluate(CLOSE_AGAIN)
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self._heard.clear()
        self.looked.append(self.page.url)
        self.faults += [f"{self.page.url} {fault}" for fault in found]


@contextmanager
def somebody(browser: Browser, root: str, **options: Any) -> Iterator[Somebody]:
    """A person with a browser of their own."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="de-DE", reduced_motion="reduce", **options
    )
    try:
        yield Somebody(context.new_page(), root)
    finally:
        context.close()
