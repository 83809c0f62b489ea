"""One request sent to an address through the same guard, and its answer; redirects aren't followed."""

from __future__ import annotations

from typing import Final

import httpcore
import httpx

from habeas.errors import HabeasError
from habeas.intake.fetching.addresses import Target, addresses, system_resolve, target
from habeas.intake.fetching.capture import AGENT
from habeas.intake.fetching.connection import Deadline, Line
from habeas.intake.fetching.refused import Refused
from habeas.intake.files import printable
from habeas.settings import FetchLimits

POST_LIMITS: Final = FetchLimits(seconds=30, body_bytes=1_000_000)
_OK: Final = 200
_CURE: Final = "check the address and the connection; one in your own network needs --allow-private"


def post(
    address: str,
    body: bytes,
    *,
    media_type: str,
    allow_private: bool = False,
    limits: FetchLimits = POST_LIMITS,
) -> bytes:
    """What the address answers to this body. Raises HabeasError, which says why there is no answer."""
    try:
        return _answered(target(address), body, media_type, allow_private, limits)
    except Refused as fault:
        raise HabeasError(f"{printable(address[:500])}: {fault.why} ({_CURE})") from None


def _answered(asked: Target, body: bytes, media_type: str, allow_private: bool, limits: FetchLimits) -> bytes:
    deadline = Deadline(limits.seconds)
    found = addresses(asked, resolve=system_resolve, allow_private=allow_private, seconds=deadline.left())
    line = Line(found, limits, deadline)
    try:
        return _exchanged(asked, line, body, media_type)
    except httpcore.ProtocolError as fault:
        why = " ".join(str(fault).split())[:200]
        raise Refused(f"doesn't answer as a web server does ({why})") from None
    except (httpcore.NetworkError, httpcore.TimeoutException, OSError):
        raise Refused("broke the connection off") from None


def _exchanged(asked: Target, line: Line, body: bytes, media_type: str) -> bytes:
    url = httpcore.URL(scheme=asked.scheme, host=asked.host, port=asked.port, target=asked.path)
    host = f"[{asked.host}]" if ":" in asked.host else asked.host
    headers = [
        (b"Host", (host if asked.usual_port else f"{host}:{asked.port}").encode()),
        (b"User-Agent", AGENT.encode()),
        (b"Content-Type", media_type.encode()),
        (b"Content-Length", str(len(body)).encode()),
        (b"Accept-Encoding", b"identity"),
        (b"Connection", b"close"),
    ]
    context = httpx.create_ssl_context(trust_env=False)
    with (
        httpcore.ConnectionPool(ssl_context=context, network_backend=line) as pool,
        pool.stream("POST", url, headers=headers, content=body) as response,
    ):
        if response.status != _OK:
            raise Refused(f"answers with status {response.status}, which brings no answer")
        return b"".join(response.iter_stream())
