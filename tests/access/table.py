"""Who gets what: one line per address, one letter per member of the cast.

`.` the page, `>` led to the sign-in, `r` led elsewhere, `x` refused with a sentence, `0` not found, `m` not to be opened
but only sent. The members stand in the order of `tests.cast.PEOPLE`: visitor, reporter of A, reader of A, reporter of B,
member of the group A reports for, editor, reviewer, administrator, disabled account.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps

from tests.cast import Cast
from tracker.models import Evidence, Invitation, StatusReport, Wish
from tracker.tokens import invitation_token
from tracker.vocabulary import Reporting


@dataclass(frozen=True)
class Row:
    """One address about one thing, and what everybody gets there."""

    room: str
    name: str
    about: str
    answers: str

    @property
    def ends_the_session(self) -> bool:
        """Whether opening it may sign somebody out, so that each visit needs a session of its own."""
        return self.room == "accounts"


def arguments(about: str, the_cast: Cast) -> tuple[object, ...]:
    """Return the arguments of an address about something in the cast's world, or about any record of a model."""
    if about == "-":
        return ()
    if about in apps.all_models["tracker"]:
        found = apps.get_model("tracker", about)._default_manager.order_by("pk").first()
        return (found.pk if found else 0,)
    reports, of = the_cast.reports, the_cast.of

    def pdf(report: StatusReport) -> int:
        return Evidence.objects.filter(report=report).exclude(file="").get().pk

    known: dict[str, object] = {
        "code": lambda: of[Reporting.CURRENT].commitment.code,
        "hidden-code": lambda: the_cast.hidden_agreement.commitments.get().code,
        "slug": lambda: the_cast.agreement.slug,
        "hidden-slug": lambda: the_cast.hidden_agreement.slug,
        "partner-a": lambda: the_cast.a.key,
        "berlin": lambda: "DE-BE",
        "due": lambda: of[Reporting.DUE].pk,
        "never-asked": lambda: of[Reporting.NOT_ASKED].pk,
        "in-review": lambda: of[Reporting.IN_REVIEW].pk,
        "accepted": lambda: of[Reporting.CURRENT].pk,
        "of-b": lambda: the_cast.of_b.pk,
        "of-b-draft": lambda: the_cast.of_b_draft.pk,
        "of-group": lambda: the_cast.of_group.pk,
        "of-hidden": lambda: the_cast.hidden_agreement.commitments.get().contributions.get().pk,
        "pdf-submitted": lambda: pdf(reports["submitted"]),
        "pdf-accepted": lambda: pdf(reports["accepted"]),
        "report-submitted": lambda: reports["submitted"].pk,
        "report-entered": lambda: reports["entered"].pk,
        "report-accepted": lambda: reports["accepted"].pk,
        "report-draft": lambda: reports["draft"].pk,
        "wish": lambda: Wish.objects.get().pk,
        "round": lambda: the_cast.open.pk,
        "round-closed": lambda: the_cast.closed.pk,
        "person": lambda: the_cast.people["reporter_of_b"].pk,
        "commitment-pk": lambda: of[Reporting.CURRENT].commitment.pk,
        "agreement-pk": lambda: the_cast.agreement.pk,
        "hidden-agreement-pk": lambda: the_cast.hidden_agreement.pk,
        "token": lambda: invitation_token(Invitation.objects.latest("pk")),
        "key": lambda: ("0", "x"),
        "nothing": lambda: 0,
        "ids": lambda: (0, 0),
    }
    value = known[about]()  # type: ignore[operator]
    return value if isinstance(value, tuple) else (value,)


TABLE = """
"""

ROWS = [
    Row(name.split(":")[0], name, about, answers) for name, about, answers in map(str.split, TABLE.strip().splitlines())
]
ROOMS = sorted({row.room for row in ROWS})
