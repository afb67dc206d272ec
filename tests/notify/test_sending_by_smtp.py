"""What a mail server takes is what the outbox holds: text and HTML alike, tried again where it was not taken."""

from datetime import timedelta
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from openpyxl import load_workbook

from tests.factories import record_change
from tests.factories_of_accounts import make_account
from tests.notify.world import day, hand_in, make_world
from tracker import workflow
from tracker.models import OutboxMail
from tracker.notify import send
from tracker.notify.reminders import order_reminders
from tracker.notify.send import send_waiting
from tracker.vocabulary import AccountRole, MailState, NoticeKind

pytestmark = pytest.mark.django_db
FIRST, SECOND = "erste@verband.example", "zweite@verband.example"


@pytest.fixture
def world(clock):
    """Two contributions and two reporters, reminded a week before the due day."""
    found = make_world(items=2)
    make_account(AccountRole.REPORTER, partners=[found.partner], email=SECOND)
    order_reminders(on=day(-7), at=clock.set(day(-7)))
    return found


def later(clock, **pause):
    clock.at += timedelta(**pause)
    return clock.at


def bodies(mail):
    return mail.get_body(("plain",)).get_content(), BeautifulSoup(mail.get_body(("html",)).get_content(), "lxml")


def test_one_mail_per_person_arrives_with_every_item(world, clock, postbox):
    done = send_waiting(at=clock.at)
    assert (done.sent, done.mails, done.failed) == (4, 2, 0)
    assert {mail["To"] for mail in postbox.mail} == {FIRST, SECOND}
    assert OutboxMail.objects.exclude(sent_at=None).count() == 4


def test_text_and_html_name_each_commitment_and_lead_to_its_form(world, clock, postbox):
    send_waiting(at=clock.at)
    (mail,) = postbox.to(FIRST)
    text, html = bodies(mail)
    links = [link["href"] for link in html.select("li a")]
    for item in world.contributions:
        url = f"{settings.SITE_URL}/portal/{item.pk}/"
        assert item.commitment.title in text
        assert item.commitment.code in text
        assert url in text
        assert url in links
    assert "fällig am 31. März 2026" in text
    assert "fällig am 31. März 2026" in html.get_text()
    assert html.html["lang"] == "de"
    assert "Die Links führen zur Anmeldung" in text


def test_the_table_of_what_is_open_comes_with_it(world, clock, postbox):
    send_waiting(at=clock.at)
    (mail,) = postbox.to(FIRST)
    (table,) = mail.iter_attachments()
    assert table.get_filename() == "meldungen-2026-03-24.xlsx"
    cells = {str(cell) for row in load_workbook(BytesIO(table.get_content())).worksheets[0].values for cell in row}
    assert {item.commitment.code for item in world.contributions} <= cells
    assert "Die angehängte Tabelle" in bodies(mail)[0]


def test_the_head_of_a_mail_says_that_a_machine_sent_it(world, clock, postbox):
    send_waiting(at=clock.at)
    (mail,) = postbox.to(FIRST)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith(f"@{settings.SITE_HOST}>")
    assert mail["Subject"].endswith("2 Meldungen sind angefordert")


def test_all_mail_of_a_run_goes_through_one_conversation(world, clock, postbox):
    send_waiting(at=clock.at)
    assert (len(postbox.mail), postbox.connections) == (2, 1)


def test_a_second_run_sends_nothing(world, clock, postbox):
    send_waiting(at=clock.at)
    assert send_waiting(at=later(clock, days=1)).sent == 0
    assert len(postbox.mail) == 2


def test_a_refused_address_keeps_nobody_else_waiting(world, clock, postbox):
    postbox.refuse[FIRST] = "550 no such mailbox"
    done = send_waiting(at=clock.at)
    assert (done.mails, done.failed) == (1, 2)
    assert [mail["To"] for mail in postbox.mail] == [SECOND]
    row = OutboxMail.objects.filter(recipient__email=FIRST).first()
    assert (row.last_error, row.attempts, row.state) == ("SMTPRecipientsRefused 550", 1, MailState.FAILING)


def test_a_temporary_refusal_is_tried_again_with_growing_pauses(world, clock, postbox):
    postbox.refuse[FIRST] = postbox.refuse[SECOND] = "451 come back later"
    pauses = []
    for _try in range(9):
        send_waiting(at=clock.at)
        row = OutboxMail.objects.first()
        pauses.append((row.send_after - clock.at) // timedelta(minutes=1))
        clock.at = row.send_after + timedelta(seconds=30)
    assert pauses == [5, 10, 20, 40, 80, 160, 320, 640, 720]
    postbox.refuse.clear()
    assert send_waiting(at=clock.at).sent == 4


def test_a_text_the_server_refuses_is_kept(world, clock, postbox):
    postbox.refuse_text = "554 looks like advertising"
    assert send_waiting(at=clock.at).failed == 4
    assert OutboxMail.objects.unsent().count() == 4
    assert {row.last_error for row in OutboxMail.objects.all()} == {"SMTPDataError 554"}


def test_a_server_that_is_down_loses_nothing_and_is_not_asked_for_everybody(world, clock, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    for number in range(5):
        make_account(AccountRole.REPORTER, partners=[world.partner], email=f"weitere{number}@verband.example")
    order_reminders(on=day(-7), at=clock.at)
    done = send_waiting(at=clock.at)
    assert (done.sent, done.failed) == (0, 4)
    untouched = OutboxMail.objects.filter(attempts=0)
    assert untouched.count() == 10
    assert OutboxMail.objects.unsent().count() == 14


def test_a_server_that_hangs_is_left_after_the_timeout(world, clock, postbox, settings):
    settings.EMAIL_TIMEOUT = 0.3
    postbox.hangs = True
    done = send_waiting(at=clock.at)
    assert (done.sent, done.failed) == (0, 4)
    postbox.hangs = False
    assert send_waiting(at=later(clock, minutes=6)).sent == 4
    assert len(postbox.to(FIRST)) == 1


def test_after_a_crash_the_same_mail_comes_up_again_once_its_lease_is_over(world, clock, postbox, monkeypatch):
    def crash(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(send, "_mark_sent", crash)
        send_waiting(at=clock.at)
    assert send_waiting(at=later(clock, minutes=14)).mails == 1
    assert send_waiting(at=later(clock, minutes=2)).mails == 1
    ids = [mail["Message-ID"] for mail in postbox.mail]
    assert (len(ids), len(set(ids))) == (3, 2)


def test_a_report_that_came_between_order_and_sending_stops_its_reminder(world, clock, postbox):
    hand_in(world.contributions[0], world.reporter)
    done = send_waiting(at=clock.at)
    assert (done.sent, done.settled) == (2, 2)
    (mail,) = postbox.to(FIRST)
    assert world.contributions[0].commitment.title not in bodies(mail)[0]
    assert world.contributions[1].commitment.title in bodies(mail)[0]


def test_who_acts_no_more_for_the_organisation_is_not_told(world, clock, postbox):
    world.reporter.mandates.update(end=day(-8))
    assert send_waiting(at=clock.at).settled == 2
    assert postbox.to(FIRST) == []


def test_a_row_about_something_deleted_is_dropped(world, clock, postbox):
    OutboxMail.objects.filter(recipient=world.reporter).update(facts={"contribution": 987654, "round": world.asked.pk})
    assert send_waiting(at=clock.at).settled == 2
    assert len(postbox.mail) == 1


def test_a_row_that_cannot_be_written_fails_by_itself(world, clock, postbox, monkeypatch, caplog):
    broken = OutboxMail.objects.filter(recipient=world.reporter).first()
    real = send.compose

    def compose(rows):
        if broken.pk in {row.pk for row in rows}:
            raise KeyError(world.reporter.email)
        return real(rows)

    monkeypatch.setattr(send, "compose", compose)
    done = send_waiting(at=clock.at)
    assert (done.sent, done.failed) == (3, 1)
    assert len(postbox.to(FIRST)) == 1
    broken.refresh_from_db()
    assert broken.last_error == "KeyError"
    assert world.reporter.email not in caplog.text


def test_a_person_without_address_keeps_nobody_waiting(world, clock, postbox):
    world.reporter.email = ""
    world.reporter.save()
    done = send_waiting(at=clock.at)
    assert (done.mails, done.failed) == (1, 2)


def test_after_two_weeks_a_mail_is_given_up_visibly(world, clock, postbox):
    postbox.refuse[FIRST] = "550 no such mailbox"
    OutboxMail.objects.update(attempts=33)
    done = send_waiting(at=clock.at)
    assert done.given_up == 2
    assert OutboxMail.objects.given_up().count() == 2
    assert OutboxMail.objects.given_up().first().state == MailState.GIVEN_UP


def test_a_line_break_in_a_name_or_title_adds_no_header(world, clock, postbox):
    OutboxMail.objects.all().delete()
    world.reporter.first_name = "Erika\r\nBcc: alle@example.org"
    world.reporter.save()
    with record_change():
        world.asked.title = "Runde\r\nBcc: alle@example.org"
        world.asked.save()
    facts = {"round": world.asked.pk, "partner": world.partner.pk}
    workflow.order_mail([world.reporter], NoticeKind.ROUND_OPENED, item="round", step="1", at=clock.at, **facts)
    send_waiting(at=clock.at)
    (mail,) = postbox.to(FIRST)
    assert mail["Bcc"] is None
    assert mail["Subject"].endswith("Melderunde eröffnet: Runde Bcc: alle@example.org")


def test_no_name_and_no_address_stands_in_a_log_line(world, clock, postbox, caplog):
    caplog.set_level("DEBUG")
    postbox.refuse[FIRST] = f"550 <{FIRST}> has no mailbox"
    send_waiting(at=clock.at)
    assert "SMTPRecipientsRefused 550" in caplog.text
    ours = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("tracker"))
    assert FIRST not in ours
    assert "Muster" not in ours
