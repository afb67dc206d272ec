"""A series is drawn without crossing a break, and all its values stand in the table with where they come from."""

from datetime import date
from decimal import Decimal

import pytest

from tests.public.records import html, section, words
from tracker.models import Indicator, IndicatorValue
from tracker.public._series import scale, series
from tracker.vocabulary import FactBasis


def values(*numbers, breaks=(), years=None):
    return [
        IndicatorValue(
            as_of=date(year, 12, 31),
            as_of_precision="year",
            value=Decimal(str(number)),
            basis=FactBasis.SOURCE,
            break_before=index in breaks,
        )
        for index, (number, year) in enumerate(zip(numbers, years or range(2015, 2015 + len(numbers)), strict=True))
    ]


def test_neighbouring_values_are_joined():
    picture = series(Indicator(), values(5, 7, 6)).picture
    assert len(picture.lines) == 2
    assert picture.breaks == []


def test_no_line_crosses_a_break():
    picture = series(Indicator(), values(5, 7, 6, 8, breaks={2})).picture
    assert len(picture.lines) == 2
    assert len(picture.breaks) == 1
    place = float(picture.breaks[0])
    assert all(not float(line.x1) < place < float(line.x2) for line in picture.lines)


def test_a_gap_of_years_is_left_open():
    assert series(Indicator(), values(5, 7, years=[2015, 2019])).picture.lines == []


def test_values_that_cannot_be_compared_are_not_drawn():
    assert series(Indicator(never_draw=True), values(5, 7)).picture is None


def test_a_single_value_is_not_drawn():
    assert series(Indicator(), values(5)).picture is None


def test_every_dot_lies_between_the_ends_of_the_scale():
    picture = series(Indicator(), values(523200, 475950, 467484, 531414)).picture
    assert all(20 <= float(dot.y) <= 136 for dot in picture.dots)


@pytest.mark.parametrize(("low", "high"), [(0, 5), (3, 100), (98, 100), (7, 7), (0.5, 0.52), (460000, 531000), (0, 0)])
def test_the_scale_holds_all_values_and_has_two_ends(low, high):
    lowest, highest = Decimal(str(low)), Decimal(str(high))
    bottom, top = scale(lowest, highest)
    assert bottom <= lowest
    assert highest <= top
    assert bottom < top


def test_a_scale_that_does_not_begin_at_zero_is_said_to(client, catalogue):
    assert "Die Skala beginnt nicht bei null." in words(section(html(client, "/massnahmen/AAW-2019-1.01/"), "zahlen"))


def test_the_break_of_the_catalogue_is_drawn_and_named(client, catalogue):
    source = section(html(client, "/massnahmen/AAW-2019-1.52/"), "zahlen")
    assert "Die gestrichelte Linie ist ein Bruch" in words(source)
    assert "Die Erhebung wurde 2007 umgestellt" in words(source)


def test_calculated_values_show_their_calculation(client, catalogue):
    said = words(section(html(client, "/massnahmen/AAW-2019-1.01/"), "zahlen"))
    assert "2015 (522.093) + 1.107" in said
    assert "Hohle Punkte sind berechnet oder allgemein bekannt." in said


def test_values_of_single_laender_stand_with_the_land_only(client, catalogue):
    national = words(section(html(client, "/massnahmen/AAW-2019-1.52/"), "zahlen"))
    assert "33,5" not in national
    assert "33,5" in words(section(html(client, "/laender/DE-ST/"), "zahlen"))


def test_a_land_is_not_measured_by_the_starting_value_of_the_country(client, catalogue):
    assert "Ausgangswert" not in words(section(html(client, "/laender/DE-ST/"), "zahlen"))
