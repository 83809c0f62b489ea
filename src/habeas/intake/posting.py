"""One request to an address that a person named, and its answer: for timestamp authorities."""

from __future__ import annotations

import ipaddress
import socket
from typing import Final

import httpx

from habeas import __version__
from habeas.errors import HabeasError, WrongUsage
from habeas.intake.files import printable

AGENT: Final = f"habeas/{__version__}"
SECONDS: Final = 30.0
LONGEST: Final = 1_000_000


def post(address: str, body: bytes, *, media_type: str, allow_private: bool = False) -> bytes:
    """What the address answers to this body, at most a megabyte, without following redirects.

    Raises HabeasError for an address that may not be asked, or doesn't answer.
    """
    shown = printable(address[:500])
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        raise WrongUsage(f"{shown} is no address of an authority: write it like https://time.example/tsa")
    if not allow_private:
        _refuse_private(url, shown)
    headers = {"Content-Type": media_type, "User-Agent": AGENT, "Accept-Encoding": "identity"}
    try:
        with (
            httpx.Client(trust_env=False, timeout=SECONDS, follow_redirects=False) as client,
            client.stream("POST", url, content=body, headers=headers) as response,
        ):
            if response.status_code != httpx.codes.OK:
                raise HabeasError(f"{shown}: answers with status {response.status_code}, and no timestamp")
            return _limited(response, shown)
    except httpx.HTTPError as fault:
        why = " ".join(str(fault).split())[:200] or type(fault).__name__
        raise HabeasError(f"{shown}: can't be asked: {why} (check the address and the connection)") from None


def _limited(response: httpx.Response, shown: str) -> bytes:
    answer = bytearray()
    for some in response.iter_raw():
        answer += some
        if len(answer) > LONGEST:
            raise HabeasError(f"{shown}: answers with more than a timestamp can be")
    return bytes(answer)


def _refuse_private(url: httpx.URL, shown: str) -> None:
    try:
        found = socket.getaddrinfo(url.host, url.port or 443, type=socket.SOCK_STREAM)
    except OSError as fault:
        raise HabeasError(f"{shown}: can't be found: {fault.strerror}") from None
    if not all(ipaddress.ip_address(str(place[0]).partition("%")[0]).is_global for *_, place in found):
        raise HabeasError(
            f"{shown}: leads into this machine's own network; if that is meant, use --allow-private"
        )
