"""Mail servers as they can be, and a look at the outbox some hours later: `python -m tests.stress.mail 3`."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@contextlib.contextmanager
def silent(port: int) -> Iterator[list[socket.socket]]:
    """A mail server that takes every connection and says nothing; yields the connections."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", port)) as listening:

        def take() -> None:
            with contextlib.suppress(OSError):
                while True:
                    taken.append(listening.accept()[0])

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        try:
            yield taken
        finally:
            # Closing alone would not wake the thread.
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()
            for connection in taken:
                connection.close()


class Postbox:
    """Takes every mail and keeps its Message-ID."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take one mail."""
        head = bytes(envelope.original_content or b"").decode(errors="replace").partition("\r\n\r\n")[0]
        self.taken += [line[12:] for line in head.splitlines() if line.lower().startswith("message-id: ")]
        return "250 taken"


@contextlib.contextmanager
def whole(port: int) -> Iterator[Postbox]:
    """A mail server that does what it should."""
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def main() -> int:
    """Send what waits as if it were so many hours later; by then pauses and the leases of dead senders are over."""
    import django  # the settings are those of this process alone

    django.setup()
    from django.utils import timezone

    from tracker.notify.send import send_waiting

    done = send_waiting(at=timezone.now() + timedelta(hours=int(sys.argv[1])))
    return int(bool(done.failed))


if __name__ == "__main__":
    sys.exit(main())
