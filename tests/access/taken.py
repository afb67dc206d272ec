"""What can be taken away of the cast's world: its balances and a dump, made as the jobs make them; and how it is read.

Archives and PDFs are packed, so a word in them is found only once they are opened.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from django.core.files.base import File
from django.http import HttpResponseBase
from pypdf import PdfReader
from pypdf.errors import PdfReadError

from tests.cast import CANARY, Cast
from tracker import workflow
from tracker.balance.building import build
from tracker.models import BalanceReport, DataDump
from tracker.outputs.dumps import last_day_of, write_dump


@dataclass(frozen=True)
class Taken:
    """A public balance, one that only the editors may read, a draft with what is not accepted yet, and a dump."""

    public: BalanceReport
    unpublished: BalanceReport
    draft: BalanceReport
    dump: DataDump


def take_away(the_cast: Cast) -> Taken:
    """Make balances of the cast's agreement and a dump of the present quarter."""
    public = _built(the_cast, "oeffentlich", title="Zwischenbilanz der Probe")
    workflow.publish_balance(public, actor=the_cast.actor("editor"))
    secret = {"title": f"Geheime Bilanz {CANARY}-A", "foreword": f"Vorwort {CANARY}-B"}
    unpublished = _built(the_cast, "unveroeffentlicht", **secret)
    draft = _built(the_cast, "entwurf-der-bilanz", with_unaccepted=True, **secret)
    return Taken(public, unpublished, draft, _dump(the_cast))


def _built(the_cast: Cast, slug: str, **columns: object) -> BalanceReport:
    balance = BalanceReport(slug=slug, agreement=the_cast.agreement, **columns)
    balance.save()
    build(balance)
    return balance


def _dump(the_cast: Cast) -> DataDump:
    period = f"{the_cast.today.year}-Q{(the_cast.today.month - 1) // 3 + 1}"
    target = io.BytesIO()
    revision = write_dump(period, target)
    file = File(target)
    return workflow.keep_dump(
        period, file, day=last_day_of(period), revision=revision, actor=the_cast.actor("administrator")
    )


def body_of(answer: HttpResponseBase) -> bytes:
    """The whole body, streamed or not."""
    return b"".join(getattr(answer, "streaming_content", None) or [answer.content])  # type: ignore[attr-defined]


def text_of(body: bytes) -> str:
    """All text in a body: that of every member of an archive, of every page and every property of a PDF."""
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(f"{name}\n{text_of(archive.read(name))}" for name in archive.namelist())
    if body.startswith(b"%PDF-"):
        return f"{body.decode(errors='replace')}\n{_text_of_pdf(body)}"
    return body.decode(errors="replace")


def _text_of_pdf(body: bytes) -> str:
    """The pages and the properties of a PDF; nothing of a sample that is no whole one."""
    try:
        reader = PdfReader(io.BytesIO(body))
    except PdfReadError:
        return ""
    return "\n".join([str(dict(reader.metadata or {})), *(page.extract_text() for page in reader.pages)])
