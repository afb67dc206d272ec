"""Page links keep the query and show where one is."""

import re

from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory


def links(number: int, rows: int = 500) -> str:
    page = Paginator(range(rows), 25).get_page(number)
    return render_to_string("includes/pages.html", {"page": page}, RequestFactory().get("/?status=unknown&page=2"))


def test_the_pages_around_the_present_one_are_linked():
    assert re.findall(r"Seite </span>(\d+)", links(7)) == ["1", "5", "6", "7", "8", "9", "20"]


def test_the_present_page_is_marked():
    assert re.search(r'aria-current="page"><span class="kern-sr-only">Seite </span>7<', links(7))


def test_the_query_is_kept():
    assert 'href="?status=unknown&amp;page=8#ergebnis" rel="next"' in links(7)


def test_a_single_page_has_no_links():
    assert links(1, rows=5).strip() == ""
