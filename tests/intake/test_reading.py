"""Every kind of document comes to lines with pages, in the order in which a person reads them."""

from __future__ import annotations

import pytest

from tests.intake.files import WORDS, column, open_document, pdf, word_document
from tracker.intake.reading import pasted, read


def words_of(lines) -> list[str]:
    return [line.text for line in lines if line.text.strip()]


def styled(lines) -> list[tuple[str, str]]:
    return [(line.style, line.text) for line in lines if line.text.strip()]


def test_a_pdf_comes_line_by_line_with_its_pages():
    data = pdf([column(70, [WORDS, "Zweite Zeile."]), column(70, ["Die Partner prüfen das im Jahr 2027 erneut."])])
    lines = [line for line in read(data) if line.text.strip()]
    assert [line.text for line in lines] == [WORDS, "Zweite Zeile.", "Die Partner prüfen das im Jahr 2027 erneut."]
    assert [line.page for line in lines] == [1, 1, 2]
    assert [line.number for line in lines] == sorted({line.number for line in lines})


def test_two_columns_stored_one_after_the_other_are_read_one_after_the_other():
    left, right = (
        [f"links {number} im Text" for number in range(8)],
        [f"rechts {number} im Text" for number in range(8)],
    )
    data = pdf([column(60, left) + column(320, right)])
    assert words_of(read(data)) == left + right


def test_two_columns_stored_line_by_line_are_read_one_after_the_other():
    left, right = (
        [f"links {number} im Text" for number in range(8)],
        [f"rechts {number} im Text" for number in range(8)],
    )
    pairs = zip(column(60, left), column(320, right), strict=True)
    assert words_of(read(pdf([[place for pair in pairs for place in pair]]))) == left + right


def test_a_heading_across_both_columns_parts_what_stands_above_and_below_it():
    left, right = (
        [f"links {number} im Text" for number in range(8)],
        [f"rechts {number} im Text" for number in range(8)],
    )
    title = "Eine Überschrift, die über beide Spalten geht und deshalb sehr lang ist"
    rows = []
    for number in range(8):
        top = 780 - 14 * number if number < 4 else 740 - 14 * number
        rows += [(60, top, left[number]), (320, top, right[number])]
    rows.insert(8, (60, 712, title))
    assert words_of(read(pdf([rows]))) == [*left[:4], *right[:4], title, *left[4:], *right[4:]]


def test_short_entries_beside_long_lines_make_no_columns():
    rows = [
        place for number in range(3) for place in ((60, 780 - 14 * number, WORDS[:40]), (400, 780 - 14 * number, "x"))
    ]
    rows += column(60, [WORDS] * 10, top=700)
    assert words_of(read(pdf([rows])))[-1] == WORDS


def test_a_table_of_two_columns_is_read_row_by_row():
    rows = []
    for number in range(8):
        rows += [(60, 780 - 14 * number, f"Die Kammern richten Messe {number} aus"), (400, 780 - 14 * number, "BMAS")]
    assert words_of(read(pdf([rows])))[0] == "Die Kammern richten Messe 0 aus BMAS"


def test_a_pdf_locked_against_changes_only_can_be_read():
    assert words_of(read(pdf([column(70, [WORDS])], owner="geheim"))) == [WORDS]


def test_a_word_document_says_what_is_heading_and_what_is_item():
    data = word_document(
        ("Title", "Erklärung"), ("Heading 1", "1. Ausbildung"), ("Normal", WORDS), ("List Bullet", "erstens"),
        ("List Number", "zweitens"),
    )  # fmt: skip
    assert styled(read(data)) == [
        ("heading", "Erklärung"),
        ("heading", "1. Ausbildung"),
        ("", WORDS),
        ("item", "erstens"),
        ("item", "zweitens"),
    ]


def test_an_open_document_says_the_same():
    body = (
        '<text:h text:outline-level="1">Ausbildung</text:h>'
        f"<text:p>{WORDS}<text:note>Fußnote</text:note></text:p>"
        "<text:list><text:list-item><text:p>erstens<text:s/>auch</text:p></text:list-item></text:list>"
    )
    assert styled(read(open_document(body))) == [("heading", "Ausbildung"), ("", WORDS), ("item", "erstens auch")]


def test_a_page_of_the_web_is_read_without_its_frame():
    page = (
        "<!doctype html><html><head><title>x</title><style>p{}</style></head><body><nav>Menü</nav><h2>Ausbildung</h2>"
        f"<p>{WORDS}</p><ul><li>erstens &amp; mehr</li></ul><script>böse()</script>"
        "<footer>Impressum</footer></body></html>"
    )
    assert styled(read(page.encode())) == [("heading", "Ausbildung"), ("", WORDS), ("item", "erstens & mehr")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_is_read_in_every_usual_encoding(encoding):
    text = f"Fördern für Ältere – „ja“\r\n\r\n{WORDS}"
    assert words_of(read(text.encode(encoding))) == ["Fördern für Ältere – „ja“", WORDS]


def test_pasted_words_keep_their_lines_and_a_form_feed_begins_a_page():
    lines = pasted("Erste Zeile.\r\nZweite Zeile.\fNächste Seite.")
    assert [(line.page, line.number, line.text) for line in lines] == [
        (1, 1, "Erste Zeile."),
        (1, 2, "Zweite Zeile."),
        (2, 3, "Nächste Seite."),
    ]


def test_a_text_with_tags_is_a_page_only_by_its_head_or_its_name():
    fragment = f"<p>{WORDS}</p>".encode()
    assert words_of(read(fragment, "erklaerung.html")) == [WORDS]
    assert words_of(read(fragment, "erklaerung.txt")) == [f"<p>{WORDS}</p>"]
