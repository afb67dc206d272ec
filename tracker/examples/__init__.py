"""Worked examples of the rules: facts in, expected judgement out.

The page "So wird gezählt" shows them, the tests run them, so that what is said and what is computed cannot differ.
"""

from tracker.examples.reporting import REPORTING_EXAMPLES, ReportingExample
from tracker.examples.schedule import (
    DEADLINE_WORDS,
    SCHEDULE_EXAMPLES,
    DeadlineWords,
    ScheduleExample,
)
from tracker.examples.status import STATUS_EXAMPLES, StatusExample, Told

__all__ = [
    "DEADLINE_WORDS",
    "REPORTING_EXAMPLES",
    "SCHEDULE_EXAMPLES",
    "STATUS_EXAMPLES",
    "DeadlineWords",
    "ReportingExample",
    "ScheduleExample",
    "StatusExample",
    "Told",
]
