"""All jobs that haven't ended, what is to be done next, and what was done: each change goes to a journal."""

from __future__ import annotations

import logging
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, NamedTuple

from habeas.errors import LedgerFault, WrongUsage
from habeas.intake import Stated
from habeas.jobs import journal
from habeas.jobs.inbox import Inbox
from habeas.jobs.journal import Became, Line, Member, Progress, State, What
from habeas.jobs.reading import Leads, Read, Unpacked
from habeas.pipeline import Failure, Outcome
from habeas.publishing.phrases import count

log = logging.getLogger("habeas.jobs")

# A file that was being read so often when the whole server ended may be why it ended.
MOST_BEGUN: Final = 3
# A fault of the ledger that one file meets so often is the file's.
MOST_PUT_BACK: Final = 5
# So many reports of one container are told of by name, those that failed first; all are counted.
MOST_MEMBERS: Final = 500
# Seconds until what can't be done now is tried again; each time twice as long.
FIRST_WAIT: Final = 5.0
LONGEST_WAIT: Final = 300.0
# The inbox is listed again after so many seconds though it looks unchanged: file systems tell the time in
# steps, and what came within the same step as the last look isn't seen by its time.
LIST_AGAIN: Final = 5.0


class Place(NamedTuple):
    """One file of one job."""

    job: str
    file: int


class Board:
    """The jobs of an inbox as the one process sees them that works on them."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._open: dict[str, Progress] = {}
        self._closed: set[str] = set()
        self._given: Counter[str] = Counter()
        self._put_back: Counter[Place] = Counter()
        self._not_before: dict[str, float] = {}
        self._changed = 0
        self._list_again = 0.0

    def look(self) -> None:
        """Take up the jobs that came, and leave out what somebody stopped."""
        for id_ in self._new():
            self._take_up(id_)
        for id_ in list(self._open):
            if self._inbox.stopped(id_):
                self._leave_out(id_)

    def _new(self) -> list[str]:
        """The jobs that came, the oldest first; a folder that stayed the same is seldom listed."""
        changed, now = self._inbox.changed(), time.monotonic()
        if changed == self._changed and now < self._list_again:
            return []
        self._changed, self._list_again = changed, now + LIST_AGAIN
        return [
            id_ for id_ in reversed(self._inbox.ids()) if id_ not in self._closed and id_ not in self._open
        ]

    def _take_up(self, id_: str) -> None:
        try:
            ended = self._inbox.summary(id_).ended
            found = self._inbox.progress(id_) if ended is None else None
        except LedgerFault as fault:
            log.error("%s", fault)
            found = None
        if found is None:
            self._closed.add(id_)
            return
        self._open[id_] = found
        for became in found.files.values():
            if became.state is State.READING:
                self._begin_again(id_, became)

    def _begin_again(self, id_: str, became: Became) -> None:
        """Of a file that was being read when the server ended."""
        if became.begun < MOST_BEGUN:
            became.state = State.WAITING
            return
        why = f"was begun {became.begun} times, and each time the server ended before it was read"
        self.failed(Place(id_, became.sent.number), f"{why} (add it alone, or split it)")

    def _leave_out(self, id_: str) -> None:
        for became in self._open[id_].files.values():
            if became.state is State.WAITING:
                self._note(id_, What.LEFT_OUT, file=became.sent.number)

    def next(self) -> Place | None:
        """The file to be read next: jobs take turns, so that a large one doesn't keep small ones waiting.

        Of addresses one is fetched at a time, however many workers there are: no site is asked twice at once.
        """
        now = time.monotonic()
        fetching = any(
            one.state is State.READING and one.sent.address is not None
            for found in self._open.values()
            for one in found.files.values()
        )
        waiting = [
            (self._given[id_], id_, number)
            for id_, found in self._open.items()
            if self._not_before.get(id_, 0) <= now
            and (number := _first_waiting(found, addresses=not fetching)) is not None
        ]
        return Place(*min(waiting)[1:]) if waiting else None

    def begin(self, place: Place) -> Read:
        """Note that this file is being read; the task."""
        found = self._open[place.job]
        became = found.files[place.file]
        sent = became.sent
        task = Read(
            path=self._inbox.path(found.job, sent),
            name=sent.name,
            beside=self._inbox.folder / place.job,
            stated=found.job.stated.or_else(Stated(published=sent.published)),
            again=became.begun > 0,
            address=sent.address,
            led=sent.led,
            by=found.job.by,
        )
        self._given[place.job] += 1
        self._note(place.job, What.READING, file=place.file)
        return task

    def done(self, place: Place, outcome: Outcome) -> None:
        """Note that the ledger has this file, and let go of the bytes, which the vault holds."""
        self._note(
            place.job,
            What.DONE if outcome.new else What.KNOWN,
            file=place.file,
            report=outcome.report_id,
            claims=outcome.claims,
            unread=outcome.unread,
            stays=outcome.stays,
            language=outcome.language,
        )
        found = self._open[place.job]
        self._inbox.path(found.job, found.files[place.file].sent).unlink(missing_ok=True)

    def unpacked(self, place: Place, found: Unpacked) -> None:
        """Note what became of each report of a container; it has failed where it brought none.

        Its bytes go: the vault holds them as soon as one report came out of it.
        """
        sent = self._open[place.job].files[place.file].sent
        if len(found.members) == 1 and self._is_itself(place, found.members[0], sent.name):
            return
        members = sorted((_member(one, sent.name) for one in found.members), key=_failed_first)
        counted = Counter(one.state for one in members)
        in_ledger = counted[State.DONE] + counted[State.KNOWN]
        self._note(
            place.job,
            What.FAILED if not in_ledger else What.DONE if counted[State.DONE] else What.KNOWN,
            file=place.file,
            claims=sum(one.claims for one in members),
            unread=sum(one.unread for one in members),
            why=_told_of_container(counted, found.passed),
            members=tuple(members[:MOST_MEMBERS]),
        )
        if in_ledger:
            self._inbox.path(self._open[place.job].job, sent).unlink(missing_ok=True)

    def _is_itself(self, place: Place, only: Outcome | Failure, name: str) -> bool:
        """Note what became of a mail that is the one report in it, or a container that couldn't be opened."""
        if isinstance(only, Outcome) and only.name == name:
            self.done(place, only)
            return True
        if isinstance(only, Failure) and only.why.startswith(f"{name}: "):
            self.refused(place, only)
            return True
        return False

    def leads(self, place: Place, found: Leads) -> None:
        """Make what a feed leads to a job of its own, sent by whoever sent the feed; note that.

        What may never be fetched is left out. Raises WrongUsage where the disk has no room for a job.
        """
        job = self._open[place.job].job
        wanted = found.entries[: self._inbox.settings.fetching.entries]
        with self._inbox.draft() as draft:
            for entry in wanted:
                with suppress(WrongUsage):
                    draft.address(entry.address, entry=entry)
            many = draft.count
            if many:
                # A title or an address that was stated is that of one report.
                draft.send(by=job.by, stated=replace(job.stated, title=None, url=None))
        self._note(
            place.job, What.DONE, file=place.file, why=_told_of_feed(many, len(wanted), len(found.entries))
        )

    def failed(self, place: Place, why: str) -> None:
        """Note that this file becomes no report, and why."""
        self._note(place.job, What.FAILED, file=place.file, why=why)

    def refused(self, place: Place, failure: Failure) -> None:
        """Note why this file became no report; its name, which stands before the reason, is left out."""
        name = self._open[place.job].files[place.file].sent.name
        self.failed(place, failure.why.removeprefix(f"{name}: "))

    def put_back(self, place: Place, why: str | None = None) -> None:
        """Let this file wait again; with a reason, the whole job waits a while."""
        if why is not None and (tried := self._put_back[place] + 1) >= MOST_PUT_BACK:
            self.failed(place, f"{why} (tried {tried} times)")
            return
        self._note(place.job, What.WAITING, file=place.file)
        if why is not None:
            self._put_back[place] += 1
            self._not_before[place.job] = time.monotonic() + waited(self._put_back[place])
            self.hold(place.job, why)

    def hold(self, id_: str, why: str) -> None:
        """Note why nothing can be done for this job for now."""
        if self._open[id_].held != why:
            self._note(id_, What.HELD, why=why)

    def hold_all(self, why: str) -> None:
        """The same of every job."""
        for id_ in self._open:
            self.hold(id_, why)

    def all_read(self) -> list[str]:
        """The jobs of which no file is left to be read."""
        return [id_ for id_, found in self._open.items() if found.read]

    def reckoning(self, ids: list[str]) -> None:
        """Note that what these jobs brought is being put together with what was there."""
        for id_ in ids:
            self._note(id_, What.RECKONING)

    def end(self, ids: list[str], why: str | None = None) -> None:
        """Note that these jobs have ended; `why` says what went wrong after all was read."""
        for id_ in ids:
            self._note(id_, What.ENDED, why=why, counts=self._open[id_].counts())
            self._inbox.clear(id_)
            self._closed.add(id_)
            del self._open[id_]
            del self._given[id_]

    def _note(self, id_: str, what: What, **more: object) -> None:
        line = Line(at=datetime.now(UTC), what=what, **more)  # type: ignore[arg-type]
        journal.append(self._inbox.journal(id_), line)
        self._open[id_].take(line)


def _first_waiting(found: Progress, *, addresses: bool) -> int | None:
    """The number of the first file of a job that waits; addresses are passed over unless they are wanted."""
    waiting = (one.sent for one in found.files.values() if one.state is State.WAITING)
    return next((sent.number for sent in waiting if addresses or sent.address is None), None)


def _member(outcome: Outcome | Failure, container: str) -> Member:
    if isinstance(outcome, Outcome):
        state = State.DONE if outcome.new else State.KNOWN
        return Member(outcome.name, state, outcome.report_id, outcome.claims, outcome.unread)
    # Why it failed begins with where it stands; the container's name stands above it anyway.
    name, _, why = outcome.why.removeprefix(f"{container}/").partition(": ")
    return Member(name, State.FAILED, why=why)


def _failed_first(one: Member) -> bool:
    return one.state is not State.FAILED


def _told_of_container(counted: Counter[State], passed: int) -> str:
    """What came out of a container: "3 reports, 1 known already, 2 failed"."""
    if not counted:
        return "holds no report" + (f": {passed:,} files of other kinds" if passed else "")
    told = [count(counted[State.DONE], "report")] if counted[State.DONE] else []
    told += [f"{counted[state]:,} {state}" for state in (State.KNOWN, State.FAILED) if counted[state]]
    told_of = f"; {MOST_MEMBERS} of them stand below" if counted.total() > MOST_MEMBERS else ""
    return ", ".join(told) + (f"; {passed:,} that are no reports" if passed else "") + told_of


def _told_of_feed(sent: int, wanted: int, entries: int) -> str:
    """What became of a feed: of so many entries so many were wanted at one time, and so many were sent."""
    if not entries:
        return "a feed, which leads to nothing new"
    told = (
        f"a feed: {count(sent, 'report')} that it leads to, in a job of {'its' if sent == 1 else 'their'} own"
    )
    refused = f"; {wanted - sent:,} that this server doesn't fetch from" if wanted > sent else ""
    left = f"; {entries - wanted:,} more: send the feed again for them" if entries > wanted else ""
    return told + refused + left


def waited(times: int) -> float:
    """For how many seconds to wait after so many attempts."""
    return float(min(FIRST_WAIT * 2 ** (times - 1), LONGEST_WAIT))
