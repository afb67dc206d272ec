"""One address may send only so much in an hour, and no address is kept."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker import workflow
from tracker.models import FormUse

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 10, 59, tzinfo=UTC)


@pytest.fixture(autouse=True)
def two_an_hour(settings):
    settings.FORM_LIMIT = 2


def uses(address, at=NOW):
    return workflow.use_form(address, at=at)


def test_the_limit_holds_for_an_address_and_an_hour():
    assert [uses("1.1.1.1"), uses("1.1.1.1"), uses("1.1.1.1")] == [True, True, False]
    assert uses("1.1.1.2")
    assert uses("1.1.1.1", NOW + timedelta(minutes=1))


def test_a_network_of_version_6_counts_as_one_address():
    assert [uses("2001:db8::1"), uses("2001:db8::2"), uses("2001:db8:0:0:9::3")] == [True, True, False]
    assert uses("2001:db8:0:1::1")


def test_neither_the_address_nor_its_hash_outlives_the_next_hour():
    uses("1.1.1.1")
    mark = FormUse.objects.get().mark
    assert "1.1.1.1" not in mark
    uses("1.1.1.2", NOW + timedelta(minutes=1))
    assert not FormUse.objects.filter(mark=mark).exists()


def test_the_hash_of_an_address_is_another_each_day():
    uses("1.1.1.1")
    first = FormUse.objects.get().mark
    uses("1.1.1.1", NOW + timedelta(days=1))
    assert FormUse.objects.get().mark != first


@pytest.mark.parametrize("address", ["", "unix:", "not an address"])
def test_an_address_that_is_none_is_limited_as_well(address):
    assert [uses(address), uses(address), uses(address)] == [True, True, False]
