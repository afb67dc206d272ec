"""Whatever the text: nothing raises, every place points at its words, and the order is that of the text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extraction.texts_read import SIGNED_ON, TERM_END, document
from tracker.catalogue.actors import lexicon
from tracker.extraction import examine

WORDS = st.sampled_from(
    [
        "Der",
        "Die",
        "Bund",
        "Länder",
        "wird",
        "werden",
        "die",
        "Beratung",
        "ausbauen",
        ",",
        ".",
        ":",
        ";",
        "und",
        "(BMAS,",
        "BA)",
        "bis",
        "Ende",
        "2027",
        "•",
        "Sie",
        "er",
        "wir",
        "wollen",
        "soll\n",
        "",
        "",
        "",
        "sollen",
        "„Allianz“-Partner",
        "dass",
        "zu",
        "stärken",
        "hat",
        "haben",
        "wurde",
        "ausgebaut",
        "31.12.2027",
        "31.",
        "Februar",
        "2026",
        "jährlich",
        "Ziel",
        "ist",
        "es\n",
        "",
        "",
        "",
        "1.2",
        "1.",
        "Maßnahme:",
        "Zuständig:",
        "\n",
        "\n\n",
        "\x0c",
        "-",
        "-\n",
        "¹",
        "(",
        ")",
        "„",
        "“",
        "–",
        "zum",
        "Ausbildungsjahr",
        "2027/2028",
        "0",
        "9999",
        "ver.di",
    ]
)
TEXTS = st.one_of(st.lists(WORDS, max_size=60).map(" ".join), st.text(max_size=300))


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_places_point_at_the_words_and_follow_the_text(text):
    made = document(text)
    for sentence in made.sentences:
        assert made.text[sentence.start : sentence.end] == sentence.text
        paragraph = made.paragraphs[sentence.paragraph]
        assert paragraph.start <= sentence.start < sentence.end <= paragraph.end
    starts = [sentence.start for sentence in made.sentences]
    assert starts == sorted(starts)
    found = examine(made, lexicon(), SIGNED_ON, TERM_END)
    assert found == examine(made, lexicon(), SIGNED_ON, TERM_END)
    for proposal in found.proposals:
        assert made.text[proposal.start : proposal.end] == proposal.quote
        assert proposal.quote
        assert 0 <= proposal.confidence <= 1
        for reason in proposal.reasons:
            assert reason.start is None or 0 <= reason.start < reason.end <= len(made.text)
    assert [item.start for item in found.proposals] == sorted(item.start for item in found.proposals)
    told = {item.sentence for item in found.proposals} | {item.place for item in found.rejected}
    assert told == set(range(len(made.sentences)))


def test_a_sentence_without_an_end_costs_no_time():
    found = examine(document("Der Bund wird (" * 20_000), lexicon())
    assert found.proposals == ()
