"""The Länder: a grid of sixteen links, and one page each with alliances, networks, events and figures."""

import re

import pytest

from tests.public.records import html, section, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def test_the_grid_has_the_sixteen_as_a_list_of_links(client):
    source = section(html(client, "/laender/"), "kacheln")
    assert len(set(re.findall(r'class="tile--(\w\w)"', source))) == 16
    assert source.count("<a href=") == 16


def test_the_page_says_that_no_single_land_is_named(client):
    assert "Die Vereinbarungen nennen die Länder als eine Seite und kein einzelnes Land." in words(
        html(client, "/laender/")
    )
    assert "Die Vereinbarungen der Allianz nennen kein einzelnes Land." in words(html(client, "/laender/DE-HH/"))


def test_national_structures_and_events_without_land_stand_on_the_list(client):
    source = html(client, "/laender/")
    assert "forum wbv" in words(section(source, "bundesweit"))
    assert "Auftakt des forum wbv" in words(section(source, "ereignisse"))


def test_an_alliance_shows_its_stages_in_their_order(client):
    said = words(section(html(client, "/laender/DE-ST/"), "buendnisse"))
    stages = ["Juni 2010 Fachkräftesicherungspakt", "2014 Erklärung zum Ausbildungsmarkt", "29. März 2019", "Mai 2025"]
    assert [stage in said for stage in stages] == [True] * 4
    assert sorted(stages, key=said.index) == stages


def test_a_stage_without_a_day_says_so(client):
    assert "Tag nicht bekannt Neue Fachkräftestrategie" in words(html(client, "/laender/DE-HH/"))


def test_a_number_an_alliance_set_itself_says_when_it_was_reached(client):
    assert "10.000 Ausbildungsverträge je Jahr erreicht: 2024" in words(html(client, "/laender/DE-BB/"))


def test_a_network_shows_phases_results_and_what_was_learnt(client):
    said = words(section(html(client, "/laender/DE-BB/"), "verbuende"))
    assert "Phase 1: Januar 2022 bis Dezember 2025" in said
    assert "1.675 Teilnehmende" in said
    assert "5 Erfahrungen daraus" in said


def test_an_event_leads_to_the_findings_where_they_stand(client):
    source = section(html(client, "/laender/DE-ST/"), "ereignisse")
    target = re.search(r'href="(/laender/DE-[A-Z]{2}/)#(BEF-004-01)"', source)
    assert target
    assert f'id="{target[2]}"' in html(client, target[1])
