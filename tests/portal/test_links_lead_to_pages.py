"""A link in a report leads to a page on the web, whichever way the report is handed in."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.portal.world import make_asked, make_draft, make_reporter
from tracker import days, workflow
from tracker.models import StatusReport
from tracker.vocabulary import ReportState

pytestmark = pytest.mark.django_db
SCRIPT = "javascript:alert(document.domain)"


def with_link(url: str) -> tuple[StatusReport, Client]:
    """Return a draft with a link, and the browser of its author."""
    (part,) = make_asked()
    account = make_reporter(part.reporter)
    data = workflow.EvidenceData(title="Bericht", publisher="Verband", url=url, seen_on=days.today())
    draft = make_draft(part, account, links=[workflow.LinkData(data)])
    client = Client()
    client.force_login(account)
    return draft, client


@pytest.mark.parametrize(
    "url", [SCRIPT, "data:text/html,x", "//example.org/", " https://example.org/\n", "ftp://a.de/"]
)
def test_the_workflow_refuses_what_is_no_address(url):
    draft, _client = with_link(url)
    with pytest.raises(ValidationError) as refused:
        workflow.submit(draft, actor=draft.author)
    assert list(refused.value.message_dict) == ["evidence"]


def test_a_draft_with_a_script_for_a_link_is_not_handed_in_with_all_the_others():
    draft, client = with_link(SCRIPT)
    row = f"item-{draft.contribution_id}"
    sent = {
        "as_of": days.today().isoformat(),
        "item": str(draft.contribution_id),
        f"{row}-status": "in_progress",
        f"{row}-summary": "Es geht gut voran.",
        f"{row}-version": str(draft.version),
    }
    answer = client.post(reverse("portal:all"), sent)
    assert "https://" in answer.content.decode()
    assert StatusReport.objects.get(pk=draft.pk).state == ReportState.DRAFT


def test_a_link_to_a_page_goes_through():
    draft, _client = with_link("https://example.org/bericht?seite=1")
    assert workflow.submit(draft, actor=draft.author).state == ReportState.SUBMITTED
