"""One address fetched: each hop checked anew, and the whole exchange kept."""

from __future__ import annotations

import hashlib
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from typing import Final

import httpcore
import httpx

from habeas import __version__
from habeas.errors import UnreadableReport
from habeas.intake.fetching.addresses import Resolve, Target, addresses, refuse_inside, system_resolve, target
from habeas.intake.fetching.connection import Deadline, Line
from habeas.intake.fetching.refused import Refused
from habeas.intake.files import in_words, printable
from habeas.settings import FetchLimits

AGENT: Final = f"habeas/{__version__}"
_LIMITS: Final = FetchLimits()
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_SERVED: Final = frozenset({200, 203})
_PACKED: Final = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
_SAVE: Final = "save the page as a file and add that"
_STATUS: Final[Mapping[int, tuple[str, str]]] = {
    401: ("asks for a password", "what needs a password isn't public"),
    402: ("asks for money", "if you may read it, save the page from your browser and add the file"),
    403: ("refuses to show this", "if your browser may see it, save the page there and add the file"),
    404: ("has no such page", "check the address, or look for an archived copy"),
    410: ("has taken this page away", "look for an archived copy"),
    429: ("asks to be left alone for a while", "try again later"),
    451: ("may not show this for legal reasons", "look for an archived copy"),
    503: ("can't answer now", "try again later"),
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, byte for byte as they passed; `payload` is the SHA-256 of the body as sent.

    `address` is the numeric address that was asked, `status` what it answered.
    """

    url: str
    address: str
    at: datetime
    status: int
    sent: bytes
    received: bytes
    payload: str


@dataclass(frozen=True, slots=True)
class Captured:
    """What an address serves: the body as it was served, unpacked, and how it came.

    `final` is the address that served it, `media_type` and `charset` what it called it, in lower case.
    """

    asked: str
    final: str
    body: bytes
    media_type: str | None
    charset: str | None
    at: datetime
    hops: tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    exchange: Exchange
    headers: Mapping[str, str]
    body: bytes


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class World:
    """What a fetcher asks of the world outside: names, the time, patience, whom to trust (else: certifi)."""

    resolve: Resolve = system_resolve
    now: Callable[[], datetime] = _now
    sleep: Callable[[float], None] = time.sleep
    context: ssl.SSLContext | None = None


class Fetcher:
    """Fetches one address after the other, never two at a time, and waits between two at one host.

    Proxies, cookies, passwords and robots.txt play no part: each address was named by a person, or by the
    feed that a person named.
    """

    def __init__(
        self,
        limits: FetchLimits = _LIMITS,
        *,
        allow_private: bool = False,
        world: World | None = None,
    ) -> None:
        self.limits = limits
        self._allow_private = allow_private
        self._world = world or World()
        self._context = self._world.context
        self._last: dict[str, float] = {}

    def get(self, address: str) -> Captured:
        """What this address serves. Raises UnreadableReport, which says why it isn't fetched."""
        try:
            return self._captured(address)
        except Refused as fault:
            raise UnreadableReport(printable(address[:500]), fault.why, fault.cure) from None

    def _captured(self, address: str) -> Captured:
        deadline = Deadline(self.limits.seconds)
        asked = target(address)
        *before, last = self._hops(asked, deadline)
        if last.exchange.status not in _SERVED:
            raise _unserved(last.exchange.status)
        if not last.body:
            raise Refused("serves nothing", "check the address")
        media_type, charset = _content_type(last.headers.get("content-type", ""))
        return Captured(
            asked=asked.url,
            final=last.exchange.url,
            body=last.body,
            media_type=media_type,
            charset=charset,
            at=last.exchange.at,
            hops=tuple(answer.exchange for answer in (*before, last)),
        )

    def _hops(self, asked: Target, deadline: Deadline) -> Iterator[_Answer]:
        """The answers, one for each hop; the last one leads nowhere else."""
        seen = {asked.url}
        while True:
            try:
                answer = self._ask(asked, deadline)
            except Refused as fault:
                raise fault if len(seen) == 1 else _led_on(asked.url, fault) from None
            yield answer
            if answer.exchange.status not in _REDIRECTS:
                return
            onward = _onward(asked, answer)
            if onward.url in seen:
                raise Refused("leads round in a circle", _SAVE)
            if len(seen) > self.limits.redirects:
                raise Refused(f"leads on more than {self.limits.redirects} times", _SAVE)
            seen.add(onward.url)
            asked = onward

    def _ask(self, asked: Target, deadline: Deadline) -> _Answer:
        found = addresses(
            asked, resolve=self._world.resolve, allow_private=self._allow_private, seconds=deadline.left()
        )
        self._pause(asked.host)
        line = Line(found, self.limits, deadline)
        at = self._world.now()
        try:
            status, headers, payload = self._exchanged(asked, line)
        except httpcore.ProtocolError as fault:
            why = " ".join(str(fault).split())[:200]
            raise Refused(f"doesn't answer as a web server does ({why})", _SAVE) from None
        except (httpcore.NetworkError, httpcore.TimeoutException, OSError):
            raise Refused("broke the connection off", "try again later") from None
        exchange = Exchange(
            url=asked.url,
            address=line.address,
            at=at,
            status=status,
            sent=bytes(line.sent),
            received=bytes(line.received),
            payload=hashlib.sha256(payload).hexdigest(),
        )
        body = self._unpacked(payload, headers) if status in _SERVED else payload
        return _Answer(exchange, headers, body)

    def _exchanged(self, asked: Target, line: Line) -> tuple[int, Mapping[str, str], bytes]:
        url = httpcore.URL(scheme=asked.scheme, host=asked.host, port=asked.port, target=asked.path)
        if self._context is None:
            self._context = httpx.create_ssl_context(trust_env=False)
        with (
            httpcore.ConnectionPool(ssl_context=self._context, network_backend=line) as pool,
            pool.stream("GET", url, headers=_headers(asked)) as response,
        ):
            payload = b"".join(response.iter_stream())
            headers = {name.lower().decode("latin-1"): _words(value) for name, value in response.headers}
            return response.status, headers, payload

    def _pause(self, host: str) -> None:
        before = self._last.get(host)
        if before is not None:
            self._world.sleep(max(0.0, before + self.limits.pause_seconds - time.monotonic()))
        self._last[host] = time.monotonic()

    def _unpacked(self, payload: bytes, headers: Mapping[str, str]) -> bytes:
        """The body without its compression, never more of it than the limit."""
        coding = headers.get("content-encoding", "identity").strip().lower() or "identity"
        if coding == "identity":
            return payload
        if coding not in _PACKED:
            raise Refused(f"sends its page packed in a way that wasn't asked for ({coding[:40]})", _SAVE)
        most = self.limits.body_bytes
        try:
            unpacked = _inflated(payload, _PACKED[coding], most)
        except zlib.error:
            raise Refused("sends its page damaged", "try again later") from None
        if len(unpacked) > most:
            raise Refused(f"sends more than {in_words(most)}, once it is unpacked", _SAVE)
        return unpacked


def _inflated(payload: bytes, window: int, most: int) -> bytes:
    """Up to one byte more than `most`. Raises zlib.error for what is damaged or breaks off."""
    stream = zlib.decompressobj(window)
    try:
        unpacked = stream.decompress(payload, most + 1)
    except zlib.error:
        if window != zlib.MAX_WBITS:
            raise
        # Some servers send deflate without zlib's two bytes before it.
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        unpacked = stream.decompress(payload, most + 1)
    if not stream.eof and len(unpacked) <= most:
        raise zlib.error
    return unpacked


def whole_address(address: str, *, allow_private: bool = True) -> str:
    """The address as it is kept and compared: written out, without its fragment; nothing is looked up.

    Raises UnreadableReport for what is never fetched, and without `allow_private` for what says by itself
    that it lies inside.
    """
    try:
        asked = target(address.strip())
        if not allow_private:
            refuse_inside(asked)
        return asked.url
    except Refused as fault:
        raise UnreadableReport(printable(address[:500]), fault.why, fault.cure) from None


def _headers(asked: Target) -> list[tuple[bytes, bytes]]:
    host = f"[{asked.host}]" if ":" in asked.host else asked.host
    return [
        (b"Host", (host if asked.usual_port else f"{host}:{asked.port}").encode()),
        (b"User-Agent", AGENT.encode()),
        (b"Accept", b"text/html,application/xhtml+xml,application/pdf,*/*;q=0.8"),
        (b"Accept-Language", b"en,*;q=0.5"),
        (b"Accept-Encoding", b"gzip, deflate"),
        (b"Connection", b"close"),
    ]


def _words(value: bytes) -> str:
    """A header's value: servers write UTF-8 though the standard knows Latin-1."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _content_type(value: str) -> tuple[str | None, str | None]:
    """Media type and charset (RFC 9110, 8.3), in lower case."""
    message = Message()
    message["content-type"] = " ".join(value.split())
    return (message.get_content_type() if "/" in value else None), message.get_content_charset()


def _onward(asked: Target, answer: _Answer) -> Target:
    """Where a redirect leads, as unchecked as any address. Raises Refused."""
    location = answer.headers.get("location", "").strip()
    if not location:
        raise Refused("leads on, and doesn't say where", _SAVE)
    try:
        joined = str(httpx.URL(asked.url).join(location))
        onward = target(joined)
    except httpx.InvalidURL:
        raise Refused("leads on to what is no address on the web", _SAVE) from None
    except Refused as fault:
        raise _led_on(location, fault) from None
    if asked.scheme == "https" and onward.scheme == "http":
        why = f"leads on from https to http ({printable(onward.url[:200])}), where anybody may change a page"
        raise Refused(why, "if you trust that address, add it itself")
    return onward


def _led_on(address: str, fault: Refused) -> Refused:
    return Refused(f"leads on to {printable(address[:200])}, which {fault.why}", fault.cure)


def _unserved(status: int) -> Refused:
    why, cure = _STATUS.get(status, ("serves no page", "check the address, or try again later"))
    return Refused(f"{why} (status {status})", cure)
