"""The English overview is whole: English words, and texts of the record marked as German."""

import re

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(client, catalogue):
    return client.get("/en/").content.decode()


def test_its_sentences_are_english(text):
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text))
    assert "What became of the commitments?" in plain
    assert "public sources last showed" in plain
    assert "Shows from when on a status is publicly documented, not when it came about." in plain


def test_texts_of_the_record_carry_their_language(text):
    assert '<p class="note" lang="de">' in text
    assert re.search(r'<a href="/en/massnahmen/[^"]+" lang="de">', text)
    assert re.search(r'<th scope="row"><a href="/en/partner/bund/" lang="de">Bund</a>', text)


def test_words_of_ours_do_not(text):
    assert '<a href="/en/partner/allianz/">All partners</a>' in text


def test_its_links_stay_english(text):
    main = text[text.index("<main") : text.index("</main>")]
    links = re.findall(r'href="(/[^"]*)"', main)
    assert len(links) > 100
    # A feed exists once.
    assert {link for link in links if not link.startswith("/en/")} == {"/aenderungen.atom"}
