"""Editors write in simple words in the form or in a table, at most 600 characters, as public changes."""

import pytest

from tests.admin.browsing import address, errors
from tests.admin.test_import import confirm, row, table, upload
from tests.factories import make_agreement, make_commitment
from tracker.models import Commitment, PublicVersion

pytestmark = pytest.mark.django_db

SAID = "Jeder junge Mensch bekommt ein Angebot."


def test_of_a_public_commitment_they_are_written_in_its_form_and_go_into_its_version(desk):
    item = make_commitment()
    assert desk.save(address(item), simple_words=SAID).status_code == 302
    newest = PublicVersion.objects.filter(key=item.code).latest("revision_id")
    assert newest.payload["simple_words"] == SAID


def test_of_an_action_field_they_are_written_in_the_form_of_its_agreement(desk):
    agreement = make_agreement(fields=["Erstes Feld"])
    assert desk.save(address(agreement), **{"action_fields-0-simple_words": SAID}).status_code == 302
    newest = PublicVersion.objects.filter(key=agreement.slug).latest("revision_id")
    assert newest.payload["action_fields"][0]["simple_words"] == SAID


def test_too_many_are_refused_at_their_field(desk):
    item = make_commitment()
    response = desk.save(address(item), simple_words="x" * 601)
    assert response.status_code == 200 and "600" in errors(response)


def test_they_come_in_from_a_table(desk):
    make_agreement("allianz-2027", code_prefix="AAW-2027")
    confirm(desk, upload(desk, table(row(einfache_worte=SAID))))
    assert Commitment.objects.get().simple_words == SAID


def test_too_many_in_a_table_are_refused_in_their_row(desk):
    make_agreement("allianz-2027", code_prefix="AAW-2027")
    response = upload(desk, table(row(einfache_worte="x" * 601)))
    assert "600" in errors(response) or "600" in response.content.decode()
    assert not Commitment.objects.exists()
