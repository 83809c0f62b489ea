"""Addresses in jobs: one at a time, whatever else goes on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from habeas.errors import WrongUsage
from habeas.intake import Stated
from habeas.intake.entries import Entry
from habeas.jobs import Inbox, State
from habeas.jobs.board import Board, Place
from habeas.jobs.reading import Leads
from habeas.pipeline import Outcome
from habeas.settings import FetchLimits, Settings

READ = Outcome("a report", "a" * 64, 1, 0, new=True)


def sent(inbox: Inbox, *addresses: str, file: bool = False) -> str:
    with inbox.draft() as draft:
        if file:
            draft.file("a.txt").write(b"50 people are held in Orlan.")
        for address in addresses:
            draft.address(address)
        return draft.send(by="Joen Marsh")


def test_addresses_are_fetched_one_at_a_time_and_files_go_on(tmp_path: Path) -> None:
    inbox = Inbox(Settings(tmp_path))
    job = sent(inbox, "https://velm.example/1", "https://velm.example/2", file=True)
    other = sent(inbox, "https://eskeby.example/")
    board = Board(inbox)
    board.look()
    started = []
    while (place := board.next()) is not None:
        started.append(place)
        task = board.begin(place)
        assert (task.by, task.address is None) == ("Joen Marsh", place.file == 1 and place.job == job)
    fetched = [place for place in started if place != Place(job, 1)]
    assert len(started) == 2
    assert len(fetched) == 1
    board.done(fetched[0], READ)
    following = board.next()
    assert following is not None
    assert following not in started
    board.begin(following)
    assert board.next() is None
    assert {place.job for place in (*started, following)} == {job, other}


def test_an_address_that_is_tried_again_after_a_stop_is_the_same(tmp_path: Path) -> None:
    inbox = Inbox(Settings(tmp_path))
    job = sent(inbox, "https://velm.example/1")
    for again in (False, True):
        board = Board(inbox)
        board.look()
        task = board.begin(Place(job, 1))
        assert (task.address, task.again) == ("https://velm.example/1", again)


def test_an_address_inside_sends_nothing(tmp_path: Path) -> None:
    inbox = Inbox(Settings(tmp_path))
    with pytest.raises(WrongUsage, match="leads to a private address"):
        sent(inbox, "https://velm.example/1", "http://10.0.0.1/")
    assert inbox.ids() == []


def test_what_a_feed_leads_to_is_a_job_of_its_own(tmp_path: Path) -> None:
    inbox = Inbox(Settings(tmp_path, fetching=FetchLimits(entries=3)))
    with inbox.draft() as draft:
        draft.address("https://velm.example/feed")
        feed = draft.send(by="Joen Marsh", stated=Stated(outlet="Velm Post", title="News"))
    board = Board(inbox)
    board.look()
    place = board.next()
    assert place is not None
    board.begin(place)
    day = date(2024, 3, 18)
    found = [
        "https://velm.example/1",
        "http://10.0.0.1/keys",
        "https://velm.example/2",
        "https://velm.example/3",
    ]
    board.leads(place, Leads(tuple(Entry(address, day) for address in found)))
    (other,) = set(inbox.ids()) - {feed}
    job = inbox.progress(other).job
    assert (job.by, job.stated) == ("Joen Marsh", Stated(outlet="Velm Post"))
    assert [(one.address, one.led, one.published) for one in job.files] == [
        (found[0], True, day),
        (found[2], True, day),
    ]
    (became,) = inbox.progress(feed).files.values()
    assert became.line is not None
    assert became.line.why == (
        "a feed: 2 reports that it leads to, in a job of their own; 1 that this server doesn't fetch from; "
        "1 more: send the feed again for them"
    )
    board.look()
    following = board.next()
    assert following is not None
    task = board.begin(following)
    assert (task.led, task.stated) == (True, Stated(outlet="Velm Post", published=day))


def test_a_feed_with_nothing_new_makes_no_job(tmp_path: Path) -> None:
    inbox = Inbox(Settings(tmp_path))
    feed = sent(inbox, "https://velm.example/feed")
    board = Board(inbox)
    board.look()
    place = board.next()
    assert place is not None
    board.begin(place)
    board.leads(place, Leads(()))
    assert inbox.ids() == [feed]
    (became,) = inbox.progress(feed).files.values()
    assert (became.state, became.line.why if became.line else None) == (
        State.DONE,
        "a feed, which leads to nothing new",
    )
