"""A visitor who goes away in the middle of a file leaves nothing open."""

import gc
import weakref

import pytest
from django.test import RequestFactory

from tests.factories import make_agreement, make_commitment
from tracker.outputs import tables
from tracker.outputs.calendar import commitments_ics
from tracker.outputs.commitments import commitments_csv, commitments_json

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_connection_stays")]


@pytest.fixture
def many_rows(monkeypatch):
    monkeypatch.setattr("tracker.outputs.commitments.AT_ONCE", 0)
    monkeypatch.setattr("tracker.outputs.writers.PIECE", 1)
    monkeypatch.setattr("tracker.listings.contents.CHUNK", 1)
    agreement = make_agreement()
    for _ in range(4):
        make_commitment(agreement)


@pytest.mark.parametrize("view", [commitments_csv, commitments_json, commitments_ics])
def test_a_file_that_is_not_read_to_its_end_asks_no_more(view, many_rows, django_assert_num_queries):
    answer = view(RequestFactory().get("/massnahmen"))
    pieces = iter(answer.streaming_content)
    next(pieces)
    source = weakref.ref(answer._iterator)
    answer.close()
    del pieces, answer
    gc.collect()
    assert source() is None
    with django_assert_num_queries(0):
        gc.collect()


@pytest.mark.parametrize("name", ["massnahmen.csv", "massnahmen.json", "aenderungen.csv", "aenderungen.json"])
def test_who_asks_for_the_headers_of_a_file_alone_has_nothing_written(client, many_rows, name):
    answer = client.head(f"/{name}")
    assert (answer.status_code, answer.streaming) == (200, False)
    assert answer["Content-Type"] == client.get(f"/{name}")["Content-Type"]


def test_the_first_line_of_a_table_comes_before_any_row_is_read(many_rows, django_assert_num_queries):
    answer = commitments_csv(RequestFactory().get("/massnahmen.csv"))
    with django_assert_num_queries(0):
        assert next(iter(answer.streaming_content)).startswith(b"\xef\xbb\xbfcode;title;")


def test_a_workbook_is_gone_with_its_answer(many_rows, monkeypatch):
    opened = []
    real = tables.tempfile.TemporaryFile
    monkeypatch.setattr(tables.tempfile, "TemporaryFile", lambda: opened.append(real()) or opened[-1])
    answer = tables.commitments_xlsx(RequestFactory().get("/massnahmen.xlsx"))
    next(iter(answer.streaming_content))
    answer.close()
    assert opened and all(file.closed for file in opened)


def test_a_workbook_that_fails_leaves_no_file(many_rows, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("tracker.outputs.workbook._write", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tables.commitments_xlsx(RequestFactory().get("/massnahmen.xlsx"))
    assert list(tmp_path.iterdir()) == []
