"""Rows come in the order asked for, and any stretch of it is the stretch of the whole."""

import random
from datetime import date, timedelta

import pytest

from tracker.bitsets import Entry, Set, built, order_key
from tracker.bitsets.sets import with_gaps

TODAY = date(2026, 11, 22)


def entry(number, dice):
    due = dice.choice([None, TODAY + timedelta(days=dice.randrange(40))])
    return Entry(
        id=1000 - number,
        key=order_key(f"{number:04}", f"C-{number}"),
        kind="measure",
        agreement=1,
        action_field=None,
        modality="commitment",
        verifiable="yes",
        general_aim=False,
        is_part=False,
        status="unknown",
        unknown_reason="no_source",
        evidence_grade="none",
        before_signing=False,
        status_at_term_end=None,
        newest_fact_on=None,
        newest_fact_precision=None,
        due_on=due,
        due_basis="stated" if due else "",
        began_on=None,
        effective_end=TODAY,
        changed_on=TODAY,
    )


@pytest.fixture(scope="module")
def entries():
    dice = random.Random(4)
    return [entry(number, dice) for number in range(300)]


def expected(entries, by, backwards):
    rows = sorted(entries, key=lambda row: row.key, reverse=backwards and not by)
    if by:
        known = sorted((row for row in rows if row.due_on), key=lambda row: row.due_on, reverse=backwards)
        rows = known + [row for row in rows if not row.due_on]
    return [row.id for row in rows]


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("by", ["", "due_on"])
def test_any_stretch(entries, by, backwards):
    shuffled = random.Random(1).sample(entries, len(entries))
    sets = built(shuffled)
    chosen = Set(range(0, 300, 2))
    wanted = [pk for pk in expected(entries, by, backwards) if sets.places([pk])[0] in chosen]
    assert sets.in_order(chosen, by=by, backwards=backwards) == wanted
    for start in range(0, 160, 7):
        for length in (0, 1, 25):
            stretch = sets.in_order(chosen, by=by, backwards=backwards, start=start, stop=start + length)
            assert stretch == wanted[start : start + length]


def test_days_between_take_both_ends_in(entries):
    sets = built(entries)
    first, last = TODAY + timedelta(days=3), TODAY + timedelta(days=9)
    found = {sets.ids[place] for place in sets.between("due_on", first, last)}
    assert found == {row.id for row in entries if row.due_on and first <= row.due_on <= last}


def test_room_made_moves_what_stands_there_and_after():
    assert list(with_gaps(Set([0, 3, 4, 9]), [0, 4, 11])) == [1, 5, 6, 12]
