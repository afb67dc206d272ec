"""Every filter in force is listed with a link that removes it and nothing else."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.listings.reading import codes_of, page, plain

pytestmark = pytest.mark.django_db

QUERY = {
    "vereinbarung": ["allianz-2019-2021"],
    "status": ["unknown", "ongoing"],
    "partner": ["dgb", "bund"],
    "bezug": ["gruppen", "selbst"],
    "faellig_bis": ["2021-12-31"],
    "q": ["Länder & Bund"],
    "per_page": ["50"],
    "sort": ["-as_of"],
}


def removals(response) -> dict[str, str]:
    """Return the active filters in words with the query of the link that removes each."""
    found = re.search(r'<ul class="active">.*?</ul>', response.content.decode(), re.S)
    links = re.findall(r'<a href="([^"]*)"><span><span class="kern-sr-only">(.*?)</a>', found[0], re.S) if found else []
    return {plain(words).removeprefix("Filter entfernen: "): urlsplit(html.unescape(url)).query for url, words in links}


def test_each_link_removes_its_value_and_keeps_the_rest(client, catalogue):
    links = removals(page(client, QUERY))
    assert len(links) == 9
    for words, query in links.items():
        left = parse_qs(query)
        gone = {(name, value) for name, values in QUERY.items() for value in values} - {
            (name, value) for name, values in left.items() for value in values
        }
        assert len(gone) == 1, words
        assert page(client, query).status_code == 200
    assert "Vereinbarung: Allianz 2019–2021" in links
    assert "Frist bis: 31. Dezember 2021" in links


def test_removing_all_one_by_one_leads_to_everything(client, catalogue):
    query = "status=unknown&status=ongoing&partner=dgb&bezug=gruppen&gemeinsam=ja&stand=2022-12-31&beleg=none"
    for _step in range(10):
        links = removals(page(client, query))
        if not links:
            break
        query = next(iter(links.values()))
    assert codes_of(client, query) == codes_of(client)


def test_removing_the_last_partner_takes_along_what_needs_one(client, catalogue):
    links = removals(page(client, "partner=dgb&bezug=gruppen&gemeinsam=ja&art=measure"))
    assert links["Partner: DGB"] == "art=measure"


def test_without_filters_there_is_no_list(client, catalogue):
    assert 'class="active"' not in page(client, "sort=due_on").content.decode()


def test_the_form_keeps_every_value_in_force(client, catalogue):
    text = page(client, {**QUERY, "frist": ["term_ended", "ended_unknown"]}).content.decode()
    form = text[text.index("<form") : text.index("</form>")]
    chosen = re.findall(r'name="(\w+)" value="([^"]*)" checked', form)
    assert {("partner", "dgb"), ("partner", "bund"), ("frist", "term_ended"), ("frist", "ended_unknown")} <= set(chosen)
    assert '<input type="hidden" name="sort" value="-as_of">' in form
    assert 'name="q" type="search" autocomplete="off" maxlength="200" value="Länder &amp; Bund"' in form


def test_more_filters_say_how_many_are_active(client, catalogue):
    assert "Weitere Filter, 3 aktiv" in page(client, "art=measure&art=target&teil=nein&status=unknown").content.decode()
    assert "aktiv</summary>" not in page(client, "status=unknown").content.decode()


def test_an_option_without_rows_can_still_be_chosen(client, catalogue):
    text = page(client, "vereinbarung=allianz-2019-2021").content.decode()
    box = re.search(r'<input[^>]*value="not_started"[^>]*>.*?</label>', text)
    assert box and "disabled" not in box[0]
    assert plain(box[0]).endswith("0 Treffer")
