"""The public changes of a commitment: one entry per published version, told from what differs to the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from tracker import access
from tracker.models import Commitment, Partner, PublicVersion
from tracker.public._common import quoted
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import ActorRole, ChangeReason, Origin, Status

Payload = dict[str, Any]

# The keys of a payload that are told in words of their own; every other one is named only.
_NAMES: dict[str, Promise] = {
    "action_field": gettext_lazy("action field"),
    "kind": gettext_lazy("kind"),
    "modality": gettext_lazy("bindingness"),
    "verifiable": gettext_lazy("verifiability"),
    "verifiable_reason": gettext_lazy("reason for the verifiability"),
    "general_aim": gettext_lazy("general aim"),
    "passage": gettext_lazy("passage"),
    "quantity": gettext_lazy("quantity"),
    "target_groups": gettext_lazy("target groups"),
    "instruments": gettext_lazy("instruments"),
    "laender": gettext_lazy("Länder"),
    "involved": gettext_lazy("others involved"),
    "part_of": gettext_lazy("part of"),
    "continues": gettext_lazy("predecessor"),
    "term_end": gettext_lazy("end of the term"),
}
_TEXTS: dict[str, Promise] = {
    "title": gettext_lazy("Title"),
    "description": gettext_lazy("Plain description"),
    "wording": gettext_lazy("Official wording"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One difference: in words, or as a text before and after; `record` marks the words of the record."""

    label: str
    before: str = ""
    after: str = ""
    record: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One published version: when, by which role, why, and what became different."""

    number: int
    day: date
    role: str
    reason: str
    note: str
    lines: list[Line] = field(default_factory=list)


def history(commitment: Commitment) -> list[Change]:
    """All public changes of a commitment, newest first."""
    versions = list(PublicVersion.objects.of(PublicVersion.COMMITMENT, commitment.code).select_related("revision"))
    withdrawn = dict(access.withdrawn_reports().filter(commitment=commitment).values_list("pk", "revoked_reason"))
    names = dict(Partner.objects.filter(key__in=_reporters(versions)).values_list("key", "name"))
    changes: list[Change] = []
    before: Payload | None = None
    for version in versions:
        revision = version.revision
        label = ChangeReason(revision.reason).label
        reason = str(label)
        with translation.override(settings.LANGUAGE_CODE):
            in_record = str(label)
        changes.append(
            Change(
                number=revision.number,
                day=revision.day,
                role=str(ActorRole(revision.role).label),
                reason=reason,
                note="" if revision.note == in_record else revision.note,
                lines=list(_lines(before, version, commitment, withdrawn, names)),
            )
        )
        before = None if version.redacted_at else version.payload
    return changes[::-1]


def _reporters(versions: Iterable[PublicVersion]) -> set[str]:
    return {
        part["reporter"]
        for version in versions
        for part in version.payload.get("contributions", [])
        if part.get("reporter")
    }


def _lines(
    before: Payload | None,
    version: PublicVersion,
    commitment: Commitment,
    withdrawn: dict[int, str],
    names: dict[str, str],
) -> Iterator[Line]:
    if version.redacted_at:
        yield Line(_("A text of this version was removed: %s") % version.redaction_reason)
        return
    after: Payload = version.payload
    if before is None:
        facts = len(after.get("facts", []))
        yield Line(ngettext("Recorded with %d fact.", "Recorded with %d facts.", facts) % facts)
        return
    yield from _texts(before, after)
    yield from _deadline(before, after, commitment, version.revision.note)
    yield from _status(before, after, commitment)
    yield from _facts(before, after, withdrawn, version.revision.note)
    yield from _contributions(before, after, names)
    others = [str(name) for key, name in _NAMES.items() if before.get(key) != after.get(key)]
    if others:
        yield Line(_("Also different: %s.") % ", ".join(others))


def _texts(before: Payload, after: Payload) -> Iterator[Line]:
    for key, label in _TEXTS.items():
        if before.get(key) != after.get(key):
            empty = pgettext("a text", "empty")
            yield Line(str(label), before.get(key) or empty, after.get(key) or empty, record=True)


def _deadline(before: Payload, after: Payload, commitment: Commitment, note: str) -> Iterator[Line]:
    old, new = before.get("due_on"), after.get("due_on")
    if old == new and before.get("due_wording") == after.get("due_wording"):
        return
    yield Line(_("Deadline"), _due(before), _due(after))
    known = len(before.get("moves", []))
    for move in list(commitment.moves.all())[known : len(after.get("moves", []))]:
        if move.reason != note:
            yield Line(_("Reason given: %s") % move.reason)


def _due(payload: Payload) -> str:
    due_on = payload.get("due_on")
    if due_on is None:
        return _("no deadline")
    words = payload.get("due_wording")
    return day_text(date.fromisoformat(due_on)) + (f", {quoted(words)}" if words else "")


def _status(before: Payload, after: Payload, commitment: Commitment) -> Iterator[Line]:
    old, new = (payload.get("standing", {}).get("status") for payload in (before, after))
    if old != new:
        label = _status_label(commitment.kind)
        yield Line(_("Status"), label(old), label(new))


def _status_label(kind: str) -> Callable[[str | None], str]:
    return lambda code: str(Status(code).label_for(kind)) if code else _("no status")


def _facts(before: Payload, after: Payload, withdrawn: dict[int, str], note: str) -> Iterator[Line]:
    old = {fact["id"]: fact for fact in before.get("facts", [])}
    new = {fact["id"]: fact for fact in after.get("facts", [])}
    partners = {part["partner"]: part["name"] for part in after.get("contributions", [])}
    for key in sorted(new.keys() - old.keys()):
        yield Line(_added(new[key], partners))
    for key in sorted(old.keys() - new.keys()):
        yield Line(_("Fact withdrawn, as of %s.") % _as_of(old[key]))
        reason = withdrawn.get(key, "")
        if reason and reason != note:
            yield Line(_("Reason given: %s") % reason)
    for key in sorted(new.keys() & old.keys()):
        if new[key] != old[key]:
            yield Line(_("Fact edited, as of %s.") % _as_of(new[key]))


def _added(fact: Payload, partners: dict[str, str]) -> str:
    """That a fact or a partner's report came to the record; an assessment that differs is said with it."""
    if fact.get("origin") != Origin.PARTNER:
        return _("Fact added, as of %s.") % _as_of(fact)
    name = partners.get(fact.get("partner") or "", "")
    said = {"partner": name or _("a partner"), "day": _as_of(fact)}
    if fact.get("assessed_status"):
        return _("Report of %(partner)s accepted with another assessment, as of %(day)s.") % said
    return _("Report of %(partner)s accepted, as of %(day)s.") % said


def _as_of(fact: Payload) -> str:
    return day_text(date.fromisoformat(fact["as_of"]), fact["as_of_precision"])


def _contributions(before: Payload, after: Payload, names: dict[str, str]) -> Iterator[Line]:
    old = {part["partner"]: part for part in before.get("contributions", [])}
    new = {part["partner"]: part for part in after.get("contributions", [])}
    for key in sorted(new.keys() - old.keys()):
        yield Line(_("Contribution added: %s.") % new[key]["name"])
    for key in sorted(old.keys() - new.keys()):
        yield Line(_("Contribution left out: %s.") % old[key]["name"])
    for key in sorted(new.keys() & old.keys()):
        reporter = new[key].get("reporter")
        if reporter != old[key].get("reporter"):
            words = {"partner": new[key]["name"], "reporter": names.get(reporter, reporter) or _("nobody yet")}
            yield Line(_("Reports for %(partner)s: %(reporter)s.") % words)
