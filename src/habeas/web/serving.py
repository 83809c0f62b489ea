"""Serving a home: to whom, under which names, and what is refused because it would let strangers in."""

from __future__ import annotations

import ipaddress
import signal
import socket
from collections.abc import Callable
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import uvicorn
from fastapi import FastAPI

from habeas.errors import WrongUsage
from habeas.ledger import Ledger
from habeas.settings import Settings
from habeas.signing.people import own_name
from habeas.signing.signing_in import new_token
from habeas.web.guard import Names

# Names that mean this machine on this machine, whatever anybody's name server says.
THIS_MACHINE: Final = frozenset({"127.0.0.1", "::1", "localhost"})
# How long requests may go on after Ctrl-C.
GRACE: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for on the command line; `certificate` and `key` are those of a TLS of our own.

    `workers` is how many processes read what is added, at most.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    allowed: tuple[str, ...] = ()
    by: str | None = None
    tls_in_front: bool = False
    without_tls: bool = False
    certificate: Path | None = None
    key: Path | None = None
    workers: int = 1

    @property
    def tls(self) -> bool:
        """True where readers come over TLS."""
        return self.tls_in_front or self.certificate is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a home is served; `by` and `token` are of whoever is alone with it, while it has no users."""

    by: str = "you"
    token: str = field(default_factory=new_token)
    names: Names = field(default_factory=lambda: Names(THIS_MACHINE))


def serve(settings: Settings, asked: Asked, tell: Callable[[str], None]) -> None:
    """Serve the home until somebody stops it; `tell` gets a line or two on where it is.

    Raises WrongUsage for what would let strangers in, and for an address that can't be served.
    """
    from habeas.jobs import despatching, running  # noqa: PLC0415  what is refused is refused at once
    from habeas.web.app import make_app  # noqa: PLC0415

    with Ledger.open(settings) as ledger:
        users = ledger.users.any()
        sealed = ledger.sealed
        refuse(asked, users=users, sealed=sealed)
    manner = manner_of(asked)
    # To a home that can't be written to nothing is added, and nothing leaves it that its log can't tell of.
    reading = nullcontext() if sealed else running(settings, workers=asked.workers)
    making = nullcontext() if sealed else despatching(settings)
    with closing(_listening(asked)) as listening, reading, making:
        tell(welcome(asked, manner, listening.getsockname()[1], users=users))
        _run(uvicorn.Server(_config(make_app(settings, manner), asked)), listening)


def refuse(asked: Asked, *, users: bool, sealed: bool) -> None:
    """Raise WrongUsage for what would let strangers in, or show what should be seen by nobody else."""
    if users and sealed:
        raise WrongUsage("this home can't be written to, so nobody can sign in: copy it to where it can")
    if users and asked.by is not None:
        raise WrongUsage(
            "--by is for a home without users; here everybody signs in under a name of their own"
        )
    if (asked.certificate is None) != (asked.key is None):
        raise WrongUsage("--certificate and --key go together: give both files")
    if is_loopback(asked.host) and not (asked.allowed or asked.tls_in_front):
        return
    if not users:
        raise WrongUsage(
            f"{_elsewhere(asked)}: without users habeas serves this machine alone (127.0.0.1). "
            "To serve others add users first: habeas user add NAME --role admin"
        )
    if not is_loopback(asked.host) and not (asked.tls or asked.without_tls):
        raise WrongUsage(
            f"--host {asked.host}: passwords would cross the network for all to read. Give --certificate and "
            "--key, or --tls-in-front if a proxy does TLS; --without-tls only on a network that is encrypted"
        )
    if _is_any(asked.host) and not asked.allowed:
        raise WrongUsage(
            f"--host {asked.host}: name with --allow-host what readers ask for, such as ledger.example.org"
        )


def manner_of(asked: Asked) -> Manner:
    """How a home is served that was asked for so."""
    own = frozenset() if _is_any(asked.host) else frozenset({asked.host})
    names = Names(THIS_MACHINE | own | {*asked.allowed}, tls=asked.tls, behind_proxy=asked.tls_in_front)
    return Manner(by=asked.by or own_name(), names=names)


def welcome(asked: Asked, manner: Manner, port: int, *, users: bool) -> str:
    """Where to go, in a line or two."""
    scheme = "https" if asked.certificate is not None else "http"
    host = f"[{asked.host}]" if ":" in asked.host else asked.host
    if users:
        named = f" as {', '.join(asked.allowed)}" if asked.allowed else ""
        return f"habeas serves its users at {scheme}://{host}:{port}{named}. Stop it with Ctrl-C."
    return (
        f"Open {scheme}://{host}:{port}/enter?token={manner.token}\n"
        f"It lets one browser in, once, as {manner.by}. Stop habeas with Ctrl-C."
    )


def is_loopback(host: str) -> bool:
    """True for an address that only this machine can reach."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_any(host: str) -> bool:
    """True for the address that stands for all addresses of this machine."""
    try:
        return host == "" or ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def _elsewhere(asked: Asked) -> str:
    if not is_loopback(asked.host):
        return f"--host {asked.host}"
    return "--tls-in-front" if asked.tls_in_front else f"--allow-host {asked.allowed[0]}"


def _listening(asked: Asked) -> socket.socket:
    family = socket.AF_INET6 if ":" in asked.host else socket.AF_INET
    try:
        return socket.create_server((asked.host, asked.port), family=family, backlog=512)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise WrongUsage(
            f"{asked.host}, port {asked.port} can't be served: {why}; give another --port or --host"
        ) from None


def _config(app: FastAPI, asked: Asked) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        # Whether to believe a proxy about addresses is the guard's to decide.
        proxy_headers=False,
        server_header=False,
        # The access log is in the ledger; this one would hold the token of the printed address.
        access_log=False,
        log_config=None,
        log_level="warning",
        ws="none",
        timeout_graceful_shutdown=GRACE,
        ssl_certfile=asked.certificate,
        ssl_keyfile=asked.key,
    )


def _run(server: uvicorn.Server, listening: socket.socket) -> None:
    """Serve until a signal asks to stop: then what is under way is finished, and that is no fault.

    Uvicorn raises the signal that it got once more when it has finished, for whoever handled it before.
    """
    signals = (signal.SIGINT, signal.SIGTERM)
    before = {one: signal.signal(one, lambda *_: None) for one in signals}
    try:
        server.run(sockets=[listening])
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
