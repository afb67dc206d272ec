"""A commitment is published, its deadline moved, its texts corrected, its reporters named, a joint part split."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests.factories import make_agreement, make_commitment, make_fact, make_partner
from tracker import access, search, workflow
from tracker.models import AuditEvent, Contribution, PublicVersion, Revision
from tracker.vocabulary import Kind, PartnerKind, Role, Status, Verb

pytestmark = pytest.mark.django_db
END_2025 = {"due_on": date(2025, 12, 31), "wording": "bis Ende 2025", "precision": "year"}


@pytest.fixture
def actor(db):
    return workflow.system_actor()


def fields(refusal):
    return set(refusal.value.message_dict)


def sentence(verb):
    return AuditEvent.objects.get(verb=verb).sentence


def test_publishing_makes_drafts_public_in_one_revision_and_tells_of_each(actor):
    agreement = make_agreement(published=False)
    drafts = [make_commitment(agreement, published=False) for _ in range(2)]
    before = Revision.current()
    assert not access.public_commitments().exists()
    assert workflow.publish([agreement, *drafts], actor=actor) == 3
    assert access.public_commitments().count() == 2
    assert Revision.current() == before + 1
    assert AuditEvent.objects.filter(verb=Verb.PUBLISHED, revision=before + 1).count() == 3
    assert PublicVersion.objects.filter(revision=before + 1).count() == 3


def test_publishing_what_is_public_already_changes_nothing(actor):
    commitment = make_commitment()
    assert workflow.publish([commitment], actor=actor) == 0
    assert not AuditEvent.objects.exists()
    assert PublicVersion.objects.of(PublicVersion.COMMITMENT, commitment.code).count() == 1


def test_a_moved_deadline_keeps_every_earlier_one(actor):
    commitment = make_commitment(due_on=date(2024, 12, 31), due_wording="bis Ende 2024")
    workflow.move_deadline(commitment, **END_2025, reason="Gesetz verschoben", actor=actor)
    later = {**END_2025, "due_on": date(2026, 12, 31), "wording": "bis Ende 2026"}
    move = workflow.move_deadline(commitment, **later, reason="Noch einmal", actor=actor)
    commitment.refresh_from_db()
    assert (commitment.due_on, commitment.due_wording) == (date(2026, 12, 31), "bis Ende 2026")
    assert (commitment.due_on_agreed, commitment.deadline_moves) == (date(2024, 12, 31), 2)
    assert (move.position, move.before_wording, move.reason) == (2, "bis Ende 2025", "Noch einmal")
    assert AuditEvent.objects.filter(verb=Verb.DEADLINE_MOVED).values("revision").distinct().count() == 2


def test_a_deadline_can_be_set_and_taken_away(actor):
    commitment = make_commitment()
    workflow.move_deadline(commitment, **END_2025, reason="Vereinbart", actor=actor)
    workflow.move_deadline(commitment, due_on=None, wording="", precision="", reason="Entfallen", actor=actor)
    commitment.refresh_from_db()
    assert (commitment.due_on, commitment.due_wording, commitment.due_precision, commitment.due_basis) == (
        None,
        "",
        "",
        "",
    )
    assert (commitment.due_on_agreed, commitment.deadline_moves) == (None, 2)


def test_a_move_that_is_none_or_says_no_reason_is_refused(actor):
    commitment = make_commitment(due_on=date(2025, 12, 31), due_wording="bis Ende 2025")
    with pytest.raises(ValidationError) as refusal:
        workflow.move_deadline(commitment, **END_2025, reason="x", actor=actor)
    assert fields(refusal) == {"due_on"}
    with pytest.raises(ValidationError) as refusal:
        workflow.move_deadline(
            commitment, due_on=date(2026, 1, 1), wording=" ", precision="day", reason="", actor=actor
        )
    assert fields(refusal) == {"reason", "wording"}
    with pytest.raises(ValidationError) as refusal:
        workflow.move_deadline(make_commitment(kind=Kind.POSITION), **END_2025, reason="x", actor=actor)
    assert fields(refusal) == {"due_on"}


@pytest.mark.parametrize("missing", ["precision", "basis"])
def test_a_deadline_without_precision_or_basis_is_refused_at_its_field(actor, missing):
    values = {**END_2025, "basis": "stated", missing: ""}
    with pytest.raises(ValidationError) as refusal:
        workflow.move_deadline(make_commitment(), **values, reason="x", actor=actor)
    assert fields(refusal) == {missing}


def test_a_corrected_text_keeps_the_one_before_with_the_reason(actor):
    commitment = make_commitment(title="Falsher Titel", wording="Wortlaut")
    made = workflow.correct_wording(
        commitment, texts={"title": "Falscher Titel", "wording": "Wortlaut"}, reason="Schreibfehler", actor=actor
    )
    commitment.refresh_from_db()
    assert commitment.title == "Falscher Titel"
    assert [(item.field, item.before, item.after) for item in made] == [("title", "Falsher Titel", "Falscher Titel")]
    assert search.ranks("falscher Titel") == {commitment.pk: 32}
    assert search.ranks("Falsher") == {}
    assert "Schreibfehler" in sentence(Verb.WORDING_CORRECTED)


def test_a_correction_without_reason_difference_or_title_is_refused(actor):
    commitment = make_commitment(title="Titel")
    for texts, reason in [({"title": "Neu"}, " "), ({"title": "Titel"}, "x"), ({"title": ""}, "x")]:
        with pytest.raises(ValidationError):
            workflow.correct_wording(commitment, texts=texts, reason=reason, actor=actor)
    commitment.refresh_from_db()
    assert commitment.title == "Titel"
    with pytest.raises(ValueError, match="kind"):
        workflow.correct_wording(commitment, texts={"kind": "target"}, reason="x", actor=actor)


def test_a_reporter_is_an_organisation_and_told_in_the_protocol(actor):
    group = make_partner("kammern", kind=PartnerKind.GROUP)
    chamber = make_partner("dihk")
    contributions = [make_commitment(leads=[group]).contributions.get() for _ in range(2)]
    assert workflow.name_reporter(contributions, chamber, actor=actor) == 2
    assert workflow.name_reporter(contributions, chamber, actor=actor) == 0
    assert set(Contribution.objects.values_list("reporter__key", flat=True)) == {"dihk"}
    assert AuditEvent.objects.filter(verb=Verb.REPORTER_NAMED).count() == 2
    with pytest.raises(ValidationError) as refusal:
        workflow.name_reporter(contributions, group, actor=actor)
    assert fields(refusal) == {"reporter"}
    assert workflow.name_reporter(contributions, None, actor=actor) == 2


def test_a_joint_contribution_is_split_among_partners_with_its_role(actor):
    group, members = make_partner(kind=PartnerKind.GROUP), [make_partner(), make_partner()]
    commitment = make_commitment(leads=[group])
    made = workflow.split_contribution(commitment.contributions.get(), members, actor=actor)
    assert [(part.partner, part.role, part.required, part.reporter) for part in made] == [
        (member, Role.LEAD, True, member) for member in members
    ]
    assert set(commitment.contributions.values_list("partner", flat=True)) == {member.pk for member in members}
    assert str(group) in sentence(Verb.SPLIT)


def test_after_a_split_all_new_parts_are_needed(actor):
    group, members = make_partner(kind=PartnerKind.GROUP), [make_partner(), make_partner()]
    commitment = make_commitment(leads=[group])
    workflow.split_contribution(commitment.contributions.get(), members, actor=actor)
    make_fact(commitment, Status.COMPLETED, partner=members[0])
    assert commitment.status == Status.IN_PROGRESS


def test_a_contribution_that_was_reported_on_is_not_split(actor):
    group = make_partner(kind=PartnerKind.GROUP)
    commitment = make_commitment(leads=[group])
    make_fact(commitment, Status.IN_PROGRESS, partner=group)
    with pytest.raises(ValidationError):
        workflow.split_contribution(commitment.contributions.get(), [make_partner()], actor=actor)


def test_a_split_among_nobody_or_among_partners_already_there_is_refused(actor):
    group, member, other = make_partner(kind=PartnerKind.GROUP), make_partner(), make_partner()
    commitment = make_commitment(leads=[group], supporting=[member])
    joint = commitment.contributions.get(partner=group)
    for partners in ([], [member, other], [other, other]):
        with pytest.raises(ValidationError) as refusal:
            workflow.split_contribution(joint, partners, actor=actor)
        assert fields(refusal) == {"partners"}
    assert commitment.contributions.count() == 2
