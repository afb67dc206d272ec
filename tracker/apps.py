"""The tracker as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrackerConfig(AppConfig):
    """Name the app and register its system checks."""

    name = "tracker"
    verbose_name = _("Alliance tracker")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks once all models are loaded."""
        from tracker import checks  # noqa: F401  (Django's own way: checks may need models)
