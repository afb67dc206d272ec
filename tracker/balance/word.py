"""A balance as DOCX that can be edited: headings, sentences, tables with header rows; a chart as its table."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from docx import Document as new_document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from tracker.balance.document import Block, Document, Listing, Paragraph, Rich, Table, plain
from tracker.templatetags.tracker_tags import day_text

LINK = RGBColor(0x15, 0x48, 0x89)


def docx(document: Document) -> bytes:
    """The document as DOCX."""
    with translation.override(document.language):
        made = new_document()
        _set_up(made, document)
        made.add_heading(document.title, level=0)
        made.add_paragraph(document.subtitle, style="Subtitle")
        if document.is_draft:
            _words(made.add_paragraph(), document.draft_words, bold=True)
        for block in document.opening:
            _block(made, block, document.url)
        for section in document.walk():
            made.add_heading(section.title, level=section.level - 1)
            for block in section.blocks:
                _block(made, block, document.url)
        made.add_paragraph(_imprint(document))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def _imprint(document: Document) -> str:
    return _("%(publisher)s: %(site)s. Licence: %(licence)s, %(licence_url)s") % {
        "publisher": document.publisher,
        "site": document.site,
        "licence": document.licence,
        "licence_url": document.licence_url,
    }


def _set_up(made: Any, document: Document) -> None:
    """Title, language, paper, and the draft's words in the head of every page."""
    core = made.core_properties
    core.title, core.author, core.language = document.title, document.publisher, document.language
    core.subject, core.comments = document.subtitle, ""
    moment = datetime.combine(date.fromisoformat(document.made_on), datetime.min.time(), UTC)
    core.created = core.modified = moment
    style = made.styles["Normal"]
    style.font.size = Pt(10.5)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), f"{document.language}-{document.language.upper()}")
    style.element.get_or_add_rPr().append(language)
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    head = page.header.paragraphs[0]
    if document.is_draft:
        _words(head, document.draft_words, bold=True)
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    else:
        head.text = f"{document.title}, {day_text(date.fromisoformat(document.day))}"
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _field(foot, "PAGE")
    _words(foot, " / ", bold=False)
    _field(foot, "NUMPAGES")


def _block(made: Any, block: Block, root: str) -> None:
    match block:
        case Paragraph():
            _rich(made.add_paragraph(), block.words, root)
        case Listing():
            for item in block.items:
                _rich(made.add_paragraph(style="List Bullet"), item, root)
        case Table():
            _table(made, block)
        case _:
            pass  # a chart: the table that follows holds the same numbers


def _table(made: Any, block: Table) -> None:
    made.add_paragraph(block.caption, style="Caption").paragraph_format.keep_with_next = True
    table = made.add_table(rows=1 + len(block.rows), cols=len(block.heads), style="Table Grid")
    grid = [row.cells for row in table.rows]
    for cell, head in zip(grid[0], block.heads, strict=True):
        _cell(cell, head.label, bold=True, is_number=head.is_number)
    properties = table.rows[0]._tr.get_or_add_trPr()
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    properties.append(repeated)
    last = len(block.rows) - block.feet
    for place, (cells, row) in enumerate(zip(grid[1:], block.rows, strict=True)):
        for cell, words, head in zip(cells, row, block.heads, strict=True):
            _cell(cell, plain(words), bold=place >= last, is_number=head.is_number)
    made.add_paragraph()


def _cell(cell: Any, text: str, *, bold: bool, is_number: bool) -> None:
    paragraph = cell.paragraphs[0]
    _words(paragraph, text, bold=bold, size=Pt(9))
    if is_number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _rich(paragraph: Any, words: Rich, root: str) -> None:
    """Sentences with their links: sources and rows can be opened from here as well."""
    for run in words:
        if run.hidden:
            continue
        made = _words(paragraph, run.text, bold=run.strong)
        if run.url:
            address = f"{root}{run.url}" if run.url.startswith("/") else run.url
            link = OxmlElement("w:hyperlink")
            link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
            made.font.color.rgb = LINK
            paragraph._p.append(link)
            link.append(made._r)


def _field(paragraph: Any, code: str) -> None:
    """A field that the word processor fills, such as the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)


def _words(paragraph: Any, text: str, *, bold: bool, size: Any = None) -> Any:
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = size
    return run
