"""The start page says what is asked for, by urgency, what the editors have, and what was accepted."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_commitment, make_partner
from tests.factories_of_accounts import make_account
from tests.portal.world import make_accepted, make_asked, make_draft, make_reporter, make_submitted, text_of
from tracker import days, workflow
from tracker.models import Mandate
from tracker.vocabulary import AccountRole, Reporting, Status

pytestmark = pytest.mark.django_db


def section(html, name):
    """The part of the page under the heading with this id."""
    return html.split(f'aria-labelledby="{name}"')[1].split("</section>")[0]


@pytest.fixture
def page(client, the_cast):
    client.force_login(the_cast.people["reporter_of_a"])
    return text_of(client.get("/portal/"))


def test_what_is_to_be_reported_stands_first_the_most_urgent_on_top(page, the_cast):
    found = section(page, "to-report")
    order = [
        found.index(the_cast.of[state].commitment.title)
        for state in (Reporting.NEVER, Reporting.RETURNED, Reporting.DUE)
    ]
    assert order == sorted(order)
    assert "Überfällig" in found
    assert "noch 30 Tage" in found


def test_what_came_back_shows_the_words_of_the_review(page, the_cast):
    comment = the_cast.reports["returned"].comments.get().text
    assert comment in section(page, "to-report")


def test_what_is_under_review_can_be_taken_back(page, the_cast):
    found = section(page, "in-review")
    assert the_cast.of[Reporting.IN_REVIEW].commitment.title in found
    assert "Zurückziehen" in found


def test_a_differing_assessment_can_be_answered_and_says_until_when(page, the_cast):
    found = section(page, "accepted")
    assert the_cast.pending.commitment.title in found
    assert "anders eingeschätzt" in found
    assert "Die Einschätzung wird nach dem" in found
    assert f"/portal/{the_cast.pending.pk}/#decision" in found


def test_accepted_is_what_was_accepted(page, the_cast):
    found = section(page, "accepted")
    assert the_cast.of[Reporting.CURRENT].commitment.title in found
    assert the_cast.of[Reporting.DUE].commitment.title not in found


def test_what_nobody_asked_for_can_be_reported_all_the_same(page, the_cast):
    found = section(page, "free")
    assert the_cast.of[Reporting.NOT_ASKED].commitment.title in found
    assert "Ohne Anforderung melden" in found


def test_progress_is_said_in_words(client):
    first, second, third = make_asked(number=3)
    account = make_reporter(first.reporter)
    make_submitted(first, account)
    make_accepted(second, account)
    client.force_login(account)
    assert "2 von 3 gemeldet" in text_of(client.get("/portal/"))
    report = make_submitted(third, account)
    workflow.return_report(report, {"whole": "Bitte ausführlicher."}, actor=workflow.system_actor())
    html = text_of(client.get("/portal/"))
    assert "2 von 3 gemeldet" in html
    assert "1 zurückgegeben" in html


def test_a_member_finds_what_it_supplies_to(client, the_cast):
    client.force_login(the_cast.people["member"])
    found = section(text_of(client.get("/portal/")), "supply")
    assert the_cast.of_group.commitment.title in found
    assert "zugeliefert" in found


def test_the_reporter_sees_that_something_was_supplied(page):
    assert "1 Text zugeliefert" in section(page, "to-report")


def test_nobody_sees_drafts_of_others(client, the_cast):
    client.force_login(the_cast.people["reporter_of_b"])
    html = text_of(client.get("/portal/"))
    assert the_cast.of[Reporting.DUE].commitment.title not in section(html, "to-report")
    assert the_cast.reports["draft"].summary not in html


def test_for_information_stands_what_others_contribute_to_the_same(client):
    own, other = make_partner(), make_partner()
    make_commitment(leads=[own], supporting=[other], title="Gemeinsame Sache")
    client.force_login(make_reporter(own))
    found = section(text_of(client.get("/portal/")), "known")
    assert other.name in found
    assert "Meldung nicht angefordert" in found


def test_somebody_for_several_organisations_sees_one_or_all(client):
    first, second = make_asked()[0], make_asked()[0]
    client.force_login(make_reporter(first.reporter, second.reporter))
    everything = text_of(client.get("/portal/"))
    assert first.commitment.title in everything
    assert second.commitment.title in everything
    one = text_of(client.get(f"/portal/?organisation={first.reporter.key}"))
    assert first.commitment.title in one
    assert second.commitment.title not in one


def test_an_organisation_that_is_not_ones_own_is_not_found_by_its_key(client, contribution, reporter):
    client.force_login(reporter)
    other = make_asked()[0]
    assert other.commitment.title not in text_of(client.get(f"/portal/?organisation={other.reporter.key}"))


def test_empty_lists_are_said_in_words(client):
    client.force_login(make_reporter(make_partner()))
    html = text_of(client.get("/portal/"))
    assert "Zurzeit ist nichts zu melden." in html
    assert "Bei der Redaktion liegt keine Meldung." in html
    assert "Bisher ist keine Meldung angenommen." in html


@pytest.mark.parametrize("role", [AccountRole.EDITOR, AccountRole.REPORTER])
def test_somebody_without_organisation_is_told_so(client, role):
    client.force_login(make_account(role))
    assert "Sie handeln für keine Organisation" in text_of(client.get("/portal/"))
    for path in ("/portal/alle/", "/portal/abzeichnen/"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert "Sie handeln für keine Organisation" in text_of(answer)


def test_when_a_mandate_ends_nothing_is_seen_any_more(client, contribution, reporter):
    Mandate.objects.update(end=days.today() - timedelta(days=1))
    client.force_login(reporter)
    assert contribution.commitment.title not in text_of(client.get("/portal/"))
    assert client.get(f"/portal/{contribution.pk}/").status_code == 404


def test_a_reader_finds_no_way_to_change_anything(client, the_cast):
    client.force_login(the_cast.people["reader_of_a"])
    html = text_of(client.get("/portal/"))
    assert "Sie lesen hier, was Ihre Organisation meldet." in html
    assert "Zurückziehen" not in html
    assert "Alle melden" not in html


def test_visitors_sign_in_first_and_come_back(client):
    answer = client.get("/portal/")
    assert answer.status_code == 302
    assert answer["Location"] == "/konto/anmelden/?next=/portal/"


@pytest.mark.parametrize("path", ["/portal/", "/portal/alle/", "/portal/abzeichnen/"])
def test_more_items_cost_no_more_queries(client, path):
    def queries(number):
        partner = make_partner()
        account = make_reporter(partner)
        found = make_asked(partner, number=number)
        for number_of, contribution in enumerate(found):
            if number_of % 3 == 0:
                make_draft(contribution, account)
            elif number_of % 3 == 1:
                report = make_submitted(contribution, account)
                workflow.return_report(report, {"summary": "Bitte."}, actor=workflow.system_actor())
            else:
                make_accepted(contribution, account, status=Status.ONGOING)
        client.force_login(account)
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    assert queries(3) == queries(15)


def test_everybody_finds_the_public_page_of_the_organisation(client, the_cast):
    client.force_login(the_cast.people["reporter_of_a"])
    page = text_of(client.get("/portal/"))
    assert f'href="/partner/{the_cast.a.key}/"' in page
