"""Check the catalogue for data portals against rules that the operator fetched."""

import importlib.util
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.outputs.dcat import graph

MISSING = "validate_dcat needs the package pyshacl, which is not installed: pip install pyshacl"


class Command(BaseCommand):
    """Run SHACL rules, such as those of GovData, over the catalogue; ends with code 1 if one is broken."""

    help = "Check the catalogue (DCAT-AP.de) against SHACL shapes; GovData publishes them, they are not part of this."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let the files with the rules be named."""
        parser.add_argument("--shapes", type=Path, nargs="+", required=True, metavar="FILE")

    def handle(self, *args: Any, shapes: list[Path], **options: Any) -> str:
        """Return that the catalogue keeps the rules."""
        if importlib.util.find_spec("pyshacl") is None:
            raise CommandError(MISSING)
        pyshacl = importlib.import_module("pyshacl")
        rdflib = importlib.import_module("rdflib")
        rules = rdflib.Graph()
        for path in shapes:
            try:
                rules.parse(path)
            except (OSError, rdflib.plugin.PluginException, SyntaxError, ValueError) as error:
                raise CommandError(f"{path} cannot be read as shapes: {error}") from error
        catalogue = graph()
        conforms, _results, text = pyshacl.validate(catalogue, shacl_graph=rules, inference="none", advanced=True)
        if not conforms:
            raise CommandError(text)
        return f"validate_dcat: {len(catalogue)} statements keep the rules of {len(shapes)} files"
