"""`habeas add` with addresses, run as people run it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from habeas import lexicon, pipeline
from habeas.intake.fetching import Fetcher
from habeas.ledger import Ledger
from habeas.settings import Settings
from local_server import LocalServer, served, serving
from made import READER, read_by_hand
from test_cli import Run, runner_of

PAGE = b"<html><title>Held</title><p>50 people are held in Orlan, 7 of somebody.</p></html>"
OTHER = PAGE.replace(b"50", b"60")
ITEMS = b"<item><link>/a.html</link></item><item><link>/b.html</link></item>"
FEED = b"<rss version='2.0'><channel>" + ITEMS + b"</channel></rss>"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pipeline, "read_report", read_by_hand)
    monkeypatch.setattr(pipeline, "reader_name", lambda _: READER)
    known = lexicon.load_lexicon()
    monkeypatch.setattr(pipeline, "load_lexicon", lambda **_: known)
    monkeypatch.setattr(Fetcher, "_pause", lambda *_: None)
    return runner_of(capsys)


@pytest.fixture
def server() -> Iterator[LocalServer]:
    pages = {"/a.html": served(PAGE), "/b.html": served(OTHER), "/feed": served(FEED, "application/rss+xml")}
    with serving(pages) as opened:
        yield opened


def test_an_address_is_added_once_with_who_asked(run: Run, server: LocalServer) -> None:
    address = f"{server.base}/a.html"
    ran = run("add", address, "--allow-private", "--by", "Mira Toll")
    assert (ran.code, ran.out, ran.err) == (0, "added 1 report: 1 claim, 1 figure unread\n", "")
    ran = run("add", address, "--allow-private")
    assert ran.out == "added 0 reports (1 was there already): 0 claims, 0 figures unread\n"
    assert server.asked == ["/a.html"]
    ran = run("add", address, "--allow-private", "--again")
    assert ran.out.startswith("added 0 reports (1 was there already)")
    assert server.asked == ["/a.html"] * 2
    with Ledger.open(Settings(Path("habeas-data")), create=False) as ledger:
        (report,) = ledger.reports()
        assert [came.by for came in ledger.arrivals([report.id])] == ["Mira Toll"]
    assert run("verify").code == 0


def test_files_addresses_and_feeds_are_added_together(run: Run, server: LocalServer, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("70 people are held in Veshka.", "utf-8")
    ran = run("add", "one.txt", f"{server.base}/a.html", f"{server.base}/feed", "--allow-private")
    assert ran.out == "added 3 reports (1 was there already): 3 claims, 2 figures unread\n"
    assert server.asked == ["/a.html", "/feed", "/b.html"]


def test_nothing_inside_is_fetched_unless_that_is_said(run: Run, server: LocalServer) -> None:
    ran = run("add", f"{server.base}/a.html", "file:///etc/passwd")
    assert ran.code == 1
    assert ran.out == "added 0 reports: 0 claims, 0 figures unread; 2 reports could not be read\n"
    inside, file = ran.err.splitlines()
    assert f"{server.base}/a.html: leads to this machine itself (a loopback address)" in inside
    assert inside.endswith("or use habeas add --allow-private)")
    assert "begins with file:, and only http and https are fetched" in file
    assert server.asked == []


def test_a_title_is_that_of_one_address(run: Run, server: LocalServer) -> None:
    ran = run("add", f"{server.base}/a.html", f"{server.base}/b.html", "--title", "Held")
    assert ran.code == 2
    assert "--title is that of one report, and these are 2 files" in ran.err


def test_a_file_may_be_called_like_an_address(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data:one.txt").write_text("70 people are held in Veshka.", "utf-8")
    assert run("add", "data:one.txt").out.startswith("added 1 report")
