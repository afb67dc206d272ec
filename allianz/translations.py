"""Translations without gettext's system package: compile with Babel, and list what is missing, fuzzy or unused."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

WITHOUT_CONTEXT, WITH_CONTEXT = False, True
# The names by which code marks a text, and by which templatize() renders Django's template tags.
KEYWORDS = {
    "_": WITHOUT_CONTEXT,
    "gettext": WITHOUT_CONTEXT,
    "gettext_lazy": WITHOUT_CONTEXT,
    "gettext_noop": WITHOUT_CONTEXT,
    "ngettext": WITHOUT_CONTEXT,
    "ngettext_lazy": WITHOUT_CONTEXT,
    "pgettext": WITH_CONTEXT,
    "pgettext_lazy": WITH_CONTEXT,
    "npgettext": WITH_CONTEXT,
    "npgettext_lazy": WITH_CONTEXT,
}
ENCODING = "utf-8"

Message = tuple[str | None, str]
"""A context (or none) and the English text (of a plural: its singular)."""


def po_file(language: str = "de") -> Path:
    """Return the file with the translations into a language."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def read(path: Path) -> Catalog:
    """Return the translations of a file."""
    with path.open("rb") as file:
        return pofile.read_po(file, locale=path.parent.parent.name)


def compile_file(path: Path) -> bool:
    """Write the compiled file beside the translations and return True, or return False if it is newer than they are."""
    compiled = path.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime:
        return False
    catalog = read(path)
    with compiled.open("wb") as file:
        mofile.write_mo(file, catalog)
    return True


def _messages(source: bytes) -> Iterator[Message]:
    """Yield the messages of Python code."""
    found = extract_python(io.BytesIO(source), dict.fromkeys(KEYWORDS), [], {"encoding": ENCODING})
    for _line, function, arguments, _comments in found:
        texts: list[Any] = list(arguments) if isinstance(arguments, (tuple, list)) else [arguments]
        context = texts.pop(0) if KEYWORDS[str(function)] == WITH_CONTEXT else None
        # A call with a variable marks nothing: its text is marked where it is written.
        if texts and texts[0]:
            yield context, texts[0]


def used(root: Path | None = None) -> dict[Message, str]:
    """Return every text that code and templates mark for translation, with the file where it stands first."""
    root = root or settings.BASE_DIR
    texts: dict[Message, str] = {}
    for folder, pattern in (("allianz", "*.py"), ("tracker", "*.py"), ("tracker", "*.html"), ("templates", "*")):
        for path in sorted((root / folder).rglob(pattern)):
            if not path.is_file() or path.suffix not in (".py", ".html", ".txt", ".xml", ".svg"):
                continue
            name = str(path.relative_to(root))
            source = path.read_text(encoding=ENCODING)
            if path.suffix != ".py":
                source = templatize(source, origin=name)
            for message in _messages(source.encode(ENCODING)):
                texts.setdefault(message, name)
    return texts


def faults(catalog: Catalog, texts: dict[Message, str]) -> list[str]:
    """Return a sentence for every text that is missing, fuzzy, empty, wrong in its placeholders or unused."""
    translated: dict[Message, list[str]] = {}
    complaints = []
    for message in catalog:
        if not message.id:
            continue
        text = message.id if isinstance(message.id, str) else message.id[0]
        strings = [message.string] if isinstance(message.string, str) else list(message.string or [""])
        translated[message.context or None, text] = strings
        if message.fuzzy:
            complaints.append(f"fuzzy: {text!r}")
    for key, name in texts.items():
        if key not in translated:
            complaints.append(f"missing: {key[1]!r}{f' (context {key[0]!r})' if key[0] else ''} in {name}")
        elif not all(translated[key]):
            complaints.append(f"empty: {key[1]!r} in {name}")
    complaints.extend(f"unused: {text!r}" for context, text in translated if (context, text) not in texts)
    complaints.extend(f"wrong: {message.id!r}: {errors[0]}" for message, errors in catalog.check())
    complaints.extend(f"obsolete: {message.id!r}" for message in catalog.obsolete.values())
    return sorted(complaints)
