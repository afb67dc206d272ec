"""The shapes of the answers, for the schema alone: what is said is written by the same code that writes the files.

That of a commitment is made from the fields of the files, so the two can never disagree.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tracker.listings.rows import CODE, CODES, DAY, FIELDS, NUMBER, OBJECT, OBJECTS, TEXTS, TRUTH, Field
from tracker.models import PublicVersion
from tracker.vocabulary import (
    ActorRole,
    ChangeKind,
    ChangeReason,
    Confidence,
    Coverage,
    Direction,
    EventKind,
    FactBasis,
    Grade,
    MembershipRole,
    NameChange,
    Origin,
    PartnerKind,
    Precision,
    Role,
    SourceStatus,
    Status,
    TargetOperator,
    UnknownReason,
)

Shape = type[serializers.Serializer]
# The stubs know a promise of a text only where Django itself makes one.
Meaning = Any


# Words for the few kinds of values --------------------------------------------------------------------------------


def text(meaning: Meaning = "", *, empty: bool = False) -> serializers.CharField:
    """A text; `empty` if it may be null."""
    return serializers.CharField(help_text=meaning, allow_null=empty)


def day(meaning: Meaning = "", *, empty: bool = False) -> serializers.DateField:
    """A day."""
    return serializers.DateField(help_text=meaning, allow_null=empty)


def whole(meaning: Meaning = "", *, empty: bool = False) -> serializers.IntegerField:
    """A whole number."""
    return serializers.IntegerField(help_text=meaning, allow_null=empty)


def decimal(meaning: Meaning = "", *, empty: bool = False) -> serializers.FloatField:
    """A number."""
    return serializers.FloatField(help_text=meaning, allow_null=empty)


def truth(meaning: Meaning = "", *, empty: bool = False) -> serializers.BooleanField:
    """Yes or no."""
    return serializers.BooleanField(help_text=meaning, allow_null=empty)


def coded(codes: Any, meaning: Meaning = "", *, empty: bool = False) -> serializers.ChoiceField:
    """A key word of a vocabulary, as far as it can occur in public."""
    members = codes.public_members() if hasattr(codes, "public_members") else codes
    choices = [(member.value, member.label) for member in members]
    return serializers.ChoiceField(choices=choices, help_text=meaning, allow_null=empty)


def texts(meaning: Meaning = "") -> serializers.ListField:
    """A list of texts."""
    return serializers.ListField(child=serializers.CharField(), help_text=meaning)


def shape(name: str, /, **fields: serializers.Field) -> Shape:
    """A shape of this name with these fields."""
    return type(name, (serializers.Serializer,), fields)


# Commitments ----------------------------------------------------------------------------------------------------------

PART = shape(
    "Part",
    key=text(_("Key of the partner.")),
    name=text(_("Name of the partner.")),
    role=coded(Role, _("Responsible or contributing.")),
    required=truth(_("Whether the contribution is needed for completion.")),
    reporter=text(_("Key of the organisation that reports; empty where none is named."), empty=True),
)
INNER = {
    "partners": PART,
    "parts": shape(
        "Parts", **{name: whole() for name in ("completed", "ongoing", "open", "unknown", "dropped", "total")}
    ),
    "passage": shape(
        "Passage",
        document=text(empty=True),
        **{name: whole(empty=True) for name in ("paragraph", "page", "line_start", "line_end")},
    ),
}


def _field(item: Field) -> serializers.Field:
    empty = not item.always
    meaning: Meaning = item.meaning
    if item.type in (OBJECT, OBJECTS):
        return INNER[item.name](many=item.type == OBJECTS, allow_null=empty, help_text=meaning)
    if item.type in (TEXTS, CODES):
        return texts(meaning)
    if item.type == CODE and item.codes is not None:
        return coded(item.codes, meaning, empty=empty)
    makers: dict[str, Callable[..., serializers.Field]] = {DAY: day, NUMBER: whole, TRUTH: truth}
    return makers.get(item.type, text)(meaning, empty=empty)


COMMITMENT = shape("Commitment", **{item.name: _field(item) for item in FIELDS})
EVIDENCE = shape(
    "Evidence",
    title=text(),
    publisher=text(),
    url=text(empty=True),
    archive_url=text(empty=True),
    published_on=day(empty=True),
    published_precision=coded(Precision),
    seen_on=day(_("Day on which the source was seen."), empty=True),
)
FACT = shape(
    "Fact",
    key=text(empty=True),
    partner=text(_("Key of the partner of whose contribution it speaks; empty if of the whole."), empty=True),
    origin=coded(Origin),
    status=coded(Status, _("Status that the source or the partner gives."), empty=True),
    assessed_status=coded(Status, _("Status by the assessment of the editors, where it differs."), empty=True),
    assessment_note=text(),
    as_of=day(),
    as_of_precision=coded(Precision),
    summary=text(),
    next_steps=text(),
    reply=text(_("Reply of the partner.")),
    grade=coded(Grade),
    confidence=coded(Confidence),
    seen_on=day(empty=True),
    evidence=EVIDENCE(many=True),
)
MOVE = shape(
    "DeadlineMove",
    before=day(empty=True),
    before_wording=text(),
    after=day(empty=True),
    after_wording=text(),
    reason=text(),
    moved_on=day(),
)
PERIOD = shape(
    "StatusPeriod",
    start=day(_("First day of the status.")),
    until=day(_("First day on which it holds no more; empty if it still does."), empty=True),
    status=coded(Status, empty=True),
    unknown_reason=coded(UnknownReason, empty=True),
)
COMMITMENT_WHOLE = shape(
    "CommitmentWhole",
    **{item.name: _field(item) for item in FIELDS},
    facts=FACT(many=True, help_text=_("Published facts and reports, in the order of their days.")),
    moves=MOVE(many=True, help_text=_("Moves of the deadline.")),
    status_history=PERIOD(many=True, help_text=_("Course of the status, as known today; not for published versions.")),
)

# Agreements and partners ----------------------------------------------------------------------------------------------

AGREEMENT = shape(
    "Agreement",
    slug=text(_("Key of the agreement.")),
    title=text(),
    short_title=text(),
    signed_on=day(),
    signed_on_alternatives=serializers.ListField(
        child=serializers.DateField(), help_text=_("Other days that sources name.")
    ),
    signed_on_note=text(),
    signed_at=text(),
    term_start=day(),
    term_end=day(_("End of the term as signed.")),
    term_precision=coded(Precision),
    effective_end=day(_("End of the term with all extensions.")),
    extensions=shape("Extension", new_end=day(), decided_on=day(empty=True))(many=True),
    coverage=coded(Coverage),
    coverage_note=text(),
    gap_note=text(),
    predecessor=text(_("Key of the agreement before it."), empty=True),
    predecessor_note=text(),
    lead_ministry=text(_("Key of the partner that has the lead."), empty=True),
    lead_note=text(),
    official_numbering=truth(_("Whether the text itself numbers the action fields.")),
    parties=texts(_("Keys of the sides.")),
    action_fields=shape(
        "ActionField",
        key=text(),
        number=whole(),
        title=text(),
        goal=text(),
        simple_words=serializers.CharField(required=False, help_text=_("Only where somebody wrote it.")),
    )(many=True),
    targets=shape(
        "AgreementTarget",
        key=text(),
        text=text(),
        value=decimal(empty=True),
        unit=text(),
        due_on=day(empty=True),
        due_precision=coded(Precision),
        status=coded(SourceStatus),
    )(many=True),
    signatories=shape("Signatory", partner=text(), status=coded(SourceStatus))(many=True),
    reservations=shape("Reservation", key=text(), subject=text(), text=text())(many=True),
    events=shape(
        "Event",
        key=text(),
        kind=coded(EventKind),
        title=text(),
        day=day(empty=True),
        day_precision=coded(Precision),
    )(many=True),
    url=text(_("Address of its page.")),
)
PARTNER = shape(
    "Partner",
    key=text(_("Key of the partner.")),
    name=text(),
    abbreviation=text(),
    kind=coded(PartnerKind),
    parent=text(_("Key of the partner to which it belongs."), empty=True),
    homepage=text(empty=True),
    active_from=day(empty=True),
    active_to=day(empty=True),
    names=shape(
        "PartnerName",
        name=text(),
        abbreviation=text(),
        start=day(empty=True),
        end=day(empty=True),
        change=coded(NameChange),
    )(many=True, help_text=_("Names over time.")),
    groups=shape("Membership", group=text(), role=coded(MembershipRole), start=day(empty=True), end=day(empty=True))(
        many=True, help_text=_("Groups to which it belongs.")
    ),
    url=text(_("Address of its page.")),
)

# Changes and indicators -----------------------------------------------------------------------------------------------

KINDS = [(PublicVersion.COMMITMENT,) * 2, (PublicVersion.AGREEMENT,) * 2, (PublicVersion.PARTNER,) * 2]
DIFFERENCE = shape(
    "Difference",
    change=coded(ChangeKind),
    label=text(_("The difference in German words.")),
    field=text(_("Field of which it speaks."), empty=True),
    before=text(empty=True),
    after=text(empty=True),
    reason=text(empty=True),
)
CHANGE = shape(
    "Change",
    id=text(_("Identifier, which never changes.")),
    revision=whole(),
    at=serializers.DateTimeField(),
    day=day(_("Day in Berlin.")),
    role=coded(ActorRole),
    reason=coded(ChangeReason),
    note=text(_("Reason in the words of the editors.")),
    after_report=truth(_("Whether a message of the public prompted it.")),
    kind=serializers.ChoiceField(choices=KINDS),
    key=text(_("Code, slug or key of what changed.")),
    title=text(),
    agreement=text(empty=True),
    action_field=text(empty=True),
    differences=DIFFERENCE(many=True),
    url=text(),
)
INDICATOR_FIELDS: dict[str, serializers.Field] = {
    "key": text(_("Key of the indicator.")),
    "name": text(),
    "topic": text(),
    "unit": text(),
    "definition": text(),
    "direction": coded(Direction),
    "reference_date": text(_("Day of the year of which it tells, as 09-30."), empty=True),
    "source_organisation": text(_("Who collects it.")),
    "baseline": shape("Baseline", period=text(), value=decimal(), reason=text())(
        allow_null=True, help_text=_("Starting value.")
    ),
    "target": shape(
        "IndicatorTarget",
        operator=coded(TargetOperator),
        value=decimal(empty=True),
        level=text(empty=True),
        due_on=day(empty=True),
        due_precision=coded(Precision),
    )(allow_null=True),
    "data_gap": truth(_("No series was found.")),
    "comparable": truth(_("Whether the values can be compared with each other.")),
    "commitments": texts(_("Codes of the commitments beside which it stands.")),
}
VALUE = shape(
    "IndicatorValue",
    land=text(_("Code of the Land; empty for Germany."), empty=True),
    as_of=day(),
    as_of_precision=coded(Precision),
    value=decimal(),
    rounded=truth(),
    basis=coded(FactBasis),
    formula=text(empty=True),
    reference=text(empty=True),
    break_before=truth(_("It cannot be compared with the value before.")),
    break_note=text(empty=True),
    sources=shape("Source", title=text(), publisher=text(), url=text(empty=True))(many=True),
)
INDICATOR = shape("Indicator", **INDICATOR_FIELDS)

# Answers --------------------------------------------------------------------------------------------------------------

VIEW = shape("View", kind=serializers.ChoiceField(choices=["now", "stand", "fassung"]), day=day())


def _head() -> dict[str, serializers.Field]:
    return {
        "view": VIEW(),
        "filter": serializers.DictField(help_text=_("The filters in force.")),
        "revision": whole(_("Revision of the record.")),
        "licence": text(_("Licence of the data.")),
    }


def one(name: str, key: str, inside: serializers.Serializer) -> Shape:
    """The shape of an answer that holds one thing."""
    return shape(name, **_head(), **{key: inside})


def many(name: str, key: str, inside: Shape) -> Shape:
    """The shape of an answer that holds a page of things."""
    paging: dict[str, serializers.Field] = {
        "count": whole(_("Number of all rows.")),
        "page": whole(),
        "per_page": whole(),
        "next": text(_("Address of the next page."), empty=True),
        "previous": text(_("Address of the page before."), empty=True),
    }
    return shape(name, **_head(), **paging, **{key: inside(many=True)})


PROBLEM = shape(
    "Problem",
    type=text(),
    title=text(),
    status=whole(),
    detail=serializers.CharField(required=False),
    errors=shape("ProblemError", parameter=text(), value=text(), message=text(), allowed=texts())(
        many=True, required=False
    ),
)
