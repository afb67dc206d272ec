"""A visitor who follows every link and sends every form that only asks, one of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import Resolver404, resolve

from tests.access.taken import body_of
from tests.admin.browsing import values_of

OF_A_KIND = 1
"""How many addresses of the same view with the same names of parameters are opened."""
OF_A_VIEW = 3
"""How many in all: filters add up from page to page, and every set of them would be more than all grains of sand."""


@dataclass(frozen=True)
class Seen:
    """One answer: where it was asked for, which page led there, and what came."""

    address: str
    found_on: str
    status: int
    body: bytes
    headers: str


def kind_of(address: str) -> tuple[str, ...]:
    """The view behind an address and the names of its parameters; an address without a view is a kind of its own."""
    parts = urlsplit(address)
    try:
        view = resolve(parts.path).view_name
    except Resolver404:
        view = parts.path
    language = "en" if parts.path.startswith("/en/") else "de"
    return (language, view, *sorted({name for name, _value in parse_qsl(parts.query, keep_blank_values=True)}))


def crawl(client: Client, starts: list[str], *, inside: tuple[str, ...] = ("/",)) -> Iterator[Seen]:
    """Yield every answer; pages outside of `inside` are opened, but what they lead to is not followed."""
    waiting = [(start, "") for start in starts]
    known, kinds = set(starts), Counter(kind_of(start) for start in starts)
    views = Counter(kind[:2] for kind in kinds)
    while waiting:
        address, found_on = waiting.pop(0)
        answer = client.get(address)
        body = body_of(answer)
        yield Seen(address, found_on, answer.status_code, body, str(dict(answer.headers)))
        leads = [answer.headers["Location"]] if "Location" in answer.headers else []
        if answer.headers.get("Content-Type", "").startswith("text/html") and address.startswith(inside):
            leads += leads_of(body)
        for lead in leads:
            target = urljoin(address, lead).split("#")[0]
            parts = urlsplit(target)
            if parts.netloc not in ("", "testserver") or parts.scheme not in ("", "http"):
                continue
            target = parts._replace(scheme="", netloc="").geturl()
            kind = kind_of(target)
            if target in known or target.startswith("/static/"):
                continue
            known.add(target)
            if kinds[kind] < OF_A_KIND and views[kind[:2]] < OF_A_VIEW:
                kinds[kind] += 1
                views[kind[:2]] += 1
                waiting.append((target, address))


def leads_of(body: bytes) -> Iterator[str]:
    """Yield every address that a page leads to: by links, pictures, and forms that only ask."""
    page = BeautifulSoup(body, "lxml")
    for tag in page.find_all(["a", "link", "img", "script", "area", "iframe", "source"]):
        address = str(tag.get("href") or tag.get("src") or "")
        if address and not address.startswith(("mailto:", "data:", "#")):
            yield address
    for form in page.find_all("form"):
        if str(form.get("method", "get")).lower() == "get":
            yield from submissions(form)


def submissions(form: Tag) -> Iterator[str]:
    """Yield the form as it stands, and with each of its choices made, one at a time."""
    action = str(form.get("action", ""))
    stands = values_of(form)
    yield f"{action}?{urlencode(stands, doseq=True)}"
    for control in form.find_all(["input", "select"]):
        name = str(control.get("name", ""))
        if not name or control.has_attr("disabled"):
            continue
        if control.name == "select":
            options = [option.get("value", option.get_text()) for option in control.find_all("option")]
            value = str(options[-1]) if options else ""
        elif control.get("type") in ("checkbox", "radio"):
            value = str(control.get("value", "on"))
        elif control.get("type") in ("text", "search", None):
            value = "Ausbildung"
        else:
            continue
        yield f"{action}?{urlencode({name: value})}"
