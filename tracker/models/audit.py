"""Who acted and what was done: pseudonymous actors and the append-only protocol."""

from __future__ import annotations

import uuid
from collections import defaultdict

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.vocabulary import ActorKind, ActorRole, Verb


class Actor(models.Model):
    """A pseudonym behind which a person stands; erasing the person empties the link, the protocol stays."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=ActorKind.choices)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="actor"
    )

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=~Q(kind=ActorKind.PERSON), name="actor_one_of_each_machine"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True) | Q(kind=ActorKind.PERSON), name="actor_machine_is_nobody"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display()) if self.kind != ActorKind.PERSON else str(self.key)[:8]


class AuditEvent(models.Model):
    """One workflow action, told as a sentence by `verb` and `detail`. Append-only, held by triggers."""

    at = models.DateTimeField(_("at"), db_index=True)
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="events", verbose_name=_("actor"))
    role = models.CharField(_("role"), max_length=12, choices=ActorRole.choices)
    verb = models.CharField(_("action"), max_length=40, choices=Verb.choices)
    subject_kind = models.CharField(_("object"), max_length=40)
    subject_key = models.CharField(_("key"), max_length=80, db_index=True)
    detail = models.JSONField(_("details"), default=dict)
    revision = models.ForeignKey(
        "Revision", null=True, on_delete=models.PROTECT, related_name="events", verbose_name=_("revision")
    )

    class Meta:
        verbose_name = _("entry of the protocol")
        verbose_name_plural = _("protocol")
        ordering = ["-at", "-pk"]
        indexes = [
            # the protocol of one object
            models.Index(fields=["subject_kind", "subject_key", "at"], name="audit_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_key}"

    @property
    def sentence(self) -> str:
        """What was done, in a sentence of the active language."""
        words = {
            key: ", ".join(map(str, value)) if isinstance(value, list) else value for key, value in self.detail.items()
        }
        known = {**words, "subject": self.subject_key}
        return str(Verb(self.verb).label) % defaultdict(lambda: "–", known)


class AuditRetention(models.Model):
    """Before which moment entries of the protocol may be removed; one row, read by the trigger."""

    horizon = models.DateTimeField(_("horizon"))

    class Meta:
        verbose_name = _("retention of the protocol")
        verbose_name_plural = _("retention of the protocol")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="audit_retention_one_row")]

    def __str__(self) -> str:
        return self.horizon.isoformat()
