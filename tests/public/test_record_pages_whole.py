"""Every record of the catalogue has a page: one h1, no id twice, no link into the void, no note of the editors."""

import re
from collections import Counter

import pytest
from django.apps import apps
from django.db.models import TextField

from tests.public.records import html
from tests.reading import Page
from tracker.models import Agreement, Commitment, Land, Partner

pytestmark = pytest.mark.django_db


def addresses():
    yield from ("/vereinbarungen/", "/vereinbarungen/vergleich/", "/partner/", "/laender/")
    yield from (f"/massnahmen/{code}/" for code in Commitment.objects.values_list("code", flat=True))
    yield from (f"/vereinbarungen/{slug}/" for slug in Agreement.objects.values_list("slug", flat=True))
    yield from (f"/partner/{key}/" for key in Partner.objects.values_list("key", flat=True))
    yield from (f"/laender/{code}/" for code in Land.objects.values_list("code", flat=True))


def editor_notes():
    notes = set()
    for model in apps.get_app_config("tracker").get_models():
        for field in model._meta.get_fields():
            if isinstance(field, TextField) and (field.name.startswith("editor_") or field.name == "signatories_note"):
                notes |= {note for note in model.objects.values_list(field.name, flat=True) if len(note) > 20}
    return notes


def test_every_record_has_a_sound_page(client, catalogue):
    pages = {path: html(client, path) for path in addresses()}
    assert len(pages) == 4 + 146 + 3 + 62 + 16
    notes = editor_notes()
    assert len(notes) > 50
    faults, anchors = [], []
    ids = {}
    for path, source in pages.items():
        page = Page(source)
        ids[path] = set(page.ids)
        faults += [f"{path}: {len(page.h1)} h1"] * (len(page.h1) != 1)
        faults += [f"{path}: id {key} twice" for key, count in Counter(page.ids).items() if count > 1]
        faults += [f"{path}: {note}" for note in notes if note in source]
        faults += [f"{path}: None is written"] * bool(re.search(r">\s*None\s*<|\bNone,", source))
        anchors += [(path, href) for href, _name in page.links if "#" in href]
        faults += [
            f"{path}: {href} leads nowhere"
            for href, _name in page.links
            if re.match(r"/(massnahmen/[A-Z]|vereinbarungen/|partner/|laender/)", href)
            and href.partition("#")[0].partition("?")[0] not in pages
        ]
    for path, href in anchors:
        address, _sign, anchor = href.partition("#")
        target = address or path
        if target in ids and anchor not in ids[target]:
            faults.append(f"{path}: {href} has no such place")
    assert faults == []
