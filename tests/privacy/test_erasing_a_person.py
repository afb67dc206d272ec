"""A person is erased whole or not at all: the address stands in no column of any table, the protocol stays."""

import email
from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.accounts.people import add_app, enter, sign_in
from tests.admin.reviewing import make_part
from tests.cast import Cast
from tests.factories import make_partner, record_change
from tests.factories_of_accounts import make_account
from tests.privacy.places import everywhere
from tests.uploads.files import MAIL
from tracker import days, workflow
from tracker.models import (
    Account,
    Actor,
    AuditEvent,
    Invitation,
    MailProof,
    OutboxMail,
    Partner,
    Revision,
    StatusReport,
    Ticket,
)
from tracker.vocabulary import AccountRole, ActorRole, NoticeKind, TicketKind, Verb
from tracker.workflow.persons import without_address

pytestmark = [pytest.mark.django_db, pytest.mark.own_factor]
ADDRESS = "weg.damit@verband.example"


@pytest.fixture
def person(the_cast: Cast, client):
    """Somebody whose address stands wherever an address can stand."""
    account = make_account(
        AccountRole.REPORTER, partners=[the_cast.b], email=ADDRESS, first_name="Wilma", last_name="Weggang"
    )
    sign_in(client, account, add_app(account))
    enter(type(client)(), ADDRESS)  # half signed in, in another browser
    EmailAddress.objects.create(user=account, email=ADDRESS, primary=True, verified=True)
    Session.objects.filter(pk=client.session.session_key).update(expire_date=timezone.now() - timedelta(days=2))
    Invitation.objects.create(
        account=account, invited_by=workflow.system_actor(), expires_at=timezone.now() + timedelta(days=1)
    )
    workflow.order_mail([account], NoticeKind.REMINDER, item="x", step="1", at=timezone.now())
    OutboxMail.objects.filter(recipient=account).update(last_error=f"SMTPRecipientsRefused {ADDRESS}")
    Ticket.objects.create(
        kind=TicketKind.ERROR, message=f"Antwort bitte an {ADDRESS.title()}.", reply_to=ADDRESS, due_on=days.today()
    )
    partner = make_partner("mit-kontakt", contact_name="Wilma Weggang", contact_address=ADDRESS)
    with record_change():
        partner.editor_note = f"Fragen an {ADDRESS}"
        partner.save()
    proof = the_cast.proof
    proof.file.save("mail.eml", ContentFile(MAIL.replace(b"erika@example.org", ADDRESS.encode())), save=True)
    part = make_part()
    draft = workflow.start_draft(part, actor=workflow.actor_of(account), on=days.today())
    data = workflow.ReportData(status="in_progress", as_of=days.today(), summary=f"Rückfragen: {ADDRESS}, gern.")
    workflow.save_draft(draft, data, actor=workflow.actor_of(account))
    return account


def erase(person: Account, reason: str = "Antrag der Person.") -> workflow.Erasure:
    return workflow.erase_person(person.email, reason=reason, actor=workflow.system_actor())


def test_the_address_stands_in_no_table_afterwards(person, django_capture_on_commit_callbacks):
    assert len({place.partition(" ")[0] for place in everywhere(ADDRESS)}) > 6
    with django_capture_on_commit_callbacks(execute=True):
        done = erase(person)
    assert everywhere(ADDRESS) == []
    assert everywhere("weggang") == []
    assert done.left == []


def test_sessions_end_and_second_factors_go(person):
    erase(person)
    assert not Session.objects.exists()
    assert not Authenticator.objects.exists()
    assert not Account.objects.filter(pk=person.pk).exists()


def test_what_the_person_did_stays_under_a_pseudonym_that_leads_to_nobody(person):
    actor = workflow.actor_of(person)
    before = list(AuditEvent.objects.filter(actor=actor).values_list("pk", flat=True))
    erase(person)
    assert Actor.objects.get(pk=actor.pk).user is None
    assert list(AuditEvent.objects.filter(actor=actor).values_list("pk", flat=True)) == before != []
    told = AuditEvent.objects.get(verb=Verb.PERSON_ERASED)
    assert told.detail["reason"] == "Antrag der Person."


def test_texts_stay_without_the_address(person):
    erase(person)
    assert StatusReport.objects.filter(summary="Rückfragen: […], gern.").count() == 1
    assert Ticket.objects.filter(message="Antwort bitte an […].", reply_to="").count() == 1


def test_the_mail_kept_as_proof_says_the_same_without_the_sender(person, django_capture_on_commit_callbacks):
    old = MailProof.objects.get()
    name, storage = old.file.name, old.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        erase(person)
    proof = MailProof.objects.get()
    with proof.file.open("rb") as file:
        content = file.read()
    mail = email.message_from_bytes(content)
    assert ADDRESS.encode() not in content
    assert "Wir haben begonnen." in mail.get_payload()
    assert mail["Subject"] == "Meldung"
    assert b"Erika" not in content
    assert not storage.exists(name)
    assert proof.objection == old.objection


def test_an_address_packed_into_a_mail_is_found_too():
    packed = email.message_from_string("Subject: x\n\n")
    packed.set_payload(f"Grüße von {ADDRESS}".encode(), "utf-8")
    content = packed.as_bytes()
    assert ADDRESS.encode() not in content
    cleaned = email.message_from_bytes(without_address(content, ADDRESS))
    assert ADDRESS not in cleaned.get_payload(decode=True).decode()


def test_no_public_page_changes_by_it(person):
    before = Revision.current()
    erase(person)
    assert Revision.current() == before


def test_if_it_fails_nothing_is_erased(person, monkeypatch, the_cast):
    before = everywhere(ADDRESS)
    storage = MailProof.objects.get().file.storage
    files = sorted(storage.listdir("nachweise")[1])
    monkeypatch.setattr("tracker.workflow.persons._clear_versions", lambda *_all: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        erase(person)
    assert everywhere(ADDRESS) == before
    assert sorted(storage.listdir("nachweise")[1]) == files


def test_a_preview_says_the_same_and_changes_nothing(person):
    before = everywhere(ADDRESS)
    told = workflow.preview_erasure(ADDRESS, actor=workflow.system_actor())
    assert everywhere(ADDRESS) == before
    done = erase(person)
    assert (told.sessions, told.mail, told.places) == (done.sessions, done.mail, done.places)


def test_an_address_in_words_that_cannot_change_is_named(person):
    part = make_part()
    workflow.move_deadline(
        part.commitment,
        due_on=days.today(),
        wording="bald",
        precision="day",
        reason=f"Bitte von {ADDRESS}",
        actor=workflow.system_actor(),
    )
    done = erase(person)
    assert done.left
    assert len(done.left) == len([place for place in everywhere(ADDRESS) if "publicversion" not in place])


def test_a_published_version_is_redacted(person):
    partner = Partner.objects.get(key="mit-kontakt")
    with record_change() as change:
        partner.reference = f"Auskunft von {ADDRESS}"
        partner.name = f"Verband {ADDRESS}"
        partner.save()
        change.touch(partner)
    assert any("publicversion" in place for place in everywhere(ADDRESS))
    erase(person)
    assert everywhere(ADDRESS) == []


@pytest.mark.parametrize("reason", ["", "  ", f"Wunsch von {ADDRESS}"])
def test_a_reason_is_needed_and_names_nobody(person, reason):
    with pytest.raises(ValidationError):
        erase(person, reason)
    assert Account.objects.filter(pk=person.pk).exists()


def test_the_last_account_that_keeps_accounts_stays():
    last = make_account(AccountRole.ADMINISTRATOR, email="letzte@example.org")
    with pytest.raises(ValidationError):
        erase(last)
    assert Account.objects.filter(pk=last.pk).exists()


def test_a_person_without_an_account_is_erased_too():
    ticket = Ticket.objects.create(kind=TicketKind.ERROR, message="Falsch.", reply_to=ADDRESS, due_on=days.today())
    out = StringIO()
    call_command("erase_person", ADDRESS.upper(), "--reason", "Antrag.", stdout=out)
    assert "There was no account" in out.getvalue()
    ticket.refresh_from_db()
    assert ticket.reply_to == ""
    assert AuditEvent.objects.get(verb=Verb.ADDRESS_ERASED).role == ActorRole.SYSTEM
    with pytest.raises(CommandError):
        call_command("erase_person", ADDRESS, "--reason", "Antrag.")


def test_nobody_else_loses_anything(person, the_cast):
    others = set(Account.objects.exclude(pk=person.pk).values_list("pk", "email"))
    erase(person)
    assert set(Account.objects.values_list("pk", "email")) == others


def test_whoever_has_an_address_that_ends_with_this_one_keeps_its_own(person):
    longer = make_account(AccountRole.REPORTER, email=f"nicht.{ADDRESS}")
    partner = make_partner("nebenan", contact_name="Nora Nebenan", contact_address=longer.email)
    ticket = Ticket.objects.create(
        kind=TicketKind.ERROR, message="Falsch.", reply_to=f"{ADDRESS}.org", due_on=days.today()
    )
    erase(person)
    for row in (longer, partner, ticket):
        row.refresh_from_db()
    assert longer.email == longer.username == partner.contact_address == f"nicht.{ADDRESS}"
    assert ticket.reply_to == f"{ADDRESS}.org"
    assert everywhere(ADDRESS, besides=[longer.email, ticket.reply_to]) == []


def test_a_form_opened_before_does_not_bring_the_address_back(person):
    draft = StatusReport.objects.get(summary__contains=ADDRESS)
    data = workflow.ReportData(status="in_progress", as_of=days.today(), summary=draft.summary)
    erase(person)
    with pytest.raises(workflow.StaleReport):
        workflow.save_draft(draft, data, actor=workflow.system_actor(), version=draft.version)
    assert everywhere(ADDRESS) == []
