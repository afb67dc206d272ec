"""Applies a plan through the workflow: one change of the public record, all or nothing."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from tracker import workflow
from tracker.admin.importing.plan import Entry, Plan, wanted_contributions
from tracker.models import Actor, Commitment, Contribution, Evidence, StatusReport
from tracker.models.commitments import code_sort_key
from tracker.vocabulary import ActorRole, ChangeReason, Kind, Role, Verb
from tracker.workflow.commitments import CORRECTABLE

APART = {"leads", "supporting", "target_groups", "instruments", "lands", "continues", "part_of"}
DEADLINE = {"due_on", "due_wording", "due_precision", "due_basis"}
BATCH = 200


def apply_plan(plan: Plan, *, actor: Actor, reason: str, publish: bool) -> None:
    """Make the record what the plan says; new commitments stay drafts unless they are to be published."""
    with workflow.public_change(
        actor=actor, role=ActorRole.EDITOR, reason=ChangeReason.IMPORTED, note=reason
    ) as change:
        workflow.lock(entry.item.pk for entry in plan.entries if not entry.new)
        for entry in plan.entries:
            _set_plain(entry)
        _create([entry for entry in plan.entries if entry.new])
        _update([entry for entry in plan.entries if not entry.new])
        _relate(plan.entries)
        _add_facts([entry for entry in plan.entries if entry.fact], actor=actor, at=change.at)
        for entry in plan.entries:
            if entry.needs_reason:
                _change_in_public(entry, actor=actor, reason=reason)
            change.touch(entry.item)
            change.log(Verb.IMPORTED, entry.item)
        if publish:
            workflow.publish([entry.item for entry in plan.entries if entry.new], actor=actor)


def _public_values(entry: Entry) -> set[str]:
    """The values of a published commitment that change in public, with a reason, and not silently."""
    return {*CORRECTABLE, *DEADLINE, "due_start"} & {*entry.values} if entry.needs_reason else set()


def _set_plain(entry: Entry) -> None:
    for name in {*entry.values} - APART - _public_values(entry):
        setattr(entry.item, name, entry.values[name])
    if entry.item.kind == Kind.POSITION:
        entry.item.status = None  # the database holds that a declaration has none; the rest follows by the rules


def _create(entries: list[Entry]) -> None:
    for entry in entries:
        entry.item.sort_key = code_sort_key(entry.code)
        entry.item.version = 1
    Commitment.objects.bulk_create([entry.item for entry in entries], batch_size=BATCH)


def _update(entries: list[Entry]) -> None:
    names = {name for entry in entries for name in {*entry.values} - APART - _public_values(entry)}
    for entry in entries:
        entry.item.version += 1
    items = [entry.item for entry in entries]
    if items:
        Commitment.objects.bulk_update(items, ["version", "status", *sorted(names)], batch_size=BATCH)


def _relate(entries: list[Entry]) -> None:
    """Write all that ties commitments to other records, once all of them exist."""
    codes = {entry.values.get("part_of") for entry in entries} | {
        code for entry in entries for code in entry.values.get("continues", ())
    }
    known = {item.code: item for item in Commitment.objects.filter(code__in=[code for code in codes if code])}
    parents = [entry for entry in entries if "part_of" in entry.values]
    for entry in parents:
        entry.item.part_of = known.get(entry.values["part_of"])
    if parents:
        Commitment.objects.bulk_update([entry.item for entry in parents], ["part_of"], batch_size=BATCH)
    for name in ("target_groups", "instruments", "lands", "continues"):
        _tie(entries, name, known)
    parts: list[Contribution] = []
    for entry in entries:
        parts.extend(_contributions(entry))
    Contribution.objects.bulk_create(parts, batch_size=BATCH)


def _tie(entries: list[Entry], name: str, known: dict[str, Commitment]) -> None:
    """Write one many-to-many relation of all entries."""
    rows: list[Model] = []
    through = getattr(Commitment, name).through
    relation: Any = Commitment._meta.get_field(name)
    own, other = relation.m2m_field_name(), relation.m2m_reverse_field_name()
    for entry in entries:
        if name not in entry.values:
            continue
        wanted: list[Any] = [known[part] if isinstance(part, str) else part for part in entry.values[name]]
        if not entry.new:
            through.objects.filter(**{own: entry.item}).delete()
        rows.extend(through(**{own: entry.item, other: item}) for item in wanted)
    through.objects.bulk_create(rows, batch_size=BATCH)


def _contributions(entry: Entry) -> list[Contribution]:
    """The contributions to add; those that stay get their role, those no longer named go."""
    wanted = wanted_contributions(entry)
    if wanted is None:
        return []
    stored = {} if entry.new else {part.partner: part for part in entry.item.contributions.all()}
    for partner, part in stored.items():
        if partner not in wanted:
            part.delete()
        elif part.role != wanted[partner]:
            part.role, part.required = wanted[partner], part.required or wanted[partner] == Role.LEAD
            part.save()
    return [
        Contribution(
            commitment=entry.item,
            partner=partner,
            role=role,
            required=role == Role.LEAD,
            reporter=None if partner.is_group else partner,
            position=position,
            version=1,
        )
        for position, (partner, role) in enumerate(wanted.items())
        if partner not in stored
    ]


def _add_facts(entries: list[Entry], *, actor: Actor, at: Any) -> None:
    reports: list[tuple[StatusReport, Entry]] = []
    for entry in entries:
        if entry.fact is not None:
            report = workflow.build_fact(entry.item, entry.fact, actor=actor, at=at, changed_by_staff=True)
            reports.append((report, entry))
    StatusReport.objects.bulk_create([report for report, _entry in reports], batch_size=BATCH)
    evidence: list[Evidence] = []
    for report, entry in reports:
        if entry.fact is not None:
            evidence.extend(workflow.build_evidence(report, entry.fact))
    Evidence.objects.bulk_create(evidence, batch_size=BATCH)


def _change_in_public(entry: Entry, *, actor: Actor, reason: str) -> None:
    """Texts and deadline of a published commitment, by the actions that keep what was there before."""
    texts = {name: entry.values[name] for name in CORRECTABLE if name in entry.values}
    if texts:
        workflow.correct_wording(entry.item, texts=texts, reason=reason, actor=actor)
    if DEADLINE & {*entry.values}:
        now = {name: entry.values.get(name, getattr(entry.item, name)) for name in DEADLINE}
        workflow.move_deadline(
            entry.item,
            due_on=now["due_on"],
            wording=now["due_wording"],
            precision=now["due_precision"],
            basis=now["due_basis"],
            reason=reason,
            actor=actor,
        )
