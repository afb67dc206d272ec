"""A text is read in in two steps: how it would be cut, then confirmation; what is wrong leaves nothing behind."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.admin.browsing import Desk, values_of
from tests.factories import make_agreement, make_partner
from tests.intake.files import WORDS, column, pdf
from tracker.models import Agreement, OfficialText, Source
from tracker.vocabulary import PartnerKind

pytestmark = pytest.mark.django_db

TEXT = """1. Orientierung

Viele junge Menschen wissen wenig über Berufe. Die Kammern werden bis Ende 2028 in jeder Region eine Messe ausrichten.

2. Ausbildung

Die Kammern werden eine Börse für Lehrstellen aufbauen.
"""
NEW = {
    "new_title": "Allianz 2027 bis 2030",
    "new_short_title": "Allianz 2027",
    "new_slug": "allianz-2027-2030",
    "new_prefix": "AAW-2027",
    "new_signed_on": "2026-12-15",
    "new_term_start": "2027-01-01",
    "new_term_end": "2030-12-31",
}


@pytest.fixture(autouse=True)
def chambers() -> None:
    make_partner("kammern", name="Kammern", abbreviation="Kammern", kind=PartnerKind.GROUP)


def where() -> str:
    return reverse("admin:text_new")


def parsed(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "lxml")


def send(desk: Desk, content: bytes | None = None, name: str = "erklaerung.pdf", **more: Any) -> Any:
    data: dict[str, Any] = {"_step": "preview", "pasted": "", **more}
    if content is not None:
        data["file"] = SimpleUploadedFile(name, content)
    return desk.client.post(where(), data)


def confirm(desk: Desk, preview: Any) -> Any:
    [form] = [form for form in parsed(preview).find_all("form") if form.find("input", attrs={"name": "_text"})]
    return desk.client.post(where(), {**values_of(form), "_step": "confirm"})


def test_pasted_words_are_shown_cut_and_then_kept_with_a_new_agreement(desk):
    preview = send(desk, pasted=TEXT, publisher="Ministerium", url="https://example.org/a.pdf", **NEW)
    page = parsed(preview).get_text(" ", strip=True)
    assert "1. Orientierung" in page and "2 Vorschläge" in page
    assert not OfficialText.objects.exists() and not Agreement.objects.exists() and not Source.objects.exists()

    response = confirm(desk, preview)

    text = OfficialText.objects.get()
    assert response["Location"] == reverse("admin:text_review", args=[text.pk])
    assert (text.agreement.slug, text.agreement.published_at, text.edition) == ("allianz-2027-2030", None, 1)
    assert [field.title for field in text.agreement.action_fields.all()] == ["Orientierung", "Ausbildung"]
    assert [item.data["partners"] for item in text.proposals.in_order()] == [["kammern"], ["kammern"]]
    assert text.proposals.in_order()[0].data["deadline"]["end"] == "2028-12-31"
    assert set(text.sentences.exclude(proposals__isnull=False).values_list("why_not", flat=True)) == {
        "heading",
        "description",
    }
    assert text.source.url == "https://example.org/a.pdf"


def test_a_file_is_kept_with_an_agreement_that_is_there(desk):
    agreement = make_agreement(published=False)
    confirm(desk, send(desk, pdf([column(70, [WORDS])]), agreement=str(agreement.pk)))
    text = OfficialText.objects.get()
    assert (text.agreement, text.file_name, text.title) == (agreement, "erklaerung.pdf", agreement.title)
    assert len(text.checksum) == 64
    assert text.sentences.get().page == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Die Datei ist leer."),
        (b"%PDF-1.7 kaputt", "beschädigt"),
        (b"x" * (11 * 1024 * 1024), "größer als 10 MB"),
        (b"The aim of this is that the partners will be on the way to the better and it is for all of us.", "Englisch"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_at_its_field(desk, content, sentence):
    agreement = make_agreement(published=False)
    response = send(desk, content, agreement=str(agreement.pk))
    [row] = parsed(response).select(".field-file.errors")
    assert response.status_code == 200 and sentence in row.get_text()
    assert not OfficialText.objects.exists()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "file"),
        ({"pasted": TEXT}, "new_title"),
        ({"pasted": TEXT, **NEW, "new_slug": "Kein Schlüssel"}, "new_slug"),
        ({"pasted": TEXT, **NEW, "new_prefix": "2027"}, "new_prefix"),
        ({"pasted": TEXT, **NEW, "new_term_end": "2020-01-01"}, None),
        ({"pasted": TEXT, **NEW, "url": "https://example.org/a.pdf"}, "publisher"),
        ({"pasted": TEXT, **NEW, "agreement": "999"}, "agreement"),
    ],
)
def test_what_is_missing_is_told_at_its_field(desk, sent, field):
    page = parsed(send(desk, **sent))
    assert page.select(".summary--error")
    assert field is None or page.select(f".field-{field}.errors")
    assert not OfficialText.objects.exists()


def test_a_file_and_pasted_words_together_are_refused(desk):
    agreement = make_agreement(published=False)
    page = parsed(send(desk, pdf([column(70, [WORDS])]), pasted=TEXT, agreement=str(agreement.pk)))
    assert "nicht beides" in page.get_text()


def test_the_same_text_a_second_time_is_told(desk):
    agreement = make_agreement(published=False)
    for _number in range(2):
        confirm(desk, send(desk, pasted=TEXT, agreement=str(agreement.pk)))
    assert OfficialText.objects.count() == 1
    assert "schon eingelesen" in parsed(desk.get(where())).get_text()


def test_the_preview_of_another_person_cannot_be_confirmed(desk, colleague):
    preview = send(desk, pasted=TEXT, **NEW)
    response = confirm(colleague, preview)
    assert response["Location"] == where()
    assert not OfficialText.objects.exists()


def test_the_list_shows_how_far_each_review_is(desk):
    confirm(desk, send(desk, pasted=TEXT, **NEW))
    assert "0 von 2 Sätzen geprüft" in parsed(desk.get(reverse("admin:text_list"))).get_text(" ", strip=True)


def test_the_agreement_leads_to_the_form_with_itself_chosen(desk):
    agreement = make_agreement(published=False)
    page = parsed(desk.get(f"{where()}?vereinbarung={agreement.slug}"))
    assert page.select_one("#id_agreement option[selected]")["value"] == str(agreement.pk)
    assert desk.get(f"{where()}?vereinbarung=%00").status_code == 200
