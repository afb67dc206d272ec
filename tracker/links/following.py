"""An address followed to its end, as its sites allow: robots.txt obeyed, a pause between questions, few steps."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from tracker.links.asking import BUSY, FOR_GOOD, NOT_BY_HEAD, Answer, Asker, host_of, user_agent
from tracker.links.network import Clock
from tracker.vocabulary import LinkFault

MOST_STEPS = 5
ROBOTS_BYTES = 500 * 1024
LONGEST_PAUSE = 60.0
"""A site may ask for a longer pause in its robots.txt, but not for one that lets the check end tomorrow."""


@dataclass(frozen=True, slots=True)
class Found:
    """What became of an address."""

    status: int | None = None
    fault: LinkFault | None = None
    target: str = ""
    """Where it leads in the end, if elsewhere."""
    is_moved: bool = False
    """Whether every step on the way was for good."""
    wait: float = 0


@dataclass(slots=True)
class _Site:
    """What is known of one site in this run."""

    free_at: float = 0
    robots: RobotFileParser | None = None
    fault: LinkFault | None = None
    wait: float = 0
    pause: float = 0


class Follower:
    """Follows addresses, one question at a time. `sleep` and `clock` are the pauses of the real world, or a test's."""

    def __init__(
        self, asker: Asker, *, pause: float, sleep: Callable[[float], None] = time.sleep, clock: Clock = time.monotonic
    ) -> None:
        self._asker, self._pause, self._sleep, self._clock = asker, pause, sleep, clock
        self._sites: dict[str, _Site] = {}

    def free_in(self, host: str) -> float:
        """In how many seconds the site may be asked again."""
        site = self._sites.get(host)
        return max(0.0, site.free_at - self._clock()) if site else 0.0

    def is_left_alone(self, host: str) -> bool:
        """Whether the site asked in this run not to be asked for a while."""
        site = self._sites.get(host)
        return site is not None and site.wait > 0

    def follow(self, url: str) -> Found:
        """Follow an address to its end."""
        here, seen, for_good = url, {url}, True
        for _step in range(MOST_STEPS + 1):
            answer = self._once(here)
            if answer.fault or not answer.location:
                break
            for_good = for_good and answer.status in FOR_GOOD
            here = _joined(here, answer.location)
            if here in seen:
                return Found(answer.status, LinkFault.LOOP)
            seen.add(here)
        else:
            return Found(answer.status, LinkFault.LOOP)
        fault = answer.fault or _fault_of(answer.status)
        target = here if here != url and not fault else ""
        return Found(answer.status, fault, target, bool(target) and for_good, answer.wait)

    def _once(self, url: str) -> Answer:
        """One step: whether the site allows it, then HEAD, then GET where HEAD says nothing."""
        host = host_of(url)
        if not host:
            return Answer(fault=LinkFault.ADDRESS)
        site = self._site(url, host)
        if site.wait:
            return Answer(fault=LinkFault.BUSY, wait=site.wait)
        if site.fault:
            return Answer(fault=site.fault)
        if site.robots is not None and not site.robots.can_fetch(user_agent().decode(), url):
            return Answer(fault=LinkFault.DENIED)
        answer = self._ask(site, "HEAD", url)
        if answer.status in NOT_BY_HEAD:
            answer = self._ask(site, "GET", url)
        if answer.status in BUSY:
            # Nobody says for how long: an hour, and nothing more of this site in this run.
            site.wait = answer.wait or 3600
            return Answer(answer.status, fault=LinkFault.BUSY, wait=site.wait)
        return answer

    def _site(self, url: str, host: str) -> _Site:
        """What the site allows, asked for once; one whose robots.txt cannot be read for now is left alone."""
        if host in self._sites:
            return self._sites[host]
        site = self._sites[host] = _Site(pause=self._pause)
        start = urlsplit(url)
        here = f"{start.scheme}://{host}/robots.txt"
        for _step in range(MOST_STEPS + 1):
            answer = self._ask(site, "GET", here, most=ROBOTS_BYTES)
            if not answer.location:
                break
            here = _joined(here, answer.location)
        if answer.fault:
            site.fault = answer.fault
        elif answer.status in BUSY:
            site.wait = answer.wait or 3600
        elif answer.status is not None and answer.status >= 500:
            site.fault = LinkFault.ANSWER
        elif answer.status == 200:
            site.robots = RobotFileParser()
            site.robots.parse(answer.body.decode("utf-8", "replace").lstrip("\ufeff").splitlines())
            wished = site.robots.crawl_delay(user_agent().decode())
            site.pause = min(max(self._pause, float(wished or 0)), LONGEST_PAUSE)
            site.free_at = max(site.free_at, self._clock() + site.pause)
        return site

    def _ask(self, site: _Site, method: str, url: str, **more: int) -> Answer:
        wait = site.free_at - self._clock()
        if wait > 0:
            self._sleep(wait)
        answer = self._asker.ask(method, url, **more)
        site.free_at = self._clock() + site.pause
        return answer


def _joined(here: str, location: str) -> str:
    try:
        return urljoin(here, location)[:2000]
    except ValueError:
        return ""


def _fault_of(status: int | None) -> LinkFault | None:
    return None if status is not None and status < 400 else LinkFault.ANSWER
