"""Which addresses are fetched from: http and https, and never what lies inside the reader's own network.

A name is resolved once for each hop, every answer is checked, and the connection is made to one of the
answers that were checked (`connection`): a name that answers otherwise a moment later reaches nothing. The
ranges are those of IANA's special-purpose registries (RFC 6890); how a host is written as a number, beside
the four of a dotted quad, is what the WHATWG's URL standard lets browsers accept, and is refused here.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Final

import httpx

from habeas.intake.fetching.refused import Refused

# Answers to a name, as `socket` writes them; raises OSError where there is none.
Resolve = Callable[[str, int], Sequence[str]]
IPAddress = IPv4Address | IPv6Address
Networks = tuple[IPv4Network | IPv6Network, ...]

LONGEST: Final = 2000
# Below these ports other services listen, which a request from here mustn't speak to.
_FIRST_FREE_PORT: Final = 1024
_PORTS: Final = {"http": 80, "https": 443}
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,20}):")
_NAMES_SOMEBODY: Final = re.compile(r"\w+://[^/?#]*@")  # also where the name is empty
_ADDRESS: Final = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]{1,20}://|(?:https?|file|ftp|feed|data|mailto|javascript|gopher):", re.I
)
_HOST: Final = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER: Final = re.compile(r"(?:\d+|0x[0-9a-f]*)")
_OF_THIS_MACHINE: Final = re.compile(
    r"(?:.+\.)?(?:localhost|localdomain)|ip6-(?:localhost|loopback)|broadcasthost", re.I
)
_OF_THIS_NETWORK: Final = re.compile(r"(?:.+\.)?(?:local|internal|intranet|lan|corp|home|home\.arpa)", re.I)


def _nets(*written: str) -> Networks:
    return tuple(map(ip_network, written))


# What isn't asked even where a network's own addresses are; what serves a rented machine its own keys stands
# at these addresses of the providers that keep it at a fixed one.
_NEVER: Final = (
    (
        "a machine's own keys (a metadata service)",
        _nets("169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200", "168.63.129.16")
        + _nets("192.0.0.192", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254"),
    ),
    ("a multicast address", _nets("224.0.0.0/4", "ff00::/8")),
    ("an unspecified address", _nets("0.0.0.0/8", "::/128")),
    # 3fff::/20, for documentation (RFC 9637), is younger than Python 3.11's own list.
    ("a reserved address", _nets("192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4", "3fff::/20")),
)
_PRIVATE: Final = (
    ("this machine itself (a loopback address)", _nets("127.0.0.0/8", "::1/128")),
    ("a link-local address", _nets("169.254.0.0/16", "fe80::/10")),
    ("an address that a provider's customers share", _nets("100.64.0.0/10")),
    ("a private address", _nets("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")),
)
# 6to4, Teredo, IPv4-compatible and a network's own translation: each carries an address inside.
_HIDING: Final = (
    ("an address that hides another", _nets("2002::/16", "2001::/32", "::/96", "64:ff9b:1::/48")),
)
_NAT64: Final = ip_network("64:ff9b::/96")
_UNICAST: Final = ip_network("2000::/3")
_SAVE: Final = "save the page as a file and add that"
_WITH_THE_OPTION: Final = f"{_SAVE}, or use habeas add --allow-private"
_WRITE: Final = "write it as https://…"


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked for: the address in full, and its parts; `host` in ASCII, as names are resolved."""

    url: str
    scheme: str
    host: str
    port: int
    path: bytes

    @property
    def usual_port(self) -> bool:
        """True where the address needn't name the port."""
        return self.port == _PORTS[self.scheme]


def parted(words: Iterable[str]) -> tuple[list[Path], list[str]]:
    """What names files or folders, and what addresses, whatever their scheme: `target` refuses the others."""
    paths: list[Path] = []
    found: list[str] = []
    for word in words:
        if _ADDRESS.match(word) and not Path(word).exists():
            found.append(word)
        else:
            paths.append(Path(word))
    return paths, found


def target(address: str) -> Target:
    """The address taken apart; nothing is resolved yet. Raises Refused."""
    if len(address) > LONGEST:
        raise Refused(f"is longer than {LONGEST:,} characters", _SAVE)
    if (scheme := _scheme(address)) not in _PORTS:
        raise Refused(f"begins with {scheme}:, and only http and https are fetched", _SAVE)
    if not address.isprintable() or any(mark.isspace() or mark == "\\" for mark in address):
        raise Refused("holds what no address on the web holds", _WRITE)
    try:
        url = httpx.URL(address)
        url = url.copy_with(raw_path=url.raw_path, fragment=None)
    except httpx.InvalidURL as fault:
        raise Refused(f"is no address on the web: {fault}", _WRITE) from None
    if not url.raw_host:  # `host` would read back what names older than IDNA 2008 stand for, and fall over it
        raise Refused("names no host", _WRITE)
    if url.userinfo or _NAMES_SOMEBODY.match(address):
        raise Refused("holds a user name or a password", "what needs a password isn't public; take it out")
    return Target(str(url), scheme, _host(url.raw_host.decode("ascii")), _port(url), url.raw_path)


def _scheme(address: str) -> str:
    if (found := _SCHEME.match(address)) is None:
        raise Refused("is no address on the web", _WRITE)
    return found[1].lower()


def _host(written: str) -> str:
    """The host in lower case; an IPv6 address without its brackets."""
    host = written.lower()
    if ":" in host:
        if "%" in host:
            raise Refused("names a network card of this machine", _SAVE)
        return str(_as_ip(host))
    host = host.removesuffix(".")
    if not _HOST.fullmatch(host):
        raise Refused("names a host as no name is written", _WRITE)
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        return str(_as_ip(host))
    return host


def _as_ip(host: str) -> IPAddress:
    try:
        return ip_address(host)
    except ValueError:
        why = "names its host by a number in a form that only programs use"
        raise Refused(why, "write the name, or four numbers with dots between them") from None


def _port(url: httpx.URL) -> int:
    port = _PORTS[url.scheme] if url.port is None else url.port
    if port not in _PORTS.values() and not _FIRST_FREE_PORT <= port <= 65_535:
        raise Refused(f"asks at port {port}, where no web server listens", _SAVE)
    return port


def refuse_inside(asked: Target) -> None:
    """Raise Refused for what says by itself that it lies inside; what a name stands for isn't asked."""
    if _lies_inside(asked.host):
        raise Refused("is an address of this machine or its own network", _WITH_THE_OPTION)
    if _is_numeric(asked.host):
        _refuse(asked.host, allow_private=False)


def addresses(asked: Target, *, resolve: Resolve, allow_private: bool, seconds: float) -> tuple[str, ...]:
    """The numeric addresses of the host, each of them checked. The only place where a name is resolved.

    One answer that may not be asked refuses them all: a name that answers both ways isn't to be trusted.
    Raises Refused.
    """
    if not allow_private:
        refuse_inside(asked)
    found = tuple(dict.fromkeys(_resolved(asked, resolve, seconds)))
    if not found:
        raise Refused(f"can't be found: {asked.host} has no address", "check how it is written")
    for answer in found:
        _refuse(answer, allow_private=allow_private)
    return found


def _lies_inside(host: str) -> bool:
    return any(names.fullmatch(host) for names in (_OF_THIS_MACHINE, _OF_THIS_NETWORK))


def _refuse(answer: str, *, allow_private: bool) -> None:
    if why := forbidden(answer, allow_private=allow_private):
        private = forbidden(answer, allow_private=True) is None
        raise Refused(f"leads to {why}", _WITH_THE_OPTION if private else _SAVE)


def _resolved(asked: Target, resolve: Resolve, seconds: float) -> Sequence[str]:
    """The answers, waited for no longer than this: the system's own resolver knows no limit."""
    if _is_numeric(asked.host):
        return (asked.host,)
    answers: list[Sequence[str]] = []
    faults: list[OSError] = []

    def ask() -> None:
        try:
            answers.append(resolve(asked.host, asked.port))
        except (OSError, UnicodeError) as fault:
            faults.append(fault if isinstance(fault, OSError) else OSError(str(fault)))

    asking = threading.Thread(target=ask, name="habeas-resolve", daemon=True)
    asking.start()
    asking.join(max(0.0, seconds))
    if faults:
        why = faults[0].strerror or str(faults[0])
        raise Refused(f"can't be found: {asked.host}: {why}", "check how it is written, and the connection")
    if not answers:
        raise Refused(f"can't be found: nothing answers for {asked.host}", "try again later")
    return answers[0]


def _is_numeric(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def system_resolve(host: str, port: int) -> Sequence[str]:
    """What this machine's resolver answers. Raises OSError."""
    return [
        str(place[0]) for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM) if place[0]
    ]


def forbidden(answer: str, *, allow_private: bool) -> str | None:
    """What this numeric address is, as in "a private address", if nothing may be asked of it; else None."""
    try:
        ip = _meant(ip_address(answer))
    except ValueError:
        return "what is no address"
    if isinstance(ip, IPv6Address) and ip.scope_id is not None:
        return "a network card of this machine"
    if (never := _kind(ip, _NEVER)) is not None:
        return never
    if (private := _kind(ip, _PRIVATE)) is not None:
        return None if allow_private else private
    return _kind(ip, _HIDING) or (None if _is_public(ip) else "a reserved address")


def _meant(ip: IPAddress) -> IPAddress:
    """The IPv4 address that an IPv6 one stands for, where whoever connects reaches that; else itself."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    return IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else ip


def _kind(ip: IPAddress, among: Iterable[tuple[str, Networks]]) -> str | None:
    return next((words for words, networks in among if any(ip in network for network in networks)), None)


def _is_public(ip: IPAddress) -> bool:
    return ip.is_global and (isinstance(ip, IPv4Address) or ip in _UNICAST)
