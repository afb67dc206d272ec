"""A balance says in sentences, charts and tables what the rules count, of each agreement by itself."""

import json
from datetime import date

import pytest

from tests.balance.making import built, charts, order, published, read, said, tables
from tests.factories import make_fact, record_change
from tracker import days, workflow
from tracker.balance import building
from tracker.balance.building import build
from tracker.balance.contents import compute
from tracker.balance.document import from_data
from tracker.models import BalanceComment
from tracker.vocabulary import Precision

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_pdf(monkeypatch):
    """What a balance says is the same in every format; printing it takes seconds."""
    monkeypatch.setattr(building, "can_print", lambda: False)


def test_it_sums_up_in_the_sentences_of_the_overview(record):
    document = read(built(agreement=record.agreement))
    words = said(document, "stand-")
    assert "Von 3 Maßnahmen sind nach öffentlichen Quellen 1 abgeschlossen und 1 in Umsetzung." in words
    assert "Außerdem 1 Ziel." in words
    assert "Status nicht bekannt: zu 1 liegt keine Quelle vor." in words
    assert document.title == "Zwischenbilanz 2026"
    assert "Allianz 2023–2026" in document.subtitle


def test_every_chart_is_followed_by_a_table_with_the_same_numbers(record):
    document = read(built(agreement=record.agreement))
    assert {"completed": 1, "in_progress": 1, "unknown": 1} in [bar.counts for bar in charts(document)[0].bars]
    totals = tables(document, "stand-")[0]
    assert totals == [["abgeschlossen", "1"], ["in Umsetzung", "1"], ["Status nicht bekannt", "1"], ["Maßnahmen", "3"]]
    for chart in charts(document):
        assert chart.alt and "3 Maßnahmen" in charts(document)[0].alt


def test_action_fields_and_partners_stand_in_tables_and_link_to_the_rows_they_count(record, client):
    document = read(built(agreement=record.agreement))
    fields = tables(document, "felder-")[0]
    assert [row[:2] for row in fields] == [["Ausbildung sichern", "2"], ["Beraten", "1"]]
    partners = tables(document, "partner-")[0]
    assert [row[:2] for row in partners] == [["Gewerkschaftsbund", "2"], ["Handwerk", "2"]]
    part = next(part for part in document.walk() if part.key.startswith("felder-"))
    link = part.blocks[1].rows[0][1][0].url
    assert f"stand={days.today()}" in link
    answer = client.get(link.replace("/massnahmen/", "/massnahmen.json"))
    assert json.loads(b"".join(answer))["count"] == 2


def test_what_is_overdue_and_what_is_not_known_are_listed_by_name(record):
    document = read(built(agreement=record.agreement))
    assert [row[0] for row in tables(document, "ueberfaellig-")[0]] == ["Betriebe besuchen"]
    assert [row[0] for row in tables(document, "unbekannt-")[0]] == ["Tagung halten", "Mehr Verträge (Ziel)"]


def test_nothing_is_said_of_missing_reports_where_none_was_asked_for(record):
    titles = [part.title for part in read(built(agreement=record.agreement)).walk()]
    assert "Frist abgelaufen" in titles
    assert not any("Meldung fehlt" in title for title in titles)


def test_what_was_fulfilled_before_the_signing_is_counted_and_named_beside(record):
    make_fact(record.unknown, "completed", as_of=date(2022, 1, 1))
    document = read(built(agreement=record.agreement))
    assert tables(document, "stand-")[0][0] == ["abgeschlossen", "2"]
    assert "1 der abgeschlossenen Maßnahmen war schon vor der Unterzeichnung erfüllt." in said(document, "stand-")


def test_of_a_selection_the_first_sentence_says_so_and_nothing_is_counted(record):
    document = read(built(agreement=record.selection, foreword="Guten Tag."))
    assert said(document).startswith(
        "Dies ist keine Bilanz der ganzen Vereinbarung, sondern eine Auswahl ihrer Aussagen"
    )
    assert "Nur eine Auswahl." in said(document)
    assert charts(document) == []
    assert not any(part.key.startswith(("partner-", "verlauf-")) for part in document.walk())


def test_without_agreement_every_agreement_has_a_chapter_of_its_own(record):
    document = read(built())
    assert [part.title for part in document.sections] == ["Allianz 2023–2026", "Allianz Auswahl", "Methode"]
    keys = [part.key for part in document.walk()]
    assert len(keys) == len(set(keys))
    assert {part.level for part in document.walk()} == {2, 3, 4}


def test_foreword_and_comments_of_the_editors_stand_where_they_belong(record):
    balance = built(agreement=record.agreement, foreword="Erster Absatz.\n\nZweiter Absatz.")
    assert said(read(balance), "vorwort") == "Erster Absatz.\nZweiter Absatz."
    with record_change():
        BalanceComment(balance=balance, action_field=record.first, text="Hier ging es voran.").save()
    again = built("zweite", agreement=record.agreement)
    assert "Hier ging es voran." not in said(read(again))
    build(balance)
    assert "Anmerkung der Redaktion: Hier ging es voran." in said(read(balance), f"feld-{record.first.key}")


def test_a_past_day_is_told_as_known_today(record):
    document = read(built(agreement=record.agreement, day=date(2024, 5, 15)))
    assert tables(document, "stand-")[0][0] == ["abgeschlossen", "1"]
    assert document.standings["allianz"]["TST-1.02"] == "unknown"
    assert "nach dem Kenntnisstand vom" in said(document, "methode")


def test_it_says_what_changed_since_the_last_published_one(record, client):
    first = published("erste", agreement=record.agreement, day=date(2024, 5, 15), title="Bilanz im Mai")
    assert "Dies ist die erste Bilanz zu dieser Vereinbarung." in said(read(first), "veraendert-")
    document = read(built("zweite", agreement=record.agreement))
    assert "Verglichen mit „Bilanz im Mai“, Stand 15. Mai 2024." in said(document, "veraendert-")
    part = next(part for part in document.walk() if part.key.startswith("veraendert-"))
    link = part.blocks[-1].words[0].url
    assert f"von=2024-05-15&bis={days.today()}" in link
    assert client.get(link).status_code == 200
    changed = ["Betriebe besuchen", "TST-1.02", "Status nicht bekannt", "in Umsetzung"]
    assert tables(document, "veraendert-")[0] == [changed]


def test_deadlines_moved_since_the_last_one_stand_with_both_days(record):
    published("erste", agreement=record.agreement, day=date(2024, 5, 15), title="Bilanz im Mai")
    workflow.move_deadline(
        record.late,
        due_on=date(2027, 3, 31),
        wording="bis Ende März 2027",
        precision=Precision.DAY,
        reason="Längere Umfrage.",
        actor=workflow.system_actor(),
    )
    document = read(built("zweite", agreement=record.agreement))
    moved = ["Betriebe besuchen", "TST-1.02", "31. Januar 2025", "31. März 2027"]
    assert tables(document, "veraendert-")[1] == [moved]


def test_sources_are_listed_once_each(record):
    make_fact(record.done, "completed", as_of=date(2024, 6, 1))
    document = read(built(agreement=record.agreement))
    part = next(part for part in document.walk() if part.key.startswith("quellen-"))
    assert len(part.blocks[0].items) == 1


def test_what_is_frozen_reads_back_as_it_was(record):
    document = read(built(agreement=record.agreement))
    assert from_data(document.as_data()) == document


def test_a_larger_record_asks_the_database_no_more_often(bulk_record, django_assert_max_num_queries):
    bulk_record(commitments=150)
    balance = order()
    with django_assert_max_num_queries(45):
        compute(balance)
