"""A signed text is kept as it is, its proposals are decided on one by one, and nothing of it is public by itself."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import IntegrityError

from tests.factories import make_agreement, make_commitment
from tests.texts import CHAPTERS, accept, draft, editor, make_text, proposal, text_data
from tracker import workflow
from tracker.models import AuditEvent, Commitment, OfficialText, Proposal, Revision, TextSentence
from tracker.vocabulary import ProposalState, RejectGround, Verb

pytestmark = pytest.mark.django_db


def test_a_text_is_kept_with_chapters_sentences_and_proposals_and_no_page_changes():
    agreement = make_agreement(published=False)
    before = Revision.current()

    text = make_text(agreement)

    assert (text.edition, text.checksum, text.source.publisher) == (1, "a" * 64, "Ministerium")
    assert [item.title for item in text.chapters.all()] == ["1. Berufsorientierung", "2. Ausbildung"]
    assert [item.title for item in agreement.action_fields.all()] == ["Berufsorientierung", "Ausbildung"]
    second = text.sentences.get(number=2)
    assert text.text[second.start : second.end] == CHAPTERS[0][1][1]
    assert (second.page, second.line_start, second.line_end) == (1, 4, 5)
    assert text.sentences.get(number=5).why_not == "appeal"
    assert workflow.review_progress(text) == (0, 3)
    assert Revision.current() - before == 2  # the two partners of the test, whom everybody may see


def test_the_same_file_is_not_read_in_twice():
    text = make_text()
    with pytest.raises(ValidationError, match="Fassung 1"):
        workflow.keep_text(text.agreement, text_data(), source=None, actor=editor())
    assert OfficialText.objects.count() == 1


def test_what_goes_wrong_in_the_middle_leaves_nothing_behind():
    agreement = make_agreement(published=False)
    data = text_data()
    broken = [*data.proposals, workflow.ProposalData(0, 5, 5, 10, {})]
    with pytest.raises(IntegrityError), transaction.atomic():
        workflow.keep_text(
            agreement,
            workflow.TextData(
                title=data.title,
                text=data.text,
                checksum=data.checksum,
                chapters=data.chapters,
                paragraphs=data.paragraphs,
                sentences=data.sentences,
                proposals=broken,
            ),
            source=None,
            actor=editor(),
        )
    assert not OfficialText.objects.exists() and not TextSentence.objects.exists()
    assert not agreement.action_fields.exists()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE tracker_officialtext SET text = 'anders'",
        "UPDATE tracker_officialtext SET checksum = 'b'",
        "DELETE FROM tracker_officialtext",
        "UPDATE tracker_textsentence SET why_not = 'past'",
        "DELETE FROM tracker_textsentence",
        "UPDATE tracker_textparagraph SET number = 99",
        "DELETE FROM tracker_textparagraph",
        "UPDATE tracker_textchapter SET title = 'anders'",
        "DELETE FROM tracker_textchapter",
        "UPDATE tracker_proposal SET data = '{}'",
        "DELETE FROM tracker_proposal",
    ],
)
def test_the_words_cannot_be_changed_in_the_database(change):
    make_text()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_accepting_makes_a_draft_with_words_passage_and_field():
    text = make_text()
    before = Revision.current()

    made = accept(text, 2, due_on=date(2028, 12, 31), due_wording="bis Ende 2028", due_precision="year",
                  due_basis="stated")  # fmt: skip

    assert made.code == f"{text.agreement.code_prefix}-1.01"
    assert made.wording == CHAPTERS[0][1][1]
    assert (made.passage_page, made.passage_line_start, made.passage_line_end, made.passage_paragraph) == (1, 4, 5, 3)
    assert made.published_at is None
    assert proposal(text, 2).state == ProposalState.ACCEPTED
    assert Revision.current() == before
    assert workflow.review_progress(text) == (1, 3)
    assert AuditEvent.objects.filter(verb=Verb.PROPOSAL_ACCEPTED, subject_key=made.code).count() == 1


def test_codes_are_continued_within_their_field():
    text = make_text()
    assert accept(text, 2).code.endswith("-1.01")
    assert accept(text, 3).code.endswith("-1.02")
    assert workflow.next_code(text.agreement, text.agreement.action_fields.get(number=2)).endswith("-2.01")


def test_a_code_that_was_taken_meanwhile_is_told_with_the_next_free_one():
    text = make_text()
    mine = draft(text)
    accept(text, 3)
    found = proposal(text, 2)
    with pytest.raises(ValidationError, match=r"-1\.02"):
        workflow.accept_proposal(found, mine, actor=editor(), seen=found.version)
    assert proposal(text, 2).is_open


def test_two_people_cannot_decide_on_the_same_proposal():
    text = make_text()
    seen = proposal(text, 2)
    workflow.reject_proposal(seen, ground=RejectGround.APPEAL, actor=editor(), seen=seen.version)
    with pytest.raises(workflow.Decided) as caught:
        workflow.accept_proposal(seen, draft(text), actor=editor(), seen=seen.version)
    assert caught.value.proposal.state == ProposalState.REJECTED
    assert not Commitment.objects.exists()


def test_rejecting_needs_a_ground_and_another_reason_needs_words():
    text = make_text()
    found = proposal(text, 2)
    for said in ({"ground": ""}, {"ground": "erfunden"}, {"ground": RejectGround.OTHER, "reason": " "}):
        with pytest.raises(ValidationError):
            workflow.reject_proposal(found, actor=editor(), seen=found.version, **said)
    assert proposal(text, 2).is_open


def test_joined_proposals_are_one_and_can_be_split_again():
    text = make_text()
    first = proposal(text, 2)
    joined = workflow.join_next(first, actor=editor(), seen=first.version)
    assert workflow.quote_of(joined) == " ".join(CHAPTERS[0][1][1:3])
    assert proposal(text, 3).state == ProposalState.JOINED
    begin = text.text.index("Die Kammern werden hundert")
    assert begin in workflow.split_places(joined)

    rest = workflow.split_proposal(joined, at=begin, actor=editor(), seen=joined.version)

    assert workflow.quote_of(rest) == CHAPTERS[0][1][2]
    assert workflow.quote_of(proposal(text, 2)) == CHAPTERS[0][1][1]


def test_a_sentence_is_split_where_a_second_promise_begins():
    text = make_text()
    found = proposal(text, 2)
    at = text.text.index("und danach")
    rest = workflow.split_proposal(found, at=at, actor=editor(), seen=found.version)
    assert workflow.quote_of(rest) == "und danach darüber berichten."
    with pytest.raises(ValidationError):
        workflow.split_proposal(rest, at=rest.start + 2, actor=editor(), seen=rest.version)


def test_the_last_proposal_has_nothing_to_be_joined_with():
    text = make_text()
    last = proposal(text, 4)
    with pytest.raises(ValidationError):
        workflow.join_next(last, actor=editor(), seen=last.version)


def test_a_decision_is_taken_back_with_its_draft():
    text = make_text()
    made = accept(text, 2)
    found = proposal(text, 2)
    workflow.reopen_proposal(found, actor=editor(), seen=found.version)
    assert proposal(text, 2).is_open
    assert not Commitment.objects.filter(pk=made.pk).exists()


def test_a_sentence_that_was_passed_by_is_proposed_by_hand_once():
    text = make_text()
    sentence = text.sentences.get(number=5)
    first = workflow.propose_by_hand(sentence, actor=editor())
    assert workflow.propose_by_hand(sentence, actor=editor()) == first
    assert workflow.quote_of(first) == "Betriebe sollten mehr ausbilden."


def test_a_new_edition_remembers_what_was_decided():
    text = make_text()
    made = accept(text, 2)
    found = proposal(text, 3)
    workflow.reject_proposal(found, ground=RejectGround.OTHER, reason="Steht im Haushalt.", actor=editor(),
                             seen=found.version)  # fmt: skip

    second = workflow.keep_text(text.agreement, text_data(checksum="b" * 64), source=None, actor=editor())

    assert second.edition == 2
    assert proposal(second, 2).commitment == made
    assert (proposal(second, 3).state, proposal(second, 3).reason) == (ProposalState.REJECTED, "Steht im Haushalt.")
    assert proposal(second, 3).carried_from == found
    assert proposal(second, 4).is_open
    assert text.proposals.count() == 3


def test_words_are_attached_to_a_published_commitment_as_a_correction_in_public():
    agreement = make_agreement(fields=["Berufsorientierung"])
    known = make_commitment(agreement, title="Schulen besuchen")
    text = make_text(agreement)
    found = proposal(text, 2)

    workflow.attach_wording(found, known, reason="Wortlaut ergänzt.", actor=editor(), seen=found.version)

    known.refresh_from_db()
    assert known.wording == CHAPTERS[0][1][1]
    assert known.title == "Schulen besuchen"
    assert known.corrections.get().reason == "Wortlaut ergänzt."
    assert Proposal.objects.tied().get().commitment == known


def test_words_are_not_attached_to_a_commitment_of_another_agreement():
    text = make_text()
    found = proposal(text, 2)
    with pytest.raises(ValidationError):
        workflow.attach_wording(found, make_commitment(), reason="x", actor=editor(), seen=found.version)
