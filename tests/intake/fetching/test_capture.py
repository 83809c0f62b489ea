"""Fetching one address: what is kept of it, and what servers can't do to who asks."""

from __future__ import annotations

import gzip
import socket
import ssl
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from habeas.errors import UnreadableReport
from habeas.intake.fetching import Captured, Fetcher, World
from habeas.settings import FetchLimits
from local_server import Answer, LocalServer, leading_to, served, serving

AT = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)
BODY = b"<html><p>Forty people are held in Velm.</p></html>"
QUICK = FetchLimits(seconds=60, redirects=3, header_bytes=8_000, body_bytes=100_000, pause_seconds=0)


def answering(*answers: Sequence[str]) -> Callable[[str, int], Sequence[str]]:
    """A resolver that answers so, one answer after the other."""
    turns = cycle(answers)
    return lambda _host, _port: next(turns)


def fetch(
    address: str,
    *,
    limits: FetchLimits = QUICK,
    resolve: Callable[[str, int], Sequence[str]] | None = None,
    allow_private: bool = True,
) -> Captured:
    world = World(resolve=resolve or answering(["127.0.0.1"]), now=lambda: AT)
    return Fetcher(limits, allow_private=allow_private, world=world).get(address)


def refused(address: str, **how: object) -> str:
    """Why the address isn't fetched, without the address; it is one line, and says what to do."""
    with pytest.raises(UnreadableReport) as fault:
        fetch(address, **how)  # type: ignore[arg-type]
    assert fault.value.cure
    assert "\n" not in str(fault.value)
    return fault.value.why


@pytest.fixture
def server() -> Iterator[LocalServer]:
    with serving({"/": served(BODY, "Text/HTML; charset=UTF-8", X_Made_By="Velm")}) as opened:
        yield opened


def test_what_is_served_is_kept_with_the_whole_exchange(server: LocalServer) -> None:
    captured = fetch(f"{server.base}/#part")
    assert (captured.asked, captured.final) == (f"{server.base}/", f"{server.base}/")
    assert (captured.body, captured.media_type, captured.charset) == (BODY, "text/html", "utf-8")
    assert captured.at == AT
    (hop,) = captured.hops
    assert (hop.address, hop.status) == ("127.0.0.1", 200)
    assert hop.sent == server.requests[0]
    assert hop.received == server.pages["/"]


def test_a_request_says_who_asks_and_nothing_of_the_person(
    server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    fetch(f"{server.base}/")
    lines = server.requests[0].decode().split("\r\n")
    names = {line.partition(":")[0] for line in lines[1:] if line}
    assert any(line.startswith("User-Agent: habeas/") for line in lines)
    assert f"Host: 127.0.0.1:{server.port}" in lines
    assert names == {"Host", "User-Agent", "Accept", "Accept-Language", "Accept-Encoding", "Connection"}


def test_a_private_address_is_fetched_only_where_that_was_asked_for(server: LocalServer) -> None:
    assert refused(f"{server.base}/", allow_private=False) == (
        "leads to this machine itself (a loopback address)"
    )
    assert server.asked == []
    assert fetch(f"{server.base}/").body == BODY


@pytest.mark.parametrize(
    "packed",
    [
        served(gzip.compress(BODY), Content_Encoding="gzip"),
        served(gzip.compress(BODY), Content_Encoding="x-GZIP"),
        served(zlib.compress(BODY), Content_Encoding="deflate"),
        served(zlib.compress(BODY)[2:-4], Content_Encoding="deflate"),
        served(BODY, Content_Encoding="identity"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY),
        b"HTTP/1.0 200 OK\r\n\r\n" + BODY,
        b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + served(BODY),
        served(BODY, status="203 Non-Authoritative Information"),
    ],
)
def test_the_body_is_what_the_page_is_however_it_is_sent(packed: bytes) -> None:
    with serving({"/": packed}) as server:
        captured = fetch(f"{server.base}/")
    assert captured.body == BODY
    assert captured.hops[0].received == packed


def test_redirects_are_followed_and_each_is_kept() -> None:
    with serving({"/1": leading_to("/2", "301 Moved Permanently"), "/3": served(BODY)}) as server:
        server.pages["/2"] = leading_to(f"{server.base}/3#top", "308 Permanent Redirect")
        captured = fetch(f"{server.base}/1")
    assert (captured.asked, captured.final) == (f"{server.base}/1", f"{server.base}/3")
    assert [(hop.url.rpartition("/")[2], hop.status) for hop in captured.hops] == [
        ("1", 301),
        ("2", 308),
        ("3", 200),
    ]
    assert captured.body == BODY


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://127.0.0.1:{port}/", "leads to this machine itself"),
        ("//127.0.0.1:{port}/", "leads to this machine itself"),
        ("http://[::1]:{port}/", "leads to this machine itself"),
        ("http://[::ffff:127.0.0.1]:{port}/", "leads to this machine itself"),
        ("http://localhost:{port}/", "is an address of this machine or its own network"),
        ("http://2130706433:{port}/", "names its host by a number"),
        ("http://0x7f.1:{port}/", "names its host by a number"),
        ("http://169.254.169.254/latest/", "leads to a machine's own keys"),
        ("http://0.0.0.0:{port}/", "leads to an unspecified address"),
        ("file:///etc/passwd", "begins with file:"),
        ("ftp://127.0.0.1/", "begins with ftp:"),
        ("gopher://127.0.0.1:{port}/1", "begins with gopher:"),
        ("http://velm.example@127.0.0.1:{port}/", "holds a user name or a password"),
        ("http://127.0.0.1:22/", "asks at port 22"),
    ],
)
def test_a_redirect_inside_is_refused_on_its_hop(location: str, why: str, dialled: list[str]) -> None:
    with serving({"/": served(BODY)}) as server:
        server.pages["/out"] = leading_to(location.format(port=server.port))
        fault = refused(f"http://velm.example:{server.port}/out", resolve=by_name, allow_private=False)
        assert server.asked == ["/out"]
    assert fault.startswith("leads on to ")
    assert why in fault
    assert dialled == [PUBLIC]


def test_a_redirect_deep_in_a_chain_is_checked_as_the_first(dialled: list[str]) -> None:
    pages: dict[str, Answer] = {"/1": leading_to("/2"), "/2": leading_to("/3")}
    with serving(pages) as server:
        pages["/3"] = leading_to(f"http://127.0.0.1:{server.port}/keys")
        server.pages.update(pages)
        fault = refused(f"http://velm.example:{server.port}/1", resolve=by_name, allow_private=False)
        assert server.asked == ["/1", "/2", "/3"]
    assert "leads to this machine itself" in fault
    assert dialled == [PUBLIC] * 3


def test_a_name_that_answers_otherwise_the_second_time_reaches_nothing(dialled: list[str]) -> None:
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    with serving({"/": served(BODY), "/on": leading_to("/")}) as server:
        address = f"http://velm.example:{server.port}/"
        assert fetch(address, resolve=rebinding, allow_private=False).hops[0].address == PUBLIC
        assert (asked, dialled) == (["velm.example"], [PUBLIC])  # one answer, and that is what is dialled
        assert refused(address, resolve=rebinding, allow_private=False).startswith("leads to this machine")
        asked.clear()
        fault = refused(f"{address}on", resolve=rebinding, allow_private=False)
        assert fault.startswith(f"leads on to {address}, which leads to this machine itself")
        assert server.asked == ["/", "/on"]


def test_a_name_with_two_answers_one_inside_reaches_nothing(dialled: list[str]) -> None:
    both = answering([PUBLIC, "127.0.0.1"])
    assert "loopback" in refused("http://velm.example/", resolve=both, allow_private=False)
    assert dialled == []


def test_the_next_answer_is_asked_where_the_first_is_silent(dialled: list[str]) -> None:
    with serving({"/": served(BODY)}) as server, closed_port() as shut:
        assert fetch(f"{server.base}/", resolve=answering(["127.0.0.1"])).body == BODY
        assert refused(f"http://127.0.0.1:{shut}/") == "doesn't answer"
        address = f"http://velm.example:{server.port}/"
        captured = fetch(address, resolve=answering([SILENT, PUBLIC]), allow_private=False)
    assert captured.hops[0].address == PUBLIC
    assert dialled[-2:] == [SILENT, PUBLIC]


def trickle(connection: socket.socket) -> None:
    """A byte now and then, for ever."""
    for _ in cycle(b"x"):
        connection.sendall(b"x")
        time.sleep(0.02)


def slow_body(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    trickle(connection)


def silence(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.recv(1)


def endless(head: bytes, piece: bytes) -> Callable[[socket.socket], None]:
    def send(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(piece)

    return send


BOMB = gzip.compress(b"\0" * 50_000_000)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (silence, "takes longer than 0.5 s"),
        (trickle, "takes longer than 0.5 s"),
        (slow_body, "takes longer than 0.5 s"),
        (endless(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 10_000), "sends more than 97.7 kB"),
        (
            endless(
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b"x" * 4096 + b"\r\n"
            ),
            "sends more than 97.7 kB",
        ),
        (endless(b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n"), "sends more than 7.8 kB of headers"),
        (endless(b"HTTP/1.1 200 OK\r\nX: ", b"y" * 1000), "sends more than 7.8 kB of headers"),
        (endless(b"HTTP/1.1 200 ", b"O" * 1000), "sends more than 7.8 kB of headers"),
        (endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "sends more than 97.7 kB"),
        (served(BOMB, Content_Encoding="gzip"), "sends more than 97.7 kB, once it is unpacked"),
        (served(gzip.compress(BOMB), Content_Encoding="gzip, gzip"), "sends its page packed in a way that"),
        (served(BODY, Content_Encoding="br"), "sends its page packed in a way that wasn't asked for (br)"),
        (served(gzip.compress(BODY)[:-9], Content_Encoding="gzip"), "sends its page damaged"),
        (served(BODY, Content_Encoding="gzip"), "sends its page damaged"),
        (served(b""), "serves nothing"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nshort", "doesn't answer as a web server does"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nshorty", "doesn't answer as"),
        (b"220 velm ESMTP\r\n", "doesn't answer as a web server does"),
        (b"", "doesn't answer as a web server does"),
        (b"\x16\x03\x01" + bytes(500), "doesn't answer as a web server does"),
        (leading_to(""), "leads on, and doesn't say where"),
        (leading_to("http://[::1"), "leads on to what is no address on the web"),
        (leading_to("/"), "leads round in a circle"),
        (leading_to("#again"), "leads round in a circle"),
        (served(BODY, status="404 Not Found"), "has no such page (status 404)"),
        (served(BODY, status="403 Forbidden"), "refuses to show this (status 403)"),
        (served(BODY, status="401 Unauthorized"), "asks for a password (status 401)"),
        (served(BODY, status="402 Payment Required"), "asks for money (status 402)"),
        (served(BODY, status="429 Too Many Requests"), "asks to be left alone for a while (status 429)"),
        (served(BODY, status="500 Internal Server Error"), "serves no page (status 500)"),
        (served(BODY, status="206 Partial Content"), "serves no page (status 206)"),
        (served(BODY, status="300 Multiple Choices"), "serves no page (status 300)"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", "serves no page (status 204)"),
    ],
)
def test_what_a_server_may_do_is_one_sentence(answer: Answer, why: str) -> None:
    # Those that never end get little; the others so much that a busy machine can't run out of it.
    limits = replace(QUICK, seconds=0.5 if why.startswith("takes longer") else 60)
    with serving({"/": answer}) as server:
        assert refused(f"{server.base}/", limits=limits).startswith(why)


def test_redirects_end() -> None:
    with serving({f"/{n}": leading_to(f"/{n + 1}") for n in range(9)}) as server:
        assert refused(f"{server.base}/0").startswith("leads on more than 3 times")
        assert len(server.asked) == 4


def test_pages_of_one_host_are_asked_for_one_after_the_other() -> None:
    waits: list[float] = []
    world = World(resolve=answering(["127.0.0.1"]), now=lambda: AT, sleep=waits.append)
    limits = FetchLimits(pause_seconds=30)
    with serving({"/": served(BODY)}) as server:
        fetcher = Fetcher(limits, allow_private=True, world=world)
        for host in ("velm.example", "eskeby.example", "velm.example"):
            fetcher.get(f"http://{host}:{server.port}/")
    (wait,) = waits
    assert 25 < wait <= 30


PUBLIC, SILENT = "8.8.8.8", "9.9.9.9"


def by_name(host: str, _port: int) -> Sequence[str]:
    """What a name server might say; names are public."""
    return [PUBLIC] if host == "velm.example" else [host]


@contextmanager
def closed_port() -> Iterator[int]:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    yield port


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which numeric addresses are dialled; the public one is this machine, the silent one refuses."""
    calls: list[str] = []
    dial = socket.create_connection

    def create_connection(address: tuple[str, int], *rest: object, **more: object) -> socket.socket:
        calls.append(address[0])
        if address[0] == SILENT:
            raise ConnectionRefusedError
        return dial(("127.0.0.1", address[1]), *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "create_connection", create_connection)
    return calls


# --- inside TLS ---


@pytest.fixture(scope="module")
def authority() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server shows that is velm.example, and whom a client trusts for that."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "velm.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("velm.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(Encoding.PEM)
    client = ssl.create_default_context(cadata=pem.decode())
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile() as both:
        both.write(pem + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        both.flush()
        server.load_cert_chain(both.name)
    return server, client


Authority = tuple[ssl.SSLContext, ssl.SSLContext]


def fetch_in_tls(address: str, client: ssl.SSLContext | None) -> Captured:
    world = World(resolve=lambda _host, _port: [PUBLIC], now=lambda: AT, context=client)
    return Fetcher(QUICK, world=world).get(address)


def test_a_certificate_is_that_of_the_name_though_a_number_is_dialled(
    authority: Authority, dialled: list[str]
) -> None:
    shown, trusted = authority
    with serving({"/": served(BODY)}, tls=shown) as server:
        captured = fetch_in_tls(f"https://velm.example:{server.port}/", trusted)
        assert captured.body == BODY
        assert captured.hops[0].received == server.pages["/"]  # as it was before it went into TLS
        assert dialled == [PUBLIC]
        for address, whom, why in (
            (f"https://eskeby.example:{server.port}/", trusted, "Hostname mismatch"),
            (captured.asked, None, "self-signed certificate"),
        ):
            with pytest.raises(UnreadableReport) as fault:
                fetch_in_tls(address, whom)
            assert f"can't prove that it is {address.split('/')[2].partition(':')[0]}: {why}" in str(
                fault.value
            )
        assert server.asked == ["/"]


def test_a_redirect_out_of_tls_is_refused(authority: Authority, dialled: list[str]) -> None:
    shown, trusted = authority
    with serving({"/": served(BODY)}) as plain, serving({}, tls=shown) as server:
        server.pages["/"] = leading_to(f"http://velm.example:{plain.port}/")
        with pytest.raises(UnreadableReport, match="leads on from https to http"):
            fetch_in_tls(f"https://velm.example:{server.port}/", trusted)
        assert plain.asked == []
        plain.pages["/up"] = leading_to(f"https://velm.example:{server.port}/x")
        server.pages["/x"] = served(BODY)
        assert fetch_in_tls(f"http://velm.example:{plain.port}/up", trusted).body == BODY
    assert set(dialled) == {PUBLIC}


def test_what_is_no_tls_is_one_sentence(authority: Authority, dialled: list[str]) -> None:
    with serving({"/": served(BODY)}) as server, pytest.raises(UnreadableReport) as fault:
        fetch_in_tls(f"https://velm.example:{server.port}/", authority[1])
    assert fault.value.why == "can't prove that it is velm.example: the connection can't be made secure"
    assert dialled == [PUBLIC]
