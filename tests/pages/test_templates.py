"""What holds for every template and our own style sheet, whoever wrote it."""

import re
from pathlib import Path

from django.conf import settings

TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.*"))
PRIVATE = {"account", "admin", "allauth", "konto", "mfa", "portal"}
PUBLIC = [path for path in TEMPLATES if not PRIVATE & {*path.parts}]
OWN_CSS = sorted(Path(settings.BASE_DIR, "static").rglob("*.css"))


def faults(paths: list[Path], pattern: str, flags: int = re.IGNORECASE) -> list[str]:
    assert len(paths) > 0
    return [
        f"{path.name}: {match[0]}" for path in paths for match in re.finditer(pattern, path.read_text("utf-8"), flags)
    ]


def test_no_template_holds_a_style():
    assert faults(TEMPLATES, r"<style\b|\sstyle\s*=") == []


def test_no_template_holds_a_script_of_its_own():
    assert faults(TEMPLATES, r"<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*[\"']|javascript:") == []


def test_no_public_template_asks_for_a_person_or_a_token():
    assert faults(PUBLIC, r"request\.user|\{[{%][^}]*\b(user\.|perms\b)|csrf_token") == []


def test_a_badge_is_written_in_one_place_only():
    assert faults(TEMPLATES, r"class=\"[^\"]*\bbadge\b") == []


def test_patterns_and_icons_are_defined_in_one_place_only():
    assert {fault.split(":")[0] for fault in faults(TEMPLATES, r"<pattern\b|<symbol\b")} == {"status_defs.html"}


def test_our_style_sheets_ask_no_other_host_for_anything():
    assert faults(OWN_CSS, r"https?:|@import|url\(") == []


def test_no_template_loads_anything_from_another_host():
    assert faults(TEMPLATES, r"<(?:link|script|img|iframe|source)\b[^>]*(?:href|src)=\"(?:https?:)?//") == []
