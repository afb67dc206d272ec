"""Lines become chapters, paragraphs and sentences; what belongs to the page alone goes."""

from tests.extraction.texts_read import document
from tracker.extraction import BULLET, HEADING, Line, structure


def sentences(text):
    return [sentence.text for sentence in document(text).sentences]


def test_a_word_parted_at_the_end_of_a_line_comes_together():
    assert sentences("Die Länder stärken die Weiter-\nbildung in den Betrieben.") == [
        "Die Länder stärken die Weiterbildung in den Betrieben."
    ]


def test_a_hyphen_before_und_stays():
    assert sentences("Die Länder stärken Aus-\nund Weiterbildung.") == ["Die Länder stärken Aus- und Weiterbildung."]


def test_a_hyphen_before_a_capital_letter_stays():
    assert sentences("Wir nutzen das Programm der EU-\nKommission dafür.") == [
        "Wir nutzen das Programm der EU-Kommission dafür."
    ]


def test_a_hyphen_after_an_abbreviation_in_capitals_stays():
    assert sentences("Wir wollen die Verfahren IT-\ngestützt gestalten.") == [
        "Wir wollen die Verfahren IT-gestützt gestalten."
    ]


def test_a_sentence_goes_on_over_the_page():
    text = "Der Bund wird die Beratung der\n\n1\n\fBetriebe ausbauen.\n\n2\n\fSchluss.\n\n3"
    (first, last) = document(text).sentences
    assert first.text == "Der Bund wird die Beratung der Betriebe ausbauen."
    assert (first.page, first.line, first.last_line) == (1, 1, 5)
    assert last.page == 3


def test_a_running_head_goes():
    pages = [
        f"Erklärung zur Ausbildung\n\nSatz Nummer {word} steht hier.\n\n{page}" for page, word in enumerate("abc", 1)
    ]
    assert "Erklärung" not in document("\f".join(pages)).text


def test_the_same_words_in_the_middle_of_a_page_stay():
    pages = [f"Kopf\n\nErster Satz {n}.\n\nDas gilt für alle.\n\nLetzter Satz {n}.\n\nEnde {n}" for n in "abc"]
    assert document("\f".join(pages)).text.count("Das gilt für alle.") == 3


def test_the_mark_of_a_footnote_goes_and_the_note_stands_behind_its_paragraph():
    text = "Die Quote stieg auf das Doppelte.1 Der Bund wird sie\n1 Quelle: eigene Berechnung\n\fweiter erhöhen."
    found = document(text)
    assert [sentence.text for sentence in found.sentences][:2] == [
        "Die Quote stieg auf das Doppelte.",
        "Der Bund wird sie weiter erhöhen.",
    ]
    assert "Quelle: eigene Berechnung" in found.text


def test_items_of_a_list_are_paragraphs_of_their_own():
    found = document("Der Bund wird:\n• die Beratung ausbauen,\n• die Förderung verein-\nfachen.")
    assert [item.kind for item in found.paragraphs[1:]] == [BULLET, BULLET]
    assert found.sentences[-1].text == "die Förderung vereinfachen."


def test_headings_open_chapters():
    found = document("1. Beratung\n\nDer Bund berät.\n\n2. Förderung\n\nDie Länder fördern.")
    assert [chapter.title for chapter in found.chapters] == ["1. Beratung", "2. Förderung"]
    assert [item.kind for item in found.paragraphs].count(HEADING) == 2
    assert [sentence.chapter for sentence in found.sentences] == [0, 0, 1, 1]


def test_a_heading_the_file_names_is_one():
    found = structure([Line("Was wir wollen", style="heading"), Line("Wir fördern Betriebe.")])
    assert found.chapters[0].title == "Was wir wollen"


def test_abbreviations_and_dates_end_no_sentence():
    text = (
        "Am 1. März 2027 beginnt z. B. die Beratung gem. § 48 des Vereins e. V. Bonn. Das gilt bis 2028. Danach nicht."
    )
    assert len(sentences(text)) == 3


def test_numbers_before_a_measure_are_no_part_of_the_sentence():
    assert sentences("Vorwort.\n\n1.2 Der Bund wird die Beratung ausbauen und verbessern.")[-1].startswith("Der Bund")


def test_an_empty_text_has_nothing():
    assert document("\n\n").sentences == ()
