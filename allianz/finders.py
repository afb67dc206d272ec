"""A static files finder for the one file of KERN UX that the pages use."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

NAME = "kern/kern.min.css"


class KernFinder(BaseFinder):
    """Find kern/kern.min.css in the npm package and nothing else: its fonts and scripts (4 MB) are not used."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.KERN_DIST)
        # collectstatic puts the files of a storage with a prefix into a folder of that name.
        self.storage.prefix = "kern"  # type: ignore[attr-defined]
        self.file = settings.KERN_DIST / "kern.min.css"

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Return nothing: a missing package is told by the system check of the tracker."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return where the file lies on disk if it is the one asked for."""
        found = path == NAME and self.file.is_file()
        if find_all or kwargs.get("all"):
            return [str(self.file)] if found else []
        return str(self.file) if found else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield the file for collectstatic."""
        if self.file.is_file():
            yield "kern.min.css", self.storage
