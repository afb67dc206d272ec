"""The documentation of the interface for people, made from its schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tracker.api.schema import schema
from tracker.pages.http import PublicRequest, public_page
from tracker.pages.navigation import reverse_or_none
from tracker.site import site


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: name, where it stands, what it means, which values it takes."""

    name: str
    in_path: bool
    meaning: str
    values: list[str]
    several: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Value:
    """One field of an answer: its type in words, its meaning, its key words, and what stands inside."""

    name: str
    kind: str
    meaning: str
    codes: list[str]
    inside: list[Value]


@dataclass(frozen=True, slots=True)
class Address:
    """One address: what it says, by which parameters, in which fields, with which answers."""

    anchor: str
    path: str
    example: str
    summary: str
    parameters: list[Parameter]
    fields: list[Value]
    answers: list[tuple[str, str]]


@public_page
def documentation(request: PublicRequest) -> HttpResponse:
    """Show every address of the interface with its parameters and fields."""
    made = schema(get_language() or "")
    context = {
        "crumbs": [
            (_("Overview"), reverse_or_none("public:overview")),
            (_("Download data"), reverse_or_none("public:data")),
            (_("Interface for programs"), ""),
        ],
        "addresses": list(addresses(made)),
        "schema_url": reverse("api_schema"),
        "about": made["info"]["description"],
    }
    return render(request, "daten/api.html", context)


def addresses(made: dict[str, Any]) -> Iterator[Address]:
    """The addresses of a schema, lists before what is in them."""
    for path, item in made["paths"].items():
        told = item["get"]
        answer = _resolved(made, told["responses"]["200"]["content"]["application/json"]["schema"])
        key = [name for name in answer["properties"] if name == told["tags"][0] or name == told["tags"][0][:-1]]
        inside = _resolved(made, _one(answer["properties"][key[0]])) if key else answer
        yield Address(
            anchor=told["operationId"],
            path=path,
            example=f"{site().url}{path}" if "{" not in path else "",
            summary=told["summary"],
            parameters=[_parameter(item) for item in told.get("parameters", [])],
            fields=list(_values(made, inside)),
            answers=[(code, response.get("description", "")) for code, response in sorted(told["responses"].items())],
        )


def _one(told: dict[str, Any]) -> dict[str, Any]:
    """What stands in a list, or the thing itself."""
    return told["items"] if told.get("type") == "array" else told


def _resolved(made: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """A part of the schema with its reference followed, its own description kept."""
    options = [option for option in told.get("oneOf", told.get("allOf", told.get("anyOf", []))) if "$ref" in option]
    reference = told.get("$ref") or (options[0]["$ref"] if options else "")
    if not reference:
        return told
    found: dict[str, Any] = made["components"]["schemas"][reference.rsplit("/", 1)[-1]]
    return {**found, **({"description": told["description"]} if "description" in told else {})}


def _parameter(told: dict[str, Any]) -> Parameter:
    values = _one(told["schema"])
    return Parameter(
        name=told["name"],
        in_path=told["in"] == "path",
        meaning=told.get("description", ""),
        values=[value for value in values.get("enum", []) if value is not None],
        several=told["schema"].get("type") == "array",
        kind=_kind(values),
    )


def _values(made: dict[str, Any], told: dict[str, Any]) -> Iterator[Value]:
    for name, item in told.get("properties", {}).items():
        several = item.get("type") == "array"
        inner = _resolved(made, _one(item))
        inside = list(_values(made, inner)) if "properties" in inner else []
        words = _kind(inner)
        yield Value(
            name=name,
            kind=_("list of: %s") % words if several else words,
            # The schema repeats the key words in the description; here they stand in a list of their own.
            meaning=item.get("description", inner.get("description", "")).split("\n\n*")[0].removeprefix("* `"),
            codes=[code for code in inner.get("enum", []) if code],
            inside=inside,
        )


def _kind(told: dict[str, Any]) -> str:
    types = told.get("type", "object")
    plain = next((name for name in types if name != "null"), "") if isinstance(types, list) else types
    words = {
        "string": _("text"),
        "integer": _("whole number"),
        "number": _("number"),
        "boolean": _("yes or no"),
        "object": _("object"),
    }.get(plain, plain)
    if told.get("format") == "date":
        words = _("day, ISO 8601")
    elif told.get("format") == "date-time":
        words = _("moment, ISO 8601")
    elif "enum" in told:
        words = _("key word")
    return _("%s or null") % words if isinstance(types, list) and "null" in types else words
