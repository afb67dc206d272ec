"""The administration has no door of its own."""

import pytest
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.urls import path

from tests.accounts.people import PASSWORD, make_account
from tracker.accounts.gate import behind_sign_in
from tracker.vocabulary import AccountRole

pytestmark = pytest.mark.django_db

site = behind_sign_in(AdminSite(name="admin"))
urlpatterns = [path("verwaltung/", site.urls)]


@pytest.fixture
def served(settings):
    """The site as it is, with an administration behind the gate."""
    import allianz.urls

    settings.ROOT_URLCONF = __name__
    urlpatterns[1:] = allianz.urls.urlpatterns


def test_visitors_are_sent_to_the_sign_in_of_the_house(client, served):
    answer = client.get("/verwaltung/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/konto/anmelden/?next=")


def test_a_password_sent_to_the_old_door_opens_nothing(client, served):
    account = make_account(AccountRole.EDITOR)
    answer = client.post("/verwaltung/login/", {"username": account.email, "password": PASSWORD})
    assert answer.headers["Location"].startswith("/konto/anmelden/")
    assert "_auth_user_id" not in client.session


def test_staff_cannot_become_somebody_else_there(client, served):
    one, other = make_account(AccountRole.EDITOR), make_account(AccountRole.ADMINISTRATOR)
    client.force_login(one)
    answer = client.post("/verwaltung/login/", {"username": other.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/verwaltung/"
    assert client.session["_auth_user_id"] == str(one.pk)


def test_the_password_is_changed_at_the_house_too(client, served):
    client.force_login(make_account(AccountRole.EDITOR))
    assert client.get("/verwaltung/password_change/").headers["Location"] == "/konto/passwort/"


def test_partners_are_refused(client, served):
    request = RequestFactory().get("/verwaltung/login/")
    request.user = make_account(AccountRole.REPORTER)
    with pytest.raises(PermissionDenied):
        site.login(request)
