"""A file shows one state of the record, also when the record changes while the file is made."""

import io
import json

import pytest
from openpyxl import load_workbook

from tests.factories import make_agreement, make_commitment, make_fact
from tests.listings.reading import body_of
from tracker.models import Revision
from tracker.outputs import commitments, workbook, writers
from tracker.vocabulary import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def changes_once(monkeypatch):
    """Let the last commitment get another status as soon as the first row of a file was made."""
    agreement = make_agreement()
    last = [make_commitment(agreement) for _ in range(3)][-1]
    monkeypatch.setattr(writers, "PIECE", 1)
    monkeypatch.setattr("tracker.listings.contents.CHUNK", 1)

    def change_at(module, name):
        real, waiting = getattr(module, name), [last]

        def row(*args, **kwargs):
            made = real(*args, **kwargs)
            if waiting:
                make_fact(waiting.pop(), Status.COMPLETED)
            return made

        monkeypatch.setattr(module, name, row)

    return change_at


def test_a_json_file_is_made_anew_when_the_record_changes_under_it(client, changes_once):
    changes_once(writers, "commitment_row")
    response = client.get("/massnahmen.json")
    told = json.loads(body_of(response))
    assert told["revision"] == Revision.current()
    assert [row["status"] for row in told["commitments"]] == ["unknown", "unknown", "completed"]
    assert client.get("/massnahmen.json")["ETag"] == response["ETag"]


def test_a_csv_file_has_the_etag_of_the_record_it_shows(client, changes_once):
    changes_once(writers, "values")
    response = client.get("/massnahmen.csv")
    later = client.get("/massnahmen.csv")
    assert (body_of(response), response["ETag"]) == (body_of(later), later["ETag"])


def test_a_workbook_has_the_etag_of_the_record_it_shows(client, changes_once):
    changes_once(workbook, "values")
    response = client.get("/massnahmen.xlsx")
    rows = load_workbook(io.BytesIO(body_of(response))).worksheets[1]
    names = [cell.value for cell in rows[1]]
    statuses = [row[names.index("status")].value for row in rows.iter_rows(min_row=2)]
    assert statuses == ["unknown", "unknown", "completed"]
    assert client.get("/massnahmen.xlsx")["ETag"] == response["ETag"]


def test_a_long_file_breaks_off_rather_than_show_two_states(client, changes_once, monkeypatch):
    monkeypatch.setattr(commitments, "AT_ONCE", 0)
    changes_once(writers, "commitment_row")
    response = client.get("/massnahmen.json")
    assert response.streaming
    with pytest.raises(commitments.RecordMoved):
        body_of(response)


def test_a_long_file_of_a_record_that_stands_still_comes_whole(client, changes_once, monkeypatch):
    monkeypatch.setattr(commitments, "AT_ONCE", 0)
    response = client.get("/massnahmen.json")
    assert response.streaming
    assert json.loads(body_of(response))["count"] == 3
