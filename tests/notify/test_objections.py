"""When a partner objects to how its mail was entered, the editors get a mail; it names no word of the objection."""

import pytest

from tests.notify.test_digests import sent_to
from tests.notify.world import day, hand_in, make_world
from tracker import workflow
from tracker.models import MailProof, OutboxMail
from tracker.notify.send import send_waiting
from tracker.vocabulary import NoticeKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def entered(clock):
    """What the editors entered after a mail, with the people around it."""
    world = make_world()
    report = hand_in(world.contributions[0], world.reporter)
    MailProof.objects.create(report=report, received_on=day(-40))
    OutboxMail.objects.all().delete()
    return world, report


def test_the_editors_get_a_mail_with_the_way_to_the_report(clock, mailoutbox, entered):
    world, report = entered
    workflow.object_to_entry(report, "Die Zahl ist falsch.", actor=workflow.actor_of(world.reporter))
    send_waiting(at=clock.at)
    mail = sent_to(mailoutbox, world.editor.email)
    assert mail.subject.endswith("1 Widerspruch gegen eine erfasste Meldung")
    assert "Ausbildung stärken 1" in mail.body
    assert "Verband der Bäcker" in mail.body
    assert f"/verwaltung/pruefung/{report.pk}/" in mail.body
    assert "Die Zahl ist falsch." not in mail.body


def test_an_objection_sent_twice_is_told_once(entered):
    world, report = entered
    for _time in range(2):
        workflow.object_to_entry(report, "Die Zahl ist falsch.", actor=workflow.actor_of(world.reporter))
    assert OutboxMail.objects.filter(kind=NoticeKind.OBJECTED).count() == 1


def test_nothing_is_sent_once_the_report_is_withdrawn(clock, mailoutbox, entered):
    world, report = entered
    workflow.object_to_entry(report, "Die Zahl ist falsch.", actor=workflow.actor_of(world.reporter))
    workflow.withdraw(report, actor=workflow.actor_of(world.reporter))
    send_waiting(at=clock.at)
    assert not mailoutbox
