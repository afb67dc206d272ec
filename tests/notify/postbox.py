"""A mail server for tests: it speaks SMTP over a socket, keeps what it takes, and refuses what it is told to."""

from __future__ import annotations

import asyncio
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller


class _OnFreePort(Controller):
    """A server on the port the system chose, which is known once it listens."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Postbox:
    """Mail by the order in which it came. `refuse` maps an address to the answer it gets instead of "250 OK".

    `server` is handed to the server of aiosmtpd, such as `tls_context`.
    """

    def __init__(self, **server: Any) -> None:
        self.mail: list[EmailMessage] = []
        self.refuse: dict[str, str] = {}
        self.refuse_text = ""
        self.hangs = False
        self.connections = 0
        self._controller = _OnFreePort(self, hostname="127.0.0.1", port=0, ready_timeout=10, **server)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()

    @property
    def host(self) -> str:
        """Where it listens."""
        return "127.0.0.1"

    @property
    def port(self) -> int:
        """On which port it listens; the system chose a free one."""
        return int(self._controller.port)

    def to(self, address: str) -> list[EmailMessage]:
        """Return the mail that came for one address."""
        return [mail for mail in self.mail if mail["To"] == address]

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, responses: Any) -> Any:
        """Count a conversation that begins."""
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Take a recipient, or refuse it."""
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take the mail, refuse it, or say nothing."""
        if self.hangs:
            await asyncio.sleep(30)
        if self.refuse_text:
            return self.refuse_text
        found = message_from_bytes(envelope.content, policy=default)
        assert isinstance(found, EmailMessage)
        self.mail.append(found)
        return "250 OK"
