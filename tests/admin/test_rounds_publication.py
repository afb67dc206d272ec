"""“Publish on … at …” for what a round accepts and for a whole new agreement; set, moved and taken back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.admin.browsing import errors, form_of, values_of, words
from tests.admin.reviewing import make_part, open_round, status_of, submit
from tests.factories import make_agreement, make_commitment
from tests.factories_of_accounts import make_account
from tracker import workflow
from tracker.models import Agreement, Commitment
from tracker.vocabulary import AccountRole

pytestmark = pytest.mark.django_db


def send(desk, where, **entries):
    return desk.send(where, values_of(form_of(desk.get(where))), **entries)


def local(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def soon():
    return (timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0)


def test_a_round_gets_a_time_and_loses_it_again(desk):
    asked = open_round(make_part())
    where = reverse("admin:tracker_reportinground_publication", args=[asked.pk])
    moment = soon()
    assert send(desk, where, publish_at=local(moment)).status_code == 302
    asked.refresh_from_db()
    assert asked.publish_at == moment
    assert values_of(form_of(desk.get(where)))["publish_at"] == [local(moment)]
    send(desk, where, publish_at="")
    asked.refresh_from_db()
    assert asked.publish_at is None


def test_what_waits_for_a_round_follows_its_new_time(desk):
    part = make_part()
    asked = open_round(part, publish_at=soon() + timedelta(days=30))
    report = workflow.accept(submit(part), actor=workflow.actor_of(make_account(AccountRole.REVIEWER)))
    assert status_of(part.commitment) == "unknown"
    moment = soon()
    send(desk, reverse("admin:tracker_reportinground_publication", args=[asked.pk]), publish_at=local(moment))
    report.refresh_from_db()
    assert report.publish_at == moment
    workflow.publish_due(at=moment, actor=workflow.system_actor())
    assert status_of(part.commitment) == "in_progress"


def test_a_time_in_the_past_is_refused(desk):
    asked = open_round(make_part())
    where = reverse("admin:tracker_reportinground_publication", args=[asked.pk])
    assert "Vergangenheit" in errors(send(desk, where, publish_at="2020-01-01T10:00"))
    assert "Veröffentlichen am" in errors(send(desk, where, publish_at="morgen"))


def test_a_whole_agreement_names_what_will_be_published_and_what_is_missing(desk):
    agreement = make_agreement(published=False)
    make_commitment(agreement, published=False, title="Kommt mit")
    make_commitment(agreement, published=False, leads=[], title="Ohne Partner")
    where = reverse("admin:tracker_agreement_publication", args=[agreement.pk])
    page = words(desk.get(where))
    assert "2 Punkte werden mit ihr veröffentlicht" in page and "Kommt mit" in page
    assert "Punkte ohne Beitrag eines Partners" in page
    moment = soon()
    send(desk, where, publish_at=local(moment))
    agreement.refresh_from_db()
    assert (agreement.publish_at, agreement.published_at) == (moment, None)
    workflow.publish_due(at=moment, actor=workflow.system_actor())
    assert Agreement.objects.get().published_at == moment
    assert Commitment.objects.filter(published_at=moment).count() == 2


def test_a_public_agreement_has_nothing_to_wait_for(desk):
    agreement = make_agreement()
    where = reverse("admin:tracker_agreement_publication", args=[agreement.pk])
    assert "bereits öffentlich" in words(desk.client.get(where, follow=True))


def test_the_page_of_an_agreement_leads_there(desk):
    agreement = make_agreement(published=False)
    page = desk.get(reverse("admin:tracker_agreement_change", args=[agreement.pk])).content.decode()
    assert reverse("admin:tracker_agreement_publication", args=[agreement.pk]) in page
