"""The PDF is made as PDF/UA-1: what can be checked of that without a validator is checked here."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from tests.balance.making import built, charts, read
from tracker.balance.document import Table

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]


def opened(balance) -> pikepdf.Pdf:
    with balance.pdf.open("rb") as file:
        return pikepdf.open(io.BytesIO(file.read()))


@pytest.fixture
def balance(record):
    return built(agreement=record.agreement, foreword="Guten Tag.")


@pytest.fixture
def pdf(balance) -> pikepdf.Pdf:
    return opened(balance)


def tags(node: Any, depth: int = 0) -> Iterator[Any]:
    """Every element of the tag tree, as it is read."""
    assert depth < 100
    if isinstance(node, pikepdf.Array):
        for item in node:
            yield from tags(item, depth)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from tags(node["/K"], depth + 1)


def of_kind(pdf: pikepdf.Pdf, *kinds: str) -> list[Any]:
    return [item for item in tags(pdf.Root.StructTreeRoot) if str(item.S) in kinds]


def test_it_is_tagged_has_its_language_and_shows_its_title(pdf):
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == "de"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Zwischenbilanz 2026"
        assert metadata["pdfuaid:part"] == "1"


def test_headings_stand_in_the_tag_tree_as_in_the_document_and_skip_no_level(balance, pdf):
    levels = [int(str(item.S)[2:]) for item in of_kind(pdf, "/H1", "/H2", "/H3", "/H4")]
    assert levels == [1, *(part.level for part in read(balance).walk())]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_bookmarks_name_every_section(balance, pdf):
    def titles(items: Any) -> Iterator[str]:
        for item in items:
            yield item.title
            yield from titles(item.children)

    with pdf.open_outline() as outline:
        found = list(titles(outline.root))
    assert found == ["Zwischenbilanz 2026", *(part.title for part in read(balance).walk())]


def test_every_table_has_a_caption_and_every_cell_names_its_headers(balance, pdf):
    held = [block for part in read(balance).walk() for block in part.blocks if isinstance(block, Table)]
    found = of_kind(pdf, "/Table")
    assert len(found) == len(held) > 5
    for table in found:
        kinds = [str(item.S) for item in tags(table)]
        assert kinds.count("/Caption") == 1 and "/TH" in kinds
    for cell in of_kind(pdf, "/TD"):
        attributes = cell.A if isinstance(cell.A, pikepdf.Array) else [cell.A]
        assert any("/Headers" in item and len(item.Headers) for item in attributes)


def test_every_chart_is_a_figure_with_its_words(balance, pdf):
    figures = of_kind(pdf, "/Figure")
    assert [str(figure.Alt) for figure in figures] == [chart.alt for chart in charts(read(balance))]


def test_links_are_tagged_and_lead_to_the_whole_address(pdf, settings):
    assert of_kind(pdf, "/Link")
    targets = [
        str(note.A.URI) for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note and "/URI" in note.A
    ]
    assert targets and all(target.startswith(settings.SITE_URL) for target in targets)


def test_all_fonts_are_embedded(pdf):
    fonts = [font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()]
    described = [font.DescendantFonts[0].FontDescriptor for font in fonts]
    assert described and all({"/FontFile2", "/FontFile3"} & set(item.keys()) for item in described)


def words_on(page: pikepdf.Page) -> list[str]:
    """The texts a page shows, piece by piece, read by the map of each font."""
    maps = {name: code_map(font) for name, font in page.Resources.Font.items()}
    now: dict[int, str] = {}
    found = []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            now = maps[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            pieces = operands[0] if str(operator) == "TJ" else operands
            data = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
            codes = [int.from_bytes(data[at : at + 2]) for at in range(0, len(data), 2)]
            found.append("".join(now.get(code, "") for code in codes))
    return found


def code_map(font: Any) -> dict[int, str]:
    """The characters behind the codes of a font."""
    lines = re.findall(r"^<([0-9a-fA-F]+)> <([0-9a-fA-F]+)>$", font.ToUnicode.read_bytes().decode(), re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in lines if len(code) == 4}


def test_a_draft_says_so_on_every_page(record):
    pdf = opened(built("entwurf", agreement=record.agreement, with_unaccepted=True))
    assert len(pdf.pages) > 2
    for page in pdf.pages:
        assert "ENTWURF – nicht freigegeben" in "".join(words_on(page))


def test_what_is_no_draft_says_so_on_no_page(pdf):
    for page in pdf.pages:
        assert "ENTWURF" not in "".join(words_on(page))
