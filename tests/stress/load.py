"""The load: people who read pages and files, report, review and write to the editors, all at once.

Every write bears a word of its own and is noted before it is sent; it counts as acknowledged once the server has
answered as it answers a write that is done. Nobody sends a write of the reporting area again blindly: like a person,
who did not get an answer opens the page anew. The anonymous forms are sent once more, as browsers and people do.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup, Tag
from pypdf import PdfWriter

from tests.admin.browsing import values_of
from tests.stress.visitor import Answer, Visit, Visitor
from tests.stress.world import World

ROWS = "status=in_progress&art=measure"
COUNTED = f"/massnahmen/?{ROWS}"
WHOLE = "/massnahmen.json"
PATHS = [
    "/",
    COUNTED,
    WHOLE,
    f"/api/v1/commitments/?{ROWS}",
    "/partner/",
    f"/massnahmen.csv?{ROWS}",
    COUNTED,
    f"/massnahmen.json?{ROWS}",
    "/aenderungen/",
    "/massnahmen.atom",
    "/vereinbarungen/",
    "/api/v1/changes/",
    f"/massnahmen.xlsx?{ROWS}",
    "/massnahmen.ics",
    "/methode/",
]
READERS, PAUSE = 3, 0.03
FILE_SIZE = 60_000
STATUSES = ["in_progress", "preparing", "ongoing"]
ACTIONS = ["save", "upload", "save", "submit"]
FIELD = re.compile(r'name="(csrfmiddlewaretoken|version)" value="([^"]*)"')
STAMP = re.compile(r'name="stamp" value="([^"]*)"')
QUEUED = re.compile(r'href="/verwaltung/pruefung/(\d+)/"')
STAMP_AGE = 4
SENT_TWICE = 480


@dataclass(slots=True)
class Write:
    """One write: what kind, on what, by which word it is known, whether the server said that it is done."""

    kind: str
    on: int
    word: str
    sent: float
    acknowledged: bool = False
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A public page as it came: which version it says it is, and what it counts, by status where it names it."""

    path: str
    tag: str
    digest: str
    revision: int | None = None
    counts: Counter[str] = field(default_factory=Counter)
    day: str = ""
    between: tuple[float, float] = (0.0, 0.0)


class Load:
    """The people. `run` lets them go on until `stop`; what they did is in `writes`, `reads` and `visits()`."""

    def __init__(self, address: str, world: World) -> None:
        self.address, self.world = address, world
        self.writes: list[Write] = []
        self.reads: list[Read] = []
        self.broken: list[BaseException] = []
        self._words = itertools.count(1)
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._people: list[Visitor] = []
        self._rounds: Counter[int] = Counter()

    def start(self) -> None:
        """Let everybody begin."""
        self._stop.clear()
        self._threads, self._people = [], []
        tasks: list[tuple[Callable[..., None], tuple[Any, ...]]] = [(self._read, (n,)) for n in range(READERS)]
        tasks += [(self._report, reporter) for reporter in self.world.reporters]
        tasks += [(self._review, (self.world.reviewer,)), (self._write_in, ())]
        for task, arguments in tasks:
            thread = threading.Thread(target=self._guarded, args=(task, arguments))
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Let everybody finish what they are at; raises what went wrong in the load itself."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        if self.broken:
            raise self.broken[0]

    def visits(self) -> list[Visit]:
        """Every request since the last start."""
        return [visit for person in self._people for visit in person.visits]

    def acknowledged(self) -> int:
        """How many writes the server has said are done."""
        return sum(write.acknowledged for write in self.writes)

    def _guarded(self, task: Callable[..., None], arguments: tuple[Any, ...]) -> None:
        try:
            task(*arguments)
        except BaseException as error:
            self.broken.append(error)

    def _person(self, cookies: dict[str, str] | None = None) -> Visitor:
        person = Visitor(self.address, cookies)
        self._people.append(person)
        return person

    def _begin(self, kind: str, on: int, word: str = "", content: bytes = b"") -> Write:
        write = Write(kind, on, word or f"Wort-{next(self._words)}-Ende", time.time())
        write.digest = hashlib.sha256(content).hexdigest() if content else ""
        self.writes.append(write)
        return write

    # --- reading -----------------------------------------------------------------------------------------------------

    def _read(self, number: int) -> None:
        person, tags = self._person(), dict[str, str]()
        for turn in itertools.count(number * 5):
            if self._stop.wait(PAUSE):
                return
            path = PATHS[turn % len(PATHS)]
            asks = {"If_None_Match": tags[path]} if path in tags and turn % 2 else {}
            answer = person.ask(path, **asks)
            if answer.status == 200 and answer.headers.get("etag"):
                tags[path] = answer.headers["etag"]
                self.reads.append(read_of(path, answer))

    # --- reporting ---------------------------------------------------------------------------------------------------

    def _report(self, cookies: dict[str, str], parts: list[int]) -> None:
        person = self._person(cookies)
        for part in itertools.cycle(parts):
            if self._stop.wait(PAUSE * 2):
                return
            page = person.ask(f"/portal/{part}/")
            if page.status == 200 and 'id="report-form"' in page.text:
                self._rounds[part] += 1
                self._say(person, part, page, ACTIONS[self._rounds[part] % len(ACTIONS)])

    def _say(self, person: Visitor, part: int, page: Answer, action: str) -> None:
        word = f"Wort-{next(self._words)}-Ende"
        form = {
            **dict(FIELD.findall(page.text)),
            "action": action,
            "status": STATUSES[self._rounds[part] // len(ACTIONS) % len(STATUSES)],
            "as_of": self.world.today,
            "as_of_precision": "day",
            "summary": f"Es geht voran: {word}.",
            "next_steps": f"Als Nächstes: {word}.",
        }
        path = f"/portal/{part}/"
        text = self._begin("text", part, word)
        if action == "upload":
            content = pdf_with(word)
            file = self._begin("file", part, word, content)
            form |= {"upload_title": word, "upload_publisher": "Verband"}
            text.acknowledged = file.acknowledged = person.ask(path, form, ("upload", content)).status == 302
            return
        if action == "submit":
            handed_in = self._begin("report", part, word)
            answer = person.ask(path, form)
            handed_in.acknowledged = answer.status == 302 and answer.place == "/portal/"
            text.acknowledged = handed_in.acknowledged
            return
        text.acknowledged = person.ask(path, form).status == 302

    # --- reviewing ---------------------------------------------------------------------------------------------------

    def _review(self, cookies: dict[str, str]) -> None:
        person = self._person(cookies)
        while not self._stop.wait(PAUSE * 5):
            waiting = list(dict.fromkeys(map(int, QUEUED.findall(person.ask("/verwaltung/pruefung/").text))))
            for report in waiting[:5]:
                if self._stop.is_set():
                    return
                self._decide(person, report)

    def _decide(self, person: Visitor, report: int) -> None:
        path = f"/verwaltung/pruefung/{report}/"
        page = person.ask(path)
        if report % 4 == 0:
            form = form_with(page, "return")
            if form is not None:
                data = {**form, "summary": "Bitte genauer.", "_step": "return"}
                write = self._begin("return", report)
                write.acknowledged = person.ask(path, data).status == 302
            return
        form = form_with(page, "preview")
        preview = person.ask(path, {**form, "_step": "preview"}) if form else Answer()
        form = form_with(preview, "confirm")
        if form is not None:
            write = self._begin("accept", report)
            write.acknowledged = person.ask(path, {**form, "_step": "confirm"}).status == 302

    # --- writing to the editors --------------------------------------------------------------------------------------

    def _write_in(self) -> None:
        person, stamp, since = self._person(), "", 0.0
        for number in itertools.count():
            if self._stop.wait(PAUSE * 10):
                return
            path = "/barriere-melden/" if number % 2 else "/fehler-melden/"
            if not stamp:
                found = STAMP.search(person.ask(path).text)
                stamp, since = (found[1], time.monotonic()) if found else ("", 0.0)
                continue
            if time.monotonic() - since < STAMP_AGE:
                continue
            write = self._begin("message", 0)
            begun = time.monotonic()
            while not write.acknowledged and time.monotonic() < begun + SENT_TWICE and not self._stop.is_set():
                form = {"stamp": stamp, "leave_empty": "", "message": f"Hier fehlt etwas: {write.word}."}
                word = f"http://{self.address}"
                # Everybody writes from a place of their own.
                where = f"192.0.{number // 250 % 250}.{number % 250}"
                answer = person.ask(path, form, Origin=word, X_Forwarded_For=where)
                write.acknowledged = answer.status == 302
                if 400 <= answer.status < 500 or self._stop.wait(PAUSE * 10):
                    break


def pdf_with(word: str) -> bytes:
    """A PDF of some size that holds a word and no other PDF holds."""
    writer, memory = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=72, height=72)
    writer.add_metadata({"/Subject": word * (FILE_SIZE // len(word))})
    writer.write(memory)
    return memory.getvalue()


def form_with(page: Answer, step: str) -> dict[str, str] | None:
    """The values of the form that has the button of this step; None if the page has none."""
    if page.status != 200:
        return None
    for form in BeautifulSoup(page.body, "lxml").find_all("form"):
        if isinstance(form, Tag) and form.select(f"button[name=_step][value={step}]"):
            return {name: values[0] for name, values in values_of(form).items() if values}
    return None


def read_of(path: str, answer: Answer) -> Read:
    """What a public page says of itself."""
    revision, counts, day = None, Counter[str](), ""
    if path.startswith(WHOLE):
        told = json.loads(answer.body)
        revision, day = told["revision"], told["view"]["day"]
        counts = Counter(row["status"] for row in told["commitments"] if row["kind"] == "measure")
        if told["count"] != len(told["commitments"]):
            counts["rows that are not there"] = told["count"] - len(told["commitments"])
    elif path.startswith("/api/v1/commitments/"):
        told = json.loads(answer.body)
        revision, day, counts = told["revision"], told["view"]["day"], Counter(in_progress=told["count"])
    elif path == COUNTED:
        revision = int(re.findall(r"Revision (\d+)", answer.text)[-1])
        counts = Counter(in_progress=int(re.findall(r"<h1[^>]*>\s*(\d+)", answer.text)[0]))
    moment = answer.moment
    digest = hashlib.sha256(answer.body).hexdigest()
    # The header tells whole seconds.
    return Read(path, answer.headers["etag"], digest, revision, counts, day, (moment - answer.seconds, moment + 1))
