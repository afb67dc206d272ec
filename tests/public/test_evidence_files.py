"""A PDF behind a published report is handed out as an attachment; of anything else there is nothing to be had."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from tests.factories import make_agreement, make_commitment, make_fact, record_change
from tests.public.records import html, words
from tests.uploads.files import pdf
from tracker import days, workflow
from tracker.models import Evidence, StatusReport

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def with_file(report: StatusReport, title: str = "Jahresbericht 2025") -> Evidence:
    content = pdf()
    with record_change() as change:
        item = Evidence(report=report, title=title, publisher="Verlag/..", seen_on=days.today(), file_size=len(content))
        item.file.save("../../boese.html", ContentFile(content), save=False)
        item.save()
        change.touch(report.commitment)
    return item


def address(item: Evidence) -> str:
    return reverse("evidence", args=[item.pk])


def test_a_published_file_is_saved_under_a_name_of_our_own(tmp_path):
    item = with_file(make_fact(make_commitment(code="AAW-2027-1.01")))
    response = Client().get(address(item))
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == pdf()
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == f'attachment; filename="aaw-2027-1-01-verlag-{item.pk}.pdf"'
    assert response["Cache-Control"] == "public, no-cache" and not response.cookies
    assert "boese" not in "".join(str(path) for path in tmp_path.rglob("*"))


def test_asked_again_with_its_tag_there_is_nothing_to_send():
    item = with_file(make_fact(make_commitment()))
    first = Client().get(address(item))
    assert b"".join(first.streaming_content)
    assert Client().get(address(item), headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_file_behind_a_withdrawn_report_is_gone():
    report = make_fact(make_commitment())
    item = with_file(report)
    workflow.revoke_fact(report, reason="Falsche Quelle.", actor=workflow.system_actor())
    assert Client().get(address(item)).status_code == 404


def test_a_file_behind_an_unpublished_commitment_is_not_to_be_had():
    item = with_file(make_fact(make_commitment(make_agreement(published=False))))
    assert Client().get(address(item)).status_code == 404


def test_evidence_without_a_file_has_no_address():
    link = make_fact(make_commitment()).evidence.get()
    assert Client().get(address(link)).status_code == 404


def test_a_file_that_is_missing_on_disk_is_not_found():
    item = with_file(make_fact(make_commitment()))
    item.file.storage.delete(item.file.name)
    assert Client().get(address(item)).status_code == 404


def test_the_page_of_the_commitment_links_the_file_with_type_and_size(client):
    commitment = make_commitment()
    item = with_file(make_fact(commitment))
    with record_change():
        Evidence.objects.filter(pk=item.pk).update(file_size=245_760)
    page = html(client, f"/massnahmen/{commitment.code}/")
    assert f'href="/belege/{item.pk}.pdf"' in page
    assert "Jahresbericht 2025 (PDF-Datei, 240,0 KB, zum Herunterladen)" in words(page).replace("\xa0", " ")


def test_nobody_can_send_anything_there(client):
    assert client.post(address(with_file(make_fact(make_commitment())))).status_code == 405
