"""Who may see and do what. Every page, file and form starts from here; nothing else decides about visibility."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from tracker.models import Agreement, Commitment, Contribution, Partner, StatusPeriod, StatusReport, Ticket
from tracker.models.agreements import AgreementQuerySet
from tracker.models.commitments import CommitmentQuerySet
from tracker.models.reports import StatusReportQuerySet
from tracker.models.texts import TicketQuerySet
from tracker.vocabulary import ReportState

if TYPE_CHECKING:
    from django.db.models import QuerySet

User = AbstractBaseUser | AnonymousUser


def public_agreements() -> AgreementQuerySet:
    """The agreements that everybody may see."""
    return Agreement.objects.published()


def public_commitments() -> CommitmentQuerySet:
    """The commitments that everybody may see: published ones of published agreements."""
    return Commitment.objects.published()


def public_contributions() -> QuerySet[Contribution]:
    """The contributions to commitments that everybody may see."""
    return Contribution.objects.filter(
        commitment__published_at__isnull=False, commitment__agreement__published_at__isnull=False
    )


def public_periods() -> QuerySet[StatusPeriod]:
    """The course of the status of commitments that everybody may see."""
    return StatusPeriod.objects.filter(
        commitment__published_at__isnull=False, commitment__agreement__published_at__isnull=False
    )


def public_reports() -> StatusReportQuerySet:
    """The facts and reports that everybody may see, on commitments that everybody may see."""
    return StatusReport.objects.published().filter(
        commitment__published_at__isnull=False, commitment__agreement__published_at__isnull=False
    )


def withdrawn_reports() -> StatusReportQuerySet:
    """The facts and reports that were public and are withdrawn: everybody may read that they were, and why."""
    return StatusReport.objects.filter(
        state=ReportState.REVOKED,
        published_at__isnull=False,
        commitment__published_at__isnull=False,
        commitment__agreement__published_at__isnull=False,
    )


def public_partners() -> QuerySet[Partner]:
    """The partners that everybody may see: all, for the record names no partner that is not public."""
    return Partner.objects.all()


def is_staff(user: User) -> bool:
    """Whether somebody keeps the record."""
    return bool(user.is_authenticated and user.is_active and getattr(user, "is_staff", False))


def tickets_for(user: User) -> TicketQuerySet:
    """The tickets somebody may read: staff all, others none."""
    return Ticket.objects.all() if is_staff(user) else Ticket.objects.none()
