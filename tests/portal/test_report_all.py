"""All open items in one form: what is in order is reported, what is not stays with its errors, the rest stays open."""

from datetime import date, timedelta

import pytest

from tests.factories import make_partner
from tests.portal.world import (
    form_of,
    make_accepted,
    make_asked,
    make_draft,
    make_reporter,
    make_submitted,
    round_of,
    text_of,
)
from tracker import days, workflow
from tracker.models import StatusReport
from tracker.vocabulary import AccountRole, Kind, ReportState, Status

pytestmark = pytest.mark.django_db
ADDRESS = "/portal/alle/"


@pytest.fixture
def asked(db):
    return make_asked(number=3)


@pytest.fixture
def person(asked):
    return make_reporter(asked[0].reporter)


@pytest.fixture
def partner(client, person):
    client.force_login(person)
    return client


def fill(client, **changes):
    return form_of(text_of(client.get(ADDRESS)), "", **changes)


def row(contribution, **values):
    return {f"item-{contribution.pk}-{name}": value for name, value in values.items()}


def submitted():
    return set(StatusReport.objects.filter(state=ReportState.SUBMITTED).values_list("contribution", flat=True))


def test_ten_items_unchanged_take_one_tick_and_one_click(client):
    partner = make_partner()
    person = make_reporter(partner)
    items = make_asked(partner, number=10, due_in=-3)
    for item in items:
        make_accepted(item, person, status=Status.ONGOING)
    workflow.close_round(round_of(items[0]), actor=workflow.system_actor())
    workflow.open_round(
        items[0].commitment.agreement,
        title="Runde",
        starts_on=days.today(),
        due_on=days.today() + timedelta(days=9),
        contributions=items,
        actor=workflow.system_actor(),
    )
    client.force_login(person)
    answer = client.post(ADDRESS, fill(client, all_unchanged="on"), follow=True)
    assert "10 Beiträge sind gemeldet." in text_of(answer)
    assert "10 von 10 gemeldet" in text_of(answer)
    assert {report.as_of for report in StatusReport.objects.filter(state=ReportState.SUBMITTED)} == {days.today()}


def test_what_is_changed_is_reported_and_the_rest_stays_open(partner, asked):
    first, second, _third = asked
    said = row(first, status="ongoing", summary="Läuft.") | row(second, status="in_progress", summary="Beginnt.")
    html = text_of(partner.post(ADDRESS, {**fill(partner, as_of="2025-06-30"), **said}, follow=True))
    assert submitted() == {first.pk, second.pk}
    assert "2 Beiträge sind gemeldet." in html
    assert "1 Beitrag bleibt offen" in html
    assert StatusReport.objects.get(contribution=first).as_of == date(2025, 6, 30)


def test_nothing_is_confirmed_by_accident(partner, asked, person):
    make_accepted(asked[0], person)
    html = text_of(partner.post(ADDRESS, fill(partner), follow=True))
    assert submitted() == set()
    assert "weder geändert noch als unverändert bestätigt" in html


def test_a_wrong_row_holds_up_no_other_and_loses_nothing(partner, asked):
    first, second, _third = asked
    said = row(first, status="ongoing", summary="Läuft.") | row(second, status="", summary="Ohne Status")
    answer = partner.post(ADDRESS, {**fill(partner), **said})
    html = text_of(answer)
    assert submitted() == {first.pk}
    assert f"{second.commitment.code}, Status – Wählen Sie einen Status." in html
    assert first.commitment.title not in html.split("<form")[-1]
    corrected = {**form_of(html, ""), **row(second, status="ongoing")}
    assert "Ohne Status" in corrected[f"item-{second.pk}-summary"]
    partner.post(ADDRESS, corrected)
    assert submitted() == {first.pk, second.pk}


@pytest.mark.parametrize("day", ["", "2999-01-01", "gestern"])
def test_a_wrong_day_on_top_stops_all_and_loses_nothing(partner, asked, day):
    said = row(asked[0], status="ongoing", summary="Läuft.")
    html = text_of(partner.post(ADDRESS, {**fill(partner, as_of=day), **said}))
    assert "error-summary" in html
    assert "Läuft." in html
    assert submitted() == set()


def test_completed_asks_when_and_for_evidence(partner, asked):
    said = row(asked[0], status="completed", summary="Fertig.")
    html = text_of(partner.post(ADDRESS, {**fill(partner), **said}))
    assert "Nennen Sie den Tag, an dem es abgeschlossen war." in html
    assert "braucht einen Beleg" in html
    more = row(asked[0], done_on="2025-05-05", link_title="T", link_publisher="P", link_url="https://example.org/x")
    partner.post(ADDRESS, {**form_of(html, ""), **more})
    report = StatusReport.objects.get()
    assert (report.state, report.as_of, report.evidence.count()) == (ReportState.SUBMITTED, date(2025, 5, 5), 1)


def test_a_draft_that_is_ready_goes_with_them(partner, asked, person):
    make_draft(asked[0], person, summary="Gestern geschrieben")
    partner.post(ADDRESS, fill(partner))
    assert submitted() == {asked[0].pk}


def test_the_links_and_wishes_of_a_draft_stay(partner, asked, person):
    link = workflow.LinkData(
        workflow.EvidenceData(title="T", publisher="P", url="https://example.org", seen_on=date(2025, 1, 1))
    )
    make_draft(asked[0], person, links=[link], wording_wish="Bitte anders")
    partner.post(ADDRESS, {**fill(partner), **row(asked[0], summary="Neu")})
    report = StatusReport.objects.get()
    assert (report.summary, report.evidence.count(), report.wishes.count()) == ("Neu", 1, 1)


def test_what_somebody_else_reported_meanwhile_is_not_sent_again(partner, asked, person):
    form = {**fill(partner), **row(asked[0], status="ongoing", summary="Von mir")}
    make_submitted(asked[0], person, summary="Von jemand anderem")
    html = text_of(partner.post(ADDRESS, form, follow=True))
    assert "1 Beitrag war schon gemeldet" in html
    assert StatusReport.objects.get().summary == "Von jemand anderem"


def test_what_somebody_else_changed_meanwhile_is_told_at_its_row(partner, asked, person):
    form = {**fill(partner), **row(asked[0], status="ongoing", summary="Von mir")}
    make_draft(asked[0], person, summary="Von jemand anderem")
    html = text_of(partner.post(ADDRESS, form))
    assert "Jemand anderes hat diese Meldung inzwischen geändert" in html
    assert "Von mir" in html
    assert StatusReport.objects.get().summary == "Von jemand anderem"


def test_sent_twice_it_is_reported_once(partner, asked):
    form = {**fill(partner), **row(asked[0], status="ongoing", summary="Läuft.")}
    partner.post(ADDRESS, form)
    partner.post(ADDRESS, form)
    assert StatusReport.objects.count() == 1


def test_a_returned_one_cannot_be_confirmed_as_unchanged(partner, asked, person):
    report = make_submitted(asked[0], person)
    workflow.return_report(report, {"summary": "Bitte genauer."}, actor=workflow.system_actor())
    html = text_of(partner.get(ADDRESS))
    assert "Bitte genauer." in html
    partner.post(ADDRESS, {**form_of(html, "", all_unchanged="on"), **row(asked[0], unchanged="on")})
    report.refresh_from_db()
    assert report.state == ReportState.RETURNED


def test_foreign_items_are_not_reported(partner):
    other = make_asked()[0]
    form = fill(partner)
    form["item"] = [*form["item"], str(other.pk)]
    partner.post(ADDRESS, {**form, **row(other, status="ongoing", summary="Fremd", version="0")})
    assert not StatusReport.objects.filter(contribution=other).exists()


def test_targets_are_reported_without_status(client):
    item = make_asked(kind=Kind.TARGET)[0]
    client.force_login(make_reporter(item.reporter))
    client.post(ADDRESS, {**fill(client), **row(item, summary="Wir tragen bei.")})
    assert StatusReport.objects.get().state == ReportState.SUBMITTED


def test_readers_are_told_that_they_read(client, asked):
    client.force_login(make_reporter(asked[0].reporter, role=AccountRole.READER))
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, {}).status_code == 403


def test_what_was_sent_without_a_session_is_there_after_signing_in(partner, asked, person):
    form = {**fill(partner), **row(asked[0], status="ongoing", summary="Lange geschrieben")}
    partner.logout()
    partner.post(ADDRESS, form)
    partner.force_login(person)
    assert form_of(text_of(partner.get(ADDRESS)), "")[f"item-{asked[0].pk}-summary"] == ["Lange geschrieben"]
