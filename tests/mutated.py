"""A valid file with something wrong in it: cells changed and swapped, archives cut off, members broken."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from hypothesis import strategies as st

from tests.drawing import texts
from tests.uploads.files import xlsx

CELLS = st.sampled_from(
    ["=1+1", "=cmd|'/c calc'!A0", "1e308", "9" * 400, "-0", "#REF!", "2026-02-30", "ja", "AAW-2027-1.01", "|||", ";"]
) | texts.map(lambda text: text.replace("\0", " "))


@st.composite
def rows(draw: Any, valid: list[list[str]]) -> list[list[str]]:
    """The rows of a table after a few mishaps."""
    table = [list(row) for row in valid]
    for _mishap in range(draw(st.integers(1, 3))):
        if not table:
            break
        row = draw(st.integers(0, len(table) - 1))
        column = draw(st.integers(0, max(len(table[row]) - 1, 0)))
        what = draw(st.sampled_from(["cell", "cell", "cell", "cell", "swap", "twice", "drop", "short", "long"]))
        if what == "cell" and table[row]:
            table[max(row, 1) if len(table) > 1 else row][column : column + 1] = [draw(CELLS)]
        elif what == "swap" and table[row]:
            other = draw(st.integers(0, len(table[row]) - 1))
            table[row][column], table[row][other] = table[row][other], table[row][column]
        elif what == "twice":
            table.append(list(table[row]))
        elif what == "drop":
            del table[row]
        elif what == "short":
            del table[row][column:]
        elif what == "long":
            table[row].append(draw(CELLS))
    return table


def as_csv(table: list[list[str]], mark: str = ";") -> str:
    """The rows as text, as somebody writes it who never heard of quotation marks."""
    return "\r\n".join(mark.join(row) for row in table)


@st.composite
def csv_files(draw: Any, valid: list[list[str]]) -> bytes:
    """A CSV file of mishaps in any encoding, whole or cut off."""
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-32", "shift-jis"]))
    text = as_csv(draw(rows(valid)), draw(st.sampled_from([";", ",", "\t", ";"])))
    return cut(draw, text.encode(encoding, errors="replace"))


@st.composite
def xlsx_files(draw: Any, valid: list[list[str]]) -> bytes:
    """An Excel file of mishaps, its archive whole, cut off or with a broken member."""
    table: list[list[object]] = [[printable(cell) for cell in row] for row in draw(rows(valid))]
    return broken(draw, xlsx(table))


def printable(text: str) -> object:
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")[:32_000]


def cut(draw: Any, content: bytes) -> bytes:
    """The file as it came, or without its end."""
    return content if draw(st.integers(0, 4)) else content[: _place(draw, content)]


def broken(draw: Any, content: bytes) -> bytes:
    """An archive as it is, cut off, with bytes changed, or with a member that is replaced or left out."""
    how = draw(st.sampled_from(["whole", "whole", "cut", "bytes", "member", "member", "lost"]))
    if how == "whole":
        return content
    if how == "cut":
        return content[: _place(draw, content)]
    if how == "bytes":
        changed = bytearray(content)
        for _byte in range(draw(st.integers(1, 6))):
            changed[_place(draw, content)] = draw(st.integers(0, 255))
        return bytes(changed)
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(memory, "w") as new:
        victim = draw(st.sampled_from(sorted(old.namelist())))
        for name in old.namelist():
            if name != victim:
                new.writestr(name, old.read(name))
            elif how == "member":
                new.writestr(name, _damaged(draw, old.read(name)))
    return memory.getvalue()


def _place(draw: Any, content: bytes) -> int:
    """A place in a file; what is drawn hangs on no length, for an archive made a second later may be longer."""
    return draw(st.integers(0, 9_999)) * len(content) // 10_000


def _damaged(draw: Any, member: bytes) -> bytes:
    return draw(
        st.sampled_from([b"", b"<a/>", b"\0" * 9, member[: len(member) // 2], member.replace(b'"1"', b'"x"'),
                         member.replace(b'r="', b'r="Z9'), member.replace(b"<v>", b"<v>9e999"),
                         member.replace(b't="s"', b't="d"'), member.replace(b't="s"', b't="b"')])
    )  # fmt: skip
