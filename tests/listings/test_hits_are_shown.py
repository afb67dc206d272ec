"""Who searches sees why a row is there: words marked in title and names, else a piece of the text that holds them."""

import re

import pytest

from tests.factories import make_agreement, make_commitment, make_partner
from tests.listings.reading import page, plain, rows_on
from tracker import search

pytestmark = pytest.mark.django_db


def cell(response):
    return re.search(r"<th role=\"rowheader\".*?</th>", response.content.decode(), re.S)[0]


def test_a_hit_in_the_title_is_marked_there_by_stem_ending_and_synonym(client):
    make_commitment(make_agreement(), title="Mehr Ausbildungsplätze für Azubis")
    shown = cell(page(client, {"q": "platz Lehrling"}))
    assert "Mehr <mark>Ausbildungsplätze</mark> für <mark>Azubis</mark>" in shown
    assert "Beschreibung" not in shown


def test_a_hit_elsewhere_is_shown_in_a_piece_of_its_text(client):
    text = f"{'Vorher steht viel. ' * 20}Dann kommen Tulpen vor. {'Danach auch noch viel. ' * 20}"
    make_commitment(make_agreement(), title="Titel", description="Nichts", wording=text)
    shown = cell(page(client, {"q": "Tulpe"}))
    assert "<mark>Tulpen</mark>" in shown
    told = plain(shown)
    assert "Amtlicher Wortlaut: …" in told
    assert told.endswith("…")
    assert len(told) < 260


def test_each_word_is_accounted_for_once(client):
    partner = make_partner("zdh", name="Zentralverband", abbreviation="ZDH")
    make_commitment(make_agreement(), title="Tulpen", description="Rosen", wording="Rosen, Nelken", leads=[partner])
    told = plain(cell(page(client, {"q": "Tulpen Rosen Nelken Zentralverband"})))
    assert told.endswith("Beschreibung: RosenPartner: ZentralverbandAmtlicher Wortlaut: Rosen, Nelken")


def test_a_short_name_in_the_column_of_partners_is_marked_there(client):
    make_commitment(make_agreement(), leads=[make_partner("zdh", name="Zentralverband", abbreviation="ZDH")])
    source = page(client, {"q": "zdh"}).content.decode()
    assert "<mark>ZDH</mark>" in source
    assert "Partner: " not in plain(cell(page(client, {"q": "zdh"})))


def test_texts_are_escaped_and_stay_german_on_english_pages(client):
    make_commitment(make_agreement(), title='<b>Tulpen & "Rosen"</b>', description="<script>Nelken</script>")
    shown = cell(page(client, {"q": "tulpen nelken"}, prefix="/en"))
    assert 'lang="de">&lt;b&gt;<mark>Tulpen</mark> &amp; &quot;Rosen&quot;&lt;/b&gt;</a>' in shown
    assert 'Description: <span lang="de">&lt;script&gt;<mark>Nelken</mark>&lt;/script&gt;</span>' in shown


def test_a_joined_word_is_marked_whole_only_if_its_parts_do_not_answer():
    assert search.Marker("AAW-2019").mark("zu AAW-2019-1.07 gehört") == "zu <mark>AAW-2019-1.07</mark> gehört"
    assert search.Marker("Beruf").mark("Schule-Beruf") == "Schule-<mark>Beruf</mark>"


def test_nothing_is_marked_without_a_search(client):
    make_commitment(make_agreement())
    assert "<mark>" not in page(client).content.decode()


def test_the_best_match_stands_first_unless_another_order_is_asked_for(client):
    agreement = make_agreement()
    late = make_commitment(agreement, code="TST-2019-2", title="Tulpen")
    early = make_commitment(agreement, code="TST-2019-1", description="Tulpen")
    answer = page(client, {"q": "Tulpen"})
    assert rows_on(answer) == rows_on(page(client, {"q": "Tulpen", "sort": "rank"})) == [late.code, early.code]
    assert rows_on(page(client, {"q": "Tulpen", "sort": "code"})) == [early.code, late.code]
    source = answer.content.decode()
    assert '<a class="sort" aria-current="true" href="/massnahmen/?q=Tulpen#ergebnis">beste Treffer</a>' in source
    again = page(client, {"q": "Tulpen", "sort": "rank"}).content.decode()
    assert "sort=rank" not in again.partition('id="ergebnis"')[2].partition("</footer>")[0].partition("<footer")[0]


def test_without_a_search_the_table_is_sorted_by_code(client):
    agreement = make_agreement()
    for code in ("TST-2019-2", "TST-2019-1"):
        make_commitment(agreement, code=code)
    answer = page(client)
    assert rows_on(answer) == ["TST-2019-1", "TST-2019-2"]
    assert "beste Treffer</a>" not in answer.content.decode()
