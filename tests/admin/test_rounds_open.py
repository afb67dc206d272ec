"""Opening a round: all required contributions ticked, each with somebody who reports or left out with a reason."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.admin.browsing import errors, form_of, values_of, words
from tests.admin.reviewing import accepted, make_part, open_round
from tests.factories import make_agreement, make_commitment, make_fact, make_partner
from tests.factories_of_accounts import make_account
from tracker import days, workflow
from tracker.models import AuditEvent, OutboxMail, ReportingRound
from tracker.vocabulary import AccountRole, Kind, NoticeKind, PartnerKind, Verb

pytestmark = pytest.mark.django_db

ADD = "/verwaltung/tracker/reportinground/add/"


@pytest.fixture
def agreement():
    return make_agreement("allianz", fields=["Erstes Feld", "Zweites Feld"])


def where(agreement):
    return f"{ADD}?vereinbarung={agreement.slug}"


def entries(**more):
    due = days.today() + timedelta(days=30)
    return {"title": "Frühjahr", "due_on": due.isoformat(), **more}


def send(desk, agreement, response, step, **more):
    return desk.send(where(agreement), values_of(form_of(response)), _step=step, **more)


def ticked(response):
    return {int(key) for key in values_of(form_of(response)).get("ask", [])}


def test_the_agreement_is_asked_for_first(desk, agreement):
    make_agreement("entwurf", published=False)
    page = desk.get(ADD)
    assert "Vereinbarung" in words(page) and "entwurf" not in page.content.decode()
    assert "Frühjahr" not in words(page)


def test_required_contributions_are_ticked_and_what_is_over_or_asked_elsewhere_is_not(desk, agreement):
    lead, helper = make_partner(), make_partner()
    wanted = make_commitment(agreement, leads=[lead], supporting=[helper])
    make_commitment(agreement, kind=Kind.POSITION, title="Nur eine Erklärung")
    make_commitment(agreement, published=False, title="Noch ein Entwurf")
    finished = make_part(agreement=agreement)
    accepted(finished, status="completed")
    given_up = make_part(agreement=agreement)
    make_fact(given_up.commitment, "dropped")
    busy = make_part(agreement=agreement, title="Schon gefragt")
    open_round(busy, title="Läuft schon")
    page = desk.get(where(agreement))
    assert ticked(page) == {wanted.contributions.get(partner=lead).pk}
    text = words(page)
    assert "keine Meldung mehr nötig" in text and "nicht weiterverfolgt" in text and "nicht erforderlich" in text
    assert "Nur eine Erklärung" not in text and "Noch ein Entwurf" not in text and "Schon gefragt" not in text
    assert "Die Runde „Läuft schon“ dieser Vereinbarung läuft." in text


def test_a_round_is_previewed_and_then_opened(desk, agreement):
    part = make_part(agreement=agreement)
    make_account(AccountRole.REPORTER, partners=[part.partner])
    page = send(desk, agreement, desk.get(where(agreement)), "preview", **entries())
    assert part.partner.name in words(page) and "Es ist noch nichts geschehen." in words(page)
    assert not ReportingRound.objects.exists()
    response = send(desk, agreement, page, "open")
    made = ReportingRound.objects.get()
    assert response.url == reverse("admin:tracker_reportinground_change", args=[made.pk])
    assert list(made.contributions.all()) == [part] and made.opened_at
    assert AuditEvent.objects.filter(verb=Verb.ROUND_OPENED).count() == 1
    assert OutboxMail.objects.filter(kind=NoticeKind.ROUND_OPENED).count() == 1


def test_organisations_that_nobody_can_report_for_are_named_before_opening(desk, agreement):
    heard, silent = make_part(agreement=agreement), make_part(agreement=agreement)
    make_account(AccountRole.REPORTER, partners=[heard.partner])
    page = words(send(desk, agreement, desk.get(where(agreement)), "preview", **entries()))
    assert f"{silent.partner.name}: 1 · bisher hat dort niemand einen Zugang" in page
    assert f"{heard.partner.name}: 1 · bisher" not in page


def test_back_to_the_form_loses_nothing(desk, agreement):
    make_part(agreement=agreement)
    page = send(desk, agreement, desk.get(where(agreement)), "preview", **entries())
    again = values_of(form_of(send(desk, agreement, page, "edit")))
    assert again["title"] == ["Frühjahr"] and again["ask"]


def test_it_is_refused_until_each_has_somebody_who_reports_or_is_left_out(desk, agreement):
    group = make_partner("wirtschaft", kind=PartnerKind.GROUP)
    part = make_commitment(agreement, leads=[group]).contributions.get()
    other = make_part(agreement=agreement)
    page = desk.get(where(agreement))
    assert "Für 1 Beitrag meldet noch niemand." in words(page)
    refused = send(desk, agreement, page, "preview", **entries())
    assert "Für diesen Beitrag meldet niemand" in errors(refused)
    assert not ReportingRound.objects.exists()
    silent = send(desk, agreement, refused, "preview", ask=[str(other.pk)])
    assert "warum dieser Beitrag nicht angefordert wird" in errors(silent)
    reason = {f"reason-{part.pk}": "Die Wirtschaft klärt noch, wer meldet."}
    page = send(desk, agreement, silent, "preview", ask=[str(other.pk)], **reason)
    assert "Die Wirtschaft klärt noch" in words(page)
    send(desk, agreement, page, "open")
    made = ReportingRound.objects.get()
    assert [(one.contribution, one.reason) for one in made.exclusions.all()] == [(part, reason[f"reason-{part.pk}"])]


def test_naming_who_reports_lets_it_pass(desk, agreement):
    group = make_partner("wirtschaft", kind=PartnerKind.GROUP)
    part = make_commitment(agreement, leads=[group]).contributions.get()
    page = desk.get(where(agreement))
    workflow.name_reporter([part], make_partner("dihk"), actor=workflow.system_actor())
    send(desk, agreement, send(desk, agreement, page, "preview", **entries()), "open")
    assert list(ReportingRound.objects.get().contributions.all()) == [part]


def test_one_reason_holds_for_all_that_are_left_out(desk, agreement):
    one, two, three = (make_part(agreement=agreement) for _number in range(3))
    more = entries(ask=[str(one.pk)], common_reason="Diese Runde ist ein Versuch.")
    page = send(desk, agreement, desk.get(where(agreement)), "preview", **more)
    send(desk, agreement, page, "open")
    made = ReportingRound.objects.get()
    assert {ex.contribution for ex in made.exclusions.all()} == {two, three}
    assert {ex.reason for ex in made.exclusions.all()} == {"Diese Runde ist ein Versuch."}


def test_filters_show_some_rows_and_the_others_keep_their_ticks(desk, agreement):
    first, second = agreement.action_fields.order_by("number")
    one = make_part(agreement=agreement, action_field=first, title="Im ersten")
    two = make_part(agreement=agreement, action_field=second, title="Im zweiten")
    page = send(desk, agreement, desk.get(where(agreement)), "filter", f_feld=str(first.pk), title="Nur ein Feld")
    assert "Im ersten" in words(page) and "Im zweiten" not in words(page)
    assert ticked(page) == {one.pk, two.pk}
    page = send(desk, agreement, page, "untick")
    assert ticked(page) == {two.pk}
    page = send(desk, agreement, page, "tick")
    assert ticked(page) == {one.pk, two.pk}
    assert values_of(form_of(page))["title"] == ["Nur ein Feld"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": ""}, "Titel"),
        ({"due_on": "2020-01-01"}, "Fällig am"),
        ({"due_on": "Unsinn"}, "Fällig am"),
        ({"starts_on": "2099-01-01"}, "Von"),
        ({"publish_at": "2020-01-01T10:00"}, "Veröffentlichen am … um …"),
    ],
)
def test_bad_entries_are_told_at_their_fields(desk, agreement, changed, field):
    make_part(agreement=agreement)
    response = send(desk, agreement, desk.get(where(agreement)), "open", **{**entries(), **changed})
    assert f"{field}:" in errors(response)
    assert not ReportingRound.objects.exists()


def test_a_round_that_asks_for_nothing_is_refused(desk, agreement):
    make_part(agreement=agreement)
    page = desk.get(where(agreement))
    response = send(desk, agreement, page, "open", **entries(ask=None, common_reason="Keine Lust."))
    assert "mindestens einen Beitrag" in errors(response)


def test_sent_twice_it_is_opened_once(desk, agreement):
    make_part(agreement=agreement)
    page = send(desk, agreement, desk.get(where(agreement)), "preview", **entries())
    send(desk, agreement, page, "open")
    again = send(desk, agreement, page, "open")
    assert again.status_code == 200
    assert ReportingRound.objects.count() == 1


def test_reviewers_do_not_open_rounds(reviewer, agreement):
    assert reviewer.client.get(where(agreement)).status_code == 403
    assert reviewer.client.post(where(agreement), {"_step": "open"}).status_code == 403


def test_an_unknown_agreement_is_told(desk):
    assert "Vereinbarung:" in errors(desk.get(f"{ADD}?vereinbarung=gibtesnicht"))


def test_queries_do_not_grow_with_the_contributions(desk, agreement, django_assert_max_num_queries):
    make_part(agreement=agreement)
    desk.get(where(agreement))
    with django_assert_max_num_queries(40) as few:
        desk.get(where(agreement))
    for _number in range(8):
        make_part(agreement=agreement)
    with django_assert_max_num_queries(len(few)):
        desk.get(where(agreement))
