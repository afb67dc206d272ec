"""What the review makes of a report: accepted as reported, assessed otherwise, answered by the partner."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from tests.factories_of_accounts import make_account
from tests.workflow.cycle import Cycle, later
from tracker import access, workflow
from tracker.models import Revision, StatusReport
from tracker.vocabulary import AccountRole, Grade, Kind

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def cycle(monkeypatch):
    return Cycle(monkeypatch)


def test_accepted_as_reported_it_is_public_at_once(cycle):
    report = cycle.accept(cycle.report())
    assert report in access.public_reports()
    cycle.commitment.refresh_from_db()
    assert (cycle.commitment.status, cycle.commitment.differs) == ("in_progress", False)


def test_assessed_otherwise_it_counts_nowhere_until_five_whole_working_days_have_passed(cycle):
    before = Revision.current()
    report = cycle.accept(cycle.report("completed"), "in_progress")
    # Accepted on a Monday: Tuesday to Monday are five working days, on Tuesday morning it is over.
    over = datetime(2026, 3, 10, 0, 0, tzinfo=BERLIN)
    assert report.publish_at == over
    assert report not in access.public_reports()
    assert Revision.current() == before
    assert workflow.publish_due(at=over - timedelta(seconds=1), actor=cycle.editor) == (0, 0)
    assert workflow.publish_due(at=over, actor=cycle.editor) == (0, 1)
    cycle.commitment.refresh_from_db()
    assert (cycle.commitment.status, cycle.commitment.status_reported) == ("in_progress", "completed")
    assert cycle.commitment.differs


@pytest.mark.parametrize(
    ("accepted_on", "over_on"),
    [
        # Good Friday and Easter Monday, then Labour Day, Ascension and Whit Monday, Christmas and New Year
        ((2026, 4, 1), (2026, 4, 11)),
        ((2026, 4, 29), (2026, 5, 8)),
        ((2026, 5, 12), (2026, 5, 21)),
        ((2026, 5, 21), (2026, 5, 30)),
        ((2026, 12, 23), (2027, 1, 1)),
        ((2026, 12, 30), (2027, 1, 8)),
        ((2026, 3, 7), (2026, 3, 14)),
    ],
)
def test_holidays_and_weekends_do_not_count(cycle, accepted_on, over_on):
    report = cycle.report("completed")
    cycle.set_clock(datetime(*accepted_on, 23, 30, tzinfo=BERLIN))
    assert cycle.accept(report, "in_progress").publish_at == datetime(*over_on, tzinfo=BERLIN)


def test_the_reply_of_the_partner_ends_the_hearing_and_stands_beside_the_assessment(cycle):
    report = cycle.accept(cycle.report("completed"), "in_progress")
    report = workflow.reply(report, "Es ist fertig.", actor=cycle.author)
    assert (report.published_at, report.reply) == (cycle.now, "Es ist fertig.")
    with pytest.raises(ValidationError, match="schon geantwortet"):
        workflow.reply(report, "Noch einmal.", actor=cycle.author)


def test_a_reply_can_still_come_after_the_hearing(cycle):
    report = cycle.accept(cycle.report("completed"), "in_progress")
    cycle.set_clock(later(30))
    workflow.publish_due(at=cycle.now, actor=cycle.editor)
    before = Revision.current()
    workflow.reply(report, "Es ist fertig.", actor=cycle.author)
    assert Revision.current() == before + 1


def test_where_the_round_waits_the_reply_waits_with_it_and_no_longer(cycle):
    moment = later(3)
    cycle.ask(publish_at=moment)
    report = cycle.accept(cycle.report("completed"), "in_progress")
    assert report.publish_at > moment
    before = Revision.current()
    report = workflow.reply(report, "Es ist fertig.", actor=cycle.author)
    assert (report.published_at, report.publish_at) == (None, moment)
    assert Revision.current() == before


def test_there_is_nothing_to_reply_to_where_nothing_differs(cycle):
    report = cycle.accept(cycle.report())
    with pytest.raises(ValidationError, match="abweichende Einschätzung"):
        workflow.reply(report, "Danke.", actor=cycle.author)


def test_a_differing_assessment_says_in_public_why(cycle):
    report = cycle.report("completed")
    with pytest.raises(ValidationError) as refusal:
        workflow.accept(report, actor=cycle.reviewer, assessed_status="in_progress", note=" ")
    assert list(refusal.value.message_dict) == ["assessment_note"]
    report.refresh_from_db()
    assert report.state == "submitted"


@pytest.mark.parametrize(("assessed", "words"), [("unknown", "zurück"), ("missed", "Nur ein Ziel")])
def test_an_assessment_is_a_status_that_a_measure_can_have(cycle, assessed, words):
    with pytest.raises(ValidationError, match=words) as refusal:
        cycle.accept(cycle.report(), assessed)
    assert list(refusal.value.message_dict) == ["assessed_status"]


def test_completed_needs_evidence_in_the_eyes_of_the_review_too(cycle):
    report = cycle.report("completed")
    with pytest.raises(ValidationError, match="braucht einen Beleg"):
        cycle.accept(report, grade=Grade.NONE)
    report = cycle.accept(report, "in_progress", grade=Grade.NONE)
    assert (report.status, report.assessed_status, report.grade) == ("completed", "in_progress", "none")


def test_assessed_as_completed_without_evidence_is_refused(cycle):
    report = cycle.report(evidence=False)
    with pytest.raises(ValidationError, match="braucht einen Beleg"):
        cycle.accept(report, "completed")


def test_nobody_reviews_what_they_wrote_or_entered(cycle):
    report = cycle.report()
    with pytest.raises(ValidationError, match="jemand anderes"):
        workflow.accept(report, actor=cycle.author)
    entered = workflow.submit(
        workflow.withdraw(report, actor=cycle.author), actor=cycle.author, entered_by=cycle.reviewer
    )
    with pytest.raises(ValidationError, match="jemand anderes"):
        workflow.accept(entered, actor=cycle.reviewer)
    other = workflow.actor_of(make_account(AccountRole.REVIEWER))
    assert workflow.accept(entered, actor=other).state == "accepted"


def test_an_older_copy_does_not_let_somebody_review_their_own_entry(cycle):
    stale = StatusReport.objects.get(pk=cycle.report().pk)
    workflow.submit(workflow.withdraw(stale, actor=cycle.author), actor=cycle.author, entered_by=cycle.reviewer)
    with pytest.raises(ValidationError, match="jemand anderes"):
        workflow.accept(stale, actor=cycle.reviewer)


def test_where_the_operator_allows_it_one_person_reviews_and_it_is_said(cycle, settings):
    settings.ONE_PERSON_REVIEW = True
    report = cycle.report()
    assert workflow.accept(report, actor=cycle.author).without_second_review


def test_a_revoked_report_falls_back_to_what_was_before(cycle):
    first = cycle.accept(cycle.report("preparing"))
    cycle.set_clock(later(1))
    second = cycle.accept(cycle.report("in_progress"))
    workflow.revoke_report(second, reason="Verwechselt", actor=cycle.reviewer)
    cycle.commitment.refresh_from_db()
    assert (cycle.commitment.status, cycle.commitment.deciding_fact) == ("preparing", first)


def test_nothing_leaves_revoked(cycle):
    report = workflow.revoke_report(cycle.accept(cycle.report()), reason="Verwechselt", actor=cycle.reviewer)
    for act in (
        lambda: workflow.submit(report, actor=cycle.author),
        lambda: workflow.withdraw(report, actor=cycle.author),
        lambda: cycle.give_back(report),
        lambda: cycle.accept(report),
        lambda: workflow.revoke_report(report, reason="Noch einmal", actor=cycle.reviewer),
    ):
        with pytest.raises(ValidationError):
            act()


def test_the_next_report_after_a_withdrawal_begins_with_it_and_corrects_it(cycle):
    wrong = workflow.revoke_report(cycle.accept(cycle.report()), reason="Verwechselt", actor=cycle.reviewer)
    draft = workflow.start_draft(cycle.contribution, actor=cycle.author, on=wrong.as_of)
    assert (draft.corrects, draft.summary) == (wrong, wrong.summary)


def test_a_target_takes_facts_from_partners_but_no_status(monkeypatch):
    cycle = Cycle(monkeypatch, kind=Kind.TARGET)
    report = cycle.report("completed")
    assert report.status == ""
    with pytest.raises(ValidationError, match="als Ganzes"):
        cycle.accept(report, "in_progress")
    cycle.accept(report)
    cycle.commitment.refresh_from_db()
    assert (cycle.commitment.status, cycle.commitment.unknown_reason) == ("unknown", "facts_only")
    assert (cycle.commitment.facts_count, cycle.commitment.status_reported) == (1, None)


def test_nobody_reports_on_a_declaration(monkeypatch):
    cycle = Cycle(monkeypatch, kind=Kind.POSITION)
    with pytest.raises(ValidationError, match="nicht gemeldet"):
        workflow.start_draft(cycle.contribution, actor=cycle.author, on=later(0).date())
