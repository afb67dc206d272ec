"""A target of an agreement is found as its commitment, or stands above the table; a row it never is."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_agreement, make_commitment, record_change
from tests.listings.reading import ask_json, page, plain
from tests.moments import Clock
from tracker.models import AgreementTarget

pytestmark = pytest.mark.django_db
ALSO = "Auch in Vereinbarungen gefunden"


def make_target(agreement, *commitments, text="Jedes Jahr 500 neue Tulpenbeete", key="beete"):
    with record_change() as change:
        target = AgreementTarget(agreement=agreement, key=key, text=text)
        target.save()
        target.commitments.set(commitments)
        change.touch(agreement)
        change.touch_commitments([item.pk for item in commitments])
    return target


def test_one_with_a_commitment_finds_that_commitment(client):
    agreement = make_agreement()
    commitment = make_commitment(agreement)
    make_target(agreement, commitment)
    assert [row["code"] for row in ask_json(client, {"q": "Tulpenbeet"})["commitments"]] == [commitment.code]
    source = page(client, {"q": "Tulpenbeet"}).content.decode()
    assert ALSO not in source
    assert "Ziel der Vereinbarung: Jedes Jahr 500 neue Tulpenbeete" in plain(source)


def test_one_without_stands_above_the_table_and_is_not_counted(client):
    agreement = make_agreement("allianz")
    make_target(agreement)
    answer = page(client, {"q": "Tulpenbeet"})
    source = answer.content.decode()
    assert ALSO in source
    assert "Jedes Jahr 500 neue <mark>Tulpenbeete</mark>" in source
    assert 'href="/vereinbarungen/allianz/#ziel-beete"' in source
    assert ask_json(client, {"q": "Tulpenbeet"})["count"] == 0
    assert ALSO not in page(client, {"q": "Rosen"}).content.decode()
    assert ALSO not in page(client).content.decode()


def test_that_of_a_draft_is_never_shown(client):
    make_target(make_agreement(published=False))
    assert ALSO not in page(client, {"q": "Tulpenbeet"}).content.decode()


def test_one_whose_commitment_is_a_draft_stands_above(client):
    agreement = make_agreement()
    make_target(agreement, make_commitment(agreement, published=False))
    assert ALSO in page(client, {"q": "Tulpenbeet"}).content.decode()


def test_only_those_of_the_chosen_agreement_and_of_the_day_are_shown(client):
    make_target(make_agreement("alt", signed_on=date(2015, 1, 1)))
    make_agreement("neu", signed_on=date(2019, 1, 1))
    assert ALSO in page(client, {"q": "Tulpenbeet", "vereinbarung": "alt"}).content.decode()
    assert ALSO not in page(client, {"q": "Tulpenbeet", "vereinbarung": "neu"}).content.decode()
    make_target(make_agreement("spaet", signed_on=date(2023, 1, 1)), text="Rosen", key="rosen")
    assert ALSO not in page(client, {"q": "Rosen", "stand": "2020-01-01"}).content.decode()
    assert ALSO in page(client, {"q": "Rosen", "stand": "2024-01-01"}).content.decode()


def test_a_published_version_shows_those_of_then(client, monkeypatch):
    clock = Clock(monkeypatch, date(2026, 3, 1))
    agreement = make_agreement("allianz")
    make_commitment(agreement)
    make_target(agreement)
    clock.go(date(2026, 4, 1))
    make_target(agreement, text="Rosen", key="rosen")
    clock.go(date(2026, 5, 1))
    then = {"fassung": "2026-03-15"}
    source = page(client, {"q": "Tulpenbeet", **then}).content.decode()
    assert ALSO in source
    assert 'href="/vereinbarungen/allianz/?fassung=2026-03-15#ziel-beete"' in source
    assert ALSO not in page(client, {"q": "Rosen", **then}).content.decode()


def test_many_cost_no_more_queries_than_one(client):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            page(client, {"q": "Tulpenbeet"})
        return len(queries)

    agreement = make_agreement()
    make_target(agreement)
    once = asked()
    for number in range(5):
        make_target(agreement, key=f"beet-{number}")
    assert asked() == once
