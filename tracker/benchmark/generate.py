"""A record of any size, made by dice with a fixed seed: the same number and seed give the same record.

Everything a page shows of a commitment is there: contributions, facts with evidence, deadlines, status from day to
day. What the workflow derives is derived here by the same function, so the pages read what they would read of a
record that grew by hand. Rows are written in bulk; published versions are written only on request, for they cost more
than all the rest.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from tqdm import tqdm

from tracker import days, rules
from tracker.benchmark import words
from tracker.models import (
    ActionField,
    Agreement,
    Commitment,
    Contribution,
    Evidence,
    Instrument,
    Membership,
    Partner,
    PublicVersion,
    StatusPeriod,
    StatusReport,
    TargetGroup,
)
from tracker.models.commitments import code_sort_key
from tracker.models.standing import standing_values
from tracker.vocabulary import (
    ActorRole,
    ChangeReason,
    Confidence,
    Coverage,
    DeadlineBasis,
    Grade,
    Kind,
    Modality,
    Origin,
    PartnerKind,
    Precision,
    ReportState,
    Role,
    Status,
    Verifiability,
)
from tracker.workflow import Change, public_change, system_actor
from tracker.workflow.derived import derive_one

CHUNK = 1000
TOLD_AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
TOLD_ON = days.berlin_day(TOLD_AT)
TERMS = [(2011, 2014), (2015, 2018), (2019, 2022), (2023, 2026)]
KINDS = [Kind.MEASURE] * 15 + [Kind.TARGET] * 3 + [Kind.POSITION]
STATUSES = ["", "", *[status for status in Status.reportable() if status is not Status.MISSED]]


@dataclass(slots=True)
class Rows:
    """What is written in one go."""

    commitments: list[Commitment] = field(default_factory=list)
    contributions: list[Contribution] = field(default_factory=list)
    reports: list[StatusReport] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    periods: list[StatusPeriod] = field(default_factory=list)
    groups: list[models.Model] = field(default_factory=list)
    instruments: list[models.Model] = field(default_factory=list)


def generate(*, commitments: int, seed: int = 2026, versions: bool = False, progress: bool = False) -> None:
    """Fill an empty database with a published record of this many commitments."""
    dice = random.Random(seed)  # noqa: S311 - a test record, no secret
    bar = tqdm(total=commitments, unit=" commitments", disable=not progress)
    role, reason = ActorRole.SYSTEM, ChangeReason.FIRST_RECORD
    with public_change(actor=system_actor(), role=role, reason=reason, at=TOLD_AT) as change, bar:
        frame = Frame.create(dice, change)
        for start in range(0, commitments, CHUNK):
            numbers = range(start + 1, min(start + CHUNK, commitments) + 1)
            rows = Rows()
            for number in numbers:
                _commitment(number, frame, dice, rows)
            _write(rows)
            bar.update(len(numbers))
        _count_on_from_here()
        if versions:
            change.touched[PublicVersion.COMMITMENT].update(range(1, commitments + 1))


@dataclass(slots=True)
class Frame:
    """What the commitments hang on: agreements with their fields, partners, target groups, instruments."""

    change: Change
    agreements: list[tuple[Agreement, list[ActionField]]]
    partners: list[Partner]
    target_groups: list[TargetGroup]
    instruments: list[Instrument]
    next_contribution: int = 1
    next_report: int = 1

    @classmethod
    def create(cls, dice: random.Random, change: Change) -> Frame:
        """Write them, one by one, as they are few."""
        everyone = _partner("alle", "Alle Partner", PartnerKind.GROUP, is_everyone=True)
        partners = [everyone]
        for key, (kind, names) in words.GROUPS.items():
            group = _partner(key, key.title(), PartnerKind.GROUP)
            members = [_partner(f"{key}-{number}", name, kind) for number, name in enumerate(names, start=1)]
            Membership(group=everyone, member=group).save()
            for member in members:
                Membership(group=group, member=member).save()
            partners += [group, *members]
        agreements = [_agreement(*term) for term in TERMS]
        for agreement, _chapters in agreements:
            agreement.parties.set([partner for partner in partners if partner.is_group and not partner.is_everyone])
            change.touch(agreement)
        for partner in partners:
            change.touch(partner)
        groups = [TargetGroup(key=f"gruppe-{number}", name=name) for number, name in enumerate(words.TARGET_GROUPS)]
        instruments = [Instrument(key=f"programm-{number}", name=name) for number, name in enumerate(words.INSTRUMENTS)]
        for item in [*groups, *instruments]:
            item.save()
        return cls(change, agreements, partners, groups, instruments)


def _partner(key: str, name: str, kind: PartnerKind, **more: Any) -> Partner:
    partner = Partner(key=key, name=f"{name} (erfunden)", abbreviation=name, kind=kind, **more)
    partner.save()
    return partner


def _agreement(first: int, last: int) -> tuple[Agreement, list[ActionField]]:
    agreement = Agreement(
        slug=f"allianz-{first}-{last}",
        code_prefix=f"TST-{first}",
        title=f"Allianz {first} bis {last}",
        short_title=f"Allianz {first}–{last}",
        signed_on=date(first, 2, 1),
        term_start=date(first, 2, 1),
        term_end=date(last, 12, 31),
        effective_end=date(last, 12, 31),
        coverage=Coverage.FULL,
        published_at=TOLD_AT,
    )
    agreement.save()
    chapters = [ActionField(agreement=agreement, number=at, title=title) for at, title in enumerate(words.FIELDS)]
    for item in chapters:
        item.save()
    return agreement, chapters


def _commitment(number: int, frame: Frame, dice: random.Random, rows: Rows) -> None:
    agreement, chapters = frame.agreements[dice.randrange(len(frame.agreements))]
    action_field = chapters[dice.randrange(len(chapters))]
    code = f"{agreement.code_prefix}-{action_field.number}.{number:06}"
    thing, verb, where = dice.choice(words.THINGS), dice.choice(words.VERBS), dice.choice(words.WHERE)
    commitment = Commitment(
        pk=number,
        version=1,
        code=code,
        sort_key=code_sort_key(code),
        agreement=agreement,
        action_field=action_field,
        kind=dice.choice(KINDS),
        modality=dice.choice(Modality.values),
        title=f"{thing} {where} {verb}",
        description=_text(dice, 25),
        wording=_text(dice, 40),
        verifiable=dice.choice(Verifiability.values),
        general_aim=dice.random() < 0.1,
        published_at=TOLD_AT,
        changed_on=TOLD_ON,
        **(_deadline(agreement, dice) if dice.random() < 0.5 else {}),
    )
    if rows.commitments and dice.random() < 0.05:
        whole = dice.choice(rows.commitments)
        commitment.part_of = whole if whole.agreement == agreement and not whole.part_of else None
    contributions = _contributions(commitment, frame, dice)
    groups = sorted(dice.sample(frame.target_groups, dice.randrange(3)), key=lambda item: item.name)
    instruments = sorted(dice.sample(frame.instruments, dice.randrange(3)), key=lambda item: item.sort_key)
    # What `derive_one` reads of a commitment is handed to it, not asked of the database.
    commitment._prefetched_objects_cache = {  # type: ignore[attr-defined]
        "contributions": contributions,
        "target_groups": groups,
        "instruments": instruments,
        "agreement_targets": [],
    }
    facts = list(_facts(commitment, contributions, frame, dice, rows))
    derived = derive_one(commitment, facts, [], {})
    for name, value in derived.columns.items():
        setattr(commitment, name, value)
    for period in derived.periods:
        rows.periods.append(
            StatusPeriod(
                commitment=commitment, start=period.start, until=period.until, **standing_values(period.standing)
            )
        )
    rows.commitments.append(commitment)
    rows.contributions += contributions
    rows.groups += [Commitment.target_groups.through(commitment_id=number, targetgroup_id=item.pk) for item in groups]
    rows.instruments += [
        Commitment.instruments.through(commitment_id=number, instrument_id=item.pk) for item in instruments
    ]


def _text(dice: random.Random, length: int) -> str:
    return " ".join(dice.choices(words.FILLER, k=length)).capitalize() + "."


def _deadline(agreement: Agreement, dice: random.Random) -> dict[str, Any]:
    length = (agreement.effective_end - agreement.signed_on).days
    due_on = days.last_day(agreement.signed_on + timedelta(days=dice.randrange(length)), Precision.QUARTER)
    return {
        "due_on": due_on,
        "due_precision": Precision.QUARTER,
        "due_wording": f"bis {due_on:%m/%Y}",
        "due_basis": dice.choice(DeadlineBasis.values),
    }


def _contributions(commitment: Commitment, frame: Frame, dice: random.Random) -> list[Contribution]:
    made = []
    for position, partner in enumerate(dice.sample(frame.partners, dice.randint(1, 3))):
        lead = position == 0 or dice.random() < 0.5
        made.append(
            Contribution(
                pk=frame.next_contribution,
                version=1,
                commitment=commitment,
                partner=partner,
                role=Role.LEAD if lead else Role.SUPPORTING,
                required=lead,
                reporter=None if partner.is_group else partner,
                position=position,
            )
        )
        frame.next_contribution += 1
    return made


def _facts(
    commitment: Commitment, contributions: Sequence[Contribution], frame: Frame, dice: random.Random, rows: Rows
) -> Iterator[rules.Fact]:
    span = (TOLD_ON - commitment.agreement.signed_on).days
    for _ in range(dice.randint(0, 6)):
        precision = dice.choice(Precision.of_facts())
        day = commitment.agreement.signed_on + timedelta(days=dice.randrange(-200, span))
        report = StatusReport(
            pk=frame.next_report,
            version=1,
            commitment=commitment,
            contribution=dice.choice(contributions) if dice.random() < 0.5 else None,
            origin=Origin.RESEARCH,
            status="" if commitment.kind == Kind.POSITION else dice.choice(STATUSES),
            as_of=days.last_day(day, precision),
            as_of_precision=precision,
            summary=_text(dice, 15),
            grade=dice.choice([Grade.STATEMENT, Grade.DOCUMENT, Grade.STATISTIC]),
            confidence=dice.choice(Confidence.values),
            seen_on=TOLD_ON,
            state=ReportState.ACCEPTED,
            author=frame.change.actor,
            accepted_at=TOLD_AT,
            published_at=TOLD_AT,
            created_at=TOLD_AT,
        )
        frame.next_report += 1
        evidence = [
            Evidence(
                version=1,
                report=report,
                title=f"Quelle {report.pk}",
                publisher="Verlag",
                url=f"https://example.org/{report.pk}/{position}",
                seen_on=TOLD_ON,
                position=position,
            )
            for position in range(dice.randint(1, 2))
        ]
        rows.reports.append(report)
        rows.evidence += evidence
        yield report.as_fact(sources=len(evidence))


def _write(rows: Rows) -> None:
    for column in fields(rows):
        _insert(getattr(rows, column.name))


def _insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model by one prepared statement; `bulk_create`, which builds one per batch, is much slower."""
    if not rows:
        return
    options = rows[0]._meta
    columns = [item for item in options.concrete_fields if not (item.primary_key and rows[0].pk is None)]
    database = connections[DEFAULT_DB_ALIAS]  # itself, for `connection` looks it up anew at each of a million values
    quote = database.ops.quote_name
    names, places = ", ".join(quote(str(item.column)) for item in columns), ", ".join(["%s"] * len(columns))
    values = [[item.get_db_prep_save(getattr(row, item.attname), database) for item in columns] for row in rows]
    with database.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(options.db_table)} ({names}) VALUES ({places})",  # noqa: S608 - names of our models
            values,
        )


def _count_on_from_here() -> None:
    """Have the database number new rows after those whose numbers were given here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Commitment, Contribution, StatusReport]):
            cursor.execute(statement)
