"""The public record as it was published on a past day, read from the append-only versions and from nothing else.

`Archive` hands it out in the words of the models: agreements, partners and commitments that were never saved and know
their relations, so that pages and files which show the present record show the past one by the same code. What has no
versions (names of Länder, target groups) is taken as it is today.
"""

from tracker.archive.knowing import know
from tracker.archive.lines import Line
from tracker.archive.record import Archive, first_day, first_version

__all__ = ["Archive", "Line", "first_day", "first_version", "know"]
