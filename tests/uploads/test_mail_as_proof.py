"""What staff keep as proof of a report is a mail, a PDF or a table, told by its content."""

import pytest
from django.core.exceptions import ValidationError

from tests.uploads.files import MAIL, pdf, upload, xlsx
from tracker.uploads import ProofKind, check_mail, proof_kind

OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "__properties_version1.0".encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "kind"),
    [(MAIL, ProofKind.EML), (OUTLOOK, ProofKind.MSG), (pdf(), ProofKind.PDF), (xlsx(), ProofKind.XLSX)],
)
def test_the_kind_is_told_by_the_content_whatever_the_name(content, kind):
    file = upload("irgendwas.exe", content)
    assert check_mail(file) is kind
    assert proof_kind(file) is kind


@pytest.mark.parametrize(
    "content", [b"", b"<html></html>", b"MZ\x90\x00", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 word", b"From: nobody\r\n\r\n"]
)
def test_anything_else_is_refused(content):
    with pytest.raises(ValidationError):
        check_mail(upload("mail.eml", content))
