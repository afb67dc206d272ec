"""Whose commitments stand in the list of a partner: its own, its members', its groups', on demand the joint ones."""

from datetime import date

import pytest

from tests.factories import make_agreement, make_commitment, make_partner, record_change
from tests.listings.reading import ask_json, codes_of, counts_on, page, plain
from tracker import bitsets
from tracker.listings.partners import partner_relations
from tracker.models import Membership, Partner
from tracker.vocabulary import PartnerKind, Relation

pytestmark = pytest.mark.django_db


def join(member: Partner, group: Partner, **columns) -> None:
    with record_change() as change:
        Membership(group=group, member=member, **columns).save()
        change.touch(group)


def group(key: str, **columns) -> Partner:
    return make_partner(key, kind=PartnerKind.GROUP, **columns)


def test_a_successor_has_the_commitments_of_its_time_only(client, catalogue):
    agreements = {row["agreement"] for row in ask_json(client, {"partner": "bmftr"})["commitments"]}
    assert agreements == {"allianz-2023-2026"}


def test_its_predecessor_has_both(client, catalogue):
    agreements = {row["agreement"] for row in ask_json(client, {"partner": "bmbf"})["commitments"]}
    assert agreements >= {"allianz-2019-2021", "allianz-2023-2026"}


def test_joint_commitments_come_on_demand(client, catalogue):
    usual, joint = codes_of(client, {"partner": "dgb"}), codes_of(client, {"partner": "dgb", "gemeinsam": "ja"})
    everybody = codes_of(client, {"partner": "allianz", "bezug": "selbst"})
    assert set(joint) == set(usual) | set(everybody)
    assert codes_of(client, {"partner": "dgb", "bezug": "gemeinsam"}) == everybody


def test_each_list_of_a_partner_is_what_its_link_shows(client, catalogue):
    for key in ("dgb", "bund", "bmbf", "bmftr", "ba", "wirtschaft", "zdh", "allianz", "kmk"):
        lists = partner_relations(Partner.objects.get(key=key))
        for item in lists:
            shown = codes_of(client, item.url.partition("?")[2])
            assert shown == [commitment.code for commitment in item.commitments], (key, item.relation)
            assert item.count == len(shown)
            for kind, url in item.urls.items():
                assert codes_of(client, url.partition("?")[2]) == [
                    found.code for found in item.commitments if found.kind == kind
                ]
        for relation in Relation:
            together = [found.code for item in lists if item.relation is relation for found in item.commitments]
            assert sorted(together) == sorted(codes_of(client, {"partner": key, "bezug": relation.value}))


def test_counts_behind_the_relations_equal_their_rows(client, catalogue):
    for value, number in counts_on(page(client, {"partner": "dgb"}), "bezug").items():
        assert len(codes_of(client, {"partner": "dgb", "bezug": value})) == number


def test_each_row_says_how_it_came_here(client, catalogue):
    text = plain(page(client, {"partner": "dgb", "gemeinsam": "ja", "per_page": "100"}).content.decode())
    assert "über Gewerkschaften" in text
    assert "über alle Partner" in text


def test_a_role_means_the_contribution_by_which_the_row_is_here(client, catalogue):
    rows = ask_json(client, {"partner": "bund", "bezug": "selbst", "rolle": "supporting"})["commitments"]
    assert rows
    assert all({"bund": "supporting"}.items() <= {p["key"]: p["role"] for p in row["partners"]}.items() for row in rows)


def test_members_are_followed_down_and_groups_up_however_deep(client):
    agreement = make_agreement()
    top, middle, leaf = group("oben"), group("mitte"), make_partner("unten")
    join(middle, top)
    join(leaf, middle)
    of_top, of_leaf = make_commitment(agreement, leads=[top]), make_commitment(agreement, leads=[leaf])
    assert codes_of(client, {"partner": "unten"}) == [of_top.code, of_leaf.code]
    assert codes_of(client, {"partner": "oben", "bezug": "mitglieder"}) == [of_leaf.code]
    assert codes_of(client, {"partner": "unten", "bezug": "gruppen"}) == [of_top.code]


def test_groups_that_contain_each_other_do_no_harm(client):
    one, two = group("eins"), group("zwei")
    join(one, two)
    join(two, one)
    commitment = make_commitment(leads=[two])
    assert codes_of(client, {"partner": "eins", "bezug": "gruppen"}) == [commitment.code]


@pytest.mark.parametrize(
    ("columns", "counts"),
    [
        ({}, True),
        ({"start": date(2026, 12, 31)}, True),
        ({"start": date(2027, 1, 1)}, False),
        ({"end": date(2023, 5, 24)}, True),
        ({"end": date(2023, 5, 23)}, False),
    ],
)
def test_a_membership_counts_if_it_overlaps_the_term(client, columns, counts):
    agreement = make_agreement(signed_on=date(2023, 5, 24), term_end=date(2026, 12, 31))
    union, body = group("gewerkschaft"), make_partner("verband")
    join(body, union, **columns)
    commitment = make_commitment(agreement, leads=[union])
    assert codes_of(client, {"partner": "verband"}) == ([commitment.code] if counts else [])


def test_without_own_dates_a_membership_takes_those_of_the_member(client):
    agreement = make_agreement(signed_on=date(2015, 1, 1), term_start=date(2015, 1, 1), term_end=date(2018, 12, 31))
    house, ministry = group("bundesseite"), make_partner("neu", active_from=date(2025, 5, 6))
    join(ministry, house)
    make_commitment(agreement, leads=[house])
    assert codes_of(client, {"partner": "neu"}) == []


def test_several_partners_are_joined_by_or(client, catalogue):
    both = codes_of(client, {"partner": ["ba", "kmk"]})
    assert set(both) == set(codes_of(client, {"partner": "ba"})) | set(codes_of(client, {"partner": "kmk"}))


def test_the_lists_of_a_partner_cost_the_same_whatever_their_length(bulk_record, django_assert_max_num_queries):
    bulk_record(commitments=300)
    partner = Partner.objects.filter(contributions__isnull=False).first()
    bitsets.current()
    with django_assert_max_num_queries(5):
        assert partner_relations(partner)
