"""What stands in the files beside that of the commitments: the names, types and meanings of their columns and fields.

Written down once; the data page and the data package are made from it. Fields of an object are named in its meaning.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.listings.rows import CODE, CODES, DAY, MOMENT, NUMBER, OBJECT, OBJECTS, TEXT, TEXTS, TRUTH


class Told(NamedTuple):
    """One column of a table file or field of a JSON file."""

    name: str
    type: str
    meaning: Promise


CHANGES = (
    Told("revision", NUMBER, _("Revision of the record.")),
    Told("at", MOMENT, _("When it was changed.")),
    Told("day", DAY, _("Day in Berlin.")),
    Told("kind", CODE, _("What changed: commitment, agreement or partner.")),
    Told("key", TEXT, _("Code, slug or key of what changed.")),
    Told("title", TEXT, _("Its title as published then.")),
    Told("agreement", CODE, _("Key of the agreement; for commitments only.")),
    Told("action_field", CODE, _("Action field, as in the filter; for commitments only.")),
    Told("change", CODE, _("What became different.")),
    Told("change_label", TEXT, _("The word for it.")),
    Told("field", CODE, _("Field of which it speaks.")),
    Told("before", TEXT, _("Value before, as a key word or day where it is one.")),
    Told("after", TEXT, _("Value after, as a key word or day where it is one.")),
    Told("in_words", TEXT, _("The difference in German words.")),
    Told("reason", CODE, _("Why the record was changed.")),
    Told("reason_label", TEXT, _("The word for it.")),
    Told("note", TEXT, _("Reason in the words of the editors.")),
    Told("reason_of_change", TEXT, _("Reason for this very difference, as for a moved deadline.")),
    Told("role", CODE, _("In which role it was changed; no person is named.")),
    Told("role_label", TEXT, _("The word for it.")),
    Told("after_report", TRUTH, _("Whether a message of the public prompted it.")),
    Told("source_title", TEXT, _("Title of the source behind it.")),
    Told("source_publisher", TEXT, _("Publisher of the source.")),
    Told("source_url", TEXT, _("Address of the source.")),
    Told("url", TEXT, _("Address of its page.")),
)
AGREEMENTS = (
    Told("slug", CODE, _("Key of the agreement.")),
    Told("title", TEXT, _("Full title.")),
    Told("short_title", TEXT, _("Short title.")),
    Told("signed_on", DAY, _("Day of signing.")),
    Told("signed_on_alternatives", TEXTS, _("Other days that sources name.")),
    Told("signed_on_note", TEXT, _("Note on the day of signing.")),
    Told("signed_at", TEXT, _("Place of signing.")),
    Told("term_start", DAY, _("Beginning of the term.")),
    Told("term_end", DAY, _("End of the term as signed.")),
    Told("term_precision", CODE, _("How exact these days are.")),
    Told("effective_end", DAY, _("End of the term with all extensions.")),
    Told("extensions", OBJECTS, _("Extensions: new end (new_end), decided on (decided_on).")),
    Told("coverage", CODE, _("Whether the whole text is recorded or a selection.")),
    Told("coverage_note", TEXT, _("Note on what is recorded.")),
    Told("gap_note", TEXT, _("Note on what is missing.")),
    Told("predecessor", CODE, _("Key of the agreement before it.")),
    Told("predecessor_note", TEXT, _("Note on the agreement before it.")),
    Told("lead_ministry", CODE, _("Key of the partner that has the lead.")),
    Told("lead_note", TEXT, _("Note on the lead.")),
    Told("official_numbering", TRUTH, _("Whether the text itself numbers the action fields.")),
    Told("parties", CODES, _("Keys of the sides.")),
    Told("action_fields", OBJECTS, _("Action fields: key, number, title, goal, simple words.")),
    Told(
        "targets",
        OBJECTS,
        _("Measurable targets: key, text, value, unit, deadline (due_on, due_precision), how sources show it."),
    ),
    Told("signatories", OBJECTS, _("Who signed: key of the partner, how sources show it.")),
    Told("reservations", OBJECTS, _("Reservations: key, subject, text.")),
    Told("events", OBJECTS, _("Events: key, kind, title, day with precision (day_precision).")),
    Told("url", TEXT, _("Address of its page.")),
)
PARTNERS = (
    Told("key", CODE, _("Key of the partner.")),
    Told("name", TEXT, _("Name of the partner.")),
    Told("abbreviation", TEXT, _("Short name.")),
    Told("kind", CODE, _("What kind of organisation or group it is.")),
    Told("parent", CODE, _("Key of the partner to which it belongs.")),
    Told("homepage", TEXT, _("Its homepage.")),
    Told("active_from", DAY, _("Since when it has existed, if known.")),
    Told("active_to", DAY, _("Until when it existed.")),
    Told("names", OBJECTS, _("Names over time: name, short name (abbreviation), from start to end, what changed.")),
    Told("groups", OBJECTS, _("Groups to which it belongs: key of the group, role, from start to end.")),
    Told("url", TEXT, _("Address of its page.")),
)
INDICATORS = (
    Told("key", CODE, _("Key of the indicator.")),
    Told("name", TEXT, _("Name of the indicator.")),
    Told("topic", TEXT, _("Topic.")),
    Told("unit", TEXT, _("Unit of the values.")),
    Told("definition", TEXT, _("What exactly is counted.")),
    Told("direction", CODE, _("In which direction it is meant to move.")),
    Told("reference_date", TEXT, _("Day of the year of which it tells, as 09-30.")),
    Told("source_organisation", TEXT, _("Who collects it.")),
    Told("baseline", OBJECT, _("Starting value: period, value, reason.")),
    Told(
        "target",
        OBJECT,
        _("Target: comparison (operator), value, level in words, deadline (due_on, due_precision)."),
    ),
    Told("data_gap", TRUTH, _("No series was found.")),
    Told("comparable", TRUTH, _("Whether the values can be compared with each other.")),
    Told("commitments", CODES, _("Codes of the commitments beside which it stands.")),
    Told(
        "values",
        OBJECTS,
        _(
            "Values: code of the Land, day with precision, value, whether rounded, basis, formula, reference, whether "
            "the series breaks before it (break_before, break_note), sources."
        ),
    ),
)
BY_NAME = {"changes": CHANGES, "agreements": AGREEMENTS, "partners": PARTNERS, "indicators": INDICATORS}
