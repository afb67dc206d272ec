"""Dumps: all data as they were published at the end of a quarter or a year, in one archive that never changes.

They are made from the published versions of that day, so one made late holds the same as one made in time. What has no
versions (indicators, Länder) is not in them.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from tracker import archive, days, workflow
from tracker.listings.changelist import ChangeListing
from tracker.listings.registers import AGREEMENTS, PARTNERS
from tracker.listings.view import Listing
from tracker.models import DataDump
from tracker.outputs.changes import csv_pieces as changes_csv_pieces
from tracker.outputs.changes import json_pieces as changes_json_pieces
from tracker.outputs.datapackage import package
from tracker.outputs.registers import register_pieces
from tracker.outputs.writers import csv_pieces, dump, json_pieces
from tracker.pages.http import PublicRequest, public_page
from tracker.site import site
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import Precision

PERIOD = re.compile(r"\d{4}(-Q[1-4])?")
SUMS = "SHA256SUMS"


# Which, and when ------------------------------------------------------------------------------------------------------


def last_day_of(period: str) -> date:
    """The last day of a period, as 2026 or 2026-Q3."""
    year, _hyphen, quarter = period.partition("-Q")
    return days.last_of_month(int(year), int(quarter) * 3 if quarter else 12)


def finished_periods(*, today: date) -> list[str]:
    """The quarters and years that ended before today and of which anything was published, the oldest first."""
    first = archive.first_day()
    if first is None:
        return []
    found = []
    for end in days.quarter_ends(first, today):
        if end < today:
            found.append(f"{end.year}-Q{(end.month - 1) // 3 + 1}")
            if end.month == 12:
                found.append(str(end.year))
    return found


def dump_data(*, today: date) -> list[str]:
    """Make the dumps that are not there yet and return their periods; the others are left as they are."""
    made = []
    kept = set(DataDump.objects.values_list("period", flat=True))
    for period in finished_periods(today=today):
        if period in kept:
            continue
        with tempfile.TemporaryFile() as target:
            revision = write_dump(period, target)
            workflow.keep_dump(
                period,
                File(target),
                day=last_day_of(period),
                revision=revision,
                actor=workflow.system_actor(),
            )
        made.append(period)
    return made


def damaged() -> list[str]:
    """The periods of dumps whose file is gone or no longer has its checksum."""
    found = []
    for kept in DataDump.objects.all():
        try:
            with kept.file.open("rb") as file:
                intact = workflow.checksum(file.chunks()) == kept.sha256
        except FileNotFoundError:
            intact = False
        if not intact:
            found.append(kept.period)
    return found


# What is in them ------------------------------------------------------------------------------------------------------


def write_dump(period: str, target: Any) -> int:
    """Write the archive of a period and return the revision it holds."""
    day = last_day_of(period)
    record = archive.Archive(day)
    sums: list[str] = []
    with translation.override(settings.LANGUAGE_CODE), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, pieces in _files(period, day, record):
            counted = hashlib.sha256()
            with zipped.open(_entry(name, day), "w") as file:
                for piece in pieces:
                    data = piece.encode()
                    counted.update(data)
                    file.write(data)
            sums.append(f"{counted.hexdigest()}  {name}\n")
        zipped.writestr(_entry(SUMS, day), "".join(sums))
    return record.revision


def _entry(name: str, day: date) -> zipfile.ZipInfo:
    """An entry that says the day of the data, so that the same data make the same archive."""
    entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _files(period: str, day: date, record: archive.Archive) -> Iterator[tuple[str, Iterable[str]]]:
    asked = _asked(f"fassung={day.isoformat()}")
    tomorrow = day + timedelta(days=1)
    yield "LIESMICH.txt", [_about(period, day, record.revision)]
    yield "massnahmen.csv", csv_pieces(Listing(asked, day=tomorrow))
    yield "massnahmen.json", json_pieces(Listing(asked, day=tomorrow), record.revision)
    until = _asked(f"bis={day.isoformat()}")
    yield "aenderungen.csv", changes_csv_pieces(ChangeListing(until))
    yield "aenderungen.json", changes_json_pieces(ChangeListing(until), record.revision)
    for name, register in (("vereinbarungen", AGREEMENTS), ("partner", PARTNERS)):
        yield f"{name}.json", register_pieces(register, day=tomorrow, revision=record.revision, past={"fassung": day})
    names = {f"{name}-{kind}": f"{name}.{kind}" for name in ("massnahmen", "aenderungen") for kind in ("csv", "json")}
    names |= {f"{name}-json": f"{name}.json" for name in ("vereinbarungen", "partner")}
    yield "datapackage.json", [dump(package(names)), "\n"]


def _asked(query: str) -> HttpRequest:
    request = HttpRequest()
    request.META["QUERY_STRING"] = query
    request.GET = QueryDict(query)
    return request


def _about(period: str, day: date, revision: int) -> str:
    here = site()
    lines = [
        f"{here.name}: {period_words(period)}",
        _("As published on %(day)s, revision %(revision)d.") % {"day": day_text(day), "revision": revision},
        _("Licence: %(name)s, %(url)s") % {"name": here.licence, "url": here.licence_url},
        _("Source: %s") % here.url,
        _("What each column means stands in datapackage.json, the checksums in %s.") % SUMS,
    ]
    return "\n".join([*lines, ""])


def period_words(period: str) -> str:
    """A period in words: "3. Quartal 2026", "Jahr 2026"."""
    return day_text(last_day_of(period), Precision.QUARTER if "Q" in period else Precision.YEAR)


# How they are handed out ----------------------------------------------------------------------------------------------


@public_page
def data_dump(request: PublicRequest, period: str) -> HttpResponseBase:
    """The archive of a period."""
    kept = _kept(period)
    try:
        file = kept.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, as_attachment=True, filename=f"allianz-{period}.zip", content_type="application/zip")


@public_page
def dump_checksum(request: PublicRequest, period: str) -> HttpResponse:
    """The checksum of the archive of a period, as `sha256sum --check` reads it."""
    kept = _kept(period)
    return HttpResponse(f"{kept.sha256}  allianz-{period}.zip\n", content_type="text/plain; charset=utf-8")


def _kept(period: str) -> DataDump:
    kept = DataDump.objects.filter(period=period).first() if PERIOD.fullmatch(period) else None
    if kept is None:
        raise Http404
    return kept
