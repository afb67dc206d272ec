"""Every list, every empty form and every filled form of the editors answers."""

import pytest

from tests.admin.browsing import address, list_of
from tests.admin.samples import a_record
from tracker.admin.urls import editors
from tracker.models import AuditEvent, StatusReport

MODELS = list(editors._registry)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_list_answers_and_takes_a_search(catalogue, administrator, model):
    assert administrator.get(list_of(model))
    assert administrator.get(f"{list_of(model)}?q=%C3%84rzte+x%00y")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_empty_form_answers_or_is_refused_where_nothing_is_added_by_hand(catalogue, administrator, model):
    room = editors._registry[model]
    by_hand = model.__name__ not in {
        "Ticket", "Contribution", "AuditEvent", "Revision", "PublicVersion", "OutboxMail", "CheckedLink"
    }  # fmt: skip
    response = administrator.client.get(list_of(model, "add"))
    assert response.status_code == (200 if by_hand else 403), room


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_filled_form_answers(catalogue, administrator, model):
    assert administrator.get(address(a_record(model)))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_record_that_is_not_there_sends_back_to_the_start_page(catalogue, administrator, model):
    response = administrator.client.get(list_of(model, "changelist") + "999999999/change/")
    assert response.status_code == 302


def test_every_record_has_a_protocol(catalogue, desk):
    response = desk.client.get(address(StatusReport.objects.first().commitment, "history"), follow=True)
    assert response.status_code == 200
    assert response.context["cl"].model is AuditEvent
