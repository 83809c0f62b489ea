"""Of any address whatsoever: it is refused in words, or what it leads to is public."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address

from hypothesis import example, given
from hypothesis import strategies as st

from habeas.intake.fetching.addresses import addresses, forbidden, target
from habeas.intake.fetching.refused import Refused

V4 = st.integers(0, 2**32 - 1).map(IPv4Address)
V6 = st.integers(0, 2**128 - 1).map(IPv6Address)
NUMBERS = """127.0.0.1 10.0.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 8.8.8.8 ::1 :: fe80::1 fc00::1
ff02::1 2002:7f00:1:: 64:ff9b::7f00:1 2606:4700::1111"""
PARTS = """http https file : // / @ [ ] % %25 # ? \\ . .. - _ 127.0.0.1 0x7f 017700000001 2130706433 ::1
::ffff:127.0.0.1 localhost velm.example ① 。 １ é xn-- :80 :22 :99999 eth0"""
SPECIAL = st.sampled_from(NUMBERS.split()).map(ip_address)
PIECES = st.sampled_from([*PARTS.split(), "\u202e", "\0", "\n", " ", "\t"])


@given(
    st.text()
    | st.lists(PIECES, max_size=12).map("".join)
    | st.lists(PIECES, max_size=9).map("http://{}".format)
)
@example("http://[velm]/")
@example("http://[::1")
@example("http://\ud800/")
def test_anything_is_an_address_or_refused_in_words(words: str) -> None:
    try:
        asked = target(words)
    except Refused as fault:
        assert fault.why
        assert fault.cure
        return
    assert asked.scheme in ("http", "https")
    assert asked.host.isascii()
    assert "@" not in asked.url.split("/")[2]
    assert target(asked.url) == asked  # written out, it stays as it is


@given(V4 | V6 | SPECIAL)
def test_what_may_be_asked_is_public(ip: IPv4Address | IPv6Address) -> None:
    if forbidden(str(ip), allow_private=False) is not None:
        return
    inner = getattr(ip, "ipv4_mapped", None) or ip
    assert inner.is_global
    assert not (inner.is_private or inner.is_loopback or inner.is_link_local or inner.is_multicast)


@given(V4 | SPECIAL.filter(lambda ip: ip.version == 4))
def test_an_address_is_the_same_in_every_notation(ip: IPv4Address) -> None:
    plainly = forbidden(str(ip), allow_private=False)
    mapped, translated = IPv6Address(f"::ffff:{ip}"), IPv6Address(f"64:ff9b::{ip}")
    assert forbidden(str(mapped), allow_private=False) == plainly
    assert forbidden(str(translated), allow_private=False) == plainly
    assert forbidden(f"2002:{int(ip) >> 16:x}:{int(ip) & 0xFFFF:x}::", allow_private=True) is not None


@given(st.lists(V4 | V6 | SPECIAL, min_size=1, max_size=4))
def test_whatever_a_name_answers_nothing_inside_is_dialled(answers: list[IPv4Address | IPv6Address]) -> None:
    found: tuple[str, ...] = ()
    with suppress(Refused):
        found = addresses(
            target("http://velm.example/"),
            resolve=lambda _host, _port: [str(ip) for ip in answers],
            allow_private=False,
            seconds=5,
        )
    assert all(forbidden(answer, allow_private=False) is None for answer in found)
    if any(forbidden(str(ip), allow_private=False) for ip in answers):
        assert found == ()
