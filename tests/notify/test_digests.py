"""What one person is to read comes in one mail: by matter, by organisation, in the person's language."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_agreement, make_commitment
from tests.factories_of_accounts import make_organisation
from tests.notify.world import day, hand_in, make_world, open_round
from tracker import workflow
from tracker.models import Mandate, OutboxMail
from tracker.notify.reminders import order_reminders
from tracker.notify.send import send_waiting
from tracker.tokens import invitation_token
from tracker.vocabulary import AccountRole, Status

pytestmark = pytest.mark.django_db
FIRST = "erste@verband.example"


def sent_to(mailoutbox, address):
    """Return the one mail to an address."""
    (mail,) = [mail for mail in mailoutbox if mail.to == [address]]
    return mail


def test_several_matters_stand_in_one_mail_the_most_urgent_first(clock, mailoutbox):
    world = make_world(items=3)
    reviewer = workflow.actor_of(world.reviewer)
    clock.set(day(-20))
    back, good = (hand_in(item, world.reporter) for item in world.contributions[:2])
    clock.set(day(-7))
    workflow.return_report(back, {"summary": "Bitte genauer."}, actor=reviewer)
    workflow.accept(good, actor=reviewer)
    order_reminders(on=day(-7), at=clock.at)
    send_waiting(at=clock.at)
    mail = sent_to(mailoutbox, FIRST)
    headings = [
        "1 Meldung wurde zurückgegeben",
        "1 Meldung ist angefordert",
        "1 Meldung wurde angenommen",
    ]
    places = [mail.body.index(heading) for heading in headings]
    assert places == sorted(places)
    assert mail.subject.endswith("1 Meldung wurde zurückgegeben; 1 Meldung ist angefordert und weitere Nachrichten")


def test_several_organisations_are_named_and_grouped(clock, mailoutbox):
    world = make_world()
    other = make_organisation("Verband der Fleischer")
    Mandate.objects.create(account=world.reporter, partner=other)
    part = make_commitment(make_agreement(), leads=[other], title="Prüfungen modernisieren").contributions.get()
    open_round([part])
    OutboxMail.objects.all().delete()
    order_reminders(on=day(-7), at=clock.set(day(-7)))
    send_waiting(at=clock.at)
    body = sent_to(mailoutbox, FIRST).body
    assert body.index("Verband der Bäcker:") < body.index("Ausbildung stärken 1") < body.index("Verband der Fleischer:")
    assert body.index("Verband der Fleischer:") < body.index("Prüfungen modernisieren")


def test_one_organisation_is_not_named_over_its_own_items(clock, mailoutbox):
    make_world(items=2)
    order_reminders(on=day(-7), at=clock.set(day(-7)))
    send_waiting(at=clock.at)
    assert "Verband der Bäcker:" not in sent_to(mailoutbox, FIRST).body


def test_a_mail_is_written_in_the_language_of_its_reader(clock, mailoutbox):
    world = make_world()
    world.reporter.language = "en"
    world.reporter.save()
    order_reminders(on=day(-7), at=clock.set(day(-7)))
    send_waiting(at=clock.at)
    mail = sent_to(mailoutbox, FIRST)
    assert "1 report is asked for" in mail.subject
    assert "due on 31 March 2026" in mail.body
    assert "Bitte" not in mail.body
    assert '<html lang="en">' in mail.alternatives[0].content


def test_editors_are_led_to_the_round_and_deputies_to_the_form(clock, mailoutbox):
    world = make_world()
    order_reminders(on=day(7), at=clock.set(day(7)))
    send_waiting(at=clock.at)
    (part,) = world.contributions
    assert f"/verwaltung/tracker/reportinground/{world.asked.pk}/" in sent_to(mailoutbox, world.editor.email).body
    assert f"/portal/{part.pk}/" in sent_to(mailoutbox, world.deputy.email).body
    assert "war fällig am 31. März 2026, vor 7 Tagen" in sent_to(mailoutbox, world.deputy.email).body


def test_the_opening_of_two_rounds_comes_in_one_mail(clock, mailoutbox):
    world = make_world()
    parts = [
        make_commitment(make_agreement(), leads=[world.partner], title=f"Anderes {number}").contributions.get()
        for number in (1, 2)
    ]
    for number, part in enumerate(parts):
        open_round([part], title=f"Runde {number}")
    send_waiting(at=clock.at)
    body = sent_to(mailoutbox, FIRST).body
    for said in ("Runde 0: Bitte melden Sie zu diesem Beitrag bis zum 31. März 2026.", "Runde 1:", "Anderes 1"):
        assert said in body


def test_an_opening_lists_only_what_has_not_been_reported_in_the_meantime(clock, mailoutbox):
    world = make_world()
    parts = [
        make_commitment(world.asked.agreement, leads=[world.partner], title=title).contributions.get()
        for title in ("Schon gemeldet", "Noch offen")
    ]
    open_round(parts, title="Nachtrag")
    hand_in(parts[0], world.reporter)
    send_waiting(at=clock.at)
    body = sent_to(mailoutbox, FIRST).body
    assert "Noch offen" in body
    assert "Schon gemeldet" not in body


def test_an_opening_after_which_everything_was_reported_is_not_told(clock, mailoutbox):
    world = make_world()
    part = make_commitment(world.asked.agreement, leads=[world.partner]).contributions.get()
    open_round([part], title="Nachtrag")
    hand_in(part, world.reporter)
    assert send_waiting(at=clock.at).settled == 1
    assert [mail for mail in mailoutbox if mail.to == [FIRST]] == []


def test_a_differing_assessment_says_until_when_to_reply(clock, mailoutbox):
    world = make_world()
    report = hand_in(world.contributions[0], world.reporter)
    workflow.accept(
        report, actor=workflow.actor_of(world.reviewer), assessed_status=Status.PREPARING, note="Erst die Vorbereitung."
    )
    send_waiting(at=clock.at)
    body = sent_to(mailoutbox, FIRST).body
    assert "Sie können einmal öffentlich antworten." in body
    assert "wird am 7. Februar 2026 veröffentlicht" in body


def test_reviewers_read_of_their_queue(clock, mailoutbox):
    world = make_world()
    hand_in(world.contributions[0], world.reporter)
    order_reminders(on=day(-30), at=clock.set(day(-30)))
    send_waiting(at=clock.at)
    mail = sent_to(mailoutbox, world.reviewer.email)
    assert mail.subject.endswith("1 Meldung wartet auf Prüfung")
    assert "/verwaltung/pruefung/" in mail.body
    assert "Verband der Bäcker" in mail.body


def test_an_invitation_is_a_mail_by_itself(clock, mailoutbox):
    world = make_world()
    workflow.invite(
        email="neu@verband.example",
        first_name="",
        last_name="",
        roles=[AccountRole.REPORTER],
        partners=[world.partner],
        actor=workflow.system_actor(),
    )
    send_waiting(at=clock.at)
    mail = sent_to(mailoutbox, "neu@verband.example")
    assert mail.subject.endswith(": Ihr Zugang")
    assert mail.body.startswith("Guten Tag,")
    assert "/konto/einladung/" in mail.body


def test_the_number_of_queries_does_not_grow_with_the_items(clock, mailoutbox):
    def queries(on):
        order_reminders(on=on, at=clock.set(on))
        with CaptureQueriesContext(connection) as asked:
            send_waiting(at=clock.at)
        return len(asked)

    world = make_world(items=2)
    few = queries(day(-7))
    more = [make_commitment(world.asked.agreement, leads=[world.partner]).contributions.get() for _number in range(10)]
    open_round(more, title="Weitere")
    OutboxMail.objects.all().delete()
    assert queries(day(0)) <= few + 2


@pytest.mark.parametrize(
    ("role", "said", "unsaid"),
    [(AccountRole.REPORTER, "zu melden.", "mitlesen"), (AccountRole.READER, "mitlesen, was", "zu melden.")],
)
def test_an_invitation_asks_readers_for_no_report(clock, mailoutbox, client, role, said, unsaid):
    invitation = workflow.invite(
        email="neu@verband.example",
        first_name="",
        last_name="",
        roles=[role],
        partners=[make_organisation()],
        actor=workflow.system_actor(),
    )
    send_waiting(at=clock.at)
    mail = sent_to(mailoutbox, "neu@verband.example")
    for text in (mail.body, mail.alternatives[0][0]):
        assert said in " ".join(text.split())
        assert unsaid not in text
    page = client.get(f"/konto/einladung/{invitation_token(invitation)}/").content.decode()
    assert ("mitzulesen" in page) == (role == AccountRole.READER)
