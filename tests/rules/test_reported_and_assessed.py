"""Reported and assessed status stand side by side; the assessed one counts."""

from tests.rules.facts import fact, stand
from tracker.vocabulary import Grade, Origin, Status


def report(day, status, reported, part=1):
    return fact(day, status, part=part, reported=reported, origin=Origin.PARTNER, grade=Grade.STATEMENT)


def test_without_reports_of_partners_nothing_is_reported():
    standing = stand(fact("2020", Status.COMPLETED, grade=Grade.DOCUMENT))
    assert (standing.reported, standing.differs) == (None, False)


def test_the_assessed_status_counts_and_the_reported_one_stands_beside():
    standing = stand(report("2020", Status.IN_PROGRESS, Status.COMPLETED))
    assert (standing.status, standing.reported, standing.differs) == (Status.IN_PROGRESS, Status.COMPLETED, True)


def test_a_report_accepted_as_it_was_does_not_differ():
    standing = stand(report("2020", Status.COMPLETED, Status.COMPLETED))
    assert (standing.status, standing.reported, standing.differs) == (Status.COMPLETED, Status.COMPLETED, False)


def test_the_reported_statuses_are_rolled_up_by_the_same_steps():
    standing = stand(
        report("2020", Status.COMPLETED, Status.COMPLETED, part=1),
        report("2020", Status.IN_PROGRESS, Status.ONGOING, part=2),
        parts=(1, 2),
    )
    assert (standing.status, standing.reported, standing.differs) == (Status.IN_PROGRESS, Status.ONGOING, True)


def test_a_part_without_a_report_keeps_the_reported_status_open():
    standing = stand(report("2020", Status.COMPLETED, Status.COMPLETED, part=1), parts=(1, 2))
    assert standing.reported is Status.IN_PROGRESS


def test_the_days_of_the_last_report_and_of_the_last_research_stand_apart():
    own = report("2021-03-01", Status.ONGOING, Status.ONGOING)
    standing = stand(
        own, fact("2020", seen_on=fact("2026-01-05").as_of), fact("2019", seen_on=fact("2026-01-02").as_of)
    )
    assert standing.last_report_on == own.as_of
    assert standing.last_research_on == fact("2026-01-05").as_of
