"""Who needs a second factor and has none is led to its set-up and reaches nothing else."""

import pytest
from allauth.mfa.models import Authenticator

from tests.accounts.people import PASSWORD, SET_UP, add_app, code_of, enter, make_account, recovery_codes, sign_in
from tracker import workflow
from tracker.vocabulary import AccountRole

pytestmark = [pytest.mark.django_db, pytest.mark.own_factor]

APP = "/konto/zweiter-faktor/app/"


def confirm(client):
    """Prove by password that it is you, as the site asks before credentials are changed."""
    return client.post("/konto/bestaetigen/", {"password": PASSWORD})


def set_up_app(client) -> str:
    confirm(client)
    secret = client.get(APP).context["form"].secret
    assert client.post(APP, {"code": code_of(secret)}).headers["Location"] == "/konto/zweiter-faktor/codes/"
    return secret


@pytest.mark.parametrize("role", [AccountRole.REPORTER, AccountRole.READER, AccountRole.EDITOR, AccountRole.REVIEWER])
@pytest.mark.parametrize("address", ["/konto/", "/konto/sitzungen/", "/konto/passwort/", "/konto/zweiter-faktor/"])
def test_without_a_factor_every_private_page_leads_to_the_set_up(client, role, address):
    sign_in(client, make_account(role))
    assert client.get(address).headers["Location"] == SET_UP
    assert client.post(address, {"first_name": "X"}).headers["Location"] == SET_UP


def test_without_a_factor_nothing_is_changed(client):
    account = make_account(AccountRole.REPORTER)
    sign_in(client, account)
    client.post("/konto/", {"first_name": "Neu", "last_name": "Neu", "language": "en"})
    account.refresh_from_db()
    assert account.first_name == "Erika"


def test_public_pages_stay_open(client):
    sign_in(client, make_account(AccountRole.REPORTER))
    assert client.get("/").status_code == 200


def test_the_app_is_set_up_and_opens_everything(client):
    account = make_account(AccountRole.REPORTER)
    sign_in(client, account)
    set_up_app(client)
    page = client.get("/konto/zweiter-faktor/codes/").content.decode()
    assert all(code in page for code in recovery_codes(account))
    assert client.get("/konto/").status_code == 200


def test_a_wrong_code_sets_nothing_up(client):
    sign_in(client, make_account(AccountRole.REPORTER))
    confirm(client)
    client.get(APP)
    answer = client.post(APP, {"code": "abcdef"})
    assert "Dieser Code gilt nicht." in answer.content.decode()
    assert not Authenticator.objects.exists()


def test_partners_do_without_where_the_operator_says_so(client, settings):
    settings.PARTNER_SECOND_FACTOR = False
    sign_in(client, make_account(AccountRole.REPORTER))
    assert client.get("/konto/").status_code == 200


@pytest.mark.parametrize("role", [AccountRole.EDITOR, AccountRole.REVIEWER, AccountRole.ADMINISTRATOR])
def test_staff_never_do_without(client, settings, role):
    settings.PARTNER_SECOND_FACTOR = False
    sign_in(client, make_account(role))
    assert client.get("/konto/").headers["Location"] == SET_UP


def test_the_operators_superuser_does_not_do_without_either(client, settings):
    settings.PARTNER_SECOND_FACTOR = False
    sign_in(client, make_account(is_superuser=True))
    assert client.get("/konto/").headers["Location"] == SET_UP


def test_recovery_codes_alone_are_no_factor(client):
    account = make_account(AccountRole.REPORTER)
    add_app(account)
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).delete()
    client.force_login(account)
    assert client.get("/konto/").headers["Location"] == SET_UP


def test_who_removes_the_only_factor_sets_up_a_new_one_right_away(client):
    account = make_account(AccountRole.REPORTER)
    sign_in(client, account, add_app(account))
    confirm(client)
    client.post("/konto/zweiter-faktor/app/entfernen/")
    assert not Authenticator.objects.exists()
    assert client.get("/konto/").headers["Location"] == SET_UP


def test_a_recovery_code_works_once(client):
    account = make_account(AccountRole.REPORTER)
    add_app(account)
    code = recovery_codes(account)[0]
    enter(client, account.email)
    assert client.post("/konto/anmelden/code/", {"code": code}).status_code == 302
    assert client.get("/konto/").status_code == 200
    client.logout()
    enter(client, account.email)
    assert "Dieser Code gilt nicht." in client.post("/konto/anmelden/code/", {"code": code}).content.decode()
    assert code not in recovery_codes(account)


def test_a_code_of_the_app_works_once(client):
    account = make_account(AccountRole.REPORTER)
    secret = add_app(account)
    code = code_of(secret)
    enter(client, account.email)
    assert client.post("/konto/anmelden/code/", {"code": code}).status_code == 302
    client.logout()
    enter(client, account.email)
    assert client.post("/konto/anmelden/code/", {"code": code}).status_code == 200


def test_secrets_are_encrypted_at_rest_and_survive_a_new_key(client, settings):
    account = make_account(AccountRole.REPORTER)
    secret = add_app(account)
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in stored
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "ein neuer Schlüssel, lang genug für eine Prüfung dieser Art"
    sign_in(client, account, secret)
    assert client.get("/konto/").status_code == 200


def test_a_lost_factor_is_taken_away_by_the_administration_and_its_sessions_end(client):
    account = make_account(AccountRole.REPORTER)
    sign_in(client, account, add_app(account))
    workflow.reset_second_factor(account, actor=workflow.system_actor())
    assert not Authenticator.objects.filter(user=account).exists()
    assert client.get("/konto/").headers["Location"] == "/konto/anmelden/?next=/konto/"


def test_demonstration_accounts_do_without_only_where_debug_is_on(client, settings):
    account = make_account(AccountRole.EDITOR, email="redaktion@demo.example")
    client.force_login(account)
    assert client.get("/konto/").headers["Location"] == SET_UP
    settings.DEMO_SECOND_FACTOR = False
    assert client.get("/konto/").status_code == 200
