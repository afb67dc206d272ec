"""The steps in the life of an account: hand over, disable and enable, invite again, new password, new factor."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.accounts.people import add_app
from tests.admin.browsing import Desk, address, errors, words
from tests.factories import make_commitment, record_change
from tests.factories_of_accounts import PASSWORD, make_account, make_organisation
from tracker import days, workflow
from tracker.models import Account, Actor, AuditEvent, Mandate, OutboxMail
from tracker.vocabulary import AccountRole, NoticeKind, Verb

pytestmark = pytest.mark.django_db


def step(account, name):
    return reverse(f"admin:tracker_account_{name}", args=[account.pk])


def reports_for(partner, title="Ausbildung stärken"):
    """Return a contribution for which an organisation reports."""
    part = make_commitment(title=title).contributions.first()
    with record_change():
        part.reporter = partner
        part.save()
    return part


@pytest.fixture
def dgb():
    return make_organisation("Deutscher Gewerkschaftsbund")


@pytest.fixture
def erika(dgb):
    return make_account(AccountRole.REPORTER, partners=[dgb], first_name="Erika", last_name="Muster")


@pytest.fixture
def otto():
    return make_account(AccountRole.READER, partners=[make_organisation()], first_name="Otto", last_name="Nachfolge")


# --- handing over ----------------------------------------------------------------------------------------------------


def test_the_page_shows_the_open_work_and_who_else_is_there(administrator, erika, dgb):
    part = reports_for(dgb)
    workflow.start_draft(part, actor=workflow.actor_of(erika), on=days.today())
    make_account(AccountRole.REPORTER, partners=[dgb], is_deputy=True, last_name="Vertretung")
    text = words(administrator.get(step(erika, "hand_over")))
    assert "Ausbildung stärken" in text
    assert "ein Entwurf ist begonnen" in text
    assert "Erika Vertretung (Vertretung)" in text


def test_the_page_asks_as_often_for_much_work_as_for_little(administrator, erika, dgb):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            administrator.get(step(erika, "hand_over"))
        return len(queries)

    reports_for(dgb)
    make_account(AccountRole.REPORTER, partners=[dgb])
    few = asked()
    for number in range(5):
        Mandate.objects.create(account=erika, partner=make_organisation())
        workflow.start_draft(reports_for(dgb, f"Noch {number}"), actor=workflow.actor_of(erika), on=days.today())
        make_account(AccountRole.REPORTER, partners=[dgb])
    assert asked() == few


def test_the_successor_acts_from_today_and_the_predecessor_until_yesterday(administrator, erika, otto, dgb):
    done = administrator.save(step(erika, "hand_over"), after=str(otto.pk))
    assert done.status_code == 302, errors(done)
    today = days.today()
    assert Mandate.objects.get(account=otto, partner=dgb).start == today
    assert Mandate.objects.get(account=erika, partner=dgb).end == today - timedelta(days=1)
    assert AccountRole.REPORTER in workflow.roles_of(Account.objects.get(pk=otto.pk))
    event = AuditEvent.objects.get(verb=Verb.HANDED_OVER)
    assert (event.detail["giver"], event.detail["taker"]) == (erika.pk, otto.pk)


def test_who_takes_over_from_a_reader_reads(otto, dgb):
    reader = make_account(AccountRole.READER, partners=[dgb])
    workflow.hand_over(dgb, before=reader, after=otto, actor=workflow.system_actor(), on=days.today())
    assert workflow.roles_of(Account.objects.get(pk=otto.pk)) == [AccountRole.READER]


def test_a_deputy_becomes_the_first_person(erika, dgb):
    deputy = make_account(AccountRole.REPORTER, partners=[dgb], is_deputy=True)
    workflow.hand_over(dgb, before=erika, after=deputy, actor=workflow.system_actor(), on=days.today())
    assert not Mandate.objects.get(account=deputy, partner=dgb).is_deputy


def test_reminders_that_wait_go_to_the_successor(erika, otto, dgb):
    part = reports_for(dgb)
    other = reports_for(make_organisation())
    facts = {"item": "x", "at": days.start_of(days.today())}
    workflow.order_mail([erika], NoticeKind.REMINDER, step="1", contribution=part.pk, **facts)
    workflow.order_mail([erika], NoticeKind.REMINDER, step="2", contribution=other.pk, **facts)
    workflow.hand_over(dgb, before=erika, after=otto, actor=workflow.system_actor(), on=days.today())
    assert [row.recipient for row in OutboxMail.objects.order_by("key")] == [otto, erika] or {
        row.facts["contribution"]: row.recipient for row in OutboxMail.objects.all()
    } == {part.pk: otto, other.pk: erika}


@pytest.mark.parametrize("field", ["after", "partners"])
def test_an_empty_choice_is_told_at_its_field(administrator, erika, otto, field):
    changes = {"after": str(otto.pk)} | {field: ""}
    response = administrator.save(step(erika, "hand_over"), **changes)
    assert response.status_code == 200
    assert errors(response)
    assert not AuditEvent.objects.filter(verb=Verb.HANDED_OVER).exists()


def test_handing_over_twice_is_refused_in_words(administrator, erika, otto):
    data = administrator.open(step(erika, "hand_over"))
    administrator.send(step(erika, "hand_over"), data, after=str(otto.pk))
    response = administrator.send(step(erika, "hand_over"), data, after=str(otto.pk))
    assert response.status_code == 200
    assert AuditEvent.objects.filter(verb=Verb.HANDED_OVER).count() == 1


# --- disabling -------------------------------------------------------------------------------------------------------


def test_disabling_warns_who_would_have_nobody_and_leads_to_handing_over(administrator, erika, dgb):
    reports_for(dgb)
    where = step(erika, "disable")
    response = administrator.get(where)
    assert "Deutscher Gewerkschaftsbund" in words(response)
    assert step(erika, "hand_over") in response.content.decode()
    assert "Übergeben Sie zuerst" in errors(administrator.save(where))
    assert Account.objects.get(pk=erika.pk).is_active
    assert administrator.save(where, sure="on").status_code == 302
    assert not Account.objects.get(pk=erika.pk).is_active


def test_disabling_ends_sessions_at_once(administrator, erika):
    theirs = Desk(erika)
    assert theirs.client.get("/konto/").status_code == 200
    administrator.save(step(erika, "disable"))
    assert theirs.client.get("/konto/").status_code == 302


def test_a_disabled_account_can_be_enabled_again(administrator, erika):
    workflow.disable_account(erika, actor=workflow.system_actor())
    assert administrator.save(step(erika, "enable")).status_code == 302
    assert Account.objects.get(pk=erika.pk).is_active


def test_nobody_disables_oneself(administrator):
    make_account(AccountRole.ADMINISTRATOR)
    own = administrator.account
    assert "mit dem Sie angemeldet sind" in words(administrator.get(step(own, "disable")))
    assert "mit dem Sie angemeldet sind" in errors(administrator.client.post(step(own, "disable")))
    assert Account.objects.get(pk=own.pk).is_active


def test_a_disabled_account_can_be_deleted_and_leaves_its_pseudonym(administrator, erika):
    actor = workflow.actor_of(erika)
    workflow.edit_own_data(erika, first_name="E", last_name="M", language="de", actor=actor)
    assert "Sperren Sie es zuerst" in words(administrator.client.get(address(erika, "delete"), follow=True))
    workflow.disable_account(erika, actor=workflow.system_actor())
    done = administrator.save(address(erika, "delete"))
    assert done.status_code == 302, errors(done)
    assert not Account.objects.filter(pk=erika.pk).exists()
    assert Actor.objects.get(pk=actor.pk).user is None
    assert AuditEvent.objects.filter(actor=actor).exists()


# --- credentials -----------------------------------------------------------------------------------------------------


def test_a_link_for_a_new_password_is_mailed_and_the_old_password_holds(administrator, erika):
    assert administrator.save(step(erika, "password_link")).status_code == 302
    assert [letter.to for letter in mail.outbox] == [[erika.email]]
    assert "/konto/passwort/neu/" in mail.outbox[0].body
    assert Account.objects.get(pk=erika.pk).check_password(PASSWORD)
    assert AuditEvent.objects.filter(verb=Verb.PASSWORD_LINK_SENT, subject_key=str(erika.pk)).exists()


def test_a_lost_second_factor_is_reset_and_sessions_end(administrator, erika):
    add_app(erika)
    theirs = Desk(erika)
    assert administrator.save(step(erika, "reset_factor")).status_code == 302
    assert not Authenticator.objects.filter(user=erika).exists()
    assert theirs.client.get("/konto/").status_code == 302


@pytest.mark.parametrize("name", ["reset_factor", "password_link"])
def test_the_own_credentials_are_left_to_the_own_page(administrator, name):
    response = administrator.save(step(administrator.account, name))
    assert "Mein Konto" in errors(response)


def test_an_invitation_is_sent_again_and_withdrawn(administrator):
    names = {"first_name": "", "last_name": "", "actor": workflow.system_actor()}
    account = workflow.invite(email="neu@example.org", roles=[AccountRole.EDITOR], **names).account
    assert administrator.save(step(account, "invite_again")).status_code == 302
    assert account.invitations.filter(revoked_at__isnull=True).count() == 1
    assert OutboxMail.objects.filter(recipient=account).count() == 2
    assert administrator.save(step(account, "withdraw_invitation")).status_code == 302
    assert not account.invitations.filter(revoked_at__isnull=True).exists()
    assert "keine offene Einladung" in errors(administrator.save(step(account, "withdraw_invitation")))


def test_the_steps_offered_fit_the_state(administrator, erika):
    def offered() -> str:
        return words(administrator.get(address(erika)))

    assert "Sperren" in offered()
    assert "Noch einmal einladen" not in offered()
    workflow.disable_account(erika, actor=workflow.system_actor())
    assert "Wieder freigeben" in offered()
    assert "Übergeben" not in offered()


STEPS = ["hand_over", "disable", "enable", "invite_again", "withdraw_invitation", "reset_factor", "password_link"]


@pytest.mark.parametrize("name", STEPS)
def test_every_step_is_for_administrators_only(administrator, desk, reviewer, erika, name):
    assert administrator.get(step(erika, name))
    for other in (desk, reviewer, Desk(erika)):
        assert other.client.get(step(erika, name)).status_code == 403
        assert other.client.post(step(erika, name)).status_code == 403
    assert administrator.client.get(step(erika, name).replace(f"/{erika.pk}/", "/99999/")).status_code == 404


# --- organisations ---------------------------------------------------------------------------------------------------


def test_the_people_of_an_organisation_stand_on_one_page(administrator, erika, otto, dgb):
    where = reverse("admin:tracker_partner_people", args=[dgb.pk])
    text = words(administrator.get(where))
    assert "Erika Muster" in text
    done = administrator.save(where, account=str(otto.pk), is_deputy="on", start="2026-01-01")
    assert done.status_code == 302, errors(done)
    assert Mandate.objects.get(account=otto, partner=dgb).is_deputy
    assert "Otto Nachfolge (liest mit)" in words(administrator.get(where))
    assert where in administrator.get(address(dgb)).content.decode()


def test_an_end_before_the_beginning_is_refused(administrator, otto, dgb):
    where = reverse("admin:tracker_partner_people", args=[dgb.pk])
    response = administrator.save(where, account=str(otto.pk), start="2026-02-01", end="2026-01-01")
    assert "Das Ende liegt vor dem Beginn" in errors(response)


def test_editors_see_no_people_of_an_organisation(desk, dgb):
    assert desk.client.get(reverse("admin:tracker_partner_people", args=[dgb.pk])).status_code == 403
    assert "zugaenge" not in desk.get(address(dgb)).content.decode()


def test_organisations_without_anybody_who_reports_stand_on_the_start_page(desk, administrator, dgb, erika):
    reports_for(dgb)
    lonely = make_organisation("Verband ohne Konto")
    reports_for(lonely)
    link = f"{reverse('admin:tracker_partner_changelist')}?zugang=ohne"
    assert link in desk.get(reverse("admin:index")).content.decode()
    assert list(desk.get(link).context["cl"].result_list) == [lonely]
    workflow.disable_account(erika, actor=workflow.system_actor())
    assert desk.get(link).context["cl"].result_count == 2
