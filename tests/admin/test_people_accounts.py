"""Administrators change name, roles and organisations of an account; somebody always stays to keep the accounts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.accounts.people import add_app
from tests.admin.browsing import Desk, address, errors, list_of, words
from tests.factories import make_commitment, record_change
from tests.factories_of_accounts import make_account, make_organisation
from tracker import workflow
from tracker.access import can_administer
from tracker.models import Account, AuditEvent, Mandate, Partner
from tracker.vocabulary import AccountRole, Verb

pytestmark = pytest.mark.django_db


@pytest.fixture
def erika():
    return make_account(AccountRole.REPORTER, partners=[make_organisation("Gewerkschaftsbund")], last_name="Muster")


def test_the_list_tells_roles_organisations_state_and_factor(administrator, erika):
    add_app(erika)
    workflow.invite(
        email="neu@example.org",
        first_name="",
        last_name="",
        roles=[AccountRole.EDITOR],
        actor=workflow.system_actor(),
    )
    text = words(administrator.get(list_of(Account)))
    for part in ("Erika Muster", "Partner, meldet", erika.mandates.get().partner.abbreviation, "App", "nie"):
        assert part in text, part
    assert "eingeladen, Link gilt bis" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("zustand=in-benutzung", {"erika", "verwaltung"}),
        ("zustand=eingeladen", {"neu"}),
        ("zustand=gesperrt", {"alt"}),
        ("zustand=quatsch", {"erika", "verwaltung", "neu", "alt"}),
        ("rolle=editor", {"neu"}),
        ("faktor=mit", {"erika"}),
        ("q=ERIKA%40EXAMPLE", {"erika"}),
    ],
)
def test_the_list_is_filtered(administrator, query, found):
    add_app(make_account(AccountRole.REPORTER, email="erika@example.org", first_name="Erika", last_name=""))
    make_account(AccountRole.READER, email="alt@example.org", first_name="", last_name="", is_active=False)
    names = {"first_name": "", "last_name": "", "roles": [AccountRole.EDITOR], "actor": workflow.system_actor()}
    workflow.invite(email="neu@example.org", **names)
    rows = administrator.get(f"{list_of(Account)}?{query}").context["cl"].result_list
    assert {row.email.partition("@")[0] for row in rows} == found


def test_the_list_asks_as_often_for_many_accounts_as_for_few(administrator):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            administrator.get(list_of(Account))
        return len(queries)

    make_account(AccountRole.REPORTER, partners=[make_organisation()])
    few = asked()
    for _number in range(12):
        add_app(make_account(AccountRole.REPORTER, AccountRole.EDITOR, partners=[make_organisation()]))
    assert asked() == few
    assert few <= 12


def test_roles_are_ticked_with_their_meaning_and_change_what_somebody_may_do(administrator, erika):
    assert "Entscheidet über eingereichte Meldungen" in words(administrator.get(address(erika)))
    done = administrator.save(address(erika), roles=["editor", "reviewer"])
    assert done.status_code == 302, errors(done)
    fresh = Account.objects.get(pk=erika.pk)
    assert fresh.is_staff
    assert workflow.roles_of(fresh) == [AccountRole.EDITOR, AccountRole.REVIEWER]
    event = AuditEvent.objects.get(verb=Verb.ROLES_CHANGED)
    assert event.detail == {"before": ["partner_reporter"], "after": ["editor", "reviewer"]}


def test_taking_the_roles_of_staff_closes_the_administration(administrator):
    account = make_account(AccountRole.EDITOR)
    theirs = Desk(account)
    assert theirs.client.get(list_of(Partner)).status_code == 200
    administrator.save(address(account), roles=["partner_reader"])
    assert theirs.client.get("/verwaltung/").status_code == 403


def test_nobody_takes_the_keeping_of_accounts_from_oneself(administrator):
    make_account(AccountRole.ADMINISTRATOR)
    response = administrator.save(address(administrator.account), roles=["editor"])
    assert "nicht selbst entziehen" in errors(response)
    assert can_administer(Account.objects.get(pk=administrator.account.pk))


def test_the_last_administrator_stays():
    last = make_account(AccountRole.ADMINISTRATOR)
    helper = workflow.system_actor()
    for attempt in (
        lambda: workflow.set_roles(last, [AccountRole.EDITOR], actor=helper),
        lambda: workflow.disable_account(last, actor=helper),
    ):
        with pytest.raises(Exception, match="letzte Konto"):
            attempt()
    make_account(AccountRole.ADMINISTRATOR)
    assert workflow.set_roles(last, [AccountRole.EDITOR], actor=helper)


def test_an_invited_administrator_does_not_count_as_one():
    last = make_account(AccountRole.ADMINISTRATOR)
    names = {"first_name": "", "last_name": "", "actor": workflow.system_actor()}
    workflow.invite(email="neu@example.org", roles=[AccountRole.ADMINISTRATOR], **names)
    with pytest.raises(Exception, match="letzte Konto"):
        workflow.disable_account(last, actor=workflow.system_actor())


def test_a_superuser_of_the_operator_has_all_roles_of_staff_and_can_be_given_fewer(administrator):
    root = Account.objects.create_superuser("root@example.org", email="root@example.org", password="x")
    data = administrator.open(address(root))
    assert data["roles"] == ["editor", "reviewer", "administrator"]
    assert administrator.send(address(root), data, roles=["editor"]).status_code == 302
    fresh = Account.objects.get(pk=root.pk)
    assert not fresh.is_superuser
    assert not can_administer(fresh)


def test_the_mail_address_is_what_one_signs_in_with(administrator, erika):
    assert administrator.save(address(erika), email="Neu@Example.org").status_code == 302
    fresh = Account.objects.get(pk=erika.pk)
    assert (fresh.email, fresh.username) == ("neu@example.org", "neu@example.org")


def test_an_address_of_another_account_is_refused(administrator, erika):
    other = make_account()
    response = administrator.save(address(erika), email=other.email.upper())
    assert "gibt es schon ein Konto" in errors(response)


def test_a_new_address_of_an_invited_person_gets_a_new_link(administrator):
    names = {"first_name": "", "last_name": "", "actor": workflow.system_actor()}
    invitation = workflow.invite(email="falsch@example.org", roles=[AccountRole.EDITOR], **names)
    administrator.save(address(invitation.account), email="richtig@example.org")
    invitation.refresh_from_db()
    assert invitation.revoked_at
    assert invitation.account.invitations.filter(revoked_at__isnull=True).count() == 1


def test_mandates_are_given_changed_and_taken_with_an_entry_each(administrator, erika):
    bund = make_organisation("Bund")
    where = address(erika)
    assert administrator.save(where, **{"mandates-1-partner": str(bund.pk), "mandates-1-start": "2026-01-01"})
    given = Mandate.objects.get(account=erika, partner=bund)
    row = 0 if administrator.open(where)["mandates-0-id"] == [str(given.pk)] else 1
    administrator.save(where, **{f"mandates-{row}-is_deputy": "on", f"mandates-{row}-end": "2026-12-31"})
    given.refresh_from_db()
    assert (given.is_deputy, str(given.end)) == (True, "2026-12-31")
    administrator.save(where, **{f"mandates-{row}-DELETE": "on"})
    assert not Mandate.objects.filter(pk=given.pk).exists()
    verbs = AuditEvent.objects.filter(subject_key=str(erika.pk)).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [Verb.MANDATE_GIVEN, Verb.MANDATE_CHANGED, Verb.MANDATE_TAKEN]


def test_an_end_before_the_beginning_is_refused_at_its_row(administrator, erika):
    days = {"mandates-0-start": "2026-06-01", "mandates-0-end": "2026-05-01"}
    response = administrator.save(address(erika), **days)
    assert response.status_code == 200
    assert "Das Ende liegt vor dem Beginn" in errors(response)


def test_the_same_organisation_twice_is_refused(administrator, erika):
    partner = str(erika.mandates.get().partner_id)
    response = administrator.save(address(erika), **{"mandates-1-partner": partner})
    assert "steht hier zweimal" in errors(response)


def test_taking_the_only_reporter_says_who_is_left_alone(administrator, erika):
    partner = erika.mandates.get().partner
    part = make_commitment().contributions.first()
    with record_change():
        part.reporter = partner
        part.save()
    done = administrator.send(address(erika), administrator.open(address(erika)), **{"mandates-0-DELETE": "on"})
    page = administrator.client.get(done.url)
    assert f"Für {partner} kann zurzeit niemand melden" in words(page)
