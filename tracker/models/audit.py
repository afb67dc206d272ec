"""Who acted and what was done: pseudonymous actors and the append-only protocol."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tracker.vocabulary import AccountRole, ActorKind, ActorRole, Status, Verb


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
        """What was done, in a sentence of the active language, with objects by their keys."""
        return self.told()

    def told(self, names: Mapping[tuple[str, str], str] | None = None) -> str:
        """What was done, in a sentence of the active language; `names` knows objects by kind and key."""
        known = {key: _in_words(key, value, names or {}) for key, value in self.detail.items()}
        known["subject"] = _name_of(self.subject_kind, self.subject_key, names or {}, known.get("name", ""))
        text = str(Verb(self.verb).label) % defaultdict(lambda: "–", known)
        # A mail address at the beginning stays as it is written.
        return text if "@" in text.partition(" ")[0] else text[:1].upper() + text[1:]


def _name_of(kind: str, key: str, names: Mapping[tuple[str, str], str], noted: str = "") -> str:
    """An object by its present name, else the one noted in the entry, else its key, a number after the word for it."""
    if (kind, key) in names:
        return names[kind, key]
    if noted and key.isdigit():
        return noted
    known = {model._meta.model_name: model._meta.verbose_name for model in apps.get_app_config("tracker").get_models()}
    return f"{known[kind]} {key}" if key.isdigit() and kind in known and kind != "ticket" else key


def _in_words(key: str, value: Any, names: Mapping[tuple[str, str], str]) -> str:
    """A stored detail as a sentence says it: days, statuses, roles and fields in words."""
    if isinstance(value, list):
        parts = [_in_words(key, part, names) for part in value]
        return ("; " if any("," in part for part in parts) else ", ").join(parts)
    if value in (None, "", "–"):
        return str(NOTHING.get(key, "–"))
    if key in PEOPLE:
        return _name_of("account", str(value), names)
    if key == "fields":
        return str(FIELDS.get(value, value))
    for words in (Status, AccountRole) if key in CODES else ():
        if value in words.values:
            return str(words(value).label)
    return _day(value) if key in DAYS and isinstance(value, str) else str(value)


def _day(value: str) -> str:
    """A stored day or moment as it is written in the active language; other texts as they are."""
    moment = parse_datetime(value) if "T" in value else None
    if moment is not None:
        return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    day = parse_date(value) if len(value) == len("2026-12-31") else None
    return formats.date_format(day, "DATE_FORMAT") if day is not None else value


CODES = {"status", "roles", "before", "after"}
DAYS = {"as_of", "before", "after", "due_on", "at", "horizon", "start", "end"}
PEOPLE = {"giver", "taker"}
NOTHING = {
    "before": pgettext_lazy("protocol", "no deadline"),
    "after": pgettext_lazy("protocol", "no deadline"),
    "reporter": _("nobody"),
    "status": _("without status"),
}
FIELDS = {
    "first_name": _("first name"),
    "last_name": _("last name"),
    "email": _("mail address"),
    "language": _("language of mails"),
    "is_deputy": _("deputy"),
    "start": _("from"),
    "end": _("until"),
    "title": _("title"),
    "description": _("description"),
    "wording": _("official wording"),
    "second_factor": _("second factor"),
}
"""The words for fields that entries name by their code."""


class AuditRetention(models.Model):
    """Before which moment entries of the protocol may be removed; one row, read by the trigger."""

    horizon = models.DateTimeField(_("horizon"))

    class Meta:
        verbose_name = _("retention of the protocol")
        verbose_name_plural = _("retention of the protocol")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="audit_retention_one_row")]

    def __str__(self) -> str:
        return self.horizon.isoformat()
