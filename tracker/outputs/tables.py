"""The file `massnahmen.xlsx`: made at once, or, where it is long, ordered and offered when it is done."""

from __future__ import annotations

import hashlib
import tempfile
from typing import BinaryIO, cast
from urllib.parse import parse_qsl

from django.core.files.base import File
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

import allianz
from tracker import workflow
from tracker.listings.links import commitments_url
from tracker.listings.view import Listing
from tracker.models import BuiltFile, Revision
from tracker.outputs.problems import refused
from tracker.outputs.workbook import write_workbook
from tracker.pages.http import PublicRequest, public_page
from tracker.replica import on_primary
from tracker.site import site
from tracker.vocabulary import JobState

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAME = "massnahmen.xlsx"
AT_ONCE = 20_000
"""A table with more rows is built by a job."""


@public_page
def commitments_xlsx(request: PublicRequest) -> HttpResponseBase:
    """All rows of the table as a workbook; of a long one the page that says it is being made, until it is."""
    listing = Listing(request, day=request.day)
    if listing.problems_of_file:
        return refused(listing.problems_of_file)
    rows = listing.count()
    if rows > AT_ONCE:
        with on_primary():
            return _built(request, listing, rows)
    if request.method == "HEAD":
        return HttpResponse(content_type=TYPE)
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it, also when nobody listens any more
    try:
        write_workbook(listing, cast(BinaryIO, target), revision=request.revision)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=NAME, content_type=TYPE)


def _built(request: PublicRequest, listing: Listing, rows: int) -> HttpResponseBase:
    query = listing.file_query()
    key = _key(request, query)
    try:
        file = workflow.order_file(key, query=query, day=request.day, revision=request.revision, rows=rows)
        if file.state == JobState.DONE and not file.file.storage.exists(str(file.file.name)):
            # A restored database names files that were not restored with it.
            workflow.fail_file(file)
            file = workflow.order_file(key, query=query, day=request.day, revision=request.revision, rows=rows)
    except workflow.TooManyWaiting:
        message = _("Too many files are being made at the moment. Please try again in a few minutes, or take the CSV.")
        return HttpResponse(f"{message}\n", status=503, content_type="text/plain; charset=utf-8", headers=LATER)
    if file.state == JobState.DONE:
        return FileResponse(file.file.open("rb"), as_attachment=True, filename=NAME, content_type=TYPE)
    context = {
        "file": file,
        "running": file.state == JobState.RUNNING,
        "here": request.get_full_path(),
        "csv_url": reverse("commitments_csv") + (f"?{query}" if query else ""),
        "table_url": commitments_url() + (f"?{query}" if query else ""),
    }
    answer = render(request, "dateien/building.html", context, status=202)
    answer["Retry-After"] = LATER["Retry-After"]
    return answer


LATER = {"Retry-After": "60"}


def _key(request: PublicRequest, query: str) -> str:
    """One word for these rows of this day and revision, whoever asks and in whatever order the address names them."""
    asked = sorted(parse_qsl(query))
    parts = [allianz.__version__, site().fingerprint(), request.revision, request.day.isoformat(), asked]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def build_file(file: BuiltFile) -> bool:
    """Build an ordered workbook and keep it; False, and the order is given up, if the record has changed meanwhile."""
    if Revision.current() != file.revision:
        workflow.fail_file(file)
        return False
    try:
        with tempfile.TemporaryFile() as target:
            listing = listing_of(file.query, file)
            rows = write_workbook(
                listing,
                cast(BinaryIO, target),
                revision=file.revision,
                tell=lambda number: workflow.tell_rows(file, number),
            )
            if Revision.current() != file.revision:
                workflow.fail_file(file)
                return False
            workflow.finish_file(file, File(target), rows=rows)
    except Exception:
        workflow.fail_file(file)
        raise
    return True


def listing_of(query: str, file: BuiltFile) -> Listing:
    """The listing that a stored query asks for, as of the day on which it was ordered."""
    request = HttpRequest()
    request.META["QUERY_STRING"] = query
    request.GET = QueryDict(query)
    return Listing(request, day=file.day)


def build_files() -> tuple[int, int, int]:
    """Build all that is ordered and forget what is old: how many were built, given up and removed."""
    built = given_up = 0
    while (file := workflow.next_file(at=timezone.now())) is not None:
        if build_file(file):
            built += 1
        else:
            given_up += 1
    return built, given_up, workflow.forget_files(at=timezone.now())
