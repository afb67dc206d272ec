"""A day that is no more exact than a month, a quarter, a half-year or a year goes into the table and comes back."""

from datetime import date

import pytest

from tests.sheets.working import ask, compared, download, draft, fill
from tracker.sheets import Outcome, cells
from tracker.vocabulary import Precision

DAYS = [
    ("30.06.2025", date(2025, 6, 30), Precision.DAY),
    ("3. Juni 2025", date(2025, 6, 3), Precision.DAY),
    ("06/2025", date(2025, 6, 30), Precision.MONTH),
    ("Juni 2025", date(2025, 6, 30), Precision.MONTH),
    ("2. Quartal 2025", date(2025, 6, 30), Precision.QUARTER),
    ("Q2 2025", date(2025, 6, 30), Precision.QUARTER),
    ("1. Halbjahr 2025", date(2025, 6, 30), Precision.HALF_YEAR),
    ("2025", date(2025, 12, 31), Precision.YEAR),
]


@pytest.mark.parametrize(("text", "day", "precision"), DAYS)
def test_every_way_to_write_a_day_that_the_hints_name_is_read(text, day, precision):
    assert cells.day(text) == (day, precision)


@pytest.mark.django_db
@pytest.mark.parametrize("precision", list(Precision.of_facts()))
def test_a_draft_of_any_precision_can_be_downloaded_and_comes_back_untouched(precision):
    (part,) = ask()
    draft(part, as_of=date(2025, 6, 30), as_of_precision=precision)
    assert [row.outcome for row in compared(download([part])).rows] == [Outcome.UNTOUCHED]


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "day", "precision"), DAYS)
def test_a_day_that_is_entered_is_the_one_that_would_be_reported(text, day, precision):
    (part,) = ask()
    (row,) = compared(fill(download([part]), {"status": "in Umsetzung", "as_of": text, "summary": "Läuft."})).rows
    assert (row.data.as_of, row.data.as_of_precision) == (day, precision)
