"""Administrators make accounts, say what they may do and set passwords; pages speak German and show no secret."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from tests.admin.browsing import address, errors, list_of, words
from tracker.models import Account

pytestmark = pytest.mark.django_db
PASSWORD = "ein langes Passwort 2026"


def test_an_account_is_made_and_then_given_what_it_may_do(administrator, client):
    group = Group.objects.create(name="Redaktion")
    group.permissions.set(Permission.objects.filter(content_type__app_label="tracker"))
    made = administrator.save(list_of(Account, "add"), username="neu", password1=PASSWORD, password2=PASSWORD)
    assert made.status_code == 302, errors(made)
    account = Account.objects.get(username="neu")
    assert administrator.save(address(account), is_staff="on", groups=[str(group.pk)]).status_code == 302
    assert client.login(username="neu", password=PASSWORD)
    assert client.get(reverse("admin:tracker_commitment_changelist")).status_code == 200


def test_a_new_password_is_set_on_a_page_of_its_own(administrator, client, editor):
    where = reverse("admin:auth_user_password_change", args=[editor.pk])
    assert administrator.save(where, password1=PASSWORD, password2=PASSWORD).status_code == 302
    assert client.login(username=editor.username, password=PASSWORD)


def test_a_weak_password_is_refused(administrator):
    response = administrator.save(list_of(Account, "add"), username="neu", password1="kurz", password2="kurz")
    assert "12 Zeichen" in errors(response)
    assert not Account.objects.filter(username="neu").exists()


@pytest.mark.parametrize("where", ["add", "change", "password"])
def test_the_pages_of_accounts_speak_german_and_show_no_hash(administrator, editor, where):
    pages = {
        "add": list_of(Account, "add"),
        "change": address(editor),
        "password": reverse("admin:auth_user_password_change", args=[editor.pk]),
    }
    text = words(administrator.get(pages[where]))
    assert not [word for word in ("Password", "Enabled", "user will", "argon2", "Raw ") if word in text]


def test_who_acted_in_the_record_is_deactivated_instead_of_deleted(administrator, desk, editor):
    desk.save(reverse("admin:tracker_targetgroup_add"), key="neu", name="Neue Gruppe")
    response = administrator.client.get(address(editor, "delete"), follow=True)
    assert "Deaktivieren" in words(response)
