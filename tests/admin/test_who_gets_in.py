"""Anonymous visitors are sent to the sign-in, people who are no staff are refused, accounts are for administrators."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from tests.admin.browsing import address, list_of
from tests.factories import make_commitment
from tracker.admin.urls import editors
from tracker.models import Account, Commitment, Partner

pytestmark = pytest.mark.django_db

PAGES = [
    reverse("admin:index"),
    *[list_of(model) for model in editors._registry],
    reverse("admin:tracker_commitment_publish"),
    reverse("admin:tracker_contribution_reporter"),
    reverse("admin:tracker_contribution_split"),
    reverse("admin:tracker_commitment_import"),
    reverse("admin:tracker_commitment_import_template"),
]


@pytest.mark.parametrize("page", PAGES)
def test_anonymous_visitors_are_sent_to_the_sign_in(client, page):
    response = client.get(page)
    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


@pytest.mark.parametrize("page", PAGES)
def test_people_who_are_no_staff_are_refused(stranger, page):
    assert stranger.get(page).status_code == 403


def test_people_who_are_no_staff_can_still_sign_out(stranger):
    assert stranger.post(reverse("admin:logout")).status_code in (200, 302)


@pytest.mark.parametrize("who", ["desk", "reviewer"])
def test_editors_and_reviewers_keep_no_accounts(who, request):
    assert request.getfixturevalue(who).client.get(list_of(Account)).status_code == 403


def test_a_reviewer_reads_the_record_and_changes_nothing(reviewer):
    item = make_commitment()
    assert reviewer.get(list_of(Commitment))
    assert reviewer.get(address(item))
    assert reviewer.client.get(list_of(Commitment, "add")).status_code == 403
    assert reviewer.client.post(address(item), {"title": "Anders"}).status_code == 403
    assert reviewer.client.post(address(item, "delete"), {"post": "yes"}).status_code == 403
    assert reviewer.client.get(reverse("admin:tracker_commitment_drop", args=[item.pk])).status_code == 403


def test_rights_that_only_django_knows_open_nothing(client):
    account = Account.objects.create_user("neu", is_staff=True)
    account.user_permissions.set(Permission.objects.filter(content_type__app_label="tracker"))
    client.force_login(account)
    assert client.get(list_of(Commitment)).status_code == 403


def test_staff_without_rights_change_nothing(client):
    item = make_commitment()
    client.force_login(Account.objects.create_user("neu", is_staff=True))
    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get(reverse("admin:tracker_commitment_wording", args=[item.pk])).status_code == 403
    assert client.post(reverse("admin:tracker_commitment_drop", args=[item.pk])).status_code == 403
    assert client.get(list_of(Partner)).status_code == 403
    assert client.get(list_of(Commitment)).status_code == 403


def test_the_pages_are_german_and_titled_redaktion(desk):
    response = desk.client.get(reverse("admin:index"), headers={"accept-language": "en"})
    assert response.headers["Content-Language"] == "de"
    assert "Redaktion" in response.content.decode()
    assert "Was zu tun ist" in response.content.decode()
