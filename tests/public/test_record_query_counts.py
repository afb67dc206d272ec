"""A page of a single record asks the database as often for much as for little."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_agreement, make_commitment, make_fact, make_partner, record_change
from tracker import bitsets
from tracker.models import Membership, Signatory
from tracker.vocabulary import SourceStatus, Status

pytestmark = pytest.mark.django_db


def asked(client, path):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def grow(commitment, times):
    for number in range(times):
        make_fact(commitment, Status.IN_PROGRESS, as_of=date(2024, 1, 1 + number), sources=2)
        part = make_commitment(commitment.agreement, part_of=commitment)
        with record_change() as change:
            commitment.continues.add(part)
            change.touch(commitment)


def test_a_commitment_with_many_facts_asks_no_more(client):
    commitment = make_commitment()
    grow(commitment, 2)
    few = asked(client, f"/massnahmen/{commitment.code}/")
    grow(commitment, 8)
    assert asked(client, f"/massnahmen/{commitment.code}/") == few
    assert few <= 40


def test_an_agreement_with_many_commitments_and_signatories_asks_no_more(client):
    agreement = make_agreement("gross", fields=["Eins", "Zwei"])

    def sign(times):
        for _number in range(times):
            partner = make_partner()
            make_commitment(agreement, leads=[partner])
            with record_change():
                Signatory(agreement=agreement, partner=partner, status=SourceStatus.SOURCED).save()

    sign(2)
    few = asked(client, "/vereinbarungen/gross/")
    listed = asked(client, "/vereinbarungen/")
    sign(8)
    assert asked(client, "/vereinbarungen/gross/") == few
    assert asked(client, "/vereinbarungen/") == listed
    assert few <= 45


def test_a_partner_with_many_contributions_and_members_asks_no_more(client):
    group = make_partner("gruppe", kind="group")
    agreement = make_agreement()

    def grow_group(times):
        for _number in range(times):
            member = make_partner()
            with record_change():
                Membership(group=group, member=member).save()
            make_commitment(agreement, leads=[group])
            make_commitment(agreement, leads=[member])

    grow_group(2)
    few = asked(client, "/partner/gruppe/")
    listed = asked(client, "/partner/")
    grow_group(8)
    assert asked(client, "/partner/gruppe/") == few
    assert asked(client, "/partner/") == listed


def test_the_fullest_pages_of_the_catalogue_stay_within_their_budget(client, catalogue):
    budget = {
        "/massnahmen/AAW-2019-1.01/": 40,
        "/vereinbarungen/allianz-2015-2018/": 50,
        "/partner/bund/": 25,
        "/laender/": 20,
        "/laender/DE-BB/": 35,
        "/laender/DE-ST/": 35,
    }
    bitsets.current()
    used = {path: asked(client, path) for path in budget}
    assert {path: number for path, number in used.items() if number > budget[path]} == {}
