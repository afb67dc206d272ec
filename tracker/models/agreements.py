"""Agreements: signed declarations with their term, fields, targets, signatories, reservations, events and findings."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.models.base import (
    EditorNotes,
    PublicModel,
    PublicQuerySet,
    precision_field,
    simple_words_field,
    sources_field,
)
from tracker.models.partners import KEY_VALIDATOR, Partner
from tracker.vocabulary import (
    Confidence,
    Coverage,
    EventKind,
    FactBasis,
    FindingKind,
    Grade,
    SourceStatus,
    Status,
)

# Rows of an agreement are shown with it.
OF_PUBLISHED = Q(agreement__published_at__isnull=False)


class AgreementQuerySet(PublicQuerySet):
    """Agreements in the words of the field."""

    def published(self) -> AgreementQuerySet:
        """Those the public may see."""
        return self.filter(published_at__isnull=False)

    def signed_by(self, day: date) -> AgreementQuerySet:
        """Those signed on or before a day."""
        return self.filter(signed_on__lte=day)

    def running(self, *, on: date) -> AgreementQuerySet:
        """Those whose effective end has not passed on a day."""
        return self.filter(effective_end__gte=on)

    def newest_first(self) -> AgreementQuerySet:
        """The latest agreement first, which is the running one where there is one."""
        return self.order_by("-signed_on", "slug")


class Agreement(EditorNotes, PublicModel):
    """A signed declaration. `effective_end` is written by the workflow from the term and its extensions."""

    shown_where = Q(published_at__isnull=False)

    slug = models.CharField(_("key"), max_length=60, unique=True, validators=[KEY_VALIDATOR])
    code_prefix = models.CharField(
        _("beginning of the codes"), max_length=40, unique=True, help_text=_("for example AAW-2019")
    )
    title = models.CharField(_("title"), max_length=200)
    short_title = models.CharField(_("short title"), max_length=80)
    signed_on = models.DateField(_("signed on"))
    signed_at = models.CharField(_("place of signing"), max_length=200, blank=True)
    signed_on_note = models.TextField(_("note on the signing day"), blank=True)
    term_start = models.DateField(_("term from"))
    term_end = models.DateField(_("term until"))
    term_precision = precision_field(_("precision of the term"))
    editor_term_note = models.TextField(_("note for the editors on the term"), blank=True, help_text=_("never public"))
    effective_end = models.DateField(_("effective end"), editable=False, db_index=True)
    gap_note = models.TextField(_("note on a gap"), blank=True)
    predecessor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="successors",
        verbose_name=_("predecessor"),
    )
    predecessor_note = models.TextField(_("note on the predecessor"), blank=True)
    lead_ministry = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("lead ministry")
    )
    lead_note = models.TextField(_("note on the lead"), blank=True)
    official_numbering = models.BooleanField(_("numbers of the fields are official"), default=False)
    action_fields_note = models.TextField(_("note on the action fields"), blank=True)
    coverage = models.CharField(_("recorded"), max_length=12, choices=Coverage.choices)
    coverage_note = models.TextField(_("note on what is recorded"), blank=True)
    signatories_note = models.TextField(_("note for the editors on the signatories"), blank=True)
    parties = models.ManyToManyField(Partner, verbose_name=_("sides"), blank=True, related_name="+")
    sources = sources_field()
    signed_on_sources = sources_field()
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    publish_at = models.DateTimeField(
        _("publish at"), null=True, blank=True, editable=False, help_text=_("agreement and all its commitments at once")
    )

    objects = AgreementQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-signed_on", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(term_end__gte=F("term_start")),
                name="agreement_term_forward",
                violation_error_message=_("The term ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(effective_end__gte=F("signed_on")),
                name="agreement_ends_after_signing",
                violation_error_message=_("The term ends before the day of signing."),
            ),
            models.CheckConstraint(
                condition=Q(coverage=Coverage.FULL) | ~Q(coverage_note=""),
                name="agreement_selection_says_why",
                violation_error_message=_("Say why only a selection is recorded."),
            ),
        ]

    def __str__(self) -> str:
        return self.short_title

    @property
    def is_full(self) -> bool:
        """Whether its whole text is recorded, so that shares may be shown."""
        return self.coverage == Coverage.FULL

    def has_ended(self, *, on: date) -> bool:
        """Whether its effective end has passed on a day."""
        return self.effective_end < on

    @property
    def field_prefix(self) -> str:
        """The word before the number in the filter value of its fields: AAW-2019 → 2019."""
        return self.code_prefix.rsplit("-", 1)[-1]


class Extension(EditorNotes, PublicModel):
    """The term of an agreement was extended."""

    shown_where = OF_PUBLISHED

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="extensions", verbose_name=_("agreement")
    )
    new_end = models.DateField(_("new end"))
    decided_on = models.DateField(_("decided on"), null=True, blank=True, help_text=_("empty if not known"))
    sources = sources_field()

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["agreement", "new_end"]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.new_end}"


class SigningDayAlternative(EditorNotes, PublicModel):
    """Another day that sources name as the day of signing."""

    shown_where = OF_PUBLISHED

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="signing_day_alternatives", verbose_name=_("agreement")
    )
    day = models.DateField(_("day"))
    sources = sources_field()

    class Meta:
        verbose_name = _("other signing day")
        verbose_name_plural = _("other signing days")
        ordering = ["agreement", "day"]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.day}"


class ActionField(PublicModel):
    """A chapter of an agreement; number 0 holds overarching aims and is shown without number."""

    shown_where = OF_PUBLISHED

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="action_fields", verbose_name=_("agreement")
    )
    key = models.CharField(_("filter value"), max_length=48, unique=True, editable=False)
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300)
    official_heading = models.BooleanField(_("official heading"), default=False)
    simple_words = simple_words_field()
    goal = models.TextField(_("goal"), blank=True)
    sources = sources_field()

    class Meta:
        verbose_name = _("action field")
        verbose_name_plural = _("action fields")
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="action_field_number_once",
                violation_error_message=_("This number is already used in the agreement."),
            )
        ]

    def __str__(self) -> str:
        return self.numbered_title

    def save(self, *args: object, **kwargs: object) -> None:
        """Save with the filter value made of the agreement's prefix and the number: 2019-1."""
        self.key = f"{self.agreement.field_prefix}-{self.number}"
        super().save(*args, **kwargs)

    @property
    def numbered_title(self) -> str:
        """The title, with its number where that is official and not 0."""
        if self.number and self.agreement.official_numbering:
            return f"{self.number}. {self.title}"
        return self.title


class FocusList(EditorNotes, PublicModel):
    """A list of main points that the partners adopted during the term, with the commitments it contains."""

    shown_where = OF_PUBLISHED

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="focus_lists", verbose_name=_("agreement")
    )
    title = models.CharField(_("title"), max_length=200)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    commitments: models.ManyToManyField = models.ManyToManyField(
        "Commitment", blank=True, related_name="+", verbose_name=_("commitments")
    )
    sources = sources_field()

    class Meta:
        verbose_name = _("list of main points")
        verbose_name_plural = _("lists of main points")
        ordering = ["agreement", "adopted_on"]

    def __str__(self) -> str:
        return self.title


class AgreementTarget(EditorNotes, PublicModel):
    """A measurable target of an agreement; where it names a commitment, they are the same thing and counted once."""

    shown_where = OF_PUBLISHED

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="targets", verbose_name=_("agreement")
    )
    key = models.CharField(_("key"), max_length=60, validators=[KEY_VALIDATOR])
    text = models.TextField(_("text"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=3, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_precision = precision_field(_("precision of the due day"))
    indicator = models.ForeignKey(
        "Indicator", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("indicator")
    )
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("partner")
    )
    status = models.CharField(
        _("shown by sources"), max_length=12, choices=SourceStatus.choices, default=SourceStatus.SOURCED
    )
    commitments: models.ManyToManyField = models.ManyToManyField(
        "Commitment", blank=True, related_name="agreement_targets", verbose_name=_("commitments")
    )
    sources = sources_field()

    class Meta:
        verbose_name = _("measurable target")
        verbose_name_plural = _("measurable targets")
        ordering = ["agreement", "pk"]
        constraints = [models.UniqueConstraint(fields=["agreement", "key"], name="agreement_target_key_once")]

    def __str__(self) -> str:
        return self.text

    @property
    def is_sourced(self) -> bool:
        """Whether sources show with certainty that it was agreed."""
        return self.status == SourceStatus.SOURCED


class Signatory(EditorNotes, PublicModel):
    """A partner signed an agreement, or is only thought to have done so (unconfirmed)."""

    shown_where = OF_PUBLISHED

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="signatories", verbose_name=_("agreement")
    )
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="signatures", verbose_name=_("partner"))
    status = models.CharField(_("shown by sources"), max_length=12, choices=SourceStatus.choices)
    sources = sources_field()

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["agreement", "partner__sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "partner"],
                name="signatory_once",
                violation_error_message=_("This partner is already recorded as signatory."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner}, {self.agreement}"


class Reservation(EditorNotes, PublicModel):
    """Partners signed with a reservation."""

    shown_where = OF_PUBLISHED

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="reservations", verbose_name=_("agreement")
    )
    key = models.CharField(_("key"), max_length=60, validators=[KEY_VALIDATOR])
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    day = models.DateField(_("day"), null=True, blank=True)
    partners = models.ManyToManyField(Partner, verbose_name=_("partners"), related_name="reservations")
    sources = sources_field()

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        ordering = ["agreement", "pk"]
        constraints = [models.UniqueConstraint(fields=["agreement", "key"], name="reservation_key_once")]

    def __str__(self) -> str:
        return self.subject


class AgreementDocument(PublicModel):
    """A document of an agreement, such as its signed text."""

    shown_where = OF_PUBLISHED

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="documents", verbose_name=_("agreement")
    )
    title = models.CharField(_("title"), max_length=300)
    sources = sources_field()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["agreement", "pk"]

    def __str__(self) -> str:
        return self.title


class Finding(EditorNotes, PublicModel):
    """An interim result or a lesson: shown with the agreement or the network, never counted as a promise."""

    shown_where = Q(agreement__isnull=True) | OF_PUBLISHED

    key = models.CharField(_("key"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=FindingKind.choices)
    agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.CASCADE, related_name="findings", verbose_name=_("agreement")
    )
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"))
    partners = models.ManyToManyField(Partner, blank=True, related_name="findings", verbose_name=_("partners"))
    quantity_value = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3, null=True, blank=True)
    quantity_unit = models.CharField(_("unit"), max_length=120, blank=True)
    quantity_text = models.CharField(_("quantity in words"), max_length=200, blank=True)
    passage_document = models.CharField(_("document of the passage"), max_length=80, blank=True)
    passage_paragraph = models.PositiveIntegerField(_("paragraph"), null=True, blank=True)
    passage_line_start = models.PositiveIntegerField(_("first line"), null=True, blank=True)
    passage_line_end = models.PositiveIntegerField(_("last line"), null=True, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title


class FindingFact(EditorNotes, PublicModel):
    """A dated, sourced fact behind a finding."""

    shown_where = Q(finding__agreement__isnull=True) | Q(finding__agreement__published_at__isnull=False)

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="facts", verbose_name=_("finding"))
    key = models.CharField(_("key"), max_length=48, unique=True)
    as_of = models.DateField(_("as of"))
    as_of_precision = precision_field(_("precision"))
    summary = models.TextField(_("text"))
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, blank=True)
    grade = models.CharField(_("evidence"), max_length=12, choices=Grade.choices)
    confidence = models.CharField(_("confidence"), max_length=8, choices=Confidence.choices, default=Confidence.HIGH)
    basis = models.CharField(_("basis"), max_length=20, choices=FactBasis.choices, default=FactBasis.SOURCE)
    seen_on = models.DateField(_("seen on"))
    sources = sources_field()

    class Meta:
        verbose_name = _("fact behind a finding")
        verbose_name_plural = _("facts behind findings")
        ordering = ["finding", "as_of", "pk"]

    def __str__(self) -> str:
        return self.key

    @property
    def is_uncertain(self) -> bool:
        """Whether the editors are not sure that the source carries it."""
        return self.confidence == Confidence.LOW


class Event(EditorNotes, PublicModel):
    """Something that happened in the life of an agreement, or to other bodies around it (without agreement)."""

    shown_where = Q(agreement__isnull=True) | OF_PUBLISHED

    key = models.CharField(_("key"), max_length=80, unique=True, validators=[KEY_VALIDATOR])
    agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.CASCADE, related_name="events", verbose_name=_("agreement")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind.choices)
    title = models.CharField(_("title"), max_length=300)
    day = models.DateField(_("day"), null=True, blank=True, help_text=_("empty if not known"))
    day_precision = precision_field(_("precision"))
    day_end = models.DateField(_("until"), null=True, blank=True)
    day_end_precision = precision_field(_("precision of the end"))
    is_review = models.BooleanField(_("takes stock"), default=False)
    partners = models.ManyToManyField(Partner, blank=True, related_name="events", verbose_name=_("partners"))
    commitments: models.ManyToManyField = models.ManyToManyField(
        "Commitment", blank=True, related_name="events", verbose_name=_("commitments")
    )
    findings = models.ManyToManyField(Finding, blank=True, related_name="events", verbose_name=_("findings"))
    lands: models.ManyToManyField = models.ManyToManyField(
        "Land", blank=True, related_name="events", verbose_name=_("Länder")
    )
    sources = sources_field()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = [F("day").asc(nulls_last=True), "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(day_end__isnull=True) | Q(day__isnull=True) | Q(day_end__gte=F("day")),
                name="event_forward",
                violation_error_message=_("The end lies before the beginning."),
            )
        ]

    def __str__(self) -> str:
        return self.title
