"""Changes of the record, made on the primary by a process of their own: `python -m tests.cluster.change partners 3`."""

import sys

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402

from tests.factories import make_commitment, make_fact, make_partner, record_change  # noqa: E402
from tests.uploads.files import pdf  # noqa: E402
from tracker import days, workflow  # noqa: E402
from tracker.models import Evidence, Partner, Revision  # noqa: E402


def partners(count: str) -> int:
    """Add so many partners, whose keys count them, one change after the other; return the revision."""
    for _time in range(int(count)):
        number = Partner.objects.filter(key__startswith="probe-").count() + 1
        make_partner(f"probe-{number}", name=f"Probe {number}")
    return Revision.current()


def evidence() -> int:
    """Publish a fact with a PDF behind it; return the number of the evidence."""
    report = make_fact(make_commitment())
    content = pdf()
    with record_change() as change:
        item = Evidence(
            report=report, title="Bericht", publisher="Verlag", seen_on=days.today(), file_size=len(content)
        )
        item.file.save("x.pdf", ContentFile(content), save=False)
        item.save()
        change.touch(report.commitment)
    return item.pk


def revoke() -> int:
    """Withdraw the report behind the newest evidence with a file; return the number of the evidence."""
    item = Evidence.objects.exclude(file="").latest("pk")
    workflow.revoke_fact(item.report, reason="Falsche Quelle.", actor=workflow.system_actor())
    return item.pk


if __name__ == "__main__":
    action = {"partners": partners, "evidence": evidence, "revoke": revoke}[sys.argv[1]]
    sys.stdout.write(f"{action(*sys.argv[2:])}\n")
