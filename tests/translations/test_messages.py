"""Every text of code and templates has its German, and every German text is used."""

import os

import pytest
from babel.messages.catalog import Catalog
from django.core.management import call_command

from allianz import translations


def test_every_text_is_translated_and_every_translation_used():
    call_command("check_messages")


@pytest.fixture
def sources(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "tracker").mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        "{% load i18n %}{% translate 'Partners' %}{% translate 'May' context 'month' %}"
        "{% blocktranslate trimmed count n=rows %}\n{{ n }} row\n{% plural %}\n{{ n }} rows\n{% endblocktranslate %}"
    )
    (tmp_path / "tracker" / "words.py").write_text("label = _('Agree' 'ments')\nlater = _(label)\n")
    return tmp_path


def test_texts_are_found_in_templates_and_code(sources):
    assert set(translations.used(sources)) == {
        (None, "Partners"),
        ("month", "May"),
        (None, "%(n)s row"),
        (None, "Agreements"),
    }


def test_missing_empty_doubtful_and_unused_texts_are_listed():
    catalog = Catalog(locale="de")
    catalog.add("Empty", "")
    catalog.add("Doubtful", "Zweifelhaft", flags=["fuzzy"])
    catalog.add("Unused", "Unbenutzt")
    catalog.add("Wrong %(name)s", "Falsch %(nmae)s")
    texts = {(None, text): "page.html" for text in ("Missing", "Empty", "Doubtful", "Wrong %(name)s")}
    kinds = [complaint.partition(":")[0] for complaint in translations.faults(catalog, texts)]
    assert kinds == ["empty", "fuzzy", "missing", "unused", "wrong"]


def test_a_file_is_compiled_only_when_it_changed(tmp_path):
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    path = folder / "django.po"
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Partner"\nmsgstr "Partner"\n'
    )
    assert translations.compile_file(path) is True
    assert translations.compile_file(path) is False
    newer = path.with_suffix(".mo").stat().st_mtime + 1
    os.utime(path, (newer, newer))
    assert translations.compile_file(path) is True
