"""The German of the site is plain: no signs for gender, no English where there is a German word."""

import enum
import inspect
import re

import pytest
from django.utils import translation

from allianz import translations
from tracker import vocabulary

GENDER = re.compile(
    r"\w[/:*_·](?:in|innen|r|n|e|s)\b|\w/-\w|/-in|\w\((?:in|innen|r|n|e|s)\)|[a-zäöüß]Innen\b|\bm/w/d\b"
)
# Common words of English, and borrowed ones for which the site has its own. "Status", "Link" are German words too.
ENGLISH = re.compile(
    r"\b(?:the|and|of|or|for|with|from|not|is|are|by|to|no|yes|"
    r"report|reports|commitment|commitments|measure|target|deadline|overdue|due|open|closed|completed|partner report|"
    r"agreement|feedback|update|updates|download|downloads|upload|dashboard|tracker|tracking|monitoring|team|login|"
    r"account|user|review|draft|ticket|tickets|button|event|events|highlight|tool|tools|website|"
    r"checkbox|dropdown|support|pending|todo|stakeholder|milestone|input|output|newsletter)\b",
    re.IGNORECASE,
)
# Not words of the site: placeholders, tags, addresses, names of files and fields, which are code.
NOT_WORDS = re.compile(
    r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>|https?://\S+|\b\w+_\w+\b|\b[A-Z][A-Z_]{3,}\b|\b\w+=\S+|[\w./*-]+\.\w{2,4}\b"
)
CODE_IN_WORDS = (
    "JSON: view nennt",
    "CSV: durch Semikolon",
)

# Words that German and English share.
SAME_IN_BOTH = {"Land"}


def words(text: str) -> str:
    """Return a text without what are no words."""
    return NOT_WORDS.sub(" ", text)


def members() -> list[enum.Enum]:
    enums = [item for _name, item in inspect.getmembers(vocabulary, inspect.isclass) if issubclass(item, enum.Enum)]
    return [member for item in enums if item.__module__ == vocabulary.__name__ for member in item]


def labels(member) -> list[str]:
    """Return every word that a page may show for this member, whatever it is said of."""
    texts = [member.label]
    texts += [getattr(member, name) for name in ("plural", "meaning") if hasattr(member, name)]
    if hasattr(member, "label_for"):
        texts += [member.label_for(kind) for kind in vocabulary.Kind]
    if isinstance(member, vocabulary.Schedule):
        texts += [
            member.label_for(kind, status, has_deadline=dated)
            for kind in vocabulary.Kind
            for status in vocabulary.Status
            for dated in (True, False)
        ]
    return [str(text) for text in texts]


@pytest.mark.parametrize("member", members(), ids=lambda member: f"{type(member).__name__}.{member.name}")
def test_a_label_is_plain_german(member):
    with translation.override("en"):
        english = labels(member)
    with translation.override("de"):
        german = labels(member)
    for text, original in zip(german, english, strict=True):
        assert text.strip() and text == text.strip()
        assert not re.search(r"[()\[\]/*]|: ?in\b", words(text)), text
        assert not GENDER.search(text), text
        assert not ENGLISH.search(words(text)), text
        assert text != original or original in SAME_IN_BOTH, f"{text} is not translated"


def german_texts() -> list[str]:
    catalog = translations.read(translations.po_file())
    return [
        text
        for message in catalog
        if message.id
        for text in ([message.string] if isinstance(message.string, str) else message.string)
    ]


def test_no_german_text_bears_signs_for_gender():
    assert [text for text in german_texts() if GENDER.search(words(text))] == []


def test_no_german_text_is_english():
    faults = {
        found[0]: text
        for text in german_texts()
        if not text.startswith(CODE_IN_WORDS) and (found := ENGLISH.search(words(text)))
    }
    assert faults == {}


def test_quotation_marks_are_german():
    assert [text for text in german_texts() if re.search(r"[“”](?=\w)|\"(?=\w)[^<>]*\w\"(?!>)", words(text))] == []


@pytest.mark.parametrize("text", ["Partner/-innen", "Bürger:innen", "Nutzer*in", "jede(r)", "PartnerInnen", "Autor_in"])
def test_signs_for_gender_are_found(text):
    assert GENDER.search(text)
