"""`datapackage.json`: the files with their table schemas (Data Package), by which each of them can be validated."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse

from tracker.listings import columns
from tracker.listings.datasets import CSV, DATASETS, XLSX, DataFile, Dataset
from tracker.listings.rows import CODE, CODES, DAY, FIELDS, MOMENT, NUMBER, OBJECT, OBJECTS, TEXTS, TRUTH
from tracker.listings.rows import COLUMNS as ROW_COLUMNS
from tracker.pages.http import PublicRequest, public_page
from tracker.site import site

TYPES = {DAY: "date", MOMENT: "datetime", NUMBER: "integer", TRUTH: "boolean"}
NESTED = {TEXTS: "array", CODES: "array", OBJECTS: "array", OBJECT: "object"}
KEYS = {"commitments": ["code"], "agreements": ["slug"], "partners": ["key"], "indicators": ["key"]}
"""The fields that tell rows apart; of changes none does."""


@public_page
def datapackage(request: PublicRequest) -> HttpResponse:
    """The description of all table files."""
    return JsonResponse(package(), json_dumps_params={"ensure_ascii": False, "indent": 1})


def package(address: dict[str, str] | None = None) -> dict[str, Any]:
    """The package; `address` says where files lie if not at their own addresses, and leaves out those it lacks."""
    here = site()
    found = [
        resource(file, dataset, path=address[file.name] if address else file.url)
        for dataset in DATASETS
        for file in dataset.files
        if address is None or file.name in address
    ]
    return {
        "name": "allianz",
        "title": str(here.name),
        "homepage": here.url,
        "licenses": [{"name": "other-open", "title": here.licence, "path": here.licence_url}],
        "contributors": [{"title": str(here.operator or here.editor), "role": "publisher"}],
        "resources": found,
    }


def resource(file: DataFile, dataset: Dataset, *, path: str) -> dict[str, Any]:
    """One file with its dialect and schema."""
    told: dict[str, Any] = {
        "name": file.name,
        "title": str(dataset.title),
        "description": str(dataset.about),
        "path": path,
        "scheme": "http" if path.startswith("http") else "file",
        "format": file.format.lower(),
        "mediatype": file.media_type,
    }
    if file.media_type == CSV:
        told |= {"encoding": "utf-8-sig", "dialect": {"csv": {"delimiter": ";"}}}
    elif file.media_type == XLSX:
        told |= {"dialect": {"excel": {"sheet": 2}}}
    else:
        told |= {"type": "table", "encoding": "utf-8", "dialect": {"json": {"keyed": True, "property": file.fields}}}
    told["schema"] = {"fields": list(fields(file)), "missingValues": [""]}
    if file.fields in KEYS:
        told["schema"]["primaryKey"] = KEYS[file.fields]
    return told


def fields(file: DataFile) -> list[dict[str, Any]]:
    """The fields of a file by Table Schema."""
    if file.fields in columns.BY_NAME:
        told = columns.BY_NAME[file.fields]
        return [{"name": item.name, "type": _type(item.type), "description": str(item.meaning)} for item in told]
    if file.format == "JSON":
        return [{"name": item.name, "type": _type(item.type), **_more(item)} for item in FIELDS]
    codes = {item.name: item for item in FIELDS}
    return [
        {
            "name": column.name,
            "type": TYPES.get(column.type, "string"),
            "description": str(column.meaning),
            **({"constraints": _more(codes[column.name])["constraints"]} if _limited(codes.get(column.name)) else {}),
        }
        for column in ROW_COLUMNS
    ]


def _type(kind: str) -> str:
    return NESTED.get(kind) or TYPES.get(kind, "string")


def _limited(item: Any) -> bool:
    return item is not None and item.type == CODE and item.codes is not None


def _more(item: Any) -> dict[str, Any]:
    """What a field means, and the key words that may stand in it."""
    told: dict[str, Any] = {"description": str(item.meaning)}
    if _limited(item):
        members = item.codes.public_members() if hasattr(item.codes, "public_members") else item.codes
        told["constraints"] = {"enum": [member.value for member in members]}
    return told
