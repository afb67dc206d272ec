"""What partners report and what is decided on it is told among the changes: in words, with the codes, for everybody."""

import pytest

from tests.public.records import html, section, words
from tests.workflow.cycle import Cycle, later
from tracker import workflow
from tracker.listings.changes import ChangeQuery, change_entries
from tracker.vocabulary import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(monkeypatch):
    found = Cycle(monkeypatch)
    with workflow.public_change(actor=found.editor, role="editor", reason="edited") as change:
        found.partner.name = "Verband der Bäcker"
        found.partner.save()
        change.touch(found.partner)
        change.touch(found.commitment)
    return found


def newest(cycle):
    """Return the newest change of the commitment: its differences as kind, label, value before and value after."""
    entry = next(change_entries(ChangeQuery(codes=[cycle.commitment.code])))
    return [(event.kind.value, str(event.label), event.value_before, event.value_after) for event in entry.events]


def test_a_report_asked_for_and_handed_in_is_told_by_the_state_of_reporting(cycle, client):
    about = "Meldung zum Beitrag von Verband der Bäcker"
    asked = cycle.ask(due=14)
    assert newest(cycle) == [("reporting", about, "not_asked", "due")]
    workflow.extend_round(asked, due_on=later(20).date(), reason="Ferien", actor=cycle.editor)
    assert newest(cycle) == [("reporting", about, "due", "due")]
    source = words(section(html(client, f"/massnahmen/{cycle.commitment.code}/"), "aenderungen"))
    assert "vorher: angefordert bis 16. März 2026" in source
    assert "jetzt: angefordert bis 22. März 2026" in source
    cycle.report()
    assert newest(cycle) == [("reporting", about, "due", "in_review")]


def test_nobody_reads_that_a_report_was_returned(cycle):
    cycle.ask()
    report = cycle.report()
    told = newest(cycle)
    cycle.give_back(report)
    assert newest(cycle) == told


def test_a_withdrawn_report_is_told_as_one_and_not_as_a_fact(cycle):
    report = cycle.accept(cycle.report(Status.IN_PROGRESS))
    workflow.revoke_report(report, reason="Verwechselt.", actor=cycle.reviewer)
    kinds = {kind: label for kind, label, _before, _after in newest(cycle)}
    assert kinds["fact_withdrawn"] == "Meldung von Verband der Bäcker zurückgezogen, Stand 2. März 2026."
    assert kinds["status_other"] == "Status"


def test_a_reply_is_told_with_the_report_it_publishes(cycle):
    report = cycle.accept(cycle.report(Status.COMPLETED), Status.IN_PROGRESS)
    workflow.reply(report, "Wir sehen es anders.", actor=cycle.author)
    labels = [label for _kind, label, _before, _after in newest(cycle)]
    assert "Meldung von Verband der Bäcker mit abweichender Einschätzung angenommen, Stand 2. März 2026." in labels
    assert "Antwort von Verband der Bäcker auf die Einschätzung der Meldung, Stand 2. März 2026." in labels


def test_a_reply_after_publication_is_no_edited_fact(cycle):
    report = cycle.accept(cycle.report(Status.COMPLETED), Status.IN_PROGRESS)
    cycle.set_clock(later(20))
    workflow.publish_due(at=later(20), actor=cycle.reviewer)
    workflow.reply(report, "Wir sehen es anders.", actor=cycle.author)
    assert newest(cycle) == [
        (
            "reply",
            "Antwort von Verband der Bäcker auf die Einschätzung der Meldung, Stand 2. März 2026.",
            None,
            "2026-03-02",
        )
    ]


def test_files_and_feed_tell_the_same(cycle, client):
    report = cycle.accept(cycle.report(Status.COMPLETED), Status.IN_PROGRESS)
    workflow.reply(report, "Wir sehen es anders.", actor=cycle.author)
    said = "Antwort von Verband der Bäcker auf die Einschätzung der Meldung, Stand 2. März 2026."
    rows = client.get("/aenderungen.json").getvalue().decode()
    assert said in rows
    assert said in client.get("/aenderungen.csv").getvalue().decode()
    assert said in client.get("/aenderungen.atom").content.decode()
    assert said in words(html(client, "/aenderungen/"))
