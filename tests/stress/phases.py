"""A phase from its beginning to its verdict: the load begins, something goes wrong, the site recovers, it is judged."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

from django.db import connections

from tests.stress import world
from tests.stress.faults import Faults, Phase
from tests.stress.judge import judge, judge_mail
from tests.stress.load import Load
from tests.stress.report import Row
from tests.stress.site import Site

REPORTERS, PARTS = 4, 8
AFTER = 4
"""So many seconds the load goes on once the site has recovered; by then nothing may fail any more."""
SHOWN = 5
"""So many of the things that are wrong are told in words."""


@dataclass
class Trial:
    """A site with its load, from phase to phase."""

    site: Site
    load: Load
    faults: Faults

    def go_through(self, phase: Phase) -> Row:
        """Go through one phase and judge it."""
        site, load = self.site, self.load
        begins_at = getattr(phase.fault, "begins_at", None)
        if begins_at is not None:
            site.kill()
            site.ahead = round(begins_at - time.time())
            site.start()
        writes, reads = len(load.writes), len(load.reads)
        load.start()
        try:
            note = phase.fault()
            took = site.recover()
            recovered = time.monotonic()
            time.sleep(AFTER)
        finally:
            load.stop()
        mine = load.writes[writes:]
        row = Row(phase.name, f"{note}, recovered in {took:.1f} s" if phase.must_hurt else note, load.visits())
        row.later = Counter(visit.error for visit in row.visits if visit.error and visit.begun > recovered)
        row.acknowledged = sum(write.acknowledged for write in mine)
        row.refused = len(mine) - row.acknowledged
        verdict = judge(load.writes, load.reads[reads:])
        if phase.sends_mail:
            delivered = self.faults.deliver()
            row.note += f", then {len(delivered)} mails arrived"
            mail = judge_mail(delivered)
            verdict.lost += mail.lost
            verdict.doubled += mail.doubled
        row.lost, row.doubled = len(verdict.lost), len(verdict.doubled)
        row.half, row.torn = len(verdict.half), len(verdict.torn)
        code, said = site.call("check_record")
        row.missed = verdict.sentences()[:SHOWN]
        if code:
            row.record = "WRONG"
            row.missed.append(said)
        if row.later:
            row.missed.append(f"errors once the site had recovered: {dict(row.later)}")
        if phase.must_not_fail and row.errors:
            row.missed.append("no request may fail here")
        if phase.must_hurt and not row.errors:
            row.missed.append("nothing failed, so the fault was none")
        if not row.acknowledged:
            row.missed.append("no write was acknowledged")
        return row


def begin(site: Site) -> Trial:
    """Make the record and start the server."""
    made = world.make(reporters=REPORTERS, parts=PARTS)
    connections.close_all()
    site.start()
    return Trial(site, Load(site.address, made), Faults(site))
