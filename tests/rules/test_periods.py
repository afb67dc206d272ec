"""The standing from day to day: what was true on a day by the facts known today."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.facts import LATER, SIGNED, fact
from tracker import rules
from tracker.vocabulary import Kind, Precision, Status, UnknownReason

PARTS = (1, 2)
DAY = timedelta(days=1)
STATUSES = [None, *(status for status in Status.reportable() if status is not Status.MISSED)]


@st.composite
def facts(draw):
    made = []
    for number in range(draw(st.integers(0, 7))):
        day = draw(st.dates(date(2017, 1, 1), LATER))
        precision = draw(st.sampled_from(Precision.of_facts()))
        made.append(
            fact(
                day.isoformat(),
                draw(st.sampled_from(STATUSES)),
                part=draw(st.sampled_from([None, 1, 2, 9])),
                precision=precision,
                id=number + 1,
                told_on=draw(st.dates(day, LATER)),
            )
        )
    return made


kinds = st.sampled_from([Kind.MEASURE, Kind.TARGET])


def test_before_the_first_fact_the_status_is_unknown_without_source():
    first, second = rules.periods(Kind.MEASURE, PARTS, [fact("2020-05-01", Status.ONGOING)], SIGNED)
    assert (first.start, first.until) == (SIGNED, date(2020, 5, 1))
    assert (first.standing.status, first.standing.unknown_reason) == (Status.UNKNOWN, UnknownReason.NO_SOURCE)
    assert (second.start, second.until) == (date(2020, 5, 1), None)
    assert second.standing.status is Status.ONGOING


def test_a_year_changes_the_status_on_its_last_day():
    periods = rules.periods(Kind.MEASURE, PARTS, [fact("2020", Status.ONGOING)], SIGNED)
    assert periods[-1].start == date(2020, 12, 31)


def test_a_fact_told_today_about_an_earlier_day_changes_the_past():
    known = [fact("2020-05-01", Status.IN_PROGRESS)]
    late = fact("2019-12-01", Status.PREPARING, told_on=LATER)
    starts = [period.start for period in rules.periods(Kind.MEASURE, PARTS, [*known, late], SIGNED)]
    assert starts == [SIGNED, date(2019, 12, 1), date(2020, 5, 1)]


@given(facts(), kinds)
def test_the_periods_leave_no_gap_and_do_not_overlap(known, kind):
    periods = rules.periods(kind, PARTS, known, SIGNED)
    assert periods[0].start == SIGNED
    assert periods[-1].until is None
    for earlier, later in pairwise(periods):
        assert earlier.start < earlier.until == later.start


@given(facts(), kinds)
def test_the_last_period_is_the_standing_of_today(known, kind):
    assert rules.periods(kind, PARTS, known, SIGNED)[-1].standing == rules.stand(kind, PARTS, known, SIGNED)


@given(facts(), kinds, st.dates(SIGNED, LATER))
def test_the_standing_on_a_day_is_made_of_the_facts_up_to_that_day(known, kind, day):
    periods = rules.periods(kind, PARTS, known, SIGNED)
    (of_day,) = [item for item in periods if item.start <= day and (item.until is None or day < item.until)]
    up_to_then = [item for item in known if item.last_possible <= day]
    assert of_day.standing == rules.stand(kind, PARTS, up_to_then, SIGNED)


@given(facts(), kinds, st.randoms())
def test_the_order_in_which_facts_are_handed_in_does_not_matter(known, kind, random):
    shuffled = list(known)
    random.shuffle(shuffled)
    assert rules.stand(kind, PARTS, shuffled, SIGNED) == rules.stand(kind, PARTS, known, SIGNED)
    assert rules.stand(kind, PARTS[::-1], known, SIGNED) == rules.stand(kind, PARTS, known, SIGNED)


@given(facts(), kinds)
def test_a_standing_holds_together(known, kind):
    standing = rules.stand(kind, PARTS, known, SIGNED)
    unknown = standing.status is Status.UNKNOWN
    assert unknown == (standing.unknown_reason is not None)
    assert unknown == (standing.as_of is None) == (standing.deciding_fact is None)
    assert (standing.began_on is not None) == (standing.status in (Status.COMPLETED, Status.ONGOING))
    assert standing.facts_count == len(known)
    assert (standing.unknown_reason is UnknownReason.NO_SOURCE) == (not known)
