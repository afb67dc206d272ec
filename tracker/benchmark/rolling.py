"""Rolling commitments with all that belongs to them, as plain rows; the statuses follow by the rules as everywhere."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Model

from tracker import days, rules
from tracker.benchmark import words
from tracker.benchmark.frame import TERMS, Frame, slug
from tracker.models import (
    ActionField,
    Agreement,
    Commitment,
    Contribution,
    Evidence,
    SearchText,
    StatusPeriod,
    StatusReport,
)
from tracker.models.commitments import code_sort_key
from tracker.models.standing import standing_values
from tracker.search import WEIGHTS
from tracker.vocabulary import (
    Confidence,
    DeadlineBasis,
    Grade,
    Kind,
    Modality,
    Origin,
    Precision,
    ReportState,
    Role,
    Status,
    Verifiability,
)
from tracker.workflow.derived import Derived, derive_one

MOST_CONTRIBUTIONS, MOST_FACTS = 3, 6
TOLD_AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
TOLD_ON = days.berlin_day(TOLD_AT)
KINDS = [Kind.MEASURE] * 15 + [Kind.TARGET] * 3 + [Kind.POSITION]
STATUSES = [None, None, *[status for status in Status.reportable() if status is not Status.MISSED]]
GRADES = [Grade.STATEMENT, Grade.DOCUMENT, Grade.STATISTIC]
PRECISIONS, CONFIDENCES = list(Precision.of_facts()), list(Confidence)
MODALITIES, VERIFIABILITIES, BASES = list(Modality), list(Verifiability), list(DeadlineBasis)

SELECTED = 500
"""How many commitments match `selection()`; half of all where there are fewer than twice as many."""
SELECTED_STATUSES = [Status.IN_PROGRESS, Status.COMPLETED]
SELECTED_PARTNER = "kammern-1"
# The table lists with what a partner does what its groups do, all partners together among them.
SELECTED_BY = {SELECTED_PARTNER, "kammern", "alle"}

COMMITMENT = [item.attname for item in Commitment._meta.concrete_fields]
CONTRIBUTION = ["id", "version", "commitment_id", "partner_id", "role", "required", "reporter_id", "position"]
FACT = [
    *("id", "version", "commitment_id", "contribution_id", "origin", "status", "as_of", "as_of_precision"),
    *("summary", "grade", "confidence", "seen_on", "state", "author_id"),
    *("accepted_at", "published_at", "created_at"),
]
EVIDENCE = ["version", "report_id", "title", "publisher", "url", "seen_on", "position"]
PERIOD = ["commitment_id", "start", "until", *standing_values(None)]
# In the order in which they are written.
TABLES: dict[str, tuple[type[Model], list[str]]] = {
    "commitments": (Commitment, COMMITMENT),
    "contributions": (Contribution, CONTRIBUTION),
    "reports": (StatusReport, FACT),
    "evidence": (Evidence, EVIDENCE),
    "periods": (StatusPeriod, PERIOD),
    "target_groups": (Commitment.target_groups.through, ["commitment_id", "targetgroup_id"]),
    "instruments": (Commitment.instruments.through, ["commitment_id", "instrument_id"]),
    "words": (SearchText, ["commitment_id", *WEIGHTS]),
}


def selection() -> dict[str, Any]:
    """The three filters of the table that match the same number of commitments whatever the size of the record."""
    statuses = [status.value for status in SELECTED_STATUSES]
    return {"vereinbarung": slug(*TERMS[0]), "status": statuses, "partner": SELECTED_PARTNER}


class Maker:
    """Rolls commitments with all that belongs to them, as rows; asks no database."""

    def __init__(self, frame: Frame, author: int, seed: int, commitments: int) -> None:
        self.frame, self.author, self.seed = frame, author, seed
        selected = min(SELECTED, commitments // 2)
        # Spread over the whole record, as rows that match a filter are.
        self.places = {place * commitments // selected + 1: place for place in range(selected)}
        # One instance plays all commitments in turn and three all contributions, for making instances is dear.
        self.commitment, self.contributions = Commitment(), [Contribution() for _ in range(MOST_CONTRIBUTIONS)]
        blank = Commitment(version=1, published_at=TOLD_AT, changed_on=TOLD_ON)
        self.blank = {name: getattr(blank, name) for name in COMMITMENT}

    def make(self, chunk: tuple[int, int]) -> dict[str, list[Any]]:
        """The rows of the commitments with these numbers, the second not among them, by the names of `TABLES`."""
        self.dice = self.common = random.Random(f"{self.seed}/{chunk[0]}")  # noqa: S311 - a test record, no secret
        self.rows: dict[str, list[Any]] = {name: [] for name in TABLES}
        # Those which may have parts.
        self.wholes: list[tuple[int, Agreement]] = []
        for number in range(*chunk):
            self._add(number, self.places.get(number))
        return self.rows

    def _add(self, number: int, place: int | None) -> None:
        """Add the commitment of this number; with a place it is that one among those that match `selection()`.

        Those have dice of their own, so that they are the same in a small and in a large record.
        """
        self.dice = dice = self.common if place is None else random.Random(f"{self.seed}-{place}")  # noqa: S311
        selected = place is not None
        agreement, chapters = self.frame.agreements[0] if selected else dice.choice(self.frame.agreements)
        values = self.commitment.__dict__
        values |= {**self.blank, **self._text_columns(number, agreement, dice.choice(chapters))}
        values["kind"] = dice.choice(KINDS[:-1] if selected else KINDS)
        if dice.random() < 0.5:
            values |= self._deadline(agreement)
        if not selected:
            values["part_of_id"] = self._whole(agreement)
            if values["part_of_id"] is None:
                self.wholes.append((number, agreement))
        derived = self._derive(number, agreement, selected=selected)
        values |= derived.columns
        self.rows["commitments"].append([values[name] for name in COMMITMENT])
        self.rows["words"].append([number, *(derived.words[name] for name in WEIGHTS)])
        self.rows["periods"] += [
            (number, period.start, period.until, *standing_values(period.standing).values())
            for period in derived.periods
        ]

    def _text_columns(self, number: int, agreement: Agreement, action_field: ActionField) -> dict[str, Any]:
        dice = self.dice
        code = f"{agreement.code_prefix}-{action_field.number}.{number:06}"
        return {
            "id": number,
            "code": code,
            "sort_key": code_sort_key(code),
            "agreement_id": agreement.pk,
            "action_field_id": action_field.pk,
            "modality": dice.choice(MODALITIES),
            "title": f"{dice.choice(words.THINGS)} {dice.choice(words.WHERE)} {dice.choice(words.VERBS)}",
            "description": self._text(25),
            "wording": self._text(40),
            "verifiable": dice.choice(VERIFIABILITIES),
            "general_aim": dice.random() < 0.1,
        }

    def _text(self, length: int) -> str:
        return " ".join(self.dice.choices(words.FILLER, k=length)).capitalize() + "."

    def _deadline(self, agreement: Agreement) -> dict[str, Any]:
        length = (agreement.effective_end - agreement.signed_on).days
        day = agreement.signed_on + timedelta(days=self.dice.randrange(length))
        due_on = days.last_day(day, Precision.QUARTER)
        return {
            "due_on": due_on,
            "due_precision": Precision.QUARTER,
            "due_wording": f"bis {due_on:%m/%Y}",
            "due_basis": self.dice.choice(BASES),
        }

    def _whole(self, agreement: Agreement) -> int | None:
        if not self.wholes or self.dice.random() >= 0.05:
            return None
        number, of_agreement = self.dice.choice(self.wholes)
        return number if of_agreement is agreement else None

    def _derive(self, number: int, agreement: Agreement, *, selected: bool) -> Derived:
        """Roll what hangs on the commitment and return what follows from it."""
        dice, frame = self.dice, self.frame
        contributions = self._contribute(number, selected=selected)
        groups = sorted(dice.sample(frame.target_groups, dice.randrange(3)), key=lambda item: item.name)
        instruments = sorted(dice.sample(frame.instruments, dice.randrange(3)), key=lambda item: item.sort_key)
        self.rows["target_groups"] += [(number, item.pk) for item in groups]
        self.rows["instruments"] += [(number, item.pk) for item in instruments]
        # What `derive_one` reads of a commitment is handed to it, not asked of the database.
        self.commitment._state.fields_cache = {"agreement": agreement}
        self.commitment._prefetched_objects_cache = {  # type: ignore[attr-defined]
            "contributions": contributions,
            "target_groups": groups,
            "instruments": instruments,
            "agreement_targets": [],
        }
        facts = [
            self._fact(place, agreement, contributions, selected=selected)
            for place in range(dice.randint(selected, MOST_FACTS))
        ]
        derived = derive_one(self.commitment, facts, [], {})
        chance = agreement is frame.agreements[0][0] and derived.columns["status"] in SELECTED_STATUSES
        if chance and not selected and any(item.partner.key in SELECTED_BY for item in contributions):
            # It matches by chance, which would make the selection grow with the record.
            facts = []
            derived = derive_one(self.commitment, facts, [], {})
        for fact in facts:
            self._write_fact(number, fact)
        return derived

    def _contribute(self, number: int, *, selected: bool) -> list[Contribution]:
        dice = self.dice
        partners = dice.sample(self.frame.partners, dice.randint(1, MOST_CONTRIBUTIONS))
        if selected and not any(partner.key == SELECTED_PARTNER for partner in partners):
            partners[0] = next(partner for partner in self.frame.partners if partner.key == SELECTED_PARTNER)
        made = self.contributions[: len(partners)]
        for position, (item, partner) in enumerate(zip(made, partners, strict=True)):
            lead = position == 0 or dice.random() < 0.5
            item.pk, item.partner, item.required = MOST_CONTRIBUTIONS * (number - 1) + position + 1, partner, lead
            reporter = None if partner.is_group else partner.pk
            role = Role.LEAD if lead else Role.SUPPORTING
            self.rows["contributions"].append((item.pk, 1, number, partner.pk, role, lead, reporter, position))
        return made

    def _fact(
        self, place: int, agreement: Agreement, contributions: list[Contribution], *, selected: bool
    ) -> rules.Fact:
        dice = self.dice
        # The first fact of a selected commitment counts for all its parts, so that it has one of the statuses.
        decides = selected and place == 0
        earliest = 0 if decides else -200
        precision = dice.choice(PRECISIONS)
        day = agreement.signed_on + timedelta(days=dice.randrange(earliest, (TOLD_ON - agreement.signed_on).days))
        status = dice.choice(SELECTED_STATUSES if selected else STATUSES)
        return rules.Fact(
            id=MOST_FACTS * (self.commitment.pk - 1) + place + 1,
            as_of=days.last_day(day, precision),
            precision=precision,
            told_on=TOLD_ON,
            accepted_at=TOLD_AT,
            status=None if self.commitment.kind == Kind.POSITION else status,
            part=dice.choice(contributions).pk if not decides and dice.random() < 0.5 else None,
            origin=Origin.RESEARCH,
            confidence=dice.choice(CONFIDENCES),
            grade=dice.choice(GRADES),
            seen_on=TOLD_ON,
            sources=dice.randint(1, 2),
        )

    def _write_fact(self, number: int, fact: rules.Fact) -> None:
        self.rows["reports"].append(
            (
                *(fact.id, 1, number, fact.part, fact.origin, fact.status or "", fact.as_of, fact.precision),
                *(self._text(15), fact.grade, fact.confidence, fact.seen_on, ReportState.ACCEPTED, self.author),
                *(TOLD_AT, TOLD_AT, TOLD_AT),
            )
        )
        self.rows["evidence"] += [
            (1, fact.id, f"Quelle {fact.id}", "Verlag", f"https://example.org/{fact.id}/{position}", TOLD_ON, position)
            for position in range(fact.sources)
        ]
