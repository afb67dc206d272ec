"""Versions of partners and agreements as objects of the models, never saved, that know what belongs to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tracker.archive.knowing import know, moment
from tracker.archive.lines import Payload, parsed
from tracker.models import (
    ActionField,
    Agreement,
    AgreementTarget,
    Event,
    Extension,
    Membership,
    Partner,
    PartnerName,
    Reservation,
    Signatory,
    SigningDayAlternative,
)
from tracker.models.partners import sort_key
from tracker.vocabulary import Precision

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
            simple_words=item.get("simple_words", ""),
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
