"""A table says what sorts it, which cell names the row, and what each value is on a phone."""

import re

import django_tables2 as tables
import pytest
from django.template import engines
from django.test import RequestFactory


class Rows(tables.Table):
    caption = "Zeilen"
    row_header = "title"

    code = tables.Column(verbose_name="Kennung")
    title = tables.Column(verbose_name="Maßnahme", orderable=False)
    status = tables.Column(verbose_name="Status", orderable=False, attrs={"td": {"class": "wide"}})


@pytest.fixture
def html() -> str:
    table = Rows([{"code": "A-1", "title": "<i>Eins</i>", "status": "läuft"}], order_by="-code")
    template = engines["django"].from_string("{% load django_tables2 %}{% render_table table %}")
    return template.render({"table": table}, RequestFactory().get("/?status=unknown&page=3"))


def test_it_has_a_caption(html):
    assert "<caption>Zeilen</caption>" in html


def test_the_named_column_is_the_header_of_the_row(html):
    assert re.search(r'<th role="rowheader" scope="row"[^>]*>&lt;i&gt;Eins', html)


def test_the_sorted_column_says_which_way(html):
    assert html.count("aria-sort=") == 1
    assert 'aria-sort="descending"' in html


def test_sorting_keeps_the_filters_and_starts_at_the_first_page(html):
    assert 'href="?status=unknown&amp;sort=code#ergebnis"' in html


def test_a_value_carries_the_name_of_its_column_unless_it_is_wide(html):
    assert '<span class="lbl" aria-hidden="true">Kennung</span>' in html
    assert '<span class="lbl" aria-hidden="true">Status</span>' not in html
