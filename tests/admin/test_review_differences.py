"""What a report says differently is marked word by word, and nothing of either text is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.admin.reviewing import accepted, link, make_part, submit
from tracker.admin.differences import differences, earlier_reports, says_the_same, word_pieces


def marked(pieces):
    return [piece.text.strip() for piece in pieces if piece.marked]


def test_only_the_words_that_differ_are_marked():
    before, after = word_pieces("Es gab 12 Treffen im Mai.", "Es gab 15 Treffen im Mai und Juni.")
    assert marked(before) == ["12", "Mai."]
    assert marked(after) == ["15", "Mai und Juni."]


def test_line_breaks_are_no_difference():
    before, after = word_pieces("Erstens.\r\nZweitens.", "Erstens.\nZweitens.")
    assert not marked(before) and not marked(after)


@given(st.text(alphabet="ab \n.", max_size=60), st.text(alphabet="ab \n.", max_size=60))
def test_the_pieces_are_the_texts(before, after):
    left, right = word_pieces(before, after)
    assert "".join(piece.text for piece in left) == before
    assert "".join(piece.text for piece in right) == after
    assert bool(marked(left) or marked(right)) == (before.split() != after.split())


def test_very_long_texts_are_compared_as_wholes():
    before, after = word_pieces("ja " * 5000, "ja " * 4999 + "nein")
    assert len(before) == len(after) == 1
    assert before[0].marked and after[0].marked


@pytest.mark.django_db
def test_a_report_is_compared_with_the_last_accepted_one():
    part = make_part()
    first = accepted(part, summary="Drei Stellen.", links=[link("Alt")])
    second = submit(part, summary="Vier Stellen.", links=[link("Alt"), link("Neu")])
    found = differences(second, earlier_reports([second])[second.pk])
    assert found.earlier == first
    assert [source.item.title for source in found.sources if source.new] == ["Neu"]
    changed = {str(field.label): field for field in found.fields if field.changed}
    assert set(changed) == {"Was getan wurde"}
    assert marked(changed["Was getan wurde"].after) == ["Vier"]


@pytest.mark.django_db
def test_evidence_that_is_gone_is_named():
    part = make_part()
    accepted(part, links=[link("Alt"), link("Weg")])
    second = submit(part, links=[link("Alt")])
    earlier = earlier_reports([second])[second.pk]
    assert [item.title for item in differences(second, earlier).gone] == ["Weg"]
    assert not says_the_same(second, earlier)


@pytest.mark.django_db
def test_a_report_is_never_compared_with_itself_or_a_later_one():
    part = make_part()
    first = accepted(part)
    second = accepted(part, summary="Später.")
    assert earlier_reports([first, second]) == {second.pk: first}
