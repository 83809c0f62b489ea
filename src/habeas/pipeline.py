"""The way of the data on one machine: bytes, report, reading, ledger."""

from __future__ import annotations

import hashlib
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from habeas.custody import Arrival
from habeas.errors import BrokenPromise, HabeasError, UnreadableReport
from habeas.intake import (
    Passed,
    Stated,
    take_in,
)
from habeas.ledger import Ledger, Sizing
from habeas.lexicon import Lexicon, load_lexicon
from habeas.model import CODED, Reading, Report
from habeas.reading import read_report, reader_name
from habeas.settings import LANGUAGE, Limits, Settings
from habeas.vault import Vault

Done = TypeVar("Done")

# What options can state of a report, as people call it.
STATED: Final = {
    "published": "date",
    "outlet": "outlet",
    "title": "title",
    "url": "address",
    "language": "language",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """What a report passes on its way into one home."""

    settings: Settings
    lexicon: Lexicon
    vault: Vault
    ledger: Ledger

    @property
    def reader(self) -> str:
        """The name of the reader that sits here."""
        return reader_name(self.lexicon)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report; `new` is false where this reader had read it before.

    `stays` names what was stated now but differs from what is kept; `language` is the code of the
    language that kept the report from being read.
    """

    name: str
    report_id: str
    claims: int
    unread: int
    new: bool
    stays: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or an address that became no report, or a report that could not be read, and why."""

    path: Path | str
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
    languages: Counter[str] = field(default_factory=Counter)

    def note(self, outcome: Outcome | Failure | Passed) -> None:
        """Count one more."""
        if isinstance(outcome, Passed):
            self.skipped += outcome.count
        elif isinstance(outcome, Failure):
            self.failed += 1
        elif outcome.new:
            self.new += 1
            self.claims += outcome.claims
            self.unread += outcome.unread
        else:
            self.known += 1
        if isinstance(outcome, Outcome) and outcome.language is not None:
            self.languages[outcome.language] += 1

    @property
    def done(self) -> int:
        """How many files have been dealt with."""
        return self.new + self.known + self.failed


@contextmanager
def desk(settings: Settings, *, create: bool = True, sizing: Sizing | None = None) -> Iterator[Desk]:
    """The desk of a home, its ledger open (`Ledger.open`); without `create` the ledger must be there."""
    lexicon = load_lexicon(own=settings.own_lexicon)
    with Ledger.open(settings, create=create, sizing=sizing or Sizing()) as ledger:
        yield Desk(settings, lexicon, Vault(settings.vault), ledger)


def read_file(
    path: Path, lexicon: Lexicon, *, stated: Stated | None = None, limits: Limits | None = None
) -> Reading:
    """What the present reader makes of one file; no home is touched.

    Raises UnreadableReport.
    """
    report, _ = take_in(path, stated=stated, limits=limits or Limits())
    return read_report(report, lexicon)


def other_language(report: Report) -> str | None:
    """The code of the language that a report is stated to be in, if the reader doesn't know it."""
    return None if report.language in (None, LANGUAGE) else report.language


def process(path: Path, desk: Desk, *, stated: Stated | None = None, name: str | None = None) -> Outcome:
    """Take one file in, read it and put it down in the ledger, whole or not at all.

    `name` stands for the file's name. Raises UnreadableReport.
    """
    if (known := _already_there(path, desk)) is not None:
        return _known(path, desk.ledger.report(known), desk, stated, name)
    report, data = take_in(path, stated=stated, limits=desk.settings.limits, name=name)
    return keep(report, data, desk, stated=stated)


def keep(
    report: Report, data: bytes, desk: Desk, *, stated: Stated | None = None, arrival: Arrival | None = None
) -> Outcome:
    """Read a report that was taken in from these bytes, and put it down, whole or not at all.

    With `arrival`, how it came in is put down with it; its carrier must be in the vault.
    """
    refuse_erased(report.id, report.name, desk)
    report, stays = _as_kept(report, desk, stated)
    reading = read_report(report, desk.lexicon)
    # The bytes first: a crash in between leaves bytes without a report, never a report without bytes.
    # But only just before, since reading takes long, and bytes without a report are a fault to verify.
    desk.vault.put(data)
    return _put_down(reading, desk, stays, arrival)


def _as_kept(report: Report, desk: Desk, stated: Stated | None) -> tuple[Report, tuple[str, ...]]:
    """The report as the ledger holds it, where another reader has read it; and what would differ now."""
    if not desk.ledger.has(report.id):
        return report, ()
    kept = desk.ledger.report(report.id)
    return kept, _differing(kept, report, stated)


def refuse_erased(sha: str, name: str, desk: Desk) -> None:
    """Raise UnreadableReport for bytes that were erased here: neither vault nor ledger takes them again."""
    if (erasure := desk.ledger.erasure_of(sha)) is not None:
        raise UnreadableReport(name, f"was {erasure.in_words}", "it isn't taken in again")


def reread(desk: Desk) -> Iterator[Outcome | Failure]:
    """Read every report of the ledger again with the present reader, beside the older readings."""
    for report in desk.ledger.reports():
        yield attempt(Path(report.name), partial(_read_again, report, desk))


def _read_again(report: Report, desk: Desk) -> Outcome:
    if desk.ledger.has(report.id, desk.reader) or _is_coded(report.id, desk):
        return Outcome(report.name, report.id, 0, 0, new=False, language=other_language(report))
    return _put_down(read_report(report, desk.lexicon), desk)


def _is_coded(report_id: str, desk: Desk) -> bool:
    """True where people coded this report: a machine's reading never takes the place of theirs."""
    readers = desk.ledger.readers_of((report_id,))
    return any(reader.startswith(CODED) for reader in readers.get(report_id, ()))


def attempt(path: Path | str, step: Callable[[], Done]) -> Done | Failure:
    """What the step makes of one report, or why it failed; a fault of the whole job is raised."""
    try:
        return step()
    except (UnreadableReport, BrokenPromise) as error:
        return Failure(path, str(error))
    except HabeasError:
        raise
    except Exception as error:  # noqa: BLE001  a fault of ours on one report mustn't keep the others out
        return Failure(path, f"{path}: {_fault_of_ours(error)}")


def _fault_of_ours(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    what = " ".join(f"{type(error).__name__}: {error}".split())
    where = f"{Path(last.filename).name}, line {last.lineno}"
    return (
        f"a fault in habeas kept this report out: {what} ({where}); "
        "please report it, with the file if it may be shown"
    )


def _put_down(
    reading: Reading, desk: Desk, stays: tuple[str, ...] = (), arrival: Arrival | None = None
) -> Outcome:
    report = reading.report
    new = desk.ledger.append(report, reading, arrival=arrival)
    return Outcome(
        report.name,
        report.id,
        len(reading.claims),
        len(reading.unread),
        new=new,
        stays=stays,
        language=other_language(report),
    )


def _known(path: Path, kept: Report, desk: Desk, stated: Stated | None, name: str | None) -> Outcome:
    """The outcome for a report that is there already; parsed again only if it may be stated differently."""
    stays = stays_as_kept(kept, lambda: take_in(path, stated=stated, limits=desk.settings.limits)[0], stated)
    shown = path.name if name is None else name
    return Outcome(shown, kept.id, 0, 0, new=False, stays=stays, language=other_language(kept))


def stays_as_kept(kept: Report, take: Callable[[], Report], stated: Stated | None) -> tuple[str, ...]:
    """What is stated now and stays as it was kept; the report is taken in again only if that may differ."""
    if stated is None or not _differing(kept, stated, stated):
        return ()
    # What the document itself states goes before the options: then they would have changed nothing.
    return _differing(kept, take(), stated)


def _differing(kept: Report, now: Report | Stated, stated: Stated | None) -> tuple[str, ...]:
    """What is stated by options and would now be kept differently, as people call it."""
    return tuple(
        word
        for name, word in STATED.items()
        if getattr(stated, name, None) is not None and getattr(now, name) != getattr(kept, name)
    )


def _already_there(path: Path, desk: Desk) -> str | None:
    """The id of a file that this reader has read before, its bytes kept; saves parsing it again."""
    try:
        if not path.is_file() or path.stat().st_size > desk.settings.limits.file_bytes:
            return None
        with path.open("rb") as file:
            sha = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None  # take_in says what is wrong with it
    return sha if is_known(sha, desk) else None


def is_known(report_id: str, desk: Desk) -> bool:
    """True where the present reader, or people, have read this report, and its bytes are kept."""
    known = desk.ledger.has(report_id, desk.reader) or _is_coded(report_id, desk)
    return known and desk.vault.has(report_id)
