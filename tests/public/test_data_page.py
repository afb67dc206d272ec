"""The page of the data leads to every file and explains every field."""

import pytest
from django.utils.html import escape

from tests.factories import make_agreement, make_commitment
from tracker.listings.columns import BY_NAME
from tracker.listings.rows import FIELDS, LAST_COLUMNS

pytestmark = pytest.mark.django_db


@pytest.fixture
def html(client):
    make_commitment(make_agreement("allianz-2023", short_title="Allianz 2023–2026"))
    make_agreement("entwurf", published=False)
    return client.get("/daten/").content.decode()


def test_the_files_of_the_whole_table_and_of_each_public_agreement_are_linked(html):
    for address in ("/massnahmen.json", "/massnahmen.json?vereinbarung=allianz-2023"):
        assert f'href="{address}"' in html
    assert "entwurf" not in html


def test_every_link_to_a_file_leads_to_one(client, html):
    for address in ("/massnahmen.json", "/massnahmen.json?vereinbarung=allianz-2023"):
        assert client.get(address).status_code == 200


def test_every_field_of_the_contract_is_explained(html):
    for field in FIELDS:
        assert f"<code>{field.name}</code>" in html
        assert str(field.meaning) != ""


def test_every_column_of_a_field_is_explained(html):
    for field in FIELDS:
        for column in field.inner:
            assert f"<code>{column.name}</code>" in html


def test_every_column_of_the_other_files_is_explained(html):
    for column in (*LAST_COLUMNS, *(column for told in BY_NAME.values() for column in told)):
        assert f"<code>{column.name}</code>" in html
        assert escape(str(column.meaning)) in html


def test_the_files_beside_the_commitments_are_linked(html):
    for name in ("vereinbarungen", "partner", "indikatoren"):
        assert f'href="/{name}.json"' in html


def test_key_words_are_explained_once(html):
    assert html.count("<code>in_progress</code>") == 1
    assert "Schlüsselwörter wie bei status." in html


def test_a_returned_report_is_no_public_key_word(html):
    assert "<code>returned</code>" not in html


def test_day_revision_licence_and_citation_are_said(html, settings):
    assert "Revision" in html
    assert settings.DATA_LICENCE in html
    assert "Redaktion: Zusagen der Allianz, Stand" in html


def test_both_kinds_of_past_days_are_said(html):
    assert "stand=2022-12-31" in html
    assert "fassung=" in html


def test_balances_and_figures_for_other_pages_are_led_to(html):
    assert 'href="/bilanz/"' in html
    assert 'href="/partner/"' in html[html.index('id="programme"') :]
