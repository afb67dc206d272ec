"""Every address of the site. The public pages also exist in English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from tracker.accounts import urls as accounts
from tracker.accounts.gate import behind_sign_in
from tracker.admin import urls as admin
from tracker.api import urls as api
from tracker.api.pages import documentation
from tracker.balance import urls as balance
from tracker.outputs import urls as outputs
from tracker.public import evidence, metrics, service

urlpatterns = [
    path("verwaltung/", behind_sign_in(admin.editors).urls),
    path("portal/", include("tracker.portal.urls")),
    path("healthz", service.healthz, name="healthz"),
    path("readyz", service.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("belege/<int:pk>.pdf", evidence.evidence, name="evidence"),
    path("robots.txt", service.robots, name="robots"),
    path("sitemap.xml", service.sitemap, name="sitemap"),
    path(".well-known/security.txt", service.security_txt, name="security_txt"),
    *outputs.urlpatterns,
    *api.urlpatterns,
    *balance.files,
    *accounts.urlpatterns,
    *i18n_patterns(
        path("", include("tracker.public.urls")),
        path("api/v1/", documentation, name="api"),
        path("", include("tracker.balance.urls")),
        prefix_default_language=False,
    ),
]
