"""Each count of the start page leads to a list of exactly that many rows; lists ask a fixed number of times."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.admin.browsing import list_of, words
from tests.factories import make_commitment, make_partner
from tracker import days
from tracker.admin.urls import editors
from tracker.models import Commitment, Partner, Ticket
from tracker.vocabulary import PartnerKind, TicketKind


def test_every_number_of_the_start_page_is_the_length_of_its_list(catalogue, desk):
    make_commitment(published=False)
    Ticket.objects.create(kind=TicketKind.BARRIER, message="Alt.", due_on=days.today() - timedelta(days=1))
    Ticket.objects.create(kind=TicketKind.ERROR, message="Neu.", due_on=days.today() + timedelta(days=30))
    page = BeautifulSoup(desk.get(reverse("admin:index")).content, "lxml")
    links = page.select(".work a")
    lists = [link for link in links if "/tracker/" in link["href"]]
    assert len(lists) >= 10
    for link in lists:
        listed = desk.get(link["href"])
        assert listed.context["cl"].result_count == int(link.select_one(".work__count").get_text()), link
    tickets = [link for link in lists if "/ticket/" in link["href"]]
    assert [int(link.select_one(".work__count").get_text()) for link in tickets] == [1, 2]


@pytest.mark.parametrize("term", ["AERZTE", "ärzte", "Ärzte und"])
def test_search_takes_umlauts_and_large_letters_alike(desk, db, term):
    make_commitment(title="Ärzte und Pflegende")
    make_commitment(title="Etwas anderes")
    assert desk.get(f"{list_of(Commitment)}?q={term}").context["cl"].result_count == 1
    make_partner("baek", name="Bundesärztekammer und Ärzteverband und andere")
    assert desk.get(f"{list_of(Partner)}?q={term}").context["cl"].result_count == 1


def queries(desk, model):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        desk.get(list_of(model))
    return len(asked)


BIG = [model for model in editors._registry if model.__name__ in {
    "Commitment", "Contribution", "StatusReport", "Partner", "AuditEvent", "Revision", "PublicVersion", "Source",
}]  # fmt: skip


def test_lists_ask_as_often_for_many_rows_as_for_few(bulk_record, administrator):
    bulk_record(commitments=10)
    few = {model: queries(administrator, model) for model in BIG}
    for _number in range(30):
        make_commitment(leads=[make_partner(kind=PartnerKind.UNION)])
    many = {model: queries(administrator, model) for model in BIG}
    assert many == few
    assert max(few.values()) <= 12


def test_the_lists_of_work_are_filters_of_the_commitments(catalogue, desk):
    for name in ("unbekannt", "ohne-beleg", "ohne-frist"):
        assert desk.get(f"{list_of(Commitment)}?liste={name}").context["cl"].result_count > 0, name


@pytest.mark.parametrize("query", ["liste=quatsch", "frist=quatsch", "laufzeit=x", "oeffentlich=x", "p=99999", "q=%00"])
def test_nonsense_in_a_list_is_no_error(desk, query):
    assert desk.client.get(f"{list_of(Commitment)}?{query}", follow=True).status_code == 200


def test_a_list_shows_at_most_two_hundred_rows_at_once(catalogue, desk):
    response = desk.get(f"{list_of(Commitment)}?all=")
    assert len(response.context["cl"].result_list) <= 200
    assert re.search(r"146", words(response))
