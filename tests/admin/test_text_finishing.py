"""What was made of a text is published together, and its words are given to what was recorded before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_agreement, make_commitment
from tests.texts import CHAPTERS, accept, make_text, proposal
from tracker import access
from tracker.models import Commitment, OfficialText

pytestmark = pytest.mark.django_db


def parsed(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "lxml")


def test_all_drafts_become_public_with_one_button(desk):
    text = make_text()
    made = accept(text, 2)
    where = reverse("admin:text_publish", args=[text.pk])
    data = desk.open(where)
    assert made.code in parsed(desk.get(where)).get_text()
    assert "2 Sätze sind noch nicht geprüft" in parsed(desk.get(where)).get_text()
    assert desk.send(where, data).status_code == 302
    assert access.public_commitments().get() == made
    assert access.public_texts().get() == text


def test_a_time_is_set_and_taken_back(desk):
    text = make_text()
    accept(text, 2)
    where = reverse("admin:text_publish", args=[text.pk])
    at = timezone.localtime(timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    desk.save(where, publish_at=at, with_text=None)
    stored = OfficialText.objects.get()
    assert stored.publish_at is not None and not stored.publishes_text
    assert not access.public_commitments().exists()
    desk.save(where, _cancel="1")
    assert OfficialText.objects.get().publish_at is None


def test_who_saw_an_older_state_is_asked_again(desk):
    text = make_text()
    accept(text, 2)
    where = reverse("admin:text_publish", args=[text.pk])
    response = desk.save(where, version="0")
    assert response.status_code == 200 and "inzwischen" in parsed(response).get_text().lower()
    assert not access.public_commitments().exists()


def test_a_time_in_the_past_is_told_at_its_field(desk):
    text = make_text()
    response = desk.save(reverse("admin:text_publish", args=[text.pk]), publish_at="2020-01-01T10:00")
    assert parsed(response).select(".field-publish_at.errors")


def recorded(agreement, **columns) -> Commitment:
    return make_commitment(agreement, **columns)


def test_words_are_offered_by_lines_and_by_likeness_and_given_only_when_ticked(desk):
    agreement = make_agreement(fields=["Berufsorientierung"])
    by_lines = recorded(agreement, title="Schulen besuchen", description="Alle Schulen werden besucht.",
                        passage_line_start=4, passage_line_end=5)  # fmt: skip
    by_words = recorded(agreement, title="Lehrstellenbörse der Kammern", description="Die Kammern bauen sie auf.")
    unlike = recorded(agreement, title="Etwas ganz anderes", description="Davon steht dort nichts.")
    text = make_text(agreement)
    where = reverse("admin:text_attach", args=[text.pk])

    page = parsed(desk.get(where))
    ticked = {box.find_parent("tr").th.a.get_text() for box in page.select("input[name=paar][checked]")}
    assert ticked == {by_lines.code, by_words.code}
    assert unlike.code in page.select_one("section[aria-labelledby=ohne]").get_text()
    assert not Commitment.objects.exclude(wording="").exists()

    [value] = [
        box["value"] for box in page.select("input[name=paar]") if by_lines.code in box.find_parent("tr").get_text()
    ]
    desk.save(where, paar=value)

    by_lines.refresh_from_db(), by_words.refresh_from_db()
    assert by_lines.wording == CHAPTERS[0][1][1]
    assert (by_lines.title, by_lines.passage_line_start, by_lines.passage_page) == ("Schulen besuchen", 4, 1)
    assert by_words.wording == ""
    assert proposal(text, 2).commitment == by_lines


def test_a_sentence_that_the_rules_passed_by_is_offered_as_well(desk):
    agreement = make_agreement(fields=["Ausbildung"])
    item = recorded(agreement, title="Betriebe sollten ausbilden", description="Betriebe sollten mehr ausbilden.")
    text = make_text(agreement)
    where = reverse("admin:text_attach", args=[text.pk])
    desk.save(where)
    item.refresh_from_db()
    assert item.wording == "Betriebe sollten mehr ausbilden."


def test_what_somebody_else_decided_meanwhile_is_told_and_the_rest_is_done(desk):
    agreement = make_agreement(fields=["Berufsorientierung"])
    first = recorded(agreement, title="Schulen besuchen", description="Der Lehrerverband besucht jede Schule.")
    second = recorded(agreement, title="Lehrstellenbörse der Kammern", description="Die Kammern bauen sie auf.")
    text = make_text(agreement)
    where = reverse("admin:text_attach", args=[text.pk])
    data = desk.open(where)
    accept(text, 2)
    desk.send(where, data)
    assert first.code in parsed(desk.get(where)).select_one(".messagelist").get_text()
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.wording, second.wording) == ("", "Die Kammern werden eine Lehrstellenbörse aufbauen.")


@pytest.mark.parametrize("value", ["x", "1.p2", "1.p2.3.4", "99999.p1.0", "1.q1.0"])
def test_nonsense_that_is_sent_changes_nothing(desk, value):
    text = make_text(make_agreement())
    response = desk.send(reverse("admin:text_attach", args=[text.pk]), {"reason": ["Ergänzt."]}, paar=value)
    assert response.status_code == 302
    assert proposal(text, 2).is_open
