"""Which addresses are fetched from: what is refused, and in which words."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from habeas.intake.fetching.addresses import addresses, forbidden, target
from habeas.intake.fetching.refused import Refused


def no_name(host: str, _port: int) -> Sequence[str]:
    raise AssertionError(f"{host} mustn't be looked up")


def checked(address: str, *answers: str, allow_private: bool = False) -> tuple[str, ...]:
    def resolve(_host: str, _port: int) -> Sequence[str]:
        return answers

    return addresses(
        target(address), resolve=resolve if answers else no_name, allow_private=allow_private, seconds=5
    )


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("file:///etc/passwd", "begins with file:, and only http and https are fetched"),
        ("FILE:/etc/passwd", "begins with file:"),
        ("ftp://velm.example/report", "begins with ftp:"),
        ("gopher://velm.example:70/1", "begins with gopher:"),
        ("data:text/html,<p>40 held", "begins with data:"),
        ("javascript:alert(1)", "begins with javascript:"),
        ("unix:///run/docker.sock", "begins with unix:"),
        ("//velm.example/", "is no address on the web"),
        ("http://", "names no host"),
        ("http:///etc/passwd", "names no host"),
        ("https:velm.example", "names no host"),
        ("http://velm.example@10.0.0.1/", "holds a user name or a password"),
        ("http://mira:secret@velm.example/", "holds a user name or a password"),
        ("http://@velm.example/", "holds a user name or a password"),
        ("http://:@velm.example/", "holds a user name or a password"),
        ("http://velm.example\\@10.0.0.1/", "holds what no address on the web holds"),
        ("http://velm.example/a\r\nHost: other", "holds what no address on the web holds"),
        ("http://velm .example/", "holds what no address on the web holds"),
        ("http://velm.example/\u202egnp", "holds what no address on the web holds"),
        ("http://velm.example:22/", "asks at port 22, where no web server listens"),
        ("http://velm.example:0/", "asks at port 0"),
        ("http://velm.example:70000/", "asks at port 70000"),
        ("http://velm.example:80:90/", "is no address on the web"),
        ("http://2130706433/", "names its host by a number in a form that only programs use"),
        ("http://0x7f000001/", "names its host by a number in a form"),
        ("http://0x7f.0.0.1/", "names its host by a number in a form"),
        ("http://017700000001/", "names its host by a number in a form"),
        ("http://0177.0.0.1/", "is no address on the web"),
        ("http://127.1/", "names its host by a number in a form"),
        ("http://127.0.1/", "names its host by a number in a form"),
        ("http://127.0.0.01/", "is no address on the web"),
        ("http://1.2.3.4.5/", "names its host by a number in a form"),
        ("http://256.1.1.1/", "is no address on the web"),
        ("http://velm.0x10/", "names its host by a number in a form"),
        ("http://[fe80::1%25eth0]/", "names a network card of this machine"),
        ("http://[fe80::1%eth0]/", "names a network card of this machine"),
        ("http://[::1/", "is no address on the web"),
        ("http://[velm]/", "is no address on the web"),
        ("http://velm..example/", "names a host as no name is written"),
        ("http://velm.example../", "names a host as no name is written"),
        ("http://velm%2eexample/", "names a host as no name is written"),
        (f"http://{'v' * 64}.example/", "names a host as no name is written"),
        ("http://①②⑦.⓪.⓪.①/", "is no address on the web"),
        ("http://１２７.0.0.1/", "is no address on the web"),
        ("http://ⓛocalhost/", "is no address on the web"),
        ("http://local\u00adhost/", "holds what no address on the web holds"),
        (f"http://velm.example/{'a' * 2000}", "is longer than 2,000 characters"),
    ],
)
def test_what_is_no_address_to_fetch_is_refused(address: str, why: str) -> None:
    with pytest.raises(Refused) as fault:
        target(address)
    assert fault.value.why.startswith(why)
    assert fault.value.cure


@pytest.mark.parametrize(
    ("address", "host", "port", "url"),
    [
        ("https://velm.example/a?b=c#d", "velm.example", 443, "https://velm.example/a?b=c"),
        ("HTTP://VELM.example:8080", "velm.example", 8080, "http://velm.example:8080/"),
        ("http://velm.example./a b", None, 0, ""),
        ("http://velm.example./a", "velm.example", 80, "http://velm.example./a"),
        ("https://vélm.example/", "xn--vlm-bma.example", 443, "https://xn--vlm-bma.example/"),
        ("https://xn--i-7iq.example/", "xn--i-7iq.example", 443, "https://xn--i-7iq.example/"),
        ("https://xn--a/", "xn--a", 443, "https://xn--a/"),
        ("http://127。0。0。1/", "127.0.0.1", 80, "http://127.0.0.1/"),
        ("http://[::FFFF:7F00:1]/", "::ffff:7f00:1", 80, "http://[::FFFF:7F00:1]/"),
        ("http://2001.velm.example/", "2001.velm.example", 80, "http://2001.velm.example/"),
        ("https://velm.example/#@10.0.0.1/", "velm.example", 443, "https://velm.example/"),
        ("https://velm.example/@mira", "velm.example", 443, "https://velm.example/@mira"),
    ],
)
def test_an_address_is_taken_apart(address: str, host: str | None, port: int, url: str) -> None:
    if host is None:
        with pytest.raises(Refused):
            target(address)
        return
    asked = target(address)
    assert (asked.host, asked.port, asked.url) == (host, port, url)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://127.0.0.1/", "leads to this machine itself (a loopback address)"),
        ("http://127.0.0.1./", "leads to this machine itself"),
        ("http://127。0。0。1/", "leads to this machine itself"),
        ("http://127.250.3.4:8000/", "leads to this machine itself"),
        ("http://[::1]/", "leads to this machine itself"),
        ("http://[0:0:0:0:0:0:0:1]/", "leads to this machine itself"),
        ("http://[::ffff:127.0.0.1]/", "leads to this machine itself"),
        ("http://[::ffff:7f00:1]/", "leads to this machine itself"),
        ("http://[64:ff9b::7f00:1]/", "leads to this machine itself"),
        ("http://0.0.0.0/", "leads to an unspecified address"),
        ("http://0.1.2.3/", "leads to an unspecified address"),
        ("http://[::]/", "leads to an unspecified address"),
        ("http://10.1.2.3/", "leads to a private address"),
        ("http://172.31.255.1/", "leads to a private address"),
        ("http://192.168.178.1/", "leads to a private address"),
        ("http://[fd12::1]/", "leads to a private address"),
        ("http://169.254.10.10/", "leads to a link-local address"),
        ("http://[fe80::1]/", "leads to a link-local address"),
        ("http://100.64.1.1/", "leads to an address that a provider's customers share"),
        ("http://169.254.169.254/latest/meta-data/", "leads to a machine's own keys (a metadata service)"),
        ("http://[::ffff:169.254.169.254]/", "leads to a machine's own keys"),
        ("http://100.100.100.200/", "leads to a machine's own keys"),
        ("http://168.63.129.16/", "leads to a machine's own keys"),
        ("http://[fd00:ec2::254]/", "leads to a machine's own keys"),
        ("http://224.0.0.251/", "leads to a multicast address"),
        ("http://[ff02::fb]/", "leads to a multicast address"),
        ("http://255.255.255.255/", "leads to a reserved address"),
        ("http://240.0.0.1/", "leads to a reserved address"),
        ("http://192.0.2.7/", "leads to a reserved address"),
        ("http://198.51.100.7/", "leads to a reserved address"),
        ("http://198.18.0.1/", "leads to a reserved address"),
        ("http://[2001:db8::1]/", "leads to a reserved address"),
        ("http://[3fff::1]/", "leads to a reserved address"),
        ("http://[fec0::1]/", "leads to a reserved address"),
        ("http://[::127.0.0.1]/", "leads to an address that hides another"),
        ("http://[2002:7f00:1::]/", "leads to an address that hides another"),
        ("http://[2001:0:4136:e378:8000:63bf:807f:fffe]/", "leads to an address that hides another"),
        ("http://localhost/", "is an address of this machine or its own network"),
        ("http://LOCALHOST./", "is an address of this machine or its own network"),
        ("http://velm.localhost/", "is an address of this machine or its own network"),
        ("http://localhost.localdomain/", "is an address of this machine or its own network"),
        ("http://ip6-localhost/", "is an address of this machine or its own network"),
        ("http://printer.local/", "is an address of this machine or its own network"),
        ("http://metadata.google.internal/", "is an address of this machine or its own network"),
    ],
)
def test_what_lies_inside_is_refused_without_a_look_up(address: str, why: str) -> None:
    with pytest.raises(Refused) as fault:
        checked(address)
    assert fault.value.why.startswith(why)
    assert fault.value.cure


@pytest.mark.parametrize(
    "answers",
    [
        ("127.0.0.1",),
        ("8.8.8.8", "127.0.0.1"),
        ("2606:4700::1111", "::1"),
        ("8.8.8.8", "fe80::1%eth0"),
        ("8.8.8.8", "::ffff:10.0.0.1"),
        ("nonsense",),
    ],
)
def test_one_answer_inside_refuses_the_name(answers: tuple[str, ...]) -> None:
    with pytest.raises(Refused, match="leads to"):
        checked("https://velm.example/", *answers)


def test_what_is_public_is_asked() -> None:
    answers = ("8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "8.8.8.8")
    assert checked("https://velm.example/", *answers) == answers[:3]
    assert checked("http://9.9.9.9/") == ("9.9.9.9",)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("10.0.0.1", True),
        ("169.254.1.1", True),
        ("100.64.0.1", True),
        ("fd12::1", True),
        ("8.8.8.8", True),
        ("169.254.169.254", False),
        ("168.63.129.16", False),
        ("fd00:ec2::254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_leave_to_ask_inside_is_no_leave_to_ask_anything(address: str, *, allowed: bool) -> None:
    assert (forbidden(address, allow_private=True) is None) is allowed


def test_a_name_that_nobody_knows_is_refused() -> None:
    def unknown(_host: str, _port: int) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    with pytest.raises(Refused, match=r"can't be found: velm\.example: Name or service not known"):
        addresses(target("http://velm.example/"), resolve=unknown, allow_private=False, seconds=5)


def test_a_resolver_that_never_answers_is_not_waited_for() -> None:
    def asleep(_host: str, _port: int) -> Sequence[str]:
        time.sleep(2)
        return ("8.8.8.8",)

    with pytest.raises(Refused, match=r"nothing answers for velm\.example"):
        addresses(target("http://velm.example/"), resolve=asleep, allow_private=False, seconds=0.05)
