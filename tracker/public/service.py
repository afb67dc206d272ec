"""Addresses for machines: robots, site map, whom to tell of a weakness, and the two questions a monitor asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from tracker import replica
from tracker.access import public_agreements, public_balances, public_commitments, public_partners, public_texts
from tracker.models import Land, OutboxMail, PublicVersion, Revision
from tracker.models.triggers import missing
from tracker.pages.http import PublicRequest, public_page
from tracker.pages.navigation import reverse_or_none
from tracker.site import site
from tracker.workflow import is_overdue

PLAIN = "text/plain; charset=utf-8"
LATE_AFTER = timedelta(minutes=15)
"""A timer calls `publish_due` every few minutes; by then something is wrong with it."""
SECURITY_TXT_HOLDS = timedelta(days=180)
"""RFC 9116 asks for less than a year."""
NOT_FOR_ROBOTS = ("public:report_barrier", "public:report_error")
"""Pages that are no content: forms."""

FROM_THE_RECORD = (
    "public:overview",
    "public:commitments",
    "public:agreements",
    "public:comparison",
    "public:partners",
    "public:laender",
    "public:changes",
    "public:data",
    "balance:balances",
)
WITHOUT_DAY = (
    "public:method",
    "public:imprint",
    "public:privacy",
    "public:accessibility",
    "public:easy_language",
    "public:sign_language",
)


# --- Robots and site map ----------------------------------------------------------------------------------------------


@public_page
def robots(request: PublicRequest) -> HttpResponse:
    """Tell robots that everything is open but the forms and the administration, and where the site map is."""
    closed = [path for name in NOT_FOR_ROBOTS for path in _paths(name)]
    closed += [path for path in (reverse_or_none("admin:index"),) if path]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines.append(f"Sitemap: {site().url}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


@public_page
def security_txt(request: PublicRequest) -> HttpResponse:
    """Tell who finds a weakness whom to write to (RFC 9116); not there as long as nobody is named.

    The day on which it expires moves on with every day, so it is never past while the site runs.
    """
    if not site().security_contact:
        raise Http404
    expires = request.day + SECURITY_TXT_HOLDS
    lines = [
        f"Contact: {site().security_contact}",
        f"Expires: {expires.isoformat()}T00:00:00Z",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {site().url}{reverse('security_txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN)


@dataclass(frozen=True, slots=True)
class Place:
    """One page in every language, and the day on which its content last changed, if that is known."""

    addresses: dict[str, str]
    changed_on: date | None = None


@public_page
def sitemap(request: PublicRequest) -> HttpResponse:
    """List every public page in both languages."""
    places = list(_places())
    return render(request, "sitemap.xml", {"places": places}, content_type="application/xml; charset=utf-8")


def _places() -> Iterator[Place]:
    newest = Revision.objects.aggregate(day=Max("day"))["day"]
    for name in FROM_THE_RECORD:
        yield _place(name, newest)
    for name in WITHOUT_DAY:
        yield _place(name, None)
    for code, changed_on in public_commitments().order_by("code").values_list("code", "changed_on"):
        yield _place("public:commitment", changed_on, code)
    versions = dict(_newest_versions())
    for slug in public_agreements().order_by("slug").values_list("slug", flat=True):
        yield _place("public:agreement", versions.get((PublicVersion.AGREEMENT, slug)), slug)
    for slug in public_texts().order_by("agreement__slug").values_list("agreement__slug", flat=True):
        yield _place("public:agreement_text", newest, slug)
    for key in public_partners().order_by("key").values_list("key", flat=True):
        yield _place("public:partner", versions.get((PublicVersion.PARTNER, key)), key)
    for slug in public_balances().order_by("slug").values_list("slug", flat=True):
        yield _place("balance:balance", None, slug)
    for code in Land.objects.order_by("code").values_list("code", flat=True):
        yield _place("public:land", None, code)


def _newest_versions() -> Iterator[tuple[tuple[str, str], date]]:
    rows = (
        PublicVersion.objects.exclude(kind=PublicVersion.COMMITMENT)
        .order_by()
        .values_list("kind", "key")
        .annotate(day=Max("revision__day"))
    )
    return (((kind, key), day) for kind, key, day in rows)


def _place(name: str, changed_on: date | None, *args: str) -> Place:
    paths = _paths(name, *args)
    codes = [code for code, _name in settings.LANGUAGES]
    return Place({code: site().url + path for code, path in zip(codes, paths, strict=True)}, changed_on)


def _paths(name: str, *args: str) -> list[str]:
    """The paths of a page in every language."""
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append(reverse(name, args=args))
    return found


# --- Is it alive, is it ready -----------------------------------------------------------------------------------------


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; asks nothing else."""
    return _plain("ok")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether pages can be served, and in plain words what is missing, without a detail of the inside.

    What does not keep pages from being served, such as mail that does not go out, is a warning beside "ready".
    """
    wrong = faults(READY_CHECKS)
    if wrong:
        return _plain("\n".join(["not ready", *wrong]), status=503)
    return _plain("\n".join(["ready", *(f"warning: {check.otherwise}" for check in WARNINGS if not check.holds())]))


def _plain(words: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(f"{words}\n", content_type=PLAIN, status=status)
    response["Cache-Control"] = "no-store"
    return response


@dataclass(frozen=True, slots=True)
class ReadyCheck:
    """One condition of readiness and what is said if it fails."""

    holds: Callable[[], bool]
    otherwise: str


def faults(checks: Iterable[ReadyCheck]) -> list[str]:
    """What is missing, in plain words; after the first check that fails the rest would only repeat it."""
    for check in checks:
        try:
            holds = check.holds()
        except DatabaseError:
            holds = False
        if not holds:
            return [check.otherwise]
    return []


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def migrations_applied() -> bool:
    """Whether the tables are those of this release."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _triggers_present() -> bool:
    return not missing(connection)


def _record_begun() -> bool:
    return Revision.current() > 0


def _nothing_overdue() -> bool:
    return not is_overdue(at=timezone.now() - LATE_AFTER)


def _replica_keeps_up() -> bool:
    return replica.keeps_up(at=timezone.now())


def _mail_goes_out() -> bool:
    return not OutboxMail.objects.stuck(at=timezone.now()).exists()


READY_CHECKS: list[ReadyCheck] = [
    ReadyCheck(_database_answers, "the database does not answer"),
    ReadyCheck(migrations_applied, "migrations are not applied"),
    ReadyCheck(_triggers_present, "append-only tables are not held"),
    ReadyCheck(_record_begun, "the record is empty"),
]
"""What must hold before pages are served; the order matters, later checks need the earlier ones."""

WARNINGS: list[ReadyCheck] = [
    ReadyCheck(_nothing_overdue, "something is overdue for publication; run publish_due"),
    ReadyCheck(
        _replica_keeps_up, "the replica does not answer or is behind; public pages are read from the primary meanwhile"
    ),
    ReadyCheck(_mail_goes_out, "mail does not go out; run send_outbox and look at the mail server"),
]
"""What an operator should look at while pages are served."""
