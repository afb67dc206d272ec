"""Figures for a monitor, in the text format of Prometheus: how much waits, how old what is. No persons, no words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db import Error, connection
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from allianz import __version__
from tracker import days
from tracker.access import public_agreements, public_commitments
from tracker.models import CheckedLink, CommandLock, OutboxMail, RecordState, StatusReport, Ticket
from tracker.public.service import READY_CHECKS, faults, migrations_applied
from tracker.vocabulary import LinkState, Origin, ReportState

IS_UP = "Whether the database answers."
FORMAT = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure of now, by its name without the first word, what it says, and its labels."""

    name: str
    says: str
    value: float
    labels: dict[str, str] = field(default_factory=dict)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for whoever sends METRICS_TOKEN; for everybody else there is no such page."""
    expected = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not constant_time_compare(request.headers.get("Authorization", ""), expected):
        raise Http404
    response = HttpResponse(exposition(_measured()), content_type=FORMAT)
    response["Cache-Control"] = "no-store"
    return response


def exposition(measured: list[Metric]) -> str:
    """The figures as Prometheus reads them; what has the same name stands together."""
    lines: list[str] = []
    named = ""
    for metric in measured:
        name = f"tracker_{metric.name}"
        if name != named:
            lines += [f"# HELP {name} {metric.says}", f"# TYPE {name} gauge"]
            named = name
        labels = ",".join(f'{key}="{_escaped(value)}"' for key, value in metric.labels.items())
        lines.append(f"{name}{{{labels}}} {metric.value:.15g}" if labels else f"{name} {metric.value:.15g}")
    return "\n".join(lines) + "\n"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")


def _measured() -> list[Metric]:
    """All figures; of a database that does not answer only that it does not, of older tables what they hold."""
    about = {"version": __version__, "database": connection.vendor}
    found = [Metric("info", "Version of the site and kind of its database.", 1, about)]
    try:
        for metric in _of_database():
            found.append(metric)
    except Error:
        # What could be asked before stands; a figure that is not there cannot be mistaken for a good one.
        if len(found) == 1:
            found.append(Metric("database_up", IS_UP, 0))
    return found


def _of_database() -> Iterator[Metric]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    yield Metric("database_up", IS_UP, 1)
    now, today = timezone.now(), days.today()
    yield Metric("schema_up_to_date", "Whether all migrations are applied.", migrations_applied())
    yield Metric("ready", "Whether /readyz says ready.", not faults(READY_CHECKS))
    state = RecordState.objects.first()
    yield Metric("revision", "Number of the present revision of the record.", state.revision_number if state else 0)
    if state and state.stamped_at:
        age = (now - state.stamped_at).total_seconds()
        yield Metric("revision_age_seconds", "Seconds since the present revision.", age)
    yield Metric("public_agreements", "Agreements that everybody may see.", public_agreements().count())
    yield Metric("public_commitments", "Commitments that everybody may see.", public_commitments().count())
    mail = OutboxMail.objects.waiting(at=now).order_by().aggregate(number=Count("pk"), oldest=Min("send_after"))
    waited = (now - mail["oldest"]).total_seconds() if mail["oldest"] else 0
    yield Metric("mail_waiting", "Messages of the outbox that are due and not sent.", mail["number"])
    yield Metric("mail_waiting_oldest_seconds", "Seconds for which the oldest of them has been due.", waited)
    in_review = StatusReport.objects.filter(origin=Origin.PARTNER, state=ReportState.SUBMITTED).count()
    yield Metric("reports_in_review", "Reports that wait for the review.", in_review)
    overdue = Ticket.objects.overdue(on=today).count()
    yield Metric("tickets_overdue", "Messages of the public whose day of answer has passed.", overdue)
    failing = CheckedLink.objects.in_state(LinkState.FAILING).count()
    yield Metric("links_failing", "Addresses of sources that could not be reached at the last try.", failing)
    for name, done_at in CommandLock.objects.order_by("name").values_list("name", "done_at"):
        if done_at is not None:
            says = "When a command last came to its end without a fault, as Unix time."
            yield Metric("command_done_timestamp_seconds", says, done_at.timestamp(), {"command": name})
