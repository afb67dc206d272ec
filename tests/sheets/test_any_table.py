"""Whatever comes back instead of the table of reports: it is compared or refused in a sentence, nothing is written."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import mutated
from tests.access.test_who_may_send_what import everything
from tests.drawing import bounded
from tests.sheets.working import ask, download, fill
from tests.uploads.files import upload
from tracker import days, sheets, uploads
from tracker.models import Contribution
from tracker.sheets.columns import BY_FIELD

pytestmark = pytest.mark.django_db
FIELDS = sorted(BY_FIELD)
VALUES = (
    mutated.CELLS.map(mutated.printable)
    | st.integers(-(10**9), 10**9)
    | st.booleans()
    | st.floats(-1e300, 1e300)
    | st.dates()
    | st.datetimes()
)


@pytest.fixture
def parts(db):
    return ask(3)


def look(content):
    """Check the upload and compare it, as the page does; say whether it was taken."""
    try:
        uploads.check_xlsx(upload("tabelle.xlsx", content))
    except uploads.ValidationError as refusal:
        assert refusal.messages
        return None
    found = sheets.compare(sheets.read_table(io.BytesIO(content)), Contribution.objects.all(), on=days.today())
    assert found.rows or found.problems
    return found


@bounded(25)
@given(cells=st.lists(st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=4), min_size=1, max_size=4))
def test_any_cells_are_compared_or_named(parts, cells):
    before = everything()
    found = look(fill(download(parts), *cells))
    assert found is not None
    assert all(
        problem.sentence for problem in [*found.problems, *(item for row in found.rows for item in row.problems)]
    )
    assert everything() == before


@bounded(25)
@given(data=st.data())
def test_any_damage_is_survived(parts, data):
    before = everything()
    look(mutated.broken(data.draw, download(parts)))
    assert everything() == before
