"""Out of the ledger: gathered, cleared, written whole or not at all, and told of in the log."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from habeas.custody import Departure
from habeas.errors import HabeasError, WrongUsage
from habeas.kept import Listing, reckon, reckoned
from habeas.kept.listed import claims_listed, unread_listed
from habeas.kept.told import around
from habeas.leavings import unfinished_folder
from habeas.ledger import ClaimFilter, Ledger
from habeas.ledger.queries import EVERYTHING
from habeas.lexicon import lexicon_contents
from habeas.model import Claim, Matter, Review, Ruling, Unread
from habeas.pipeline import Desk
from habeas.publishing.clearance import clear
from habeas.publishing.exports import Form, writer_of
from habeas.publishing.exports.about import write_about
from habeas.publishing.exports.bag import contents as sealed
from habeas.publishing.exports.packed import pack
from habeas.publishing.holdings import Choice, Cleared, Holdings
from habeas.reckoned import Reckoned
from habeas.reckoning.decided import looked_at, reviewed
from habeas.vault import sync_folder


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to leave: the claims that pass or are listed, and what was asked for in words.

    `base_url` is the web application's address, for links that lead back; "" where they are to be relative.
    """

    filter: ClaimFilter | Listing = EVERYTHING
    chosen: tuple[str, ...] = ()
    base_url: str = ""


def gather(desk: Desk, wanted: Wanted) -> Holdings:
    """All that the ledger holds of what is wanted; an allegation comes with its answer, an event whole."""
    ledger = desk.ledger
    passing = claims_passing(desk, wanted)
    told = _told_of(desk, wanted, passing)
    read = _with_wholes(ledger, passing | _members(told))
    ids = {claim.id for claim in read}
    decisions = ledger.decisions()
    claims = tuple(reviewed(read, decisions))
    amended = {claim.id for claim in claims if claim.review is Review.AMENDED}
    unread = tuple(looked_at(_unread_passing(desk, wanted), decisions))
    about = {claim.report.id for claim in claims} | {figure.report.id for figure in unread}
    reports = tuple(one for one in ledger.reports() if not wanted.chosen or one.id in about)
    kept = {report.id for report in reports}
    things = ids | {figure.id for figure in unread}
    return Holdings(
        reports=reports,
        readers={id_: readers[-1] for id_, readers in ledger.readers_of(kept).items()},
        claims=claims,
        unread=unread,
        reckoned=told,
        decisions=tuple(one for one in decisions if not wanted.chosen or one.claim in things),
        rulings=tuple(one for one in ledger.rulings() if not wanted.chosen or _is_on(one, ids | kept)),
        arrivals=tuple(ledger.arrivals(kept)),
        log=tuple(ledger.log_lines()),
        head=ledger.log_head(),
        chosen=wanted.chosen,
        as_of=datetime.now(UTC).replace(microsecond=0),
        as_read=tuple(claim for claim in read if claim.id in amended),
        lexicon=lexicon_contents(desk.settings.own_lexicon),
    )


def claims_passing(desk: Desk, wanted: Wanted) -> set[str]:
    """The ids of the claims that were asked for, without what comes along with them."""
    if not isinstance(wanted.filter, Listing):
        return {claim.id for claim in desk.ledger.claims(wanted.filter)}
    reckon(desk)  # a list has what was reckoned last
    with desk.ledger.derived() as derived:
        return claims_listed(derived, wanted.filter)


def _unread_passing(desk: Desk, wanted: Wanted) -> list[Unread]:
    if not isinstance(wanted.filter, Listing):
        return desk.ledger.unread(wanted.filter)
    with desk.ledger.derived() as derived:
        ids = unread_listed(derived, wanted.filter)
    return desk.ledger.unread_with(ids)


def _told_of(desk: Desk, wanted: Wanted, passing: set[str]) -> Reckoned:
    """The events and conflicts of these claims, each whole."""
    if isinstance(wanted.filter, Listing):
        return around(desk, passing).about(passing)
    return reckoned(desk, wanted.filter).about(passing)


def _with_wholes(ledger: Ledger, ids: set[str]) -> list[Claim]:
    """These claims, and those whose quantities they break down: no part leaves without its whole."""
    while True:
        claims = ledger.claims_with(ids)
        wholes = {claim.part_of for claim in claims if claim.part_of is not None} - ids
        if not wholes:
            return claims
        ids = ids | wholes


def _members(told: Reckoned) -> set[str]:
    """The claims of these events and conflicts, also those that don't pass themselves."""
    return {id_ for group in (told.events, told.conflicts) for one in group for id_ in one.claims}


def _is_on(ruling: Ruling, things: set[str]) -> bool:
    return ruling.matter is Matter.NAME or {ruling.one, ruling.other} <= things


def export(desk: Desk, folder: Path, forms: Sequence[Form], wanted: Wanted, choice: Choice) -> Cleared:
    """Write what is wanted into a new folder, in these formats; gives what left.

    The log tells of it before the folder has its name: an export that isn't told of can't be. Raises
    WrongUsage where the folder holds something already, HabeasError where it can't be written.
    """
    refuse_taken(folder)
    cleared = _cleared(desk, forms, wanted, choice)
    with staged(folder) as staging:
        contents = _write(cleared, forms, staging)
        desk.ledger.depart(_departure(", ".join(forms), contents, wanted, choice))
    return cleared


def export_packed(
    desk: Desk, target: Path, forms: Sequence[Form], wanted: Wanted, choice: Choice
) -> tuple[Cleared, str]:
    """The same as one ZIP file, which holds the folder, called as the file is without its ending.

    Gives what left, and the SHA-256 that the log has of it. Raises as `export` does; a file of that name is
    replaced.
    """
    cleared = _cleared(desk, forms, wanted, choice)
    with aside(target) as staging:
        folder, packed = staging / target.stem, staging / target.name
        folder.mkdir(mode=0o700)
        contents = _write(cleared, forms, folder)
        pack(folder, packed)
        shutil.rmtree(folder)
        _sync(staging)
        desk.ledger.depart(_departure(", ".join(forms), contents, wanted, choice))
        packed.replace(target)
        sync_folder(target.parent)
    return cleared, contents


def _cleared(desk: Desk, forms: Sequence[Form], wanted: Wanted, choice: Choice) -> Cleared:
    _refuse_beside(forms)
    if Form.BAG in forms:
        _refuse_altered(desk)
    cleared = clear(gather(desk, wanted), choice, desk.lexicon)
    return replace(cleared, gazetteer=desk.lexicon, base_url=wanted.base_url)


def _write(cleared: Cleared, forms: Sequence[Form], folder: Path) -> str:
    """Write these formats into a folder; the SHA-256 of what lists its files."""
    for form in forms:
        writer_of(form)(cleared, folder)
    return sealed(folder) if Form.BAG in forms else write_about(cleared, folder)


def _departure(form: str, contents: str, wanted: Wanted, choice: Choice) -> Departure:
    return Departure(
        form=form,
        chosen=", ".join(wanted.chosen) or "everything",
        named=choice.names,
        contents=contents,
        by=choice.by,
        at=datetime.now(UTC),
        why=choice.why,
    )


def _refuse_beside(forms: Sequence[Form]) -> None:
    """Raise WrongUsage where a bag is to share its folder."""
    if Form.BAG in forms and len(forms) > 1:
        raise WrongUsage("a bag lists every file of its folder: export the other formats into another folder")


def _refuse_altered(desk: Desk) -> None:
    """Raise HabeasError for a log that isn't as written: in a bag its lines would pass for masked ones."""
    if desk.ledger.chain_faults():
        raise HabeasError("the log isn't as it was written; a bag of it would prove nothing (habeas verify)")


@dataclass(frozen=True, slots=True)
class Target:
    """A file to write, and whether it may take the place of one that is there."""

    path: Path
    replace: bool = False

    def check(self) -> None:
        """Raise WrongUsage where something is there that can't, or isn't to be, replaced."""
        if self.path.is_symlink() or (self.path.exists() and not self.path.is_file()):
            raise WrongUsage(f"{self.path} is no file: name a new one")
        if self.path.exists() and not self.replace:
            raise WrongUsage(f"{self.path} is there already: name a new file, or add --replace")


Write = Callable[[Cleared], tuple[str, bytes]]


def export_file(desk: Desk, target: Target, write: Write, wanted: Wanted, choice: Choice) -> Cleared:
    """Write what is wanted into one file, whole or not at all; gives what left.

    `write` gives what the log calls its form, and its bytes. The log tells of it, with their SHA-256, before
    the file has its name. Raises WrongUsage as `Target.check`, HabeasError where it can't be written.
    """
    target.check()
    cleared = clear(gather(desk, wanted), choice, desk.lexicon)
    form, data = write(cleared)
    with aside(target.path) as staging:
        written = staging / target.path.name
        written.touch(mode=0o600)
        written.write_bytes(data)
        _sync(staging)
        contents = hashlib.sha256(data).hexdigest()
        desk.ledger.depart(_departure(form, contents, wanted, choice))
        written.replace(target.path)
        sync_folder(target.path.parent)
    return cleared


def refuse_taken(folder: Path) -> None:
    """Raise WrongUsage where the folder is there and isn't empty."""
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise WrongUsage(f"{folder} isn't an empty folder: an export needs one of its own; name a new folder")


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A folder beside this one, which takes its name once all is written and on the disk.

    Raises HabeasError where it can't be written; then nothing of it is left.
    """
    with aside(folder) as staging:
        yield staging
        _sync(staging)
        staging.replace(folder)
        sync_folder(folder.parent)


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """A folder beside this path, gone afterwards unless it was renamed.

    Raises HabeasError where it can't be written. What a killed run left is taken away by the next one for the
    same path.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished_folder(path.parent, _prefix(path)) as folder:
            yield folder
    except OSError as fault:
        raise _unwritable(path, fault) from fault


def _prefix(target: Path) -> str:
    return f".{target.name}.part-"


def _unwritable(folder: Path, fault: OSError) -> HabeasError:
    return HabeasError(f"{folder}: can't be written: {fault.strerror} (check its permissions and the disk)")


def _sync(folder: Path) -> None:
    """Bring everything in the folder onto the disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        else:
            sync_folder(path)
    sync_folder(folder)
