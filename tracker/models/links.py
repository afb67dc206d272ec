"""Addresses that the record names, as they were found when asked: what answers, what moved, what has gone."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.vocabulary import LinkFault, LinkState


class CheckedLinkQuerySet(models.QuerySet):
    """Checked addresses in the words of the field."""

    def due(self, *, at: datetime) -> CheckedLinkQuerySet:
        """Those to be asked now: never asked, or their pause is over; the longest waiting first."""
        return self.filter(Q(next_try_at__isnull=True) | Q(next_try_at__lte=at)).order_by("next_try_at", "pk")

    def in_state(self, state: LinkState) -> CheckedLinkQuerySet:
        """Those that stand so; twin of `CheckedLink.state`."""
        tried = self.filter(tried_at__isnull=False)
        fine = tried.filter(fault="")
        return {
            LinkState.NEVER: self.filter(tried_at__isnull=True),
            LinkState.DENIED: tried.filter(fault=LinkFault.DENIED),
            LinkState.FAILING: tried.exclude(fault__in=["", LinkFault.DENIED]),
            LinkState.MOVED: fine.filter(is_moved=True),
            LinkState.FINE: fine.filter(is_moved=False),
        }[state]


class CheckedLink(models.Model):
    """One address of the record and what came of asking for it; however many records name it, it is asked for once."""

    key = models.CharField(max_length=64, unique=True, editable=False)
    url = models.URLField(_("address"), max_length=1000)
    host = models.CharField(_("site"), max_length=255, db_index=True)
    tried_at = models.DateTimeField(_("last tried"), null=True)
    ok_at = models.DateTimeField(_("last success"), null=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True)
    target = models.CharField(_("leads on to"), max_length=2000, blank=True)
    is_moved = models.BooleanField(_("moved for good"), default=False)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True)
    fault = models.CharField(_("what was wrong"), max_length=12, choices=LinkFault.choices, blank=True)
    next_try_at = models.DateTimeField(_("next try"), null=True, db_index=True)

    objects = CheckedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["host", "url"]

    def __str__(self) -> str:
        return self.url

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the key of the address, by which it is found whatever its length."""
        self.key = link_key(self.url)
        super().save(*args, **kwargs)

    @property
    def state(self) -> LinkState:
        """Where it stands."""
        if self.tried_at is None:
            return LinkState.NEVER
        if self.fault:
            return LinkState.DENIED if self.fault == LinkFault.DENIED else LinkState.FAILING
        return LinkState.MOVED if self.is_moved else LinkState.FINE


def link_key(url: str) -> str:
    """The key of an address: an index of PostgreSQL takes no address of a thousand letters."""
    return hashlib.sha256(url.encode()).hexdigest()
