"""`check_record` finds rounds, reports, mandates and files that cannot be as they are stored."""

import json

import pytest

from tests.factories import record_change
from tracker.models import Contribution, Mandate, ReportingRound, StatusReport
from tracker.models.reports import evidence_storage
from tracker.record_check import differences


def report(the_cast, name):
    return StatusReport.objects.filter(pk=the_cast.reports[name].pk)


def lose_the_moment(the_cast):
    report(the_cast, "submitted").update(first_submitted_at=None)


def wait_for_nothing(the_cast):
    report(the_cast, "pending").update(publish_at=None)


def answer_another_round(the_cast):
    report(the_cast, "submitted").update(round=the_cast.closed)


def judge_a_target(the_cast):
    report(the_cast, "b_draft").update(contribution=the_cast.of_target, commitment=the_cast.of_target.commitment)


def leave_nobody_to_report(the_cast):
    Contribution.objects.filter(pk=the_cast.of_b.pk).update(reporter=None)


def ask_twice(the_cast):
    ReportingRound.objects.filter(pk=the_cast.closed.pk).update(closed_at=None, result="")
    the_cast.closed.contributions.add(the_cast.of_b)


def act_for_a_group(the_cast):
    Mandate.objects.filter(account=the_cast.person("member")).update(partner=the_cast.group)


def change_figures(the_cast):
    told = json.loads(the_cast.closed.result)
    told["partners"][0]["asked"] += 1
    ReportingRound.objects.filter(pk=the_cast.closed.pk).update(result=json.dumps(told))


def lose_figures(the_cast):
    ReportingRound.objects.filter(pk=the_cast.closed.pk).update(result="")


def lose_a_file(the_cast):
    evidence_storage().delete(the_cast.reports["accepted"].evidence.exclude(file="").get().file.name)


def lose_a_proof(the_cast):
    evidence_storage().delete(the_cast.proof.file.name)


def test_the_world_of_the_cast_agrees_with_itself(the_cast):
    assert list(differences()) == []


@pytest.mark.parametrize(
    ("breaking", "words"),
    [
        (lose_the_moment, "nicht, wann"),
        (wait_for_nothing, "nirgends steht, wann"),
        (answer_another_round, "die nicht danach gefragt hat"),
        (judge_a_target, "einem Ziel einen Status"),
        (leave_nobody_to_report, "niemand meldet dafür"),
        (ask_twice, "Mehrere offene Melderunden"),
        (act_for_a_group, "Gruppen melden nicht"),
        (change_figures, "Die Zahlen der Melderunde"),
        (lose_figures, "Die Zahlen der Melderunde"),
        (lose_a_file, "Die PDF-Datei"),
        (lose_a_proof, "Der Nachweis"),
    ],
    ids=lambda item: getattr(item, "__name__", None),
)
def test_what_cannot_be_is_named(the_cast, breaking, words):
    with record_change():
        breaking(the_cast)
    assert any(words in sentence for sentence in differences())
