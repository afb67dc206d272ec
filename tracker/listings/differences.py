"""What one published version made different to the one before: as words of the page and as values of the record."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from tracker.models import Contribution, PublicVersion, Revision
from tracker.pages.words import reporting_label
from tracker.templatetags.tracker_tags import day_text
from tracker.vocabulary import ChangeKind, Origin, Status

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
    "simple_words": gettext_lazy("In simple words"),
    "description": gettext_lazy("Plain description"),
    "wording": gettext_lazy("Official wording"),
}
_OF_AGREEMENTS_AND_PARTNERS: dict[str, Promise] = {
    "title": gettext_lazy("title"),
    "short_title": gettext_lazy("short title"),
    "signed_on": gettext_lazy("day of signing"),
    "term_start": gettext_lazy("beginning of the term"),
    "term_end": gettext_lazy("end of the term"),
    "effective_end": gettext_lazy("end of the term"),
    "extensions": gettext_lazy("extensions"),
    "coverage": gettext_lazy("what is recorded"),
    "coverage_note": gettext_lazy("what is recorded"),
    "predecessor": gettext_lazy("predecessor"),
    "lead_ministry": gettext_lazy("lead ministry"),
    "parties": gettext_lazy("sides"),
    "action_fields": gettext_lazy("action fields"),
    "targets": gettext_lazy("measurable targets"),
    "signatories": gettext_lazy("signatories"),
    "reservations": gettext_lazy("reservations"),
    "events": gettext_lazy("events"),
    "name": gettext_lazy("name"),
    "abbreviation": gettext_lazy("short name"),
    "kind": gettext_lazy("kind"),
    "parent": gettext_lazy("parent organisation"),
    "homepage": gettext_lazy("homepage"),
    "active_from": gettext_lazy("time of existence"),
    "active_to": gettext_lazy("time of existence"),
    "names": gettext_lazy("names over time"),
    "groups": gettext_lazy("memberships"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text: the same in both, or only before ("del"), or only after ("ins")."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """The public source behind the fact that a status rests on."""

    title: str
    publisher: str
    url: str


@dataclass(frozen=True, slots=True)
class Event:
    """One difference.

    `label` says it in words; `before` and `after` are words too, empty where there is nothing to set side by side;
    `record` marks words of the record, which are German everywhere, and `pieces` their word-level difference.
    `value_before`, `value_after` are the plain values (codes, ISO days, texts), `column` the name of the field in the
    files; `reason` is the reason given for this difference alone, `source` what a new status rests on.
    """

    kind: ChangeKind
    label: str
    before: str = ""
    after: str = ""
    record: bool = False
    column: str = ""
    value_before: str | None = None
    value_after: str | None = None
    reason: str = ""
    source: Source | None = None
    pieces: list[Piece] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether it tells of a first publication."""
        return self.kind is ChangeKind.NEW


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is read beside the versions: why facts were withdrawn, by id, and names of partners, by key."""

    withdrawn: dict[int, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def events(version: PublicVersion, before: Payload | None, knowledge: Knowledge) -> Iterator[Event]:
    """What a version made different to the payload before (None: there is none to compare with); never nothing."""
    if version.redacted_at:
        label = _("A text of this version was removed: %s") % version.redaction_reason
        yield Event(ChangeKind.REDACTED, label, reason=version.redaction_reason)
        return
    if before is None:
        yield _new(version)
        return
    found = False
    told = _of_commitment if version.kind == PublicVersion.COMMITMENT else _of_other
    for event in told(before, version.payload, knowledge, version.revision):
        found = True
        yield event
    if not found:
        yield Event(ChangeKind.OTHER, _("State of the reports or details of the record."))


def _new(version: PublicVersion) -> Event:
    if version.kind != PublicVersion.COMMITMENT:
        return Event(ChangeKind.NEW, _("Recorded for the first time."))
    facts = len(version.payload.get("facts", []))
    status = version.payload.get("standing", {}).get("status")
    label = ngettext("Recorded with %d fact.", "Recorded with %d facts.", facts) % facts
    return Event(ChangeKind.NEW, label, column="status", value_after=status, source=_source(version.payload))


def _of_other(before: Payload, after: Payload, knowledge: Knowledge, revision: Revision) -> Iterator[Event]:
    changed = [str(name) for key, name in _OF_AGREEMENTS_AND_PARTNERS.items() if before.get(key) != after.get(key)]
    if changed:
        yield Event(ChangeKind.OTHER, _("Different: %s.") % ", ".join(dict.fromkeys(changed)))


def _of_commitment(before: Payload, after: Payload, knowledge: Knowledge, revision: Revision) -> Iterator[Event]:
    yield from _texts(before, after)
    yield from _deadline(before, after, revision.note)
    yield from _status(before, after)
    yield from _facts(before, after, knowledge, revision.note)
    yield from _contributions(before, after, knowledge, on=revision.day)
    others = [str(name) for key, name in _NAMES.items() if before.get(key) != after.get(key)]
    if others:
        yield Event(ChangeKind.OTHER, _("Also different: %s.") % ", ".join(others))


def _texts(before: Payload, after: Payload) -> Iterator[Event]:
    for key, label in _TEXTS.items():
        old, new = before.get(key) or "", after.get(key) or ""
        if old != new:
            empty = pgettext("a text", "empty")
            yield Event(
                ChangeKind.WORDING,
                str(label),
                old or empty,
                new or empty,
                record=True,
                column=key,
                value_before=old,
                value_after=new,
                pieces=word_difference(old, new) if old and new else [],
            )


def _deadline(before: Payload, after: Payload, note: str) -> Iterator[Event]:
    old, new = before.get("due_on"), after.get("due_on")
    if old == new and before.get("due_wording") == after.get("due_wording"):
        return
    reasons = [move["reason"] for move in after.get("moves", [])[len(before.get("moves", [])) :]]
    yield Event(
        ChangeKind.DEADLINE,
        _("Deadline"),
        _due(before),
        _due(after),
        column="due_on",
        value_before=old,
        value_after=new,
        reason=" ".join(reason for reason in reasons if reason != note),
    )


def _due(payload: Payload) -> str:
    due_on = payload.get("due_on")
    if due_on is None:
        return _("no deadline")
    words = payload.get("due_wording")
    return day_text(date.fromisoformat(due_on)) + (f", {_('“%s”') % words}" if words else "")


def _status(before: Payload, after: Payload) -> Iterator[Event]:
    old, new = (payload.get("standing", {}).get("status") for payload in (before, after))
    if old == new:
        return
    yield Event(
        ChangeKind.of_status(old, new),
        _("Status"),
        _status_label(old, after["kind"]),
        _status_label(new, after["kind"]),
        column="status",
        value_before=old,
        value_after=new,
        source=_source(after),
    )


def _status_label(code: str | None, kind: str) -> str:
    return str(Status(code).label_for(kind)) if code else _("no status")


def _source(payload: Payload) -> Source | None:
    """The first source of the newest fact that says the status, or None."""
    standing = payload.get("standing", {})
    facts = [
        fact
        for fact in payload.get("facts", [])
        if (fact["assessed_status"] or fact["status"]) and fact["evidence"] and fact["as_of"] <= _last_day(standing)
    ]
    if standing.get("status_as_of") is None or not facts:
        return None
    evidence = max(facts, key=lambda fact: fact["as_of"])["evidence"][0]
    return Source(evidence["title"], evidence["publisher"], evidence["url"] or "")


def _last_day(standing: Payload) -> str:
    """The day of the status; a fuzzy day that is not over yet is stored as its last day all the same."""
    day: str = standing.get("status_as_of") or ""
    return f"{day[:4]}-12-31" if standing.get("status_as_of_precision") != "day" else day


def _facts(before: Payload, after: Payload, knowledge: Knowledge, note: str) -> Iterator[Event]:
    old = {fact["id"]: fact for fact in before.get("facts", [])}
    new = {fact["id"]: fact for fact in after.get("facts", [])}
    told, told_before = (_reporters(payload, knowledge) for payload in (after, before))
    for key in sorted(new.keys() - old.keys()):
        label = _added(new[key], told)
        yield Event(ChangeKind.FACT_ADDED, label, column="facts", value_after=new[key]["as_of"])
        if new[key].get("reply"):
            yield _replied(new[key], told)
    for key in sorted(old.keys() - new.keys()):
        reason = knowledge.withdrawn.get(key, "")
        yield Event(
            ChangeKind.FACT_WITHDRAWN,
            _withdrawn(old[key], told_before),
            column="facts",
            value_before=old[key]["as_of"],
            reason="" if reason == note else reason,
        )
    for key in sorted(new.keys() & old.keys()):
        if new[key].get("reply") and not old[key].get("reply"):
            yield _replied(new[key], told)
        if {**new[key], "reply": ""} != {**old[key], "reply": ""}:
            label = _("Fact edited, as of %s.") % _as_of(new[key])
            yield Event(ChangeKind.FACT_EDITED, label, column="facts", value_after=new[key]["as_of"])


def _reporters(payload: Payload, knowledge: Knowledge) -> dict[str, str]:
    """Who reports on the contribution of each partner, in words: itself, or another one for it."""
    found = {}
    for part in payload.get("contributions", []):
        key, reporter = part["partner"], part.get("reporter")
        name = knowledge.names.get(reporter, "") if reporter and reporter != key else ""
        words = {"reporter": name, "partner": part["name"]}
        found[key] = _("%(reporter)s for %(partner)s") % words if name else part["name"]
    return found


def _said(fact: Payload, reporters: dict[str, str]) -> dict[str, str]:
    return {"partner": reporters.get(fact.get("partner") or "", "") or _("a partner"), "day": _as_of(fact)}


def _added(fact: Payload, reporters: dict[str, str]) -> str:
    """That a fact or a partner's report came to the record; an assessment that differs is said with it."""
    if fact.get("origin") != Origin.PARTNER:
        return _("Fact added, as of %s.") % _as_of(fact)
    if fact.get("assessed_status"):
        return _("Report of %(partner)s accepted with another assessment, as of %(day)s.") % _said(fact, reporters)
    return _("Report of %(partner)s accepted, as of %(day)s.") % _said(fact, reporters)


def _withdrawn(fact: Payload, reporters: dict[str, str]) -> str:
    if fact.get("origin") != Origin.PARTNER:
        return _("Fact withdrawn, as of %s.") % _as_of(fact)
    return _("Report of %(partner)s withdrawn, as of %(day)s.") % _said(fact, reporters)


def _replied(fact: Payload, reporters: dict[str, str]) -> Event:
    label = _("Reply of %(partner)s to the assessment of its report, as of %(day)s.") % _said(fact, reporters)
    return Event(ChangeKind.REPLY, label, column="facts", value_after=fact["as_of"])


def _as_of(fact: Payload) -> str:
    return day_text(date.fromisoformat(fact["as_of"]), fact["as_of_precision"])


def _contributions(before: Payload, after: Payload, knowledge: Knowledge, *, on: date) -> Iterator[Event]:
    old = {part["partner"]: part for part in before.get("contributions", [])}
    new = {part["partner"]: part for part in after.get("contributions", [])}
    for key in sorted(new.keys() - old.keys()):
        label = _("Contribution added: %s.") % new[key]["name"]
        yield Event(ChangeKind.PARTNERS, label, column="partners", value_after=key)
    for key in sorted(old.keys() - new.keys()):
        label = _("Contribution left out: %s.") % old[key]["name"]
        yield Event(ChangeKind.PARTNERS, label, column="partners", value_before=key)
    for key in sorted(new.keys() & old.keys()):
        reporter = new[key].get("reporter")
        if reporter != old[key].get("reporter"):
            name = knowledge.names.get(reporter, reporter) or _("nobody yet")
            words = _("Reports for %(partner)s: %(reporter)s.") % {"partner": new[key]["name"], "reporter": name}
            yield Event(ChangeKind.PARTNERS, words, column="partners", value_after=key)
        yield from _reporting(old[key], new[key], on=on)


def _reporting(before: Payload, after: Payload, *, on: date) -> Iterator[Event]:
    """That a report was asked for, came in or is awaited longer, in the words of the day on which it became so."""
    parts = [
        Contribution(reporting_base=part["reporting_base"], asked_due_on=due_on and date.fromisoformat(due_on))
        for part in (before, after)
        for due_on in (part["asked_due_on"],)
    ]
    old, new = (reporting_label(part, on=on) for part in parts)
    if old != new:
        codes = [part.reporting(on=on).public().value for part in parts]
        words = _("Report on the contribution of %s") % after["name"]
        yield Event(
            ChangeKind.REPORTING, words, old, new, column="reporting", value_before=codes[0], value_after=codes[1]
        )


_WORD = re.compile(r"\s+|\w+|[^\w\s]")
MAX_WORK = 1_000_000


def word_difference(before: str, after: str) -> list[Piece]:
    """The two texts as one, word by word: pieces that stayed (""), went ("del") and came ("ins").

    Empty for texts so long that finding out would take a visitor's time; they stand side by side as a whole.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) * len(new) > MAX_WORK:
        return []
    pieces: list[Piece] = []
    for operation, first, last, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, came = "".join(old[first:last]), "".join(new[start:end])
        if operation == "equal":
            pieces.append(Piece("", came))
            continue
        if gone:
            pieces.append(Piece("del", gone))
        if came:
            pieces.append(Piece("ins", came))
    return pieces
