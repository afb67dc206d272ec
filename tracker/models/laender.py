"""The Länder with their own alliances and training networks: shown with the Land only, never counted."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.models.base import EditorNotes, PublicModel, precision_field, sources_field
from tracker.models.partners import KEY_VALIDATOR, Partner
from tracker.vocabulary import AllianceScope, FactBasis


class Land(EditorNotes, PublicModel):
    """One of the 16 Länder, by its ISO 3166-2 code."""

    code = models.CharField(_("code"), max_length=5, unique=True)
    name = models.CharField(_("name"), max_length=60)
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("partner")
    )
    basis = models.CharField(_("basis"), max_length=20, choices=FactBasis.choices, default=FactBasis.SOURCE)
    reference = models.CharField(_("reference"), max_length=400, blank=True)
    sources = sources_field()

    class Meta:
        verbose_name = _("Land")
        verbose_name_plural = _("Länder")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class LandAlliance(EditorNotes, PublicModel):
    """An alliance of a Land for training or skilled workers; lead and partners are words, not partners of ours."""

    land = models.ForeignKey(Land, on_delete=models.CASCADE, related_name="alliances", verbose_name=_("Land"))
    key = models.CharField(_("key"), max_length=60, unique=True, validators=[KEY_VALIDATOR])
    name = models.CharField(_("name"), max_length=200)
    scope = models.CharField(_("subject"), max_length=16, choices=AllianceScope.choices)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    founded_precision = precision_field(_("precision"))
    lead = models.CharField(_("lead"), max_length=200, blank=True)
    partner_names = models.TextField(_("partners"), blank=True, help_text=_("one per line"))
    goals = models.TextField(_("goals"), blank=True, help_text=_("one per line"))
    homepage = models.URLField(_("homepage"), max_length=500, blank=True)
    predecessor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("predecessor")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    sources = sources_field()

    class Meta:
        verbose_name = _("alliance of a Land")
        verbose_name_plural = _("alliances of the Länder")
        ordering = ["land", "position", "key"]

    def __str__(self) -> str:
        return self.name


class AllianceStage(EditorNotes, PublicModel):
    """A stage of an alliance of a Land: a declaration with its own term."""

    alliance = models.ForeignKey(
        LandAlliance, on_delete=models.CASCADE, related_name="stages", verbose_name=_("alliance")
    )
    title = models.CharField(_("title"), max_length=300)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_precision = precision_field(_("precision of the signing day"))
    term_start = models.DateField(_("term from"), null=True, blank=True)
    term_start_precision = precision_field(_("precision of the beginning"))
    term_end = models.DateField(_("term until"), null=True, blank=True)
    term_end_precision = precision_field(_("precision of the end"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    sources = sources_field()

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["alliance", "position"]

    def __str__(self) -> str:
        return self.title


class AllianceTarget(EditorNotes, PublicModel):
    """A number that an alliance of a Land set itself."""

    alliance = models.ForeignKey(
        LandAlliance, on_delete=models.CASCADE, related_name="targets", verbose_name=_("alliance")
    )
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=3)
    unit = models.CharField(_("unit"), max_length=80)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_precision = precision_field(_("precision of the due day"))
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    reached_precision = precision_field(_("precision of the day reached"))
    sources = sources_field()

    class Meta:
        verbose_name = _("number of an alliance")
        verbose_name_plural = _("numbers of alliances")
        ordering = ["alliance", "pk"]

    def __str__(self) -> str:
        return f"{self.value.normalize():f} {self.unit}"


class Network(EditorNotes, PublicModel):
    """A regional training network or agency, or a national structure (without Land)."""

    land = models.ForeignKey(
        Land, null=True, blank=True, on_delete=models.CASCADE, related_name="networks", verbose_name=_("Land")
    )
    key = models.CharField(_("key"), max_length=60, unique=True, validators=[KEY_VALIDATOR])
    kind = models.CharField(_("kind"), max_length=80)
    name = models.CharField(_("name"), max_length=200)
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="networks", verbose_name=_("partner")
    )
    partner_names = models.TextField(_("partners"), blank=True, help_text=_("one per line"))
    supporter_names = models.TextField(_("supported by"), blank=True, help_text=_("one per line"))
    region = models.CharField(_("region"), max_length=120, blank=True)
    funding = models.CharField(_("funding"), max_length=120, blank=True)
    started_on = models.DateField(_("started on"), null=True, blank=True)
    started_precision = precision_field(_("precision of the start"))
    launched_on = models.DateField(_("opened on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_precision = precision_field(_("precision of the end"))
    homepage = models.URLField(_("homepage"), max_length=500, blank=True)
    same_as = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="also_in", verbose_name=_("described at")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    sources = sources_field()

    class Meta:
        verbose_name = _("training network")
        verbose_name_plural = _("training networks")
        ordering = ["land", "position", "key"]

    def __str__(self) -> str:
        return self.name


class NetworkPhase(EditorNotes, PublicModel):
    """A funding phase of a network."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="phases", verbose_name=_("network"))
    number = models.PositiveSmallIntegerField(_("phase"))
    start = models.DateField(_("from"), null=True, blank=True)
    start_precision = precision_field(_("precision of the beginning"))
    end = models.DateField(_("until"), null=True, blank=True)
    end_precision = precision_field(_("precision of the end"))
    sources = sources_field()

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["network", "number"]

    def __str__(self) -> str:
        return f"{self.network}, {self.number}"


class NetworkResult(PublicModel):
    """A result that a network names, with its day."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="results", verbose_name=_("network"))
    as_of = models.DateField(_("as of"))
    as_of_precision = precision_field(_("precision"))
    text = models.TextField(_("text"))
    sources = sources_field()

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["network", "as_of"]

    def __str__(self) -> str:
        return self.text
