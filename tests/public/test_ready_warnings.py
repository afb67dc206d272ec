"""What an operator should look at while pages are served: overdue publications, mail that does not go out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_agreement, make_partner
from tests.factories_of_accounts import make_account
from tracker import workflow
from tracker.models import OutboxMail
from tracker.vocabulary import AccountRole, NoticeKind

pytestmark = pytest.mark.django_db


def ready(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    return response.content.decode().splitlines()


def waiting_mail(**columns):
    """Put one message into the outbox."""
    reader = make_account(AccountRole.REPORTER)
    values = {"key": "a", "kind": NoticeKind.REMINDER, "send_after": timezone.now(), **columns}
    return OutboxMail.objects.create(recipient=reader, **values)


def test_a_publication_that_is_overdue_is_told_until_it_is_done(client):
    make_partner()
    agreement = make_agreement(published=False)
    now = timezone.now()
    workflow.set_publication(agreement, now + timedelta(minutes=1), actor=workflow.system_actor(), now=now)
    assert ready(client) == ["ready"]
    with pytest.MonkeyPatch.context() as later:
        moment = now + timedelta(minutes=20)
        later.setattr(timezone, "now", lambda: moment)
        assert ready(client) == ["ready", "warning: something is overdue for publication; run publish_due"]
        workflow.publish_due(at=moment, actor=workflow.system_actor())
        assert ready(client) == ["ready"]


def test_mail_that_nobody_sends_is_told(client):
    make_partner()
    mail = waiting_mail()
    assert ready(client) == ["ready"]
    OutboxMail.objects.filter(pk=mail.pk).update(send_after=timezone.now() - timedelta(hours=2))
    assert ready(client) == ["ready", "warning: mail does not go out; run send_outbox and look at the mail server"]


def test_mail_that_the_server_refuses_again_and_again_is_told(client):
    make_partner()
    waiting_mail(attempts=4, last_error="SMTPDataError 554", send_after=timezone.now() + timedelta(hours=1))
    assert len(ready(client)) == 2


def test_mail_that_was_sent_or_is_settled_is_no_warning(client):
    make_partner()
    long_ago = timezone.now() - timedelta(days=3)
    waiting_mail(send_after=long_ago, sent_at=long_ago)
    waiting_mail(key="b", send_after=long_ago, given_up_at=long_ago)
    assert ready(client) == ["ready"]
