"""The error tree. Every message names the file or option, what is wrong, and what to do.

HabeasError             exit 1  the job found a fault
├─ UnreadableReport     which file, why, what to try
├─ BrokenPromise        a value that would break a promise of the ledger can't be built
│  ├─ BadSpan           words that aren't the report's words at those offsets
│  ├─ BadQuantity       bounds that no number of people can have
│  ├─ BadPeriod         a period that ends before it starts
│  └─ BadClaim          evidence, quantity or names outside the report
├─ BadLexicon           every fault of the lexicon files, each with file and line
├─ Unloadable           every fault of what was to be loaded, each with file and line
├─ BadStamp             an answer that is no timestamp of what was asked, and why
├─ SignInRefused        somebody isn't let in, and for how long they have to wait
├─ LedgerFault          a ledger that can't be opened, or that fails its check
│  ├─ OutOfReach        its file can't be read or written now
│  └─ DecidedMeanwhile  somebody else decided since the person looked: their decision, and what to do
└─ WrongUsage           exit 2  options that can't be meant
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class HabeasError(Exception):
    """Root of every error that habeas raises for people to read."""

    exit_code = 1


class UnreadableReport(HabeasError):
    """A file that can't become a report: which one, why, and what to try next."""

    def __init__(self, name: str, why: str, cure: str = "") -> None:
        self.name, self.why, self.cure = name, why, cure
        super().__init__(f"{name}: {why}" + (f" ({cure})" if cure else ""))


class BrokenPromise(HabeasError):
    """A value that would break a promise of the ledger."""


class BadSpan(BrokenPromise):
    """Words that aren't the text's words at those offsets."""


class BadQuantity(BrokenPromise):
    """Bounds that no number of people can have."""


class BadPeriod(BrokenPromise):
    """A period that ends before it starts."""


class BadClaim(BrokenPromise):
    """A claim whose evidence, quantity or names don't stand in its report."""


class BadLexicon(HabeasError):
    """All faults found in the lexicon files, each "file:line: what is wrong"."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class Unloadable(HabeasError):
    """All faults found in what was to be loaded, each "file, line 7: what is wrong (what to do)"."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class BadStamp(HabeasError):
    """What an authority answered isn't a sound timestamp of what it was asked for."""


class SignInRefused(HabeasError):
    """Somebody isn't let in; it never says which of what they gave was wrong. `wait` is in seconds."""

    def __init__(self, wait: int = 0) -> None:
        self.wait = wait
        again = "name, password and code don't fit together; the code is asked of those who have set one up"
        seconds = f"{wait} second" if wait == 1 else f"{wait} seconds"
        super().__init__(f"too many tries: wait {seconds}, then try again" if wait else again)


class LedgerFault(HabeasError):
    """A ledger that can't be opened or fails its check."""


class OutOfReach(LedgerFault):
    """A ledger whose file can't be read or written now: locked, on a full disk, damaged."""


class Signed(Protocol):
    """What somebody decided: who, when (UTC) and why, and what the log calls what it is on."""

    @property
    def by(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def why(self) -> str: ...
    @property
    def subject(self) -> str: ...


class DecidedMeanwhile(LedgerFault):
    """Others decided on the same things since the person looked: `theirs`, the last on each thing."""

    def __init__(self, theirs: Sequence[Signed]) -> None:
        self.theirs = tuple(theirs)
        said = "; ".join(
            f"{one.by} decided on {one.subject} at {one.at:%H:%M} UTC ({one.why})" for one in theirs
        )
        super().__init__(f"{said}: look at it again, then decide anyway or leave it")


class WrongUsage(HabeasError):
    """Options or arguments that can't be meant."""

    exit_code = 2
