"""The three filters of the benchmark match the same commitments, as many of them whatever the size of the record."""

import pytest
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.http import urlencode

from tracker import bitsets, days
from tracker.benchmark.rolling import SELECTED, selection
from tracker.listings.view import Listing
from tracker.models import Commitment
from tracker.vocabulary import Status

pytestmark = pytest.mark.django_db


def listing() -> Listing:
    request = HttpRequest()
    request.META["QUERY_STRING"] = urlencode(selection(), doseq=True)
    request.GET = QueryDict(request.META["QUERY_STRING"])
    found = Listing(request, day=days.today())
    assert not found.problems_of_file
    return found


def what_matches() -> list[tuple]:
    columns = ("title", "description", "wording", "status", "status_as_of", "due_on", "facts_count", "evidence_grade")
    return list(Commitment.objects.filter(pk__in=listing().ids()).order_by("pk").values_list(*columns))


def test_five_hundred_match_in_a_small_and_in_a_larger_record_and_they_are_the_same(bulk_record):
    found = []
    for size in (1_000, 1_700):
        # Made records all have the same revision at the same moment.
        bitsets.forget()
        with transaction.atomic():
            bulk_record(commitments=size)
            found.append(what_matches())
            transaction.set_rollback(True)
    assert len(found[0]) == SELECTED == 500
    assert found[0] == found[1]


def test_half_of_a_record_matches_that_is_too_small_for_all(bulk_record):
    bulk_record(commitments=21)
    assert listing().count() == 10


def test_none_of_the_three_filters_can_be_left_out(bulk_record):
    bulk_record(commitments=1_000)
    wanted = selection()
    of_agreement = Commitment.objects.filter(agreement__slug=wanted["vereinbarung"])
    assert of_agreement.filter(status__in=wanted["status"]).count() > SELECTED
    assert of_agreement.filter(contributions__partner__key=wanted["partner"]).distinct().count() >= SELECTED
    with_partner = Commitment.objects.filter(contributions__partner__key=wanted["partner"])
    assert with_partner.filter(status__in=wanted["status"]).distinct().count() > SELECTED
    assert Commitment.objects.filter(status=Status.UNKNOWN).exists()


def test_a_plain_join_with_the_partner_finds_the_same_as_the_table(bulk_record):
    bulk_record(commitments=1_000)
    wanted = selection()
    plain = Commitment.objects.filter(
        agreement__slug=wanted["vereinbarung"],
        status__in=wanted["status"],
        contributions__partner__key=wanted["partner"],
    )
    assert set(plain.values_list("pk", flat=True)) == set(listing().ids())
