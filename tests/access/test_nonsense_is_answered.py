"""Signed-in people who send what no page of ours would send get an answer, never the page of a broken site."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.access.test_who_may_open_what import client_of
from tests.access.test_who_may_send_what import everything
from tracker.vocabulary import Reporting

pytestmark = pytest.mark.django_db
HUGE = "9" * 26
SQUARED = "²"
"""A figure to `str.isdigit`, none to `int`."""

ADDRESSES = [
    ("administrator", f"/verwaltung/tracker/account/{SQUARED}/change/"),
    ("administrator", "/verwaltung/tracker/account/999999/change/"),
    ("editor", f"/verwaltung/tracker/statusreport/{SQUARED}/change/"),
    ("editor", f"/verwaltung/tracker/reportinground/{SQUARED}/change/"),
    ("editor", "/verwaltung/tracker/reportinground/x/history/"),
    ("editor", f"/verwaltung/tracker/reportinground/{HUGE}/history/"),
    ("reviewer", f"/verwaltung/pruefung/annehmen/?meldung={SQUARED}.1"),
    ("reviewer", f"/verwaltung/pruefung/annehmen/?meldung=1.{SQUARED}"),
    ("reviewer", f"/verwaltung/pruefung/annehmen/?meldung={HUGE}.1"),
    ("reviewer", f"/verwaltung/pruefung/annehmen/?meldung=1.{HUGE}"),
    ("reviewer", f"/verwaltung/pruefung/?runde={HUGE}&partner=%00&vereinbarung=%00&liste=%00&page={HUGE}"),
    ("editor", f"/verwaltung/meldung-erfassen/?organisation={HUGE}"),
    ("editor", "/verwaltung/tracker/auditevent/?bis=9999-12-31"),
    ("editor", "/verwaltung/tracker/auditevent/?von=0001-01-01"),
    ("editor", f"/verwaltung/tracker/auditevent/?objekt=report&kennung={SQUARED}"),
    ("administrator", f"/verwaltung/tracker/account/add/?partner={SQUARED}"),
    ("editor", f"/verwaltung/tracker/agreement/add/?sources=1,{SQUARED}"),
    ("editor", f"/verwaltung/tracker/commitment/add/?instruments={HUGE}"),
    ("editor", "/verwaltung/tracker/finding/add/?commitments=%00"),
    ("reporter_of_a", "/portal/?organisation=%00"),
    ("reporter_of_a", "/portal/tabelle.xlsx?organisation=%0d%0aSet-Cookie:%20a"),
]


@pytest.fixture
def reporter(the_cast) -> Client:
    return client_of(the_cast, "reporter_of_a")


@pytest.mark.parametrize(("name", "where"), ADDRESSES)
def test_an_address_that_no_page_leads_to(the_cast, name, where):
    client, before = client_of(the_cast, name), everything()
    assert client.get(where).status_code < 500
    assert everything() == before


@pytest.mark.parametrize("total", [SQUARED, HUGE, "-1", ""])
def test_a_number_of_rows_that_is_none(the_cast, total):
    code = the_cast.of[Reporting.CURRENT].commitment.code
    where = f"/verwaltung/tracker/statusreport/add/?commitment={code}"
    answer = client_of(the_cast, "editor").post(where, {"_step": "more", "form-TOTAL_FORMS": total})
    assert answer.status_code == 200


def test_an_organisation_no_row_can_have(the_cast):
    sent = {"_step": "preview", "email": "x@example.org", "roles": ["partner_reporter"], "partners": [HUGE]}
    answer = client_of(the_cast, "administrator").post("/verwaltung/tracker/account/add/", sent)
    assert answer.status_code == 200


def test_no_account_is_made_by_copying_another_one(the_cast):
    client, before = client_of(the_cast, "administrator"), everything()
    person = the_cast.people["reporter_of_b"]
    answer = client.post(f"/verwaltung/tracker/account/{person.pk}/change/", {"_saveasnew": "1", "email": "x@y.de"})
    assert answer.status_code == 403
    assert everything() == before


@pytest.mark.parametrize(
    "sent",
    [
        {"version": SQUARED},
        {"version": HUGE},
        {"action": f"take_over:{SQUARED}"},
        {"action": f"remove_file:{HUGE}"},
        {"action": "reply", "report": SQUARED},
        {"action": "object", "report": HUGE},
        {"link-TOTAL_FORMS": SQUARED},
        {"as_of": "9999-12-31", "as_of_precision": "year"},
        {"as_of": "0001-01-01", "as_of_precision": "quarter"},
        {"summary": "a\0b"},
    ],
    ids=str,
)
@pytest.mark.parametrize("action", ["save", "submit", "autosave"])
def test_a_report_that_no_form_would_send(the_cast, reporter, action, sent):
    said = {"action": action, "summary": "x", "link-TOTAL_FORMS": "0", "link-INITIAL_FORMS": "0", **sent}
    pk = the_cast.of[Reporting.DUE].pk
    assert reporter.post(f"/portal/{pk}/", said).status_code < 500
    assert reporter.get("/portal/").status_code == 200
    assert reporter.get("/portal/abzeichnen/").status_code == 200
