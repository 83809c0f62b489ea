"""What a worker does with one file, with a reader made for tests."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from habeas.errors import LedgerFault
from habeas.intake import Stated
from habeas.intake.entries import Entry
from habeas.intake.fetching import Fetcher, World
from habeas.jobs import reading
from habeas.jobs.reading import Done, Leads, NotNow, Read, Reckon, do
from habeas.ledger import Ledger
from habeas.pipeline import Desk, Failure, Outcome
from habeas.settings import FetchLimits
from local_server import served, serving

WORDS = "50 people are held in Orlan, 7 of somebody."


def task(folder: Path, words: str = WORDS, *, again: bool = False, stated: Stated | None = None) -> Read:
    (folder / "00001.txt").write_text(words, "utf-8")
    return Read(folder / "00001.txt", "post.txt", folder, stated or Stated(), again)


def test_a_file_is_kept_under_the_name_that_it_was_sent_with(here: Desk, tmp_path: Path) -> None:
    done = do(task(tmp_path), here)
    assert isinstance(done, Outcome)
    assert (done.name, done.claims, done.unread, done.new) == ("post.txt", 1, 1, True)
    assert [report.name for report in here.ledger.reports()] == ["post.txt"]


def test_what_is_stated_of_all_goes_before_the_sidecar(here: Desk, tmp_path: Path) -> None:
    (tmp_path / "reports.csv").write_text("name,outlet,published\npost.txt,Bergen Daily,2024-03-18\n")
    do(task(tmp_path, stated=Stated(outlet="The Orlan Post")), here)
    (report,) = here.ledger.reports()
    assert (report.outlet, report.published) == ("The Orlan Post", date(2024, 3, 18))


def test_a_sidecar_that_is_wrong_fails_its_file(here: Desk, tmp_path: Path) -> None:
    (tmp_path / "reports.csv").write_text("name,published\npost.txt,yesterday\n")
    done = do(task(tmp_path), here)
    assert isinstance(done, Failure)
    assert done.why.startswith("post.txt: reports.csv beside it, line 2, gives 'yesterday'")


@pytest.mark.parametrize(("again", "new", "claims"), [(False, False, 0), (True, True, 1)])
def test_what_was_put_down_before_a_stop_is_no_known_report(
    here: Desk, tmp_path: Path, again: bool, new: bool, claims: int
) -> None:
    do(task(tmp_path), here)
    done = do(task(tmp_path, again=again), here)
    assert isinstance(done, Outcome)
    assert (done.new, done.claims) == (new, claims)


def test_a_busy_ledger_is_no_fault_of_the_file(
    here: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise LedgerFault("another habeas is still writing")

    monkeypatch.setattr(Ledger, "append", busy)
    assert do(task(tmp_path), here) == NotNow("another habeas is still writing")


def test_too_little_memory_is_told_in_words(
    here: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def eats(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(reading, "process", eats)
    done = do(task(tmp_path), here)
    assert isinstance(done, Failure)
    assert done.why == (
        "post.txt: takes more memory to read than there is for one (split it into smaller documents)"
    )


def test_reckoning_is_done_at_the_desk(here: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Desk] = []
    monkeypatch.setattr(reading, "reckon", seen.append)
    assert do(Reckon(), here) == Done()
    assert seen == [here]


def address_task(address: str, folder: Path, *, again: bool = False) -> Read:
    return Read(folder / "00001", address, folder, Stated(), again, address=address, by="Joen Marsh")


@pytest.mark.parametrize(("again", "new", "claims"), [(False, False, 0), (True, True, 1)])
def test_an_address_is_fetched_for_whoever_sent_it(
    here: Desk, tmp_path: Path, again: bool, new: bool, claims: int
) -> None:
    page = f"<html><title>Held</title><p>{WORDS}</p></html>".encode()
    fetcher = Fetcher(FetchLimits(pause_seconds=0), allow_private=True)
    with serving({"/held.html": served(page)}) as server:
        address = f"{server.base}/held.html"
        first = do(address_task(address, tmp_path), here, fetcher)
        assert isinstance(first, Outcome)
        assert (first.claims, first.new) == (1, True)
        second = do(address_task(address, tmp_path, again=again), here, fetcher)
        assert isinstance(second, Outcome)
        assert (second.new, second.claims) == (new, claims)
        assert server.asked == ["/held.html"]
    assert [came.by for came in here.ledger.arrivals([first.report_id])] == ["Joen Marsh"]


def test_nothing_inside_the_network_is_fetched_for_anybody(here: Desk, tmp_path: Path) -> None:
    with serving({"/": served(b"<p>50 people are held in Orlan.</p>")}) as server:
        done = do(address_task(f"{server.base}/", tmp_path), here)
        world = World(resolve=lambda _host, _port: ["127.0.0.1"])
        named = f"http://velm.example:{server.port}/"
        other = do(address_task(named, tmp_path), here, Fetcher(world=world))
        assert server.asked == []
    for failed in (done, other):
        assert isinstance(failed, Failure)
        assert "leads to this machine itself" in failed.why
    assert here.ledger.reports() == []


def test_a_feed_leads_to_what_nothing_came_from_before(here: Desk, tmp_path: Path) -> None:
    page = f"<html><title>Held</title><p>{WORDS}</p></html>".encode()
    day = "<pubDate>Mon, 18 Mar 2024 10:00:00 GMT</pubDate>"
    items = f"<item><link>/held.html</link></item><item><link>/new.html</link>{day}</item>"
    feed = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
    fetcher = Fetcher(FetchLimits(pause_seconds=0), allow_private=True)
    with serving({"/held.html": served(page), "/feed": served(feed, "application/rss+xml")}) as server:
        do(address_task(f"{server.base}/held.html", tmp_path), here, fetcher)
        done = do(address_task(f"{server.base}/feed", tmp_path), here, fetcher)
        assert done == Leads((Entry(f"{server.base}/new.html", date(2024, 3, 18)),))
        assert server.asked == ["/held.html", "/feed"]
        again = replace(address_task(f"{server.base}/feed", tmp_path), led=True)
        refused = do(again, here, fetcher)
    assert isinstance(refused, Failure)  # or two feeds would lead to each other for ever
    assert "is a feed, not a report" in refused.why
