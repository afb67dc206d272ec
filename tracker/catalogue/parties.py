"""Partners, groups and Länder of the catalogue as rows."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from tracker.catalogue.reading import Record, records
from tracker.catalogue.rows import Catalogue, Ref, Row
from tracker.models import (
    AllianceStage,
    AllianceTarget,
    Instrument,
    Land,
    LandAlliance,
    Membership,
    Network,
    NetworkPhase,
    NetworkResult,
    Partner,
    PartnerName,
    TargetGroup,
)
from tracker.models.partners import sort_key
from tracker.search import fold
from tracker.vocabulary import AllianceScope, FactBasis, MembershipRole, NameChange, PartnerKind, Precision

EVERYONE = "allianz"


def ref(record: Record, field: str, model: type[Model]) -> Ref | None:
    """The record a field points to, None where it is null."""
    key = record.words(field)
    return Ref(model, key, record, field) if key else None


def refs(record: Record, field: str, model: type[Model], default: Any = None) -> list[Ref]:
    """The records a field lists."""
    listed = record.listed(field) if default is None else record.listed(field, default)
    return [Ref(model, key, record, field) for key in listed]


def instrument_key(name: str) -> str:
    """The key of an instrument: its name in small letters with hyphens."""
    folded = "".join(char if char.isascii() and char.isalnum() else " " for char in fold(name))
    return "-".join(folded.split())


def read_words(content: Any, catalogue: Catalogue) -> None:
    """Take in target groups and instruments."""
    words = Record(content, file="vocabulary.json")
    groups = words.child("target_groups")
    if groups is None:
        raise words.error("target_groups", _("an object is expected here"))
    for key in groups.fields():
        catalogue.add(Row(TargetGroup, key, groups, {"key": key, "name": groups.text(key)}))
    for name in words.listed("instruments"):
        columns = {"key": instrument_key(name), "name": name, "sort_key": sort_key(name)}
        catalogue.add(Row(Instrument, columns["key"], words, columns))
    words.finish()


def read_partners(content: Any, catalogue: Catalogue) -> dict[tuple[str, str], Record]:
    """Take in partners and groups with their names and members; returns what each says of its signatures."""
    signed: dict[tuple[str, str], Record] = {}
    for record in records(content, file="partners.json", key="key", under="partners"):
        name = record.text("name")
        # Who has no short name goes by the whole one everywhere.
        abbreviation = record.words("abbreviation") or name
        columns = {
            "key": record.text("key"),
            "name": name,
            "abbreviation": abbreviation,
            "kind": record.choice("kind", PartnerKind),
            "is_everyone": record.name == EVERYONE,
            "parent": ref(record, "parent", Partner),
            "land": ref(record, "land", Land),
            "homepage": record.words("homepage"),
            "active_from": record.day("active_from"),
            "active_to": record.day("active_to"),
            "basis": record.choice("basis", FactBasis, FactBasis.SOURCE),
            "reference": record.words("reference"),
            "sort_key": sort_key(abbreviation)[:60],
            "editor_note": record.words("editor_note"),
        }
        links = {"sources": catalogue.sources(record)}
        parts = {
            "names": [_name(item, catalogue) for item in record.children("history")],
            "members": [_member(item) for item in record.children("members", [])],
        }
        # Signatures stand with the agreement, memberships with the group; here both are only compared.
        for item in record.objects("signed"):
            signed[item.text("agreement"), record.name] = item
        record.skip("groups")
        catalogue.add(Row(Partner, record.name, record, columns, links, parts))
    return signed


def _name(item: Record, catalogue: Catalogue) -> Row:
    columns = {
        "name": item.text("name"),
        "abbreviation": item.text("abbreviation"),
        "start": item.day("from"),
        "end": item.day("to"),
        "change": item.choice("change", NameChange),
        "successor": ref(item, "successor", Partner),
        "predecessor": ref(item, "predecessor", Partner),
        "basis": item.choice("basis", FactBasis, FactBasis.SOURCE),
        "reference": item.words("reference"),
    }
    return Row(PartnerName, "", item, columns, {"sources": catalogue.sources(item)})


def _member(item: Record) -> Row:
    columns = {
        "member": Ref(Partner, item.text("partner"), item, "partner"),
        "role": item.choice("role", MembershipRole),
        "editor_note": item.words("editor_note"),
    }
    return Row(Membership, "", item, columns)


def read_laender(content: Any, catalogue: Catalogue) -> None:
    """Take in the Länder with their alliances and networks, and the national structures."""
    for record in records(content, file="laender.json", key="key", under="laender"):
        columns = {
            "code": record.text("key"),
            "name": record.text("name"),
            "partner": ref(record, "partner", Partner),
            "basis": record.choice("basis", FactBasis, FactBasis.SOURCE),
            "reference": record.words("reference"),
            "editor_note": record.words("editor_note"),
        }
        land = Ref(Land, record.name)
        catalogue.add(Row(Land, record.name, record, columns, {"sources": catalogue.sources(record)}))
        for position, item in enumerate(record.children("alliances")):
            _alliance(item, land, position, catalogue)
        for position, item in enumerate(record.children("continuing_education")):
            _network(item, land, position, catalogue)
    for position, record in enumerate(records(content, file="laender.json", key="key", under="national_structures")):
        _network(record, None, position, catalogue)


def _alliance(item: Record, land: Ref, position: int, catalogue: Catalogue) -> None:
    founded_on, founded_precision = item.partial_day("founded_on")
    item.skip("founded_precision", "status")
    columns = {
        "land": land,
        "key": item.text("key"),
        "name": item.text("name"),
        "scope": item.choice("scope", AllianceScope),
        "founded_on": founded_on,
        "founded_precision": founded_precision,
        "lead": item.words("lead"),
        "partner_names": "\n".join(item.listed("partners")),
        "goals": "\n".join(item.listed("goals")),
        "homepage": item.words("homepage"),
        "predecessor": ref(item, "predecessor", LandAlliance),
        "position": position,
        "editor_note": item.words("editor_note"),
    }
    parts = {
        "stages": [_stage(stage, number, catalogue) for number, stage in enumerate(item.children("stages"))],
        "targets": [_target(target, catalogue) for target in item.children("targets", [])],
    }
    links = {"sources": catalogue.sources(item)}
    catalogue.add(Row(LandAlliance, str(columns["key"]), item, columns, links, parts))


def _stage(item: Record, position: int, catalogue: Catalogue) -> Row:
    signed_on, signed_precision = item.partial_day("signed_on")
    term_start, start_precision = item.partial_day("term_start")
    term_end, end_precision = item.partial_day("term_end")
    # Whole days that the file itself calls exact to the month or year only: the end, and a beginning on 1 January.
    meant = item.choice("term_precision", Precision)
    if term_end is not None and end_precision == Precision.DAY:
        end_precision = meant
    if term_start is not None and meant == Precision.YEAR and (term_start.month, term_start.day) == (1, 1):
        term_start, start_precision = term_start.replace(month=12, day=31), meant
    columns = {
        "title": item.text("title"),
        "signed_on": signed_on,
        "signed_precision": signed_precision,
        "term_start": term_start,
        "term_start_precision": start_precision,
        "term_end": term_end,
        "term_end_precision": end_precision,
        "position": position,
        "editor_note": item.words("editor_note"),
    }
    return Row(AllianceStage, "", item, columns, {"sources": catalogue.sources(item)})


def _target(item: Record, catalogue: Catalogue) -> Row:
    due_on, due_precision = item.partial_day("due")
    reached_on, reached_precision = item.partial_day("reached")
    columns = {
        "value": item.number("value"),
        "unit": item.text("unit"),
        "due_on": due_on,
        "due_precision": due_precision,
        "reached_on": reached_on,
        "reached_precision": reached_precision,
        "editor_note": item.words("editor_note"),
    }
    return Row(AllianceTarget, "", item, columns, {"sources": catalogue.sources(item)})


def _network(item: Record, land: Ref | None, position: int, catalogue: Catalogue) -> None:
    started_on, started_precision = item.partial_day("started_on")
    ended_on, ended_precision = item.partial_day("ended_on")
    see = item.words("see").rpartition("/")[2]
    columns = {
        "land": land,
        "key": item.text("key"),
        "kind": item.text("kind"),
        "name": item.text("name"),
        "partner": ref(item, "partner", Partner),
        "partner_names": _names(item, "partners", catalogue),
        "supporter_names": _names(item, "supported_by", catalogue),
        "region": item.words("region"),
        "funding": item.words("funding"),
        "started_on": started_on,
        "started_precision": started_precision,
        "launched_on": item.day("launched_on"),
        "ended_on": ended_on,
        "ended_precision": ended_precision,
        "homepage": item.words("homepage"),
        "same_as": Ref(Network, see, item, "see") if see else None,
        "position": position,
        "editor_note": item.words("editor_note"),
    }
    parts = {
        "phases": [_phase(phase, catalogue) for phase in item.children("phases", [])],
        "results": [_result(result, catalogue) for result in item.children("results", [])],
    }
    links = {"sources": catalogue.sources(item)}
    catalogue.add(Row(Network, str(columns["key"]), item, columns, links, parts))


def _names(item: Record, field: str, catalogue: Catalogue) -> str:
    """The names of those a network lists, one per line: keys of partners are spelled out."""
    partners = catalogue.rows[Partner]
    listed = item.listed(field, [])
    return "\n".join(partners[word].columns["name"] if word in partners else word for word in listed)


def _phase(item: Record, catalogue: Catalogue) -> Row:
    start, start_precision = item.partial_day("start")
    end, end_precision = item.partial_day("end")
    columns = {
        "number": item.whole("phase"),
        "start": start,
        "start_precision": start_precision,
        "end": end,
        "end_precision": end_precision,
        "editor_note": item.words("editor_note"),
    }
    return Row(NetworkPhase, "", item, columns, {"sources": catalogue.sources(item)})


def _result(item: Record, catalogue: Catalogue) -> Row:
    as_of, precision = item.fuzzy_day("as_of")
    columns = {"as_of": as_of, "as_of_precision": precision, "text": item.text("text")}
    return Row(NetworkResult, "", item, columns, {"sources": catalogue.sources(item)})
