"""Serving: what is refused because it would let strangers in, and a server from start to stop."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest

from habeas.errors import WrongUsage
from habeas.ledger import Ledger
from habeas.ledger.users import Role
from habeas.settings import Settings
from habeas.signing.people import add_user
from habeas.web.serving import Asked, manner_of, refuse, serve, welcome

ALONE: Final = "without users habeas serves this machine alone"
READABLE: Final = "passwords would cross the network for all to read"
PAIR: Final = {"certificate": Path("c.pem"), "key": Path("k.pem")}
NAMED: Final = {"allowed": ("ledger.example",)}


@pytest.mark.parametrize(
    ("asked", "users", "fault"),
    [
        ({}, False, None),
        ({"host": "localhost"}, False, None),
        ({"host": "127.0.0.9"}, False, None),
        ({"host": "::1", "by": "Ada Quay"}, False, None),
        ({"host": "0.0.0.0"}, False, f"--host 0.0.0.0: {ALONE}"),
        ({"host": "::"}, False, ALONE),
        ({"host": ""}, False, ALONE),
        ({"host": "192.0.2.7"}, False, ALONE),
        ({"host": "localhost.example"}, False, ALONE),
        ({"host": "0.0.0.0", "without_tls": True}, False, ALONE),
        ({"host": "0.0.0.0", **PAIR, **NAMED}, False, ALONE),
        (NAMED, False, f"--allow-host ledger.example: {ALONE}"),
        ({"tls_in_front": True}, False, f"--tls-in-front: {ALONE}"),
        ({"certificate": Path("c.pem")}, False, "--certificate and --key go together"),
        ({"key": Path("k.pem")}, True, "--certificate and --key go together"),
        ({}, True, None),
        ({"by": "Ada Quay"}, True, "--by is for a home without users"),
        ({**NAMED, "tls_in_front": True}, True, None),
        ({"host": "192.0.2.7"}, True, READABLE),
        ({"host": "192.0.2.7", **NAMED}, True, READABLE),
        ({"host": "192.0.2.7", **PAIR}, True, None),
        ({"host": "192.0.2.7", "without_tls": True}, True, None),
        ({"host": "0.0.0.0", **PAIR}, True, "name with --allow-host what readers ask for"),
        ({"host": "0.0.0.0", "tls_in_front": True}, True, "name with --allow-host what readers ask for"),
        ({"host": "0.0.0.0", **PAIR, **NAMED}, True, None),
    ],
)
def test_what_would_let_strangers_in_is_refused(
    asked: dict[str, Any], users: bool, fault: str | None
) -> None:
    if fault is None:
        refuse(Asked(**asked), users=users, sealed=False)
    else:
        with pytest.raises(WrongUsage) as refused:
            refuse(Asked(**asked), users=users, sealed=False)
        assert fault in str(refused.value)
        assert refused.value.exit_code == 2


def test_nobody_signs_in_where_nothing_can_be_written() -> None:
    refuse(Asked(), users=False, sealed=True)
    with pytest.raises(WrongUsage, match="can't be written to, so nobody can sign in"):
        refuse(Asked(), users=True, sealed=True)


@pytest.mark.parametrize(
    ("asked", "hosts"),
    [
        ({}, set()),
        ({"host": "192.0.2.7"}, {"192.0.2.7"}),
        ({"host": "0.0.0.0", **NAMED}, {"ledger.example"}),
        ({"host": "::", **NAMED}, {"ledger.example"}),
    ],
)
def test_it_goes_by_names_that_were_given(asked: dict[str, Any], hosts: set[str]) -> None:
    names = manner_of(Asked(**asked)).names
    assert set(names.hosts) == {"127.0.0.1", "localhost", "::1"} | hosts


def test_it_says_where_it_is() -> None:
    asked = Asked(host="::1", by="Ada Quay")
    manner = manner_of(asked)
    told = welcome(asked, manner, 9, users=False)
    assert told.startswith(f"Open http://[::1]:9/enter?token={manner.token}\n")
    assert "once, as Ada Quay" in told
    others = Asked(tls_in_front=True, allowed=("ledger.example",))
    told = welcome(others, manner_of(others), 9, users=True)
    assert told == "habeas serves its users at http://127.0.0.1:9 as ledger.example. Stop it with Ctrl-C."
    assert manner.token != manner_of(asked).token


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(WrongUsage, match=rf"127.0.0.1, port {port} can't be served: .*another --port"):
            serve(Settings(tmp_path / "home"), Asked(port=port), lambda _: None)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_server_from_start_to_stop(home: Path, end: signal.Signals) -> None:
    """As people run it: the printed address, a page, Ctrl-C; what was opened is put down before it ends."""
    command = [
        sys.executable,
        "-m",
        "habeas",
        "serve",
        "--home",
        str(home),
        "--port",
        "0",
        "--by",
        "Ada Quay",
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as server:
        assert server.stdout is not None
        found = re.fullmatch(r"Open http://127\.0\.0\.1:(\d+)(/enter\?token=\S+)\n", server.stdout.readline())
        assert found is not None
        assert (
            server.stdout.readline()
            == "It lets one browser in, once, as Ada Quay. Stop habeas with Ctrl-C.\n"
        )
        with closing(http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=120)) as browser:
            browser.request("GET", found[2])
            entered = browser.getresponse()
            entered.read()
            assert entered.getheader("server") is None
            cookie = (entered.getheader("set-cookie") or "").partition(";")[0]
            browser.request("GET", "/overview.json", headers={"Cookie": cookie})
            assert browser.getresponse().status == 200
        server.send_signal(end)
        assert server.communicate(timeout=60) == ("", "")
    assert server.returncode == 0
    with Ledger.open(Settings(home)) as ledger:
        kept = ledger.visits.accesses().accesses
    assert [(one.name, one.route) for one in kept] == [("Ada Quay", "/overview.json"), (None, "/enter")]


@pytest.mark.usefixtures("quick_hashes")
def test_without_tls_nobody_else_is_served(home: Path) -> None:
    with Ledger.open(Settings(home)) as ledger:
        add_user(ledger, "Ada Quay", Role.ADMIN, "seven grey herons", by="joen")
    with pytest.raises(WrongUsage, match=READABLE):
        serve(Settings(home), Asked(host="0.0.0.0", port=0), lambda _: None)
