"""One question to one site: HEAD, then GET if that is not understood; what came of it in a word."""

from __future__ import annotations

import email.utils
import ssl
import time
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import SplitResult, urlsplit

import httpcore
from django.conf import settings
from django.utils.encoding import iri_to_uri

from tracker.links.network import Clock, Deadline, InsideAddress, PublicNetwork, UnknownName
from tracker.vocabulary import LinkFault

MOST_BYTES = 64 * 1024
"""So much of a body is read at most; that the site answers is all that matters. Of robots.txt a little more."""
LONGEST_WAIT = 30 * 24 * 60 * 60
MOVES = {301, 302, 303, 307, 308}
FOR_GOOD = {301, 308}
NOT_BY_HEAD = {400, 403, 404, 405, 406, 410, 500, 501}
"""Answers to HEAD that some sites give to HEAD alone."""
BUSY = {429, 503}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answered to one question, or what was wrong."""

    status: int | None = None
    location: str = ""
    wait: float = 0
    """For how many seconds the site asks to be left alone."""
    body: bytes = b""
    fault: LinkFault | None = None


def user_agent() -> bytes:
    """Who asks: the site and where to complain."""
    whom = ", ".join(part for part in (settings.SITE_URL, settings.CONTACT_EMAIL) if part)
    return f"AllianzTrackerLinkCheck/1.0 (+{whom})".encode("ascii", "ignore")


def host_of(url: str) -> str:
    """The site an address belongs to, with its port where that is named; empty if it cannot be asked for."""
    parts = _parts(url)
    return parts.netloc.rpartition("@")[2].lower() if parts else ""


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if known and not parts.username and not parts.password else None


class Asker:
    """Asks sites; `private` lets it ask this machine too, for tests. `clock` measures the time of each question."""

    def __init__(self, *, timeout: float, clock: Clock = time.monotonic, private: bool = False) -> None:
        self._timeout, self._clock, self._private = timeout, clock, private
        self._encryption = ssl.create_default_context()

    def ask(self, method: str, url: str, *, most: int = MOST_BYTES) -> Answer:
        """Ask once, without following; whatever the site does, an answer comes back in time."""
        parts = _parts(url)
        if parts is None:
            return Answer(fault=LinkFault.ADDRESS)
        try:
            address = _address(parts)
        except (UnicodeError, ValueError):
            return Answer(fault=LinkFault.ADDRESS)
        headers = [
            (b"Host", address.netloc.encode("ascii")),
            (b"User-Agent", user_agent()),
            (b"Accept", b"*/*"),
            (b"Connection", b"close"),
        ]
        network = PublicNetwork(Deadline(self._timeout, self._clock), private=self._private)
        try:
            with (
                httpcore.ConnectionPool(ssl_context=self._encryption, network_backend=network) as pool,
                pool.stream(method, address.geturl().encode("ascii"), headers=headers) as response,
            ):
                return _read(response, most)
        except InsideAddress:
            return Answer(fault=LinkFault.INSIDE)
        except UnknownName:
            return Answer(fault=LinkFault.NAME)
        except httpcore.TimeoutException:
            return Answer(fault=LinkFault.SILENT)
        except httpcore.ConnectError as error:
            return Answer(fault=LinkFault.TLS if _is_tls(error) else LinkFault.REFUSED)
        except (httpcore.ProtocolError, httpcore.NetworkError, httpcore.UnsupportedProtocol, OSError):
            return Answer(fault=LinkFault.GARBLED)


def _address(parts: SplitResult) -> SplitResult:
    """The address as it goes over the line: the name of the site and all else in ASCII, without a fragment."""
    host = str(parts.hostname)
    name = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii")
    port = f":{parts.port}" if parts.port else ""
    rest = urlsplit(iri_to_uri(parts._replace(scheme="", netloc="", fragment="").geturl()))
    return SplitResult(parts.scheme, f"{name}{port}", rest.path or "/", rest.query, "")


def _read(response: httpcore.Response, most: int) -> Answer:
    headers = {name.lower(): value for name, value in response.headers}
    body = b""
    for piece in response.iter_stream():
        body += piece
        if len(body) >= most:
            break
    location = headers.get(b"location", b"").decode("utf-8", "replace") if response.status in MOVES else ""
    return Answer(response.status, location, _wait(headers.get(b"retry-after", b"")), body[:most])


def _wait(value: bytes) -> float:
    """The seconds of a Retry-After, given as a number or as a moment; 0 if it says neither."""
    text = value.decode("ascii", "replace").strip()
    if text.isdecimal():
        return min(float(text[:12]), LONGEST_WAIT)
    try:
        moment = email.utils.parsedate_to_datetime(text)
        seconds = (moment - datetime.now(moment.tzinfo)).total_seconds()
    except (TypeError, ValueError, OverflowError):
        return 0
    return min(max(seconds, 0), LONGEST_WAIT)


def _is_tls(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
