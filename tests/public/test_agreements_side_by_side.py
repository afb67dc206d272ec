"""Two agreements side by side: carried on, changed, split, merged, not carried on, new; each row links to both."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_agreement, make_commitment, record_change
from tests.public.records import html, section, words
from tracker.listings.comparison import Fate, compare
from tracker.models import Agreement

pytestmark = pytest.mark.django_db
ADDRESS = "/vereinbarungen/vergleich/?von=frueher&mit=spaeter"


@pytest.fixture
def two():
    earlier = make_agreement(
        "frueher", short_title="Frühere", signed_on=date(2019, 8, 26), term_start=date(2019, 8, 26)
    )
    later = make_agreement("spaeter", short_title="Spätere", predecessor=earlier)
    return earlier, later


def carry_on(later, *before):
    with record_change() as change:
        later.continues.add(*before)
        change.touch(later)


def codes(found, fate):
    return [([item.code for item in pair.earlier], [item.code for item in pair.later]) for pair in found.pairs[fate]]


def test_every_fate_is_told_apart(two):
    earlier, later = two
    same, bound, whole, left, right, gone = (make_commitment(earlier) for _number in range(6))
    other = make_commitment(later)
    tighter = make_commitment(later, modality="intention")
    one, another, joint, fresh = (make_commitment(later) for _number in range(4))
    carry_on(other, same)
    carry_on(tighter, bound)
    carry_on(one, whole)
    carry_on(another, whole)
    carry_on(joint, left, right)
    found = compare(earlier, later)
    assert codes(found, Fate.CARRIED_ON) == [([same.code], [other.code])]
    assert codes(found, Fate.CHANGED) == [([bound.code], [tighter.code])]
    assert found.pairs[Fate.CHANGED][0].changed == "feste Zusage → Absicht"
    assert codes(found, Fate.SPLIT) == [([whole.code], [one.code, another.code])]
    assert codes(found, Fate.MERGED) == [([left.code, right.code], [joint.code])]
    assert codes(found, Fate.NOT_CARRIED_ON) == [([gone.code], [])]
    assert codes(found, Fate.NEW) == [([], [fresh.code])]


def test_every_statement_stands_there_once(client, catalogue):
    earlier, later = (Agreement.objects.get(slug=slug) for slug in ("allianz-2015-2018", "allianz-2019-2021"))
    found = compare(earlier, later)
    shown = [item.pk for pairs in found.pairs.values() for pair in pairs or [] for item in (*pair.earlier, *pair.later)]
    assert len(shown) == len(set(shown))
    expected = {item.pk for item in later.commitments.all()} | {item.pk for item in earlier.commitments.all()}
    if found.pairs[Fate.NOT_CARRIED_ON] is not None and found.pairs[Fate.NEW] is not None:
        assert set(shown) == expected
    else:
        assert set(shown) <= expected


def test_each_row_links_to_both(client, two):
    earlier, later = two
    before, after = make_commitment(earlier), make_commitment(later)
    carry_on(after, before)
    part = section(html(client, ADDRESS), "fortgefuehrt")
    assert f'href="/massnahmen/{before.code}/"' in part
    assert f'href="/massnahmen/{after.code}/"' in part


def test_of_a_selection_nothing_follows_from_what_is_not_there(client, two):
    earlier, later = two
    with record_change() as change:
        later.coverage, later.coverage_note = "selection", "Nur ein Teil."
        later.save()
        change.touch(later)
    make_commitment(earlier)
    source = html(client, ADDRESS)
    assert "Von Spätere ist nur eine Auswahl erfasst. Was nicht fortgeführt wurde" in words(source)
    assert 'id="nicht-fortgefuehrt"' not in source
    assert 'id="neu"' in source


def test_the_earlier_one_stands_left_however_they_are_asked_for(client, two):
    make_commitment(two[0])
    turned = html(client, "/vereinbarungen/vergleich/?von=spaeter&mit=frueher")
    assert "<h1>Frühere und Spätere nebeneinander</h1>" in turned


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?von=frueher&mit=nirgends", "Es gibt hier keine Vereinbarung „nirgends“."),
        ("?von=frueher&mit=frueher", "Bitte wählen Sie zwei verschiedene Vereinbarungen."),
        ("", "Vereinbarungen wählen"),
    ],
)
def test_what_cannot_be_compared_is_named_and_two_can_be_chosen(client, two, query, sentence):
    source = html(client, f"/vereinbarungen/vergleich/{query}")
    assert sentence in words(source)
    assert 'name="mit"' in source


def test_both_agreements_and_their_list_lead_to_it(client, two):
    for path in ("/vereinbarungen/frueher/", "/vereinbarungen/spaeter/"):
        assert 'href="/vereinbarungen/vergleich/?von=frueher&amp;mit=spaeter"' in html(client, path)
    assert 'href="/vereinbarungen/vergleich/"' in html(client, "/vereinbarungen/")


def test_many_statements_ask_the_database_no_more(client, two):
    earlier, later = two

    def asked():
        with CaptureQueriesContext(connection) as queries:
            html(client, ADDRESS)
        return len(queries)

    carry_on(make_commitment(later), make_commitment(earlier))
    few = asked()
    for _number in range(5):
        carry_on(make_commitment(later), make_commitment(earlier))
    assert asked() == few <= 15


def test_whoever_chose_nothing_yet_is_offered_the_latest_agreement_and_the_one_before_it(client, two):
    page = html(client, "/vereinbarungen/vergleich/")
    assert '<option value="frueher" selected>' in section(page, "waehlen").partition('name="mit"')[0]
    assert '<option value="spaeter" selected>' in section(page, "waehlen").partition('name="mit"')[2]
