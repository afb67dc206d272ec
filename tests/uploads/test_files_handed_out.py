"""A file is handed out under a name of our own, to be saved and not to be shown."""

import io

import pytest

from tracker.uploads import attachment, download_name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["AAW-2023-1.02", "Bundesministerium für Arbeit"], "aaw-2023-1-02-bundesministerium-fuer-arbeit.pdf"),
        (["../../etc/passwd"], "etc-passwd.pdf"),
        (["beleg\u202efdp.exe"], "belegfdp-exe.pdf"),
        (['a"; filename="b'], "a-filename-b.pdf"),
        (["Größe\r\nSet-Cookie: x"], "groesse-set-cookie-x.pdf"),
        (["日本"], "datei.pdf"),
        (["x" * 500], "x" * 80 + ".pdf"),
    ],
)
def test_a_name_has_plain_letters_only(words, name):
    assert download_name(words, "pdf") == name


def test_a_file_is_an_attachment_that_no_browser_sniffs():
    response = attachment(io.BytesIO(b"%PDF-"), "beleg.pdf", "application/pdf")
    assert response["Content-Disposition"] == 'attachment; filename="beleg.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store, private"
