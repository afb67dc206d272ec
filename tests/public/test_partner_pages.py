"""A partner's page has headed lists, each counted by itself, and every count equals the table it links to."""

import json
import re
from datetime import date
from html import unescape
from urllib.parse import urlsplit

import pytest

from tests.factories import make_partner, record_change
from tests.public.records import html, on_that_day, section, words  # noqa: F401
from tests.reading import Page
from tracker.models import Membership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]

PARTNERS = ["bund", "bmbf", "bmftr", "bmwe", "dgb", "wirtschaft", "allianz", "ba", "kmk", "land-de-by", "sozialpartner"]


@pytest.mark.parametrize("key", PARTNERS)
def test_every_count_equals_the_rows_behind_it(client, catalogue, key):
    counted = [
        (unescape(href), int(re.match(r"\d+", name)[0]))
        for href, name in Page(html(client, f"/partner/{key}/")).links
        if "bezug=" in href
    ]
    assert counted
    for href, number in counted:
        answer = json.loads(b"".join(client.get(f"/massnahmen.json?{urlsplit(href).query}")))
        assert answer["count"] == number, href


def test_the_research_ministry_shows_the_federal_part_of_the_running_agreement_only(client, catalogue):
    groups = section(html(client, "/partner/bmftr/"), "gruppen")
    assert "Allianz 2023–2026" in groups
    assert "Allianz 2019–2021" not in groups


def test_its_predecessor_shows_both(client, catalogue):
    groups = section(html(client, "/partner/bmbf/"), "gruppen")
    assert "Allianz 2023–2026" in groups
    assert "Allianz 2019–2021" in groups


def test_each_row_through_a_group_says_through_which(client, catalogue):
    assert "über Bund" in words(section(html(client, "/partner/bmbf/"), "gruppen"))


def test_a_group_lists_the_contributions_of_its_members_apart(client, catalogue):
    source = html(client, "/partner/wirtschaft/")
    assert "Eigene Beiträge" in words(section(source, "selbst"))
    assert "Beiträge der Mitglieder" in words(section(source, "mitglieder"))


def test_the_sentence_on_sources_stands_above_the_lists(client, catalogue):
    said = words(html(client, "/partner/dgb/"))
    assert said.index("Öffentliche Quellen erfassen Ministerien besser") < said.index("Gemeinsam mit allen Partnern")


def test_a_long_list_stands_closed(client, catalogue):
    joint = section(html(client, "/partner/dgb/"), "gemeinsam")
    assert "<details" in joint
    assert "<details open" not in joint


def test_names_over_time_come_with_their_days(client, catalogue):
    said = words(section(html(client, "/partner/bmwe/"), "namen"))
    assert said.index("17. Dezember 2013 bis 7. Dezember 2021") < said.index("8. Dezember 2021 bis 5. Mai 2025")
    assert "Bundesministerium für Wirtschaft und Klimaschutz" in said


def test_an_unconfirmed_signature_is_called_so(client, catalogue):
    said = words(section(html(client, "/partner/igm/"), "unterschriften"))
    assert "Allianz 2019–2021 Unterschrift nicht belegt" in said


def test_reservations_are_named(client, catalogue):
    assert "Ausbildungsgarantie" in words(section(html(client, "/partner/zdh/"), "vorbehalte"))


def test_nothing_about_persons_is_shown(client):
    partner = make_partner("verband", contact_name="Erika Beispiel", contact_address="erika@example.org")
    source = html(client, f"/partner/{partner.key}/")
    assert "Erika" not in source
    assert "example.org" not in source


def test_nothing_on_reports_is_shown_before_a_first_round(client, catalogue):
    assert "Meldung" not in words(html(client, "/partner/dgb/").partition("<main")[2])


def test_memberships_show_their_time(client):
    group, member = make_partner("gruppe", kind="group"), make_partner("mitglied")
    with record_change():
        Membership(group=group, member=member, start=date(2020, 1, 1), end=date(2022, 6, 30)).save()
    assert "1. Januar 2020 bis 30. Juni 2022" in words(html(client, "/partner/mitglied/"))
    assert "1. Januar 2020 bis 30. Juni 2022" in words(html(client, "/partner/gruppe/"))


def test_the_list_begins_with_the_groups_and_their_members(client, catalogue):
    source = html(client, "/partner/")
    assert words(source).index("Gruppen") < words(source).index("Bundesministerien")
    assert "/partner/verdi/" in section(source, "group")


def test_the_list_of_a_kind_follows_the_alphabet_of_the_names(client, catalogue):
    names = re.findall(r'href="/partner/land-de-\w\w/">([^<]+)</a>', section(html(client, "/partner/"), "land"))
    assert len(names) == 16
    assert names[:3] == ["Baden-Württemberg", "Bayern", "Berlin"]
