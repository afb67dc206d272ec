"""The judge of a stress run names what is lost, doubled or torn, and nothing where all is well."""

from __future__ import annotations

import pytest

from tests.stress import judge as judging
from tests.stress.load import Read, Write
from tracker import days
from tracker.models import Ticket

pytestmark = pytest.mark.django_db
WORD = "Wort-7-Ende"


@pytest.fixture(autouse=True)
def connection_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The judge lets go of the database, but the test's transaction lies in it."""
    monkeypatch.setattr(judging.connections, "close_all", lambda: None)


def message(times: int) -> None:
    for _time in range(times):
        Ticket.objects.create(kind="error", message=f"Falsch: {WORD}", due_on=days.today())


@pytest.mark.parametrize(
    ("times", "acknowledged", "lost", "doubled"),
    [(0, True, 1, 0), (0, False, 0, 0), (1, True, 0, 0), (1, False, 0, 0), (2, True, 0, 1), (2, False, 0, 1)],
)
def test_a_message_is_lost_only_if_acknowledged_and_doubled_always(times, acknowledged, lost, doubled) -> None:
    message(times)
    verdict = judging.judge([Write("message", 0, WORD, 0.0, acknowledged)], [])
    assert (len(verdict.lost), len(verdict.doubled)) == (lost, doubled)


def test_a_file_that_was_taken_but_has_no_row_is_lost() -> None:
    assert judging.judge([Write("file", 1, WORD, 0.0, acknowledged=True, digest="0")], []).lost


def test_a_step_that_was_acknowledged_but_is_not_in_the_protocol_is_lost() -> None:
    assert judging.judge([Write("accept", 1, WORD, 0.0, acknowledged=True)], []).lost


def test_two_forms_of_a_page_under_one_tag_are_torn() -> None:
    torn = judging.judge([], [Read("/", "a", "1"), Read("/", "a", "2")]).torn
    assert torn == ["/ came in 2 forms as a"]


def test_one_form_under_each_tag_is_whole() -> None:
    assert not judging.judge([], [Read("/", "a", "1"), Read("/", "a", "1"), Read("/", "b", "2")]).torn


def test_a_mail_that_came_twice_is_doubled() -> None:
    assert judging.judge_mail(["<1@x>", "<1@x>", "<2@x>"]).doubled == ["the mail <1@x> came 2 times"]
