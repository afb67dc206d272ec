"""Connections to public addresses only, with one deadline for everything a question takes.

The name of a site is resolved once, and the connection goes to exactly the address that was looked at: a name that
answers differently the next time leads nowhere else.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

Clock = Callable[[], float]
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class InsideAddress(Exception):
    """The name leads to an address that is not public."""


class UnknownName(Exception):
    """No site has this name."""


class TooSlow(httpcore.TimeoutException):
    """The time for the whole question is over."""


def is_public(address: str) -> bool:
    """Whether an address lies in the public network, whatever it is wrapped in."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo and parsed.teredo[1])
        if parsed in NAT64:
            inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        if inner:
            return is_public(str(inner))
    return parsed.is_global and not parsed.is_multicast


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, in the order in which the machine would try them."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnknownName(host) from error
    return list(dict.fromkeys(str(item[4][0]) for item in found))


class Deadline:
    """How much time is left for one question."""

    def __init__(self, seconds: float, clock: Clock) -> None:
        self._clock = clock
        self._until = clock() + seconds

    def left(self) -> float:
        """The seconds left; raises `TooSlow` if there are none."""
        seconds = self._until - self._clock()
        if seconds <= 0:
            raise TooSlow
        return seconds


class _Stream(httpcore.NetworkStream):
    """A connection each step of which gets only the time that is left for the whole."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout=self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout=self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, timeout=self._deadline.left())
        return _Stream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class PublicNetwork(httpcore.NetworkBackend):
    """Connects to public addresses only; `private` lifts that, for tests."""

    def __init__(self, deadline: Deadline, *, private: bool = False) -> None:
        self._deadline, self._private = deadline, private
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of the host that takes the connection; none if one of them is not public."""
        addresses = resolve(host, port)
        if not self._private and not all(is_public(address) for address in addresses):
            raise InsideAddress(host)
        failed: Exception = UnknownName(host)
        for address in addresses[:3]:
            try:
                stream = self._inner.connect_tcp(address, port, timeout=self._deadline.left())
            except httpcore.ConnectError as error:
                failed = error
            else:
                return _Stream(stream, self._deadline)
        raise failed
