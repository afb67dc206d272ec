"""What all models share: the guard around public data, the version that two editors are told apart by, fuzzy days."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.signals import m2m_changed
from django.utils.translation import gettext_lazy as _

from tracker import days
from tracker.vocabulary import Precision


@dataclass
class Writes:
    """What was written while the door is open: whether any of it shows on a public page."""

    shown: bool = False


_open: ContextVar[Writes | None] = ContextVar("public_change_open", default=None)


class OutsidePublicChange(RuntimeError):
    """Public data were about to be written outside `workflow.public_change()`, so no revision would tell of it."""


@contextlib.contextmanager
def public_data_open() -> Iterator[Writes]:
    """Allow writing public data in this block; for `workflow.public_change()` and migrations only."""
    writes = Writes()
    token = _open.set(writes)
    try:
        yield writes
    finally:
        _open.reset(token)


def require_open(model: type[models.Model]) -> None:
    """Raise unless public data may be written now."""
    if _open.get() is None:
        raise OutsidePublicChange(f"{model.__name__} is public: write it inside workflow.public_change()")


def _note(shown: bool) -> None:
    """Remember that something was written that public pages show."""
    writes = _open.get()
    if writes is not None and shown:
        writes.shown = True


def _asks() -> bool:
    """Whether it still matters if a write shows; after the first one that does nothing more is asked."""
    writes = _open.get()
    return writes is not None and not writes.shown


class PublicQuerySet(models.QuerySet):
    """A queryset whose bulk writes are guarded like single saves."""

    @property
    def _record(self) -> Any:
        """The model, which says what is shown of its rows."""
        return self.model

    def shown(self) -> models.QuerySet:
        """Those that public pages show now."""
        return self.filter(self._record.shown_where)

    def update(self, **kwargs: Any) -> int:
        """Update rows, inside a public change only."""
        require_open(self.model)
        asked = _asks() and not set(kwargs) <= self._record.hidden_fields
        # Only a moment that comes or goes can make the difference between before and after.
        moved = asked and bool({"published_at", "opened_at"} & set(kwargs))
        keys = list(self.order_by().values_list("pk", flat=True)) if moved else []
        if asked:
            _note(self.order_by().filter(self._record.shown_where).exists())
        count = super().update(**kwargs)
        if moved:
            _note(self._record._base_manager.filter(pk__in=keys).shown().exists())
        return count

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete rows, inside a public change only."""
        require_open(self.model)
        if _asks():
            _note(self.order_by().filter(self._record.shown_where).exists())
        return super().delete()

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """Create rows, inside a public change only."""
        require_open(self.model)
        made = super().bulk_create(objs, *args, **kwargs)
        if _asks() and not self._record.shown_through_others:
            _note(_any_shown(self._record, made))
        return made

    def bulk_update(self, objs: Any, fields: Any, *args: Any, **kwargs: Any) -> int:
        """Update rows one by one, inside a public change only."""
        require_open(self.model)
        rows = list(objs)
        asked = _asks() and not set(fields) <= self._record.hidden_fields
        before = asked and _any_shown(self._record, rows)
        # Django does it by update(), which asks the same for each batch.
        count = super().bulk_update(rows, fields, *args, **kwargs)
        _note(before or (asked and _any_shown(self._record, rows)))
        return count


def _any_shown(model: type[PublicModel], rows: list[Any]) -> bool:
    """Whether public pages show one of these rows; rows whose key is not known count as shown."""
    if not model.shown_where:
        return bool(rows)
    keys = [row.pk for row in rows]
    if None in keys:
        return True
    some = (keys[start : start + 500] for start in range(0, len(keys), 500))
    return any(model._base_manager.filter(pk__in=part).filter(model.shown_where).exists() for part in some)


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
    """A record that public pages show; saving or deleting it outside `workflow.public_change()` raises.

    Whether a write is told by a new revision depends on whether public pages show the row: what belongs to something
    unpublished is kept by the same door but leaves every page, and so every ETag, as it was.
    """

    shown_where: ClassVar[Q] = Q()
    """Which rows public pages show; empty: all."""
    shown_through_others: ClassVar[bool] = False
    """Whether a new row shows only once something else names it."""
    hidden_fields: ClassVar[frozenset[str]] = frozenset({"version", "editor_note", "publish_at"})
    """Columns that no public page shows."""

    objects = PublicQuerySet.as_manager()

    class Meta:
        abstract = True
        # Django's own writes go through the base manager, such as adding rows to their owner.
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, inside a public change only."""
        if self.is_public_data:
            require_open(type(self))
        names = kwargs.get("update_fields")
        asked = _asks() and not (names is not None and set(names) <= self.hidden_fields)
        is_new = self._state.adding
        before = asked and not is_new and self.is_shown()
        super().save(*args, **kwargs)
        if asked and not (is_new and self.shown_through_others):
            _note(before or self.is_shown())

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, inside a public change only."""
        if self.is_public_data:
            require_open(type(self))
        if _asks():
            _note(self.is_shown())
        return super().delete(*args, **kwargs)

    @property
    def is_public_data(self) -> bool:
        """Whether writing this row needs a public change; drafts of reports say no."""
        return True

    def is_shown(self) -> bool:
        """Whether public pages show this row as it is stored now; asks the database, for the row may be an old copy."""
        return _any_shown(type(self), [self])


def _guard_relations(sender: type[models.Model], instance: models.Model, action: str, **kwargs: Any) -> None:
    if action.startswith("pre_") and isinstance(instance, PublicModel):
        require_open(type(instance))
        if _asks():
            _note(instance.is_shown())


m2m_changed.connect(_guard_relations, dispatch_uid="tracker.guard_relations")


def precision_field(verbose_name: Any, **options: Any) -> models.CharField:
    """The precision that stands beside a fuzzy day."""
    return models.CharField(
        verbose_name, max_length=12, choices=Precision.choices, default=options.pop("default", Precision.DAY), **options
    )


class Source(PublicModel):
    """A public document that something of the record rests on; cited once or many times."""

    shown_through_others = True

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


MOST_SIMPLE_WORDS = 600


def simple_words_field() -> models.CharField:
    """The field for what the record says in a few simple sentences; empty until somebody has written them."""
    return models.CharField(
        _("in simple words"),
        max_length=MOST_SIMPLE_WORDS,
        blank=True,
        help_text=_("Short sentences, everyday words, no abbreviation; shown before all else. May stay empty."),
    )


class EditorNotes(PublicModel):
    """Notes for the editors, never on a public page."""

    editor_note = models.TextField(_("note for the editors"), blank=True, help_text=_("never public"))

    class Meta:
        abstract = True
