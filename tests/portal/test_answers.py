"""A partner replies once, in public, to an assessment; objects to what staff entered; reads the whole history."""

import pytest

from tests.portal.world import text_of
from tracker.models import MailProof, StatusReport
from tracker.vocabulary import Reporting

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_a(client, the_cast):
    client.force_login(the_cast.people["reporter_of_a"])
    return client


def reply(client, the_cast, text="Wir sehen das anders.", name="pending"):
    address = f"/portal/{the_cast.pending.pk}/"
    return client.post(address, {"action": "reply", "report": the_cast.reports[name].pk, "reply": text}, follow=True)


def test_a_reply_is_published_with_the_assessment(of_a, the_cast):
    assert "Sie können einmal antworten." in text_of(of_a.get(f"/portal/{the_cast.pending.pk}/"))
    html = text_of(reply(of_a, the_cast))
    report = StatusReport.objects.get(pk=the_cast.reports["pending"].pk)
    assert report.reply == "Wir sehen das anders."
    assert report.published_at is not None
    assert "Öffentlich antworten" not in html


def test_there_is_one_reply_only(of_a, the_cast):
    reply(of_a, the_cast)
    html = text_of(reply(of_a, the_cast, "Noch etwas"))
    assert "Das war nicht möglich" in html
    assert StatusReport.objects.get(pk=the_cast.reports["pending"].pk).reply == "Wir sehen das anders."


def test_an_empty_reply_is_refused_in_words_at_its_field(of_a, the_cast):
    html = text_of(reply(of_a, the_cast, "  "))
    assert "Das war nicht möglich" in html
    assert '<a href="#id_reply">' in html
    assert 'aria-describedby="reply-error reply-hint" aria-invalid="true"' in html
    assert 'id="reply-error"' in html
    assert 'id="objection-error"' not in html


@pytest.mark.parametrize("text", ["x" * 10_001, "a\0b"])
def test_a_reply_that_is_too_long_or_cannot_be_stored_is_refused_and_stays(of_a, the_cast, text):
    html = text_of(reply(of_a, the_cast, text))
    assert "Das war nicht möglich" in html
    assert text.replace("\0", "") in html.replace("\0", "")
    assert StatusReport.objects.get(pk=the_cast.reports["pending"].pk).reply == ""


@pytest.mark.parametrize("text", ["x" * 10_001, "a\0b"])
def test_an_objection_that_is_too_long_or_cannot_be_stored_is_refused(client, the_cast, text):
    client.force_login(the_cast.people["reporter_of_b"])
    MailProof.objects.update(objection="", objected_at=None)
    report = the_cast.reports["entered"]
    said = {"action": "object", "report": report.pk, "objection": text}
    assert "Das war nicht möglich" in text_of(client.post(f"/portal/{report.contribution_id}/", said, follow=True))
    assert MailProof.objects.get().objection == ""


def test_a_report_of_another_contribution_cannot_be_named(of_a, the_cast):
    assert reply(of_a, the_cast, name="b_draft").status_code == 404


def test_readers_and_strangers_cannot_reply(client, the_cast):
    client.force_login(the_cast.people["reader_of_a"])
    assert reply(client, the_cast).status_code == 403
    client.force_login(the_cast.people["reporter_of_b"])
    assert reply(client, the_cast).status_code == 404


def test_what_staff_entered_is_shown_and_can_be_objected_to(client, the_cast):
    client.force_login(the_cast.people["reporter_of_b"])
    MailProof.objects.update(objection="", objected_at=None)
    report = the_cast.reports["entered"]
    address = f"/portal/{report.contribution_id}/"
    html = text_of(client.get(address))
    assert "So haben wir Ihre Meldung erfasst" in html
    assert report.summary in html
    said = {"action": "object", "report": report.pk, "objection": "Die Zahl ist falsch."}
    html = text_of(client.post(address, said, follow=True))
    assert "Ihr Widerspruch: Die Zahl ist falsch." in " ".join(html.split())
    assert MailProof.objects.get().objection == "Die Zahl ist falsch."


def test_the_history_tells_every_step(of_a, the_cast):
    html = text_of(of_a.get(f"/portal/{the_cast.of[Reporting.OVERDUE].pk}/verlauf/"))
    assert "Die Zahlen stimmten nicht." in html
    assert "eingereicht am" in html
    html = text_of(of_a.get(f"/portal/{the_cast.of[Reporting.RETURNED].pk}/verlauf/"))
    assert the_cast.reports["returned"].comments.get().text in html


def test_the_history_of_others_does_not_exist(client, the_cast):
    client.force_login(the_cast.people["reporter_of_b"])
    assert client.get(f"/portal/{the_cast.of[Reporting.RETURNED].pk}/verlauf/").status_code == 404


def test_all_drafts_stand_on_one_paper_for_sign_off(of_a, the_cast):
    html = text_of(of_a.get("/portal/abzeichnen/"))
    assert the_cast.reports["draft"].summary in html
    assert the_cast.reports["returned"].summary in html
    assert the_cast.reports["submitted"].summary not in html
    assert the_cast.reports["b_draft"].summary not in html
    assert "Für die Organisation gezeichnet" in html
    assert the_cast.a.name in html
