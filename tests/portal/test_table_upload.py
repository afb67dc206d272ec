"""A table handed in is shown difference by difference; nothing happens before it is confirmed, and then once."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.portal.tables import Reporter, held_word, words
from tests.sheets.working import ask, draft, fill
from tests.uploads.files import pdf, xlsx
from tracker import workflow
from tracker.models import Revision, StatusReport
from tracker.vocabulary import AccountRole, ReportState

pytestmark = pytest.mark.django_db
GOOD = {"status": "in Umsetzung", "summary": "Die erste Runde läuft."}


def states() -> list[str]:
    return list(StatusReport.objects.order_by("pk").values_list("state", flat=True))


def test_confirmed_rows_are_handed_in_at_once():
    parts = ask(3)
    person = Reporter(*parts)
    before = Revision.current()
    preview = person.preview(GOOD, None, GOOD)
    assert "2 Zeilen können gemeldet werden" in words(preview)
    assert "bisher leer künftig Die erste Runde läuft." in words(preview)
    assert states() == [] and Revision.current() == before

    response = person.confirm(preview)
    assert response.status_code == 302 and response.url == reverse("portal:home")
    assert states() == [ReportState.SUBMITTED] * 2
    assert Revision.current() == before + 1
    report = StatusReport.objects.first()
    assert (report.contribution_id, report.summary) == (parts[0].pk, "Die erste Runde läuft.")
    assert report.author == workflow.actor_of(person.account) and report.entered_by is None


def test_rows_may_be_kept_as_drafts():
    parts = ask(2)
    person = Reporter(*parts)
    before = Revision.current()
    person.confirm(person.preview(GOOD, GOOD), action="keep")
    assert states() == [ReportState.DRAFT] * 2
    assert Revision.current() == before


def test_a_second_click_does_nothing_more():
    (part,) = ask()
    person = Reporter(part)
    preview = person.preview(GOOD)
    person.confirm(preview)
    response = person.confirm(preview)
    assert response.status_code == 302 and response.url == reverse("portal:table_upload")
    assert states() == [ReportState.SUBMITTED]


def test_the_same_table_handed_in_again_says_what_was_reported_already():
    (part,) = ask()
    person = Reporter(part)
    content = fill(person.download(), GOOD)
    person.confirm(person.hand_in(content))
    again = person.hand_in(content)
    assert "ist schon abgegeben" in words(again) and 'name="held"' not in again.content.decode()


def test_a_row_changed_since_the_download_is_refused_with_both_values():
    parts = ask(2)
    person = Reporter(*parts)
    content = fill(person.download(), GOOD, GOOD)
    draft(parts[0], summary="Jemand war schneller.")
    preview = person.hand_in(content)
    text = words(preview)
    assert "1 Zeile kann gemeldet werden" in text and "1 Zeile wurde inzwischen geändert" in text
    assert "Jemand war schneller." in text and "Die erste Runde läuft." in text
    person.confirm(preview)
    assert sorted(states()) == [ReportState.DRAFT, ReportState.SUBMITTED]
    assert StatusReport.objects.get(state=ReportState.DRAFT).summary == "Jemand war schneller."


def test_a_row_changed_while_looking_at_the_preview_is_refused_and_the_rest_goes_through():
    parts = ask(2)
    person = Reporter(*parts)
    preview = person.preview(GOOD, GOOD)
    draft(parts[0], summary="Jemand war schneller.")
    response = person.confirm(preview)
    assert response.status_code == 200
    assert "Nicht alle Zeilen wurden übernommen" in words(response)
    assert "Jemand war schneller." in words(response)
    assert sorted(states()) == [ReportState.DRAFT, ReportState.SUBMITTED]


def test_a_row_with_a_bad_cell_stays_and_the_others_can_be_confirmed():
    parts = ask(2)
    person = Reporter(*parts)
    preview = person.preview({**GOOD, "as_of": "bald"}, GOOD)
    assert "1 Zeile ist zu berichtigen" in words(preview) and "Das ist kein Tag." in words(preview)
    person.confirm(preview)
    assert states() == [ReportState.SUBMITTED]
    assert StatusReport.objects.get().contribution == parts[1]


def test_a_foreign_contribution_does_not_exist():
    (own,), (foreign,) = ask(), ask()
    person = Reporter(own)
    content = fill(person.download(), {**GOOD, "contribution": str(foreign.pk)})
    response = person.hand_in(content)
    assert "jemand anderes meldet ihn" in words(response)
    assert states() == []


@pytest.mark.parametrize("content", [b"", pdf(), b"<html></html>", xlsx([["a", "b"]])])
def test_a_file_that_is_no_table_of_ours_is_refused_at_its_field(content):
    (part,) = ask()
    response = Reporter(part).hand_in(content)
    assert response.status_code == 200
    assert 'id="id_file_error"' in response.content.decode() or "kern-error" in response.content.decode()
    assert states() == []


def test_no_file_at_all_is_told():
    (part,) = ask()
    response = Reporter(part).client.post(reverse("portal:table_upload"), {})
    assert "kern-error" in response.content.decode()


def test_the_preview_of_somebody_else_cannot_be_confirmed():
    (part,) = ask()
    one, other = Reporter(part), Reporter(part)
    word = held_word(one.preview(GOOD))
    response = other.client.post(reverse("portal:table_upload"), {"held": word, "action": "submit"})
    assert response.status_code == 302 and states() == []


def test_a_mandate_that_ended_since_the_preview_hands_nothing_in():
    (part,) = ask()
    person = Reporter(part)
    preview = person.preview(GOOD)
    person.account.mandates.all().delete()
    assert person.confirm(preview).status_code == 403
    assert states() == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_readers_are_refused_in_words(method):
    (part,) = ask()
    response = getattr(Reporter(part, role=AccountRole.READER).client, method)(reverse("portal:table_upload"))
    assert response.status_code == 403


def test_visitors_are_sent_to_the_sign_in():
    assert Client().get(reverse("portal:table_upload")).status_code == 302
    assert Client().post(reverse("portal:table_upload")).status_code == 302


def test_pages_are_not_stored():
    (part,) = ask()
    person = Reporter(part)
    for response in (person.client.get(reverse("portal:table_upload")), person.preview(GOOD)):
        assert response["Cache-Control"] == "no-store, private"


def test_the_preview_asks_as_often_for_many_rows_as_for_few(django_assert_max_num_queries):
    few, many = ask(2), ask(25)
    for parts in (few, many):
        person = Reporter(*parts)
        content = fill(person.download(), *[GOOD] * len(parts))
        with django_assert_max_num_queries(22):
            assert 'name="held"' in person.hand_in(content).content.decode()
