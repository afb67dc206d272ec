"""Whether every file that the record speaks of is there, and is still the file that was handed in."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.storage import Storage
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tracker.models import BalanceReport, DataDump, Evidence, MailProof
from tracker.workflow import checksum


def file_differences() -> Iterator[str]:
    """Every file that is missing, changed, or cannot be proved unchanged, as a sentence."""
    kept: list[tuple[str, str, QuerySet]] = [
        (_("The PDF file %s is missing."), "file", Evidence.objects.all()),
        (_("The proof %s is missing."), "file", MailProof.objects.all()),
        (_("The dump %s is missing."), "file", DataDump.objects.all()),
        (_("The file %s of a balance is missing."), "pdf", BalanceReport.objects.all()),
        (_("The file %s of a balance is missing."), "docx", BalanceReport.objects.all()),
    ]
    for sentence, column, rows in kept:
        storage = rows.model._meta.get_field(column).storage
        with_sum = any(field.name == "sha256" for field in rows.model._meta.get_fields())
        # Several reports may rest on one file; it is read once for each checksum that is told of it.
        columns = [column, "sha256"] if with_sum else [column]
        for name, *told in rows.exclude(**{column: ""}).order_by(column).values_list(*columns).distinct().iterator():
            if not storage.exists(name):
                yield sentence % name
            elif with_sum:
                yield from _content(storage, name, told[0])


def _content(storage: Storage, name: str, told: str) -> Iterator[str]:
    if not told:
        yield _("No checksum is kept of the file %s; keep_checksums keeps it.") % name
        return
    with storage.open(name) as file:
        if checksum(file.chunks()) != told:
            yield _("The file %s is not the one that was handed in: its checksum is another.") % name
