"""Wishes that come with a report: granted with a preview and a public reason, or declined with an answer."""

from datetime import date

import pytest
from django.urls import reverse

from tests.admin.browsing import errors, words
from tests.admin.reviewing import make_part, page_of, press, submit
from tracker import workflow
from tracker.models import AuditEvent, Commitment, OutboxMail
from tracker.vocabulary import NoticeKind, Verb, WishState

pytestmark = pytest.mark.django_db

WISH = {"wished_deadline": date(2027, 6, 30), "deadline_wish": "Die Länder brauchen mehr Zeit."}


def wish_of(report):
    return report.wishes.get()


def address(wish):
    return reverse("admin:review_wish", args=[wish.pk])


def test_a_wished_deadline_is_prefilled_previewed_and_granted(desk):
    report = submit(make_part(due_on=date(2026, 12, 31)), **WISH)
    where = address(wish_of(report))
    page = press(desk, where, desk.get(where), "preview", wording="bis Mitte 2027", answer="Gern.")
    assert "30. Juni 2027" in words(page) and "31. Dezember 2026" in words(page)
    assert press(desk, where, page, "confirm").status_code == 302
    item = Commitment.objects.get(pk=report.commitment_id)
    assert (item.due_on, item.due_on_agreed) == (date(2027, 6, 30), date(2026, 12, 31))
    assert item.moves.get().reason == "Die Länder brauchen mehr Zeit."
    assert (wish_of(report).state, wish_of(report).answer) == (WishState.GRANTED, "Gern.")
    assert OutboxMail.objects.filter(kind=NoticeKind.WISH_ANSWERED).count() == 1
    assert AuditEvent.objects.filter(verb=Verb.WISH_GRANTED).count() == 1


def test_a_wished_wording_is_corrected_in_public(reviewer):
    report = submit(make_part(title="Beratung"), wording_wish="Es heißt „überregionale Beratung“.")
    where = address(wish_of(report))
    page = press(reviewer, where, reviewer.get(where), "preview", title="Überregionale Beratung")
    press(reviewer, where, page, "confirm")
    assert Commitment.objects.get(pk=report.commitment_id).title == "Überregionale Beratung"
    assert wish_of(report).state == WishState.GRANTED


def test_granting_without_a_change_is_refused(desk):
    report = submit(make_part(), wording_wish="Bitte prüfen.")
    where = address(wish_of(report))
    page = press(desk, where, desk.get(where), "preview")
    assert "Nichts ist anders" in errors(page)
    assert wish_of(report).state == WishState.OPEN


def test_a_wish_is_declined_with_an_answer(desk):
    report = submit(make_part(due_on=date(2026, 12, 31)), **WISH)
    where = address(wish_of(report))
    response = press(desk, where, desk.get(where), "decline", answer="Der Beschluss steht.")
    assert response.status_code == 302
    assert (wish_of(report).state, wish_of(report).answer) == (WishState.DECLINED, "Der Beschluss steht.")
    assert Commitment.objects.get(pk=report.commitment_id).due_on == date(2026, 12, 31)
    assert OutboxMail.objects.filter(kind=NoticeKind.WISH_ANSWERED).count() == 1
    assert "Der Beschluss steht." in words(desk.get(page_of(report)))


def test_declining_needs_an_answer(desk):
    report = submit(make_part(), **WISH)
    where = address(wish_of(report))
    response = press(desk, where, desk.get(where), "decline", answer=" ")
    assert "Antwort an den Partner" in errors(response)
    assert wish_of(report).state == WishState.OPEN


def test_a_wish_decided_meanwhile_is_not_decided_twice(desk, reviewer):
    report = submit(make_part(due_on=date(2026, 12, 31)), **WISH)
    where = address(wish_of(report))
    page = press(desk, where, desk.get(where), "preview", wording="bis Mitte 2027")
    workflow.decline_wish(wish_of(report), answer="Nein.", actor=workflow.actor_of(reviewer.account))
    response = press(desk, where, page, "confirm")
    assert "bereits entschieden" in errors(response)
    assert Commitment.objects.get(pk=report.commitment_id).due_on == date(2026, 12, 31)


def test_a_wish_of_a_report_taken_back_waits_until_it_comes_again(desk):
    report = submit(make_part(), **WISH)
    workflow.return_report(report, {"summary": "Genauer."}, actor=workflow.system_actor())
    page = desk.get(address(wish_of(report)))
    assert "Hier ist nichts mehr zu entscheiden." in words(page)
    report.refresh_from_db()
    workflow.submit(report, actor=report.author)
    assert "Hier ist nichts mehr zu entscheiden." not in words(desk.get(address(wish_of(report))))


def test_the_list_of_wishes_leads_to_the_decision(desk):
    report = submit(make_part(), **WISH)
    page = desk.get(f"{reverse('admin:review_queue')}?liste=wuensche")
    assert address(wish_of(report)) in page.content.decode()
