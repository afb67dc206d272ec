"""What was tested for accessibility, how, when and with which result: the dated record behind the statement.

Who tests again, or something else, changes the record here together with `TESTED_ON`. Each automatic test is named by
the file that holds it, and a test of its own sees that these files are there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TESTED_ON = date(2026, 12, 1)
BROWSER = "Chromium"


@dataclass(frozen=True, slots=True)
class Tested:
    """One thing that was tested on `TESTED_ON`."""

    what: Promise
    how: Promise
    result: Promise
    held_by: str


TESTED = (
    Tested(
        _("All rules of WCAG 2.2, levels A and AA, that a program can decide"),
        _("axe-core in the browser, every public page, the reporting area and the editors' pages; 1280 and 320 pixels"
          " wide, light and dark, folded and unfolded"),
        _("No violation"),
        "tests/browser/test_every_public_page.py",
    ),
    Tested(
        _("Operation by keyboard alone"),
        _("The tasks of visitors, partners and editors from the first page to the last, by keys only"),
        _("All tasks can be done"),
        "tests/browser/test_tasks_by_keyboard.py",
    ),
    Tested(
        _("Visible focus, its order, no trap"),
        _("Tab through the pages of all areas; contrast of the ring measured, light, dark and in forced colours"),
        _("The ring is seen at every stop with a contrast of at least 3 to 1, the order is that of reading"),
        "tests/browser/test_focus_is_seen.py",
    ),
    Tested(
        _("Names and roles"),
        _("The accessibility tree that the browser hands to screen readers, compared with what one sees"),
        _("Every control has a name that contains its label; headings, landmarks and tables are in order"),
        "tests/browser/test_what_aids_are_told.py",
    ),
    Tested(
        _(
            "Zoom of 400 percent, text of 200 percent, wider spacing, forced colours, reduced motion, "
            "size of targets, paper"
        ),
        _("Measured in the browser on the pages of all areas"),
        _("Nothing is cut or lost; only wide tables scroll sideways, in boxes of their own"),
        "tests/browser/test_other_ways_to_see.py",
    ),
)  # fmt: skip

OPEN = (
    _("Nobody who uses a screen reader every day has tested the site yet, and no outside body has."),
    _("Other browsers than the one named were not tested by program."),
    _("The structure of the PDF files of balances is checked by program, not by a validator for PDF/UA."),
    _(
        "PDF files that partners add as evidence, and pages that sources link to, are made by others. "
        "They may have barriers."
    ),
)
"""What the statement must not pass over."""
