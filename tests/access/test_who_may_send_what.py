"""Every form of the reporting cycle, sent by every member of the cast: what is refused changes nothing anywhere."""

from __future__ import annotations

import copy

import pytest
from django.apps import apps
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from tests.access import actions
from tests.access.test_who_may_open_what import client_of, invite_somebody, letter
from tests.cast import PEOPLE, Cast
from tracker.models import FormUse, OutboxMail

pytestmark = pytest.mark.django_db
ROOMS = sorted({action.room for action in actions.ACTIONS})


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the record and of the sign-in, but no session and no count of what visitors sent."""
    models = [*apps.get_app_config("tracker").get_models(), *apps.get_app_config("mfa").get_models()]
    tables = [*models, *(field.remote_field.through for model in models for field in model._meta.many_to_many)]
    return {
        str(model): list(model._base_manager.order_by("pk").values_list()) for model in tables if model is not FormUse
    }


def became(the_cast: Cast, action: actions.Action, client: Client, before: object) -> str:
    """Send the form with a browser, say what became of it, and take it back."""
    client = copy.copy(client)
    client.cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        answer: HttpResponseBase = client.post(action.url(the_cast), action.values(the_cast))
        done = everything() != before
        transaction.set_rollback(True)
    if done:
        return "!"
    word = letter(answer)
    return "-" if word in (".", "r", "409") else word


@pytest.fixture
def browsers(the_cast) -> dict[str, Client]:
    invite_somebody(the_cast)
    OutboxMail.objects.filter(pk=OutboxMail.objects.order_by("pk")[:1]).update(
        given_up_at=timezone.now(), attempts=3, last_error="SMTPDataError 554"
    )
    return {name: client_of(the_cast, name) for name in PEOPLE}


@pytest.mark.parametrize("room", ROOMS)
def test_everybody_does_what_the_table_says_and_nothing_else(the_cast, browsers, room):
    before = everything()
    wrong = []
    for action in [action for action in actions.ACTIONS if action.room == room]:
        found = "".join(became(the_cast, action, browsers[name], before) for name in PEOPLE)
        if found != action.answers:
            wrong.append(f"{action.name} {action.about} {action.sends}: {found}, not {action.answers}")
    assert wrong == []


def test_every_form_that_is_described_is_sent():
    assert {action.sends for action in actions.ACTIONS} == {*actions.FORMS}


def test_no_form_is_taken_without_the_word_against_forgery(the_cast, browsers):
    before = everything()
    taken = []
    for action in actions.ACTIONS:
        who = next((name for name, word in zip(PEOPLE, action.answers, strict=True) if word == "!"), None)
        if who is None:
            continue
        client = copy.copy(browsers[who])
        client.handler.enforce_csrf_checks = True
        try:
            answer = client.post(action.url(the_cast), action.values(the_cast))
        finally:
            client.handler.enforce_csrf_checks = False
        if answer.status_code != 403 or everything() != before:
            taken.append(action)
    assert taken == []
