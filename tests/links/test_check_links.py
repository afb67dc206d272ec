"""`check_links`: every address of the record once, what was found is kept at once, the next call goes on from there."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.factories import make_commitment, make_fact
from tests.links.badly import OK, Clock, leads_to, site, status
from tracker import days, workflow
from tracker.links.asking import Asker
from tracker.links.following import Follower, Found
from tracker.links.run import bring_up_to_date, check, due_links, keep
from tracker.models import CheckedLink
from tracker.vocabulary import LinkFault, LinkState

pytestmark = pytest.mark.django_db


def a_source(url: str, **more):
    """Return a published fact whose source has this address."""
    evidence = workflow.EvidenceData(title="Bericht", publisher="Verlag", seen_on=days.today(), url=url, **more)
    return make_fact(make_commitment(), evidence=[evidence])


def run(*words: str) -> str:
    out = StringIO()
    call_command("check_links", *words, "--private", stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch):
    monkeypatch.setattr("tracker.links.following.time.sleep", lambda seconds: None)


def test_every_address_is_asked_for_once_and_what_was_found_is_kept():
    with site({"/a": OK, "/b": status("500 Internal Server Error")}) as here:
        a_source(here.url("/a"))
        a_source(here.url("/a"))
        a_source(here.url("/b"), archive_url=here.url("/moved"))
        here.pages["/moved"] = leads_to("/a")
        line = run()
    assert "3 of 3 links tried, 2 can be reached, 1 cannot; 0 wait" in line
    assert sorted(here.pages_asked()) == ["GET /b", "HEAD /a", "HEAD /a", "HEAD /b", "HEAD /moved"]
    states = {link.url.rpartition("/")[2]: link.state for link in CheckedLink.objects.all()}
    assert states == {"a": LinkState.FINE, "b": LinkState.FAILING, "moved": LinkState.MOVED}


def test_what_was_just_tried_waits_and_can_be_asked_for_all_the_same():
    with site({"/a": OK}) as here:
        a_source(here.url("/a"))
        run()
        assert "0 of 1 links tried" in run()
        assert "0 of 1 links tried" in run("--older-than", "1")
        assert "1 of 1 links tried" in run("--older-than", "0")
        assert "0 of 1 links tried" in run("--host", "www.example.org", "--older-than", "0")


def test_stopped_in_the_middle_it_goes_on_with_the_rest():
    with site({f"/{number}": OK for number in range(4)}) as here:
        for number in range(4):
            a_source(here.url(f"/{number}"))
        bring_up_to_date()
        clock = Clock()
        follower = Follower(Asker(timeout=5, private=True), pause=2, sleep=clock.sleep, clock=clock)
        done = check(due_links(at=timezone.now()), follower, now=timezone.now, clock=clock, seconds=3)
        # robots.txt, 2 seconds, the first; 2 seconds, the second; then the time is over.
        assert (done.tried, done.left) == (2, 2)
        assert CheckedLink.objects.filter(tried_at__isnull=True).count() == 2
        assert "2 of 4 links tried" in run()
    assert len(set(here.pages_asked())) == len(here.pages_asked()) == 4


def test_between_two_questions_to_a_site_there_is_a_pause_and_another_site_is_asked_meanwhile():
    with site({"/1": OK, "/2": OK}) as one, site({"/1": OK, "/2": OK}) as two:
        for here in (one, two):
            a_source(here.url("/1"))
            a_source(here.url("/2"))
        bring_up_to_date()
        clock = Clock()
        follower = Follower(Asker(timeout=5, private=True), pause=2, sleep=clock.sleep, clock=clock)
        done = check(due_links(at=timezone.now()), follower, now=timezone.now, clock=clock, seconds=60)
    assert done.fine == 4
    # Each site is asked three times, robots.txt included; one after the other it would take 8 seconds.
    assert clock.at < 8


def test_failures_are_asked_again_after_growing_pauses_until_one_success_ends_them():
    link = CheckedLink(url="https://example.org/a", host="example.org")
    at, pauses = timezone.now(), []
    for _time in range(8):
        keep(link, Found(500, LinkFault.ANSWER), at=at)
        pauses.append(link.next_try_at - at)
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(hours=12)
    assert pauses[-1] == timedelta(days=30)
    assert (link.failures, link.failing_since) == (8, at)
    keep(link, Found(200), at=at)
    assert (link.failures, link.failing_since, link.ok_at, link.fault) == (0, None, at, "")


def test_a_site_that_says_how_long_is_not_asked_before():
    link = CheckedLink(url="https://example.org/a", host="example.org")
    at = timezone.now()
    keep(link, Found(429, LinkFault.BUSY, wait=20 * 24 * 3600), at=at)
    assert link.next_try_at == at + timedelta(days=20)


def test_an_address_that_no_record_names_any_more_is_forgotten():
    report = a_source("https://example.org/a")
    assert bring_up_to_date() == 1
    workflow.revoke_fact(report, reason="Falsch gelesen.", actor=workflow.system_actor())
    with workflow.public_change(actor=workflow.system_actor(), role="system", reason="edited"):
        report.evidence.all().delete()
    assert bring_up_to_date() == 0
    assert not CheckedLink.objects.exists()


def test_both_twins_of_the_state_agree():
    at = timezone.now()
    made = {
        LinkState.NEVER: {},
        LinkState.FINE: {"tried_at": at},
        LinkState.MOVED: {"tried_at": at, "is_moved": True, "target": "https://example.org/"},
        LinkState.FAILING: {"tried_at": at, "fault": LinkFault.NAME},
        LinkState.DENIED: {"tried_at": at, "fault": LinkFault.DENIED},
    }
    for state, columns in made.items():
        CheckedLink(url=f"https://example.org/{state}", host="example.org", **columns).save()
    for state in LinkState:
        assert [link.state for link in CheckedLink.objects.in_state(state)] == [state]


def test_nonsense_is_refused():
    with pytest.raises(CommandError, match="at least"):
        run("--max-seconds", "0")
