"""Reports one after the other: files by themselves, and those that a container holds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from habeas import __version__
from habeas.custody import Arrival, ArrivalKind
from habeas.errors import UnreadableReport
from habeas.intake import (
    Member,
    Passed,
    Refused,
    Stated,
    container_kind,
    printable,
    take_member,
    unpack,
)
from habeas.lexicon import Lexicon
from habeas.model import Reading
from habeas.pipeline import (
    Desk,
    Failure,
    Outcome,
    attempt,
    is_known,
    keep,
    other_language,
    process,
    read_file,
    refuse_erased,
    stays_as_kept,
)
from habeas.reading import read_report
from habeas.settings import Limits
from habeas.vault import Vault

Done = TypeVar("Done")


def read_each(
    paths: Iterable[Path], lexicon: Lexicon, *, stated: Stated | None = None
) -> Iterator[Reading | Failure]:
    """Read one file after the other, of a container each member.

    One that can't be read doesn't keep the others out.
    """
    for path in paths:
        if container_kind(path) is None:
            yield attempt(path, partial(read_file, path, lexicon, stated=stated))
        else:
            step = partial(_read_member, lexicon=lexicon, stated=stated)
            pieces = _of_container(path, Limits(), step)
            yield from (piece for piece in pieces if not isinstance(piece, Passed))


def _read_member(member: Member, within: Within, *, lexicon: Lexicon, stated: Stated | None) -> Reading:
    report = take_member(member, within.shown(member.address), within.name(member.address), stated=stated)
    return read_report(report, lexicon)


def process_each(
    paths: Iterable[Path], desk: Desk, *, by: str, stated: Stated | None = None
) -> Iterator[Outcome | Failure | Passed]:
    """Process one file after the other, of a container each member; `by` is who brings them.

    One that can't be read doesn't keep the others out.
    """
    for path in paths:
        if container_kind(path) is None:
            yield attempt(path, partial(process, path, desk, stated=stated))
        else:
            yield from process_container(path, desk, by=by, stated=stated)


@dataclass(frozen=True, slots=True)
class Within:
    """A container that is being taken apart; `name` stands for its file's name."""

    path: Path
    called: str

    def shown(self, address: str) -> str:
        """What a complaint about a member calls it; without an address, the container itself."""
        place = printable(str(self.path) if self.called == self.path.name else self.called)
        return f"{place}/{address}" if address else place

    def name(self, address: str) -> str:
        """The name of the report: its path in an archive or its address on the web.

        A part of a mail has none of its own, and is called after the mail.
        """
        called = printable(self.called)
        if not address:
            return called
        return f"{called}/{address}" if container_kind(self.path) in ("mail", "mailbox") else address


def process_container(
    path: Path, desk: Desk, *, by: str, stated: Stated | None = None, name: str | None = None
) -> Iterator[Outcome | Failure | Passed]:
    """Take each member of a container in, read it, and put it down with the container that it came in.

    The container's bytes are kept as soon as a report came out of it. `name` stands for the file's name.
    """
    limits, carrier = desk.settings.limits, _Carrier(path, desk.vault, by)
    refusal = attempt(path, partial(_refuse_holding_erased, path, name or path.name, carrier, desk))
    if refusal is not None:
        yield refusal
        return
    step = partial(_process_member, desk=desk, carrier=carrier, stated=stated)
    yield from _of_container(path, limits, step, name=name)


def _refuse_holding_erased(path: Path, name: str, carrier: _Carrier, desk: Desk) -> None:
    """Raise UnreadableReport for a container that was erased, or with a member that was.

    The vault would have those bytes again. Looked for first, so that no member is taken in before.
    """
    if not desk.ledger.erasures():
        return
    within = Within(path, name)
    refuse_erased(carrier.id, within.shown(""), desk)
    for piece in unpack(path, within.shown(""), desk.settings.limits):
        if isinstance(piece, Member):
            sha = hashlib.sha256(piece.data).hexdigest()
            if (erasure := desk.ledger.erasure_of(sha)) is not None:
                why = f"holds {within.shown(piece.address)}, which was {erasure.in_words}"
                raise UnreadableReport(within.shown(""), why, "take that out of it, then add the rest")


def _of_container(
    path: Path, limits: Limits, step: Callable[[Member, Within], Done], *, name: str | None = None
) -> Iterator[Done | Failure | Passed]:
    """What the step makes of each member, in order; a container that can't be opened is one failure."""
    within = Within(path, name or path.name)
    try:
        for piece in unpack(path, within.shown(""), limits):
            if isinstance(piece, Passed):
                yield piece
            elif isinstance(piece, Refused):
                fault = UnreadableReport(within.shown(piece.address), piece.why, piece.cure)
                yield Failure(path, str(fault))
            else:
                yield attempt(Path(within.shown(piece.address)), partial(step, piece, within))
    except UnreadableReport as fault:
        yield Failure(path, str(fault))


class _Carrier:
    """A container that somebody brought: it goes into the vault once a report came out of it."""

    def __init__(self, path: Path, vault: Vault, by: str) -> None:
        self._path, self._vault, self._by = path, vault, by
        self._id: str | None = None
        self._kept = False

    @property
    def id(self) -> str:
        """The SHA-256 of the container. Raises UnreadableReport."""
        if self._id is None:
            try:
                with self._path.open("rb") as file:
                    self._id = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as fault:
                raise self._gone() from fault
        return self._id

    def arrival(self, report_id: str, address: str) -> Arrival | None:
        """How a report came out of it; None for a mail that is itself the report. Raises UnreadableReport."""
        if report_id == self.id:
            return None
        at = datetime.now(UTC).replace(microsecond=0)
        return Arrival(report_id, ArrivalKind.MEMBER, address, self.id, self._by, at, f"habeas/{__version__}")

    def keep(self) -> None:
        """Have its bytes in the vault. Raises UnreadableReport where they aren't those of before."""
        if self._kept:
            return
        try:
            self._kept = self._vault.put_file(self._path) == self.id
        except OSError as fault:
            raise self._gone() from fault
        if not self._kept:
            raise self._gone()

    def _gone(self) -> UnreadableReport:
        why = "changed while it was taken apart"
        return UnreadableReport(printable(str(self._path)), why, "add it again, once nobody writes to it")


def _process_member(
    member: Member, within: Within, *, desk: Desk, carrier: _Carrier, stated: Stated | None
) -> Outcome:
    shown, name = within.shown(member.address), within.name(member.address)
    take = partial(take_member, member, shown, name, stated=stated, limits=desk.settings.limits)
    sha = hashlib.sha256(member.data).hexdigest()
    known = is_known(sha, desk)
    report = desk.ledger.report(sha) if known else take()
    arrival = carrier.arrival(sha, member.address)
    # The bytes first, as in `process`.
    if arrival is not None:
        carrier.keep()
    if known:
        _arrived(arrival, desk)
        stays = stays_as_kept(report, take, stated)
        return Outcome(name, sha, 0, 0, new=False, stays=stays, language=other_language(report))
    return keep(report, member.data, desk, stated=stated, arrival=arrival)


def _arrived(arrival: Arrival | None, desk: Desk) -> None:
    """Note that a report that is there already came once more, unless it came out of the same place."""
    if arrival is None:
        return
    before = desk.ledger.arrivals((arrival.report,))
    if (arrival.carrier, arrival.address) not in {(one.carrier, one.address) for one in before}:
        desk.ledger.arrive((arrival,))
