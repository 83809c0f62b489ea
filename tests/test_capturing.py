"""From an address to the ledger: the report, its bytes, the exchange and how it came, all or nothing."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from habeas.capturing import Asking, capture, capture_each
from habeas.custody import Arrival, ArrivalKind
from habeas.errors import LedgerFault, UnreadableReport, WrongUsage
from habeas.intake import Stated
from habeas.intake.fetching import AGENT, Fetcher, World
from habeas.ledger.log import Action
from habeas.pipeline import Desk, Failure, Outcome
from habeas.settings import FetchLimits
from habeas.unpacking import process_container
from local_server import LocalServer, leading_to, served, serving

AT = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)
HELD = "<p>50 people are held in Orlan, a lawyer said, and nobody knows what becomes of them.</p>"
LIMITS = FetchLimits(pause_seconds=0, entries=3)


def page(body: str = HELD, head: str = "") -> bytes:
    return f"<html lang='en'><head><title>Held</title>{head}</head><body>{body}</body></html>".encode()


def feed(*links: str) -> bytes:
    items = "".join(
        f"<item><link>{link}</link><pubDate>Mon, 18 Mar 2024 10:00:00 GMT</pubDate></item>" for link in links
    )
    return f"<rss version='2.0'><channel><title>Velm</title>{items}</channel></rss>".encode()


@pytest.fixture
def server() -> Iterator[LocalServer]:
    with serving({"/held.html": served(page())}) as opened:
        yield opened


@pytest.fixture
def asking() -> Asking:
    world = World(now=lambda: AT)
    return Asking(Fetcher(LIMITS, allow_private=True, world=world), "Mira Toll")


def test_a_page_becomes_a_report_with_how_it_came(here: Desk, server: LocalServer, asking: Asking) -> None:
    address = f"{server.base}/held.html"
    outcome = capture(f"{address}#top", here, asking)
    assert (outcome.claims, outcome.new) == (1, True)
    report = here.ledger.report(outcome.report_id)
    assert (report.name, report.url, report.title) == (address, address, "Held")
    assert here.vault.get(report.id) == page()
    (came,) = here.ledger.arrivals([report.id])
    assert came == Arrival(
        report.id, ArrivalKind.FETCHED, address, came.carrier, by="Mira Toll", at=AT, agent=AGENT
    )
    warc = here.vault.get(came.carrier)
    kinds = [record.rec_type for record in ArchiveIterator(BytesIO(warc), check_digests="raise")]
    assert kinds == ["warcinfo", "request", "response"]
    assert page() in warc
    assert [entry.action for entry in here.ledger.log()] == [Action.ARRIVE, Action.READ]
    assert here.ledger.verify(here.vault) == []


def test_the_address_that_served_it_is_the_reports_and_the_one_asked_for_is_kept(
    here: Desk, server: LocalServer, asking: Asking
) -> None:
    server.pages["/old"] = leading_to("/held.html")
    report = here.ledger.report(capture(f"{server.base}/old", here, asking).report_id)
    assert report.url == f"{server.base}/held.html"
    assert [came.address for came in here.ledger.arrivals([report.id])] == [f"{server.base}/old"]


def test_what_a_page_states_goes_before_what_is_stated_of_it(
    here: Desk, server: LocalServer, asking: Asking
) -> None:
    head = "<link rel='canonical' href='https://velm.example/1'><meta name='date' content='2024-03-17'>"
    server.pages["/stated"] = served(page(head=head))
    stated = Stated(url="https://velm.example/2", published=date(2024, 1, 1), outlet="Velm Post")
    both = replace(asking, stated=stated)
    report = here.ledger.report(capture(f"{server.base}/stated", here, both).report_id)
    assert (report.url, report.published) == ("https://velm.example/1", date(2024, 3, 17))
    assert report.outlet == "Velm Post"
    other = here.ledger.report(capture(f"{server.base}/held.html", here, both).report_id)
    assert other.url == "https://velm.example/2"


def test_an_address_is_fetched_once_unless_it_is_asked_for_again(
    here: Desk, server: LocalServer, asking: Asking
) -> None:
    address = f"{server.base}/held.html"
    first = capture(address, here, asking)
    assert capture(address, here, asking) == Outcome(first.name, first.report_id, 0, 0, new=False)
    assert server.asked == ["/held.html"]
    log, again = here.ledger.log(), replace(asking, again=True)
    before = sorted(here.vault.names())
    assert not capture(address, here, again).new
    assert len(server.asked) == 2
    assert (here.ledger.log(), sorted(here.vault.names())) == (log, before)  # the same bytes change nothing
    server.pages["/held.html"] = served(page(HELD.replace("50", "60")))
    assert capture(address, here, again).new
    assert len(here.ledger.reports()) == 2


def test_the_same_bytes_from_elsewhere_are_no_new_report(
    here: Desk, server: LocalServer, asking: Asking
) -> None:
    server.pages["/copy.html"] = served(page())
    first = capture(f"{server.base}/held.html", here, asking)
    for _ in range(2):
        assert capture(f"{server.base}/copy.html", here, asking).report_id == first.report_id
    assert len(here.ledger.reports()) == 1
    came = here.ledger.arrivals([first.report_id])
    assert [one.address.rpartition("/")[2] for one in came] == ["held.html", "copy.html"]
    assert server.asked == ["/held.html", "/copy.html"]
    assert here.ledger.verify(here.vault) == []


@pytest.mark.parametrize(
    ("body", "content_type", "why"),
    [
        (page("<form><input type='password'></form>"), "text/html", "asks readers to sign in"),
        (b"\x89PNG\r\n\x1a\n", "image/png", "serves image/png, which isn't read from an address"),
        (b"PK\x03\x04 a container", "application/zip", "serves application/zip, which isn't read"),
        (b"{}", "application/json", "serves application/json, which isn't read"),
        (b"\x89PNG\r\n\x1a\n", "text/html", "isn't text but a PNG picture"),
        (b"no pdf", "application/pdf", "isn't a PDF"),
        (feed("/1"), "application/rss+xml", "is a feed, not a report"),
        (b"some bytes", "", "serves nothing, which isn't read"),
    ],
)
def test_what_is_no_report_is_not_kept(
    body: bytes, content_type: str, why: str, here: Desk, server: LocalServer, asking: Asking
) -> None:
    server.pages["/x"] = served(body, content_type)
    with pytest.raises(UnreadableReport) as fault:
        capture(f"{server.base}/x", here, asking)
    assert fault.value.name == f"{server.base}/x"
    assert fault.value.why.startswith(why)
    assert list(here.vault.names()) == []
    assert here.ledger.log() == []


@pytest.mark.parametrize(
    ("path", "body", "content_type"),
    [
        ("/a.txt", b"50 people are held in Orlan.", "text/plain; charset=utf-8"),
        ("/a.md", b"50 people are held in Orlan.", "application/octet-stream"),
        ("/a", b"50 people are held in Orlan.", "text/markdown"),
        ("/a", page(), "application/xhtml+xml"),
        ("/a", page(), ""),
        ("/a.html", page(), "application/octet-stream"),
    ],
)
def test_what_is_served_is_read_as_what_it_is(
    path: str, body: bytes, content_type: str, here: Desk, server: LocalServer, asking: Asking
) -> None:
    server.pages[path] = served(body, content_type)
    assert capture(f"{server.base}{path}", here, asking).claims == 1


def test_a_feed_brings_what_it_leads_to_and_next_time_what_is_new(
    here: Desk, server: LocalServer, asking: Asking
) -> None:
    server.pages["/feed"] = served(feed("/held.html", "/gone.html"), "application/xml")
    address = f"{server.base}/feed"
    found, gone = capture_each([address], here, asking)
    assert isinstance(found, Outcome)
    assert here.ledger.report(found.report_id).published == date(2024, 3, 18)
    assert isinstance(gone, Failure)
    assert gone.why.startswith(f"{server.base}/gone.html: has no such page")
    server.asked.clear()
    server.pages["/new.html"] = served(page(HELD.replace("50", "60")))
    server.pages["/feed"] = served(feed("/new.html", "/held.html"), "text/xml; charset=utf-8")
    new, known = capture_each([address], here, asking)
    assert isinstance(new, Outcome)
    assert isinstance(known, Outcome)
    assert (new.new, known.new) == (True, False)
    assert server.asked == ["/feed", "/new.html"]


def test_a_long_feed_is_taken_in_parts(here: Desk, server: LocalServer, asking: Asking) -> None:
    for number in range(5):
        server.pages[f"/{number}"] = served(page(HELD.replace("50", f"{number + 20}")))
    server.pages["/feed"] = served(feed(*(f"/{number}" for number in range(5))), "application/rss+xml")
    *_, more = capture_each([f"{server.base}/feed"], here, asking)
    assert isinstance(more, Failure)
    assert "leads to 2 more reports than are fetched at one time" in more.why
    assert len(here.ledger.reports()) == 3
    assert len(list(capture_each([f"{server.base}/feed"], here, asking))) == 5
    assert len(here.ledger.reports()) == 5


def test_a_feed_leads_nowhere_that_an_address_may_not(here: Desk, server: LocalServer) -> None:
    links = ("http://169.254.169.254/keys", "file:///etc/passwd", "http://localhost:1/", "/again")
    server.pages["/feed"] = served(feed(*links), "application/rss+xml")
    server.pages["/again"] = served(feed("/held.html"), "application/rss+xml")
    asking = Asking(Fetcher(FetchLimits(pause_seconds=0), allow_private=True), "Mira Toll")
    found = capture_each([f"{server.base}/feed"], here, asking)
    whys = [one.why for one in found if isinstance(one, Failure)]
    assert ["metadata" in whys[0], "begins with file:" in whys[1], "asks at port 1," in whys[2]] == [True] * 3
    assert "is a feed, not a report" in whys[3]


def test_a_title_is_not_that_of_a_feed(here: Desk, server: LocalServer, asking: Asking) -> None:
    server.pages["/feed"] = served(feed("/held.html"), "application/rss+xml")
    with pytest.raises(WrongUsage, match="is a feed"):
        list(capture_each([f"{server.base}/feed"], here, replace(asking, stated=Stated(title="Held"))))
    assert here.ledger.reports() == []


def test_one_fault_keeps_no_other_address_out(here: Desk, server: LocalServer, asking: Asking) -> None:
    outcomes = list(capture_each(["ftp://velm.example/", f"{server.base}/held.html"], here, asking))
    assert [type(one) for one in outcomes] == [Failure, Outcome]


def test_a_report_is_never_put_down_without_how_it_came(
    here: Desk, server: LocalServer, asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise LedgerFault("the disk is full")

    monkeypatch.setattr("habeas.ledger.moved.rows.arrival_row", broken)
    with pytest.raises(LedgerFault):
        capture(f"{server.base}/held.html", here, asking)
    assert here.ledger.reports() == []
    assert here.ledger.log() == []
    monkeypatch.undo()


def test_what_is_stated_of_a_known_address_is_said_to_stay(
    here: Desk, server: LocalServer, asking: Asking
) -> None:
    head = "<meta name='date' content='2024-03-17'>"
    server.pages["/dated.html"] = served(page(head=head))
    for path, stays in (("/held.html", ("date", "outlet")), ("/dated.html", ("outlet",))):
        capture(f"{server.base}{path}", here, asking)
        stated = Stated(published=date(2024, 1, 1), outlet="Velm Post")
        known = capture(f"{server.base}{path}", here, replace(asking, stated=stated))
        assert (known.new, known.stays) == (False, stays)
    assert server.asked == ["/held.html", "/dated.html"]


@pytest.mark.parametrize("packed", [False, True])
def test_the_exchange_holds_the_very_report(
    packed: bool, here: Desk, server: LocalServer, asking: Asking, tmp_path: Path
) -> None:
    """What is taken out of the kept WARC, as out of any, is the report that is there already."""
    server.pages["/old"] = leading_to("/held.html")
    if packed:
        server.pages["/held.html"] = served(gzip.compress(page()), Content_Encoding="gzip")
    fetched = capture(f"{server.base}/old", here, asking)
    (came,) = here.ledger.arrivals([fetched.report_id])
    carrier = tmp_path / "exchange.warc"
    carrier.write_bytes(here.vault.get(came.carrier))
    found = [one for one in process_container(carrier, here, by="Mira Toll") if isinstance(one, Outcome)]
    assert [(one.report_id, one.new) for one in found] == [(fetched.report_id, False)]
    assert here.ledger.verify(here.vault) == []
