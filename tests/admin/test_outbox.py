"""Administrators see what waits in the outbox, what the server did not take, and let it be tried again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.admin.browsing import list_of
from tests.factories import make_commitment
from tests.factories_of_accounts import make_account
from tracker.models import AuditEvent, OutboxMail
from tracker.vocabulary import AccountRole, MailState, NoticeKind, Verb

pytestmark = pytest.mark.django_db
LIST = list_of(OutboxMail)


def message(key, **columns):
    """Return a message to a reporter about a contribution."""
    part = make_commitment(title="Ausbildung stärken").contributions.get()
    reader = make_account(AccountRole.REPORTER, email=f"{key}@verband.example")
    values = {"kind": NoticeKind.REMINDER, "facts": {"contribution": part.pk}, "send_after": timezone.now(), **columns}
    return OutboxMail.objects.create(key=key, recipient=reader, **values)


def in_every_state():
    """Return a message in each state."""
    now = timezone.now()
    return {
        MailState.WAITING: message("wartet"),
        MailState.FAILING: message("klemmt", attempts=3, last_error="SMTPDataError 554"),
        MailState.SENT: message("fort", sent_at=now),
        MailState.SETTLED: message("erledigt", given_up_at=now),
        MailState.GIVEN_UP: message("aus", given_up_at=now, last_error="SMTPRecipientsRefused 550", attempts=34),
    }


def test_the_list_says_to_whom_about_what_and_what_went_wrong(administrator):
    message("klemmt", attempts=3, last_error="SMTPDataError 554")
    text = administrator.get(LIST).content.decode()
    for said in ("klemmt@verband.example", "SMTPDataError 554", "nicht angenommen, wird erneut versucht", "TST-"):
        assert said in text


@pytest.mark.parametrize("state", MailState)
def test_each_state_has_its_list_and_both_twins_agree(administrator, state):
    made = in_every_state()
    assert made[state].state is state
    assert list(OutboxMail.objects.in_state(state)) == [made[state]]
    text = administrator.get(f"{LIST}?stand={state}").content.decode()
    assert [key for key, mail in made.items() if mail.recipient.email in text] == [state]


def test_what_failed_or_was_given_up_is_tried_again_and_nothing_else(administrator):
    made = in_every_state()
    rows = list(OutboxMail.objects.values_list("pk", flat=True))
    OutboxMail.objects.filter(pk=made[MailState.FAILING].pk).update(send_after=timezone.now() + timedelta(hours=9))
    before = timezone.now()
    administrator.client.post(LIST, {"action": "try_again", "_selected_action": rows})
    states = {key: OutboxMail.objects.get(pk=mail.pk) for key, mail in made.items()}
    for key in (MailState.FAILING, MailState.GIVEN_UP):
        assert (states[key].attempts, states[key].given_up_at) == (0, None)
        assert before <= states[key].send_after <= timezone.now()
    assert states[MailState.SENT].sent_at == made[MailState.SENT].sent_at
    assert states[MailState.SETTLED].given_up_at == made[MailState.SETTLED].given_up_at
    assert AuditEvent.objects.get(verb=Verb.MAIL_RETRIED).detail == {"count": 2}


def test_editors_and_reviewers_do_not_see_it(desk, reviewer):
    for person in (desk, reviewer):
        assert person.client.get(LIST).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_rows(administrator):
    def count():
        with CaptureQueriesContext(connection) as asked:
            administrator.get(LIST)
        return len(asked)

    message("eins")
    count()
    before = count()
    for number in range(12):
        message(f"nummer{number}")
    assert count() == before
