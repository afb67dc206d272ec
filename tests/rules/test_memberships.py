"""A membership counts for an agreement if it overlaps the time from signing to effective end."""

from datetime import date

import pytest

from tracker.rules import membership_counts

SIGNED, END = date(2019, 8, 26), date(2022, 12, 31)


@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [
        (None, None, True),
        (None, date(2019, 8, 25), False),
        (None, SIGNED, True),
        (END, None, True),
        (date(2023, 1, 1), None, False),
        (date(2020, 1, 1), date(2020, 12, 31), True),
        (date(2013, 1, 1), date(2025, 5, 6), True),
        (date(2025, 5, 6), None, False),
    ],
)
def test_a_day_in_common_is_enough(start, end, counts):
    assert membership_counts(start, end, signed_on=SIGNED, effective_end=END) is counts
