"""Members supply text and links to the report of their group; the reporter takes them over with one click."""

import pytest

from tests.portal.world import form_of, make_asked, make_reporter, open_form, text_of
from tracker import workflow
from tracker.models import StatusReport, Supply
from tracker.vocabulary import AccountRole, ReportState

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client, the_cast):
    client.force_login(the_cast.people["member"])
    return client


@pytest.fixture
def address(the_cast):
    return f"/portal/{the_cast.of_group.pk}/zuliefern/"


def test_a_member_changes_what_it_supplied(member, address, the_cast):
    form = form_of(text_of(member.get(address)), "", text="Neuer Text", links="https://example.org/a")
    html = text_of(member.post(address, form, follow=True))
    assert "Zugeliefert." in html
    assert Supply.objects.get().text == "Neuer Text"


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"text": " "}, "Schreiben Sie"), ({"links": "kein Link"}, "Das ist keine Adresse: kein Link")],
)
def test_what_is_wrong_is_told_at_its_field(member, address, the_cast, changes, words):
    form = form_of(text_of(member.get(address)), "", **changes)
    html = text_of(member.post(address, form))
    assert "error-summary" in html
    assert words in html
    assert Supply.objects.get().text == the_cast.supply.text


def test_two_colleagues_see_each_others_text_before_one_replaces_the_other(member, address, the_cast):
    form = form_of(text_of(member.get(address)), "", text="Von mir")
    member.post(address, {**form, "text": "Von der Kollegin"})
    html = text_of(member.post(address, form))
    assert "Von der Kollegin" in html
    assert "Von mir" in html
    assert Supply.objects.get().text == "Von der Kollegin"
    member.post(address, form_of(html, ""))
    assert Supply.objects.get().text == "Von mir"


def test_a_text_taken_over_in_the_moment_a_colleague_hands_in_is_refused_in_words(client, the_cast, monkeypatch):
    client.force_login(the_cast.people["reporter_of_a"])
    form = open_form(client, the_cast.of_group, status="in_progress", summary="Es geht voran.")
    keep = workflow.keep_draft

    def keep_and_hand_in(*args, **kwargs):
        draft = keep(*args, **kwargs)
        workflow.submit(draft, actor=kwargs["actor"])
        return draft

    monkeypatch.setattr(workflow, "keep_draft", keep_and_hand_in)
    answer = client.post(
        f"/portal/{the_cast.of_group.pk}/", {**form, "action": f"take_over:{the_cast.supply.pk}"}, follow=True
    )
    assert "Die Meldung ist schon eingereicht." in text_of(answer)
    assert Supply.objects.get().taken_over_at is None


def test_others_cannot_supply(client, address, the_cast):
    for name in ("reporter_of_a", "reporter_of_b", "editor"):
        client.force_login(the_cast.people[name])
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": "x"}).status_code == 404


def test_a_reader_of_a_member_reads(client, address, the_cast):
    client.force_login(make_reporter(the_cast.m, role=AccountRole.READER))
    html = text_of(client.get(address))
    assert the_cast.supply.text in html
    assert "<textarea" not in html
    assert client.post(address, {"text": "x"}).status_code == 403


def test_the_reporter_takes_text_and_links_over_with_one_click(client, the_cast):
    actor = workflow.actor_of(the_cast.people["member"])
    given = workflow.supply(
        the_cast.of_group, the_cast.m, text="120 Betriebe", links="https://example.org/m", actor=actor
    )
    client.force_login(the_cast.people["reporter_of_a"])
    form = open_form(client, the_cast.of_group, next_steps="Gerade getippt", action=f"take_over:{given.pk}")
    html = text_of(client.post(f"/portal/{the_cast.of_group.pk}/", form, follow=True))
    said = form_of(html)
    assert "120 Betriebe" in said["summary"][0]
    assert said["link-0-url"] == ["https://example.org/m"]
    assert said["next_steps"] == ["Gerade getippt"]
    assert StatusReport.objects.get(pk=the_cast.reports["draft"].pk).state == ReportState.DRAFT


def test_a_text_supplied_to_somebody_else_cannot_be_taken_over(client, the_cast):
    other = make_asked()[0]
    client.force_login(make_reporter(other.reporter))
    form = open_form(client, other, action=f"take_over:{the_cast.supply.pk}")
    assert client.post(f"/portal/{other.pk}/", form).status_code == 404


def test_a_member_does_not_see_the_report_it_supplies_to(member, the_cast):
    assert member.get(f"/portal/{the_cast.of_group.pk}/").status_code == 404
    assert the_cast.reports["draft"].summary not in text_of(member.get(f"/portal/{the_cast.of_group.pk}/zuliefern/"))


def test_a_form_that_names_no_version_replaces_nobodys_text(member, address, the_cast):
    before = the_cast.supply.text
    answer = member.post(address, {"text": "Von anderer Hand.", "links": ""})
    assert answer.status_code == 200
    the_cast.supply.refresh_from_db()
    assert the_cast.supply.text == before
