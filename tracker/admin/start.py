"""What waits for the editors: the counts on their start page, each with the list it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker import access, days, workflow
from tracker.admin import queue
from tracker.admin.account_lists import NOT_SET_UP
from tracker.admin.lists import WORK, work_list
from tracker.models import (
    Account,
    Agreement,
    Commitment,
    Contribution,
    Invitation,
    OutboxMail,
    Proposal,
    ReportingRound,
)
from tracker.models.commitments import CommitmentQuerySet
from tracker.vocabulary import MailState

RUNNING = "laufzeit=laufend&oeffentlich=ja"


@dataclass(frozen=True)
class Waiting:
    """One line of the start page: what waits, how much of it, where it is listed."""

    label: str | Promise
    count: int
    url: str
    urgent: bool = False


def work(user: access.User) -> list[tuple[Promise, list[Waiting]]]:
    """All that waits, in groups; a fixed number of queries."""
    if isinstance(user, AnonymousUser):
        return []
    today = days.today()
    commitments = reverse("admin:tracker_commitment_changelist")
    tickets = reverse("admin:tracker_ticket_changelist")
    waiting = access.tickets_for(user).waiting()
    running = Commitment.objects.filter(published_at__isnull=False, effective_end__gte=today)
    return [
        (_("Reports of the partners"), _reports(user, today)),
        (_("People"), _people(user, today)),
        (
            _("Tickets"),
            [
                Waiting(_("Overdue tickets"), waiting.overdue(on=today).count(), f"{tickets}?frist=ueberfaellig", True),
                Waiting(_("Open tickets"), waiting.count(), f"{tickets}?state=open"),
            ],
        ),
        (
            _("Running agreements"),
            [
                _listed(running, name, f"{commitments}?laufzeit=laufend&oeffentlich=ja&liste={name}", today=today)
                for name in WORK
            ],
        ),
        (
            _("Whole record"),
            [
                Waiting(
                    _("Contributions without a reporting organisation"),
                    _count(Contribution.objects.filter(reporter__isnull=True)),
                    f"{reverse('admin:tracker_contribution_changelist')}?meldestelle=ohne",
                ),
                Waiting(
                    _("Proposals of official texts to be decided on"),
                    _count(Proposal.objects.waiting()),
                    reverse("admin:text_list"),
                ),
                Waiting(
                    _("Drafts of commitments"),
                    _count(Commitment.objects.filter(published_at__isnull=True)),
                    f"{commitments}?oeffentlich=nein",
                ),
                Waiting(
                    _("Drafts of agreements"),
                    _count(Agreement.objects.filter(published_at__isnull=True)),
                    f"{reverse('admin:tracker_agreement_changelist')}?oeffentlich=nein",
                ),
            ],
        ),
        *_mail(user),
    ]


def _mail(user: access.User) -> list[tuple[Promise, list[Waiting]]]:
    """Mail that did not go out, for those who may see to it."""
    if not access.can_administer(user):
        return []
    outbox = reverse("admin:tracker_outboxmail_changelist")
    failing, given_up = MailState.FAILING, MailState.GIVEN_UP
    lines = [
        Waiting(
            _("Mail that is tried again"), OutboxMail.objects.in_state(failing).count(), f"{outbox}?stand={failing}"
        ),
        Waiting(
            _("Mail that was given up"),
            OutboxMail.objects.in_state(given_up).count(),
            f"{outbox}?stand={given_up}",
            True,
        ),
    ]
    return [(_("Outgoing mail"), lines)]


def _reports(user: access.User, today: date) -> list[Waiting]:
    """What waits for the review, and rounds past their day."""
    number = queue.counts()
    where = reverse("admin:review_queue")
    first = queue.oldest()
    label: str | Promise = queue.LISTS[queue.WAITING]
    if first is not None:
        label = gettext("%(list)s, the oldest %(since)s") % {
            "list": label,
            "since": queue.waiting_words(first, timezone.now()),
        }
    rounds = ReportingRound.objects.filter(closed_at__isnull=True, due_on__lt=today)
    found = [Waiting(label, number[queue.WAITING], where, urgent=True)]
    found += [
        Waiting(queue.LISTS[name], number[name], f"{where}?liste={name}", urgent=name == queue.OBJECTIONS)
        for name in (queue.HEARING, queue.OBJECTIONS, queue.WISHES)
    ]
    late = f"{reverse('admin:tracker_reportinground_changelist')}?stand=ueberfaellig"
    found.append(Waiting(_("Rounds past their last day"), _count(rounds), late, urgent=True))
    return found if access.can_read_record(user) else []


def _people(user: access.User, today: date) -> list[Waiting]:
    """Organisations without anybody who can report; for administrators the invitations as well."""
    if not access.can_read_record(user):
        return []
    alone = Waiting(
        _("Organisations without anybody who reports"),
        len(workflow.orphaned_partners(on=today)),
        f"{reverse('admin:tracker_partner_changelist')}?zugang=ohne",
        urgent=True,
    )
    if not access.can_administer(user):
        return [alone]
    accounts = reverse("admin:tracker_account_changelist")
    not_set_up = Account.objects.filter(NOT_SET_UP, is_active=True)
    open_ones = Invitation.objects.open(at=timezone.now()).values("account")
    return [
        alone,
        Waiting(_("Open invitations"), not_set_up.filter(pk__in=open_ones).count(), f"{accounts}?zustand=eingeladen"),
        Waiting(
            _("Accounts not set up, invitation run out"),
            not_set_up.exclude(pk__in=open_ones).count(),
            f"{accounts}?zustand=nicht-eingerichtet",
        ),
    ]


def _listed(commitments: CommitmentQuerySet, name: str, url: str, *, today: date) -> Waiting:
    return Waiting(WORK[name], work_list(commitments, name, on=today).count(), url, urgent=name == "ueberfaellig")


def _count(rows: QuerySet) -> int:
    return rows.count()
