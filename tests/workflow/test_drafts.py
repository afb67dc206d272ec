"""A draft begins with what was said last, loses nothing, and stays with the contribution whoever reports for it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from tests.cast import PDF
from tests.factories import make_partner
from tests.factories_of_accounts import make_account
from tests.workflow.cycle import Cycle, day, later
from tracker import access, days, workflow
from tracker.models import AuditEvent, StatusReport, Supply
from tracker.vocabulary import AccountRole, Verb

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Cycle(monkeypatch)


def begin(cycle):
    return workflow.start_draft(cycle.contribution, actor=cycle.author, on=days.today())


def test_it_begins_with_the_last_accepted_report_and_its_evidence(cycle):
    draft = cycle.draft(next_steps="Weiter so.")
    workflow.attach_file(
        draft, ContentFile(PDF), title="Bericht", publisher="Verband", seen_on=day(0), actor=cycle.author
    )
    before = cycle.accept(workflow.submit(draft, actor=cycle.author))
    cycle.set_clock(later(10))
    draft = begin(cycle)
    assert (draft.status, draft.summary, draft.next_steps) == (before.status, before.summary, "Weiter so.")
    assert draft.as_of == day(10)
    assert sorted(str(item.file) for item in draft.evidence.all()) == sorted(
        str(item.file) for item in before.evidence.all()
    )


def test_it_begins_with_the_newest_one_though_that_still_waits_for_its_hearing(cycle):
    cycle.accept(cycle.report("preparing"))
    cycle.set_clock(later(1))
    cycle.accept(cycle.report("completed"), "in_progress")
    assert begin(cycle).status == "completed"


def test_there_is_one_open_report_however_often_it_is_begun(cycle):
    assert begin(cycle) == begin(cycle)
    assert AuditEvent.objects.filter(verb=Verb.DRAFT_STARTED).count() == 1


def test_an_older_version_is_refused_with_the_present_one_beside(cycle):
    draft = cycle.draft()
    data = workflow.ReportData(as_of=day(0), status="ongoing", summary="Etwas anderes.")
    with pytest.raises(workflow.StaleReport) as refusal:
        workflow.save_draft(draft, data, actor=cycle.author, version=draft.version - 1)
    assert refusal.value.current.summary == "Es geht voran."
    draft.refresh_from_db()
    assert draft.summary == "Es geht voran."


def test_handed_in_twice_it_is_there_once(cycle):
    draft = cycle.draft()
    workflow.submit(draft, actor=cycle.author)
    with pytest.raises(ValidationError, match="eingereicht"):
        workflow.submit(draft, actor=cycle.author)
    with pytest.raises(workflow.StaleReport):
        workflow.submit(draft, actor=cycle.author, version=draft.version)
    assert AuditEvent.objects.filter(verb=Verb.SUBMITTED).count() == 1


def test_confirmed_as_unchanged_it_says_the_same_of_a_new_day(cycle):
    before = cycle.accept(cycle.report())
    cycle.set_clock(later(30))
    again = workflow.confirm_unchanged(cycle.contribution, as_of=day(30), actor=cycle.author)
    assert (again.state, again.summary, again.status) == ("submitted", before.summary, before.status)
    assert again.as_of == day(30)


def test_completed_and_confirmed_it_keeps_the_day_of_completion_and_the_pdf_behind_it(cycle):
    draft = cycle.draft("completed", evidence=False, as_of=day(-40), as_of_precision="month")
    workflow.attach_file(
        draft, ContentFile(PDF), title="Bericht", publisher="Verband", seen_on=day(0), actor=cycle.author
    )
    before = cycle.accept(workflow.submit(draft, actor=cycle.author))
    cycle.set_clock(later(30))
    again = workflow.confirm_unchanged(cycle.contribution, as_of=day(30), actor=cycle.author)
    assert (again.as_of, again.as_of_precision) == (before.as_of, "month")
    assert again.evidence.get().file.name == before.evidence.get().file.name


def test_what_was_begun_is_not_thrown_away_by_confirming(cycle):
    cycle.accept(cycle.report())
    draft = cycle.draft(summary="Neu und anders.")
    with pytest.raises(ValidationError, match="mit anderem Inhalt"):
        workflow.confirm_unchanged(cycle.contribution, as_of=day(1), actor=cycle.author)
    draft.refresh_from_db()
    assert draft.summary == "Neu und anders."


def test_a_draft_that_says_nothing_new_does_not_stand_in_the_way(cycle):
    cycle.accept(cycle.report())
    draft = begin(cycle)
    assert workflow.confirm_unchanged(cycle.contribution, as_of=day(0), actor=cycle.author) == draft


def test_nothing_can_be_confirmed_twice_or_before_anything_was_said(cycle):
    with pytest.raises(ValidationError, match="keine frühere Meldung"):
        workflow.confirm_unchanged(cycle.contribution, as_of=day(0), actor=cycle.author)
    cycle.accept(cycle.report())
    workflow.confirm_unchanged(cycle.contribution, as_of=day(0), actor=cycle.author)
    with pytest.raises(ValidationError, match="schon eingereicht"):
        workflow.confirm_unchanged(cycle.contribution, as_of=day(0), actor=cycle.author)


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        ({"status": ""}, ["status"]),
        ({"status": "missed"}, ["status"]),
        ({"status": "completed", "evidence": False}, ["evidence"]),
        ({"status": "dropped"}, ["problem"]),
        ({"summary": "  "}, ["summary"]),
        ({"as_of": day(1)}, ["as_of"]),
        ({"as_of": day(0).replace(year=2019)}, ["as_of"]),
        ({"status": "", "summary": ""}, ["status", "summary"]),
    ],
    ids=str,
)
def test_what_says_too_little_is_refused_at_its_field_and_kept(cycle, content, fields):
    draft = cycle.draft(**content)
    with pytest.raises(ValidationError) as refusal:
        workflow.submit(draft, actor=cycle.author)
    assert sorted(refusal.value.message_dict) == fields
    draft.refresh_from_db()
    assert (draft.state, draft.submitted_at) == ("draft", None)


def test_a_month_that_has_begun_is_not_in_the_future(cycle):
    assert cycle.report(as_of=day(0), as_of_precision="month").state == "submitted"


def test_with_a_new_reporter_the_draft_goes_on_and_the_former_people_see_it_no_more(cycle):
    draft = cycle.draft(summary="Angefangen.")
    successor = make_partner()
    former = cycle.author.user
    new = make_account(AccountRole.REPORTER, partners=[successor])
    workflow.name_reporter([cycle.contribution], successor, actor=cycle.editor)
    assert draft not in access.reports_for(former, on=days.today())
    assert draft in access.reports_for(new, on=days.today())
    goes_on = workflow.start_draft(cycle.contribution, actor=workflow.actor_of(new), on=days.today())
    assert (goes_on, goes_on.summary) == (draft, "Angefangen.")


def test_while_a_round_asks_somebody_has_to_report(cycle):
    cycle.ask()
    with pytest.raises(ValidationError, match="offene Melderunde"):
        workflow.name_reporter([cycle.contribution], None, actor=cycle.editor)
    assert cycle.contribution.reporter == cycle.partner


def test_a_contribution_that_somebody_has_supplied_to_is_not_split(cycle):
    member = make_partner()
    workflow.supply(cycle.contribution, member, text="Auch wir.", links="", actor=cycle.author)
    with pytest.raises(ValidationError):
        workflow.split_contribution(cycle.contribution, [member], actor=cycle.editor)
    assert Supply.objects.count() == 1


def test_dropping_a_commitment_leaves_the_open_report_to_its_author(cycle):
    cycle.ask()
    draft = cycle.draft()
    workflow.drop(cycle.commitment, reason="Entfallen", as_of=day(0), actor=cycle.editor)
    cycle.commitment.refresh_from_db()
    assert cycle.commitment.status == "dropped"
    assert workflow.submit(draft, actor=cycle.author).state == "submitted"
    assert cycle.state == "in_review"


def test_a_moved_deadline_leaves_the_due_day_of_the_round_alone(cycle):
    asked = cycle.ask(due=14)
    workflow.move_deadline(
        cycle.commitment,
        due_on=day(0) + timedelta(days=400),
        wording="2027",
        precision="day",
        reason="Später",
        actor=cycle.editor,
    )
    assert (cycle.state, cycle.contribution.asked_due_on) == ("due", asked.due_on)


def test_staff_and_the_reporters_people_see_comments_with_the_report(cycle):
    report = cycle.give_back(cycle.report())
    assert [comment.text for comment in report.comments.all()] == ["Bitte genauer."]
    assert StatusReport.objects.get(pk=report.pk) in access.reports_for(cycle.author.user, on=days.today())


@pytest.mark.parametrize("said", [{}, {"wished_deadline": day(400), "deadline_wish": "Noch mehr Zeit."}])
def test_a_wish_that_was_decided_is_not_rewritten_when_the_report_comes_back(cycle, said):
    report = cycle.report(wished_deadline=day(300), deadline_wish="Mehr Zeit.")
    workflow.decline_wish(report.wishes.get(), answer="Es bleibt dabei.", actor=cycle.reviewer)
    back = workflow.return_report(report, {"summary": "Bitte genauer."}, actor=cycle.reviewer)
    data = workflow.ReportData(as_of=days.today(), status="in_progress", summary="Genauer.", **said)
    workflow.save_draft(back, data, actor=cycle.author)
    wish = back.wishes.get()
    assert (wish.due_on, wish.text, wish.answer) == (day(300), "Mehr Zeit.", "Es bleibt dabei.")
