"""Drafts save by themselves, survive a lost session, and two people never overwrite each other."""

import pytest
from django.contrib.sessions.models import Session

from tests.portal.world import form_of, make_asked, make_reporter, open_form, text_of
from tracker import workflow
from tracker.models import AuditEvent, StatusReport
from tracker.vocabulary import ReportState, Verb

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(contribution):
    return f"/portal/{contribution.pk}/"


def test_a_saving_by_itself_answers_with_the_version_and_the_time(partner, contribution, address):
    told = partner.post(address, open_form(partner, contribution, summary="Halb", action="autosave")).json()
    report = StatusReport.objects.get()
    assert told["saved"]
    assert told["version"] == report.version
    assert told["words"].startswith("Entwurf gespeichert um ")
    assert report.summary == "Halb"


def test_saving_goes_on_from_the_version_it_answered(partner, contribution, address):
    form = open_form(partner, contribution, summary="Eins", action="autosave")
    version = partner.post(address, form).json()["version"]
    told = partner.post(address, {**form, "summary": "Zwei", "version": version}).json()
    assert told["saved"]
    assert StatusReport.objects.get().summary == "Zwei"


def test_half_a_link_is_kept_too(partner, contribution, address):
    form = {**open_form(partner, contribution, action="autosave"), "link-0-url": "https://ex"}
    assert partner.post(address, form).json()["saved"]
    assert open_form(partner, contribution)["link-0-url"] == ["https://ex"]


def test_what_cannot_be_saved_is_told_and_stored_stays(partner, contribution, address):
    answer = partner.post(address, open_form(partner, contribution, as_of="morgen", action="autosave"))
    assert answer.status_code == 422
    assert "Das ist kein Tag." in answer.json()["words"]
    assert not StatusReport.objects.exists()


def test_the_protocol_tells_the_beginning_once_and_not_every_saving(partner, contribution, address):
    form = open_form(partner, contribution, summary="Eins", action="autosave")
    version = partner.post(address, form).json()["version"]
    partner.post(address, {**form, "summary": "Zwei", "version": version})
    assert AuditEvent.objects.filter(verb=Verb.DRAFT_STARTED).count() == 1
    assert AuditEvent.objects.exclude(verb=Verb.ROUND_OPENED).count() == 1


def test_what_was_sent_without_a_session_is_there_after_signing_in(client, contribution, reporter, address):
    client.force_login(reporter)
    form = open_form(client, contribution, status="ongoing", summary="Lange geschrieben", action="submit")
    client.logout()
    answer = client.post(address, form)
    assert answer["Location"] == f"/konto/anmelden/?next={address}"
    client.force_login(reporter)
    html = text_of(client.get(address))
    assert "Sie waren abgemeldet." in html
    again = form_of(html)
    assert (again["summary"], again["status"]) == (["Lange geschrieben"], ["ongoing"])
    assert not StatusReport.objects.exists()
    client.post(address, {**again, "action": "submit"})
    assert StatusReport.objects.get().state == ReportState.SUBMITTED


def test_it_is_shown_once(client, contribution, reporter, address):
    client.post(address, {"summary": "Lange geschrieben", "action": "submit"})
    client.force_login(reporter)
    client.get(address)
    assert "Lange geschrieben" not in text_of(client.get(address))


def test_it_is_not_shown_to_somebody_else(client, contribution, address):
    client.post(address, {"summary": "Lange geschrieben", "action": "submit"})
    client.force_login(make_reporter(make_asked()[0].reporter))
    assert client.get(address).status_code == 404
    assert "Lange geschrieben" not in text_of(client.get("/portal/"))


def two_versions(partner, contribution, address, **theirs):
    """One person opens the form, another one saves; returns the page after the first one saves too."""
    mine = open_form(partner, contribution, summary="Meine Fassung", next_steps="Meine Schritte", action="submit")
    theirs_form = open_form(partner, contribution, status="ongoing", summary="Die andere Fassung", **theirs)
    partner.post(address, {"action": "save", **theirs_form})
    return partner.post(address, {**mine, "status": "ongoing"})


def test_two_people_on_one_draft_see_both_versions(partner, contribution, address):
    answer = two_versions(partner, contribution, address)
    html = text_of(answer)
    assert answer.status_code == 409
    assert "Zwei Fassungen der Meldung" in html
    assert "Meine Fassung" in html
    assert "Die andere Fassung" in html
    assert StatusReport.objects.get().summary == "Die andere Fassung"


def test_they_choose_part_by_part(partner, contribution, address):
    html = text_of(two_versions(partner, contribution, address))
    choice = form_of(html, "", action="resolve", **{"take-summary": "theirs"})
    partner.post(address, choice)
    report = StatusReport.objects.get()
    assert (report.summary, report.next_steps) == ("Die andere Fassung", "Meine Schritte")
    assert report.state == ReportState.DRAFT


def test_unless_they_choose_their_own_entries_hold(partner, contribution, address):
    html = text_of(two_versions(partner, contribution, address))
    partner.post(address, form_of(html, "", action="resolve"))
    assert StatusReport.objects.get().summary == "Meine Fassung"


def test_what_the_other_one_handed_in_can_be_taken_back_with_the_choice(partner, contribution, address):
    html = text_of(two_versions(partner, contribution, address, action="submit"))
    assert "Meldung zurückziehen und diese Auswahl als Entwurf speichern" in html
    partner.post(address, form_of(html, "", action="resolve"))
    report = StatusReport.objects.get()
    assert (report.state, report.summary) == (ReportState.DRAFT, "Meine Fassung")


def test_a_third_version_meanwhile_is_shown_too(partner, contribution, address):
    html = text_of(two_versions(partner, contribution, address))
    partner.post(address, open_form(partner, contribution, summary="Dritte Fassung", action="save"))
    answer = partner.post(address, form_of(html, "", action="resolve"))
    assert answer.status_code == 409
    assert "Dritte Fassung" in text_of(answer)


def test_a_saving_by_itself_does_not_overwrite_the_other_one(partner, contribution, address):
    form = open_form(partner, contribution, summary="Meine Fassung", action="autosave")
    partner.post(address, open_form(partner, contribution, summary="Die andere Fassung", action="save"))
    answer = partner.post(address, form)
    assert answer.status_code == 409
    assert not answer.json()["saved"]
    assert StatusReport.objects.get().summary == "Die andere Fassung"


def test_when_the_editors_decided_meanwhile_the_entries_begin_a_new_report(partner, contribution, reporter, address):
    partner.post(address, open_form(partner, contribution, status="ongoing", summary="Erste", action="save"))
    mine = open_form(partner, contribution, summary="Zweite", action="save")
    report = workflow.submit(StatusReport.objects.get(), actor=workflow.actor_of(reporter))
    workflow.accept(report, actor=workflow.system_actor())
    html = text_of(partner.post(address, mine))
    assert "Die Redaktion hat über diese Meldung inzwischen entschieden." in html
    partner.post(address, form_of(html, action="save"))
    assert set(StatusReport.objects.values_list("state", "summary")) == {
        (ReportState.ACCEPTED, "Erste"),
        (ReportState.DRAFT, "Zweite"),
    }


def test_without_a_session_only_so_many_texts_an_hour_are_kept(client, contribution, address, settings):
    settings.FORM_LIMIT = 2
    for _number in range(2):
        client.cookies.clear()
        client.post(address, {"summary": "Lange geschrieben", "action": "submit"})
    assert Session.objects.count() == 2
    client.cookies.clear()
    answer = client.post(address, {"summary": "Lange geschrieben", "action": "submit"})
    assert answer["Location"] == f"/konto/anmelden/?next={address}"
    assert Session.objects.count() == 2
