"""The files `massnahmen.csv` and `massnahmen.json`: the rows of the table, by the same address, as data.

Both are written while they are read, some rows at a time.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from tracker.listings.view import Listing
from tracker.outputs.delimiters import SEPARATED_BY, delimiter_of
from tracker.outputs.problems import refused
from tracker.outputs.writers import csv_pieces, json_pieces
from tracker.pages.http import PublicRequest, public_page


@public_page
def commitments_json(request: PublicRequest) -> HttpResponseBase:
    """All rows of the table as JSON."""
    listing = Listing(request, day=request.day)
    if listing.problems_of_file:
        return refused(listing.problems_of_file)
    return streamed(request, json_pieces(listing, request.revision), "application/json; charset=utf-8")


@public_page
def commitments_csv(request: PublicRequest) -> HttpResponseBase:
    """All rows of the table as CSV: byte order mark, one line of names, semicolons or (`trenner=komma`) commas."""
    listing = Listing(request, day=request.day, own=(SEPARATED_BY,))
    if listing.problems_of_file:
        return refused(listing.problems_of_file)
    delimiter, problems = delimiter_of(request)
    if problems:
        return refused(problems)
    answer = streamed(request, csv_pieces(listing, delimiter=delimiter), "text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="massnahmen.csv"'
    return answer


def streamed(request: PublicRequest, pieces: Iterator[str], content_type: str) -> HttpResponseBase:
    """A file that is written while it is sent; who asks for its headers alone gets those, and nothing is read."""
    if request.method == "HEAD":
        return HttpResponse(content_type=content_type)
    return StreamingHttpResponse(pieces, content_type=content_type)
