"""The table as a good Django developer writes it in an afternoon, over the same rows: one file, and two packages.

django-filter reads and applies the filters, django-tables2 draws the table with its own template, 25 rows a page. The
middleware is that of a new project. There are no facets, for neither package brings any.
"""

import os

import django
from django.apps import AppConfig
from django.conf import settings
from environ import Env

TEMPLATE = """<!doctype html>
{% load render_table from django_tables2 %}
<html lang="de">
<head><meta charset="utf-8"><title>Maßnahmen und Ziele</title></head>
<body>
<h1>{{ table.paginator.count }} Maßnahmen und Ziele</h1>
<form method="get">{{ filter.form.as_p }}<button>Filtern</button></form>
{% render_table table %}
</body>
</html>
"""


class Plain(AppConfig):
    """The one app, which is this file."""

    name = __name__


settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": {**Env.db_url_config(os.environ["DATABASE_URL"]), "CONN_MAX_AGE": None}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "django_filters",
        "django_tables2",
        f"{__name__}.Plain",
    ],
    LANGUAGE_CODE="de",
    LOGGING_CONFIG=None,
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    ROOT_URLCONF=__name__,
    SECRET_KEY="a comparison signs nothing that matters",  # noqa: S106
    STATIC_URL="static/",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [
                            ("django.template.loaders.locmem.Loader", {"commitments.html": TEMPLATE}),
                            "django.template.loaders.app_directories.Loader",
                        ],
                    )
                ],
            },
        }
    ],
    USE_TZ=True,
)
django.setup()

import django_filters  # noqa: E402 - needs the settings above, as all that follows
import django_tables2 as tables  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.urls import path  # noqa: E402
from django_filters.views import FilterView  # noqa: E402
from django_tables2.views import SingleTableMixin  # noqa: E402

STATUSES = [
    ("not_started", "noch nicht begonnen"),
    ("preparing", "in Vorbereitung"),
    ("in_progress", "in Umsetzung"),
    ("ongoing", "Daueraufgabe"),
    ("completed", "abgeschlossen"),
    ("missed", "nicht erreicht"),
    ("dropped", "nicht weiterverfolgt"),
    ("unknown", "Status nicht bekannt"),
]


class Agreement(models.Model):
    """A row of `tracker_agreement`."""

    slug = models.SlugField()
    short_title = models.CharField(max_length=120)

    class Meta:
        db_table = "tracker_agreement"
        managed = False

    def __str__(self) -> str:
        return self.short_title


class Partner(models.Model):
    """A row of `tracker_partner`."""

    key = models.SlugField()
    abbreviation = models.CharField(max_length=60)

    class Meta:
        db_table = "tracker_partner"
        managed = False

    def __str__(self) -> str:
        return self.abbreviation


class Commitment(models.Model):
    """A row of `tracker_commitment`."""

    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    description = models.TextField()
    wording = models.TextField()
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT)
    status = models.CharField(max_length=12, choices=STATUSES, null=True)
    status_as_of = models.DateField(null=True)
    due_on = models.DateField(null=True)
    sort_key = models.CharField(max_length=60)
    partners = models.ManyToManyField(Partner, through="Contribution")

    class Meta:
        db_table = "tracker_commitment"
        managed = False
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.code


class Contribution(models.Model):
    """A row of `tracker_contribution`."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT)

    class Meta:
        db_table = "tracker_contribution"
        managed = False

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.partner_id}"


class CommitmentFilter(django_filters.FilterSet):
    """The three filters of the comparison, and a search."""

    agreement = django_filters.ModelChoiceFilter(queryset=Agreement.objects.all(), to_field_name="slug")
    status = django_filters.MultipleChoiceFilter(choices=STATUSES, distinct=False)
    partners = django_filters.ModelChoiceFilter(queryset=Partner.objects.all(), to_field_name="key")
    q = django_filters.CharFilter(field_name="title", lookup_expr="icontains")

    class Meta:
        model = Commitment
        fields = ["agreement", "status", "partners", "q"]


class CommitmentTable(tables.Table):
    """One row for each commitment."""

    partners = tables.ManyToManyColumn()

    class Meta:
        model = Commitment
        fields = ["code", "title", "agreement", "partners", "due_on", "status", "status_as_of"]


class CommitmentList(SingleTableMixin, FilterView):
    """The page."""

    filterset_class = CommitmentFilter
    queryset = Commitment.objects.select_related("agreement").prefetch_related("partners")
    table_class = CommitmentTable
    template_name = "commitments.html"
    table_pagination = {"per_page": 25}


urlpatterns = [path("", CommitmentList.as_view())]
application = get_wsgi_application()
