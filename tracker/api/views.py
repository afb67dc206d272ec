"""The addresses of the interface."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.forms import Field
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view

from tracker import access, snapshots
from tracker.api import parameters, shapes
from tracker.api.base import AnyField, Page, PublicView, Query, paged, paging_fields
from tracker.api.errors import PROBLEM, BadQuery
from tracker.listings.changelist import LABELS, ChangeListing
from tracker.listings.changes import ChangeEntry, ChangeQuery, changed_versions, entries_of
from tracker.listings.contents import contents
from tracker.listings.fields import DayField
from tracker.listings.heads import file_head, plain_head
from tracker.listings.query import PastQuery
from tracker.listings.registers import (
    AGREEMENTS,
    PARTNERS,
    Register,
    indicator_data,
    indicators,
    published,
    value_data,
)
from tracker.listings.rows import commitment_row
from tracker.listings.view import Listing
from tracker.models import IndicatorValue, PublicVersion
from tracker.pages.http import PublicRequest
from tracker.site import site
from tracker.snapshots import iso

MAX_KEY = 80
PROBLEMS = {
    400: _("Parameters cannot be used; each is named with what is allowed."),
    404: _("There is nothing at this address."),
    406: _("Another format than JSON was asked for."),
    412: _("This is not the version that If-Match asks for."),
    429: _("Too many requests from this address within a minute."),
}


def said(answer: Any, summary: Any, *, name: str, parameters: Any = (), missing: bool = False) -> Any:
    """How the schema speaks of an address: what it says, by which parameters, and which problems it may answer with."""
    responses: dict[Any, Any] = {200: answer, 304: OpenApiResponse(description=_("Not changed since the ETag given."))}
    responses |= {
        (code, PROBLEM): OpenApiResponse(shapes.PROBLEM, description=words)
        for code, words in PROBLEMS.items()
        if missing or code != 404
    }
    return extend_schema_view(
        get=extend_schema(
            operation_id=name,
            summary=summary,
            description=summary,
            parameters=list(parameters),
            responses=responses,
            tags=[name.split("_")[0]],
            auth=[],
        )
    )


def checked(key: str) -> str:
    """A key of an address; raises `Http404` if it could never be one."""
    if "\x00" in key or len(key) > MAX_KEY:
        raise Http404
    return key


def head(request: PublicRequest, past: Mapping[str, date] | None = None) -> dict[str, Any]:
    """What every answer says of itself; `past` is a day by its parameter."""
    return plain_head(day=request.day, revision=request.revision, past=past)


# Commitments ----------------------------------------------------------------------------------------------------------


@said(
    shapes.many("CommitmentPage", "commitments", shapes.COMMITMENT),
    _("Measures, targets and declarations, by the filters of the table"),
    name="commitments_list",
    parameters=parameters.OF_THE_TABLE,
)
class Commitments(PublicView):
    """The rows of the table, page by page."""

    def answer(self, request: PublicRequest, **kwargs: str) -> dict[str, Any]:
        """The page asked for."""
        listing = Listing(request, day=request.day)
        if listing.problems_of_file:
            raise BadQuery(listing.problems_of_file)
        wanted = listing.filters.given("page") or 1
        page = Page(request, listing.pairs(), count=listing.count(), wanted=wanted, size=listing.per_page)
        ids = listing.ids(page.start, page.end)
        rows = [commitment_row(row) for row in contents(listing, ids)]
        return {**file_head(listing, request.revision), **page.head(), "commitments": rows}


@said(
    shapes.one("CommitmentAnswer", "commitment", shapes.COMMITMENT_WHOLE()),
    _("One commitment with its facts, moves of the deadline and the course of its status"),
    name="commitments_one",
    parameters=[parameters.STATE, parameters.VERSION],
    missing=True,
)
class OneCommitment(PublicView):
    """One commitment with everything that is public of it."""

    def answer(self, request: PublicRequest, **kwargs: str) -> dict[str, Any]:
        """The commitment with this code."""
        code = checked(kwargs["code"])
        Query(request, stand=DayField(required=False), fassung=DayField(required=False))
        listing = Listing(request, day=request.day)
        if listing.problems_of_file:
            raise BadQuery(listing.problems_of_file)
        pk = listing.selection.sets.id_of(code)
        row = None if pk is None else next(contents(listing, [pk]), None)
        if row is None:
            raise Http404
        if listing.archive is not None:
            payload = listing.archive.versions(PublicVersion.COMMITMENT).get(pk=row.pk).payload
        else:
            payload = snapshots.take(PublicVersion.COMMITMENT, [row.pk])[code]
        stand = listing.filters.past_day
        last = (stand or request.day).isoformat()
        known = None if stand is None else _known_by(row.pk, stand)
        facts = [_fact(fact) for fact in payload["facts"] if known is None or fact["id"] in known]
        history = [] if listing.archive is not None else _history(row.pk, last)
        whole = {**commitment_row(row), "facts": facts, "moves": payload["moves"], "status_history": history}
        return {**file_head(listing, request.revision), "commitment": whole}


FACT = tuple(shapes.FACT._declared_fields)
EVIDENCE = tuple(shapes.EVIDENCE._declared_fields)


def _fact(fact: dict[str, Any]) -> dict[str, Any]:
    evidence = [{name: item[name] for name in EVIDENCE} for item in fact["evidence"]]
    return {**{name: fact[name] for name in FACT}, "key": fact["key"] or None, "evidence": evidence}


def _known_by(pk: int, day: date) -> set[int]:
    """The ids of the facts whose day lies no later than this one; a fuzzy day counts as the rules count it."""
    reports = access.public_reports().filter(commitment=pk)
    return {report.pk for report in reports if report.as_fact(sources=0).last_possible <= day}


def _history(pk: int, last: str) -> list[dict[str, Any]]:
    periods = access.public_periods().filter(commitment=pk, start__lte=last).order_by("start")
    names = ("start", "until", "status", "unknown_reason")
    return [{name: iso(value) for name, value in row.items()} for row in periods.values(*names)]


# Agreements and partners ----------------------------------------------------------------------------------------------


class Versioned(PublicView):
    """Agreements or partners: as they are, as known today of a past day, or as they were published on one."""

    register: Register


def past_query(request: PublicRequest, **more: Field) -> PastQuery:
    """The parameters of an address that can be asked of a past day; raises `BadQuery`."""
    query = PastQuery(request, today=request.day, **more)
    if query.problems:
        raise BadQuery(query.problems)
    return query


class AllVersioned(Versioned):
    """A page of them."""

    def answer(self, request: PublicRequest, **kwargs: str) -> dict[str, Any]:
        """The page asked for."""
        query = past_query(request, **paging_fields())
        rows = published(self.register, query.past)
        page = paged(request, query, count=len(rows))
        return {**head(request, query.past), **page.head(), self.register.name: rows[page.start : page.end]}


class OneVersioned(Versioned):
    """One of them."""

    singular: str

    def answer(self, request: PublicRequest, **kwargs: str) -> dict[str, Any]:
        """The one with this key."""
        query = past_query(request)
        rows = published(self.register, query.past, [checked(kwargs["key"])])
        if not rows:
            raise Http404
        return {**head(request, query.past), self.singular: rows[0]}


@said(
    shapes.many("AgreementPage", "agreements", shapes.AGREEMENT),
    _("Agreements with term, action fields, measurable targets and signatories"),
    name="agreements_list",
    parameters=[parameters.STATE, parameters.VERSION, *parameters.PAGING],
)
class Agreements(AllVersioned):
    """All agreements."""

    register = AGREEMENTS


@said(
    shapes.one("AgreementAnswer", "agreement", shapes.AGREEMENT()),
    _("One agreement"),
    name="agreements_one",
    parameters=[parameters.STATE, parameters.VERSION],
    missing=True,
)
class OneAgreement(OneVersioned):
    """One agreement."""

    register, singular = AGREEMENTS, "agreement"


@said(
    shapes.many("PartnerPage", "partners", shapes.PARTNER),
    _("Partners with names over time and memberships"),
    name="partners_list",
    parameters=[parameters.STATE, parameters.VERSION, *parameters.PAGING],
)
class Partners(AllVersioned):
    """All partners."""

    register = PARTNERS


@said(
    shapes.one("PartnerAnswer", "partner", shapes.PARTNER()),
    _("One partner"),
    name="partners_one",
    parameters=[parameters.STATE, parameters.VERSION],
    missing=True,
)
class OnePartner(OneVersioned):
    """One partner."""

    register, singular = PARTNERS, "partner"


# Changes --------------------------------------------------------------------------------------------------------------


@said(
    shapes.many("ChangePage", "changes", shapes.CHANGE),
    _("Changes of the record, newest first, with reasons"),
    name="changes_list",
    parameters=parameters.OF_CHANGES,
)
class Changes(PublicView):
    """The log of changes."""

    def answer(self, request: PublicRequest, **kwargs: str) -> dict[str, Any]:
        """The page asked for."""
        listing = ChangeListing(request)
        per_page = Query(request, **ANY_OF_CHANGES, per_page=paging_fields()["per_page"]).values["per_page"]
        problems = [problem for problem in listing.problems_of_file if problem.parameter != "per_page"]
        if problems:
            raise BadQuery(problems)
        versions = changed_versions(listing.query)
        pairs = [(name, str(item)) for name, value in listing.filter_data.items() for item in _each(value)]
        pairs += [("per_page", per_page)] if per_page else []
        wanted, number_on_page = listing.given("page") or 1, int(per_page or site().per_page)
        page = Page(request, pairs, count=versions.count(), wanted=wanted, size=number_on_page)
        rows = [change_data(entry) for entry in entries_of(versions[page.start : page.end])]
        return {**head(request), "filter": listing.filter_data, **page.head(), "changes": rows}


ANY_OF_CHANGES = {name: AnyField(required=False) for name in LABELS}
"""The parameters that the listing of changes checks itself."""


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@said(
    shapes.one("ChangeAnswer", "change", shapes.CHANGE()),
    _("One change of one commitment, agreement or partner"),
    name="changes_one",
    missing=True,
)
class OneChange(PublicView):
    """One change."""

    def answer(self, request: PublicRequest, **kwargs: str) -> dict[str, Any]:
        """The change with this identifier: its revision, a hyphen, the key of what changed."""
        Query(request)
        revision, _hyphen, key = checked(kwargs["id"]).partition("-")
        if not (revision.isascii() and revision.isdigit() and len(revision) < 10 and key):
            raise Http404
        entries = entries_of(changed_versions(ChangeQuery(revision=int(revision))).filter(key=key))
        if not entries:
            raise Http404
        return {**head(request), "change": change_data(entries[0])}


def change_data(entry: ChangeEntry) -> dict[str, Any]:
    """One change as plain data."""
    names = ("id", "revision", "role", "reason", "note", "after_report", "kind", "key", "title", "agreement")
    return {
        **{name: getattr(entry, name) for name in names},
        "action_field": entry.action_field,
        "at": entry.at.isoformat(),
        "day": entry.day.isoformat(),
        "differences": [
            {
                "change": event.kind.value,
                "label": str(event.label),
                "field": event.column or None,
                "before": event.value_before,
                "after": event.value_after,
                "reason": event.reason or None,
            }
            for event in entry.events
        ],
        "url": site().url + reverse(entry.url_name, args=[entry.key]),
    }


# Indicators -----------------------------------------------------------------------------------------------------------


@said(
    shapes.many("IndicatorPage", "indicators", shapes.INDICATOR),
    _("Indicators, without their values"),
    name="indicators_list",
    parameters=parameters.PAGING,
)
class Indicators(PublicView):
    """All indicators."""

    def answer(self, request: PublicRequest, **kwargs: str) -> dict[str, Any]:
        """The page asked for."""
        query = Query(request, **paging_fields())
        rows = indicators()
        page = paged(request, query, count=rows.count())
        found = [indicator_data(item) for item in rows[page.start : page.end]]
        return {**head(request), **page.head(), "indicators": found}


@said(
    shapes.one(
        "IndicatorAnswer",
        "indicator",
        shapes.shape("IndicatorWhole", **shapes.INDICATOR_FIELDS, values=shapes.VALUE(many=True))(),
    ),
    _("One indicator with its values"),
    name="indicators_one",
    missing=True,
)
class OneIndicator(PublicView):
    """One indicator with its values."""

    def answer(self, request: PublicRequest, **kwargs: str) -> dict[str, Any]:
        """The indicator with this key."""
        Query(request)
        found = indicators().filter(key=checked(kwargs["key"])).first()
        if found is None:
            raise Http404
        values = IndicatorValue.objects.filter(indicator=found).select_related("land").prefetch_related("sources")
        whole = {**indicator_data(found), "values": [value_data(item) for item in values]}
        return {**head(request), "indicator": whole}
