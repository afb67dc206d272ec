"""Versions of commitments as objects of the models, never saved, that know what belongs to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from tracker import rules
from tracker.archive.knowing import know, moment
from tracker.archive.lines import Payload, parsed
from tracker.models import (
    Commitment,
    Contribution,
    DeadlineMove,
    Evidence,
    Instrument,
    Land,
    Partner,
    StatusPeriod,
    StatusReport,
    TargetGroup,
)
from tracker.models.commitments import code_sort_key
from tracker.models.partners import sort_key
from tracker.snapshots import STANDING_FIELDS
from tracker.vocabulary import ReportState

if TYPE_CHECKING:
    from tracker.archive.record import Archive

Told = tuple[datetime, datetime | None, datetime | None, bool]

_TEXT_COLUMNS = (
    *("code", "kind", "modality", "title", "description", "wording", "verifiable", "verifiable_reason"),
    "general_aim",
)


@dataclass(frozen=True, slots=True)
class Names:
    """What has no versions, by key."""

    lands: dict[str, Land]
    target_groups: dict[str, TargetGroup]
    instruments: dict[str, Instrument]

    def group(self, key: str) -> TargetGroup:
        """A target group; one that is gone is called by its key."""
        return self.target_groups.get(key) or TargetGroup(pk=0, key=key, name=key)

    def land(self, code: str) -> Land:
        """A Land."""
        return self.lands.get(code) or Land(pk=0, code=code, name=code)


def commitment(
    payload: Payload, *, archive: Archive, id: int, changed_on: date, told: Mapping[int, Told] | None
) -> Commitment:
    """The commitment of a payload, knowing its contributions, moves and labels.

    With `told`, when its facts were told and whether they are public today, it also knows its facts and status periods.
    """
    agreement = archive.agreements[payload["agreement"]]
    quantity, passage = payload["quantity"], payload["passage"]
    item = Commitment(
        pk=id,
        **{name: payload[name] for name in _TEXT_COLUMNS},
        simple_words=payload.get("simple_words", ""),
        agreement=agreement,
        action_field=archive.action_fields.get(payload["action_field"] or ""),
        passage_document=passage["document"] or "",
        **{f"passage_{name}": passage[name] for name in ("paragraph", "page", "line_start", "line_end")},
        due_on=parsed(payload["due_on"]),
        due_start=parsed(payload["due_start"]),
        **{name: payload[name] or "" for name in ("due_precision", "due_wording", "due_basis")},
        quantity_value=quantity["value"],
        **{f"quantity_{name}": quantity[name] or "" for name in ("unit", "text", "kind")},
        involved="\n".join(payload["involved"]),
        published_at=moment(changed_on),
        changed_on=changed_on,
        effective_end=parsed(payload["term_end"]),
        due_on_agreed=parsed(payload["due_on_agreed"]),
        deadline_moves=len(payload["moves"]),
        sort_key=code_sort_key(payload["code"]),
    )
    for name in STANDING_FIELDS:
        value = payload["standing"].get(name)
        setattr(item, name, parsed(value) if name.endswith("_on") or name == "status_as_of" else value)
    know(item, "contributions", _contributions(item, payload, archive.partners))
    know(item, "target_groups", [archive.names.group(key) for key in payload["target_groups"]])
    know(item, "lands", [archive.names.land(code) for code in payload["laender"]])
    know(item, "instruments", _instruments(payload, archive))
    know(item, "moves", _moves(item, payload))
    wanted = payload.get("agreement_targets", [])
    know(item, "agreement_targets", [target for target in agreement.targets.all() if target.key in wanted])
    item.status_at_term_end = payload.get("status_at_term_end")
    item.unknown_reason_at_term_end = payload.get("unknown_reason_at_term_end")
    if told is not None:
        _set_course(item, payload, told)
    return item


def _instruments(payload: Payload, archive: Archive) -> list[Instrument]:
    pairs = zip(archive.keys_of(payload), payload["instruments"], strict=True)
    return [Instrument(pk=0, key=key, name=name, sort_key=sort_key(name)) for key, name in pairs]


def _contributions(item: Commitment, payload: Payload, known: Mapping[str, Partner]) -> list[Contribution]:
    return [
        Contribution(
            pk=position + 1,
            commitment=item,
            partner=known.get(part["partner"]) or Partner(pk=0, key=part["partner"], name=part["name"]),
            role=part["role"],
            required=part["required"],
            reporter=known.get(part["reporter"] or ""),
            position=position,
            reporting_base=part["reporting_base"],
            asked_due_on=parsed(part["asked_due_on"]),
        )
        for position, part in enumerate(payload["contributions"])
    ]


def _moves(item: Commitment, payload: Payload) -> list[DeadlineMove]:
    return [
        DeadlineMove(
            commitment=item,
            position=position,
            before=parsed(move["before"]),
            before_wording=move["before_wording"],
            after=parsed(move["after"]),
            after_wording=move["after_wording"],
            reason=move["reason"],
            moved_on=date.fromisoformat(move["moved_on"]),
        )
        for position, move in enumerate(payload["moves"], start=1)
    ]


def _reports(item: Commitment, payload: Payload, told: Mapping[int, Told]) -> list[StatusReport]:
    parts = {part.partner.key: part for part in item.contributions.all()}
    plain = ("key", "origin", "assessment_note", "as_of_precision", "summary", "next_steps", "problem", "reply")
    reports = []
    for fact in payload["facts"]:
        unknown = (moment(item.changed_on or date.min), None, None, False)
        created_at, submitted_at, accepted_at, is_public = told.get(fact["id"]) or unknown
        report = StatusReport(
            pk=fact["id"],
            commitment=item,
            contribution=parts.get(fact["partner"] or ""),
            **{name: fact[name] for name in (*plain, "grade", "confidence", "basis")},
            status=fact["status"] or "",
            assessed_status=fact["assessed_status"] or "",
            as_of=date.fromisoformat(fact["as_of"]),
            seen_on=parsed(fact["seen_on"]),
            state=ReportState.ACCEPTED,
            created_at=created_at,
            submitted_at=submitted_at,
            accepted_at=accepted_at or created_at,
            published_at=item.published_at,
            without_second_review=fact.get("without_second_review", False),
            entered_by_id=0 if fact.get("entered_by_editors") else None,
        )
        know(report, "evidence", [_evidence(report, source, is_public=is_public) for source in fact["evidence"]])
        reports.append(report)
    return reports


def _evidence(report: StatusReport, source: Payload, *, is_public: bool) -> Evidence:
    """One source; its PDF file is named as long as everybody may have it, which ends when the report is withdrawn."""
    file = source.get("file") if is_public else None
    return Evidence(
        pk=file,
        file=f"{file}.pdf" if file else "",
        file_size=source.get("file_size"),
        report=report,
        title=source["title"],
        publisher=source["publisher"],
        url=source["url"] or "",
        archive_url=source["archive_url"] or "",
        published_on=parsed(source["published_on"]),
        published_precision=source["published_precision"],
        seen_on=date.fromisoformat(source["seen_on"]),
    )


def _set_course(item: Commitment, payload: Payload, told: Mapping[int, Told]) -> None:
    """Facts and the status from day to day that follows from them by the rules."""
    reports = _reports(item, payload, told)
    item.published_reports = reports  # type: ignore[attr-defined]
    know(item, "reports", reports)
    parts = [part.pk for part in item.contributions.all() if part.required]
    facts = [report.as_fact(sources=len(report.evidence.all())) for report in reports]
    periods = []
    for period in rules.periods(item.kind, parts, facts, item.agreement.signed_on):
        row = StatusPeriod(commitment=item, start=period.start, until=period.until)
        row.set_standing(period.standing)
        periods.append(row)
    know(item, "periods", periods)
    if not periods:
        return
    item.deciding_fact_id = periods[-1].deciding_fact_id
    at_end = [row for row in periods if row.start <= item.agreement.effective_end]
    if "status_at_term_end" not in payload and at_end:
        # Versions from before it was published with them.
        item.status_at_term_end = at_end[-1].status
        item.unknown_reason_at_term_end = at_end[-1].unknown_reason
