"""A table that a partner sent back by mail is looked through and entered for it, each row with the mail as proof."""

import pytest
from django.urls import reverse

from tests.admin.browsing import words
from tests.factories_of_accounts import make_account
from tests.portal.tables import held_word
from tests.sheets.working import ask, download, draft, fill
from tests.uploads.files import MAIL, upload
from tracker import days, workflow
from tracker.models import MailProof, OutboxMail, Revision, StatusReport
from tracker.vocabulary import AccountRole, ReportState

pytestmark = pytest.mark.django_db
GOOD = {"status": "in Umsetzung", "summary": "Die erste Runde läuft."}
WHERE = "/verwaltung/meldung-erfassen/"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def look(desk, content, mail=MAIL):
    data = {"table": upload("tabelle.xlsx", content), "received_on": days.today().isoformat()}
    if mail is not None:
        data["mail"] = upload("mail.eml", mail)
    return desk.client.post(WHERE, data)


def confirm(desk, preview):
    return desk.client.post(WHERE, {"held": held_word(preview)})


def test_it_is_shown_first_and_then_entered_with_one_stored_mail(desk, editor, tmp_path):
    parts = ask(3)
    reporter = make_account(AccountRole.REPORTER, partners=[parts[0].reporter])
    before = Revision.current()
    preview = look(desk, fill(download(parts), GOOD, None, GOOD))
    assert "Kann erfasst werden: 2" in words(preview) and "unberührt: 1" in words(preview)
    assert not StatusReport.objects.exists()

    assert confirm(desk, preview).url == reverse("admin:mail_entry")
    reports = StatusReport.objects.all()
    assert [report.state for report in reports] == [ReportState.SUBMITTED] * 2
    assert {report.entered_by for report in reports} == {workflow.actor_of(editor)}
    assert len({proof.file.name for proof in MailProof.objects.all()}) == 1
    assert MailProof.objects.first().file.read() == MAIL
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
    assert Revision.current() == before + 1
    assert OutboxMail.objects.filter(recipient=reporter).count() == 2


def test_without_a_mail_the_table_is_the_proof(desk):
    (part,) = ask()
    content = fill(download([part]), GOOD)
    confirm(desk, look(desk, content, mail=None))
    assert MailProof.objects.get().file.read() == content


def test_rows_changed_meanwhile_are_refused_with_both_values_and_the_rest_goes_through(desk):
    parts = ask(2)
    preview = look(desk, fill(download(parts), GOOD, GOOD))
    draft(parts[0], summary="Der Partner war schneller.")
    response = confirm(desk, preview)
    assert "Der Partner war schneller." in words(response) and "Die erste Runde läuft." in words(response)
    assert StatusReport.objects.filter(state=ReportState.SUBMITTED).count() == 1


def test_a_second_click_enters_nothing_twice(desk):
    (part,) = ask()
    preview = look(desk, fill(download([part]), GOOD))
    confirm(desk, preview)
    assert confirm(desk, preview).status_code == 302
    assert StatusReport.objects.count() == 1


def test_the_preview_of_a_colleague_cannot_be_confirmed(desk, colleague):
    (part,) = ask()
    confirm(colleague, look(desk, fill(download([part]), GOOD)))
    assert not StatusReport.objects.exists()


@pytest.mark.parametrize("content", [b"", b"<html>", MAIL])
def test_what_is_no_table_is_told_at_its_field(desk, content):
    response = look(desk, content)
    assert response.status_code == 200 and "Zurückgeschickte Tabelle" in words(response)
    assert "errorlist" in response.content.decode() or "summary--error" in response.content.decode()


def test_a_row_that_belongs_to_nothing_is_told_with_its_place(desk):
    (part,) = ask()
    response = look(desk, fill(download([part]), {**GOOD, "contribution": "999999"}))
    assert f"Zeile 2, {part.commitment.code}:" in words(response)


def test_it_asks_as_often_for_many_rows_as_for_few(desk, django_assert_max_num_queries):
    for parts in (ask(2), ask(20)):
        content = fill(download(parts), *[GOOD] * len(parts))
        with django_assert_max_num_queries(20):
            look(desk, content)
