"""The official text as everybody reads it: each promise with its live status, and why other sentences have none."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.factories import make_agreement, make_fact
from tests.texts import CHAPTERS, accept, editor, make_text, proposal
from tracker import workflow
from tracker.models import OfficialText, Revision
from tracker.vocabulary import RejectGround

pytestmark = pytest.mark.django_db


def page_of(text: OfficialText) -> str:
    return reverse("public:agreement_text", args=[text.agreement.slug])


def parsed(client, text: OfficialText) -> BeautifulSoup:
    response = client.get(page_of(text))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "lxml")


@pytest.fixture
def text() -> OfficialText:
    """A published text: one promise tracked, one rejected, one not decided, two sentences without."""
    text = make_text()
    accept(text, 2, title="Schulen besuchen")
    found = proposal(text, 3)
    workflow.reject_proposal(
        found, ground=RejectGround.OTHER, reason="Steht im Haushalt", actor=editor(), seen=found.version
    )
    workflow.publish_text(text, actor=editor(), with_text=True)
    return text


def test_a_promise_is_marked_linked_and_shown_with_its_status(client, text):
    made = proposal(text, 2).commitment
    make_fact(made, "in_progress")
    page = parsed(client, text)
    [marked] = page.select(".promise")
    assert marked.get_text() == CHAPTERS[0][1][1]
    assert marked.find_next_sibling("a")["href"] == reverse("public:commitment", args=[made.code])
    [note] = page.select(".signed__notes li")
    assert "Schulen besuchen" in note.get_text() and "in Umsetzung" in note.get_text()


def test_all_words_of_the_text_stand_there_once_in_their_order(client, text):
    words = [block.get_text(" ", strip=True) for block in parsed(client, text).select(".signed__words")]
    for sentence, found in zip([one for _title, some in CHAPTERS for one in some], words, strict=True):
        assert sentence in found


def test_contents_lead_to_the_chapters(client, text):
    page = parsed(client, text)
    links = page.select(".signed__contents a")
    assert [link.get_text() for link in links] == [title for title, _sentences in CHAPTERS]
    assert all(page.find(id=link["href"][1:]) for link in links)


def test_it_says_which_sentences_are_not_tracked_and_why(client, text):
    page = parsed(client, text)
    assert "Von 5 Sätzen werden 1 verfolgt" in page.get_text(" ", strip=True)
    section = page.find(id="nicht-verfolgt").find_parent("section")
    whys = {
        item.summary.get_text(" ", strip=True): item.get_text(" ", strip=True) for item in section.select("details")
    }
    assert any(CHAPTERS[1][1][1] in words for why, words in whys.items() if "fordert andere" in why)
    assert any(CHAPTERS[0][1][2] in words for why, words in whys.items() if "Steht im Haushalt" in why)
    assert any(CHAPTERS[1][1][0] in words for why, words in whys.items() if "Noch nicht geprüft" in why)
    assert any(CHAPTERS[0][1][0] in words for why, words in whys.items() if "beschreibt" in why)


def test_a_draft_made_later_stays_hidden_on_it(client, text):
    made = accept(text, 4, title="Geheimer Entwurf")
    response = client.get(page_of(text))
    assert "Geheimer Entwurf" not in response.content.decode() and made.code not in response.content.decode()
    assert "Noch nicht geprüft" in response.content.decode()


def test_deciding_on_a_published_text_gives_the_page_a_new_tag(client, text):
    before, tag = Revision.current(), client.get(page_of(text))["ETag"]
    found = proposal(text, 4)
    workflow.reject_proposal(found, ground=RejectGround.REPEATED, actor=editor(), seen=found.version)
    assert Revision.current() == before + 1
    assert client.get(page_of(text))["ETag"] != tag


def test_the_commitment_and_the_agreement_lead_to_it(client, text):
    made = proposal(text, 2).commitment
    page = client.get(reverse("public:commitment", args=[made.code])).content.decode()
    assert f'href="{page_of(text)}#satz-2"' in page
    assert (
        f'href="{page_of(text)}"'
        in client.get(reverse("public:agreement", args=[text.agreement.slug])).content.decode()
    )
    assert f"{page_of(text)}</loc>" in client.get("/sitemap.xml").content.decode()
    assert BeautifulSoup(client.get(page_of(text)).content, "lxml").find(id="satz-2")


def test_where_the_text_is_not_published_nothing_leads_to_it(client):
    text = make_text(make_agreement())
    made = accept(text, 2)
    workflow.publish_text(text, actor=editor(), with_text=False)
    response = client.get(page_of(text))
    assert response.status_code == 404
    assert "hier nicht veröffentlicht" in response.content.decode()
    assert CHAPTERS[0][1][0] not in response.content.decode()
    assert page_of(text) not in client.get(reverse("public:commitment", args=[made.code])).content.decode()
    assert page_of(text) not in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("slug", ["nirgends", "a%00b", "x" * 200])
def test_an_agreement_that_is_not_there_is_told(client, slug):
    response = client.get(f"/vereinbarungen/{slug}/text/")
    assert response.status_code == 404
    assert "Amtlicher Text nicht gefunden" in response.content.decode()


def test_a_past_day_is_refused_with_a_sentence(client, text):
    assert client.get(f"{page_of(text)}?stand=2024-01-01").status_code == 400


def test_in_english_the_frame_speaks_english_and_the_words_stay_german(client, text):
    page = BeautifulSoup(client.get(f"/en{page_of(text)}").content, "lxml")
    assert page.h1.get_text().startswith("Official text")
    assert page.select_one(".signed__words")["lang"] == "de"
    assert "It calls on others to act." in page.get_text()


def test_a_long_text_asks_no_more_than_a_short_one(client, text, django_assert_num_queries):
    chapters = [("1. Feld", [f"Die Kammern werden im Jahr {number} etwas tun." for number in range(60)])]
    long = make_text(make_agreement(), chapters=chapters, promises=dict.fromkeys(range(1, 61), 50))
    for number in range(1, 31):
        accept(long, number)
    workflow.publish_text(long, actor=editor(), with_text=True)
    for one in (text, long):
        client.get(page_of(one))
        with django_assert_num_queries(8):
            client.get(f"{page_of(one)}?neu={one.pk}")
