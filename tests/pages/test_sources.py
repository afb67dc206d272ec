"""Every source is named with publisher, day of publication and the day it was seen."""

from datetime import date
from types import SimpleNamespace

from django.template.loader import render_to_string


def sources(**changes: object) -> str:
    source = SimpleNamespace(
        title="Förderrichtlinie",
        publisher="Bundesanzeiger",
        url="https://example.org/a",
        archive_url="",
        published_on=date(2023, 10, 31),
        published_precision="month",
        seen_on=date(2026, 11, 22),
    )
    vars(source).update(changes)
    return render_to_string("includes/sources.html", {"sources": [source], "note": "recherchiert"})


def test_a_source_is_named_in_full():
    html = sources()
    assert '<a href="https://example.org/a" rel="noreferrer">Förderrichtlinie</a>' in html
    assert "Bundesanzeiger" in html
    assert "veröffentlicht: Oktober 2023 · gesehen am 22. November 2026" in html
    assert "<li>recherchiert</li>" in html


def test_an_unknown_day_of_publication_is_said():
    assert "Tag der Veröffentlichung nicht bekannt" in sources(published_on=None)


def test_a_source_without_address_is_no_link():
    assert "<a " not in sources(url="")


def test_an_archived_copy_is_linked_with_its_name():
    html = sources(archive_url="https://example.org/b")
    assert 'archivierte Fassung<span class="kern-sr-only">: Förderrichtlinie</span>' in html
