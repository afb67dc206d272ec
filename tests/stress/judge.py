"""What became of the writes, and whether the pages that were read were whole: looked up in the record itself."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import connections

from tests.stress.load import Read, Write
from tracker import days
from tracker.models import AuditEvent, Evidence, OutboxMail, PublicVersion, Revision, StatusReport, Ticket
from tracker.models.reports import evidence_storage
from tracker.notify.send import message_id
from tracker.vocabulary import Kind, Verb

WORD = re.compile(r"Wort-\d+-Ende")
VERBS = {"report": Verb.SUBMITTED, "accept": Verb.ACCEPTED, "return": Verb.RETURNED}


@dataclass(slots=True)
class Verdict:
    """What is wrong, each as a sentence."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """Everything that is wrong."""
        return [*self.lost, *self.doubled, *self.half, *self.torn]


def judge(writes: Iterable[Write], reads: Iterable[Read]) -> Verdict:
    """Look at everything that was written so far and at the pages read so far."""
    verdict, by_kind = Verdict(), defaultdict(list)
    for write in writes:
        by_kind[write.kind].append(write)
    try:
        _texts(by_kind["text"], verdict)
        _files(by_kind["file"], verdict)
        _messages(by_kind["message"], verdict)
        for kind, verb in VERBS.items():
            _events(kind, verb, by_kind[kind], verdict)
        _pages(list(reads), verdict)
        _days(verdict)
    finally:
        # The database is restarted and its disk taken away between two looks.
        connections.close_all()
    return verdict


def _texts(writes: list[Write], verdict: Verdict) -> None:
    """The newest report says what was acknowledged last, or what was sent after that, and all in one."""
    newest = dict(
        StatusReport.objects.filter(contribution__in={write.on for write in writes})
        .order_by("pk")
        .values_list("contribution", "pk")
    )
    said = {row.contribution_id: row for row in StatusReport.objects.filter(pk__in=newest.values())}
    of_part: dict[int, list[Write]] = defaultdict(list)
    for write in writes:
        of_part[write.on].append(write)
    for part, told in of_part.items():
        last = max((n for n, write in enumerate(told) if write.acknowledged), default=None)
        report = said.get(part)
        if report is None:
            if last is not None:
                verdict.lost.append(f"contribution {part} has no report")
            continue
        words = {word for text in (report.summary, report.next_steps) for word in WORD.findall(text)}
        if len(words) != 1 or not WORD.search(report.next_steps):
            verdict.half.append(f"report {report.pk} says {sorted(words)}")
        if last is not None and not words & {write.word for write in told[last:]}:
            verdict.lost.append(f"report {report.pk} says {sorted(words)}, acknowledged was {told[last].word}")


def _files(writes: list[Write], verdict: Verdict) -> None:
    """Every file that was taken is there once, byte by byte, and so is every other one that a row speaks of."""
    wanted = {write.word: write for write in writes}
    rows = defaultdict(list)
    for title, name in Evidence.objects.filter(title__in=list(wanted)).values_list("title", "file"):
        rows[title].append(name)
    for word, write in wanted.items():
        # A report that corrects an earlier one keeps its files: several rows, one file.
        names = set(rows[word])
        if write.acknowledged and not names:
            verdict.lost.append(f"the file {word} is not there")
        if len(names) > 1:
            verdict.doubled.append(f"the file {word} is there {len(names)} times")
        for name in names:
            try:
                with evidence_storage().open(name) as content:
                    found = hashlib.sha256(content.read()).hexdigest()
            except OSError as error:
                found = type(error).__name__
            if found != write.digest:
                verdict.half.append(f"the file {word} is not as it was handed in: {found}")


def _messages(writes: list[Write], verdict: Verdict) -> None:
    found = Counter(word for text in Ticket.objects.values_list("message", flat=True) for word in WORD.findall(text))
    for write in writes:
        if write.acknowledged and not found[write.word]:
            verdict.lost.append(f"the message {write.word} is not there")
        if found[write.word] > 1:
            verdict.doubled.append(f"the message {write.word} is there {found[write.word]} times")


def _events(kind: str, verb: Verb, writes: list[Write], verdict: Verdict) -> None:
    """The protocol tells of every step that was acknowledged, and of no more steps than were asked for."""
    events = AuditEvent.objects.filter(verb=verb)
    found = Counter(event.detail["report"] for event in events)
    if kind == "report":
        parts = dict(StatusReport.objects.filter(pk__in=list(found)).values_list("pk", "contribution"))
        per_part: Counter[int] = Counter()
        for report, number in found.items():
            # A report that the protocol tells of and that is gone is nobody's, so its step counts as lost.
            per_part[parts.get(report, 0)] += number
        found = per_part
    asked = Counter(write.on for write in writes)
    acknowledged = Counter(write.on for write in writes if write.acknowledged)
    for on in {*asked, *found}:
        if found[on] < acknowledged[on]:
            verdict.lost.append(f"{kind} on {on}: {acknowledged[on]} acknowledged, {found[on]} in the protocol")
        if found[on] > asked[on]:
            verdict.doubled.append(f"{kind} on {on}: {asked[on]} asked for, {found[on]} in the protocol")


def _pages(reads: list[Read], verdict: Verdict) -> None:
    """One ETag is one page; a page that names a revision counts what the versions up to it say."""
    digests: dict[tuple[str, str], set[str]] = defaultdict(set)
    for read in reads:
        digests[read.path, read.tag].add(read.digest)
    verdict.torn += [
        f"{path} came in {len(found)} forms as {tag}" for (path, tag), found in digests.items() if found - {min(found)}
    ]
    known = _counts()
    for read in reads:
        if read.revision is None:
            continue
        expected = known[read.revision]
        if len(read.counts) == 1 and "in_progress" in read.counts:
            expected = Counter(in_progress=expected["in_progress"])
        if read.counts != expected:
            verdict.torn.append(f"{read.path} at revision {read.revision} counts {read.counts}, not {expected}")
        possible = {days.berlin_day(datetime.fromtimestamp(second, UTC)).isoformat() for second in read.between}
        if read.day and read.day not in possible:
            verdict.torn.append(f"{read.path} speaks of {read.day}, the server's clock of {sorted(possible)}")


def _counts() -> dict[int, Counter[str]]:
    """How many measures had which status at each revision, by the versions up to it."""
    versions = defaultdict(list)
    rows = PublicVersion.objects.filter(kind=PublicVersion.COMMITMENT).order_by("revision_id")
    for number, key, payload in rows.values_list("revision_id", "key", "payload"):
        if payload["kind"] == Kind.MEASURE:
            versions[number].append((key, payload["standing"]["status"] if payload["published"] else None))
    present: dict[str, str | None] = {}
    found = {}
    for number in Revision.objects.order_by("number").values_list("number", flat=True):
        present |= dict(versions[number])
        found[number] = Counter(status for status in present.values() if status)
    return found


def _days(verdict: Verdict) -> None:
    """Every revision bears the day in Berlin on which it was stamped, and none is older than the one before."""
    before = None
    for number, stamped_at, day in Revision.objects.order_by("number").values_list("number", "stamped_at", "day"):
        if day != days.berlin_day(stamped_at) or (before and stamped_at < before):
            verdict.torn.append(f"revision {number} of {stamped_at} bears the day {day}")
        before = stamped_at


def judge_mail(delivered: list[str]) -> Verdict:
    """Every mail that was ordered has been sent or is settled, and none came twice; `delivered` are Message-IDs."""
    verdict = Verdict()
    try:
        waiting = OutboxMail.objects.filter(sent_at__isnull=True).exclude(given_up_at__isnull=False, last_error="")
        verdict.lost += [f"the mail {key} was not sent" for key in waiting.values_list("key", flat=True)]
        found = Counter(delivered)
        verdict.doubled += [f"the mail {word} came {number} times" for word, number in found.items() if number > 1]
        letters: dict[tuple[int | None, datetime | None], list[OutboxMail]] = defaultdict(list)
        for row in OutboxMail.objects.filter(sent_at__isnull=False):
            letters[row.recipient_id, row.sent_at].append(row)
        verdict.lost += [
            f"the mail that tells {', '.join(row.key for row in rows)} is noted as sent, but did not arrive"
            for rows in letters.values()
            if message_id(rows) not in found
        ]
    finally:
        connections.close_all()
    return verdict
