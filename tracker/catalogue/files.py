"""All files of a catalogue as rows, checked against each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tracker.catalogue.agreements import read_agreements, read_findings
from tracker.catalogue.commitments import read_commitments
from tracker.catalogue.indicators import read_indicators
from tracker.catalogue.parties import read_laender, read_partners, read_words
from tracker.catalogue.reading import FILES, Record, read_file
from tracker.catalogue.rows import Catalogue

DATA = Path(__file__).parent / "data"


def read_catalogue(folder: Path = DATA) -> Catalogue:
    """Everything the files of a folder say; raises CatalogueError with file, record and field."""
    content = {name: read_file(folder, name) for name in FILES}
    catalogue = Catalogue()
    read_words(content["vocabulary"], catalogue)
    read_partners(content["partners"], catalogue)
    read_laender(content["laender"], catalogue)
    read_agreements(content["agreements"], content["commitments"], _signed(content["partners"]), catalogue)
    read_findings(content["findings"], catalogue)
    read_commitments(content["commitments"], catalogue)
    read_indicators(content["indicators"], catalogue)
    catalogue.check_references()
    meta = Record(content["agreements"], file="agreements.json").child("meta")
    catalogue.compiled_on = meta.text("compiled_on") if meta else ""
    return catalogue


def _signed(partners: Any) -> Iterator[Record]:
    """What the partners' own records say of the agreements they signed."""
    for values in partners["partners"]:
        for position, signed in enumerate(values.get("signed", [])):
            yield Record(signed, file="partners.json", name=values["key"], path=f"signed[{position}]")
