"""Evidence goes with a report: dated links, and PDF files that are looked at, kept apart and seen by few."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.portal.world import form_of, make_accepted, make_asked, make_reporter, open_form, text_of
from tests.uploads import files
from tracker import workflow
from tracker.models import Evidence, StatusReport
from tracker.vocabulary import ReportState

pytestmark = pytest.mark.django_db

PDF = files.pdf()
LINK = {
    "link-0-title": "Jahresbericht",
    "link-0-publisher": "Verband",
    "link-0-url": "https://example.org/bericht",
    "link-0-published_on": "2025-05-01",
    "link-0-published_precision": "month",
}


def pdf(content=PDF, name="../../‮beleg.pdf", kind="application/pdf"):
    return SimpleUploadedFile(name, content, kind)


def post(client, contribution, data):
    return client.post(f"/portal/{contribution.pk}/", data, follow=True)


def upload(client, contribution, content=PDF, **more):
    words = {"upload_title": "Bericht", "upload_publisher": "Verband", "action": "upload", **more}
    return text_of(post(client, contribution, {**open_form(client, contribution, **words), "upload": pdf(content)}))


def stored():
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_link_is_kept_with_its_days(partner, contribution):
    form = {**open_form(partner, contribution, status="completed", summary="Fertig."), **LINK, "action": "submit"}
    post(partner, contribution, form)
    link = Evidence.objects.get()
    assert (link.title, link.url, link.published_precision) == ("Jahresbericht", "https://example.org/bericht", "month")
    assert link.report.state == ReportState.SUBMITTED


def test_one_more_row_comes_without_javascript_and_keeps_what_was_written(partner, contribution):
    form = {**open_form(partner, contribution, summary="Schon geschrieben"), **LINK, "action": "add_link"}
    again = form_of(text_of(post(partner, contribution, form)))
    assert again["summary"] == ["Schon geschrieben"]
    assert again["link-0-title"] == ["Jahresbericht"]
    assert again["link-1-title"] == [""]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"link-0-url": "example"}, "Geben Sie die ganze Adresse an"),
        ({"link-0-url": "javascript:alert(1)"}, "Geben Sie die ganze Adresse an"),
        ({"link-0-title": ""}, "Geben Sie den Titel an."),
        ({"link-0-publisher": ""}, "Geben Sie den Herausgeber an."),
        ({"link-0-seen_on": "2999-01-01"}, "in der Zukunft"),
        ({"link-0-published_on": "2999-01-01"}, "in der Zukunft"),
    ],
)
def test_an_incomplete_link_is_told_at_its_field(partner, contribution, changes, words):
    said = open_form(partner, contribution, status="in_progress", summary="Läuft.")
    html = text_of(post(partner, contribution, {**said, **LINK, **changes, "action": "submit"}))
    assert words in html
    assert StatusReport.objects.get().state == ReportState.DRAFT


def test_a_link_is_removed_by_its_tick(partner, contribution):
    post(partner, contribution, {**open_form(partner, contribution), **LINK, "action": "save"})
    post(partner, contribution, {**open_form(partner, contribution), "link-0-remove": "on", "action": "save"})
    assert not Evidence.objects.exists()


def test_a_pdf_file_is_kept_under_a_name_of_our_own(partner, contribution):
    html = upload(partner, contribution)
    item = Evidence.objects.get()
    assert "Bericht" in html
    assert [path.name for path in stored()] == [Path(item.file.name).name]
    assert "beleg.pdf" not in item.file.name
    assert item.file_size == len(PDF)


@pytest.mark.parametrize("content", [b"", b"<html><script>1</script></html>", b"<svg xmlns='x'/>", b"PK\x03\x04 zip"])
def test_what_is_no_pdf_file_is_refused_and_the_rest_stays(partner, contribution, content):
    html = upload(partner, contribution, content, summary="Bleibt stehen")
    assert "error-summary" in html
    assert "Bleibt stehen" in html
    assert stored() == []


def test_a_file_needs_title_and_publisher(partner, contribution):
    assert "Geben Sie den Titel an." in upload(partner, contribution, upload_title="")
    assert stored() == []


def test_a_file_published_on_a_day_to_come_is_refused_at_its_field(partner, contribution):
    html = upload(partner, contribution, upload_published_on="2999-01-01")
    assert "PDF-Datei veröffentlicht am" in html
    assert "in der Zukunft" in html
    assert stored() == []


def test_a_file_is_not_lost_when_somebody_else_saved_meanwhile(partner, contribution):
    words = {"upload_title": "Bericht", "upload_publisher": "Verband", "action": "submit", "summary": "Meins"}
    form = {**open_form(partner, contribution, **words), "upload": pdf()}
    post(partner, contribution, open_form(partner, contribution, summary="Anderes", action="save"))
    html = text_of(post(partner, contribution, form))
    assert Evidence.objects.get().title == "Bericht"
    post(partner, contribution, form_of(html, "", action="resolve"))
    report = StatusReport.objects.get()
    assert (report.summary, report.evidence.count()) == ("Meins", 1)


def test_a_removed_file_is_gone(partner, contribution):
    upload(partner, contribution)
    item = Evidence.objects.get()
    with_button = open_form(partner, contribution, action=f"remove_file:{item.pk}")
    with_button.pop("upload", None)
    post(partner, contribution, with_button)
    assert not Evidence.objects.exists()


def test_the_file_of_an_accepted_report_stays_when_the_next_one_drops_it(partner, contribution, reporter):
    upload(partner, contribution)
    report = StatusReport.objects.get()
    report = workflow.save_draft(
        report, workflow.ReportData(as_of=report.as_of, status="ongoing", summary="Läuft."), actor=report.author
    )
    workflow.accept(workflow.submit(report, actor=report.author), actor=workflow.system_actor())
    item = Evidence.objects.get()
    post(partner, contribution, open_form(partner, contribution, action=f"remove_file:{item.pk}"))
    assert [row.report_id for row in Evidence.objects.exclude(file="")] == [report.pk]
    assert len(stored()) == 1


def test_own_people_download_it_as_an_attachment(partner, contribution):
    upload(partner, contribution)
    answer = partner.get(f"/portal/beleg/{Evidence.objects.get().pk}/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == PDF


def test_for_others_it_does_not_exist(client, partner, contribution):
    upload(partner, contribution)
    address = f"/portal/beleg/{Evidence.objects.get().pk}/"
    client.force_login(make_reporter(make_asked()[0].reporter))
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


def test_a_removal_names_a_file_of_this_contribution_only(partner, contribution, client):
    other = make_asked()[0]
    reporter = make_reporter(other.reporter)
    client.force_login(reporter)
    upload(client, other)
    item = Evidence.objects.get()
    client.force_login(make_reporter(contribution.reporter))
    answer = post(client, contribution, open_form(client, contribution, action=f"remove_file:{item.pk}"))
    assert answer.status_code == 404
    assert Evidence.objects.filter(pk=item.pk).exists()


def test_links_of_the_last_report_are_filled_in(partner, contribution, reporter):
    seen_on = contribution.commitment.agreement.signed_on
    data = workflow.EvidenceData(title="Alt", publisher="V", url="https://example.org", seen_on=seen_on)
    link = workflow.LinkData(data)
    make_accepted(contribution, reporter, links=[link])
    assert open_form(partner, contribution)["link-0-title"] == ["Alt"]
