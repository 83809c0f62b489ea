"""The way of the data on one machine: bytes, report, reading, ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from habeas.errors import BrokenPromise, UnreadableReport
from habeas.intake import Stated, take_in
from habeas.ledger import Ledger
from habeas.lexicon import Lexicon, load_lexicon
from habeas.model import Reading
from habeas.reading import READER, read_report
from habeas.settings import Limits, Settings
from habeas.vault import Vault


@dataclass(frozen=True, slots=True)
class Desk:
    """What a report passes on its way into one home."""

    settings: Settings
    lexicon: Lexicon
    vault: Vault
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report; `new` is false where this reader had read it before."""

    name: str
    report_id: str
    claims: int
    unread: int
    new: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that became no report, or a report that could not be read, and why."""

    path: Path
    why: str


@dataclass(slots=True)
class Tally:
    """What became of all files of one job, counted."""

    new: int = 0
    known: int = 0
    claims: int = 0
    unread: int = 0
    failed: int = 0
    skipped: int = 0

    def note(self, outcome: Outcome | Failure) -> None:
        """Count one more."""
        if isinstance(outcome, Failure):
            self.failed += 1
        elif outcome.new:
            self.new += 1
            self.claims += outcome.claims
            self.unread += outcome.unread
        else:
            self.known += 1

    @property
    def done(self) -> int:
        """How many files have been dealt with."""
        return self.new + self.known + self.failed


@contextmanager
def desk(settings: Settings, *, create: bool = True) -> Iterator[Desk]:
    """The desk of a home, its ledger open; without `create` the ledger must be there."""
    lexicon = load_lexicon()
    with Ledger.open(settings, create=create) as ledger:
        yield Desk(settings, lexicon, Vault(settings.vault), ledger)


def read_file(
    path: Path, lexicon: Lexicon, *, stated: Stated | None = None, limits: Limits | None = None
) -> Reading:
    """What the present reader makes of one file; no home is touched.

    Raises UnreadableReport.
    """
    report, _ = take_in(path, stated=stated, limits=limits or Limits())
    return read_report(report, lexicon)


def process(path: Path, desk: Desk, *, stated: Stated | None = None) -> Outcome:
    """Take one file in, read it and put it down in the ledger, whole or not at all.

    Raises UnreadableReport.
    """
    if (known := _already_there(path, desk)) is not None:
        return Outcome(path.name, known, 0, 0, new=False)
    report, data = take_in(path, stated=stated, limits=desk.settings.limits)
    if desk.ledger.has(report.id):
        # Another reader has read it: its text and description stay as the ledger holds them.
        report = desk.ledger.report(report.id)
    # The bytes first: a crash in between leaves bytes without a report, never a report without bytes.
    desk.vault.put(data)
    return _put_down(read_report(report, desk.lexicon), desk)


def process_each(
    paths: Iterable[Path], desk: Desk, *, stated: Stated | None = None
) -> Iterator[Outcome | Failure]:
    """Process one file after the other; one that can't be read doesn't keep the others out."""
    for path in paths:
        try:
            yield process(path, desk, stated=stated)
        except (UnreadableReport, BrokenPromise) as error:
            yield Failure(path, str(error))


def reread(desk: Desk) -> Iterator[Outcome]:
    """Read every report of the ledger again with the present reader, beside the older readings."""
    for report in desk.ledger.reports():
        if desk.ledger.has(report.id, READER):
            yield Outcome(report.name, report.id, 0, 0, new=False)
        else:
            yield _put_down(read_report(report, desk.lexicon), desk)


def _put_down(reading: Reading, desk: Desk) -> Outcome:
    report = reading.report
    new = desk.ledger.append(report, reading)
    return Outcome(report.name, report.id, len(reading.claims), len(reading.unread), new=new)


def _already_there(path: Path, desk: Desk) -> str | None:
    """The id of a file that this reader has read before, its bytes kept; saves parsing it again."""
    try:
        if not path.is_file() or path.stat().st_size > desk.settings.limits.file_bytes:
            return None
        with path.open("rb") as file:
            sha = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None  # take_in says what is wrong with it
    return sha if desk.ledger.has(sha, READER) and desk.vault.has(sha) else None
