"""How a measure takes its status from facts on single contributions and on the whole."""

from tests.rules.facts import fact, stand
from tracker.rules import Parts
from tracker.vocabulary import Grade, Origin, Status, StatusBasis, UnknownReason

PARTNER = {"origin": Origin.PARTNER, "grade": Grade.STATEMENT}


def test_a_fact_for_the_whole_counts_for_every_part():
    standing = stand(fact("2020", Status.ONGOING), parts=(1, 2, 3))
    assert (standing.status, standing.basis) == (Status.ONGOING, StatusBasis.WHOLE)


def test_a_newer_fact_of_its_own_goes_before_one_for_the_whole():
    standing = stand(fact("2020", Status.COMPLETED), fact("2021", Status.IN_PROGRESS, part=2), parts=(1, 2))
    assert (standing.status, standing.basis) == (Status.IN_PROGRESS, StatusBasis.PARTS)


def test_a_newer_fact_for_the_whole_goes_before_those_of_the_parts():
    standing = stand(
        fact("2020", Status.IN_PROGRESS, part=1),
        fact("2021", Status.IN_PROGRESS, part=2),
        fact("2022", Status.ONGOING),
        parts=(1, 2),
    )
    assert (standing.status, standing.basis) == (Status.ONGOING, StatusBasis.WHOLE)


def test_a_contribution_that_is_not_required_sets_no_status():
    assert stand(fact("2020", Status.COMPLETED, part=9), parts=(1, 2)).status is Status.UNKNOWN


def test_a_measure_without_required_contributions_takes_facts_on_the_whole():
    assert stand(fact("2020", Status.COMPLETED), parts=()).status is Status.COMPLETED
    assert stand(fact("2020", Status.COMPLETED, part=1), parts=()).status is Status.UNKNOWN


def test_a_part_dropped_by_a_fact_of_its_own_makes_the_basis_its_parts():
    standing = stand(fact("2020", Status.IN_PROGRESS), fact("2021", Status.DROPPED, part=2), parts=(1, 2))
    assert (standing.status, standing.basis) == (Status.IN_PROGRESS, StatusBasis.PARTS)


def test_an_unknown_status_has_no_basis_day_or_origin():
    standing = stand(parts=(1, 2))
    assert standing.basis is StatusBasis.NONE
    assert (standing.as_of, standing.precision, standing.origin, standing.confidence) == (None, None, None, None)


def test_without_facts_the_reason_is_that_no_source_was_found():
    standing = stand()
    assert (standing.unknown_reason, standing.grade) == (UnknownReason.NO_SOURCE, Grade.NONE)


def test_with_facts_without_status_the_reason_says_so_and_the_best_evidence_is_shown():
    standing = stand(fact("2020", grade=Grade.STATEMENT), fact("2021", grade=Grade.DOCUMENT), fact("2022"))
    assert (standing.unknown_reason, standing.grade) == (UnknownReason.FACTS_ONLY, Grade.DOCUMENT)


def test_a_known_status_has_no_reason_for_being_unknown():
    assert stand(fact("2020", Status.PREPARING)).unknown_reason is None


def test_parts_are_counted_only_where_partners_themselves_reported():
    research = stand(fact("2020", Status.COMPLETED, part=1, grade=Grade.DOCUMENT), parts=(1, 2))
    assert research.parts is None
    report = stand(fact("2020", Status.COMPLETED, part=1, **PARTNER), parts=(1, 2))
    assert report.parts == Parts(completed=1, ongoing=0, open=0, unknown=1, dropped=0)


def test_the_counts_of_parts_add_up_to_all_required_parts():
    words = [Status.COMPLETED, Status.ONGOING, Status.IN_PROGRESS, Status.PREPARING, Status.NOT_STARTED, Status.DROPPED]
    facts = [fact("2020", status, part=number, **PARTNER) for number, status in enumerate(words)]
    parts = stand(*facts, parts=tuple(range(7))).parts
    assert parts == Parts(completed=1, ongoing=1, open=3, unknown=1, dropped=1)
    assert parts.total == 7


def test_facts_and_sources_are_counted_whether_they_set_a_status_or_not():
    standing = stand(fact("2015", sources=1), fact("2020", Status.ONGOING, sources=2), fact("2021", part=9, sources=3))
    assert (standing.facts_count, standing.evidence_count) == (3, 6)
