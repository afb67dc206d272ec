"""Every form with anything in its fields, sent by those who may: an answer, and what shows an error changed nothing."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.access import actions, table
from tests.access.test_who_may_open_what import client_of, invite_somebody
from tests.access.test_who_may_send_what import everything
from tests.admin.browsing import values_of
from tests.cast import PEOPLE, Cast
from tests.drawing import bounded, texts
from tests.listings.reading import body_of
from tests.uploads.files import pdf, xlsx
from tracker.models import OutboxMail

pytestmark = pytest.mark.django_db
NAMES = list(PEOPLE)
OPENED = [row for row in table.ROWS if "." in row.answers and not row.about.startswith(("balance", "quarter"))]
TAKEN = [action for action in actions.ACTIONS if "!" in action.answers]
ERRORS = ("error-summary", "errornote", "errorlist", "kern-error", "kern-alert--danger")
FILES = st.sampled_from([b"", b"MZ\x90", b"<html></html>", b"\0" * 50, pdf(), pdf()[:80], xlsx(), xlsx()[:300]])
CHANGES = st.lists(st.tuples(st.integers(0, 999), st.none() | texts | st.lists(texts, max_size=3)), max_size=4)


@pytest.fixture
def people(the_cast: Cast):
    """The cast with an invitation and a mail given up, and who is signed in where."""
    invite_somebody(the_cast)
    OutboxMail.objects.filter(pk=OutboxMail.objects.order_by("pk")[:1]).update(given_up_at=timezone.now(), attempts=3)
    return the_cast


def changed(values, changes, file):
    """The values of a form with some of them replaced or left out; a file goes wherever one may stand."""
    names = sorted(values)
    for number, value in changes:
        if not names:
            break
        name = names[number % len(names)]
        if value is None:
            values.pop(name, None)
        else:
            values[name] = value
    if file is not None:
        values["file"] = SimpleUploadedFile("beleg.pdf", file)
    return values


def send(client, where, values):
    """Send it and take it back; an answer that shows an error has changed no row."""
    before = everything()
    with transaction.atomic():
        answer = client.post(where, values)
        after = everything()
        transaction.set_rollback(True)
    assert answer.status_code < 500, where
    text = body_of(answer).decode(errors="replace")
    if answer.status_code >= 400 or any(mark in text for mark in ERRORS):
        assert after == before, where


def who(answers: str, letter: str, number: int) -> str:
    """One of those for whom the table says so."""
    able = [name for name, found in zip(NAMES, answers, strict=True) if found == letter]
    return able[number % len(able)]


@bounded(60)
@given(
    row=st.sampled_from(OPENED),
    number=st.integers(0, 999),
    changes=CHANGES,
    file=st.none() | FILES,
)
def test_a_form_as_its_page_shows_it(people, row, number, changes, file):
    client = client_of(people, who(row.answers, ".", number))
    where = reverse(row.name, args=table.arguments(row.about, people))
    with transaction.atomic():
        page = client.get(where)
        body = body_of(page)
        transaction.set_rollback(True)
    if page.status_code != 200 or not page.headers["Content-Type"].startswith("text/html"):
        return
    forms = BeautifulSoup(body, "lxml").find_all("form", method="post")
    forms = [form for form in forms if form.get("id") != "logout-form"]
    if forms:
        form = forms[number % len(forms)]
        values = values_of(form)
        buttons = [item for item in form.find_all("button") if item.get("name")]
        if buttons:
            button = buttons[number % len(buttons)]
            values[button["name"]] = [button.get("value", "")]
        send(client, urljoin(where, form.get("action") or where), changed(values, changes, file))


@bounded(50)
@given(action=st.sampled_from(TAKEN), number=st.integers(0, 999), changes=CHANGES, file=st.none() | FILES)
def test_a_step_of_the_cycle(people, action, number, changes, file):
    client = client_of(people, who(action.answers, "!", number))
    send(client, action.url(people), changed(dict(action.values(people)), changes, file))
