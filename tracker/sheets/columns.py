"""The columns of a table of reports: what stands over them, what may be entered, what is only shown.

The words are German whoever makes the file, for it is sent round by mail and read back by anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.vocabulary import Grade, Precision, Status

LANGUAGE = "de"
SHEET = "Meldungen"


class Shape(StrEnum):
    """How a cell is read and whether it may be changed."""

    KEY = "key"
    SHOWN = "shown"
    TEXT = "text"
    DAY = "day"
    WORD = "word"
    FLAG = "flag"


@dataclass(frozen=True)
class Column:
    """One column: the field it fills, its head, the note on it, its width in characters, how it is read."""

    field: str
    head: Promise
    note: Promise
    width: int = 18
    shape: Shape = Shape.TEXT
    limit: int = 20_000

    @property
    def name(self) -> str:
        """The head as it stands in every file."""
        with translation.override(LANGUAGE):
            return str(self.head)

    @property
    def explained(self) -> str:
        """The note as it stands in every file."""
        with translation.override(LANGUAGE):
            return str(self.note)

    @property
    def is_entered(self) -> bool:
        """Whether people fill it in."""
        return self.shape not in (Shape.KEY, Shape.SHOWN)

    def words(self) -> list[tuple[str, str]]:
        """The words it takes, each with its code."""
        members: dict[str, Sequence[TextChoices]] = {
            "status": [item for item in Status.reportable() if item is not Status.MISSED],
            "precision": Precision.of_facts(),
            "grade": [item for item in Grade if item is not Grade.NONE],
        }
        if self.shape is Shape.FLAG:
            return [("ja", "ja")]
        with translation.override(LANGUAGE):
            return [(str(item.label), str(item.value)) for item in members.get(self.field, [])]


COLUMNS = [
    Column("contribution", _("Key"), _("Belongs to the row. Do not change it."), 8, Shape.KEY),
    Column("seen", _("State of the row"), _("Belongs to the row. Do not change it."), 8, Shape.KEY),
    Column("code", _("Code"), _("Code of the measure or target. Only shown."), 16, Shape.SHOWN),
    Column("title", _("Measure or target"), _("What was promised. Only shown."), 40, Shape.SHOWN),
    Column("partner", _("Contribution of"), _("Whose contribution you report on. Only shown."), 24, Shape.SHOWN),
    Column("due", _("Report until"), _("Day by which the report is asked for. Only shown."), 14, Shape.SHOWN),
    Column(
        "unchanged",
        _("Confirm unchanged"),
        _("Enter “ja” if the row holds as it stands. It is then reported with the day you enter, or else with today."),
        14,
        Shape.FLAG,
    ),
    Column(
        "status",
        _("Status"),
        _("Choose from the list. It stays empty for targets: they are assessed as a whole."),
        24,
        Shape.WORD,
    ),
    Column(
        "as_of",
        _("As of which day"),
        _(
            "For example 31.12.2026, 12/2026, 2. Quartal 2026 or 2026. Empty: the day on which the table is handed in. "
            "With “completed” the day of completion."
        ),
        16,
        Shape.DAY,
    ),
    Column(
        "precision",
        _("Precision"),
        _("How exact the day is. Empty: as it is written."),
        18,
        Shape.WORD,
    ),
    Column("summary", _("What has been done"), _("Two or three sentences. They are published."), 60),
    Column("next_steps", _("Next steps"), _("What comes next, and when. May stay empty."), 40),
    Column(
        "problem",
        _("Problem or delay"),
        _("What stands in the way. Needed where something is no longer pursued."),
        40,
    ),
    Column("links", _("Evidence so far"), _("Evidence that the report carries already. Only shown."), 36, Shape.SHOWN),
    Column("link_title", _("New evidence: title"), _("Title of a document or page."), 30, limit=400),
    Column("link_publisher", _("New evidence: publisher"), _("Who published it."), 24, limit=300),
    Column("link_url", _("New evidence: address"), _("Begins with https://."), 36, limit=1000),
    Column(
        "link_published",
        _("New evidence: published on"),
        _("Day, month or year of publication. Empty if it is not known."),
        18,
        Shape.DAY,
    ),
    Column("grade", _("New evidence: kind"), _("Choose from the list. Empty: document."), 16, Shape.WORD),
    Column(
        "wished_deadline",
        _("Wished deadline"),
        _("If the deadline is to be moved: the new day. The editors decide."),
        16,
        Shape.DAY,
    ),
    Column("deadline_wish", _("Reason for the new deadline"), _("Why the deadline is to be moved."), 36),
    Column(
        "wording_wish",
        _("Wished wording"),
        _("If title or description are recorded wrongly: what they should say. The editors decide."),
        36,
    ),
]
BY_FIELD = {column.field: column for column in COLUMNS}
ENTERED = [column for column in COLUMNS if column.is_entered]
