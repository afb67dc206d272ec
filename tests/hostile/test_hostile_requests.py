"""Five hundred hostile requests: no page of a broken site, nothing told that is nobody's business."""

from __future__ import annotations

import pytest
from django.conf import settings as site_settings

from allianz.wsgi import application
from tests.access.test_who_may_open_what import client_of
from tests.cast import Cast
from tests.hostile.judging import faults
from tests.hostile.requests import Hostile, hostile

pytestmark = pytest.mark.django_db
NUMBER, SEED = 500, 20261201
WHO = ("reporter_of_a", "reader_of_a", "editor", "reviewer", "administrator")


def cookies_of(the_cast: Cast) -> list[str]:
    """The sessions of the people, in the order in which requests name them."""
    name = site_settings.SESSION_COOKIE_NAME
    return [f"{name}={client_of(the_cast, who).cookies[name].value}" for who in WHO]


def ask(request: Hostile, cookie: str) -> tuple[int, bytes, str]:
    """Hand a request to the application and read its whole answer."""
    began: list[object] = []
    answer = application(request.environ(cookie), lambda status, headers, *_more: began.extend((status, headers)))
    try:
        body = b"".join(answer)
    finally:
        answer.close()
    return int(str(began[0]).split()[0]), body, str(began[1])


@pytest.mark.usefixtures("catalogue", "the_connection_stays")
def test_five_hundred_hostile_requests_break_nothing_and_learn_nothing(the_cast, settings):
    settings.API_LIMIT = settings.FORM_LIMIT = 100_000
    cookies, found = ["", *cookies_of(the_cast)], []
    statuses: dict[int, int] = {}
    for number, request in enumerate(hostile(SEED, NUMBER, len(WHO))):
        cookie = cookies[request.who]
        status, body, headers = ask(request, cookie)
        statuses[status] = statuses.get(status, 0) + 1
        wrong = list(faults(status, body, headers, visitor=not cookie))
        if wrong:
            found.append(f"{number}: {request.method} {request.target[:200]} {request.headers} {wrong}")
    assert found == []
    assert {200, 302, 400, 403, 404, 405} <= set(statuses), "too few of them get anywhere"
