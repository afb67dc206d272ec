"""A server on this machine that misbehaves in every way a site can, and a clock that a test moves."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Talk = Callable[[socket.socket, threading.Event], None]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


@dataclass
class Site:
    """A listening socket; `pages` says what is answered to which path, `asked` what was asked for, line by line."""

    pages: dict[str, bytes | Talk]
    asked: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    port: int = 0
    scheme: str = "http"

    def url(self, path: str = "/") -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}{path}"

    def pages_asked(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [line for line in self.asked if not line.endswith("/robots.txt")]


@contextlib.contextmanager
def site(
    pages: dict[str, bytes | Talk] | None = None, *, robots: bytes = NO_ROBOTS, certificate: Path | None = None
) -> Iterator[Site]:
    """Serve these pages on a port of this machine until the block ends."""
    made = Site({"/robots.txt": robots, **(pages or {})}, scheme="https" if certificate else "http")
    listener = socket.create_server(("127.0.0.1", 0))
    made.port = listener.getsockname()[1]
    encryption = None
    if certificate:
        encryption = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        encryption.load_cert_chain(certificate)

    def serve() -> None:
        while True:
            try:
                line, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=talk, args=(line,), daemon=True).start()

    def talk(line: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            stack.enter_context(line)
            spoken = stack.enter_context(encryption.wrap_socket(line, server_side=True)) if encryption else line
            head = b""
            while b"\r\n\r\n" not in head:
                piece = spoken.recv(65536)
                if not piece:
                    return
                head += piece
                if head.startswith(b"\x16"):  # the beginning of an encrypted talk, which this site knows nothing of
                    line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    return
            method, path, _version = head.decode("latin-1").split("\r\n")[0].split(" ")
            made.asked.append(f"{method} {path}")
            made.heads.append(head.decode("latin-1"))
            answer = made.pages.get(path.partition("?")[0], NO_ROBOTS)
            if callable(answer):
                answer(spoken, made.over)
            elif method == "HEAD":
                spoken.sendall(answer.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
            else:
                spoken.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield made
    finally:
        made.over.set()
        listener.close()


def status(line: str, *heads: str, body: bytes = b"") -> bytes:
    """An answer with this status line and these heads."""
    return "\r\n".join([f"HTTP/1.1 {line}", *heads, f"Content-Length: {len(body)}", "", ""]).encode("latin-1") + body


def leads_to(where: str, how: str = "301 Moved Permanently") -> bytes:
    """An answer that leads elsewhere."""
    return status(how, f"Location: {where}")


def hang(line: socket.socket, over: threading.Event) -> None:
    """Say nothing."""
    over.wait(10)


def drip(line: socket.socket, over: threading.Event) -> None:
    """Say one letter of an endless head after the other, as soon as the last was taken."""
    line.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not over.is_set():
        line.sendall(b"a")


def endless(line: socket.socket, over: threading.Event) -> None:
    """Refuse HEAD, and send a body that never ends."""
    line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while not over.is_set():
        line.sendall(b"x" * 4096)


class Clock:
    """A clock that stands still until somebody sleeps, or that goes on by a step with each look."""

    def __init__(self, step: float = 0) -> None:
        self.at, self.step, self.slept = 0.0, step, list[float]()

    def __call__(self) -> float:
        self.at += self.step
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


def self_signed(folder: Path) -> Path:
    """A certificate that nobody vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path
