"""One connection to an address that was checked, within limits; every byte that passes is noted down."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Sequence
from typing import Any, Final

import httpcore

from habeas.intake.fetching.refused import Refused
from habeas.intake.files import in_words
from habeas.settings import FetchLimits

_END_OF_HEADERS: Final = b"\r\n\r\n"
_SAVE: Final = "save the page as a file and add that"


class Deadline:
    """The moment at which a whole fetch must be done, whatever it is doing then."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left, more than none. Raises Refused where there are none."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise self.missed()
        return left

    def missed(self) -> Refused:
        """The fault of taking longer."""
        return Refused(f"takes longer than {self.seconds:g} s", f"try again later, or {_SAVE}")


class Line(httpcore.NetworkBackend):
    """Connects to none but these numeric addresses, whatever name is asked for; resolves nothing.

    `sent` and `received` are what passed, as HTTP has it: inside TLS, where there is any.
    """

    def __init__(self, addresses: Sequence[str], limits: FetchLimits, deadline: Deadline) -> None:
        self._addresses = addresses
        self.limits, self.deadline = limits, deadline
        self.sent, self.received = bytearray(), bytearray()
        self.address = ""

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002  the name; what it stands for was checked before
        port: int,
        timeout: float | None = None,  # noqa: ARG002  the deadline is ours
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A stream to the first of the addresses that answers."""
        backend, options = httpcore.SyncBackend(), socket_options or ()
        for address in self._addresses:
            patience = min(self.limits.connect_seconds, self.deadline.left())
            try:
                stream = backend.connect_tcp(address, port, patience, socket_options=options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            self.address = address
            return _Tap(stream, self)
        raise Refused("doesn't answer", "check the address and the connection, and try again later")

    def note(self, data: bytes) -> None:
        """Take down what came. Raises Refused where it is too much."""
        self.received += data
        most = self.limits.header_bytes
        if len(self.received) > most and self.received.find(_END_OF_HEADERS, 0, most) < 0:
            raise Refused(f"sends more than {in_words(most)} of headers", _SAVE)
        if len(self.received) > self.limits.header_bytes + self.limits.body_bytes:
            raise Refused(f"sends more than {in_words(self.limits.body_bytes)}", _SAVE)


class _Tap(httpcore.NetworkStream):
    """A stream, each of whose bytes is noted, and each of whose waits ends with the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, line: Line) -> None:
        self._inner, self._line = inner, line

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """What comes next."""
        try:
            data = self._inner.read(max_bytes, self._line.deadline.left())
        except httpcore.ReadTimeout:
            raise self._line.deadline.missed() from None
        self._line.note(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """Send this."""
        self._line.sent += buffer
        try:
            self._inner.write(buffer, self._line.deadline.left())
        except httpcore.WriteTimeout:
            raise self._line.deadline.missed() from None

    def close(self) -> None:
        """Hang up."""
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """The same stream inside TLS; the certificate must be that of the name, not of the number."""
        patience = min(self._line.limits.connect_seconds, self._line.deadline.left())
        try:
            return _Tap(self._inner.start_tls(ssl_context, server_hostname, patience), self._line)
        except httpcore.ConnectTimeout:
            raise Refused("doesn't answer in time", "try again later") from None
        except httpcore.ConnectError as fault:
            why = getattr(fault.__cause__, "verify_message", None) or "the connection can't be made secure"
            raise Refused(f"can't prove that it is {server_hostname}: {why}", _SAVE) from None

    def get_extra_info(self, info: str) -> Any:
        """What the stream knows of itself."""
        return self._inner.get_extra_info(info)
