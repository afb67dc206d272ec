"""A bar shows its parts in patterns and its numbers where they can be read."""

import re

from tracker.templatetags.tracker_tags import bar

WIDE = [("completed", 0, 12.5, 12), ("in_progress", 12.5, 25, 24), ("unknown", 37.5, 62.5, 60)]


def test_lengths_are_written_with_a_point_in_german_too():
    assert 'x="12.500%"' in bar(WIDE)
    assert not re.search(r'="\d+,\d', bar(WIDE))


def test_a_large_bar_prints_its_counts():
    assert re.findall(r">(\d+)</text>", bar(WIDE)) == ["12", "24", "60"]


def test_a_small_bar_prints_none():
    assert "<text" not in bar(WIDE, small=True)


def test_counts_that_would_touch_on_a_phone_are_left_to_the_table():
    crowded = [("completed", 0, 1, 10), ("ongoing", 1, 1, 11), ("unknown", 2, 98, 900)]
    assert re.findall(r">(\d+)</text>", bar(crowded)) == ["10", "900"]


def test_a_part_without_measures_is_not_drawn():
    assert bar([("missed", 0, 0, 0), *WIDE]).count("<rect") == len(WIDE)
