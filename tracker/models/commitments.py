"""Commitments and the partners' contributions to them, with the columns the workflow derives."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, CharField, F, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from tracker import rules
from tracker.models.agreements import ActionField, Agreement
from tracker.models.base import EditorNotes, PublicModel, PublicQuerySet, simple_words_field
from tracker.models.laender import Land
from tracker.models.partners import KEY_VALIDATOR, Partner, sort_key
from tracker.models.standing import StandingColumns
from tracker.vocabulary import (
    DeadlineBasis,
    Grade,
    Kind,
    Modality,
    Precision,
    QuantityKind,
    Reporting,
    Role,
    Schedule,
    Status,
    UnknownReason,
    Verifiability,
)

CODE_VALIDATOR = RegexValidator(
    r"^[A-Z]{2,8}-\d{4}-[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*$", _("A code looks like AAW-2019-1.07.")
)


# Rows of a commitment are shown with it.
OF_PUBLISHED = Q(commitment__published_at__isnull=False, commitment__agreement__published_at__isnull=False)


class TargetGroup(PublicModel):
    """People, organisations or regions that a commitment is meant for."""

    key = models.CharField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Instrument(PublicModel):
    """A programme, law or tool that a commitment names."""

    key = models.CharField(_("key"), max_length=80, unique=True, validators=[KEY_VALIDATOR])
    name = models.CharField(_("name"), max_length=120, unique=True)
    sort_key = models.CharField(max_length=120, editable=False)

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the sort key that folds umlauts."""
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


class CommitmentQuerySet(PublicQuerySet):
    """Commitments in the words of the field.

    `at` names the columns that a rule reads: "" for today, "period__" for a past day.
    """

    def published(self) -> CommitmentQuerySet:
        """Those the public may see."""
        return self.filter(published_at__isnull=False, agreement__published_at__isnull=False)

    def of_kind(self, kind: Kind) -> CommitmentQuerySet:
        """Measures, targets or positions only."""
        return self.filter(kind=kind)

    def standing_on(self, day: date) -> CommitmentQuerySet:
        """Commitments of agreements signed by a day, with the status period of that day joined as `period`.

        Twin of looking up `rules.periods()` at that day. Positions stay, without a period.
        """
        return self.annotate(
            period=models.FilteredRelation(
                "periods",
                condition=Q(periods__start__lte=day) & (Q(periods__until__isnull=True) | Q(periods__until__gt=day)),
            )
        ).filter(agreement__signed_on__lte=day)

    def with_schedule(self, *, on: date, at: str = "") -> CommitmentQuerySet:
        """Annotate `schedule_state`, the SQL twin of `rules.schedule()`, for a day."""
        return self.annotate(schedule_state=schedule_case(on=on, at=at))

    def with_reporting(self, *, on: date, public: bool = False) -> CommitmentQuerySet:
        """Annotate `reporting_state`, the SQL twin of `rules.worst()` over the required contributions, for a day.

        `public` takes each contribution's state as the public sees it, where a returned report is under review.
        """
        worst = (
            Contribution.objects.filter(commitment=OuterRef("pk"), required=True)
            .exclude(reporting_base=Reporting.NOT_ASKED)
            .annotate(rank=reporting_rank_case(on=on, public=public))
            .order_by("rank")
            .values("rank")[:1]
        )
        states = [When(worst_rank=rank, then=Value(state.value)) for rank, state in enumerate(Reporting)]
        return self.annotate(worst_rank=Subquery(worst)).annotate(
            reporting_state=Case(
                When(kind=Kind.POSITION, then=Value(None, output_field=CharField())),
                *states,
                default=Value(Reporting.NOT_ASKED.value),
                output_field=CharField(),
            )
        )

    def overdue(self, *, on: date) -> CommitmentQuerySet:
        """Those whose stated deadline has passed without completion."""
        return self.with_schedule(on=on).filter(schedule_state=Schedule.OVERDUE)

    def unknown(self) -> CommitmentQuerySet:
        """Those whose status is not known."""
        return self.filter(status=Status.UNKNOWN)

    def without_evidence(self) -> CommitmentQuerySet:
        """Measures and targets behind which no evidence stands."""
        return self.exclude(kind=Kind.POSITION).filter(evidence_grade=Grade.NONE)

    def without_deadline(self) -> CommitmentQuerySet:
        """Measures and targets whose words name no deadline."""
        return self.exclude(kind=Kind.POSITION).filter(due_on__isnull=True)

    def parts_of_others(self) -> CommitmentQuerySet:
        """Those that are part of another commitment."""
        return self.filter(part_of__isnull=False)


def schedule_case(*, on: date, at: str = "") -> Case:
    """`rules.schedule()` as SQL: the same rules in the same order, over the columns `at` names."""
    status, began = f"{at}status", f"{at}began_on"
    late = Q(due_on__isnull=False, **{f"{began}__gt": F("due_on")})
    soon = on + timedelta(days=rules.DUE_SOON_DAYS)

    def then(state: Schedule) -> Value:
        return Value(state.value)

    return Case(
        When(kind=Kind.POSITION, then=then(Schedule.NOT_APPLICABLE)),
        When(**{status: Status.DROPPED}, then=then(Schedule.VOID)),
        When(**{status: Status.MISSED}, then=then(Schedule.CLOSED_MISSED)),
        When(late & Q(**{f"{status}__in": [Status.COMPLETED, Status.ONGOING]}), then=then(Schedule.CLOSED_LATE)),
        When(**{status: Status.COMPLETED}, then=then(Schedule.CLOSED)),
        When(**{status: Status.ONGOING}, then=then(Schedule.RUNNING)),
        When(due_on__lt=on, due_basis=DeadlineBasis.STATED, then=then(Schedule.OVERDUE)),
        When(due_on__lt=on, then=then(Schedule.PERIOD_OVER)),
        When(due_on__lte=soon, then=then(Schedule.DUE_SOON)),
        When(due_on__isnull=False, then=then(Schedule.OPEN)),
        When(effective_end__lt=on, **{status: Status.UNKNOWN}, then=then(Schedule.ENDED_UNKNOWN)),
        When(effective_end__lt=on, then=then(Schedule.TERM_ENDED)),
        default=then(Schedule.NO_DEADLINE),
        output_field=CharField(),
    )


def reporting_case(*, on: date) -> Case:
    """`rules.reporting()` as SQL over a contribution's columns: only an unanswered request depends on the day."""
    return Case(
        When(
            Q(reporting_base__in=[Reporting.NEVER, Reporting.OVERDUE], asked_due_on__gte=on),
            then=Value(Reporting.DUE.value),
        ),
        default=F("reporting_base"),
        output_field=CharField(),
    )


def reporting_rank_case(*, on: date, public: bool = False) -> Case:
    """The place of the reporting state, of the public one on demand, among `Reporting`, 0 for the worst."""
    due = Q(reporting_base__in=[Reporting.NEVER, Reporting.OVERDUE], asked_due_on__gte=on)
    ranks = {state: rank for rank, state in enumerate(Reporting)}
    return Case(
        When(due, then=Value(ranks[Reporting.DUE])),
        *[When(reporting_base=state, then=Value(ranks[state.public() if public else state])) for state in Reporting],
        output_field=models.IntegerField(),
    )


class Commitment(EditorNotes, StandingColumns, PublicModel):
    """One tracked statement of an agreement."""

    shown_where = Q(published_at__isnull=False, agreement__published_at__isnull=False)

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[CODE_VALIDATOR])
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="commitments", verbose_name=_("agreement")
    )
    action_field = models.ForeignKey(
        ActionField,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commitments",
        verbose_name=_("action field"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    modality = models.CharField(_("bindingness"), max_length=12, choices=Modality.choices)
    title = models.CharField(_("title"), max_length=200)
    simple_words = simple_words_field()
    description = models.TextField(_("plain description"))
    wording = models.TextField(_("official wording"), blank=True)
    verifiable = models.CharField(_("verifiability"), max_length=8, choices=Verifiability.choices)
    verifiable_reason = models.CharField(_("reason for the verifiability"), max_length=400, blank=True)
    general_aim = models.BooleanField(_("general aim"), default=False)

    passage_document = models.CharField(_("document of the passage"), max_length=80, blank=True)
    passage_paragraph = models.PositiveIntegerField(_("paragraph"), null=True, blank=True)
    passage_page = models.PositiveIntegerField(_("page"), null=True, blank=True)
    passage_line_start = models.PositiveIntegerField(_("first line"), null=True, blank=True)
    passage_line_end = models.PositiveIntegerField(_("last line"), null=True, blank=True)

    due_on = models.DateField(_("deadline"), null=True, blank=True, help_text=_("last day that satisfies the words"))
    due_start = models.DateField(_("period from"), null=True, blank=True)
    due_precision = models.CharField(
        _("precision of the deadline"), max_length=12, choices=Precision.choices, blank=True
    )
    due_wording = models.CharField(_("words of the deadline"), max_length=200, blank=True)
    due_basis = models.CharField(_("basis of the deadline"), max_length=8, choices=DeadlineBasis.choices, blank=True)

    quantity_value = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3, null=True, blank=True)
    quantity_unit = models.CharField(_("unit"), max_length=120, blank=True)
    quantity_text = models.CharField(_("quantity in words"), max_length=200, blank=True)
    quantity_kind = models.CharField(_("kind of quantity"), max_length=12, choices=QuantityKind.choices, blank=True)

    target_groups = models.ManyToManyField(
        TargetGroup, blank=True, related_name="commitments", verbose_name=_("target groups")
    )
    instruments = models.ManyToManyField(
        Instrument, blank=True, related_name="commitments", verbose_name=_("instruments")
    )
    lands = models.ManyToManyField(Land, blank=True, related_name="commitments", verbose_name=_("Länder"))
    involved = models.TextField(_("others involved"), blank=True, help_text=_("one per line"))
    part_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="components", verbose_name=_("part of")
    )
    continues = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="continued_by", verbose_name=_("continues")
    )

    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    changed_on = models.DateField(_("changed on"), null=True, editable=False, db_index=True)
    effective_end = models.DateField(_("effective end"), null=True, editable=False)
    due_on_agreed = models.DateField(_("deadline as agreed"), null=True, editable=False)
    deadline_moves = models.PositiveSmallIntegerField(_("moves of the deadline"), default=0, editable=False)
    status_at_term_end = models.CharField(max_length=12, choices=Status.choices, null=True, editable=False)
    unknown_reason_at_term_end = models.CharField(
        max_length=12, choices=UnknownReason.choices, null=True, editable=False
    )
    sort_key = models.CharField(max_length=60, editable=False, db_index=True)

    objects = CommitmentQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["sort_key"]
        indexes = [
            # the table filtered by agreement, kind and status, and every count on the overview
            models.Index(fields=["agreement", "kind", "status"], name="commitment_overview"),
            # "due soon" and "overdue" of running agreements, and the calendar of deadlines
            models.Index(fields=["due_on"], name="commitment_due", condition=Q(due_on__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | (~Q(due_wording="") & ~Q(due_basis="") & ~Q(due_precision="")),
                name="commitment_deadline_whole",
                violation_error_message=_("A deadline needs its words, its precision and its basis."),
            ),
            models.CheckConstraint(
                condition=Q(due_start__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("due_start")),
                name="commitment_deadline_forward",
                violation_error_message=_("The deadline ends before it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.POSITION) | Q(status__isnull=True),
                name="commitment_position_without_status",
                violation_error_message=_("A declaration without a commitment of its own has no status."),
            ),
            models.CheckConstraint(
                condition=Q(passage_line_end__isnull=True)
                | Q(passage_line_start__isnull=True)
                | Q(passage_line_end__gte=F("passage_line_start")),
                name="commitment_passage_forward",
                violation_error_message=_("The passage ends before it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(part_of=F("id")),
                name="commitment_not_part_of_itself",
                violation_error_message=_("A commitment cannot be part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with a sort key by which AAW-2019-1.7 stands before AAW-2019-1.10."""
        self.sort_key = code_sort_key(self.code)
        super().save(*args, **kwargs)

    def schedule(self, *, on: date, standing: StandingColumns | None = None) -> Schedule:
        """Where it stands against its deadline on a day, by its standing of today or the one handed in."""
        state = standing or self
        return rules.schedule(
            kind=self.kind,
            status=state.status,
            due_on=self.due_on,
            due_basis=self.due_basis,
            effective_end=self.effective_end or self.agreement.effective_end,
            began_on=state.began_on,
            on=on,
        )

    @property
    def involved_list(self) -> list[str]:
        """The others that the words name, one by one."""
        return [line for line in self.involved.splitlines() if line.strip()]


def code_sort_key(code: str) -> str:
    """A key by which codes sort as people count: every number filled up with zeros, newer agreements not first."""
    parts = code.replace(".", "-").split("-")
    return "-".join(part.zfill(4) if part.isdigit() else part for part in parts)[:60]


class StatusPeriod(StandingColumns):
    """The standing of a commitment from a day on, as known today; derived, rewritten by the workflow."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="periods")
    start = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True)

    class Meta:
        verbose_name = _("status period")
        verbose_name_plural = _("status periods")
        ordering = ["commitment", "start"]
        indexes = [
            # the standing of one commitment on a past day (`CommitmentQuerySet.standing_on`)
            models.Index(fields=["commitment", "start", "until"], name="period_of_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "start"], name="period_starts_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("start")), name="period_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.status} {self.start}"


class Contribution(PublicModel):
    """One partner's part in one commitment; `reporter` is the organisation that reports for it."""

    shown_where = OF_PUBLISHED

    commitment = models.ForeignKey(
        Commitment, on_delete=models.CASCADE, related_name="contributions", verbose_name=_("commitment")
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="contributions", verbose_name=_("partner")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    required = models.BooleanField(_("required"), default=True, help_text=_("Responsible partners always are."))
    reporter = models.ForeignKey(
        Partner,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports_for",
        verbose_name=_("reports for it"),
        help_text=_("organisation, never a group"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    reporting_base = models.CharField(
        max_length=12, choices=Reporting.choices, default=Reporting.NOT_ASKED, editable=False
    )
    asked_due_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["commitment", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "partner"],
                name="contribution_once",
                violation_error_message=_("This partner is already recorded with the commitment."),
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.LEAD) | Q(required=True),
                name="contribution_lead_required",
                violation_error_message=_("The contribution of a responsible partner is always required."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment.code}, {self.partner}"

    def reporting(self, *, on: date) -> Reporting:
        """The reporting state on a day, from the columns the workflow keeps; twin of `reporting_case()`."""
        base = Reporting(self.reporting_base)
        waiting = base in (Reporting.NEVER, Reporting.OVERDUE)
        if waiting and self.asked_due_on is not None and self.asked_due_on >= on:
            return Reporting.DUE
        return base


class DeadlineMove(PublicModel):
    """A deadline was moved: the one before, the one after, day and reason. Append-only."""

    shown_where = OF_PUBLISHED

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="moves")
    position = models.PositiveSmallIntegerField(_("number"))
    before = models.DateField(_("before"), null=True)
    before_wording = models.CharField(_("words before"), max_length=200, blank=True)
    after = models.DateField(_("after"), null=True)
    after_wording = models.CharField(_("words after"), max_length=200, blank=True)
    reason = models.TextField(_("reason"))
    moved_on = models.DateField(_("moved on"))

    class Meta:
        verbose_name = _("move of a deadline")
        verbose_name_plural = _("moves of deadlines")
        ordering = ["commitment", "position"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "position"], name="deadline_move_once"),
            models.CheckConstraint(
                condition=~Q(reason=""), name="deadline_move_says_why", violation_error_message=_("Give the reason.")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.before} → {self.after}"


class WordingCorrection(PublicModel):
    """A text of a commitment was corrected in public: field, before, after, day and reason. Append-only."""

    shown_where = OF_PUBLISHED

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="corrections")
    field = models.CharField(_("field"), max_length=20)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    reason = models.TextField(_("reason"))
    corrected_on = models.DateField(_("corrected on"))

    class Meta:
        verbose_name = _("correction of a text")
        verbose_name_plural = _("corrections of texts")
        ordering = ["commitment", "corrected_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="correction_says_why", violation_error_message=_("Give the reason.")
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.field}"
