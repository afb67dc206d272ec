"""Who may see and do what. Every page, file and form starts from here; nothing else decides about visibility."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Exists, OuterRef, Q

from tracker.models import (
    Agreement,
    AgreementTarget,
    AuditEvent,
    BalanceReport,
    Commitment,
    Contribution,
    Event,
    Evidence,
    Finding,
    Mandate,
    Membership,
    OfficialText,
    Partner,
    Proposal,
    PublicQuerySet,
    PublicVersion,
    StatusPeriod,
    StatusReport,
    Ticket,
)
from tracker.models.agreements import AgreementQuerySet
from tracker.models.balance import BalanceReportQuerySet
from tracker.models.commitments import CommitmentQuerySet
from tracker.models.intake import OfficialTextQuerySet, ProposalQuerySet
from tracker.models.record import PublicVersionQuerySet
from tracker.models.reports import StatusReportQuerySet
from tracker.models.texts import TicketQuerySet
from tracker.vocabulary import AccountRole, Kind, Origin, ReportState

if TYPE_CHECKING:
    from django.db.models import QuerySet

User = AbstractBaseUser | AnonymousUser


def public_agreements() -> AgreementQuerySet:
    """The agreements that everybody may see."""
    return Agreement.objects.published()


def public_targets_alone() -> QuerySet[AgreementTarget]:
    """The measurable targets of public agreements that are no public commitment; with the latest agreement first."""
    own = AgreementTarget.commitments.through.objects.filter(
        agreementtarget=OuterRef("pk"), commitment__in=public_commitments()
    )
    found = AgreementTarget.objects.filter(~Exists(own), agreement__in=public_agreements())
    return found.select_related("agreement").order_by("-agreement__signed_on", "agreement__slug", "pk")


def public_commitments() -> CommitmentQuerySet:
    """The commitments that everybody may see: published ones of published agreements."""
    return Commitment.objects.published()


def public_contributions() -> QuerySet[Contribution]:
    """The contributions to commitments that everybody may see."""
    return Contribution.objects.filter(
        commitment__published_at__isnull=False, commitment__agreement__published_at__isnull=False
    )


def public_events() -> QuerySet[Event]:
    """The events that everybody may see: those of public agreements and those of none."""
    return Event.objects.filter(Q(agreement__isnull=True) | Q(agreement__published_at__isnull=False))


def public_findings() -> QuerySet[Finding]:
    """The findings that everybody may see: those of public agreements and those of none."""
    return Finding.objects.filter(Q(agreement__isnull=True) | Q(agreement__published_at__isnull=False))


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


def public_versions() -> PublicVersionQuerySet:
    """The published versions that everybody may read: all, for one is written only of what is public then."""
    return PublicVersion.objects.all()


def public_balances() -> BalanceReportQuerySet:
    """The balances that everybody may read."""
    return BalanceReport.objects.published()


def balances_for(user: User) -> BalanceReportQuerySet:
    """The balances somebody may read beyond the public ones, drafts included: staff all, others none."""
    return BalanceReport.objects.all() if can_read_record(user) else BalanceReport.objects.none()


def public_texts() -> OfficialTextQuerySet:
    """The official texts that everybody may read: of each public agreement the newest edition that is published."""
    newer = OfficialText.objects.published().filter(agreement=OuterRef("agreement"), edition__gt=OuterRef("edition"))
    return OfficialText.objects.published().filter(~Exists(newer))


def public_passages() -> ProposalQuerySet:
    """The words of public texts that belong to commitments that everybody may see."""
    return Proposal.objects.tied().filter(text__in=public_texts(), commitment__in=public_commitments())


def texts_for(user: User) -> OfficialTextQuerySet:
    """The official texts somebody may read beyond the public ones, with their proposals: staff all, others none."""
    return OfficialText.objects.all() if can_read_record(user) else OfficialText.objects.none()


def is_staff(user: User) -> bool:
    """Whether somebody keeps the record."""
    return bool(user.is_authenticated and user.is_active and getattr(user, "is_staff", False))


def tickets_for(user: User) -> TicketQuerySet:
    """The tickets somebody may read: staff all, others none."""
    return Ticket.objects.all() if is_staff(user) else Ticket.objects.none()


def has_role(user: User, *roles: AccountRole) -> bool:
    """Whether somebody signed in, is active and has one of these roles; the operator's superuser has all of staff's."""
    if not user.is_authenticated or not user.is_active:
        return False
    if getattr(user, "is_superuser", False) and set(roles) & STAFF_ROLES:
        return True
    return bool(_role_names(user) & {role.value for role in roles})


STAFF_ROLES = {AccountRole.EDITOR, AccountRole.REVIEWER, AccountRole.ADMINISTRATOR}


def _role_names(user: User) -> set[str]:
    """The names of the groups of an account, read once per request."""
    known = getattr(user, "_role_names", None)
    if known is None:
        known = set(user.groups.values_list("name", flat=True))  # type: ignore[union-attr]
        user._role_names = known  # type: ignore[union-attr]
    return known


def can_read_record(user: User) -> bool:
    """Whether somebody may read the record in the administration, drafts included: staff with any of its roles."""
    return is_staff(user) and has_role(user, *STAFF_ROLES)


def can_edit(user: User) -> bool:
    """Whether somebody may keep the record."""
    return is_staff(user) and has_role(user, AccountRole.EDITOR, AccountRole.ADMINISTRATOR)


def can_review(user: User) -> bool:
    """Whether somebody may decide on reports."""
    return is_staff(user) and has_role(user, AccountRole.REVIEWER)


def can_administer(user: User) -> bool:
    """Whether somebody may keep accounts, mandates and the protocol."""
    return is_staff(user) and has_role(user, AccountRole.ADMINISTRATOR)


def protocol_for(user: User) -> QuerySet[AuditEvent]:
    """The entries of the protocol somebody may read: administrators all, other staff all but those on accounts."""
    if can_administer(user):
        return AuditEvent.objects.all()
    if can_read_record(user):
        return AuditEvent.objects.exclude(subject_kind="account")
    return AuditEvent.objects.none()


def needs_second_factor(user: User) -> bool:
    """Whether somebody may act only with a second factor: staff always, partners unless the operator says otherwise.

    Demonstration accounts do without on a developer's machine.
    """
    if not settings.DEMO_SECOND_FACTOR and getattr(user, "email", "").endswith(f"@{settings.DEMO_MAIL_DOMAIN}"):
        return False
    return is_staff(user) or bool(getattr(user, "is_superuser", False)) or settings.PARTNER_SECOND_FACTOR


def is_partner(user: User) -> bool:
    """Whether somebody acts for a partner, to report or to read."""
    return has_role(user, AccountRole.REPORTER, AccountRole.READER)


def is_reporter(user: User) -> bool:
    """Whether somebody may report for a partner, and not only read."""
    return has_role(user, AccountRole.REPORTER)


def partners_of(user: User, *, on: date) -> QuerySet[Partner]:
    """The organisations somebody acts for on a day."""
    if not is_partner(user):
        return Partner.objects.none()
    mandates = Mandate.objects.in_force(on=on).filter(account_id=user.pk)
    return Partner.objects.filter(pk__in=mandates.values("partner"))


def own_contributions(user: User, *, on: date) -> PublicQuerySet:
    """The contributions for which an organisation of this person reports: it sees their drafts and comments."""
    return Contribution.objects.filter(
        reporter__in=partners_of(user, on=on), commitment__in=public_commitments()
    ).select_related("commitment__agreement", "partner", "reporter")


def reportable_contributions(user: User, *, on: date) -> PublicQuerySet:
    """The contributions this person may report on: those of its organisations, if it is a reporter.

    Nobody reports on declarations without a commitment of their own.
    """
    own = own_contributions(user, on=on).exclude(commitment__kind=Kind.POSITION)
    return own if has_role(user, AccountRole.REPORTER) else own.none()


def supplied_contributions(user: User, *, on: date) -> PublicQuerySet:
    """The contributions of groups that an organisation of this person belongs to and that another one reports."""
    own = partners_of(user, on=on)
    groups = _groups_above(set(own.values_list("pk", flat=True)), on=on, with_everyone=True)
    return (
        Contribution.objects.filter(partner__in=groups, reporter__isnull=False, commitment__in=public_commitments())
        .exclude(reporter__in=own)
        .select_related("commitment__agreement", "partner", "reporter")
    )


def suppliers(user: User, contribution: Contribution, *, on: date) -> QuerySet[Partner]:
    """The organisations of this person that belong to the group of a contribution and so may supply to its report."""
    own = partners_of(user, on=on)
    fitting = [
        item.pk for item in own if contribution.partner_id in _groups_above({item.pk}, on=on, with_everyone=True)
    ]
    return own.filter(pk__in=fitting)


def known_contributions(user: User, *, on: date) -> QuerySet[Contribution]:
    """What others contribute to commitments in which an organisation of this person, or a group of it, has a part.

    For information only: public facts. Without what the person reports or supplies itself.
    """
    own = set(partners_of(user, on=on).values_list("pk", flat=True))
    groups = _groups_above(own, on=on)
    shared = Contribution.objects.filter(Q(partner__in=own | groups) | Q(reporter__in=own))
    return (
        public_contributions()
        .filter(commitment__in=shared.values("commitment"))
        .exclude(reporter__in=own)
        .exclude(partner__in=own | groups)
        .select_related("commitment__agreement", "partner", "reporter")
    )


def _groups_above(members: set[int], *, on: date, with_everyone: bool = False) -> set[int]:
    """The groups that contain one of these partners on a day, nested; the group of all partners only if asked for."""
    rows = Membership.objects.filter(Q(start__isnull=True) | Q(start__lte=on), Q(end__isnull=True) | Q(end__gte=on))
    if not with_everyone:
        rows = rows.exclude(group__is_everyone=True)
    pairs = rows.values_list("member_id", "group_id")
    above: dict[int, set[int]] = defaultdict(set)
    for member, group in pairs:
        above[member].add(group)
    found: set[int] = set()
    waiting = set(members)
    while waiting:
        step = set().union(*(above[item] for item in waiting)) - found
        found |= step
        waiting = step
    return found


def reports_for(user: User, *, on: date) -> StatusReportQuerySet:
    """All reports and drafts somebody may see beyond the public ones: staff submitted and later, partners their own."""
    if is_staff(user) and has_role(user, *STAFF_ROLES):
        return StatusReport.objects.all()
    own = own_contributions(user, on=on)
    return StatusReport.objects.filter(contribution__in=own, origin=Origin.PARTNER)


def evidence_files(user: User, *, on: date) -> QuerySet[Evidence]:
    """The PDF files behind the reports somebody may see beyond the public ones."""
    reports = reports_for(user, on=on)
    return Evidence.objects.filter(report__in=reports).exclude(file="").select_related("report__commitment")
