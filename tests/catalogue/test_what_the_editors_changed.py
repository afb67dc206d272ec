"""What the editors changed, withdrew or removed is left alone and named."""

from dataclasses import replace
from datetime import date

import pytest

from tests.catalogue.files import one
from tests.factories import record_change
from tracker import workflow
from tracker.catalogue.load import load
from tracker.models import Commitment, Partner, Source, StatusReport
from tracker.vocabulary import Grade, ReportState, Status

pytestmark = pytest.mark.usefixtures("catalogue")
FACT = "AAW-2019-1.40#1"
JOINT = "AAW-2019-0.03"


def split(code, *keys):
    contribution = Commitment.objects.get(code=code).contributions.get(partner__is_everyone=True)
    partners = [Partner.objects.get(key=key) for key in keys]
    workflow.split_contribution(contribution, partners, actor=workflow.system_actor())


def corrected_by_the_editors(key):
    fact = workflow.FactData(
        as_of=date(2021, 6, 30), as_of_precision="day", summary="So war es.", seen_on=date(2026, 11, 22)
    )
    report = StatusReport.objects.get(key=key)
    return workflow.correct_fact(
        report, replace(fact, grade=Grade.DOCUMENT), reason="falsch gelesen", actor=workflow.system_actor()
    )


def test_a_withdrawn_fact_stays_withdrawn(files):
    report = StatusReport.objects.get(key=FACT)
    workflow.revoke_fact(report, reason="Quelle irrt", actor=workflow.system_actor())
    files.fact(FACT, summary="Anders gesagt.")
    outcome = load(files.folder)
    assert outcome.revision is None
    assert outcome.left == [f"Angabe oder Meldung {FACT} wurde zurückgezogen"]
    assert StatusReport.objects.get(key=FACT).state == ReportState.REVOKED


def test_a_corrected_fact_is_not_overwritten(files):
    mine = corrected_by_the_editors(FACT)
    files.fact(FACT, summary="Anders gesagt.")
    outcome = load(files.folder)
    assert (outcome.revision, len(outcome.left)) == (None, 1)
    mine.refresh_from_db()
    assert (mine.state, mine.summary) == (ReportState.ACCEPTED, "So war es.")


def test_a_changed_commitment_is_left_alone(files):
    with record_change() as change:
        commitment = Commitment.objects.get(code="AAW-2019-1.07")
        commitment.title = "Von der Redaktion"
        commitment.save()
        change.touch(commitment)
    files.commitment("AAW-2019-1.07", title="Vom Katalog", verifiable="no")
    outcome = load(files.folder)
    assert outcome.left == ["Punkt der Vereinbarung AAW-2019-1.07 wurde von der Redaktion geändert"]
    commitment.refresh_from_db()
    assert (commitment.title, outcome.revision) == ("Von der Redaktion", None)


def test_a_changed_partner_is_named_even_if_the_file_is_the_same():
    with record_change() as change:
        partner = Partner.objects.get(key="dgb")
        partner.homepage = "https://example.org/"
        partner.save()
        change.touch(partner)
    assert load().left == ["Partner dgb wurde von der Redaktion geändert"]


def test_a_moved_deadline_is_left_alone():
    commitment = Commitment.objects.get(code="AAW-2019-2.27")
    workflow.move_deadline(
        commitment,
        due_on=date(2025, 12, 31),
        wording="bis Ende 2025",
        precision="year",
        reason="Programm verlängert",
        actor=workflow.system_actor(),
    )
    load()
    commitment.refresh_from_db()
    assert commitment.due_on == date(2025, 12, 31)


def test_a_named_reporter_is_no_change_of_the_catalogues_record(files):
    contributions = Commitment.objects.get(code="AAW-2019-1.07").contributions.all()
    workflow.name_reporter(contributions, Partner.objects.get(key="dgb"), actor=workflow.system_actor())
    assert load().left == []
    files.commitment("AAW-2019-1.07", verifiable="no")
    load(files.folder)
    assert {part.reporter.key for part in contributions.all()} == {"dgb"}


def test_a_split_contribution_does_not_come_back():
    split(JOINT, "dgb", "bda")
    outcome = load()
    assert outcome.left == [f"Beitrag {JOINT} allianz wurde von der Redaktion entfernt"]
    keys = Commitment.objects.get(code=JOINT).contributions.values_list("partner__key", flat=True)
    assert sorted(keys) == ["bda", "dgb"]


def test_a_changed_source_does_not_come_back_beside_the_new_one():
    with record_change():
        source = Source.objects.first()
        source.title = "Richtiger Titel"
        source.save()
    number = Source.objects.count()
    assert load().revision is None
    assert Source.objects.count() == number


def test_what_hangs_on_a_removed_record_is_left_and_named(files):
    split(JOINT, "dgb")

    def speak_of_it(content):
        fact = one(one(content, code="AAW-2019-1.40")["evidence"], key=FACT)
        one(content, code=JOINT)["evidence"].append({**fact, "key": f"{JOINT}#neu", "partner": "allianz"})

    files.change("commitments", speak_of_it)
    outcome = load(files.folder)
    assert outcome.revision is None
    told = f"Angabe oder Meldung {JOINT}#neu lässt sich nicht ohne Beitrag {JOINT} allianz laden"
    assert told in outcome.left


def test_one_missing_from_a_newer_catalogue_is_named_and_stays(files):
    files.change("commitments", lambda content: one(content, code="AAW-2019-1.40")["evidence"].pop(0))
    outcome = load(files.folder)
    assert outcome.revision is None
    assert outcome.missing == [f"Angabe oder Meldung {FACT}"]
    assert outcome.summary == "Nichts ist neu. 1 Eintrag steht nicht mehr im Katalog und bleibt."
    assert StatusReport.objects.get(key=FACT).state == ReportState.ACCEPTED


def test_a_status_the_editors_set_outlasts_a_load():
    commitment = Commitment.objects.get(code="AAW-2019-1.07")
    actor = workflow.system_actor()
    fact = workflow.FactData(
        as_of=date(2026, 11, 1),
        as_of_precision="day",
        summary="Nachgefragt.",
        seen_on=date(2026, 11, 1),
        status=Status.DROPPED,
    )
    workflow.add_fact(commitment, fact, actor=actor)
    assert load().revision is None
    commitment.refresh_from_db()
    assert commitment.status == Status.DROPPED
