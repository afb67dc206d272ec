"""The reporting cycle as a model of a few lines remembers it: what was done, in plain lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tracker.models import Account, Actor, Contribution

BERLIN = ZoneInfo("Europe/Berlin")
BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOLIDAYS = {"2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-10-03", "2026-12-25"}
HEARING_DAYS = 5
ENDS = ("completed", "dropped")
# Most happens to one of them, so that long stories come about; 0 is the commitment that is not public.
PARTS = st.sampled_from([1, 1, 1, 1, 1, 2, 3, 4, 5, 0])
STATUSES = st.sampled_from(["", "in_progress", "completed", "dropped", "missed", "ongoing"])
WHO = st.integers(0, 3)
"""Which of those who act for the organisation; usually there are two."""


@dataclass
class Person:
    """Somebody who reports, as the model remembers it."""

    account: Account
    actor: Actor
    address: str
    acts_for: set[int]
    active: bool = True
    forms: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By report: the version in the form this person has open, and how often the report had changed till then."""


@dataclass
class Told:
    """A report as the model remembers it."""

    pk: int
    state: str = "draft"
    status: str = ""
    assessed: str = ""
    evidence: bool = False
    round: int | None = None
    handed_in: bool = False
    first_day: date | None = None
    returned: bool = False
    accepted: datetime | None = None
    due: datetime | None = None
    published: bool = False
    replied: bool = False
    author: int | None = None
    text: str = ""
    changes: int = 0
    """How often it changed: a form that was opened before the last time is out of date."""

    @property
    def says(self) -> str:
        return self.assessed or self.status


@dataclass
class Asked:
    """A round as the model remembers it."""

    pk: int
    due: date
    closing: bool
    parts: set[int]
    wait: datetime | None = None
    closed: bool = False
    result: str = ""


@dataclass
class Part:
    """A contribution as the model remembers it."""

    row: Contribution
    kind: str
    reports: list[Told] = field(default_factory=list)
    reporter: int | None = None
    public: bool = True

    @property
    def open(self) -> Told | None:
        return next((item for item in self.reports if item.state in ("draft", "submitted", "returned")), None)

    @property
    def last(self) -> Told | None:
        """The newest accepted one."""
        found = [item for item in self.reports if item.state == "accepted"]
        return found[-1] if found else None
