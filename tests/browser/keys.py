"""Somebody who has keys alone, and looks at every stop whether it is seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser

from tests.browser import focus
from tests.browser.rooms import enter
from tests.browser.somebody import MOST_TABS, Somebody
from tracker.models import Account


class Keys(Somebody):
    """A person's way by Tab, arrows, Space and Enter; what is not seen on the way is kept in `faults`."""

    def reach(self, selector: str) -> None:
        """Press Tab until this control has the focus; every stop on the way must be seen."""
        wanted = self.page.locator(selector)
        assert wanted.count(), f"{selector} is not on {self.page.url}"
        for _number in range(2 * MOST_TABS):
            self.page.keyboard.press("Tab")
            if wanted.evaluate_all("found => found.includes(document.activeElement)"):
                stop = self.page.evaluate(focus.LOOK)
                self.faults += [f"{self.page.url} {fault}" for fault in focus.faults([stop])]
                return
        raise AssertionError(f"{selector} is not reached by Tab on {self.page.url}")

    def look(self) -> None:
        """Note what the page complains of; how it looks is tested elsewhere."""
        self.faults += [f"{self.page.url} {heard}" for heard in self._heard]
        self._heard.clear()
        self.looked.append(self.page.url)

    def upload(self, selector: str, name: str, content: bytes, kind: str) -> None:
        """Reach the field for a file and choose one."""
        self.reach(selector)
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Enter")
        chooser.value.set_files({"name": name, "mimeType": kind, "buffer": content})

    def download(self, selector: str) -> str:
        """Reach a link to a file and take it; returns the name of the file."""
        self.reach(selector)
        with self.page.expect_download() as download:
            self.page.keyboard.press("Enter")
        # for the browser a page that becomes a file is one that did not come
        self._heard = [heard for heard in self._heard if download.value.url not in heard]
        return download.value.suggested_filename


@contextmanager
def keys(browser: Browser, root: str, account: Account | None = None, **options: Any) -> Iterator[Keys]:
    """A person with a browser of their own, signed in if there is an account."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="de-DE", reduced_motion="reduce", **options
    )
    try:
        enter(context, account, root)
        page = context.new_page()
        # From now on the browser asks the test for files; asked for at the moment of the key, it may come too late.
        page.on("filechooser", lambda chooser: None)
        yield Keys(page, root)
    finally:
        context.close()
