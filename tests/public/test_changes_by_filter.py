"""The changes of a time, an agreement, a field or a partner; on the page, as CSV and as JSON, the same."""

import csv
import io
import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_agreement, make_commitment, make_fact, make_partner
from tests.moments import Clock
from tests.public.records import html, words
from tracker import workflow
from tracker.listings.differences import word_difference
from tracker.models import ActionField, Membership
from tracker.vocabulary import ChangeKind, Precision, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch, date(2026, 3, 1))


@pytest.fixture
def told(clock):
    """Return two commitments to which much happened."""
    agreement = make_agreement("eine", fields=["Erstes", "Zweites"], code_prefix="AAW-2031")
    first, _second = ActionField.objects.filter(agreement=agreement).order_by("number")
    lead = make_partner("verband", name="Verband")
    one = make_commitment(
        agreement, leads=[lead], action_field=first, title="Das Ziel ist klar", due_on=date(2026, 6, 30)
    )
    two = make_commitment(make_agreement("andere"), action_field=None)
    clock.go(date(2026, 4, 1))
    make_fact(one, Status.PREPARING, as_of=date(2026, 3, 1), sources=2)
    clock.go(date(2026, 4, 2))
    make_fact(one, Status.IN_PROGRESS, as_of=date(2026, 3, 15))
    clock.go(date(2026, 4, 3))
    actor = workflow.system_actor()
    workflow.move_deadline(
        one, due_on=date(2027, 6, 30), wording="bis Mitte 2027", precision=Precision.DAY, reason="Später.", actor=actor
    )
    workflow.correct_wording(one, texts={"title": "Das Ziel ist sehr klar"}, reason="Genauer.", actor=actor)
    workflow.drop(two, reason="Entfallen.", as_of=date(2026, 4, 1), actor=actor)
    clock.go(date(2026, 5, 1))
    return one, two


def rows(client, query=""):
    answer = client.get(f"/aenderungen.json?{query}")
    assert answer.status_code == 200
    return json.loads(answer.getvalue())["changes"]


def test_every_change_of_a_status_can_be_followed(client, told):
    one, two = told
    log = [
        (row["day"], row["key"], row["change"], row["before"], row["after"])
        for row in rows(client)
        if row["field"] == "status"
    ]
    assert log == [
        ("2026-04-03", two.code, "dropped", "unknown", "dropped"),
        ("2026-04-02", one.code, "status_up", "preparing", "in_progress"),
        ("2026-04-01", one.code, "status_other", "unknown", "preparing"),
        ("2026-03-01", two.code, "new", None, "unknown"),
        ("2026-03-01", one.code, "new", None, "unknown"),
    ]
    up = next(row for row in rows(client) if row["change"] == "status_up")
    assert (up["reason"], up["source_title"], up["source_publisher"]) == ("new_fact", "Quelle 1", "Verlag")
    dropped = next(row for row in rows(client) if row["change"] == "dropped")
    assert (dropped["reason"], dropped["note"]) == ("dropped", "Entfallen.")
    assert all(row["revision"] and row["at"] and row["role"] for row in rows(client))


def test_a_moved_deadline_and_a_corrected_text_are_told_with_their_values(client, told):
    found = {row["change"]: row for row in rows(client)}
    assert (found["deadline"]["before"], found["deadline"]["after"]) == ("2026-06-30", "2027-06-30")
    assert found["deadline"]["note"] == "Später."
    assert (found["wording"]["field"], found["wording"]["after"]) == ("title", "Das Ziel ist sehr klar")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("von=2026-04-03", 3),
        ("bis=2026-03-31&vereinbarung=eine", 2),
        ("von=2026-04-01&bis=2026-04-02", 2),
        ("vereinbarung=eine&von=2026-04-01", 4),
        ("handlungsfeld=2031-1", 5),
        ("handlungsfeld=2031-2", 0),
        ("partner=verband&von=2026-04-01", 4),
        ("partner=verband", 6),
    ],
)
def test_changes_are_narrowed(client, told, query, expected):
    changed = {(row["revision"], row["key"]) for row in rows(client, query)}
    assert len(changed) == expected
    source = words(html(client, f"/aenderungen/?{query}"))
    assert (
        (f"{expected} geänderte" in source) if expected else ("keine Änderung, die zu diesen Filtern passt" in source)
    )


def test_a_partner_has_the_changes_of_its_groups(client, clock):
    group, member = make_partner("gruppe", kind="group"), make_partner("mitglied")
    with workflow.public_change(actor=workflow.system_actor(), role="system", reason="edited"):
        Membership(group=group, member=member).save()
    commitment = make_commitment(leads=[group])
    assert commitment.code in {row["key"] for row in rows(client, "partner=mitglied")}


def test_csv_and_json_have_the_same_rows(client, told):
    answer = client.get("/aenderungen.csv")
    text = answer.getvalue().decode("utf-8").removeprefix("\ufeff")
    lines = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    data = rows(client)
    assert [(line["revision"], line["key"], line["change"]) for line in lines] == [
        (str(row["revision"]), row["key"], row["change"]) for row in data
    ]
    assert [line["after"] for line in lines] == [row["after"] or "" for row in data]


def test_a_text_is_compared_word_by_word_in_words_a_screen_reader_says(client, told):
    source = html(client, "/aenderungen/")
    assert "Titel: Das Ziel ist eingefügt: sehr , klar" in words(source)
    assert [(piece.mark, piece.text) for piece in word_difference("eins zwei drei", "eins vier drei")] == [
        ("", "eins "),
        ("del", "zwei"),
        ("ins", "vier"),
        ("", " drei"),
    ]
    assert word_difference("x " * 2000, "y " * 2000) == []


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("von=gestern", "von"),
        ("von=2026-05-01&bis=2026-04-01", "bis"),
        ("vereinbarung=nirgends", "vereinbarung"),
        ("partner=%00", "partner"),
        ("farbe=rot", "farbe"),
        ("page=0", "page"),
    ],
)
def test_bad_values_are_named(client, told, query, parameter):
    for path in ("/aenderungen.json", "/aenderungen.csv"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 400
        assert parameter in answer.content.decode()
    assert client.get(f"/aenderungen/?{query}").status_code == 200


def test_many_changes_ask_the_database_no_more(client, told, clock):
    one, _two = told

    def asked():
        with CaptureQueriesContext(connection) as queries:
            html(client, "/aenderungen/?partner=verband")
        return len(queries)

    few = asked()
    for day in range(1, 10):
        make_fact(one, Status.IN_PROGRESS, as_of=date(2026, 4, day))
    assert asked() == few <= 20


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (Status.PREPARING, Status.COMPLETED, ChangeKind.STATUS_UP),
        (Status.ONGOING, Status.NOT_STARTED, ChangeKind.STATUS_DOWN),
        (Status.ONGOING, Status.COMPLETED, ChangeKind.STATUS_OTHER),
        (Status.UNKNOWN, Status.COMPLETED, ChangeKind.STATUS_OTHER),
        (Status.COMPLETED, Status.UNKNOWN, ChangeKind.STATUS_OTHER),
        (Status.IN_PROGRESS, Status.MISSED, ChangeKind.STATUS_OTHER),
        (Status.UNKNOWN, Status.DROPPED, ChangeKind.DROPPED),
        (None, None, ChangeKind.STATUS_OTHER),
    ],
)
def test_up_and_down_are_said_of_known_statuses_only(before, after, kind):
    assert ChangeKind.of_status(before, after) is kind
