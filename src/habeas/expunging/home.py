"""Lawful erasure in a home: rows of the ledger, bytes of the vault, the inbox, older copies of the ledger."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from habeas.archiving import STAGED
from habeas.errors import LedgerFault, OutOfReach, WrongUsage
from habeas.expunging.buried import holds
from habeas.intake.sidecar import SIDECAR
from habeas.jobs.inbox import Inbox
from habeas.jobs.journal import Progress
from habeas.jobs.outbox import Outbox
from habeas.kept import reckon
from habeas.ledger.erasing import NOTHING, Gone, Order
from habeas.model import Report
from habeas.pipeline import Desk
from habeas.spelled import Spelled

_INBOX: Final = "inbox"


@dataclass(frozen=True, slots=True)
class Expunged:
    """What was erased, or with a trial would be, and what stays that a person must see to.

    `alone` counts words of the name that stand by themselves in the reports that had it, `workers` are people
    of this name who worked on the ledger, `lexicon` files of the analyst's own that hold it; `why_not` says
    what keeps freed pages from being wiped now.
    """

    gone: Gone
    alone: Mapping[str, int] = field(default_factory=dict)
    workers: tuple[str, ...] = ()
    lexicon: tuple[Path, ...] = ()
    why_not: str | None = None


def wanted(report: str | None, name: str | None, also: Sequence[str]) -> str | Spelled:
    """The one thing that is to go: what a report is called, or a name. Raises WrongUsage for none or both."""
    if (report is None) == (name is None):
        raise WrongUsage("name a report, or give --name: one of the two")
    if name is None and also:
        raise WrongUsage("--also gives other spellings of a --name")
    return report if report is not None else Spelled((name or "", *also))


def erase(desk: Desk, what: str | Spelled, order: Order) -> Expunged | None:
    """Erase a report or a name; None where nothing has the name. Raises as the two do."""
    if isinstance(what, Spelled):
        done = expunge_name(desk, what, order)
        return None if done.gone == NOTHING else done
    return expunge_report(desk, desk.ledger.report(what), order)


def expunge_report(desk: Desk, report: Report, order: Order) -> Expunged:
    """Erase a report with its bytes and all that stands on it.

    Raises LedgerFault where others share its container (`Order.with_container`), a server is at work, or a
    file waits to be read.
    """
    with _undisturbed(desk, order):
        sent = tuple(_jobs(desk, lambda job, _: _is_of(job, report)))
        gone = desk.ledger.expunge_report(report.id, replace(order, sent=sent, copies=_copies(desk)))
        return Expunged(gone, why_not=None if order.trial else _finish(desk))


def expunge_name(desk: Desk, name: Spelled, order: Order) -> Expunged:
    """Erase a name wherever it stands, and the bytes that hold it; what nothing holds changes nothing.

    Raises as `expunge_report` does, and WrongUsage where the reason has the name: the log keeps that.
    """
    if name.is_in(f"{order.why}\n{order.by}"):
        raise WrongUsage("--reason and --by: the log keeps them, so they can't have the name that is to go")
    with _undisturbed(desk, order):
        sent = tuple(_jobs(desk, lambda _, words: name.is_in(words)))
        whole = replace(order, sent=sent, copies=_copies(desk))
        reports = desk.ledger.reports()
        alone = _alone_in(reports, name)
        gone = desk.ledger.expunge_name(name, whole, documents=frozenset(_documents(desk, reports, name)))
        why_not = None if order.trial else _finish(desk)
        return Expunged(gone, alone, tuple(_workers(desk, name)), tuple(_lexicon(desk, name)), why_not)


@contextmanager
def _undisturbed(desk: Desk, order: Order) -> Iterator[None]:
    """Nobody reads what is sent meanwhile: a server would bring back what is just going.

    What archives in the making have copied goes, and so does what lies ready to be taken: it may hold what is
    to go, and can be made again. An archive that is being made now fails, and says so.
    """
    inbox, outbox = Inbox(desk.settings), Outbox(desk.settings)
    for copy in () if order.trial else desk.settings.home.glob(f".{STAGED}.part-*"):
        shutil.rmtree(copy, ignore_errors=True)
    if not inbox.folder.is_dir():  # no server has ever been here
        yield
        return
    with inbox.at_work() as mine:
        if not mine:
            raise LedgerFault("habeas serve is at work on this home: stop it, then erase. Nothing was erased")
        inbox.sweep()
        if not order.trial:
            outbox.empty()
        yield


def _finish(desk: Desk) -> str | None:
    """Remove what was erased and reckon anew; why freed pages can't be wiped yet, where they can't."""
    try:
        desk.ledger.finish(desk.settings.home)
    except OutOfReach as fault:
        return str(fault)
    finally:
        reckon(desk)
    return None


# --- what else the home holds ---


def _copies(desk: Desk) -> tuple[str, ...]:
    """Copies of the ledger from before it was migrated: they hold all that it held then."""
    return tuple(path.name for path in desk.ledger.backups())


def _jobs(desk: Desk, is_about: Callable[[Progress, str], bool]) -> Iterator[str]:
    """The folders of jobs that sent what is to go. Raises LedgerFault where a job isn't through yet."""
    inbox = Inbox(desk.settings)
    for id_ in inbox.ids():
        job = inbox.progress(id_)
        if job.ended is None:
            raise LedgerFault(
                f"job {id_} has files that wait to be read: let habeas serve read them, or stop the job "
                "there; then erase. Nothing was erased"
            )
        if is_about(job, _words_of(inbox, id_)):
            yield f"{_INBOX}/{id_}"


def _words_of(inbox: Inbox, id_: str) -> str:
    journal = inbox.journal(id_)
    files = (journal, journal.with_name(SIDECAR))
    return "\n".join(path.read_text("utf-8", errors="replace") for path in files if path.is_file())


def _is_of(job: Progress, report: Report) -> bool:
    """True where the job brought the report, or a file of its name."""
    return any(
        one.sent.name == report.name or (one.line is not None and one.line.report == report.id)
        for one in job.files.values()
    )


def _alone_in(reports: Iterable[Report], name: Spelled) -> Mapping[str, int]:
    """How often words of the name stand by themselves in texts that have it whole."""
    left = [name.masked(report.text) for report in reports if name.is_in(report.text)]
    words = {word: Spelled((word,)) for word in name.words}
    counted = Counter({word: sum(len([*one.found(text)]) for text in left) for word, one in words.items()})
    return {word: number for word, number in counted.items() if number}


def _documents(desk: Desk, reports: Iterable[Report], name: Spelled) -> Iterator[str]:
    """The reports whose bytes, or what they were taken out of, hold the name."""
    ids = [report.id for report in reports]
    sources: dict[str, set[str]] = {id_: {id_} for id_ in ids}
    for arrival in desk.ledger.arrivals(ids):
        sources.setdefault(arrival.carrier, set()).add(arrival.report)
    for sha, held in sources.items():
        if desk.vault.has(sha) and holds(desk.vault.get(sha), name):
            yield from held


def _workers(desk: Desk, name: Spelled) -> Iterator[str]:
    """People of this name who worked on the ledger: their decisions can't be without an author."""
    workers = {entry.by for entry in desk.ledger.log()} | {user.name for user in desk.ledger.users.all()}
    return (worker for worker in sorted(workers) if name.is_in(worker))


def _lexicon(desk: Desk, name: Spelled) -> Iterator[Path]:
    """Files of the analyst's own lexicon that hold the name: they are the analyst's to change."""
    folder = desk.settings.own_lexicon
    for path in sorted(folder.rglob("*.yml")) if folder is not None else ():
        if name.is_in(path.read_text("utf-8", errors="replace")):
            yield path
