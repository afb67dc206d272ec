"""What is said about progress: partners' reports, researched facts, their evidence, and the rounds that ask."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker import days, rules
from tracker.models.agreements import Agreement
from tracker.models.audit import Actor
from tracker.models.base import EditorNotes, PublicModel, PublicQuerySet, VersionedModel, precision_field
from tracker.models.commitments import OF_PUBLISHED, Commitment, Contribution
from tracker.models.partners import Partner
from tracker.vocabulary import (
    Confidence,
    FactBasis,
    Grade,
    Origin,
    ReportField,
    ReportState,
    Status,
    WishKind,
    WishState,
)


def evidence_storage() -> Storage:
    """Where PDF files are kept: never under an address of their own, only handed out by a view."""
    return storages["default"]


def generated_proof_name(instance: models.Model, filename: str) -> str:
    """A name of our own making for a mail or table kept as proof."""
    return f"nachweise/{uuid.uuid4().hex}.bin"


def generated_name(instance: models.Model, filename: str) -> str:
    """A name of our own making for an uploaded file; the name it came with is not used."""
    return f"belege/{uuid.uuid4().hex}.pdf"


class StatusReportQuerySet(PublicQuerySet):
    """Facts and reports in the words of the field."""

    def published(self) -> StatusReportQuerySet:
        """Accepted, published and not revoked: those that count and that the public sees."""
        return self.filter(state=ReportState.ACCEPTED, published_at__isnull=False)

    def not_public_yet(self) -> StatusReportQuerySet:
        """Handed in and not decided, or accepted and waiting for the end of a hearing or the publication of a round."""
        return self.filter(Q(state=ReportState.SUBMITTED) | Q(state=ReportState.ACCEPTED, published_at__isnull=True))

    def researched(self) -> StatusReportQuerySet:
        """Facts found by the editors."""
        return self.filter(origin=Origin.RESEARCH)

    def in_order(self) -> StatusReportQuerySet:
        """Oldest as-of day first, as a timeline shows them."""
        return self.order_by("as_of", "accepted_at", "pk")


class StatusReport(EditorNotes, PublicModel):
    """A partner's report on its contribution, or a researched fact on a contribution or on the whole.

    A fuzzy as-of day is stored as its last day. The state is changed by the workflow alone.
    """

    shown_where = Q(published_at__isnull=False) & OF_PUBLISHED

    key = models.CharField(_("key"), max_length=60, unique=True, null=True, blank=True, editable=False)
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="reports", verbose_name=_("commitment")
    )
    contribution = models.ForeignKey(
        Contribution,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
        verbose_name=_("contribution"),
        help_text=_("empty: for the commitment as a whole"),
    )
    round = models.ForeignKey(
        "ReportingRound", null=True, blank=True, on_delete=models.PROTECT, related_name="reports", editable=False
    )
    origin = models.CharField(_("origin"), max_length=12, choices=Origin.choices, default=Origin.RESEARCH)
    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, blank=True, help_text=_("empty: leaves the status as it is")
    )
    assessed_status = models.CharField(
        _("assessed status"), max_length=12, choices=Status.choices, blank=True, editable=False
    )
    assessment_note = models.TextField(_("note on the assessment"), blank=True)
    as_of = models.DateField(_("as of"))
    as_of_precision = precision_field(_("precision"))
    summary = models.TextField(_("text"))
    next_steps = models.TextField(_("next steps"), blank=True)
    problem = models.TextField(_("problem or delay"), blank=True)
    grade = models.CharField(_("evidence"), max_length=12, choices=Grade.choices, default=Grade.NONE)
    confidence = models.CharField(_("confidence"), max_length=8, choices=Confidence.choices, default=Confidence.HIGH)
    basis = models.CharField(_("basis"), max_length=20, choices=FactBasis.choices, default=FactBasis.SOURCE)
    seen_on = models.DateField(_("seen on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ReportState.choices, default=ReportState.DRAFT, editable=False
    )
    author = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="authored", editable=False)
    entered_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="entered", editable=False
    )
    reviewer = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="reviewed", editable=False
    )
    submitted_at = models.DateTimeField(null=True, editable=False)
    # What punctuality goes by: a report that was returned and comes again stays as early as it was.
    first_submitted_at = models.DateTimeField(null=True, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    publish_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_reason = models.TextField(blank=True, editable=False)
    returned_at = models.DateTimeField(null=True, editable=False)
    reply = models.TextField(_("reply of the partner"), blank=True, editable=False)
    replied_at = models.DateTimeField(null=True, editable=False)
    without_second_review = models.BooleanField(default=False, editable=False)
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by", editable=False
    )
    changed_by_staff = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    objects = StatusReportQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("fact or report")
        verbose_name_plural = _("facts and reports")
        ordering = ["commitment", "as_of", "pk"]
        indexes = [
            # all facts that count for one commitment (roll-up, timeline)
            models.Index(fields=["commitment", "state", "as_of"], name="report_of_commitment"),
            # the newest facts of the whole record, on the overview
            models.Index(
                fields=["-as_of", "-accepted_at"],
                name="report_newest",
                condition=Q(state=ReportState.ACCEPTED, published_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="") | ~Q(status=Status.UNKNOWN),
                name="report_never_unknown",
                violation_error_message=_("“Status not known” cannot be reported."),
            ),
            models.CheckConstraint(
                condition=~Q(origin=Origin.PARTNER) | Q(contribution__isnull=False),
                name="report_of_partner_has_contribution",
                violation_error_message=_("A partner reports on its contribution."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.ACCEPTED) | Q(accepted_at__isnull=False),
                name="report_accepted_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.REVOKED) | ~Q(revoked_reason=""),
                name="report_revoked_says_why",
                violation_error_message=_("Give the reason."),
            ),
            models.CheckConstraint(
                condition=~Q(grade=Grade.NONE)
                | ~Q(state=ReportState.ACCEPTED)
                | (~Q(assessed_status=Status.COMPLETED) & (~Q(status=Status.COMPLETED) | ~Q(assessed_status=""))),
                name="report_completed_has_evidence",
                violation_error_message=_("“Completed” needs evidence."),
            ),
            models.UniqueConstraint(
                fields=["contribution"],
                condition=Q(
                    origin=Origin.PARTNER,
                    state__in=[ReportState.DRAFT, ReportState.SUBMITTED, ReportState.RETURNED],
                ),
                name="report_one_open",
                violation_error_message=_("There is already an open report on this contribution."),
            ),
        ]

    def __str__(self) -> str:
        return self.key or f"{self.commitment_id}, {self.as_of}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with a fuzzy as-of day stored as its last day."""
        self.as_of = days.last_day(self.as_of, self.as_of_precision)
        super().save(*args, **kwargs)

    @property
    def is_public_data(self) -> bool:
        """Whether it has been published; drafts belong to the reporter's people and staff."""
        return self.published_at is not None

    @property
    def effective_status(self) -> Status | None:
        """The status that counts: the assessed one, else the reported one, None if it leaves the status as it is."""
        value = self.assessed_status or self.status
        return Status(value) if value else None

    def as_fact(self, *, sources: int) -> rules.Fact:
        """The fact as the rules see it; `sources` is the number of its pieces of evidence."""
        told_at = self.submitted_at or self.accepted_at or self.created_at
        accepted_at = self.accepted_at or self.created_at
        return rules.Fact(
            id=self.pk,
            as_of=self.as_of,
            precision=self.as_of_precision,
            told_on=days.berlin_day(told_at),
            accepted_at=accepted_at,
            status=self.effective_status,
            reported=Status(self.status) if self.status and self.origin == Origin.PARTNER else None,
            part=self.contribution_id,
            origin=Origin(self.origin),
            confidence=Confidence(self.confidence),
            grade=Grade(self.grade),
            seen_on=self.seen_on if self.origin == Origin.RESEARCH else None,
            sources=sources,
        )


class Evidence(PublicModel):
    """A link that stands behind a fact or report: who published it, when, and when it was seen."""

    shown_where = Q(
        report__published_at__isnull=False,
        report__commitment__published_at__isnull=False,
        report__commitment__agreement__published_at__isnull=False,
    )

    hidden_fields = PublicModel.hidden_fields | {"sha256"}

    report = models.ForeignKey(StatusReport, on_delete=models.CASCADE, related_name="evidence", verbose_name=_("fact"))
    title = models.CharField(_("title"), max_length=400)
    publisher = models.CharField(_("publisher"), max_length=300)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    archive_url = models.URLField(_("archived copy"), max_length=1000, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True, help_text=_("empty if not known"))
    published_precision = precision_field(_("precision of the publication day"))
    seen_on = models.DateField(_("seen on"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    file = models.FileField(
        _("PDF file"), max_length=120, blank=True, storage=evidence_storage, upload_to=generated_name
    )
    grade = models.CharField(_("what it is"), max_length=12, choices=Grade.choices, default=Grade.DOCUMENT)
    file_size = models.PositiveIntegerField(_("size in bytes"), null=True, blank=True, editable=False)
    sha256 = models.CharField(_("checksum"), max_length=64, blank=True, editable=False, default="", db_default="")

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["report", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.title}, {self.publisher}"

    @property
    def is_public_data(self) -> bool:
        """Whether the report it stands behind has been published."""
        return self.report.is_public_data

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with a fuzzy day of publication stored as its last day."""
        if self.published_on:
            self.published_on = days.last_day(self.published_on, self.published_precision)
        super().save(*args, **kwargs)


class ReviewComment(models.Model):
    """What the reviewer says on one field of a returned report."""

    report = models.ForeignKey(StatusReport, on_delete=models.CASCADE, related_name="comments")
    field = models.CharField(_("field"), max_length=24, choices=ReportField.choices)
    text = models.TextField(_("comment"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("comment of the review")
        verbose_name_plural = _("comments of the review")
        ordering = ["report", "created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.field}"


class Wish(models.Model):
    """With a report a partner asks for a deadline to be moved or a wording to be corrected; staff decide."""

    report = models.ForeignKey(StatusReport, on_delete=models.CASCADE, related_name="wishes")
    kind = models.CharField(_("kind"), max_length=12, choices=WishKind.choices)
    due_on = models.DateField(_("wished deadline"), null=True, blank=True)
    text = models.TextField(_("wish"))
    state = models.CharField(_("state"), max_length=12, choices=WishState.choices, default=WishState.OPEN)
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        ordering = ["report", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["report", "kind"], name="wish_one_of_a_kind"),
            models.CheckConstraint(
                condition=~Q(state=WishState.DECLINED) | ~Q(answer=""),
                name="wish_declined_says_why",
                violation_error_message=_("Say why the wish is declined."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.kind}"


class Supply(VersionedModel):
    """What a member supplies to the report of its group: text and links, no status; never public."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="supplies")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="supplies")
    author = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("text for the report"))
    links = models.TextField(_("links"), blank=True, help_text=_("one per line"))
    updated_at = models.DateTimeField(auto_now=True)
    taken_over_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("supply")
        verbose_name_plural = _("supplies")
        ordering = ["contribution", "partner__sort_key"]
        constraints = [models.UniqueConstraint(fields=["contribution", "partner"], name="supply_once")]

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.partner_id}"


class MailProof(models.Model):
    """The mail with which a partner reported, kept as internal proof of what staff entered; and what it objects."""

    report = models.OneToOneField(StatusReport, on_delete=models.CASCADE, related_name="proof")
    file = models.FileField(_("mail or table"), storage=evidence_storage, upload_to=generated_proof_name)
    sha256 = models.CharField(_("checksum"), max_length=64, blank=True, editable=False, default="", db_default="")
    received_on = models.DateField(_("received on"))
    objection = models.TextField(_("objection"), blank=True)
    objected_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("proof of a report by mail")
        verbose_name_plural = _("proofs of reports by mail")

    def __str__(self) -> str:
        return str(self.report_id)


class ReportingRoundQuerySet(PublicQuerySet):
    """Rounds in the words of the field."""

    def open(self, *, on: date) -> ReportingRoundQuerySet:
        """Those that were opened and not closed, from their first day on."""
        return self.filter(opened_at__isnull=False, closed_at__isnull=True, starts_on__lte=on)

    def opened(self) -> ReportingRoundQuerySet:
        """Those that have ever asked anybody."""
        return self.filter(opened_at__isnull=False)


class ReportingRound(EditorNotes, PublicModel):
    """A named period in which named contributions are to be reported."""

    shown_where = Q(opened_at__isnull=False, agreement__published_at__isnull=False)

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("agreement")
    )
    title = models.CharField(_("title"), max_length=200)
    starts_on = models.DateField(_("from"))
    due_on = models.DateField(_("due on"))
    is_closing = models.BooleanField(_("closing round"), default=False)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    due_on_first = models.DateField(_("first due day"), null=True, blank=True, editable=False)
    publish_at = models.DateTimeField(
        _("publish at"), null=True, blank=True, help_text=_("empty: every accepted report at once")
    )
    result = models.TextField(_("figures at closing"), blank=True, editable=False)
    contributions = models.ManyToManyField(Contribution, related_name="rounds", blank=True)

    objects = ReportingRoundQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("reporting round")
        verbose_name_plural = _("reporting rounds")
        ordering = ["agreement", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("starts_on")),
                name="round_forward",
                violation_error_message=_("The round ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class RoundExclusion(PublicModel):
    """A contribution that a round does not ask for, with the reason."""

    shown_where = Q(round__opened_at__isnull=False, round__agreement__published_at__isnull=False)

    round = models.ForeignKey(ReportingRound, on_delete=models.CASCADE, related_name="exclusions")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="exclusions")
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("exclusion from a round")
        verbose_name_plural = _("exclusions from rounds")
        ordering = ["round", "contribution"]
        constraints = [
            models.UniqueConstraint(fields=["round", "contribution"], name="exclusion_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="exclusion_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.contribution_id}"
