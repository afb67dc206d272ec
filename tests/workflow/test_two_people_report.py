"""Two people act on the same report or round at the same moment, on connections of their own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from tests.factories import make_agreement, make_commitment
from tests.factories_of_accounts import make_account
from tracker import days, workflow
from tracker.models import AuditEvent, Contribution, OutboxMail, Revision, StatusReport
from tracker.record_check import differences
from tracker.vocabulary import AccountRole, Verb

pytestmark = pytest.mark.django_db(transaction=True)


def together(*jobs):
    """Run the jobs in threads that begin at once; return what each came to, a refusal included."""
    start = Barrier(len(jobs))

    def run(job):
        try:
            start.wait(timeout=20)
            return job()
        except ValidationError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, job) for job in jobs]]


@pytest.fixture
def world(file_database):
    """A contribution in an open round, with the people around it."""
    agreement = make_agreement()
    contribution = make_commitment(agreement).contributions.get()
    people = {
        role: workflow.actor_of(make_account(role, partners=[contribution.partner]))
        for role in (AccountRole.REPORTER, AccountRole.REVIEWER, AccountRole.EDITOR)
    }
    asked = workflow.open_round(
        agreement,
        title="Runde",
        starts_on=days.today(),
        due_on=days.today() + timedelta(days=3),
        contributions=[contribution],
        actor=people[AccountRole.EDITOR],
    )
    return contribution, asked, people


def write(contribution, actor, text="Es geht voran."):
    draft = workflow.start_draft(contribution, actor=actor, on=days.today())
    data = workflow.ReportData(as_of=days.today(), status="in_progress", summary=text)
    return workflow.save_draft(draft, data, actor=actor)


def test_of_two_who_begin_at_once_both_get_the_same_draft(world):
    contribution, _asked, people = world
    actor = people[AccountRole.REPORTER]

    def begin():
        return workflow.start_draft(contribution, actor=actor, on=days.today())

    first, second = together(begin, begin)
    assert first == second
    assert StatusReport.objects.count() == 1


def test_of_two_who_save_at_once_one_is_told_of_the_other(world):
    contribution, _asked, people = world
    actor = people[AccountRole.REPORTER]
    draft = write(contribution, actor)

    def save(text):
        data = workflow.ReportData(as_of=days.today(), status="in_progress", summary=text)
        return lambda: workflow.save_draft(draft, data, actor=actor, version=draft.version)

    results = together(save("Erstens."), save("Zweitens."))
    refused = [item for item in results if isinstance(item, workflow.StaleReport)]
    (saved,) = [item for item in results if isinstance(item, StatusReport)]
    assert len(refused) == 1
    assert refused[0].current.summary == saved.summary == StatusReport.objects.get().summary


def test_handed_in_twice_at_once_it_is_taken_once(world):
    contribution, _asked, people = world
    draft = write(contribution, people[AccountRole.REPORTER])
    results = together(*[lambda: workflow.submit(draft, actor=people[AccountRole.REPORTER])] * 2)
    assert sum(isinstance(item, ValidationError) for item in results) == 1
    assert AuditEvent.objects.filter(verb=Verb.SUBMITTED).count() == 1


def test_accepted_and_returned_at_once_one_decision_stands_and_one_mail_goes(world):
    contribution, _asked, people = world
    report = workflow.submit(write(contribution, people[AccountRole.REPORTER]), actor=people[AccountRole.REPORTER])
    reviewer = people[AccountRole.REVIEWER]
    results = together(
        lambda: workflow.accept(report, actor=reviewer, version=report.version),
        lambda: workflow.return_report(report, {"status": "Unklar"}, actor=reviewer, version=report.version),
    )
    (stands,) = [item for item in results if isinstance(item, StatusReport)]
    report.refresh_from_db()
    assert report.state == stands.state
    assert OutboxMail.objects.exclude(kind="round_opened").count() == 1


def test_taken_back_and_accepted_at_once_never_leaves_something_half(world):
    contribution, _asked, people = world
    report = workflow.submit(write(contribution, people[AccountRole.REPORTER]), actor=people[AccountRole.REPORTER])
    together(
        lambda: workflow.accept(report, actor=people[AccountRole.REVIEWER]),
        lambda: workflow.withdraw(report, actor=people[AccountRole.REPORTER]),
    )
    report.refresh_from_db()
    assert (report.state, report.submitted_at is None) in (("accepted", False), ("draft", True))
    assert list(differences()) == []


def test_a_report_that_comes_as_the_round_closes_is_in_its_figures_or_waits_for_the_next(world):
    contribution, asked, people = world
    draft = write(contribution, people[AccountRole.REPORTER])
    over = days.start_of(asked.due_on + timedelta(days=1))
    _report, closed = together(
        lambda: workflow.submit(draft, actor=people[AccountRole.REPORTER]),
        lambda: workflow.close_round(asked, actor=people[AccountRole.EDITOR], at=over),
    )
    draft.refresh_from_db()
    (row,) = workflow.round_figures(closed, on=days.today())["partners"]
    assert (row["in_time"] == 1) == (draft.round_id == asked.pk)
    assert f'"in_time": {row["in_time"]}' in closed.result
    assert list(differences()) == []


def test_two_rounds_opened_at_once_do_not_ask_twice(file_database):
    contribution = make_commitment(make_agreement()).contributions.get()
    actor = workflow.system_actor()

    def opening():
        return workflow.open_round(
            contribution.commitment.agreement,
            title="Runde",
            starts_on=days.today(),
            due_on=days.today(),
            contributions=[contribution],
            actor=actor,
        )

    results = together(opening, opening)
    assert sum(isinstance(item, ValidationError) for item in results) == 1
    assert Contribution.objects.get().rounds.count() == 1


def test_two_who_publish_what_is_due_publish_it_once(world):
    contribution, asked, people = world
    moment = days.start_of(days.today() + timedelta(days=1))
    editor = people[AccountRole.EDITOR]
    workflow.set_publication(asked, moment, actor=editor, now=days.start_of(days.today()))
    report = workflow.submit(write(contribution, people[AccountRole.REPORTER]), actor=people[AccountRole.REPORTER])
    workflow.accept(report, actor=people[AccountRole.REVIEWER])
    before = Revision.current()
    results = together(*[lambda: workflow.publish_due(at=moment, actor=editor)] * 2)
    assert sorted(results) == [(0, 0), (0, 1)]
    assert Revision.current() == before + 1
