"""An Excel file whose archive is damaged or locked is refused in one sentence, and nothing of it is taken in."""

import struct
import zipfile
import zlib
from io import BytesIO

import pytest

from tests.admin.browsing import errors
from tests.admin.test_import import row, upload
from tests.factories import make_agreement
from tests.uploads.files import xlsx
from tracker.admin.importing.reading import read
from tracker.models import Commitment

SHEET = "xl/worksheets/sheet1.xml"
FLAGS, PACKED, OFFSET = 8, 20, 42
"""Where the directory of an archive keeps the flags of a member, its packed size and its place."""


def whole():
    cells = row()
    return bytearray(xlsx([list(cells), list(cells.values())]))


def listed(content):
    """Where the directory names the sheet."""
    return content.rindex(SHEET.encode()) - 46


def bytes_changed():
    content = whole()
    begin = content.index(SHEET.encode()) + len(SHEET)
    content[begin + 2 : begin + 12] = b"\xff" * 10
    return bytes(content)


def reaches_beyond_the_end():
    content = whole()
    struct.pack_into("<H", content, listed(content) + 10, zipfile.ZIP_STORED)
    struct.pack_into("<II", content, listed(content) + PACKED, len(content) * 2, len(content) * 2)
    return bytes(content)


def locked():
    content = whole()
    content[listed(content) + FLAGS] |= 1
    return bytes(content)


def stands_at_the_end():
    content = whole()
    struct.pack_into("<I", content, listed(content) + OFFSET, len(content) - 4)
    return bytes(content)


DAMAGED = {
    bytes_changed: zlib.error,
    # Newer Pythons see by the directory that two members would overlap.
    reaches_beyond_the_end: (EOFError, zipfile.BadZipFile),
    locked: RuntimeError,
    stands_at_the_end: zipfile.BadZipFile,
}


@pytest.mark.parametrize(("make", "fault"), DAMAGED.items(), ids=[make.__name__ for make in DAMAGED])
def test_each_of_them_is_damaged_as_it_says(make, fault):
    with zipfile.ZipFile(BytesIO(make())) as packed, pytest.raises(fault):
        packed.read(SHEET)


@pytest.mark.parametrize("make", DAMAGED, ids=[make.__name__ for make in DAMAGED])
def test_it_is_a_problem_of_the_file(make):
    table = read("tabelle.xlsx", make())
    assert [(problem.row, problem.column) for problem in table.problems] == [(0, "")]
    assert table.rows == []


@pytest.mark.django_db
@pytest.mark.parametrize("make", DAMAGED, ids=[make.__name__ for make in DAMAGED])
def test_the_editors_read_one_sentence_and_nothing_is_written(make, desk):
    make_agreement("allianz-2027", code_prefix="AAW-2027", fields=["Erstes Feld"])
    answer = upload(desk, make(), "tabelle.xlsx")
    assert answer.status_code == 200
    assert "Excel" in str(errors(answer))
    assert not Commitment.objects.exists()


@pytest.mark.django_db
def test_whole_the_same_table_is_read():
    table = read("tabelle.xlsx", bytes(whole()))
    assert [cells["code"] for _number, cells in table.rows] == ["AAW-2027-1.01"]
    assert table.problems == []
