"""One visitor of the running site: asks, carries cookies as a browser does, and notes how every request ended."""

from __future__ import annotations

import http.client
import time
import urllib.parse
import uuid
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

PATIENCE = 45
Fields = dict[str, str] | list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Visit:
    """How one request ended: `error` is empty, or the kind of error."""

    begun: float
    seconds: float
    error: str


@dataclass(slots=True)
class Answer:
    """What the server said; `status` is 0 if it said nothing."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0.0

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode(errors="replace")

    @property
    def place(self) -> str:
        """Where the answer leads."""
        return self.headers.get("location", "")

    @property
    def moment(self) -> float:
        """The second at which the server's own clock stood when it answered."""
        return parsedate_to_datetime(self.headers["date"]).timestamp()


class Visitor:
    """Somebody with one browser; `visits` grows by every request."""

    def __init__(self, address: str, cookies: dict[str, str] | None = None) -> None:
        self.address = address
        self.cookies = dict(cookies or {})
        self.visits: list[Visit] = []

    def ask(
        self,
        path: str,
        form: Fields | None = None,
        file: tuple[str, bytes] | None = None,
        **headers: str,
    ) -> Answer:
        """Ask once, by POST where there is a form; `file` is a field and its content."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            named["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body: bytes | None = None
        if form is not None:
            body, named["Content-Type"] = _body(form, file)
        begun = time.monotonic()
        answer, error = self._send("GET" if form is None else "POST", path, body, named)
        answer.seconds = time.monotonic() - begun
        self.visits.append(Visit(begun, answer.seconds, error))
        return answer

    def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[Answer, str]:
        connection = http.client.HTTPConnection(self.address, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers)
            found = connection.getresponse()
            answer = Answer(found.status, {name.lower(): value for name, value in found.getheaders()}, found.read())
        except ConnectionRefusedError:
            return Answer(), "refused"
        except TimeoutError:
            return Answer(), "no answer"
        except (OSError, http.client.HTTPException):
            return Answer(), "broken off"
        finally:
            connection.close()
        self._keep(found.headers.get_all("Set-Cookie", []))
        return answer, str(answer.status) if answer.status >= 400 else ""

    def _keep(self, lines: list[str]) -> None:
        for line in lines:
            name, _equals, value = line.split(";")[0].partition("=")
            if "max-age=0" in line.lower():
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value


def _body(form: Fields, file: tuple[str, bytes] | None) -> tuple[bytes, str]:
    pairs = list(form.items()) if isinstance(form, dict) else form
    if file is None:
        return urllib.parse.urlencode(pairs).encode(), "application/x-www-form-urlencoded"
    border = uuid.uuid4().hex
    parts = [f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in pairs]
    head = f'--{border}\r\nContent-Disposition: form-data; name="{file[0]}"; filename="beleg.pdf"\r\n'
    head += "Content-Type: application/pdf\r\n\r\n"
    whole = "".join(parts).encode() + head.encode() + file[1] + f"\r\n--{border}--\r\n".encode()
    return whole, f"multipart/form-data; boundary={border}"
