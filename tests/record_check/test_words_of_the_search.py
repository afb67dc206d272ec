"""The words of the search follow every change; `check_record` names what is wrong with them, `reindex` mends it."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from tests.factories import make_agreement, make_commitment, make_partner, record_change
from tracker import search, workflow
from tracker.models import Commitment, SearchText
from tracker.models.search import COLUMNS, INDEX, TABLE, drop_index, vector
from tracker.record_check import differences

pytestmark = pytest.mark.django_db


@pytest.fixture
def commitment() -> Commitment:
    """Return a commitment that is found by "Tulpen"."""
    return make_commitment(make_agreement("allianz", code_prefix="TST-2023"), code="TST-2023-1", title="Tulpen")


def reindex() -> str:
    out = StringIO()
    call_command("reindex", stdout=out, verbosity=0)
    return out.getvalue().strip()


def test_missing_words_are_named_and_mended(commitment):
    SearchText.objects.all().delete()
    assert search.ranks("Tulpen") == {}
    assert list(differences()) == ["Die Wörter, mit denen die Suche TST-2023-1 findet, fehlen; reindex schreibt sie."]
    assert reindex() == "reindex: 1 commitments looked at, the words of 1 mended"
    assert search.ranks("Tulpen") == {commitment.pk: 16}
    assert list(differences()) == []
    assert reindex() == "reindex: 1 commitments looked at, the words of 0 mended"


def test_wrong_words_are_named_by_column_and_mended(commitment):
    SearchText.objects.update(title="rosen", partner="nelken")
    assert search.ranks("Rosen") == {commitment.pk: 16}
    assert list(differences()) == [
        "Die Wörter, mit denen die Suche TST-2023-1 findet, sind nicht die seiner Texte: title, partner."
    ]
    reindex()
    assert list(differences()) == []
    assert (search.ranks("Rosen"), search.ranks("Tulpen")) == ({}, {commitment.pk: 16})


def test_a_lost_index_is_named_and_made_again():
    # On an empty record: PostgreSQL makes no index over rows that the same transaction wrote, and tests are one.
    drop_index(connection)
    told = list(differences())
    assert told
    assert all(f"Der Index oder Auslöser {INDEX}" in sentence for sentence in told)
    reindex()
    assert list(differences()) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite's index is a table of its own")
def test_an_index_that_does_not_follow_its_table_is_named_and_made_anew(commitment):
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('delete-all')")
    assert list(differences()) == ["Der Volltextindex enthält die Wörter von TST-2023-1 nicht; reindex stellt sie her."]
    reindex()
    assert list(differences()) == []
    assert search.ranks("Tulpen") == {commitment.pk: 16}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite's index is a table of its own")
def test_an_index_with_other_words_than_its_table_is_named_and_made_anew(commitment):
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {INDEX}({INDEX}, rowid, {', '.join(COLUMNS)}) "
            f"SELECT 'delete', commitment_id, {', '.join(COLUMNS)} FROM {TABLE}"
        )
        cursor.execute(f"INSERT INTO {INDEX}(rowid, title) VALUES (%s, 'rosen')", [commitment.pk])
    assert list(differences()) == [
        "Der Volltextindex enthält andere Wörter als seine Tabelle; reindex stellt ihn neu her."
    ]
    reindex()
    assert list(differences()) == []
    assert (search.ranks("Rosen"), search.ranks("Tulpen")) == ({}, {commitment.pk: 16})


def test_a_part_of_the_index_that_was_made_otherwise_is_named_and_made_anew():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            name = f"{INDEX}_update"
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(f"CREATE TRIGGER {name} AFTER UPDATE ON {TABLE} BEGIN SELECT 1; END")
        else:
            name = f"{INDEX}_title"
            cursor.execute(f"DROP INDEX {name}")
            cursor.execute(f"CREATE INDEX {name} ON {TABLE} USING gin ({vector('target')})")
    assert list(differences()) == [
        f"Der Index oder Auslöser {name} der Suche ist nicht mehr, wie er angelegt wurde; reindex legt ihn neu an."
    ]
    reindex()
    assert list(differences()) == []


def test_a_renamed_partner_is_found_by_its_new_name_only():
    partner = make_partner(name="Altername")
    commitment = make_commitment(leads=[partner])
    with record_change() as change:
        partner.name = "Neuername"
        partner.save()
        change.touch_commitments([commitment.pk])
    assert search.ranks("Altername") == {}
    assert search.ranks("Neuername") == {commitment.pk: 4}


def test_a_deleted_commitment_is_found_no_more(commitment):
    with record_change():
        commitment.contributions.all().delete()
        Commitment.objects.filter(pk=commitment.pk).delete()
    assert search.ranks("Tulpen") == {}


def test_words_that_are_right_are_left_alone(commitment, django_assert_num_queries):
    words = workflow.record.stored_words([commitment.pk])
    with django_assert_num_queries(1):
        assert workflow.record.write_words(words) == 0
