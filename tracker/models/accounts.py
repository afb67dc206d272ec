"""Accounts, the organisations they act for, and invitations. What somebody may do is decided in `tracker/access.py`."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.models.base import VersionedModel
from tracker.models.partners import Partner

LANGUAGES = [("de", _("German")), ("en", _("English"))]


class Account(AbstractUser):
    """A person who signs in with the mail address."""

    language = models.CharField(_("language of mails"), max_length=2, choices=LANGUAGES, default="de")

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                "email",
                condition=~Q(email=""),
                name="account_mail_once",
                violation_error_message=_("There is already an account with this mail address."),
            )
        ]


class MandateQuerySet(models.QuerySet):
    """Mandates in the words of the field."""

    def in_force(self, *, on: date) -> MandateQuerySet:
        """Those that hold on a day."""
        return self.filter(Q(start__isnull=True) | Q(start__lte=on), Q(end__isnull=True) | Q(end__gte=on))


class Mandate(VersionedModel):
    """An account acts for an organisation, from a day to a day, as its first person or as deputy."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="mandates", verbose_name=_("account"))
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="mandates", verbose_name=_("partner"))
    is_deputy = models.BooleanField(_("deputy"), default=False, help_text=_("is reminded only after the first person"))
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("until"), null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["partner__sort_key", "is_deputy", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "partner"],
                condition=Q(end__isnull=True),
                name="mandate_once",
                violation_error_message=_("This account already acts for the organisation."),
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__isnull=True) | Q(end__gte=F("start")),
                name="mandate_forward",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.account_id}"


class InvitationQuerySet(models.QuerySet):
    """Invitations in the words of the field."""

    def open(self, *, at: datetime) -> InvitationQuerySet:
        """Those that can still be taken up."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at)


class Invitation(models.Model):
    """Somebody was invited by mail to set up an account; the link in the mail is signed, not stored, and works once."""

    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("account")
    )
    invited_by = models.ForeignKey("tracker.Actor", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("invited at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("taken up at"), null=True)
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.pk)
