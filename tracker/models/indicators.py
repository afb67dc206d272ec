"""Indicators: measured series with their breaks; they stand beside a commitment and never set its status."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.models.agreements import Finding
from tracker.models.base import EditorNotes, PublicModel, precision_field, sources_field
from tracker.models.laender import Land
from tracker.models.partners import KEY_VALIDATOR
from tracker.vocabulary import Direction, FactBasis, TargetOperator


class Indicator(EditorNotes, PublicModel):
    """A measured series."""

    key = models.CharField(_("key"), max_length=80, unique=True, validators=[KEY_VALIDATOR])
    name = models.CharField(_("name"), max_length=200)
    topic = models.CharField(_("topic"), max_length=60)
    unit = models.CharField(_("unit"), max_length=80)
    definition = models.TextField(_("definition"))
    direction = models.CharField(_("direction"), max_length=16, choices=Direction.choices)
    reference_date = models.CharField(_("reference day"), max_length=5, blank=True, help_text=_("month-day, as 09-30"))
    source_organisation = models.CharField(_("collected by"), max_length=200)
    baseline_period = models.CharField(_("period of the starting value"), max_length=20, blank=True)
    baseline_value = models.DecimalField(_("starting value"), max_digits=18, decimal_places=3, null=True, blank=True)
    baseline_reason = models.CharField(_("reason for the starting value"), max_length=200, blank=True)
    target_operator = models.CharField(
        _("target is meant as"), max_length=12, choices=TargetOperator.choices, blank=True
    )
    target_value = models.DecimalField(_("target value"), max_digits=18, decimal_places=3, null=True, blank=True)
    target_level = models.CharField(_("level of the target"), max_length=60, blank=True)
    target_due_on = models.DateField(_("target due on"), null=True, blank=True)
    target_due_precision = precision_field(_("precision of the due day"))
    editor_target_note = models.TextField(_("note for the editors on the target"), blank=True)
    data_gap = models.BooleanField(_("no series found"), default=False)
    never_draw = models.BooleanField(
        _("do not draw as a series"), default=False, help_text=_("the values cannot be compared with each other")
    )
    commitments: models.ManyToManyField = models.ManyToManyField(
        "Commitment", blank=True, related_name="indicators", verbose_name=_("commitments")
    )
    target_commitments: models.ManyToManyField = models.ManyToManyField(
        "Commitment", blank=True, related_name="target_indicators", verbose_name=_("commitments of the target")
    )
    findings = models.ManyToManyField(Finding, blank=True, related_name="indicators", verbose_name=_("findings"))

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["topic", "name"]

    def __str__(self) -> str:
        return self.name


class IndicatorValue(EditorNotes, PublicModel):
    """One measured or calculated value. A break says that it cannot be compared with the value before."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="values", verbose_name=_("indicator")
    )
    land = models.ForeignKey(
        Land, null=True, blank=True, on_delete=models.PROTECT, related_name="indicator_values", verbose_name=_("Land")
    )
    as_of = models.DateField(_("as of"))
    as_of_precision = precision_field(_("precision"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=3)
    rounded = models.BooleanField(_("rounded"), default=False)
    basis = models.CharField(_("origin"), max_length=20, choices=FactBasis.choices)
    formula = models.CharField(_("calculation"), max_length=200, blank=True)
    reference = models.CharField(_("reference"), max_length=400, blank=True)
    break_before = models.BooleanField(_("break before this value"), default=False)
    break_note = models.CharField(_("what the break is"), max_length=300, blank=True)
    sources = sources_field()

    class Meta:
        verbose_name = _("value")
        verbose_name_plural = _("values")
        ordering = ["indicator", F("land").asc(nulls_first=True), "as_of"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "land", "as_of", "as_of_precision"],
                name="indicator_value_once",
                violation_error_message=_("There is already a value for this day and Land."),
            ),
            models.UniqueConstraint(
                fields=["indicator", "as_of", "as_of_precision"],
                condition=Q(land__isnull=True),
                name="indicator_value_without_land_once",
                violation_error_message=_("There is already a value for this day and Land."),
            ),
            models.CheckConstraint(
                condition=~Q(basis=FactBasis.DERIVED) | ~Q(formula=""),
                name="indicator_value_says_formula",
                violation_error_message=_("A calculated value needs its calculation."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.as_of}"
