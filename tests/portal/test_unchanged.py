"""What has not changed is confirmed with two clicks: the link, and the button under what will be said."""

from datetime import date, timedelta

import pytest

from tests.portal.world import form_of, make_accepted, make_asked, make_draft, make_reporter, round_of, text_of
from tracker import days
from tracker.models import StatusReport
from tracker.vocabulary import AccountRole, ReportState, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(contribution, reporter):
    make_accepted(contribution, reporter, status=Status.ONGOING, summary="Läuft wie geplant.", as_of=date(2025, 3, 31))
    return f"/portal/{contribution.pk}/unveraendert/"


def newest():
    return StatusReport.objects.order_by("-pk").first()


def test_two_clicks_are_enough(partner, contribution, address):
    assert address in text_of(partner.get(f"/portal/{contribution.pk}/"))
    html = text_of(partner.get(address))
    assert "Läuft wie geplant." in html
    answer = partner.post(address, form_of(html, ""), follow=True)
    report = newest()
    assert (report.state, report.summary, report.as_of) == (ReportState.SUBMITTED, "Läuft wie geplant.", days.today())
    assert report.round == round_of(contribution)
    assert "Gemeldet: „" in text_of(answer)


def test_the_day_can_be_chosen(partner, address):
    partner.post(address, {"as_of": "2025-06-30"})
    assert newest().as_of == date(2025, 6, 30)


def test_a_day_in_the_future_is_refused_at_its_field(partner, address):
    html = text_of(partner.post(address, {"as_of": (days.today() + timedelta(days=1)).isoformat()}))
    assert "in der Zukunft" in html
    assert StatusReport.objects.count() == 1


def test_looking_writes_nothing(partner, address):
    partner.get(address)
    assert StatusReport.objects.count() == 1


def test_sent_twice_it_is_reported_once(partner, address):
    partner.post(address, {"as_of": days.today().isoformat()})
    answer = partner.post(address, {"as_of": days.today().isoformat()}, follow=True)
    assert "Das ist schon gemeldet." in text_of(answer)
    assert StatusReport.objects.count() == 2


def test_what_somebody_has_begun_is_not_thrown_away(partner, contribution, reporter, address):
    make_draft(contribution, reporter, summary="Etwas Neues")
    html = text_of(partner.post(address, {"as_of": days.today().isoformat()}))
    assert "error-summary" in html
    assert newest().summary == "Etwas Neues"


def test_without_an_earlier_report_there_is_nothing_to_confirm(partner, contribution):
    html = text_of(partner.get(f"/portal/{contribution.pk}/unveraendert/"))
    assert "Bisher ist nichts gemeldet" in html
    assert 'type="submit"' not in html.split("<main")[1]


def test_readers_and_strangers_cannot(client, contribution, address):
    client.force_login(make_reporter(contribution.reporter, role=AccountRole.READER))
    assert client.post(address, {"as_of": "2025-06-30"}).status_code == 403
    client.force_login(make_reporter(make_asked()[0].reporter))
    assert client.post(address, {"as_of": "2025-06-30"}).status_code == 404
    assert StatusReport.objects.count() == 1
