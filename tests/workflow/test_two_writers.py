"""Two people change the record at the same moment: nobody waits in vain, no revision is lost or given twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from tests.factories import make_commitment, make_fact
from tracker import workflow
from tracker.models import AuditEvent, PublicVersion, Revision
from tracker.vocabulary import Status, Verb
from tracker.workflow import derive

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 6


def together(*jobs):
    """Run the jobs in threads of their own that begin at once; raise what they raise."""
    start = Barrier(len(jobs))

    def run(job):
        try:
            start.wait(timeout=20)
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, job) for job in jobs]]


def test_numbers_of_revisions_leave_no_gap_though_two_write_at_once(file_database):
    first, second = make_commitment(), make_commitment()
    before = Revision.current()

    def writer(commitment):
        for _ in range(TIMES):
            make_fact(commitment, Status.IN_PROGRESS)

    together(lambda: writer(first), lambda: writer(second))

    numbers = list(Revision.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, before + 2 * TIMES + 1))
    assert AuditEvent.objects.filter(verb=Verb.FACT_ADDED).values("revision").distinct().count() == 2 * TIMES


def test_of_two_facts_on_one_commitment_none_is_forgotten(file_database):
    commitment = make_commitment()
    partners = [contribution.partner for contribution in commitment.contributions.all()]

    def writer(status):
        for _ in range(TIMES):
            make_fact(commitment, status, partner=partners[0])

    together(lambda: writer(Status.IN_PROGRESS), lambda: writer(Status.PREPARING))

    commitment.refresh_from_db()
    assert commitment.facts_count == 2 * TIMES
    ((fresh, derived),) = derive([commitment.pk])
    assert {name: getattr(fresh, name) for name in derived.columns} == derived.columns
    assert PublicVersion.objects.of(PublicVersion.COMMITMENT, commitment.code).count() == 2 * TIMES + 1


def test_a_deadline_moved_twice_at_once_keeps_both_moves(file_database):
    commitment = make_commitment(due_on=date(2024, 12, 31))
    actor = workflow.system_actor()

    def mover(year):
        workflow.move_deadline(
            commitment,
            due_on=date(year, 12, 31),
            wording=f"Ende {year}",
            precision="year",
            reason="Später",
            actor=actor,
        )

    together(lambda: mover(2025), lambda: mover(2026))

    commitment.refresh_from_db()
    first, second = commitment.moves.all()
    assert (first.position, second.position) == (1, 2)
    assert first.before == commitment.due_on_agreed == date(2024, 12, 31)
    assert second.before == first.after
    assert second.after == commitment.due_on
    assert commitment.deadline_moves == 2
