"""A change reaches the sets by its revision; what they are then is what reading the whole record anew tells."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.bitsets.told import told
from tests.factories import make_agreement, make_commitment, make_fact, make_partner, record_change
from tracker import bitsets
from tracker.models import Commitment, Contribution, Revision
from tracker.vocabulary import Kind, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    agreement = make_agreement(code_prefix="TST-2023")
    found = [make_commitment(agreement, code=f"TST-2023-{number}") for number in (1, 3, 5)]
    bitsets.current()
    return found


def kept_up_is_read_anew():
    kept = bitsets.current()
    bitsets.forget()
    anew = bitsets.current()
    assert told(kept) == told(anew)
    assert kept is not anew
    return kept


def test_nothing_changed_costs_one_query(three):
    before = bitsets.current()
    with CaptureQueriesContext(connection) as queries:
        assert bitsets.current() is before
    assert len(queries) == 1


def test_a_fact(three):
    make_fact(three[1], "completed", as_of=date(2024, 3, 1))
    sets = kept_up_is_read_anew()
    assert sets.codes(sets.of("status", "completed")) == ["TST-2023-3"]


def test_a_change_costs_as_many_queries_however_many_commitments_there_are(three, bulk_record):
    def queries_of_a_change():
        make_fact(three[1], "completed", as_of=date(2024, 3, 1))
        with CaptureQueriesContext(connection) as queries:
            bitsets.current()
        return len(queries)

    few = queries_of_a_change()
    for number in range(6, 60):
        make_commitment(three[0].agreement, code=f"TST-2023-{number}")
    bitsets.current()
    assert queries_of_a_change() == few


@pytest.mark.parametrize("code", ["TST-2023-0", "TST-2023-2", "TST-2023-9"])
def test_a_new_commitment_stands_at_its_place(three, code):
    before = bitsets.current()
    make_commitment(three[0].agreement, code=code, kind=Kind.TARGET)
    sets = kept_up_is_read_anew()
    assert sets.codes(sets.every) == sorted([*before.codes(before.every), code])
    assert sets.codes(sets.of("kind", "target")) == [code]


def test_more_new_ones_than_room_is_made_for(three):
    for number in range(100, 100 + bitsets.Sets.MAX_NEW + 1):
        make_commitment(three[0].agreement, code=f"TST-2023-{number}")
    assert len(kept_up_is_read_anew().every) == 3 + bitsets.Sets.MAX_NEW + 1


def test_what_is_withdrawn_is_gone_from_every_set(three):
    with record_change() as change:
        Commitment.objects.filter(pk=three[1].pk).update(published_at=None)
        change.touch(three[1])
        change.touch(three[0])
    bitsets.forget()
    sets = bitsets.current()
    later = sets.renewed((99, ""), entries=[], touched={sets.keys[0]})
    assert sets.codes(sets.every) == ["TST-2023-1", "TST-2023-5"]
    assert later.codes(later.every) == ["TST-2023-5"]
    assert all("TST-2023-1" not in codes for values in told(later).values() for codes in values.values())


def test_a_partner_added(three):
    partner = make_partner()
    with record_change() as change:
        Contribution(commitment=three[2], partner=partner, role=Role.SUPPORTING, required=False).save()
        change.touch(three[2])
    sets = kept_up_is_read_anew()
    assert sets.codes(sets.of("contributor", (three[2].agreement_id, partner.pk, "supporting"))) == ["TST-2023-5"]


def test_a_change_undone_leaves_nothing_behind(three):
    try:
        with transaction.atomic():
            make_fact(three[0], "completed", as_of=date(2024, 3, 1))
            assert bitsets.current().of("status", "completed")
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert not bitsets.current().of("status", "completed")
    # The next change gets the same number.
    make_fact(three[1], "ongoing", as_of=date(2024, 3, 1))
    sets = kept_up_is_read_anew()
    assert sets.codes(sets.of("status", "ongoing")) == ["TST-2023-3"]
    assert not sets.of("status", "completed")


def test_two_changes_after_one_undone(three):
    try:
        with transaction.atomic():
            make_fact(three[0], "completed", as_of=date(2024, 3, 1))
            bitsets.current()
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    make_fact(three[1], "ongoing", as_of=date(2024, 3, 1))
    make_fact(three[2], "preparing", as_of=date(2024, 3, 1))
    assert not kept_up_is_read_anew().of("status", "completed")


def test_an_older_record_put_back_is_read_anew(three):
    before = Revision.present()
    make_fact(three[0], "completed", as_of=date(2024, 3, 1))
    assert bitsets.current().of("status", "completed")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tracker_commitment SET status = 'unknown' WHERE id = %s", [three[0].pk])
        cursor.execute("UPDATE tracker_recordstate SET revision_number = %s, stamped_at = %s", before)
    assert not bitsets.current().of("status", "completed")
    assert Revision.current() == before[0]
