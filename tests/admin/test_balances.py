"""Editors order a balance, comment on it, publish it by a tick once it is built, and never change a fixed one."""

import pytest
from django.utils import timezone

from tests.admin.browsing import address, form_of, list_of, values_of
from tests.balance.making import built
from tests.factories import make_agreement, record_change
from tracker.balance import building
from tracker.models import BalanceReport
from tracker.vocabulary import JobState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(building, "can_print", lambda: False)


def send(desk, where, **changes):
    data = values_of(form_of(desk.get(where)))
    return desk.client.post(where, {**data, **changes})


def test_a_new_one_waits_for_the_job(desk):
    agreement = make_agreement()
    where = list_of(BalanceReport, "add")
    assert send(desk, where, title="Bilanz", slug="bilanz", kind="final", agreement=agreement.pk).status_code == 302
    assert BalanceReport.objects.get().state == JobState.WAITING


def test_it_is_published_by_a_tick_once_it_is_built(desk):
    balance = built(agreement=make_agreement())
    assert send(desk, address(balance), publish="on").status_code == 302
    balance.refresh_from_db()
    assert balance.published_at is not None
    assert balance.state == JobState.DONE


def test_with_another_change_it_is_not_published_but_asked_to_be_built_first(desk):
    balance = built(agreement=make_agreement())
    answer = send(desk, address(balance), publish="on", foreword="Neu.")
    assert "Es wurde noch anderes geändert" in answer.content.decode()
    assert send(desk, address(balance), foreword="Neu.").status_code == 302
    balance.refresh_from_db()
    assert (balance.state, balance.published_at) == (JobState.WAITING, None)


def test_a_draft_is_not_published(desk):
    balance = built(agreement=make_agreement(), with_unaccepted=True)
    answer = send(desk, address(balance), publish="on")
    assert "wird nie veröffentlicht" in answer.content.decode()


def test_a_fixed_one_is_only_looked_at(desk):
    balance = built(agreement=make_agreement())
    with record_change():
        balance.published_at = balance.fixed_at = timezone.now()
        balance.save()
    assert "_save" not in desk.get(address(balance)).content.decode()
    assert desk.client.post(address(balance), {"title": "Anders"}).status_code == 403


def test_action_fields_of_the_same_name_are_told_apart_by_their_agreement(desk):
    agreement = make_agreement(short_title="Allianz 2023–2026", fields=["Gemeinsam werben"])
    page = desk.get(list_of(BalanceReport, "add")).content.decode()
    assert f"{agreement.short_title}: {agreement.action_fields.get()}" in page
