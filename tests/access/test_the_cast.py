"""The cast that all rooms test with is what it promises to be."""

from tests.cast import CANARY, PEOPLE, planted
from tracker import access
from tracker.vocabulary import Reporting


def test_everybody_but_the_visitor_has_an_account(the_cast):
    assert [name for name in PEOPLE if the_cast.person(name) is None] == ["visitor"]
    assert not the_cast.person("disabled").is_active


def test_there_is_a_contribution_in_every_reporting_state(the_cast):
    states = {item.reporting(on=the_cast.today) for item in access.public_contributions()}
    assert states == set(Reporting)


def test_every_canary_is_planted_once_and_found_again(the_cast):
    assert len(the_cast.canaries) == len(set(the_cast.canaries)) > 30
    assert all(word.startswith(CANARY) for word in the_cast.canaries)
    assert list(planted(f"x {the_cast.canaries[0].upper()} y")) != []
    assert list(planted("Ein Vogel.")) == []
