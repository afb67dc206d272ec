"""What all models share: the guard around public data, the version that two editors are told apart by, fuzzy days."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

from django.db import models
from django.db.models.signals import m2m_changed
from django.utils.translation import gettext_lazy as _

from tracker import days
from tracker.vocabulary import Precision

_open: ContextVar[bool] = ContextVar("public_change_open", default=False)


class OutsidePublicChange(RuntimeError):
    """Public data were about to be written outside `workflow.public_change()`, so no revision would tell of it."""


@contextlib.contextmanager
def public_data_open() -> Iterator[None]:
    """Allow writing public data in this block; for `workflow.public_change()` and migrations only."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def require_open(model: type[models.Model]) -> None:
    """Raise unless public data may be written now."""
    if not _open.get():
        raise OutsidePublicChange(f"{model.__name__} is public: write it inside workflow.public_change()")


class PublicQuerySet(models.QuerySet):
    """A queryset whose bulk writes are guarded like single saves."""

    def update(self, **kwargs: Any) -> int:
        """Update rows, inside a public change only."""
        require_open(self.model)
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete rows, inside a public change only."""
        require_open(self.model)
        return super().delete()

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """Create rows, inside a public change only."""
        require_open(self.model)
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Any, *args: Any, **kwargs: Any) -> int:
        """Update rows one by one, inside a public change only."""
        require_open(self.model)
        return super().bulk_update(objs, *args, **kwargs)


class VersionedModel(models.Model):
    """A record that two people may edit: every save counts `version` up, so that a form can tell that it is older."""

    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save and count the version up."""
        self.version += 1
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "version"}
        super().save(*args, **kwargs)


class PublicModel(VersionedModel):
    """A record that public pages show; saving or deleting it outside `workflow.public_change()` raises."""

    objects = PublicQuerySet.as_manager()

    class Meta:
        abstract = True
        # Django's own writes go through the base manager, such as adding rows to their owner.
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, inside a public change only."""
        if self.is_public_data:
            require_open(type(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, inside a public change only."""
        if self.is_public_data:
            require_open(type(self))
        return super().delete(*args, **kwargs)

    @property
    def is_public_data(self) -> bool:
        """Whether public pages show this row, so that writing it needs a revision; drafts of reports say no."""
        return True


def _guard_relations(sender: type[models.Model], instance: models.Model, action: str, **kwargs: Any) -> None:
    if action.startswith("pre_") and isinstance(instance, PublicModel):
        require_open(type(instance))


m2m_changed.connect(_guard_relations, dispatch_uid="tracker.guard_relations")


def precision_field(verbose_name: Any, **options: Any) -> models.CharField:
    """The precision that stands beside a fuzzy day."""
    return models.CharField(
        verbose_name, max_length=12, choices=Precision.choices, default=options.pop("default", Precision.DAY), **options
    )


class Source(PublicModel):
    """A public document that something of the record rests on; cited once or many times."""

    title = models.CharField(_("title"), max_length=400)
    publisher = models.CharField(_("publisher"), max_length=300)
    url = models.URLField(_("address"), max_length=1000, blank=True, help_text=_("empty if it is not on the web"))
    published_on = models.DateField(_("published on"), null=True, blank=True, help_text=_("empty if not known"))
    published_precision = precision_field(_("precision of the publication day"))

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "publisher", "url", "published_on", "published_precision"],
                name="source_once",
                violation_error_message=_("This source is already recorded."),
            ),
            models.UniqueConstraint(
                fields=["title", "publisher", "url"],
                condition=models.Q(published_on__isnull=True),
                name="source_without_day_once",
                violation_error_message=_("This source is already recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.publisher}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with a fuzzy day of publication stored as its last day."""
        if self.published_on:
            self.published_on = days.last_day(self.published_on, self.published_precision)
        super().save(*args, **kwargs)


def sources_field() -> models.ManyToManyField:
    """The sources a record rests on."""
    return models.ManyToManyField(Source, verbose_name=_("sources"), blank=True, related_name="+")


class EditorNotes(PublicModel):
    """Notes for the editors, never on a public page."""

    editor_note = models.TextField(_("note for the editors"), blank=True, help_text=_("never public"))

    class Meta:
        abstract = True
