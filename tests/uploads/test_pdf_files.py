"""A PDF is looked at by its content before it is kept."""

import pytest
from django.core.exceptions import ValidationError

from tests.uploads.files import pdf, upload, xlsx
from tracker.uploads import check_pdf

HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def refusal(content: bytes, name: str = "beleg.pdf") -> str:
    with pytest.raises(ValidationError) as refused:
        check_pdf(upload(name, content))
    return refused.value.messages[0]


def test_a_pdf_passes_and_stands_at_its_beginning_again():
    file = upload("beleg.pdf", pdf())
    check_pdf(file)
    assert file.read(5) == b"%PDF-"


@pytest.mark.parametrize("name", ["../../etc/passwd", "beleg\u202efdp.exe", "ohne-endung", "beleg.html"])
def test_the_name_it_comes_with_says_nothing(name):
    check_pdf(upload(name, pdf()))


@pytest.mark.parametrize("content", [HTML, SVG, xlsx(), b"MZ\x90\x00", b"\n%PDF-1.7 not at the start", b"%PDX"])
def test_another_type_behind_the_name_of_a_pdf_is_refused(content):
    assert refusal(content).startswith("Das ist keine PDF-Datei.")


def test_an_empty_file_is_refused():
    assert refusal(b"") == "Die Datei ist leer."


def test_fifty_megabytes_are_refused_by_their_size():
    assert refusal(pdf() + b"\0" * (50 * 1024 * 1024)) == "Die Datei ist größer als 10 MB."


@pytest.mark.parametrize("content", [b"%PDF-1.7\n" + HTML, b"%PDF-1.7\n%%EOF", pdf()[:60]])
def test_what_only_begins_like_a_pdf_is_refused(content):
    assert "beschädigt" in refusal(content)


def test_a_pdf_behind_a_password_is_refused():
    assert "Passwort" in refusal(pdf(password="geheim"))


@pytest.mark.parametrize(
    "content", [pdf(script="app.alert('x')"), pdf(action="/Launch"), pdf(action="/JavaScript"), pdf(attached=b"MZ")]
)
def test_a_pdf_that_acts_by_itself_is_refused(content):
    assert "Skripte" in refusal(content)
