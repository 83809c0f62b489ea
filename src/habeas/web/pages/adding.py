"""Adding reports: the form for files and addresses, the jobs that read them, their progress as it happens."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Annotated, Final

from fastapi import Depends, Header, Request
from fastapi.responses import Response
from fastapi.sse import EventSourceResponse, format_sse_event
from starlette.concurrency import run_in_threadpool

from habeas.errors import WrongUsage
from habeas.intake import Stated
from habeas.intake.files import CONTAINERS, KINDS, in_words
from habeas.jobs import (
    Became,
    Inbox,
    Job,
    JobLimits,
    Line,
    Member,
    Progress,
    Sent,
    State,
    Summary,
    Tail,
    What,
)
from habeas.publishing.phrases import count, joined, unread_language
from habeas.publishing.plain import plain
from habeas.web.access import Role
from habeas.web.here import Now
from habeas.web.receiving import receive
from habeas.web.rendering import PageRouter

router = PageRouter()

# What is larger isn't even looked at; what is too large for one job, but smaller, gets an answer in words.
MOST_BYTES: Final = 4 * JobLimits().job_bytes
# Jobs on one page of their list.
MANY: Final = 25
# How often, in seconds, a journal is looked at for those who watch; after how long they are told that it
# lives, and after how long they have to ask anew: a server that ends waits for nobody longer.
LOOK_EVERY: Final = 0.5
HEARTBEAT: Final = 15.0
LONGEST_STREAM: Final = 300.0
# Milliseconds until a browser asks again when its stream has ended.
ASK_AGAIN: Final = 1_500
_NOTHING_MORE: Final = 204
_NUMBER: Final = re.compile(r"\d{1,9}", re.A)


@dataclass(frozen=True, slots=True)
class AddPage:
    """What can be sent: how many files, how large, of which kinds; sizes in bytes."""

    files: int
    file_bytes: int
    job_bytes: int
    kinds: tuple[str, ...]
    containers: tuple[str, ...]
    waiting: int  # how many jobs haven't ended


@dataclass(frozen=True, slots=True)
class MemberLine:
    """What became of one report of a container."""

    name: str
    state: State
    words: str
    report: str | None


@dataclass(frozen=True, slots=True)
class FileLine:
    """What became of one file: in a word, and in words; the report that it is, where it is one."""

    number: int
    name: str
    size: str
    state: State
    words: str
    report: str | None
    members: tuple[MemberLine, ...] = ()


@dataclass(frozen=True, slots=True)
class JobPage:
    """How far one job is. `last` is the number of the last line of its journal, for who watches it go on."""

    id: str
    at: datetime
    by: str
    outlet: str | None
    published: date | None
    language: str | None
    files: tuple[FileLine, ...]
    counts: str
    claims: int
    unread: int
    done: int
    ended: datetime | None
    said: str
    what: str  # each of them is: "file"; "report" where addresses are among them
    good: bool  # ended, and every file is in the ledger
    stopped: bool
    last: int


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job in the list of them."""

    id: str
    at: datetime
    by: str
    files: int
    ended: bool
    counts: str


@dataclass(frozen=True, slots=True)
class JobsPage:
    """The jobs, the newest first, and where the list goes on."""

    jobs: tuple[JobLine, ...]
    after: str | None
    next: str | None


@router.page("/add", "add.html", needs=Role.REVIEWER)
def add(here: Now) -> AddPage:
    """The form that takes reports."""
    inbox = Inbox(here.desk.settings)
    going_on = sum(inbox.summary(id_).ended is None for id_ in inbox.ids()[:MANY])
    limits, containers = inbox.limits, tuple(one for one in CONTAINERS if one not in KINDS)
    return AddPage(
        limits.files,
        here.desk.settings.limits.file_bytes,
        limits.job_bytes,
        tuple(KINDS),
        containers,
        going_on,
    )


async def sent(request: Request, here: Now) -> str:
    """Take what is sent, straight to the disk; the id of the job that it is."""
    inbox = Inbox(here.desk.settings)
    with inbox.draft() as draft:
        fields = await receive(request, draft)
        for address in fields.get("addresses", "").split():
            draft.address(address)
        stated = _stated(fields, draft.count, draft.containers)
        return await run_in_threadpool(draft.send, by=here.visitor.name, stated=stated)


@router.act("/add", most_bytes=MOST_BYTES)
def add_sent(job: Annotated[str, Depends(sent)]) -> str:
    """Files were sent: to the page of their job."""
    return f"/jobs/{job}"


@router.page("/jobs", "jobs.html", needs=Role.REVIEWER)
def jobs(here: Now, after: str | None = None) -> JobsPage:
    """All that was sent, the newest first."""
    inbox = Inbox(here.desk.settings)
    older = [id_ for id_ in inbox.ids() if after is None or id_ < after]
    shown = older[:MANY]
    return JobsPage(
        tuple(_job_line(inbox.summary(id_)) for id_ in shown),
        after,
        shown[-1] if len(older) > MANY else None,
    )


@router.page("/jobs/{id_}", "job.html", needs=Role.REVIEWER)
def job(here: Now, id_: str) -> JobPage:
    """How far a job is, file by file."""
    inbox = Inbox(here.desk.settings)
    return _job_page(inbox.progress(id_), stopped=inbox.stopped(id_))


@router.act("/jobs/{id_}/stop")
def stop(here: Now, id_: str) -> str:
    """Leave out what isn't read yet."""
    Inbox(here.desk.settings).stop(id_)
    return f"/jobs/{id_}"


@router.bare("/jobs/{id_}/events", needs=Role.REVIEWER)
async def events(
    here: Now, id_: str, after: int = 1, last_event_id: Annotated[str | None, Header()] = None
) -> Response:
    """What becomes of a job, as it happens: server-sent events, each with its line's number as its id."""
    inbox = Inbox(here.desk.settings)
    summary = inbox.summary(id_)
    told = int(last_event_id) if last_event_id and _NUMBER.fullmatch(last_event_id) else after
    if summary.ended is not None and told >= inbox.progress(id_).last:
        return Response(status_code=_NOTHING_MORE)  # which tells a browser not to ask again
    return EventSourceResponse(
        told_as_it_happens(summary.job, inbox.tail(id_, after=told)),
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


async def told_as_it_happens(job: Job, tail: Tail) -> AsyncIterator[bytes]:
    """The lines of a journal as events, until the job ends, or the stream is long enough.

    While nothing comes this sleeps, and holds neither a thread nor a connection to the ledger.
    """
    begun = spoke = time.monotonic()
    yield format_sse_event(retry=ASK_AGAIN)
    sent = {one.number: one for one in job.files}
    while time.monotonic() - begun < LONGEST_STREAM:
        for line in tail.more():
            yield _event(line, sent)
            spoke = time.monotonic()
            if line.what is What.ENDED:
                return
        if time.monotonic() - spoke > HEARTBEAT:
            yield format_sse_event(comment="still here")
            spoke = time.monotonic()
        await asyncio.sleep(LOOK_EVERY)


def _event(line: Line, sent: Mapping[int, Sent]) -> bytes:
    if line.file is not None:
        became = Became(sent[line.file])
        became.take(line)
        name, data = "file", asdict(_file_line(became))
    else:
        name, data = ("end" if line.what is What.ENDED else "job"), {"said": _said_of(line)}
    return format_sse_event(data_str=json.dumps(data), event=name, id=str(line.number))


def _stated(fields: Mapping[str, str], files: int, containers: Sequence[str]) -> Stated:
    """What the form states of all files. Raises WrongUsage, as `habeas add` does, for what can't be meant."""
    for name in ("title", "url"):
        what = {"title": "a title", "url": "an address"}[name]
        if files > 1 and fields.get(name, "").strip():
            raise WrongUsage(f"{what} is that of one report, and these are {files} files: send it alone")
        if containers and fields.get(name, "").strip():
            raise WrongUsage(f"{what} is that of one report, and {containers[0]} can hold many")
    return Stated(
        outlet=fields.get("outlet") or None,
        url=fields.get("url") or None,
        title=fields.get("title") or None,
        published=_day(fields.get("published", "")),
        language=fields.get("language") or None,
    )


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words.strip()) if words.strip() else None
    except ValueError:
        raise WrongUsage(f"{words.strip()!r} is no day: write it like 2024-03-18") from None


def _job_line(summary: Summary) -> JobLine:
    ended, job = summary.ended, summary.job
    return JobLine(
        job.id,
        job.at,
        job.by,
        len(job.files),
        ended is not None,
        _counts(ended.counts) if ended is not None else "",
    )


def _job_page(progress: Progress, *, stopped: bool) -> JobPage:
    job, lines = progress.job, [became.line for became in progress.files.values()]
    return JobPage(
        id=job.id,
        at=job.at,
        by=job.by,
        outlet=job.stated.outlet,
        published=job.stated.published,
        language=job.stated.language,
        files=tuple(map(_file_line, progress.files.values())),
        counts=_counts(progress.counts()),
        claims=sum(line.claims for line in lines if line is not None),
        unread=sum(line.unread for line in lines if line is not None),
        done=sum(became.state.final for became in progress.files.values()),
        ended=progress.ended,
        said=_said(progress),
        what="file" if all(sent.address is None for sent in job.files) else "report",
        good=progress.ended is not None
        and not progress.note
        and not progress.count(State.FAILED, State.LEFT_OUT)
        and not any(one.state is State.FAILED for line in lines if line is not None for one in line.members),
        stopped=stopped,
        last=progress.last,
    )


def _counts(counts: tuple[tuple[State, int], ...]) -> str:
    """How many files are in each state: "3 done, 1 failed"."""
    return ", ".join(f"{number:,} {state}" for state, number in counts)


def _file_line(became: Became) -> FileLine:
    sent = became.sent
    return FileLine(
        sent.number,
        sent.name,
        in_words(sent.size) if sent.address is None else "",
        became.state,
        _words(became),
        became.line.report if became.line is not None else None,
        tuple(map(_member_line, became.line.members)) if became.line is not None else (),
    )


def _member_line(one: Member) -> MemberLine:
    words = {
        State.DONE: f"{count(one.claims, 'claim')}, {count(one.unread, 'figure')} unread",
        State.KNOWN: "the ledger has this report",
    }.get(one.state, one.why or "")
    return MemberLine(one.name, one.state, plain(words), one.report)


def _words(became: Became) -> str:
    """What became of a file: "3 claims, 1 figure unread", or why it became no report."""
    line = became.line
    if line is None:
        return became.sent.why or ""
    told = {
        State.DONE: line.why or f"{count(line.claims, 'claim')}, {count(line.unread, 'figure')} unread",
        State.KNOWN: line.why or "the ledger has this report",
        State.LEFT_OUT: "the job was stopped before it was read",
        State.FAILED: line.why or "",
    }.get(became.state, "")
    stays = f"its {joined([*line.stays])} as first stated" if line.stays else ""
    return plain("; ".join(filter(None, (told, stays, unread_language(line.language)))))


def _said(progress: Progress) -> str:
    if progress.ended is not None:
        return progress.note or ""
    if progress.held is not None:
        return _held(progress.held)
    return _RECKONING if progress.reckoning else ""


def _said_of(line: Line) -> str:
    """What a line says of the whole job."""
    if line.what is What.HELD:
        return _held(line.why or "")
    return _RECKONING if line.what is What.RECKONING else line.why or ""


_RECKONING: Final = "All files are read; what they say is being put together with what the ledger had."


def _held(why: str) -> str:
    return f"Nothing can be read for now: {plain(why)}. It is tried again by itself."
