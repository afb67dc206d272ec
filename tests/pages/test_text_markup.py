"""Texts of the operator become safe HTML by a markup of a few signs."""

import pytest

from tracker.pages.textmarkup import inline, markup


def test_an_empty_line_begins_a_new_paragraph():
    assert markup("Eins\n\n\nZwei") == "<p>Eins</p>\n<p>Zwei</p>"


def test_a_single_line_break_stays_one():
    assert markup("Beispielamt\r\nMusterstraße 1\r12345 Ort") == "<p>Beispielamt<br>Musterstraße 1<br>12345 Ort</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("## Kontakt", "<h2>Kontakt</h2>"),
        ("### Post", "<h3>Post</h3>"),
        ("#Kontakt", "<p>#Kontakt</p>"),
        ("##", "<p>##</p>"),
        ("## Kontakt\nAmt", "<h2>Kontakt</h2>\n<p>Amt</p>"),
    ],
)
def test_headings_begin_with_two_or_three_hashes(text, html):
    assert markup(text) == html


def test_lines_that_begin_with_a_dash_are_a_list():
    assert markup("Es gibt:\n- Äpfel\n- Birnen\n  aus Werder\nEnde") == (
        "<p>Es gibt:</p>\n<ul><li>Äpfel</li><li>Birnen aus Werder</li></ul>\n<p>Ende</p>"
    )


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "## <b>x</b>", "- <img src=x onerror=y>", 'http://a.de/"onclick="x', "a & b"],
)
def test_everything_else_is_escaped(text):
    html = markup(text)
    for sign in ("<script", "<b>", "<img", '"onclick'):
        assert sign not in html
    assert "&lt;" in html or "&quot;" in html or "&amp;" in html


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Siehe https://example.org/a.", "https://example.org/a"),
        ("(https://example.org/a)", "https://example.org/a"),
        ("https://example.org/a_(b), dann", "https://example.org/a_(b)"),
        ("„https://example.org/?a=1&b=2“", "https://example.org/?a=1&amp;b=2"),
    ],
)
def test_a_bare_address_becomes_a_link_without_the_signs_around_it(text, url):
    assert f'<a href="{url}">{url}</a>' in inline(text)


@pytest.mark.parametrize("text", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "www.example.org"])
def test_other_addresses_stay_text(text):
    assert "<a" not in inline(text)


def test_an_empty_text_gives_nothing():
    assert markup(" \n\n ") == ""
