"""A report that came by mail is entered for the partner: kept with the mail, told to it, reviewed by others."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.admin.browsing import words
from tests.factories_of_accounts import make_account
from tests.sheets.working import ask, draft
from tests.uploads.files import MAIL, pdf, upload
from tracker import days, workflow
from tracker.models import AuditEvent, MailProof, OutboxMail, Revision, StatusReport
from tracker.vocabulary import AccountRole, NoticeKind, ReportState, Verb

pytestmark = pytest.mark.django_db
SAID = {
    "status": "in_progress",
    "as_of": days.today().isoformat(),
    "as_of_precision": "day",
    "summary": "Die erste Runde läuft.",
    "next_steps": "",
    "problem": "",
    "link-TOTAL_FORMS": "0",
    "link-INITIAL_FORMS": "0",
    "version": "0",
    "received_on": days.today().isoformat(),
}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def part():
    return ask()[0]


@pytest.fixture
def reporter(part):
    return make_account(AccountRole.REPORTER, partners=[part.reporter])


def form_address(part):
    return reverse("admin:mail_entry_report", args=[part.pk])


def send(desk, part, mail=MAIL, **changes):
    data = {**SAID, **changes}
    if mail is not None:
        data["mail"] = upload("../../nachricht.eml", mail)
    return desk.client.post(form_address(part), data)


def test_it_is_submitted_with_its_proof_and_the_partner_is_told(desk, editor, part, reporter):
    before = Revision.current()
    response = send(desk, part)
    assert response.status_code == 302, words(response)
    report = StatusReport.objects.get()
    assert report.state == ReportState.SUBMITTED
    assert report.entered_by == report.author == workflow.actor_of(editor)
    assert report.round == part.rounds.get()
    assert report.proof.received_on == days.today()
    assert report.proof.file.read() == MAIL
    assert "nachricht" not in report.proof.file.name
    assert Revision.current() == before + 1
    assert OutboxMail.objects.get(recipient=reporter).kind == NoticeKind.ENTERED
    assert AuditEvent.objects.filter(verb=Verb.ENTERED).count() == 1


def test_whoever_entered_it_does_not_review_it(desk, editor, part):
    send(desk, part)
    with pytest.raises(ValidationError):
        workflow.accept(StatusReport.objects.get(), actor=workflow.actor_of(editor))


def test_the_partner_may_object(desk, part, reporter):
    send(desk, part)
    workflow.object_to_entry(StatusReport.objects.get(), "So war es nicht.", actor=workflow.actor_of(reporter))
    assert MailProof.objects.get().objection == "So war es nicht."


def test_evidence_and_a_pdf_file_go_with_it(desk, part):
    link = {
        "link-TOTAL_FORMS": "1",
        "link-0-title": "Jahresbericht",
        "link-0-publisher": "Verband",
        "link-0-url": "https://example.org/bericht",
    }
    given = {"upload": upload("x.pdf", pdf()), "upload_title": "Anlage", "upload_publisher": "Verband"}
    assert send(desk, part, **link, **given).status_code == 302
    titles = {item.title: bool(item.file) for item in StatusReport.objects.get().evidence.all()}
    assert titles == {"Jahresbericht": False, "Anlage": True}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"mail": None}, "E-Mail als Datei"),
        ({"mail": b"<html>"}, "weder eine E-Mail"),
        ({"mail": b""}, "leer"),
        ({"received_on": ""}, "Eingegangen am"),
        ({"received_on": (days.today() + timedelta(days=1)).isoformat()}, "Zukunft"),
        ({"summary": ""}, "Sätzen"),
        ({"status": ""}, "Status"),
        ({"status": "completed"}, "Beleg"),
        ({"as_of": (days.today() + timedelta(days=1)).isoformat()}, "Zukunft"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_written(desk, part, changes, sentence):
    response = send(desk, part, **changes)
    assert response.status_code == 200
    assert sentence in words(response)
    assert not StatusReport.objects.exists() and not MailProof.objects.exists()
    if changes.get("summary", "x"):
        assert "Die erste Runde läuft." in response.content.decode()


def test_a_second_click_enters_nothing_twice(desk, part):
    send(desk, part)
    response = send(desk, part)
    assert "wird schon eine Meldung geprüft" in words(response)
    assert StatusReport.objects.count() == MailProof.objects.count() == 1


def test_a_draft_the_partner_began_is_shown_first_and_not_overwritten_unseen(desk, part):
    stored = draft(part, summary="Eigener Entwurf des Partners.")
    assert "Eigener Entwurf des Partners." in desk.get(form_address(part)).content.decode()
    response = send(desk, part)
    assert "inzwischen geändert" in words(response)
    stored.refresh_from_db()
    assert stored.summary == "Eigener Entwurf des Partners."
    assert send(desk, part, version=str(stored.version)).status_code == 302
    stored.refresh_from_db()
    assert (stored.state, stored.summary) == (ReportState.SUBMITTED, "Die erste Runde läuft.")


def test_the_proof_is_handed_out_to_staff_alone(desk, part, reviewer, reporter, client):
    send(desk, part)
    where = reverse("admin:mail_proof", args=[MailProof.objects.get().pk])
    for allowed in (desk, reviewer):
        response = allowed.client.get(where)
        assert response.status_code == 200
        assert response["Content-Type"] == "message/rfc822"
        assert response["Content-Disposition"].startswith("attachment; filename=") and "nachweis" in str(
            response.headers
        )
        assert response["X-Content-Type-Options"] == "nosniff" and "no-store" in response["Cache-Control"]
        assert b"".join(response.streaming_content) == MAIL
    assert client.get(where).status_code == 302
    client.force_login(reporter)
    assert client.get(where).status_code == 403
    assert desk.client.get(reverse("admin:mail_proof", args=[999_999])).status_code == 404


def test_only_editors_enter_reports(part, reviewer, stranger):
    for where in (reverse("admin:mail_entry"), form_address(part)):
        assert reviewer.client.get(where).status_code == 403
        assert reviewer.client.post(where, SAID).status_code == 403
        assert stranger.get(where).status_code == 403
    assert not StatusReport.objects.exists()


def test_the_first_page_lists_what_an_organisation_is_asked_for(desk, part):
    others = ask(2)
    response = desk.get(f"{reverse('admin:mail_entry')}?organisation={part.reporter_id}")
    assert part.commitment.code in words(response)
    assert not any(other.commitment.code in words(response) for other in others)


def test_nonsense_in_the_address_is_told(desk):
    assert desk.client.get(f"{reverse('admin:mail_entry')}?organisation=x").status_code == 200
    assert desk.client.get(reverse("admin:mail_entry_report", args=[999_999])).status_code == 404
