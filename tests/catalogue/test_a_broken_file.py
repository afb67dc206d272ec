"""A file that cannot be used names file, record and field, and leaves the database as it was."""

import pytest
from django.core.management import CommandError, call_command

from tests.catalogue.files import one
from tracker.catalogue.load import load
from tracker.catalogue.reading import CatalogueError
from tracker.models import AuditEvent, CatalogueEntry, Commitment, Partner, RecordState, Revision, Source

CODE = "AAW-2019-1.40"


def fact(content):
    return one(one(content, code=CODE)["evidence"], key=f"{CODE}#1")


def commitment(content):
    return one(content, code=CODE)


BREAKAGES = {
    "an unknown partner": (
        "commitments",
        lambda content: commitment(content)["contributions"][0].update(partner="bmxx"),
        f"Datei commitments.json, Eintrag {CODE}, Feld contributions[0].partner: „bmxx“ gibt es im Katalog nicht",
    ),
    "an unknown commitment in an indicator": (
        "indicators",
        lambda content: content["indicators"][0]["commitments"].append("AAW-2019-9.99"),
        "Datei indicators.json, Eintrag neue-ausbildungsvertraege, Feld commitments: „AAW-2019-9.99“ gibt es",
    ),
    "an unknown part_of": (
        "commitments",
        lambda content: commitment(content).update(part_of="AAW-2019-9.99"),
        f"Eintrag {CODE}, Feld part_of",
    ),
    "a date that does not exist": (
        "commitments",
        lambda content: fact(content).update(as_of="2021-02-30"),
        f"Datei commitments.json, Eintrag {CODE}, Feld evidence[0].as_of: „2021-02-30“ ist kein Datum",
    ),
    "a date in words": (
        "agreements",
        lambda content: content["agreements"][1].update(signed_on="26. August 2019"),
        "Datei agreements.json, Eintrag allianz-2019-2021, Feld signed_on: „26. August 2019“ ist kein Datum",
    ),
    "a year where a day is needed": (
        "agreements",
        lambda content: content["agreements"][1].update(term_end="2021"),
        "Eintrag allianz-2019-2021, Feld term_end: hier wird ein Tag erwartet",
    ),
    "a fact of tomorrow": (
        "commitments",
        lambda content: fact(content).update(as_of="2999-01-01", as_of_precision="day"),
        f"Eintrag {CODE}, Feld evidence[0].as_of: Der Tag liegt in der Zukunft.",
    ),
    "a code that stands twice": (
        "commitments",
        lambda content: content.append(commitment(content)),
        f"Datei commitments.json, Eintrag {CODE}, Feld code: dieser Schlüssel steht zweimal in der Datei",
    ),
    "a fact key that stands twice": (
        "commitments",
        lambda content: commitment(content)["evidence"].append(dict(fact(content))),
        f"Datei commitments.json, Eintrag {CODE}, Feld evidence[4]: „{CODE}#1“ steht hier zweimal",
    ),
    "a missing field": (
        "commitments",
        lambda content: commitment(content).pop("title"),
        f"Datei commitments.json, Eintrag {CODE}, Feld title: dieses Feld fehlt",
    ),
    "a missing key": (
        "partners",
        lambda content: content["partners"][0].pop("key"),
        "Datei partners.json, Eintrag partners[0], Feld key: dieses Feld fehlt",
    ),
    "a field that nobody knows": (
        "commitments",
        lambda content: commitment(content).update(tittle="Titel"),
        f"Datei commitments.json, Eintrag {CODE}, Feld tittle: dieses Feld ist nicht bekannt",
    ),
    "a wrong status word": (
        "commitments",
        lambda content: fact(content).update(status="done"),
        f"Datei commitments.json, Eintrag {CODE}, Feld evidence[0].status: „done“ ist keines der erlaubten Worte",
    ),
    "a status that is never reported": (
        "commitments",
        lambda content: fact(content).update(status="unknown"),
        f"Eintrag {CODE}, Feld evidence[0].status",
    ),
    "completed without evidence": (
        "commitments",
        lambda content: fact(content).update(status="completed", grade="none"),
        f"Eintrag {CODE}, Feld evidence[0].grade",
    ),
    "a title that is too long": (
        "commitments",
        lambda content: commitment(content).update(title="lang " * 100),
        f"Eintrag {CODE}, Feld title",
    ),
    "an address that is none": (
        "partners",
        lambda content: one(content["partners"], key="dgb").update(homepage="dgb"),
        "Datei partners.json, Eintrag dgb, Feld homepage",
    ),
    "a responsible partner that is not required": (
        "commitments",
        lambda content: commitment(content)["contributions"][0].update(required=False),
        f"Eintrag {CODE}, Feld contributions[0].required",
    ),
    "a text where a number is needed": (
        "indicators",
        lambda content: content["indicators"][0]["values"][0].update(value="viele"),
        "Eintrag neue-ausbildungsvertraege, Feld values[0].value: hier wird eine Zahl erwartet",
    ),
    "a signature that only one side knows": (
        "agreements",
        lambda content: content["agreements"][2]["signatories"].pop(),
        "Datei partners.json, Eintrag",
    ),
    "a membership that only one side knows": (
        "partners",
        lambda content: one(content["partners"], key="dgb")["groups"].append("kammern"),
        "Datei partners.json, Eintrag dgb, Feld groups: „kammern“ nennt diesen Partner nicht als Mitglied",
    ),
    "another version of the files": (
        "laender",
        lambda content: content["meta"].update(schema_version=2),
        "Datei laender.json, Feld meta.schema_version: diese Fassung der Dateien ist nicht bekannt",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("file", "how", "told"), BREAKAGES.values(), ids=BREAKAGES.keys())
def test_it_names_the_place_and_nothing_is_loaded(files, file, how, told):
    files.change(file, how)
    with pytest.raises(CatalogueError) as fault:
        load(files.folder)
    assert told in str(fault.value)
    for model in (Partner, Source, Commitment, Revision, RecordState, AuditEvent, CatalogueEntry):
        assert not model.objects.exists(), model


@pytest.mark.django_db
def test_broken_json_is_told_with_its_line(files):
    (files.folder / "findings.json").write_text('[\n {"key": "BEF-001-01",, }\n]', encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"Datei findings\.json: kein gültiges JSON in Zeile 2, Spalte 23"):
        load(files.folder)


@pytest.mark.django_db
def test_a_missing_file_is_named(files):
    (files.folder / "laender.json").unlink()
    with pytest.raises(CatalogueError, match=r"Datei laender\.json: diese Datei fehlt"):
        load(files.folder)


@pytest.mark.usefixtures("catalogue")
def test_a_newer_catalogue_that_breaks_halfway_changes_nothing(files):
    files.commitment("AAW-2019-0.01", title="Neuer Titel")
    files.fact(f"{CODE}#2", as_of="2999-01-01", as_of_precision="day")
    with pytest.raises(CatalogueError):
        load(files.folder)
    assert Commitment.objects.get(code="AAW-2019-0.01").title != "Neuer Titel"
    assert Revision.current() == 1


@pytest.mark.django_db
def test_the_command_ends_with_the_sentence(files):
    (files.folder / "laender.json").unlink()
    with pytest.raises(CommandError, match="diese Datei fehlt"):
        call_command("load_catalogue", folder=files.folder)
