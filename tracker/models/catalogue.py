"""What the catalogue wrote, so that a newer one can tell its own work from that of the editors."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CatalogueEntry(models.Model):
    """One record as the catalogue last wrote it, by its fingerprint.

    A record that no longer has this fingerprint was changed by the editors; a newer catalogue leaves it alone.
    """

    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=200)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)

    class Meta:
        verbose_name = _("entry of the catalogue")
        verbose_name_plural = _("entries of the catalogue")
        ordering = ["kind", "key"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="catalogue_entry_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
