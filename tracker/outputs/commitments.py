"""The files `massnahmen.csv` and `massnahmen.json`: the rows of the table, by the same address, as data.

A short file is made whole before it is sent, and anew if the record changes meanwhile. A long one is written while it
is read, some rows at a time; should the record change under it, it breaks off before its end.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from tracker.listings.view import Listing
from tracker.outputs.delimiters import SEPARATED_BY, delimiter_of
from tracker.outputs.problems import refused
from tracker.outputs.writers import csv_pieces, json_pieces
from tracker.pages.http import PublicRequest, public_page
from tracker.pages.standing import stands_still

AT_ONCE = 500_000
"""So many characters of a file are made before the first is sent: some hundred rows."""


class RecordMoved(Exception):
    """The record changed under a long file: what was sent already and what is still to come are of two states."""


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
    """A file, a long one written while it is sent; who asks for its headers alone gets those, and nothing is read."""
    if request.method == "HEAD":
        return HttpResponse(content_type=content_type)
    begun, size = [], 0
    for piece in pieces:
        begun.append(piece)
        size += len(piece)
        if size > AT_ONCE:
            return StreamingHttpResponse(_of_one_record(request, begun, pieces), content_type=content_type)
    return HttpResponse("".join(begun), content_type=content_type)


def _of_one_record(request: PublicRequest, begun: list[str], rest: Iterator[str]) -> Iterator[str]:
    """The pieces, the last one only if the record is still the one of the first; raises RecordMoved otherwise.

    So whoever reads it sees the connection break off and asks again, and nobody takes a mixture for a file.
    """
    yield from begun
    held = ""
    for piece in rest:
        yield held
        held = piece
    if not stands_still(request):
        raise RecordMoved
    yield held
