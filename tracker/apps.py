"""The tracker as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TrackerConfig(AppConfig):
    """Name the app and register its system checks."""

    name = "tracker"
    verbose_name = _("Alliance tracker")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks, and put the triggers back after every migrate (SQLite drops them with a table)."""
        from tracker import checks  # noqa: F401  (Django's own way: checks may need models)
        from tracker.accounts import lifetime, told, upkeep

        post_migrate.connect(_install_triggers, sender=self, dispatch_uid="tracker.triggers")
        post_migrate.connect(_make_cache_table, sender=self, dispatch_uid="tracker.cache_table")
        upkeep.connect()
        lifetime.connect()
        told.connect()


def _install_triggers(using: str, **kwargs: Any) -> None:
    from tracker.models import search, triggers  # models are loaded by now, not when this module is

    triggers.install(connections[using])
    search.keep_index(connections[using])


def _make_cache_table(using: str, **kwargs: Any) -> None:
    """Make the table that counts failed sign-ins, unless another cache is set; made once, kept from then on."""
    call_command("createcachetable", database=using, verbosity=0)
