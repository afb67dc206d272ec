"""All that was made of a text becomes public together: at once, or by `publish_due` at the moment that was set."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests.factories import make_agreement
from tests.texts import accept, editor, make_text
from tracker import access, workflow
from tracker.models import Agreement, Commitment, OfficialText, Revision

pytestmark = pytest.mark.django_db


def publish_due(at):
    return workflow.publish_due(at=at, actor=workflow.system_actor())


def test_everything_is_public_after_one_revision():
    text = make_text()
    accept(text, 2), accept(text, 4)
    before = Revision.current()

    assert workflow.publish_text(text, actor=editor(), with_text=True) == 2

    assert Revision.current() == before + 1
    assert access.public_commitments().count() == 2
    assert access.public_agreements().get() == text.agreement
    assert access.public_texts().get() == text
    assert access.public_passages().count() == 2


def test_the_text_stays_hidden_where_the_operator_does_not_want_it():
    text = make_text()
    accept(text, 2)
    workflow.publish_text(text, actor=editor(), with_text=False)
    assert access.public_commitments().count() == 1
    assert not access.public_texts().exists()


def test_at_a_set_time_it_becomes_public_once():
    text = make_text()
    made = accept(text, 2)
    moment = timezone.now() + timedelta(hours=2)
    workflow.set_text_publication(text, at=moment, with_text=True, actor=editor(), seen=text.version)
    before = Revision.current()

    assert publish_due(moment - timedelta(seconds=1)) == (0, 0)
    assert publish_due(moment) == (1, 0)
    assert publish_due(moment) == (0, 0)

    assert Revision.current() == before + 1
    assert Commitment.objects.get(pk=made.pk).published_at == moment
    assert OfficialText.objects.get().published_at == moment


def test_an_agreement_and_its_text_due_at_the_same_moment_count_once():
    text = make_text()
    accept(text, 2)
    moment = timezone.now() + timedelta(hours=2)
    agreement = Agreement.objects.get()
    workflow.set_publication(agreement, moment, actor=editor(), now=timezone.now())
    workflow.set_text_publication(text, at=moment, with_text=True, actor=editor(), seen=text.version)
    assert publish_due(moment) == (1, 0)
    assert access.public_texts().exists()


def test_a_set_time_can_be_taken_back_and_none_lies_in_the_past():
    text = make_text()
    accept(text, 2)
    now = timezone.now()
    with pytest.raises(ValidationError):
        workflow.set_text_publication(text, at=now - timedelta(1), with_text=True, actor=editor(), seen=text.version)
    text = workflow.set_text_publication(
        text, at=now + timedelta(hours=1), with_text=True, actor=editor(), seen=text.version
    )
    workflow.set_text_publication(text, at=None, with_text=True, actor=editor(), seen=text.version)
    assert publish_due(now + timedelta(days=1)) == (0, 0)


def test_the_time_is_not_set_by_who_saw_an_older_state():
    text = make_text()
    with pytest.raises(ValidationError, match="geändert"):
        workflow.set_text_publication(
            text, at=timezone.now() + timedelta(hours=1), with_text=True, actor=editor(), seen=text.version + 1
        )


def test_a_missed_moment_is_told_as_overdue():
    text = make_text()
    moment = timezone.now() + timedelta(minutes=1)
    workflow.set_text_publication(text, at=moment, with_text=True, actor=editor(), seen=text.version)
    assert workflow.is_overdue(at=moment + timedelta(hours=1))


def test_everybody_reads_the_newest_published_edition():
    agreement = make_agreement()
    first = make_text(agreement)
    workflow.publish_text(first, actor=editor(), with_text=True)
    second = make_text(agreement, checksum="b" * 64)
    assert access.public_texts().get() == first
    workflow.publish_text(second, actor=editor(), with_text=True)
    assert access.public_texts().get() == second
