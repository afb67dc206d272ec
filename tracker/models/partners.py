"""Partners: organisations and groups, their names over time and who belongs to which group."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.models.base import EditorNotes, PublicModel, sources_field
from tracker.vocabulary import FactBasis, MembershipRole, NameChange, PartnerKind

KEY_VALIDATOR = RegexValidator(r"^[a-z0-9]+(?:-[a-z0-9]+)*$", _("Small letters, digits and single hyphens only."))


class Partner(EditorNotes, PublicModel):
    """An organisation or group that has promised something or is named with a promise."""

    hidden_fields = PublicModel.hidden_fields | {"contact_name", "contact_address"}

    key = models.CharField(_("key"), max_length=60, unique=True, validators=[KEY_VALIDATOR])
    name = models.CharField(_("name"), max_length=200)
    abbreviation = models.CharField(_("short name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=24, choices=PartnerKind.choices)
    is_everyone = models.BooleanField(
        _("stands for all partners"), default=False, help_text=_("the one group of all partners of the agreements")
    )
    parent = models.ForeignKey(
        "self", verbose_name=_("belongs to"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    land = models.ForeignKey(
        "Land", verbose_name=_("Land"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    homepage = models.URLField(_("homepage"), max_length=500, blank=True)
    active_from = models.DateField(_("exists from"), null=True, blank=True)
    active_to = models.DateField(_("exists until"), null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=20, choices=FactBasis.choices, default=FactBasis.SOURCE)
    reference = models.CharField(_("reference"), max_length=400, blank=True)
    sort_key = models.CharField(_("sort key"), max_length=60, editable=False, db_index=True)
    sources = sources_field()
    contact_name = models.CharField(_("contact person"), max_length=200, blank=True, help_text=_("never public"))
    contact_address = models.EmailField(_("mail address of the contact"), blank=True, help_text=_("never public"))

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["sort_key", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(active_to__isnull=True) | Q(active_from__isnull=True) | Q(active_to__gte=F("active_from")),
                name="partner_exists_forward",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.UniqueConstraint(
                fields=["is_everyone"],
                condition=Q(is_everyone=True),
                name="partner_one_everyone",
                violation_error_message=_("Only one group can stand for all partners."),
            ),
        ]

    def __str__(self) -> str:
        return self.abbreviation or self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the sort key that folds umlauts, so that both databases sort alike."""
        self.sort_key = sort_key(self.abbreviation or self.name)[:60]
        super().save(*args, **kwargs)

    @property
    def is_group(self) -> bool:
        """Whether it is a group of partners and not an organisation."""
        return self.kind == PartnerKind.GROUP

    @property
    def slug(self) -> str:
        """The word that stands for it in addresses."""
        return self.key


def sort_key(text: str) -> str:
    """A key by which German words sort alike in every database: small letters, umlauts as their base letters."""
    return text.casefold().translate(_SORT)


_SORT = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "„": "", "“": ""})


class PartnerName(PublicModel):
    """A name a partner has borne, from a day to a day."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="names", verbose_name=_("partner"))
    name = models.CharField(_("name"), max_length=200)
    abbreviation = models.CharField(_("short name"), max_length=60)
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("until"), null=True, blank=True)
    change = models.CharField(_("change"), max_length=24, choices=NameChange.choices)
    successor = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("successor")
    )
    predecessor = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("predecessor")
    )
    basis = models.CharField(_("basis"), max_length=20, choices=FactBasis.choices, default=FactBasis.SOURCE)
    reference = models.CharField(_("reference"), max_length=400, blank=True)
    sources = sources_field()

    class Meta:
        verbose_name = _("name in history")
        verbose_name_plural = _("names in history")
        ordering = ["partner", F("start").asc(nulls_first=True), "pk"]

    def __str__(self) -> str:
        return self.name


class Membership(EditorNotes, PublicModel):
    """A partner belongs to a group, from a day to a day; every role counts."""

    group = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="members", verbose_name=_("group"))
    member = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="groups", verbose_name=_("member"))
    role = models.CharField(_("role"), max_length=12, choices=MembershipRole.choices, default=MembershipRole.MEMBER)
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["group", "member__sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "member", "start"],
                name="membership_once",
                violation_error_message=_("This membership is already recorded."),
            ),
            models.UniqueConstraint(
                fields=["group", "member"],
                condition=Q(start__isnull=True),
                name="membership_without_start_once",
                violation_error_message=_("This membership is already recorded."),
            ),
            models.CheckConstraint(
                condition=~Q(group=F("member")),
                name="membership_not_in_itself",
                violation_error_message=_("A group cannot be a member of itself."),
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__isnull=True) | Q(end__gte=F("start")),
                name="membership_forward",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.group}"
