"""All files of a catalogue as rows, checked against each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from tracker.catalogue.agreements import read_agreements
from tracker.catalogue.commitments import read_commitments
from tracker.catalogue.findings import read_findings
from tracker.catalogue.indicators import read_indicators
from tracker.catalogue.parties import read_laender, read_partners, read_words
from tracker.catalogue.reading import FILES, CatalogueError, Record, read_file
from tracker.catalogue.rows import Catalogue
from tracker.models import ActionField, Commitment, Partner

DATA = Path(__file__).parent / "data"
SCHEMA_VERSION = 1


def read_catalogue(folder: Path = DATA) -> Catalogue:
    """Everything the files of a folder say; raises CatalogueError with file, record and field."""
    content = {name: read_file(folder, name) for name in FILES}
    catalogue = Catalogue()
    for name in ("agreements", "partners", "laender", "indicators"):
        catalogue.compiled_on = _compiled_on(content[name], f"{name}.json")
    read_words(content["vocabulary"], catalogue)
    signed = read_partners(content["partners"], catalogue)
    read_laender(content["laender"], catalogue)
    read_agreements(content["agreements"], content["commitments"], signed, catalogue)
    read_findings(content["findings"], catalogue)
    read_commitments(content["commitments"], catalogue)
    read_indicators(content["indicators"], catalogue)
    catalogue.check_references()
    _check_other_sides(catalogue)
    return catalogue


def _compiled_on(content: Any, file: str) -> str:
    """The day on which a file was compiled; raises if it has another form than the one read here."""
    meta = Record(content, file=file).child("meta")
    if meta is None:
        raise CatalogueError(_("this field is missing"), file=file, field="meta")
    if meta.whole("schema_version") != SCHEMA_VERSION:
        raise meta.error("schema_version", _("this version of the files is not known"))
    return meta.exact_day("compiled_on").isoformat()


def _check_other_sides(catalogue: Catalogue) -> None:
    """Raise where two files that tell the same thing from two sides differ."""
    partners, commitments = catalogue.rows[Partner], catalogue.rows[Commitment]
    for row in partners.values():
        for group in row.record.listed("groups"):
            members = partners[group].parts["members"] if group in partners else []
            if row.key not in {part.columns["member"].key for part in members}:
                raise row.record.error("groups", _("“%s” does not name this partner as a member") % group)
    for field in catalogue.rows[ActionField].values():
        for code in field.record.listed("commitments"):
            there = commitments[code].columns["action_field"] if code in commitments else None
            if there is None or there.key != field.key:
                raise field.record.error("commitments", _("“%s” does not name this action field") % code)
