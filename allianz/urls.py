"""Every address of the site. The public pages also exist in English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    *i18n_patterns(
        path("", include("tracker.public.urls")),
        prefix_default_language=False,
    ),
]
