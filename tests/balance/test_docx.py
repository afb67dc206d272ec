"""The DOCX can be edited: real headings, tables with header rows, language and title; a chart is its table."""

import io
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.balance.making import built, read
from tests.factories import record_change
from tracker.balance import building
from tracker.balance.document import Table, plain
from tracker.models import Evidence

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_pango(monkeypatch):
    monkeypatch.setattr(building, "can_print", lambda: False)


@pytest.fixture
def balance(record):
    return built(agreement=record.agreement, foreword="Guten Tag.")


def opened(balance):
    with balance.docx.open("rb") as file:
        return Document(io.BytesIO(file.read()))


def test_headings_are_headings_of_the_same_levels(balance):
    found = [
        (paragraph.text, int(paragraph.style.name.rpartition(" ")[2]))
        for paragraph in opened(balance).paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    assert found == [(part.title, part.level - 1) for part in read(balance).walk()]


def test_tables_hold_the_same_words_under_a_header_row_that_repeats(balance):
    held = [block for part in read(balance).walk() for block in part.blocks if isinstance(block, Table)]
    found = opened(balance).tables
    assert len(found) == len(held) > 5
    for table, block in zip(found, held, strict=True):
        assert [cell.text for cell in table.rows[0].cells] == [head.label for head in block.heads]
        assert [[cell.text for cell in row.cells] for row in table.rows[1:]] == [
            [plain(cell) for cell in row] for row in block.rows
        ]
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_sources_and_counts_are_links_with_their_whole_address(record, settings):
    with record_change():
        Evidence.objects.update(url="https://example.org/quelle")
    document = opened(built(agreement=record.agreement))
    links = {link.text: link.address for paragraph in document.paragraphs for link in paragraph.hyperlinks}
    assert links["Quelle 1"] == "https://example.org/quelle"
    assert all(address.startswith(("http://", "https://")) for address in links.values())
    assert links["Alle Regeln mit Beispielen: So wird gezählt"] == f"{settings.SITE_URL}/methode/"


def test_every_page_has_its_number(balance):
    foot = opened(balance).sections[0].footer.paragraphs[0]
    assert [field.get(qn("w:instr")) for field in foot._p.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_it_has_title_language_and_the_day_it_was_made(balance):
    document = opened(balance)
    core = document.core_properties
    assert (core.title, core.language) == ("Zwischenbilanz 2026", "de")
    assert core.created.date() == date.fromisoformat(read(balance).made_on)
    assert document.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "de-DE"


def test_a_draft_says_so_in_the_head_of_every_page(record):
    head = opened(built(agreement=record.agreement, with_unaccepted=True)).sections[0].header
    assert [paragraph.text for paragraph in head.paragraphs] == ["ENTWURF – nicht freigegeben"]


def test_what_is_no_draft_names_title_and_day_there(balance):
    assert opened(balance).sections[0].header.paragraphs[0].text.startswith("Zwischenbilanz 2026, ")
