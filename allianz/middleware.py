"""Small middlewares of the project: language from the path, charset, permissions policy, content security policy."""

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import translation

GetResponse = Callable[[HttpRequest], HttpResponse]

# Every feature of a browser that the site never uses, so that no page of it ever asks for one.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


def language_of(path: str) -> str:
    """Return the language a path is written in: its first part if that is one of our foreign languages, else German."""
    first = path.lstrip("/").partition("/")[0]
    foreign = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    return first if first in foreign else settings.LANGUAGE_CODE


class LanguageFromPath:
    """Speak the language of the path, whatever the browser prefers, so that answers need no Vary."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request.path_info)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class OnlyUtf8:
    """Refuse what is sent in another charset: read as UTF-8 it would be garbled."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in ("utf-8", "utf8", "us-ascii"):
            raise BadRequest("another charset than UTF-8")
        return self.get_response(request)


class PermissionsPolicy:
    """Put the permissions policy on every answer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class ContentSecurityPolicy(CSPMiddleware):
    """Put the content security policy on every answer.

    That of the settings is put together once; django-csp does it twice for every answer. It still does so for answers
    that have a policy of their own, and for the error pages of development, which have none.
    """

    def __init__(self, get_response: GetResponse) -> None:
        super().__init__(get_response)
        self.policy = build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Add the header."""
        has_own = any(name.startswith("_csp") for name in vars(response)) or getattr(request, "_csp_nonce", None)
        if has_own or (settings.DEBUG and response.status_code in (404, 500)):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.policy)
        return response
