"""Overview, commitment, agreement and partner can be shown as of a past day: as known today, or as published then."""

import re
from datetime import date

import pytest

from tests.factories import make_agreement, make_commitment, make_fact, make_partner, record_change
from tests.moments import Clock
from tests.public.records import html, section, words
from tracker import workflow
from tracker.vocabulary import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch, date(2026, 3, 1))


@pytest.fixture
def told(clock):
    """Return a commitment of which something became known, and was corrected, on later days."""
    agreement = make_agreement("gross", fields=["Erstes Feld"], short_title="Große Allianz")
    partner = make_partner("verband", name="Verband der Beispiele")
    commitment = make_commitment(agreement, leads=[partner], title="Alter Titel", due_on=date(2025, 12, 31))
    clock.go(date(2026, 5, 1))
    make_fact(commitment, Status.COMPLETED, as_of=date(2025, 6, 30), summary="Erst im Mai gefunden.")
    workflow.correct_wording(
        commitment, texts={"title": "Neuer Titel"}, reason="Klarer.", actor=workflow.system_actor()
    )
    clock.go(date(2026, 6, 1))
    return commitment


def test_the_state_of_a_past_day_is_told_as_known_today(client, told):
    source = html(client, f"/massnahmen/{told.code}/?stand=2025-07-01")
    assert "Neuer Titel" in source
    assert "Sachstand am 1. Juli 2025, nach heutigem Kenntnisstand" in words(source)
    assert "Erst im Mai gefunden." in source
    assert "Innerhalb der Frist abgeschlossen" in words(source)
    before = html(client, f"/massnahmen/{told.code}/?stand=2025-06-29")
    assert "Erst im Mai gefunden." not in before
    assert "Status nicht bekannt" in words(before)
    assert "Frist läuft noch" in words(before)


def test_a_published_version_has_the_texts_and_status_of_then(client, told):
    source = html(client, f"/massnahmen/{told.code}/?fassung=2026-04-30")
    assert "Alter Titel" in source
    assert "Neuer Titel" not in source
    assert "Diese Seite, wie sie am 30. April 2026 veröffentlicht war" in words(source)
    assert "Erst im Mai gefunden." not in source
    assert "Frist abgelaufen" in words(source)
    later = html(client, f"/massnahmen/{told.code}/?fassung=2026-05-01")
    assert "Neuer Titel" in later
    assert "Erst im Mai gefunden." in later
    assert "Erfasst mit 0 Angaben." in words(section(later, "aenderungen"))


def test_a_citation_names_the_version_and_its_address(client, told):
    cited = words(section(html(client, f"/massnahmen/{told.code}/?fassung=2026-04-30"), "zitieren"))
    assert "Veröffentlichte Fassung vom 30. April 2026." in cited
    assert f"/massnahmen/{told.code}/?fassung=2026-04-30" in cited


def test_a_published_version_stays_when_the_record_goes_on(client, told, clock):
    path = f"/massnahmen/{told.code}/?fassung=2026-04-30"
    before = html(client, path)
    with record_change() as change:
        told.refresh_from_db()
        told.description = "Ganz anders."
        told.save()
        change.touch(told)
    after = html(client, path)
    main = slice(before.index("<main"), before.index("</main>"))
    assert after[after.index("<main") : after.index("</main>")] == before[main]


def test_a_day_on_which_nothing_was_published_of_it_is_refused_with_the_nearest(client, told, clock):
    later = make_commitment(told.agreement)
    clock.go(date(2026, 7, 1))
    source = html(client, f"/massnahmen/{later.code}/?fassung=2026-05-01", status=400)
    assert "Hiervon war bis dahin nichts veröffentlicht. Der erste mögliche Tag ist der 1. Juni 2026." in words(source)
    assert f'href="/massnahmen/{later.code}/?fassung=2026-06-01"' in source


@pytest.mark.parametrize("path", ["/", "/massnahmen/{code}/", "/vereinbarungen/gross/", "/partner/verband/"])
@pytest.mark.parametrize(
    ("query", "sentence", "nearest"),
    [
        ("stand=2026-07-01", "liegt in der Zukunft", "stand=2026-06-01"),
        ("stand=2000-01-01", "unterzeichnet", "stand=2023-05-24"),
        ("fassung=2026-06-01", "Nur ein vergangener Tag", "fassung=2026-05-31"),
        ("fassung=2026-02-28", "war hier nichts veröffentlicht", "fassung=2026-03-01"),
        ("stand=gestern", "ist kein Tag des Kalenders", ""),
        ("stand=2026-05-01&fassung=2026-05-01", "eines von beiden", ""),
    ],
)
def test_a_day_that_cannot_be_shown_is_refused(client, told, path, query, sentence, nearest):
    path = path.format(code=told.code)
    source = html(client, f"{path}?{query}", status=400)
    assert sentence in words(source)
    assert f'href="{path}"' in source
    assert f"?{nearest}" in source


def test_an_agreement_is_shown_as_it_was_published(client, told, clock):
    with record_change() as change:
        agreement = told.agreement
        agreement.title = "Ein anderer Titel"
        agreement.save()
        change.touch(agreement)
    make_commitment(agreement)
    clock.go(date(2026, 7, 1))
    then = html(client, "/vereinbarungen/gross/?fassung=2026-05-31")
    assert "Ein anderer Titel" not in then
    assert "1 Maßnahme" in words(then)
    assert 'href="/massnahmen/?art=measure&amp;vereinbarung=gross&amp;fassung=2026-05-31"' in then
    assert "2 Maßnahmen" in words(html(client, "/vereinbarungen/gross/?fassung=2026-06-30"))


def test_an_agreement_on_a_past_day_runs_as_it_ran_then(client, told):
    assert "läuft bis 31. Dezember 2026" in words(html(client, "/vereinbarungen/gross/?stand=2024-01-01"))


def test_a_partner_is_shown_as_it_was_published(client, told, clock):
    partner = told.contributions.get().partner
    with record_change() as change:
        partner.name = "Umbenannter Verband"
        partner.save()
        change.touch(partner)
    clock.go(date(2026, 7, 1))
    then = html(client, "/partner/verband/?fassung=2026-04-30")
    assert "Verband der Beispiele" in then
    assert "Umbenannter" not in then
    assert "Alter Titel" in then
    state = html(client, "/partner/verband/?stand=2025-06-29")
    assert "Umbenannter Verband" in state
    assert "Status nicht bekannt" in words(section(state, "selbst"))


def test_the_overview_counts_as_of_the_day(client, told):
    def lead(query):
        return words(re.search(r'<p class="lead">(.*?)</p>', html(client, f"/?{query}"), re.DOTALL)[1])

    assert "1 abgeschlossen" in lead("stand=2025-07-01")
    assert "nicht bekannt" in lead("stand=2025-06-29")
    assert "1 abgeschlossen" not in lead("stand=2025-06-29")
    assert "1 abgeschlossen" not in lead("fassung=2026-04-30")
    assert "1 abgeschlossen" in lead("fassung=2026-05-01")
    assert "fassung=2026-05-01" in html(client, "/?fassung=2026-05-01")


def test_the_pages_ask_for_another_day_where_a_person_would_look(client, told):
    for path in ("/", f"/massnahmen/{told.code}/", "/vereinbarungen/gross/", "/partner/verband/"):
        source = html(client, path)
        assert 'name="stand"' in source
        assert 'name="fassung"' in source
