"""Versions as objects of the models, never saved: what related rows they would have is known to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from tracker import days, rules
from tracker.archive.lines import Payload, parsed
from tracker.models import (
    ActionField,
    Agreement,
    AgreementTarget,
    Commitment,
    Contribution,
    DeadlineMove,
    Event,
    Evidence,
    Extension,
    Instrument,
    Land,
    Membership,
    Partner,
    PartnerName,
    Reservation,
    Signatory,
    SigningDayAlternative,
    StatusPeriod,
    StatusReport,
    TargetGroup,
)
from tracker.models.commitments import code_sort_key
from tracker.models.partners import sort_key
from tracker.snapshots import STANDING_FIELDS
from tracker.vocabulary import Precision, ReportState

if TYPE_CHECKING:
    from tracker.archive.record import Archive

Told = tuple[datetime, datetime | None, datetime | None]

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


def know(item: Any, relation: str, rows: list[Any]) -> None:
    """Let an object that was never saved answer `relation.all()` with these rows, without asking the database."""
    if not hasattr(item, "_prefetched_objects_cache"):
        item._prefetched_objects_cache = {}
    item._prefetched_objects_cache[relation] = rows


def moment(day: date) -> datetime:
    """The first moment of a day in Berlin."""
    return datetime.combine(day, time.min, tzinfo=days.BERLIN)


# Partners ------------------------------------------------------------------------------------------------------------


def partners(payloads: Iterable[Payload], everyone: str | None) -> dict[str, Partner]:
    """The partners of these payloads by key, in the order of their short names, each knowing the others."""
    data = {payload["key"]: payload for payload in payloads}
    found = {key: _partner(payload, key == everyone) for key, payload in data.items()}
    ordered = sorted(found.values(), key=lambda item: (item.sort_key, item.key))
    for number, partner in enumerate(ordered, start=1):
        partner.pk = number
    members: dict[str, list[Membership]] = {key: [] for key in found}
    for partner in ordered:
        payload = data[partner.key]
        partner.parent = found.get(payload["parent"] or "")
        groups = [_membership(partner, item, found) for item in payload["groups"] if item["group"] in found]
        know(partner, "groups", groups)
        for item in groups:
            members[item.group.key].append(item)
    for partner in ordered:
        know(partner, "members", members[partner.key])
    return {partner.key: partner for partner in ordered}


def _partner(payload: Payload, is_everyone: bool) -> Partner:
    partner = Partner(
        key=payload["key"],
        name=payload["name"],
        abbreviation=payload["abbreviation"],
        kind=payload["kind"],
        homepage=payload["homepage"] or "",
        active_from=parsed(payload["active_from"]),
        active_to=parsed(payload["active_to"]),
        is_everyone=is_everyone,
        sort_key=sort_key(payload["abbreviation"] or payload["name"])[:60],
    )
    names = [
        PartnerName(
            partner=partner,
            name=item["name"],
            abbreviation=item["abbreviation"],
            start=parsed(item["start"]),
            end=parsed(item["end"]),
            change=item["change"],
        )
        for item in payload["names"]
    ]
    for position, name in enumerate(names, start=1):
        name.pk = position
        know(name, "sources", [])
    know(partner, "names", names)
    know(partner, "sources", [])
    return partner


def _membership(partner: Partner, item: Payload, found: Mapping[str, Partner]) -> Membership:
    return Membership(
        member=partner,
        group=found[item["group"]],
        role=item["role"],
        start=parsed(item["start"]),
        end=parsed(item["end"]),
    )


# Agreements ----------------------------------------------------------------------------------------------------------


def agreements(payloads: Iterable[Payload], known: Mapping[str, Partner]) -> dict[str, Agreement]:
    """The agreements of these payloads by slug, the latest first, each knowing what belongs to it."""
    data = {payload["slug"]: payload for payload in payloads}
    ordered = sorted(data.values(), key=lambda item: item["slug"])
    ordered.sort(key=lambda item: item["signed_on"], reverse=True)
    found: dict[str, Agreement] = {}
    for number, payload in enumerate(ordered, start=1):
        found[payload["slug"]] = _agreement(payload, number, known)
    for slug, agreement in found.items():
        agreement.predecessor = found.get(data[slug]["predecessor"] or "")
    return found


def _agreement(payload: Payload, number: int, known: Mapping[str, Partner]) -> Agreement:
    plain = (
        *("slug", "title", "short_title", "signed_on_note", "signed_at", "term_precision", "coverage"),
        *("coverage_note", "gap_note", "predecessor_note", "lead_note"),
    )
    agreement = Agreement(
        pk=number,
        **{name: payload[name] for name in plain},
        **{name: parsed(payload[name]) for name in ("signed_on", "term_start", "term_end", "effective_end")},
        official_numbering=payload.get("official_numbering", False),
        lead_ministry=known.get(payload["lead_ministry"] or ""),
        published_at=moment(date.fromisoformat(payload["signed_on"])),
    )
    fields = [
        ActionField(
            pk=number * 1000 + position,
            agreement=agreement,
            key=item["key"],
            number=item["number"],
            title=item["title"],
            goal=item["goal"],
        )
        for position, item in enumerate(payload["action_fields"])
    ]
    related: dict[str, list[Any]] = {
        "action_fields": sorted(fields, key=lambda item: item.number),
        "signing_day_alternatives": [
            SigningDayAlternative(agreement=agreement, day=date.fromisoformat(day))
            for day in payload["signed_on_alternatives"]
        ],
        "extensions": [
            Extension(
                agreement=agreement, new_end=date.fromisoformat(item["new_end"]), decided_on=parsed(item["decided_on"])
            )
            for item in payload["extensions"]
        ],
        "parties": [known[key] for key in payload["parties"] if key in known],
        "targets": [_target(agreement, item) for item in payload["targets"]],
        "signatories": [
            Signatory(agreement=agreement, partner=known[item["partner"]], status=item["status"])
            for item in payload["signatories"]
            if item["partner"] in known
        ],
        "reservations": [
            Reservation(agreement=agreement, key=item["key"], subject=item["subject"], text=item["text"])
            for item in payload["reservations"]
        ],
        "events": [
            Event(
                agreement=agreement,
                key=item["key"],
                kind=item["kind"],
                title=item["title"],
                day=parsed(item["day"]),
                day_precision=item.get("day_precision", Precision.DAY),
            )
            for item in payload["events"]
        ],
    }
    for name, rows in related.items():
        know(agreement, name, rows)
        for position, row in enumerate(rows if name not in ("parties", "action_fields") else (), start=1):
            row.pk = position  # without one an object may not be asked for related rows
            for relation in ("sources", "partners", "findings"):
                know(row, relation, [])
            row.named = []
    for name in ("sources", "signed_on_sources", "documents", "focus_lists", "findings"):
        know(agreement, name, [])
    return agreement


def _target(agreement: Agreement, item: Payload) -> AgreementTarget:
    return AgreementTarget(
        agreement=agreement,
        key=item["key"],
        text=item["text"],
        value=item["value"],
        unit=item["unit"],
        due_on=parsed(item["due_on"]),
        due_precision=item.get("due_precision", Precision.DAY),
        status=item["status"],
    )


# Commitments ---------------------------------------------------------------------------------------------------------


def commitment(
    payload: Payload, *, archive: Archive, id: int, changed_on: date, told: Mapping[int, Told] | None
) -> Commitment:
    """The commitment of a payload, knowing its contributions, moves and labels.

    With `told`, when its facts were told, it also knows its facts and status periods.
    """
    agreement = archive.agreements[payload["agreement"]]
    quantity, passage = payload["quantity"], payload["passage"]
    item = Commitment(
        pk=id,
        **{name: payload[name] for name in _TEXT_COLUMNS},
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
        created_at, submitted_at, accepted_at = told.get(fact["id"]) or (
            moment(item.changed_on or date.min),
            None,
            None,
        )
        report = StatusReport(
            pk=fact["id"],
            commitment=item,
            contribution=parts.get(fact["partner"] or ""),
            **{name: fact[name] for name in (*plain, "grade", "confidence", "basis")},
            status=fact["status"] or "",
            assessed_status=fact["assessed_status"] or "",
            as_of=date.fromisoformat(fact["as_of"]),
            seen_on=date.fromisoformat(fact["seen_on"]),
            state=ReportState.ACCEPTED,
            created_at=created_at,
            submitted_at=submitted_at,
            accepted_at=accepted_at or created_at,
            published_at=item.published_at,
        )
        know(report, "evidence", [_evidence(report, source) for source in fact["evidence"]])
        reports.append(report)
    return reports


def _evidence(report: StatusReport, source: Payload) -> Evidence:
    return Evidence(
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
