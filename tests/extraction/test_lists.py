"""Each item of a list is a promise that takes actor, verb and deadline from the sentence before the list."""

from tests.extraction.texts_read import document, examined, quotes
from tracker.extraction import Ground
from tracker.vocabulary import Modality

LIST = """Bis Ende 2027 wird der Bund:
• die Beratung ausbauen,
• gemeinsam mit den Ländern ein Netzwerk gründen und
• Lotsen erproben."""


def test_items_inherit_actor_and_deadline():
    found = examined(LIST).proposals
    assert [item.quote for item in found] == [
        "die Beratung ausbauen",
        "gemeinsam mit den Ländern ein Netzwerk gründen",
        "Lotsen erproben.",
    ]
    assert {item.partners for item in found} == {("bund",)}
    assert {str(item.deadline.end) for item in found} == {"2027-12-31"}


def test_an_item_points_at_its_lead_in():
    text = document(LIST).text
    start, end = examined(LIST).proposals[0].lead_in
    assert text[start:end] == "Bis Ende 2027 wird der Bund:"


def test_an_item_may_be_less_binding_than_its_lead_in():
    assert examined(LIST).proposals[-1].modality is Modality.PILOT


def test_the_lead_in_says_that_its_items_are_proposed():
    assert [item.ground for item in examined(LIST).rejected] == [Ground.LEAD_IN]


def test_a_lead_in_needs_no_colon():
    assert len(quotes("Die Länder verpflichten sich,\n• Lehrkräfte zu schulen,\n• Stellen zu schaffen.")) == 2


def test_an_item_with_its_own_actor_keeps_it():
    text = "Dazu werden folgende Maßnahmen umgesetzt:\n• Der Bund fördert Lotsen.\n• Die Länder schulen Lehrkräfte."
    assert [item.partners for item in examined(text).proposals] == [("bund",), ("laender",)]


def test_a_list_that_describes_is_none():
    assert (
        quotes("Die Lage ist durch zwei Entwicklungen geprägt:\n• Die Zahl der Lehrkräfte sinkt.\n• Der Bedarf steigt.")
        == []
    )
