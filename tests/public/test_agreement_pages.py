"""The pages of the agreements: what is shown of a whole text, of a selection, and of what is not certain."""

import re

import pytest

from tests.public.records import html, on_that_day, section, words  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day", "catalogue")]


def test_the_list_is_newest_first_and_knows_of_none_to_come(client):
    source = html(client, "/vereinbarungen/")
    assert re.findall(r'<h2 id="(allianz-[\d-]+)"', source) == [
        "allianz-2023-2026",
        "allianz-2019-2021",
        "allianz-2015-2018",
    ]
    said = words(source)
    assert "läuft bis 31. Dezember 2026" in said
    assert "beendet am 31. Dezember 2022" in said
    assert "Eine Vereinbarung für die Zeit nach 2026 ist nicht bekannt." in said


def test_a_whole_text_has_counts_by_kind(client):
    assert "96 Maßnahmen , Allianz 2019–2021 · 18 Ziele , Allianz 2019–2021 · 6 Erklärungen" in words(
        section(html(client, "/vereinbarungen/allianz-2019-2021/"), "erfasst")
    )


@pytest.mark.parametrize(("slug", "rows"), [("allianz-2023-2026", 10), ("allianz-2015-2018", 16)])
def test_a_selection_has_its_number_of_rows_and_nothing_by_kind(client, slug, rows):
    source = html(client, f"/vereinbarungen/{slug}/")
    said = words(section(source, "erfasst"))
    assert f"{rows} Aussagen" in said
    assert "Eine Bilanz ist daraus nicht möglich." in said
    assert "art=" not in source


def test_the_extension_says_that_its_day_is_not_known(client):
    said = words(section(html(client, "/vereinbarungen/allianz-2019-2021/"), "laufzeit"))
    assert "Verlängert bis 31. Dezember 2022 Der Tag des Beschlusses ist nicht bekannt." in said
    assert "Zwischen dem verlängerten Ende" in said


def test_another_signing_day_stands_with_its_source(client):
    assert "Andere Quellen nennen den 29. Mai 2023:" in words(
        section(html(client, "/vereinbarungen/allianz-2023-2026/"), "laufzeit")
    )


def test_unconfirmed_signatures_stand_apart(client):
    said = words(section(html(client, "/vereinbarungen/allianz-2019-2021/"), "unterzeichnet"))
    confirmed, _heading, unconfirmed = said.partition("Unterschrift nicht belegt")
    assert "Zentralverband des Deutschen Handwerks" in confirmed
    assert "Industriegewerkschaft Metall" not in confirmed
    assert "Industriegewerkschaft Metall" in unconfirmed


def test_the_reservation_names_who_made_it(client):
    said = words(section(html(client, "/vereinbarungen/allianz-2023-2026/"), "unterzeichnet"))
    assert "Vorbehalt: Ausbildungsgarantie" in said
    assert "BDA , BFB , DIHK , ZDH" in said


def test_a_doubtful_target_is_marked_and_not_measured(client):
    said = words(section(html(client, "/vereinbarungen/allianz-2015-2018/"), "ziele"))
    assert "auf 8 Prozent senken zweifelhaft" in said
    assert "Aus den Quellen geht nicht sicher hervor, dass es so vereinbart wurde." in said
    assert "20- bis 34-Jährige ohne Berufsabschluss (Anteil)," not in said


def test_a_target_that_is_also_a_commitment_is_counted_there(client):
    source = section(html(client, "/vereinbarungen/allianz-2019-2021/"), "ziele")
    assert "Dasselbe, dort gezählt:" in source
    assert "/massnahmen/AAW-2019-2.27/" in source


def test_official_numbers_are_shown_and_others_not(client):
    assert "1. Mehr Betriebe und Jugendliche" in words(html(client, "/vereinbarungen/allianz-2019-2021/"))
    assert "1. Berufsorientierung ausbauen" not in words(html(client, "/vereinbarungen/allianz-2023-2026/"))


def test_an_event_without_a_day_comes_last(client):
    said = words(section(html(client, "/vereinbarungen/allianz-2015-2018/"), "ereignisse"))
    assert said.rindex("Tag nicht bekannt") > 0
    assert said.index("28. September 2018") < said.index("Jahrestreffen mit Einigung")


def test_findings_are_shown_and_said_not_to_count(client):
    said = words(section(html(client, "/vereinbarungen/allianz-2015-2018/"), "ergebnisse"))
    assert "Gezeigt, aber nicht gezählt" in said
    assert "Zwischenbilanz 2016" in said


def test_what_a_selection_did_not_carry_on_cannot_be_said(client):
    said = words(section(html(client, "/vereinbarungen/allianz-2019-2021/"), "nachfolge"))
    assert "9 Aussagen wurden weitergeführt" in said
    assert "Was nicht weitergeführt wurde, lässt sich deshalb nicht sagen." in said
    assert "findet sich dort nicht wieder" not in said


def test_what_a_whole_text_did_not_carry_on_is_listed(client):
    said = words(section(html(client, "/vereinbarungen/allianz-2015-2018/"), "nachfolge"))
    assert "4 Aussagen wurden weitergeführt" in said
    assert "12 Aussagen finden sich dort nicht wieder" in said
