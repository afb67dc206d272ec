"""How tests read the table and its files: as a visitor and as a program would."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

Query = dict[str, str | list[str]]


def query_of(filters: Query | str) -> str:
    """Return the query of an address for these filters."""
    return filters if isinstance(filters, str) else urlencode(filters, doseq=True)


def body_of(response: Any) -> bytes:
    """Return the whole body of an answer, streamed or not."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def text_of(response: Any) -> str:
    """Return the whole body of an answer as text."""
    return body_of(response).decode("utf-8")


def ask_json(client: Client, filters: Query | str = "") -> dict[str, Any]:
    """Return what `massnahmen.json` says for these filters."""
    response = client.get(f"/massnahmen.json?{query_of(filters)}")
    assert response.status_code == 200, text_of(response)
    return json.loads(text_of(response))


def codes_of(client: Client, filters: Query | str = "") -> list[str]:
    """Return the codes of `massnahmen.json`, in its order."""
    return [row["code"] for row in ask_json(client, filters)["commitments"]]


def ask_csv(client: Client, filters: Query | str = "") -> list[dict[str, str]]:
    """Return the lines of `massnahmen.csv` for these filters."""
    response = client.get(f"/massnahmen.csv?{query_of(filters)}")
    assert response.status_code == 200, text_of(response)
    return list(csv.DictReader(io.StringIO(text_of(response).removeprefix("\ufeff"), newline=""), delimiter=";"))


def page(client: Client, filters: Query | str = "", *, prefix: str = "") -> HttpResponse:
    """Return the page for these filters."""
    return client.get(f"{prefix}/massnahmen/?{query_of(filters)}")


def heading(response: HttpResponse) -> str:
    """Return the words of the h1."""
    found = re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.S)
    assert found
    return plain(found[1])


def plain(markup: str) -> str:
    """Return the words of a piece of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", markup)).split())


def rows_on(response: HttpResponse) -> list[str]:
    """Return the codes in the table of a page."""
    body = re.search(r"<tbody.*?</tbody>", response.content.decode(), re.S)
    return re.findall(r"Kennung </span>([A-Z0-9.-]+)", body[0]) if body else []


def rows_on_all_pages(client: Client, filters: Query) -> list[str]:
    """Return the codes of the table, page after page."""
    first = page(client, {**filters, "per_page": "100"})
    last = max([int(number) for number in re.findall(r"[?&;]page=(\d+)", first.content.decode())], default=1)
    codes = rows_on(first)
    for number in range(2, last + 1):
        codes += rows_on(page(client, {**filters, "per_page": "100", "page": str(number)}))
    return codes


def counts_on(response: HttpResponse, name: str) -> dict[str, int]:
    """Return the number behind each value of a filter on a page, from boxes or a select."""
    text = response.content.decode()
    boxes = re.findall(rf'name="{name}" value="([^"]*)"[^>]*><label.*?<span class="count">([\d.]+)<', text)
    select = re.search(rf'<select[^>]*name="{name}".*?</select>', text, re.S)
    options = re.findall(r'value="([^"]+)"[^>]*>[^<]*\(([\d.]+)\)<', select[0]) if select else []
    return {html.unescape(value): int(number.replace(".", "")) for value, number in [*boxes, *options]}
