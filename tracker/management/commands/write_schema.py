"""Write the schema of the interface into the repository."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from tracker.api.schema import schema

COMMITTED = Path("docs", "openapi.json")


class Command(BaseCommand):
    """Write the schema; to be called when addresses, parameters or fields of the interface change."""

    help = "Write the schema of the interface (OpenAPI) to docs/openapi.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let another file be named."""
        parser.add_argument("--file", type=Path, default=Path(settings.BASE_DIR, COMMITTED))

    def handle(self, *args: Any, file: Path, **options: Any) -> str:
        """Return how many addresses stand in it."""
        made = schema()
        file.write_text(json.dumps(made, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        return f"write_schema: {len(made['paths'])} addresses written to {file.name}"
