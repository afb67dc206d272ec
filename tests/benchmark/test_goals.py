"""Every goal is a ratio within one run; it is judged where all that it compares was measured, and nowhere else."""

import pytest

from tracker.benchmark import scenarios as s
from tracker.benchmark.goals import LARGE, SMALL, VAST, judge
from tracker.benchmark.report import Report
from tracker.benchmark.scenarios import Readings
from tracker.benchmark.visit import Visit
from tracker.benchmark.wrk import Load

SPEEDS = {
    s.TRIVIAL: 1000.0,
    s.OVERVIEW_WARM: 500.0,
    s.TABLE_WARM: 500.0,
    s.OVERVIEW_304: 700.0,
    s.TABLE_304: 700.0,
    s.OVERVIEW_COLD: 100.0,
    s.TABLE_COLD: 100.0,
    s.LAST_COLD: 50.0,
    s.THREE_COLD: 100.0,
    s.SEARCH_COLD: 67.0,
    s.PLAIN_THREE: 20.0,
    s.DATASETTE: 10.0,
}
SLOWER = [
    (s.OVERVIEW_WARM, "overview, warm : trivial view"),
    (s.TABLE_304, "table, 304 : trivial view"),
    (s.LAST_COLD, "last page"),
    (s.SEARCH_COLD, "search"),
    (s.THREE_COLD, "plain application"),
    (s.THREE_COLD, "Datasette"),
    (s.OVERVIEW_COLD, "time of overview, cold"),
]


def readings(size: int, kind: str = "SQLite", **changed: object) -> Readings:
    loads = {name: Load(100, speed, 1.0, 2.0, 3) for name, speed in SPEEDS.items()}
    memory = {"before": 100.0, "after": 110.0, "requests": 20_000}
    made = Readings(
        kind, size, loads, dict.fromkeys(loads, 1), dict.fromkeys(loads, 2), 10.0, 5.0, memory, Visit(5, 100.0)
    )
    for name, value in changed.items():
        setattr(made, name, value)
    return made


def missed(*found: Readings) -> list[str]:
    return Report(goals=judge(found)).missed()


def test_all_goals_are_met_at_their_limits():
    small, vast = readings(SMALL), readings(VAST, without_facets=20.0)
    goals = judge([small, readings(LARGE, without_facets=13.0, accepting=6.0), vast])
    assert [goal for goal in goals if not goal.met] == []
    assert len(goals) == 3 * 8 + 3 + 4 + 2


@pytest.mark.parametrize(("name", "said"), SLOWER)
def test_a_page_that_is_too_slow_in_the_large_record_is_named(name, said):
    large = readings(LARGE)
    large.loads[name] = Load(100, SPEEDS[name] / 2.1, 1.0, 2.0, 3)
    assert any(said in sentence for sentence in missed(readings(SMALL), large))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"without_facets": 13.1}, "without facets is 1.31"),
        ({"accepting": 6.1}, "accepting a report is 1.22"),
        ({"memory": {"before": 100.0, "after": 111.0, "requests": 20_000}}, "after 20,000 requests is 1.11"),
    ],
)
def test_what_grows_too_much_is_named(changed, said):
    [sentence] = missed(readings(SMALL), readings(LARGE, **changed))
    assert said in sentence


def test_a_first_visit_that_is_too_large_is_named():
    assert len(missed(readings(SMALL, visit=Visit(6, 100.1)))) == 2


def test_what_was_not_measured_is_not_judged():
    assert {goal.where for goal in judge([readings(10)])} == {"SQLite, 10"}
    without = readings(LARGE, kind="PostgreSQL", memory={})
    del without.loads[s.DATASETTE]
    assert not [goal for goal in judge([without]) if "Datasette" in goal.what or "memory" in goal.what]


def test_the_report_tells_every_reading_and_every_goal_as_text_and_as_data():
    found = [readings(SMALL)]
    report = Report({"processor": "a fast one"}, found, judge(found))
    text, data = report.as_text(), report.as_data()
    for told in (*SPEEDS, "SQLite, 1,000 commitments", "requests/s", "p99 ms", "a fast one", "5 requests, 100.0 KB"):
        assert told in text
    assert text.count(" met\n") == len(report.goals)
    assert data["readings"][0]["loads"][s.TRIVIAL]["per_second"] == 1000.0
    assert [goal["met"] for goal in data["goals"]] == [True] * len(report.goals)
