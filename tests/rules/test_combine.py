"""The seven steps from the parts of a measure to its status."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules import combine
from tracker.vocabulary import Status

C, O, I, P, N, D = (  # noqa: E741
    Status.COMPLETED,
    Status.ONGOING,
    Status.IN_PROGRESS,
    Status.PREPARING,
    Status.NOT_STARTED,
    Status.DROPPED,
)
FROM_BEST = [C, O, I, P, N]
parts = st.lists(st.sampled_from([*FROM_BEST, D, None]), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([None], Status.UNKNOWN),
        ([None, None], Status.UNKNOWN),
        ([D, D], D),
        ([D, None], Status.UNKNOWN),
        ([D, C], C),
        ([D, N], N),
        ([C, C], C),
        ([C, O], O),
        ([O, O], O),
        ([C, None], I),
        ([O, None], I),
        ([C, N], I),
        ([I, P, N], I),
        ([I, None], I),
        ([P, N], P),
        ([P, None], P),
        ([N, N], N),
        ([N, None], N),
        ([N, None, D], N),
    ],
)
def test_each_step_gives_its_status(statuses, expected):
    for order in permutations(statuses):
        assert combine(order) is expected


@pytest.mark.parametrize("closed", [C, O, D])
def test_a_part_without_status_keeps_a_measure_from_being_closed(closed):
    assert combine([closed, closed, None]) not in (C, O, D)


@given(parts, st.randoms())
def test_the_order_of_the_parts_does_not_matter(statuses, random):
    shuffled = list(statuses)
    random.shuffle(shuffled)
    assert combine(shuffled) is combine(statuses)


@given(parts)
def test_a_measure_is_never_better_than_its_weakest_part_once_that_counts_as_closed(statuses):
    status = combine(statuses)
    rest = [part for part in statuses if part is not D]
    if status in (C, O):
        assert None not in rest
        assert FROM_BEST.index(status) == max(FROM_BEST.index(part) for part in rest)


@given(parts)
def test_a_measure_is_never_better_than_its_best_part(statuses):
    status = combine(statuses)
    known = [FROM_BEST.index(part) for part in statuses if part in FROM_BEST]
    if status in FROM_BEST:
        assert FROM_BEST.index(status) >= min(known)


@given(parts, st.integers(0, 5))
def test_a_better_part_never_makes_the_measure_worse(statuses, place):
    place %= len(statuses)
    part = statuses[place]
    if part in (C, D):
        return
    better = FROM_BEST[-1] if part is None else FROM_BEST[FROM_BEST.index(part) - 1]
    before, after = combine(statuses), combine([*statuses[:place], better, *statuses[place + 1 :]])
    if before in FROM_BEST:
        assert FROM_BEST.index(after) <= FROM_BEST.index(before)


@given(parts)
def test_dropped_parts_are_left_out_unless_all_are(statuses):
    rest = [part for part in statuses if part is not D]
    if rest:
        assert combine(statuses) is combine(rest)
    else:
        assert combine(statuses) is D
