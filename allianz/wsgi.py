"""What gunicorn serves."""

import os

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allianz.settings")


class Request(WSGIRequest):
    """A request that is read as UTF-8; `allianz.middleware.OnlyUtf8` refuses those that name another charset.

    Django takes the charset a sender names while it makes the request, where nothing catches what goes wrong: for
    those Python knows but cannot read texts with, and for more parameters than there may be.
    """

    @property
    def encoding(self) -> str | None:
        """The charset, None for that of the site."""
        return None

    @encoding.setter
    def encoding(self, name: str) -> None:
        """Leave it as it is."""


application = get_wsgi_application()
application.request_class = Request

# Before the first visitor comes: the addresses with all rooms, and what runs here, before an upgrade replaces it.
from allianz import urls  # noqa: E402, F401
from tracker.pages.keys import release  # noqa: E402

release()
