"""A second way from the files of the catalogue to status and schedule, which shares no code with the tracker.

Written from the rules of the design page alone: one pass over the facts of a commitment by hand, in plain dictionaries
and dates. It knows only what the catalogue holds: research, no reports of partners, no moved deadlines.
"""

from __future__ import annotations

import calendar
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "tracker" / "catalogue" / "data"


def read(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def as_day(text: str) -> date:
    year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
    if not month:
        return date(year, 12, 31)
    return date(year, month, day or calendar.monthrange(year, month)[1])


def last_and_first(fact: dict[str, Any], told_on: date) -> tuple[date, date]:
    """Return the last possible day of a fact, never after it was told, and its first possible day."""
    day, precision = as_day(fact["as_of"]), fact["as_of_precision"]
    if precision == "year":
        first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    elif precision == "month":
        first = day.replace(day=1)
        last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    else:
        assert precision == "day"
        first = last = day
    return min(last, told_on), first


def standing(commitment: dict[str, Any], agreement: dict[str, Any], on: date, told_on: date) -> dict[str, Any] | None:
    """Return status, reason, as-of day and day of beginning on a day, as known when everything was told."""
    if commitment["kind"] == "position":
        return None
    signed = as_day(agreement["signed_on"])
    facts = []
    for number, fact in enumerate(commitment["evidence"]):
        last, first = last_and_first(fact, told_on)
        facts.append({**fact, "last": last, "first": first, "order": (last, number)})
    known = sorted((fact for fact in facts if fact["last"] <= max(on, signed)), key=lambda fact: fact["order"])
    known = [fact for fact in known if fact["last"] <= on or fact["last"] < signed]
    counting = [fact for fact in known if fact["status"] and (fact["last"] >= signed or fact["status"] == "completed")]
    parts = [part["partner"] for part in commitment["contributions"] if part["required"]]
    if commitment["kind"] == "target" or not parts:
        chains = [[fact for fact in counting if fact["partner"] is None]]
    else:
        chains = [[fact for fact in counting if fact["partner"] in (None, part)] for part in parts]
    tips = [chain[-1] if chain else None for chain in chains]
    words = [tip["status"] if tip else None for tip in tips]
    status = roll_up(words)
    if status == "unknown":
        return {
            "status": "unknown",
            "reason": "facts_only" if known else "no_source",
            "as_of": None,
            "began": None,
        }
    used = [tip for tip in tips if tip and (tip["status"] != "dropped" or status == "dropped")]
    newest = max(used, key=lambda fact: fact["order"])
    return {"status": status, "reason": None, "as_of": newest["last"], "began": beginning(status, chains)}


def roll_up(words: list[str | None]) -> str:
    """Return the status of a measure from those of its parts."""
    if set(words) == {None}:
        return "unknown"
    if set(words) == {"dropped"}:
        return "dropped"
    rest = {word for word in words if word != "dropped"}
    if rest == {None}:
        return "unknown"
    if rest == {"completed"}:
        return "completed"
    if rest <= {"completed", "ongoing"}:
        return "ongoing"
    if rest & {"in_progress", "ongoing", "completed"}:
        return "in_progress"
    return "preparing" if "preparing" in rest else "not_started"


def beginning(status: str, chains: list[list[dict[str, Any]]]) -> date | None:
    """Return the first possible day of the fact with which "completed" or "ongoing" began, of the last part so."""
    if status not in ("completed", "ongoing"):
        return None
    enough = {"completed"} if status == "completed" else {"completed", "ongoing"}
    began = []
    for chain in chains:
        start = None
        for fact in chain:
            if fact["status"] not in enough:
                start = None
            elif start is None:
                start = fact["first"]
        if start:
            began.append(start)
    return max(began)


def schedule(commitment: dict[str, Any], agreement: dict[str, Any], found: dict[str, Any] | None, on: date) -> str:
    """Return where a commitment stands against its deadline on a day."""
    if found is None:
        return "not_applicable"
    status, deadline = found["status"], commitment["deadline"]
    due = as_day(deadline["end"]) if deadline else None
    end = as_day((agreement["extension"] or {}).get("new_end") or agreement["term_end"])
    if status in ("dropped", "missed"):
        return {"dropped": "void", "missed": "closed_missed"}[status]
    if status in ("completed", "ongoing"):
        if due and found["began"] > due:
            return "closed_late"
        return {"completed": "closed", "ongoing": "running"}[status]
    if due:
        if due < on:
            return "overdue" if deadline["basis"] == "stated" else "period_over"
        return "due_soon" if due - on <= timedelta(days=60) else "open"
    if end < on:
        return "ended_unknown" if status == "unknown" else "term_ended"
    return "no_deadline"
