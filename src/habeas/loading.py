"""Into the ledger with what was coded or read elsewhere: all of it, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from habeas import __version__
from habeas.custody import Arrival, ArrivalKind
from habeas.errors import Unloadable, UnreadableReport
from habeas.intake.bags import PAYLOAD, bag_faults, is_bag
from habeas.intake.coded import Coding, coded
from habeas.intake.excerpts import excerpt_bytes
from habeas.intake.exchange import Bundle, is_exchange, read_exchange
from habeas.intake.exchange_tables import is_tables, read_tables
from habeas.intake.files import printable
from habeas.ledger.ledger import NOTHING_MORE, Brought
from habeas.model import CODED, Claim, Matter, Reading, Report, Ruling
from habeas.pipeline import Desk, refuse_erased
from habeas.reading.wording import Wording
from habeas.reckoning.decided import reviewed
from habeas.wire.claims import claim_to_wire, text_sha256, to_line

Watch = Callable[[Iterable[Any], int, str], Iterable[Any]]

_NAMES_END: Final = "+"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one load brought: new claims and figures, the reports with something new, those without."""

    claims: int
    unread: int
    reports: tuple[str, ...]
    known: int


def unwatched(steps: Iterable[Any], _total: int, _what: str) -> Iterable[Any]:
    """The steps, with nobody told how far they are."""
    return steps


def load(path: Path, desk: Desk, *, by: str, watch: Watch = unwatched) -> Loaded:
    """Load an exchange folder, by itself or in a bag, or a file of claims that people coded.

    `by` is who brings it. Raises Unloadable with all faults, or UnreadableReport; then nothing is loaded.
    """
    if path.is_dir():
        if is_bag(path):
            path = _sound_payload(path)
        if not is_exchange(path) and is_tables(path):
            return bring(read_tables(path, limits=desk.settings.limits), desk, by=by, watch=watch)
        if not is_exchange(path):
            cure = "it has no reports.jsonl or .csv; name the file of coded claims; habeas add takes reports"
            raise UnreadableReport(printable(str(path)), "is no exchange folder", cure)
        return bring(read_exchange(path, limits=desk.settings.limits), desk, by=by, watch=watch)
    found = coded(path, Wording(desk.lexicon), limits=desk.settings.limits)
    return _load_codings(found, printable(str(path)), desk, watch)


def _sound_payload(bag: Path) -> Path:
    """The exchange folder in a bag whose bytes are those that it lists. Raises Unloadable for another."""
    if faults := bag_faults(bag):
        raise Unloadable(tuple(faults))
    return bag / PAYLOAD


def bring(bundle: Bundle, desk: Desk, *, by: str, watch: Watch = unwatched) -> Loaded:
    """Keep what nobody has read here, with what people added to it and decided of it.

    Of a report that is read already, the reading that is here stays, and so does what was decided here.
    Raises Unloadable where decisions and claims don't fit; then nothing is kept.
    """
    if faults := misfits(bundle):
        raise Unloadable(faults)
    readers = desk.ledger.readers_of(reading.report.id for reading in bundle.readings)
    new = [reading for reading in bundle.readings if reading.report.id not in readers]
    reports = {reading.report.id for reading in new}
    added = [reading for reading in bundle.added if reading.report.id in reports]
    things = _things((*new, *added))
    more = Brought(
        added=added,
        acts=(
            *(one for one in bundle.decisions if one.claim in things),
            *_rulings(bundle, things | reports, desk),
        ),
        arrivals=_arrivals(bundle, reports, by),
    )
    _keep(new, bundle.document, desk, watch, more)
    claims = sum(len(reading.claims) for reading in (*new, *added))
    return _loaded(new, claims, known=len(bundle.readings) - len(new))


def misfits(bundle: Bundle) -> tuple[str, ...]:
    """A line for each claim that isn't what its decisions make of it, as the folder says it is."""
    read = [claim for reading in (*bundle.readings, *bundle.added) for claim in reading.claims]
    shown = printable(str(bundle.folder))
    after = {claim.id: claim for claim in reviewed(read, bundle.decisions)}
    return tuple(
        f"{shown}: claim {claim.id} isn't what its decisions make of it (export it again)"
        for claim in bundle.stated
        if claim != after[claim.id]
    )


def _things(readings: Iterable[Reading]) -> set[str]:
    """The ids of the claims and unread figures of these readings."""
    things: set[str] = set()
    for reading in readings:
        things.update(claim.id for claim in reading.claims)
        things.update(figure.id for figure in reading.unread)
    return things


def _rulings(bundle: Bundle, new: set[str], desk: Desk) -> Iterator[Ruling]:
    """The rulings on what is new here; on names, those that aren't here already, if anything is new."""
    known = set(desk.ledger.rulings()) if bundle.rulings and new else set()
    for ruling in bundle.rulings:
        on_new = bool(new) if ruling.matter is Matter.NAME else {ruling.one, ruling.other} <= new
        if on_new and ruling not in known:
            yield ruling


def _arrivals(bundle: Bundle, new: set[str], by: str) -> list[Arrival]:
    """How the reports came whose documents didn't come with them."""
    at, agent = datetime.now(UTC).replace(microsecond=0), f"habeas/{__version__}"
    return [
        Arrival(
            report=reading.report.id,
            kind=ArrivalKind.TEXT,
            address=printable(bundle.folder.name) or "exchange folder",
            carrier=text_sha256(reading.report.text),
            by=by,
            at=at,
            agent=agent,
        )
        for reading in bundle.readings
        if reading.report.id in bundle.texts & new
    ]


def _load_codings(codings: Sequence[Coding], shown: str, desk: Desk, watch: Watch) -> Loaded:
    readers = desk.ledger.readers_of(coding.report.id for coding in codings)
    new: list[Reading] = []
    claims, faults = 0, list[str]()
    for coding in codings:
        known = readers.get(coding.report.id, ())
        if known and _joined(coding, None).reader in known:
            continue
        before = _newest_coding(coding.report, known, desk)
        faults += (f"{shown}, {fault}" for fault in _contradicting(coding, before))
        reading = _joined(coding, before)
        if reading.reader not in known:
            new.append(reading)
            kept = {_bare(claim) for claim in before.claims} if before is not None else set()
            claims += sum(_bare(claim) not in kept for claim in coding.claims)
    if faults:
        raise Unloadable(tuple(faults))
    _keep(new, excerpt_bytes, desk, watch)
    return _loaded(new, claims, known=len(codings) - len(new))


def _keep(
    new: Sequence[Reading],
    document: Callable[[Report], bytes],
    desk: Desk,
    watch: Watch,
    more: Brought = NOTHING_MORE,
) -> None:
    for reading in new:
        refuse_erased(reading.report.id, reading.report.name, desk)
    # The bytes first: a crash in between leaves bytes without a report, never a report without bytes.
    kept = watch(new, len(new), "Keeping documents")
    desk.vault.put_all(document(reading.report) for reading in kept)
    desk.ledger.append_all(watch(new, len(new), "Keeping claims"), more)


def _loaded(new: Sequence[Reading], claims: int, *, known: int) -> Loaded:
    unread = sum(len(reading.unread) for reading in new)
    return Loaded(claims, unread, tuple(reading.report.id for reading in new), known)


# --- one passage, coded by some, and again by others ---


def _newest_coding(report: Report, readers: Sequence[str], desk: Desk) -> Reading | None:
    """What people have coded of this report so far."""
    people = [reader for reader in readers if reader.startswith(CODED)]
    return desk.ledger.reading(report, people[-1]) if people else None


def _joined(coding: Coding, before: Reading | None) -> Reading:
    """What was coded before and now; a coder who coded the same words before corrects that.

    The reader is named for all who coded, and for what they coded: the order of loading leaves no trace.
    """
    claims: dict[str, Claim] = {claim.id: claim for claim in before.claims} if before is not None else {}
    claims |= {claim.id: claim for claim in coding.claims}
    coders = coding.coders | (coders_of(before.reader) if before is not None else set())
    ordered = sorted(map(_bare, claims.values()), key=lambda claim: (claim.anchor, claim.type))
    digest = hashlib.sha256(
        "\n".join(to_line(claim_to_wire(claim)) for claim in ordered).encode()
    ).hexdigest()
    reader = f"{CODED}{','.join(sorted(coders))}{_NAMES_END}{digest[:8]}"
    return Reading(coding.report, reader, tuple(replace(claim, reader=reader) for claim in ordered))


def coders_of(reader: str) -> frozenset[str]:
    """Who coded, by the name of such a reader."""
    return frozenset(reader.removeprefix(CODED).rpartition(_NAMES_END)[0].split(","))


def _contradicting(coding: Coding, before: Reading | None) -> Iterator[str]:
    """What somebody else coded otherwise before: which of the two is right, no load decides."""
    if before is None or coding.coders <= coders_of(before.reader):
        return
    kept: Mapping[str, Claim] = {claim.id: _bare(claim) for claim in before.claims}
    for claim in coding.claims:
        if kept.get(claim.id, claim) != claim:
            others = ", ".join(sorted(coders_of(before.reader)))
            yield (
                f"line {coding.lines[claim.id]}: “{claim.anchor.text[:60]}” is coded otherwise already"
                f" by {others} (agree on one of the two; habeas claims shows the other)"
            )


def _bare(claim: Claim) -> Claim:
    """The claim without the name of the whole reading."""
    return replace(claim, reader=CODED)
