"""The review of a text: words on one side, the draft on the other, one proposal after the other."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.admin.browsing import Data, values_of
from tests.factories import make_agreement, make_commitment
from tests.texts import CHAPTERS, accept, make_text, proposal
from tracker import workflow
from tracker.models import Commitment, OfficialText, Proposal
from tracker.vocabulary import ProposalState, RejectGround

pytestmark = pytest.mark.django_db


def page_of(text: OfficialText, query: str = "") -> str:
    return reverse("admin:text_review", args=[text.pk]) + query


def parsed(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "lxml")


def form_with(response, what: str) -> Data:
    """The values of the form with the button that does this."""
    [button] = parsed(response).select(f"button[name=_do][value={what}]")
    return values_of(button.find_parent("form"))


def place(found: Proposal) -> str:
    return reverse("admin:text_decide", args=[found.text_id, found.pk])


def test_the_page_shows_the_words_the_first_open_proposal_and_how_far_the_review_is(desk):
    text = make_text()
    page = parsed(desk.get(page_of(text)))
    assert CHAPTERS[0][1][1] in page.select_one(".intake__draft blockquote").get_text()
    assert len(page.select("a.piece")) == 2
    assert "0 von 3 Sätzen geprüft" in page.get_text(" ", strip=True)
    assert page.select_one(".intake__words").get_text().count(CHAPTERS[0][1][0]) == 1


def test_accepting_as_it_stands_makes_a_draft_and_goes_on_to_the_next(desk):
    text = make_text()
    found = proposal(text, 2)
    data = form_with(desk.get(page_of(text)), "accept")

    response = desk.send(place(found), data, _do="accept")

    assert response.status_code == 302
    assert f"vorschlag={proposal(text, 3).pk}" in response["Location"]
    made = Commitment.objects.get()
    assert (made.published_at, str(made.due_on), made.due_wording) == (None, "2028-12-31", "bis Ende 2028")
    assert [part.partner.key for part in made.contributions.all()] == ["lehrer"]
    assert proposal(text, 2).state == ProposalState.ACCEPTED
    assert "1 von 3 Sätzen geprüft" in parsed(desk.get(page_of(text))).get_text(" ", strip=True)


def test_what_was_mended_in_the_form_is_told_as_accepted_with_changes(desk):
    text = make_text()
    found = proposal(text, 2)
    data = form_with(desk.get(page_of(text)), "accept")
    desk.send(place(found), data, _do="accept", title="Jede Schule besuchen")
    assert Commitment.objects.get().title == "Jede Schule besuchen"
    assert proposal(text, 2).state == ProposalState.EDITED


def test_what_is_wrong_in_the_form_is_told_at_its_field_and_nothing_is_lost(desk):
    text = make_text()
    found = proposal(text, 2)
    data = form_with(desk.get(page_of(text)), "accept")
    response = desk.send(place(found), data, _do="accept", title="", description="Mein Text.", leads="niemand")
    page = parsed(response)
    assert response.status_code == 400
    assert page.select_one("#id_description").get_text().strip() == "Mein Text."
    assert page.select(".field-title.errors") and page.select(".field-leads.errors")
    assert proposal(text, 2).is_open


def test_rejecting_keeps_the_ground_and_shows_it(desk):
    text = make_text()
    found = proposal(text, 2)
    data = form_with(desk.get(page_of(text)), "reject")
    desk.send(place(found), data, _do="reject", ground="other", reason="Steht im Haushalt.")
    page = parsed(desk.get(page_of(text, f"?vorschlag={found.pk}")))
    assert "Steht im Haushalt." in page.select_one(".intake__draft").get_text()


def test_joining_splitting_and_deciding_again_are_buttons(desk):
    text = make_text()
    found = proposal(text, 2)
    desk.send(place(found), form_with(desk.get(page_of(text)), "join"), _do="join")
    assert workflow.quote_of(proposal(text, 2)) == " ".join(CHAPTERS[0][1][1:3])
    page = desk.get(page_of(text))
    at = str(text.text.index("Die Kammern werden hundert"))
    desk.send(place(found), form_with(page, "split"), _do="split", at=at)
    assert workflow.quote_of(proposal(text, 2)) == CHAPTERS[0][1][1]
    made = accept(text, 2)
    page = desk.get(page_of(text, f"?vorschlag={found.pk}"))
    desk.send(place(found), form_with(page, "reopen"), _do="reopen")
    assert not Commitment.objects.filter(pk=made.pk).exists()


def test_a_sentence_without_proposal_says_why_and_can_be_proposed(desk):
    text = make_text()
    page = desk.get(page_of(text, "?kapitel=2"))
    assert "Er fordert andere zum Handeln auf." in parsed(page).get_text(" ", strip=True)
    response = desk.send(reverse("admin:text_propose", args=[text.pk]), {"satz": ["5"]})
    assert response.status_code == 302
    assert proposal(text, 5).is_open


def test_an_earlier_commitment_like_it_is_offered_and_ticked_as_continued(desk):
    earlier = make_commitment(title="Jede Schule besuchen", description="Der Lehrerverband besucht jede Schule.")
    make_commitment(title="Anderes", description="Die Partner werben für Messen.")
    text = make_text()
    found = proposal(text, 2)
    page = desk.get(page_of(text))
    [box] = parsed(page).select("input[name=offer_continues]")
    assert box["value"] == earlier.code
    assert "gleiche Wörter" in box.find_parent("li").get_text()
    desk.send(place(found), form_with(page, "accept"), _do="accept", offer_continues=earlier.code)
    assert [item.code for item in proposal(text, 2).commitment.continues.all()] == [earlier.code]


def test_who_comes_second_sees_what_was_decided_and_keeps_what_was_typed(desk, colleague):
    text = make_text()
    found = proposal(text, 2)
    mine = form_with(desk.get(page_of(text)), "accept")
    theirs = form_with(colleague.get(page_of(text)), "reject")
    colleague.send(place(found), theirs, _do="reject", ground="appeal")

    response = desk.send(place(found), mine, _do="accept", title="Mein Titel")

    page = parsed(response)
    assert response.status_code == 409
    assert "Mein Titel" in page.select_one(".summary--conflict").get_text()
    assert proposal(text, 2).ground == RejectGround.APPEAL
    assert not Commitment.objects.exists()


def test_who_comes_second_after_a_join_sees_the_longer_words_with_their_own_entries(desk, colleague):
    text = make_text()
    found = proposal(text, 2)
    mine = form_with(desk.get(page_of(text)), "accept")
    colleague.send(place(found), form_with(colleague.get(page_of(text)), "join"), _do="join")
    response = desk.send(place(found), mine, _do="accept", title="Mein Titel")
    page = parsed(response)
    assert response.status_code == 409
    assert page.select_one("#id_title")["value"] == "Mein Titel"
    assert CHAPTERS[0][1][2] in page.select_one("blockquote").get_text()


@pytest.mark.parametrize("query", ["?vorschlag=abc", "?vorschlag=999999", "?vorschlag=99999999999999999999"])
def test_a_proposal_that_is_not_there_is_not_found(desk, query):
    assert desk.client.get(page_of(make_text(), query)).status_code == 404


def test_nonsense_that_is_sent_is_not_found(desk):
    found = proposal(make_text(), 2)
    for data in ({}, {"_do": "erfunden", "version": "1"}, {"_do": "accept", "version": "x"}):
        assert desk.send(place(found), {name: [value] for name, value in data.items()}).status_code == 404


def test_the_page_asks_as_often_for_a_long_text_as_for_a_short_one(desk, django_assert_max_num_queries):
    chapters = [("1. Feld", [f"Die Kammern werden im Jahr {number} etwas tun." for number in range(60)])]
    short = make_text()
    long = make_text(make_agreement(published=False), chapters=chapters, promises=dict.fromkeys(range(1, 61), 50))
    for text in (short, long):
        desk.get(page_of(text))
        with django_assert_max_num_queries(36):
            desk.get(page_of(text))


def test_reviewers_read_the_list_and_decide_on_nothing(reviewer):
    text = make_text()
    found = proposal(text, 2)
    page = parsed(reviewer.get(reverse("admin:text_list")))
    assert not page.select(f'a[href="{page_of(text)}"]')
    answers = [
        reviewer.client.get(page_of(text)),
        reviewer.client.get(reverse("admin:text_publish", args=[text.pk])),
        reviewer.client.get(reverse("admin:text_attach", args=[text.pk])),
        reviewer.client.get(reverse("admin:text_new")),
        reviewer.client.post(place(found), {"_do": "reject", "version": found.version, "ground": "appeal"}),
        reviewer.client.post(reverse("admin:text_propose", args=[text.pk]), {"satz": "5"}),
        reviewer.client.post(reverse("admin:text_publish", args=[text.pk]), {"version": text.version}),
        reviewer.client.post(reverse("admin:text_attach", args=[text.pk]), {"reason": "x"}),
        reviewer.client.post(reverse("admin:text_new"), {"_step": "preview"}),
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert proposal(text, 2).is_open
    assert text.proposals.count() == 3
