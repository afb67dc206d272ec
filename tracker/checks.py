"""System checks of the tracker, each with an id and a hint."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.staticfiles)
def front_end_packages(**kwargs: Any) -> list[CheckMessage]:
    """Return an error if the look of the pages (KERN UX) is not installed."""
    if (settings.KERN_DIST / "kern.min.css").is_file():
        return []
    return [
        Error(
            "The front-end package @kern-ux/native is not installed, pages would have no style.",
            hint="Run `make setup` (or `npm ci`).",
            id="tracker.E001",
        )
    ]
