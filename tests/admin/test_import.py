"""Commitments from a table: shown in full before anything happens, then applied as shown, all or nothing."""

import io
from datetime import date

import openpyxl
import pytest
import xlsxwriter
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.admin.browsing import errors, form_of, values_of, words
from tests.factories import make_agreement, make_commitment, make_partner
from tracker import search
from tracker.models import AuditEvent, Commitment, PublicVersion, Revision
from tracker.vocabulary import ChangeReason, Kind, Verb

HEAD = "code;vereinbarung;art;verbindlichkeit;titel;beschreibung;pruefbar"
pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement():
    return make_agreement("allianz-2027", code_prefix="AAW-2027", fields=["Erstes Feld", "Zweites Feld"])


def row(code="AAW-2027-1.01", **cells):
    values = {
        "vereinbarung": "allianz-2027",
        "art": "Maßnahme",
        "verbindlichkeit": "feste Zusage",
        "titel": "Mehr Lehrstellen anbieten",
        "beschreibung": "Die Wirtschaft bietet mehr Lehrstellen an.",
        "pruefbar": "klar überprüfbar",
        **cells,
    }
    return {"code": code, **values}


def table(*rows, encoding="utf-8"):
    names = list(dict.fromkeys(name for one in rows for name in one))
    lines = [";".join(names), *(";".join(one.get(name, "") for name in names) for one in rows)]
    return "\r\n".join(lines).encode(encoding)


def upload(desk, content, name="tabelle.csv", **more):
    where = reverse("admin:tracker_commitment_import")
    return desk.client.post(where, {"file": SimpleUploadedFile(name, content), "_step": "preview", **more})


def preview_form(response):
    form = next(form for form in _forms(response) if form.find("input", attrs={"name": "_plan"}))
    return values_of(form)


def _forms(response):
    return BeautifulSoup(response.content, "lxml").find_all("form", method="post")


def confirm(desk, response, **changes):
    where = reverse("admin:tracker_commitment_import")
    return desk.send(where, preview_form(response), _step="confirm", **changes)


def test_a_preview_changes_nothing_and_confirming_does_what_was_shown(desk, agreement):
    make_partner("wirtschaft", name="Wirtschaft")
    cells = {"verantwortlich": "Wirtschaft"}
    cells |= {"frist": "31.12.2027", "frist_worte": "bis Ende 2027", "frist_grundlage": "im Text genannt"}
    before = Revision.current()
    response = upload(desk, table(row(handlungsfeld="1", **cells)))
    assert "Neu: 1" in words(response)
    assert "bis Ende 2027" in words(response)
    assert not Commitment.objects.exists()
    assert Revision.current() == before

    assert confirm(desk, response).status_code == 302
    item = Commitment.objects.get()
    assert (item.code, item.kind, item.due_on, item.due_precision) == (
        "AAW-2027-1.01", Kind.MEASURE, date(2027, 12, 31), "day",
    )  # fmt: skip
    assert item.action_field.title == "Erstes Feld"
    assert str(item.contributions.get().partner.name) == "Wirtschaft"
    assert item.published_at is None
    assert Revision.current() == before, "nothing of it is public yet"
    assert AuditEvent.objects.filter(verb=Verb.IMPORTED).count() == 1
    assert search.ranks("Lehrstellen") == {item.pk: 24}


def test_new_commitments_are_published_if_that_is_ticked(desk, agreement):
    confirm(desk, upload(desk, table(row()), publish="on"))
    assert Commitment.objects.get().published_at is not None
    assert Revision.objects.first().reason == ChangeReason.IMPORTED
    assert PublicVersion.objects.filter(kind="commitment").count() == 1


def test_the_same_table_a_second_time_changes_nothing(desk, agreement):
    make_partner("dgb", name="Deutscher Gewerkschaftsbund")
    fact = {"status": "in Umsetzung", "stand": "2026-06", "angabe": "Es läuft.", "gesehen_am": "1.7.2026"}
    fact |= {"quelle": "Bericht", "quelle_herausgeber": "Verlag", "quelle_adresse": "https://example.org/bericht"}
    content = table(
        row(mitwirkend="dgb", menge="1.500,5", allgemein="nein", **fact),
        row("AAW-2027-1.02", teil_von="AAW-2027-1.01", beteiligte="Hochschulen|Verbände"),
    )
    response = upload(desk, content)
    assert confirm(desk, response).status_code == 302, errors(response)
    assert Commitment.objects.get(code="AAW-2027-1.01").status == "in_progress"
    assert Commitment.objects.get(code="AAW-2027-1.02").part_of.code == "AAW-2027-1.01"
    before = Revision.current()
    again = upload(desk, content)
    assert "schon erfasst" in words(again)
    assert Revision.current() == before


def test_a_row_for_a_known_code_shows_each_value_before_and_after(desk, agreement):
    item = make_commitment(agreement, code="AAW-2027-1.01", published=False, title="Alter Titel")
    response = upload(desk, b"code;titel;beschreibung\nAAW-2027-1.01;Neuer Titel;\n")
    assert "Alter Titel" in words(response) and "Neuer Titel" in words(response)
    assert confirm(desk, response).status_code == 302
    item.refresh_from_db()
    assert item.title == "Neuer Titel"
    assert item.description == "Die Partner tun, was sie zugesagt haben."


def test_what_is_public_changes_only_with_a_reason_that_stays_beside_it(desk, agreement):
    item = make_commitment(agreement, code="AAW-2027-1.01", title="Alter Titel", due_on=date(2027, 6, 30))
    content = b"code;titel;frist;frist_worte\nAAW-2027-1.01;Neuer Titel;2028;bis Ende 2028\n"
    response = upload(desk, content)
    refused = confirm(desk, response)
    assert refused.status_code == 200
    assert "Begründung" in errors(refused)
    assert confirm(desk, response, reason="Beschluss der Partner").status_code == 302
    item.refresh_from_db()
    assert (item.title, item.due_on, item.due_precision) == ("Neuer Titel", date(2028, 12, 31), "year")
    assert item.corrections.get().reason == item.moves.get().reason == "Beschluss der Partner"


def test_a_record_that_changed_since_the_preview_is_shown_again(desk, agreement):
    item = make_commitment(agreement, code="AAW-2027-1.01", published=False, title="Alter Titel")
    response = upload(desk, b"code;titel\nAAW-2027-1.01;Neuer Titel\n")
    desk.save(reverse("admin:tracker_commitment_change", args=[item.pk]), title="Dritter Titel")
    again = confirm(desk, response)
    assert again.status_code == 200
    assert "seit der Vorschau geändert" in words(again) and "Dritter Titel" in words(again)
    item.refresh_from_db()
    assert item.title == "Dritter Titel"
    assert confirm(desk, again).status_code == 302
    item.refresh_from_db()
    assert item.title == "Neuer Titel"


def test_a_preview_belongs_to_the_person_who_made_it(desk, colleague, agreement):
    response = upload(desk, table(row()))
    stolen = colleague.send(reverse("admin:tracker_commitment_import"), preview_form(response), _step="confirm")
    assert stolen.status_code == 302
    assert not Commitment.objects.exists()


def test_the_preview_comes_as_a_table_without_formulas(desk, agreement):
    response = upload(desk, table(row(titel="-Minus")))
    sent = desk.send(reverse("admin:tracker_commitment_import"), preview_form(response), _step="table")
    text = sent.content.decode("utf-8-sig")
    assert ";titel;;'-Minus" in text


def test_windows_1252_is_read_and_named(desk, agreement):
    response = upload(desk, table(row(titel="Größere Maßnahmen"), encoding="cp1252"))
    assert "Windows-1252" in words(response)
    confirm(desk, response)
    assert Commitment.objects.get().title == "Größere Maßnahmen"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_encodings_are_read(desk, agreement, encoding):
    confirm(desk, upload(desk, table(row(titel="Größere Maßnahmen"), encoding=encoding)))
    assert Commitment.objects.get().title == "Größere Maßnahmen"


def excel(*lines, sheet="Daten"):
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    page = book.add_worksheet(sheet)
    for number, line in enumerate(lines):
        page.write_row(number, 0, line)
    book.close()
    return memory.getvalue()


def test_an_excel_table_is_read_with_its_numbers_and_days(desk, agreement):
    one = row(frist="2027", frist_worte="2027", frist_grundlage="stated", absatz="12")
    values = [2027 if name == "frist" else 12 if name == "absatz" else value for name, value in one.items()]
    confirm(desk, upload(desk, excel(list(one), values), name="tabelle.xlsx"))
    item = Commitment.objects.get()
    assert (item.due_on, item.due_precision, item.passage_paragraph) == (date(2027, 12, 31), "year", 12)


def test_the_template_can_be_filled_in_and_read(desk, agreement):
    response = desk.get(reverse("admin:tracker_commitment_import_template"))
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["Daten", "Spalten", "Listen"]
    sheet = book["Daten"]
    assert sheet.data_validations.dataValidation
    names = [cell.value for cell in sheet[1]]
    for name, value in row().items():
        sheet.cell(2, names.index(name) + 1, value)
    memory = io.BytesIO()
    book.save(memory)
    confirm(desk, upload(desk, memory.getvalue(), name="vorlage.xlsx"))
    assert Commitment.objects.get().code == "AAW-2027-1.01"


BAD_CELLS = [
    ({"art": "Wunsch"}, "art", "Unbekanntes Wort"),
    ({"vereinbarung": "allianz-1999"}, "vereinbarung", "Schlüssel"),
    ({"handlungsfeld": "9"}, "handlungsfeld", "Handlungsfeld"),
    ({"frist": "demnächst"}, "frist", "kein Tag"),
    ({"frist": "31.02.2027"}, "frist", "kein Tag"),
    ({"frist": "31.12.2027"}, "frist", "braucht ihre Worte"),
    ({"verantwortlich": "Niemand"}, "verantwortlich", "Niemand"),
    ({"laender": "Atlantis"}, "laender", "Atlantis"),
    ({"zielgruppen": "Riesen"}, "zielgruppen", "Riesen"),
    ({"teil_von": "AAW-2027-9.99"}, "teil_von", "Kennung"),
    ({"teil_von": "AAW-2027-1.01"}, "teil_von", "selbst"),
    ({"absatz": "zwölf"}, "absatz", "ganze Zahl"),
    ({"menge": "viele"}, "menge", "Zahl"),
    ({"menge": "9" * 40}, "menge", "Zahl"),
    ({"allgemein": "vielleicht"}, "allgemein", "ja"),
    ({"titel": "x" * 201}, "titel", "200"),
    ({"titel": "=1+1"}, "titel", "Formel"),
    ({"titel": ""}, "titel", "fehlt"),
    ({"status": "fertig"}, "status", "Unbekanntes Wort"),
    ({"status": "unknown"}, "status", "Unbekanntes Wort"),
    ({"status": "abgeschlossen"}, "angabe", "Text der Angabe"),
    ({"status": "abgeschlossen", "angabe": "Fertig.", "stand": "2026", "gesehen_am": "2026"}, "beleg", "Beleg"),
    ({"angabe": "Etwas.", "stand": "2099", "gesehen_am": "1.1.2026"}, "stand", "Zukunft"),
    ({"angabe": "Etwas."}, "stand", "fehlt"),
]


@pytest.mark.parametrize(("cells", "column", "told"), BAD_CELLS, ids=lambda part: str(part)[:30])
def test_a_bad_cell_is_named_with_row_column_and_value(desk, agreement, cells, column, told):
    response = upload(desk, table(row("AAW-2027-1.02"), row(**cells)))
    problems = response.context["plan"].problems
    assert any(one.row == 3 and one.column == column and told in one.text for one in problems), problems
    assert "_plan" not in response.content.decode()
    assert not Commitment.objects.exists()


BAD_FILES = [
    (b"", "leer"),
    (b"code;titel\n", "keine Zeilen"),
    (b"kennung;titel\nAAW-1;x\n", "Unbekannte Spalte"),
    (b"titel\nx\n", "code"),
    (b"code;titel;titel\nA;b;c\n", "zweimal"),
    (b"code;titel\nAAW-2027-1.01;a;b\n", "mehr Zellen"),
    (b"code;titel\nAAW-2027-1.01;\"offen\n", "bricht ab"),
    (b"code;titel\nAAW-2027-1.01;\x00\n", "Text"),
    (b"PK\x03\x04 kein Excel", "Excel"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"),
    (b"code;titel\nquatsch;x\n", "Kennung"),
    (b"code;titel\n;x\n", "Kennung fehlt"),
    (table(row(), row()), "Zeile 2"),
    (excel(["code", "titel"], ["AAW-2027-1.01", "=A1&B1"]), "Formel"),
    (b"code\n" + b"AAW-2027-1.01\n" * 5001, "5.000"),
    (excel(["code"], *([f"A{number}"] for number in range(5001))), "5.000"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "told"), BAD_FILES, ids=lambda part: str(part)[:24])
def test_a_bad_file_is_refused_with_a_sentence(desk, agreement, content, told):
    response = upload(desk, content, name="datei")
    assert response.status_code == 200
    assert told in words(response)
    assert "_plan" not in response.content.decode()


def test_a_hundred_thousand_rows_are_refused_before_they_are_looked_at(desk, agreement, django_assert_max_num_queries):
    content = ("code;titel\n" + "AAW-2027-1.01;x\n" * 100_000).encode()
    with django_assert_max_num_queries(10):
        response = upload(desk, content)
    assert "5.000" in words(response)


def test_a_file_above_ten_megabytes_is_refused(desk, agreement):
    response = upload(desk, b"code;titel\n" + b"x" * (10 * 1024 * 1024))
    assert "10 MB" in words(response)


def test_no_file_at_all_is_told_at_its_field(desk):
    response = desk.client.post(reverse("admin:tracker_commitment_import"), {"_step": "preview"})
    assert response.status_code == 200
    assert form_of(response) is not None
    assert "Tabelle" in errors(response)


def test_as_many_queries_for_many_rows_as_for_few(desk, agreement, django_assert_max_num_queries):
    rows = [row(f"AAW-2027-1.{number:03d}") for number in range(300)]
    with django_assert_max_num_queries(40):
        response = upload(desk, table(*rows))
    assert "Neu: 300" in words(response)
    with django_assert_max_num_queries(90):
        assert confirm(desk, response).status_code == 302
    assert Commitment.objects.count() == 300


def test_what_becomes_a_declaration_by_a_table_has_no_status(desk, agreement):
    item = make_commitment(agreement, code="AAW-2027-1.01", published=False)
    confirm(desk, upload(desk, b"code;art\nAAW-2027-1.01;position\n"))
    item.refresh_from_db()
    assert (item.kind, item.status) == (Kind.POSITION, None)
