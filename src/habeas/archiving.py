"""A whole home into one file, and back: all of it, or nothing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

from habeas import __version__
from habeas.custody import Departure
from habeas.errors import HabeasError, LedgerFault, WrongUsage
from habeas.exporting import aside, staged
from habeas.intake.archives import Identity, unpack
from habeas.intake.files import printable
from habeas.ledger import Ledger
from habeas.pipeline import Desk
from habeas.publishing.exports.archive import Part, Recipient, encrypted, part, write_archive
from habeas.publishing.holdings import Choice
from habeas.settings import Settings
from habeas.vault import Vault
from habeas.wire.archive import FORMAT, LEDGER, LEXICON, PATHS, VAULT

# What a copy of the ledger in the making is called in the home; whoever is killed leaves one.
STAGED: Final = "archive"


@dataclass(frozen=True, slots=True)
class Archived:
    """What went into an archive: how many files, the end of the log, and the archive's own SHA-256."""

    files: int
    head: str | None
    sha256: str


def archive(desk: Desk, target: Path, choice: Choice, recipients: Sequence[Recipient] = ()) -> Archived:
    """Write everything into one file: ledger, documents, word lists of one's own.

    Passwords and the log of accesses are left out. Raises WrongUsage where names weren't chosen or the file
    is there already, HabeasError where it can't be written; then nothing of it is left.
    """
    if not choice.names:
        raise WrongUsage("an archive holds everything, names too: give --include-names, or --format bag")
    if target.exists() or target.is_symlink():
        raise WrongUsage(f"{target} is there already: name a new file")
    with _copied(desk) as (copy, held):
        parts = [*_parts(desk, copy, held)]
        with Ledger.open(Settings(copy), create=False) as ledger:
            head = ledger.log_head()
        told = {
            "format": FORMAT,
            "habeas": __version__,
            "as_of": datetime.now(UTC).replace(microsecond=0).isoformat(),
            "log_head": head,
            "by": choice.by,
            "why": choice.why,
        }
        with _becoming(target) as file:
            with encrypted(file, recipients) as plain:
                write_archive(plain, told, parts)
            sha256 = _sha256(file)
            desk.ledger.depart(_departure(choice, sha256))
    return Archived(len(parts), head, sha256)


def _departure(choice: Choice, sha256: str) -> Departure:
    return Departure(
        form="archive",
        chosen="everything",
        named=True,
        contents=sha256,
        by=choice.by,
        at=datetime.now(UTC),
        why=choice.why,
    )


@contextmanager
def _copied(desk: Desk) -> Iterator[tuple[Path, frozenset[str]]]:
    """A folder with a copy of the ledger, in the home (its words lie there anyway); and what it stands on."""
    with aside(desk.settings.home / STAGED) as folder:
        yield folder, desk.ledger.copy(folder / LEDGER)


def _parts(desk: Desk, copy: Path, held: frozenset[str]) -> Iterator[Part]:
    yield part(LEDGER, copy / LEDGER)
    for sha in sorted(held):
        if desk.vault.has(sha):
            yield part(f"{VAULT}/{sha[:2]}/{sha}", desk.vault.folder / sha[:2] / sha, sha)
    own = desk.settings.own_lexicon
    for path in sorted(own.rglob("*")) if own is not None else ():
        name = f"{LEXICON}/{path.relative_to(own).as_posix()}"  # type: ignore[arg-type]
        if path.is_file() and not path.is_symlink():
            if not PATHS.fullmatch(name):
                raise HabeasError(f"{printable(str(path))}: no archive takes this name (use a plainer one)")
            yield part(name, path)


@contextmanager
def _becoming(target: Path) -> Iterator[BinaryIO]:
    """A file that takes this name once it is whole and on the disk. Raises HabeasError where it can't."""
    with aside(target) as folder:
        unfinished = folder / "archive"
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)


def _sha256(file: BinaryIO) -> str:
    file.flush()
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


# --- and back ---


@dataclass(frozen=True, slots=True)
class Restored:
    """What came out of an archive: its ledger's reports, its log's end, and what `verify` finds in it."""

    reports: int
    head: str | None
    faults: tuple[str, ...]


def restore(path: Path, settings: Settings, identities: Sequence[Identity] = ()) -> Restored:
    """Make a fresh home of an archive, whole or not at all.

    Raises WrongUsage where the home holds something, UnreadableReport for a damaged or strange archive,
    LedgerFault for a ledger of a newer habeas.
    """
    home = settings.home
    if home.is_symlink() or (home.exists() and (not home.is_dir() or any(home.iterdir()))):
        told = "holds something: an archive becomes a home of its own; name a new folder"
        raise WrongUsage(f"--home {home} {told}")
    with staged(home) as staging:
        about = unpack(path, staging, identities)
        return _settled(Settings(staging), about["log_head"], path)


def _settled(settings: Settings, head: str | None, path: Path) -> Restored:
    shown = printable(str(path))
    try:
        Ledger.settle_in(settings.ledger)
        with Ledger.open(settings, create=False) as ledger:
            faults = ledger.verify(Vault(settings.vault))
            found, reports = ledger.log_head(), ledger.stored().reports
    except LedgerFault as fault:
        raise LedgerFault(f"{shown}: {str(fault).replace(str(settings.ledger), 'its ledger')}") from fault
    if found != head:
        raise LedgerFault(f"{shown}: its log doesn't end where the archive says (get the archive again)")
    return Restored(reports, found, tuple(faults))
