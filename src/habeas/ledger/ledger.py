"""The ledger as the other parts see it: values in, values out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from sqlalchemy import ColumnElement, Connection, FromClause, Table, func, insert, select

from habeas.custody import Arrival, Departure, Erasure, LogLine, Stamp
from habeas.errors import LedgerFault
from habeas.ledger import check, copied, log, moved, rows
from habeas.ledger.acts import about, keep_decision, keep_ruling, refuse_decided
from habeas.ledger.blind import Blind, blind_on, keep_assignment, keep_opinion
from habeas.ledger.derived import Derived
from habeas.ledger.described import Described, described
from habeas.ledger.erasing import Gone, Order
from habeas.ledger.finishing import finish, finish_if_possible
from habeas.ledger.found import claims_with_ids, found, unread_of_reports, unread_with_ids
from habeas.ledger.log import Act, Action, Entry
from habeas.ledger.name_erasure import erase_name
from habeas.ledger.queries import (
    EVERYTHING,
    ClaimFilter,
    claim_conditions,
    id_starts,
    is_added,
    report_is,
    standing,
    unread_conditions,
)
from habeas.ledger.report_erasure import erase_report
from habeas.ledger.session import Session, Sizing, fetch, open_session, portions
from habeas.ledger.shelf import Shelf
from habeas.ledger.tables import (
    AssignmentColumns,
    DecisionColumns,
    FindingColumns,
    assignments,
    claims,
    decisions,
    departures,
    erasures,
    readings,
    reports,
    rulings,
    stamps,
    unread,
)
from habeas.ledger.tables import log as entries
from habeas.ledger.tombstones import erased_among, erasure_of, erasures_starting
from habeas.ledger.users import Users
from habeas.ledger.visits import Visits
from habeas.model import (
    Assignment,
    Claim,
    Decision,
    Reading,
    Report,
    Review,
    Ruling,
    Unread,
    added_by,
    added_number,
    added_reader,
)
from habeas.settings import Settings
from habeas.spelled import Spelled
from habeas.vault import Vault

Finding = TypeVar("Finding", Claim, Unread)
About = TypeVar("About", DecisionColumns, AssignmentColumns)

# Readings that go to the database at once: few enough for its limit on parameters.
BATCH: Final = 500
# Claims looked at for the start of an id: four letters of a million claims' ids fit fifteen.
_LOOKED_UP: Final = 200


@dataclass(frozen=True, slots=True)
class Stored:
    """How much a ledger holds; claims and unread figures are those of the newest readings."""

    reports: int
    readings: int
    claims: int
    unread: int
    decisions: int
    rulings: int = 0
    queued: int = 0  # decisions and rulings on claims that no newest reading has


@dataclass(frozen=True, slots=True)
class Brought:
    """What comes along with readings from elsewhere: what people added and decided, and how reports came."""

    added: Sequence[Reading] = ()
    acts: Sequence[Decision | Ruling] = ()
    arrivals: Sequence[Arrival] = ()


NOTHING_MORE: Final = Brought()


class Ledger:
    """Reports, readings and decisions, in a file that only grows. Open it with `Ledger.open`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        create: bool = True,
        sizing: Sizing = Sizing(),  # noqa: B008  it is frozen
    ) -> Self:
        """The ledger of this home, made if `create` and there is none, migrated if it is older.

        `sizing` is for a server, which has many connections open at once, each with little in memory.

        What an erasure that was stopped had still to remove is removed. Raises LedgerFault where there is no
        ledger, where the file is none, or a newer habeas wrote it.
        """
        session = open_session(settings.ledger, create=create, sizing=sizing)
        finish_if_possible(session, settings.home)
        return cls(session)

    def close(self) -> None:
        """Close the file."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def has(self, report_id: str, reader: str | None = None) -> bool:
        """True where the ledger holds this report; with `reader`, this report's reading by it."""
        with self._session.reading() as connection:
            return _has(connection, report_id, reader)

    def append(self, report: Report, reading: Reading, *, arrival: Arrival | None = None) -> bool:
        """Keep the report with this reading of it, all or nothing; False if that reading is there already.

        A newer reader's reading goes beside the older ones. `arrival` is how it came in, kept also where the
        reading is there already: it has come once more. Raises LedgerFault if the report was kept with
        another text, day or language than the one that was read now.
        """
        if reading.report != report:
            raise LedgerFault(f"{report.name}: the reading is of another report ({reading.report.name})")
        with self._session.writing() as connection:
            moved.keep_arrivals(connection, () if arrival is None else (arrival,))
            if _has(connection, report.id, reading.reader):
                return False
            report_digest = _keep_report(connection, report)
            _keep_reading(connection, reading, report_digest)
        return True

    def append_all(self, new: Iterable[Reading], more: Brought = NOTHING_MORE) -> int:
        """Keep many readings with their reports, all or nothing; how many weren't there already.

        `more` is kept beside them. Raises LedgerFault as `append` and `keep` do. No report may come twice.
        """
        added = 0
        batches = iter(new)
        with self._session.writing() as connection:
            while batch := list(islice(batches, BATCH)):
                added += _keep_batch(connection, batch)
            for reading in more.added:
                _keep_batch(connection, [reading])
            moved.keep_arrivals(connection, more.arrivals)
            for act in more.acts:
                _keep_act(connection, act)
        return added

    def add(self, claim: Claim, by: str, decisions: Sequence[Decision] = ()) -> Claim:
        """Keep a claim that its report's newest reading missed, beside that reading; and these decisions.

        Gives the claim as it is kept, with the person as its reader. Raises LedgerFault where the report has
        that claim already, or the ledger hasn't that report.
        """
        report = claim.report
        with self._session.writing() as connection:
            kept = list(fetch(connection, select(reports).where(reports.c.id == report.id)))
            if not kept:
                raise LedgerFault(f"the ledger has no report {report.id}; habeas brief lists all reports")
            digest = _digest_of_kept(kept[0], report)
            _refuse_known(connection, claim)
            added = replace(claim, reader=added_reader(_last_added(connection, report.id) + 1, by))
            _keep_reading(connection, Reading(report, added.reader, (added,)), digest)
            for decision in decisions:
                keep_decision(connection, decision)
        return added

    def readers_of(self, report_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Who has read each of these reports, the newest reading last; without those that nobody has.

        Who has only added to what somebody else read isn't among them.
        """
        found: dict[str, tuple[str, ...]] = {}
        wanted = iter(report_ids)
        with self._session.reading() as connection:
            while batch := list(islice(wanted, BATCH)):
                found |= _readers_of(connection, batch)
        return found

    def reading(self, report: Report, reader: str) -> Reading:
        """What this reader made of a report that the ledger holds; nothing where it hasn't read it."""
        wanted = (readings.c.report == report.id, readings.c.reader == reader)
        with self._session.reading() as connection:
            id_ = connection.execute(select(readings.c.id).where(*wanted)).scalar()
            found = [rows.claim_of(row, report) for row in _placed(connection, claims, id_)]
            figures = [rows.unread_of(row, report) for row in _placed(connection, unread, id_)]
        return Reading(report, reader, tuple(found), tuple(figures))

    def readings(self) -> Iterator[Reading]:
        """The newest reading of each report, in order of the reports' ids, without what people added."""
        found, figures = _by_report(self.claims()), _by_report(self.unread())
        reports = self.reports()
        readers = self.readers_of(report.id for report in reports)
        for report in reports:
            claimed = [claim for claim in found.get(report.id, ()) if added_by(claim.reader) is None]
            doubted = figures.get(report.id, ())
            yield Reading(report, readers[report.id][-1], tuple(claimed), tuple(doubted))

    def reports(self) -> list[Report]:
        """All reports, in order of their ids."""
        with self._session.reading() as connection:
            query = select(reports).order_by(reports.c.id)
            return [rows.report_of(row) for row in fetch(connection, query)]

    def described(self, ids: Iterable[str]) -> dict[str, Described]:
        """These reports without their text, by their ids, of those that there are."""
        with self._session.reading() as connection:
            return described(connection, ids)

    def knows(self, id_or_prefix: str) -> bool:
        """True where a report's id starts so, or a report has this name."""
        with self._session.reading() as connection:
            return _count(connection, reports, report_is(id_or_prefix)) > 0

    def report(self, id_or_prefix: str) -> Report:
        """The one report whose id starts so, or whose name this is.

        Raises LedgerFault where there is none, or more than one.
        """
        with self._session.reading() as connection:
            query = select(reports).where(report_is(id_or_prefix)).order_by(reports.c.id).limit(3)
            known = [rows.report_of(row) for row in fetch(connection, query)]
            gone = [] if known else erasures_starting(connection, id_or_prefix)
        if gone:
            raise LedgerFault(f"report {gone[-1].subject[:12]} was {gone[-1].in_words}")
        if not known:
            raise LedgerFault(f"the ledger has no report {id_or_prefix!r}; habeas brief lists all reports")
        if len(known) > 1:
            examples = ", ".join(f"{report.id[:12]} ({report.name})" for report in known[:2])
            raise LedgerFault(
                f"{id_or_prefix!r} means more than one report, such as {examples}; give more of its id"
            )
        return known[0]

    def claims(self, filter: ClaimFilter = EVERYTHING, *, reader: str | None = None) -> list[Claim]:  # noqa: A002
        """The claims that pass, of each report's newest reading, or of this reader's readings.

        Ordered by day of publication (none first), report id, the anchor's start, type.
        """
        conditions = list(claim_conditions(filter))
        with self._session.reading() as connection:
            passing = found(connection, claims, conditions, reader)
            return [rows.claim_of(row, report) for row, report in passing]

    def unread(self, filter: ClaimFilter = EVERYTHING, *, reader: str | None = None) -> list[Unread]:  # noqa: A002
        """The unread figures that pass, of the same readings and in the same order as claims."""
        conditions = list(unread_conditions(filter))
        with self._session.reading() as connection:
            passing = found(connection, unread, conditions, reader)
            return [rows.unread_of(row, report) for row, report in passing]

    def readers(self) -> list[tuple[str, int]]:
        """Each reader, by name, and the number of reports that it has read."""
        query = select(readings.c.reader, func.count()).group_by(readings.c.reader)
        with self._session.reading() as connection:
            return sorted((name, count) for name, count in connection.execute(query))

    def added(self) -> dict[str, date]:
        """The day (UTC) on which each report was first read, by the report's id."""
        query = select(readings.c.report, func.min(readings.c.at)).group_by(readings.c.report)
        with self._session.reading() as connection:
            return {id_: datetime.fromisoformat(at).date() for id_, at in connection.execute(query)}

    def stored(self) -> Stored:
        """How much the ledger holds."""
        with self._session.reading() as connection:
            return Stored(
                reports=_count(connection, reports),
                readings=_count(connection, readings),
                claims=_count(connection, claims, *standing(claims)),
                unread=_count(connection, unread, *standing(unread)),
                decisions=_count(connection, decisions),
                rulings=_count(connection, rulings),
            )

    def decide(
        self, claim: str, verdict: Review, *, by: str, why: str, amendment: str | None = None
    ) -> Decision:
        """Record what a person ruled about the claim with this id, beside the reading of it.

        Raises LedgerFault where no reading has such a claim; BrokenPromise without a name or a reason, or
        where the amendment doesn't stand on the report's words.
        """
        decision = Decision(claim, verdict, by, log.moment(), why, amendment)
        self.keep([decision])
        return decision

    def keep(self, acts: Iterable[Decision | Ruling], *, seen: int | None = None) -> None:
        """Record what people decided of claims and ruled of pairs, all of it or none.

        `seen` is the ledger's `height` when the person looked. Raises DecidedMeanwhile where somebody decided
        on one of these since; without `seen` nothing is asked. Raises as `decide` does, too, and
        LedgerFault for a ruling on claims or reports that aren't there.
        """
        acts = list(acts)
        with self._session.writing() as connection:
            if seen is not None:
                refuse_decided(connection, acts, seen)
            for act in acts:
                _keep_act(connection, act)

    def rulings(self) -> list[Ruling]:
        """All rulings on pairs, oldest first."""
        with self._session.reading() as connection:
            query = select(rulings).order_by(rulings.c.id)
            return [rows.ruling_of(row) for row in fetch(connection, query)]

    def rulings_on(self, things: Iterable[str]) -> list[Ruling]:
        """The rulings on these things and any others, oldest first."""
        with self._session.reading() as connection:
            found = {
                row["id"]: rows.ruling_of(row)
                for some in portions(sorted(set(things)))
                for column in (rulings.c.one, rulings.c.other)
                for row in fetch(connection, select(rulings).where(column.in_(some)))
            }
        return [found[id_] for id_ in sorted(found)]

    def claim_ids(self, prefix: str) -> list[str]:
        """The ids, at most three, of the newest readings' claims that start so."""
        with self._session.reading() as connection:
            query = select(claims.c.id).distinct().where(id_starts(claims.c.id, prefix))
            found = connection.execute(query.order_by(claims.c.id).limit(_LOOKED_UP)).scalars()
            return sorted(claim.id for claim in claims_with_ids(connection, found))[:3]

    def decided_ids(self, prefix: str) -> list[str]:
        """The ids, at most three, that start so and on which somebody decided, there or not."""
        query = select(decisions.c.claim).distinct().where(id_starts(decisions.c.claim, prefix))
        with self._session.reading() as connection:
            return list(connection.execute(query.order_by(decisions.c.claim).limit(3)).scalars())

    def unread_of(self, report_id: str) -> list[Unread]:
        """The unread figures of one report's newest reading."""
        with self._session.reading() as connection:
            return unread_of_reports(connection, [report_id])

    def unread_with(self, ids: Iterable[str]) -> list[Unread]:
        """The unread figures of the newest readings that have these ids, by report and offset."""
        with self._session.reading() as connection:
            return unread_with_ids(connection, ids)

    def claims_with(self, ids: Iterable[str]) -> list[Claim]:
        """The claims of the newest readings that have these ids, in the order of `claims`."""
        with self._session.reading() as connection:
            return claims_with_ids(connection, ids)

    def copy(self, path: Path) -> frozenset[str]:
        """Copy the ledger into a new file (`copied.copy_to`); the SHA-256 of all bytes that it stands on."""
        return copied.copy_to(self._session, path)

    @staticmethod
    def settle_in(path: Path) -> None:
        """Look at a ledger's file that came from elsewhere, and migrate it (`copied.settle_in`)."""
        copied.settle_in(path)

    @property
    def sealed(self) -> bool:
        """True where the ledger is on media that can't be written to."""
        return self._session.sealed

    @contextmanager
    def apart(self) -> Iterator[Ledger]:
        """A copy of the ledger as it is at one moment, to try something on; nothing of it stays."""
        with Ledger(self._session.apart()) as copy:
            yield copy

    @contextmanager
    def deriving(self) -> Iterator[Derived]:
        """What is derived, to be made again: all of it is kept, or none."""
        with self._session.writing() as connection:
            yield Derived(connection)

    @contextmanager
    def shelf(self) -> Iterator[Shelf]:
        """What is listed, as it was last reckoned: one state of it."""
        with self._session.reading() as connection:
            yield Shelf(connection)

    @contextmanager
    def derived(self) -> Iterator[Derived]:
        """What is derived, to be looked at."""
        with self._session.reading() as connection:
            yield Derived(connection)

    @property
    def users(self) -> Users:
        """Who may sign in."""
        return Users(self._session)

    @property
    def visits(self) -> Visits:
        """Who is signed in, and who opened what."""
        return Visits(self._session)

    def decisions(self, claim: str | None = None) -> list[Decision]:
        """All decisions, or those on one claim, oldest first."""
        query = select(decisions).order_by(decisions.c.id)
        if claim is not None:
            query = query.where(decisions.c.claim == claim)
        with self._session.reading() as connection:
            return [rows.decision_of(row) for row in fetch(connection, query)]

    def decisions_on(self, ids: Iterable[str]) -> list[Decision]:
        """All decisions on these claims and unread figures, oldest first."""
        with self._session.reading() as connection:
            return [rows.decision_of(row) for row in about(connection, decisions, ids)]

    def assign(self, new: Iterable[Assignment]) -> None:
        """Record who is to decide blind on which claims, all of it or none.

        Raises LedgerFault for a claim that isn't there, or on which two people are to decide already.
        """
        with self._session.writing() as connection:
            for assignment in new:
                keep_assignment(connection, assignment)

    def opine(self, opinion: Decision, joint: Callable[[Blind], Decision | None]) -> Decision | None:
        """Record what one of two people says who decide blind.

        Once both have said so, what `joint` makes of it is a decision and recorded with it, unless somebody
        else decided meanwhile; gives it. Raises LedgerFault where this person isn't asked, or both have said
        already; else as `decide` does.
        """
        with self._session.writing() as connection:
            return keep_opinion(connection, opinion, joint)

    def blind(self, ids: Iterable[str]) -> dict[str, Blind]:
        """Of those of these claims that two people were asked to decide on blind, how far that has come."""
        with self._session.reading() as connection:
            return blind_on(connection, ids)

    def assigned(self, *, to: str | None = None) -> list[Blind]:
        """All claims that two people were asked to decide on blind, or those that this person was."""
        query = select(assignments.c.claim).distinct()
        if to is not None:
            query = query.where((assignments.c.one == to) | (assignments.c.other == to))
        with self._session.reading() as connection:
            return list(blind_on(connection, connection.execute(query).scalars()).values())

    @property
    def height(self) -> int:
        """How many acts the log tells of: what a person has seen when they look now."""
        with self._session.reading() as connection:
            return log.height(connection)

    def log(self) -> list[Entry]:
        """What was done to this ledger, oldest first."""
        query = select(entries).order_by(entries.c.seq)
        with self._session.reading() as connection:
            return [log.entry_of(row) for row in fetch(connection, query)]

    def acts(self, *, after: int = 0, since: date | None = None, limit: int) -> list[Act]:
        """At most so many of the log's entries after this number, and of this day (UTC) or later."""
        with self._session.reading() as connection:
            return log.acts(connection, after=after, since=since, limit=limit)

    def log_lines(self) -> list[LogLine]:
        """The whole log, each line with its hashes."""
        with self._session.reading() as connection:
            return [log.line_of(row) for row in fetch(connection, select(entries).order_by(entries.c.seq))]

    def chain_faults(self) -> list[str]:
        """What is wrong with the chain of the log, one sentence each; what was erased lawfully isn't."""
        with self._session.reading() as connection:
            return list(log.chain_faults(fetch(connection, select(entries).order_by(entries.c.seq))))

    def arrive(self, new: Iterable[Arrival]) -> None:
        """Record how reports came in, all of it or none."""
        with self._session.writing() as connection:
            moved.keep_arrivals(connection, new)

    def arrivals(self, reports: Iterable[str]) -> list[Arrival]:
        """How these reports (ids) came in, where no file of their own brought them; oldest first for each."""
        with self._session.reading() as connection:
            return list(moved.arrivals_of(connection, reports))

    def fetched(self, addresses: Iterable[str]) -> dict[str, str]:
        """Those of these addresses that a report was fetched from, each with the id of the last that was."""
        with self._session.reading() as connection:
            return moved.fetched(connection, addresses)

    def depart(self, departure: Departure) -> None:
        """Record that an export left."""
        with self._session.writing() as connection:
            moved.keep_departure(connection, departure)

    def departures(self) -> list[Departure]:
        """All exports that left, oldest first."""
        with self._session.reading() as connection:
            query = select(departures).order_by(departures.c.id)
            return [rows.departure_of(row) for row in fetch(connection, query)]

    def stamp(self, stamp: Stamp) -> None:
        """Record a timestamp. Raises LedgerFault where what it stamps is no line of this log."""
        with self._session.writing() as connection:
            moved.keep_stamp(connection, stamp)

    def stamps(self) -> list[Stamp]:
        """All timestamps of this log, oldest first."""
        with self._session.reading() as connection:
            return [rows.stamp_of(row) for row in fetch(connection, select(stamps).order_by(stamps.c.id))]

    def expunge_report(self, report_id: str, order: Order) -> Gone:
        """Erase a report with all that stood on it, all or nothing; what went, or with a trial would go.

        `finish` then removes its bytes. Raises LedgerFault as `erase_report` does.
        """
        with self._expunging(order) as connection:
            return erase_report(connection, report_id, order)

    def expunge_name(self, name: Spelled, order: Order, *, documents: Set[str] = frozenset()) -> Gone:
        """Erase a name wherever it stands, all or nothing; what went, or with a trial would go.

        `finish` then removes the bytes that held it. `documents` and errors are those of `erase_name`.
        """
        with self._expunging(order) as connection:
            return erase_name(connection, name, documents, order)

    @contextmanager
    def _expunging(self, order: Order) -> Iterator[Connection]:
        with self._session.writing() as connection:
            tried = connection.begin_nested()
            yield connection
            if order.trial:
                tried.rollback()
            else:
                tried.commit()

    def finish(self, home: Path) -> None:
        """Remove what was erased from this home: bytes, copies, freed pages; whatever isn't removed yet.

        Raises LedgerFault where that can't be; what is left is removed when the ledger is next opened.
        """
        finish(self._session, home)

    def backups(self) -> list[Path]:
        """The copies that were made of the ledger before it was migrated."""
        return self._session.backups()

    def erasures(self) -> list[Erasure]:
        """What was erased lawfully, oldest first."""
        with self._session.reading() as connection:
            return [
                rows.erasure_of(row) for row in fetch(connection, select(erasures).order_by(erasures.c.id))
            ]

    def erasure_of(self, sha: str) -> Erasure | None:
        """The erasure that took out the report with this id, or these bytes of the vault, if one did."""
        with self._session.reading() as connection:
            return erasure_of(connection, sha)

    def log_length(self) -> int:
        """How many entries the log has: the number of its last."""
        with self._session.reading() as connection:
            return connection.execute(select(func.coalesce(func.max(entries.c.seq), 0))).scalar_one()

    def state(self) -> tuple[str | None, int]:
        """What all that is told hangs on: the head of the log, and how often what is reckoned has changed."""
        with self._session.reading() as connection:
            return log.head(connection), Shelf(connection).version

    def log_head(self) -> str | None:
        """The hash of the log's last entry, which hangs on all entries before it; None of an empty log."""
        with self._session.reading() as connection:
            return log.head(connection)

    def verify(self, vault: Vault) -> list[str]:
        """Everything that isn't as it was stored, one sentence each; empty if all is sound."""
        # Before the ledger, since bytes go into the vault before their report into the ledger.
        kept = list(vault.names())
        with self._session.reading() as connection:
            return list(check.faults(connection, vault, kept))


def _last_added(connection: Connection, report_id: str) -> int:
    """The highest number of a claim that people added to this report; what was loaded may leave some out."""
    query = select(readings.c.reader).where(readings.c.report == report_id, is_added())
    return max((added_number(reader) or 0 for (reader,) in connection.execute(query)), default=0)


def _keep_act(connection: Connection, act: Decision | Ruling) -> None:
    if isinstance(act, Decision):
        keep_decision(connection, act)
    else:
        keep_ruling(connection, act)


def _has(connection: Connection, report_id: str, reader: str | None) -> bool:
    query = select(reports.c.id).where(reports.c.id == report_id)
    if reader is not None:
        query = query.join(readings).where(readings.c.reader == reader)
    return connection.execute(query).first() is not None


def _refuse_erased(connection: Connection, new: Iterable[Report]) -> None:
    names = {report.id: report.name for report in new}
    if gone := erased_among(connection, names):
        erasure = erasure_of(connection, gone[0])
        why = f"was {erasure.in_words}" if erasure is not None else "was erased"
        raise LedgerFault(f"{names[gone[0]]}: this document {why}; it isn't taken in again")


def _keep_report(connection: Connection, report: Report) -> str:
    """Insert the report unless it is kept already; the digest of its row."""
    kept = list(fetch(connection, select(reports).where(reports.c.id == report.id)))
    if kept:
        return _digest_of_kept(kept[0], report)
    _refuse_erased(connection, (report,))
    row = rows.report_row(report)
    connection.execute(insert(reports).values(row))
    return str(row["digest"])


def _digest_of_kept(row: dict[str, Any], report: Report) -> str:
    """The digest of the row that the ledger keeps of the report. Raises LedgerFault for another text."""
    before = rows.report_of(row)
    # What a reading rests on. A name or an outlet given differently changes no claim: the first stays.
    if (before.text, before.published, before.language) != (report.text, report.published, report.language):
        raise LedgerFault(
            f"{report.name}: kept already as {before.name}, with another text, day or language; "
            "habeas reread reads it as it was kept"
        )
    return str(row["digest"])


def _keep_batch(connection: Connection, batch: Sequence[Reading]) -> int:
    """Insert these readings, each with its report, unless they are kept already; how many were new."""
    ids = [reading.report.id for reading in batch]
    readers = _readers_of(connection, ids)
    new = [one for one in batch if one.reader not in readers.get(one.report.id, ())]
    kept = {row["id"]: row for row in fetch(connection, select(reports).where(reports.c.id.in_(ids)))}
    fresh = {one.report.id: rows.report_row(one.report) for one in new if one.report.id not in kept}
    _refuse_erased(connection, (one.report for one in new if one.report.id in fresh))
    if fresh:
        connection.execute(insert(reports), list(fresh.values()))
    digests = {id_: str(row["digest"]) for id_, row in fresh.items()}
    digests |= {
        one.report.id: _digest_of_kept(kept[one.report.id], one.report)
        for one in new
        if one.report.id in kept
    }
    _keep_readings(connection, new, digests)
    return len(new)


def _readers_of(connection: Connection, report_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    query = select(readings.c.report, readings.c.reader).where(readings.c.report.in_(report_ids), ~is_added())
    found: dict[str, tuple[str, ...]] = {}
    for report, reader in connection.execute(query.order_by(readings.c.id)):
        found[report] = (*found.get(report, ()), reader)
    return found


def _by_report(found: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The claims or figures of each report, in their order."""
    by_report: dict[str, list[Finding]] = {}
    for one in found:
        by_report.setdefault(one.report.id, []).append(one)
    return by_report


def _keep_reading(connection: Connection, reading: Reading, report_digest: str) -> None:
    _keep_readings(connection, (reading,), {reading.report.id: report_digest})


def _keep_readings(connection: Connection, new: Sequence[Reading], report_digests: Mapping[str, str]) -> None:
    """Insert the readings, their claims and figures, and what the log tells of them."""
    if not new:
        return
    at = log.now().isoformat()
    found = [[rows.claim_row(claim) for claim in reading.claims] for reading in new]
    doubted = [[rows.unread_row(figure) for figure in reading.unread] for reading in new]
    kept = [
        {
            "report": reading.report.id,
            "reader": reading.reader,
            "at": at,
            "digest": rows.reading_digest(
                report_digests[reading.report.id],
                reading.reader,
                (row["digest"] for row in claim_rows),
                (row["digest"] for row in unread_rows),
            ),
        }
        for reading, claim_rows, unread_rows in zip(new, found, doubted, strict=True)
    ]
    query = insert(readings).returning(readings.c.id, sort_by_parameter_order=True)
    ids = list(connection.execute(query, kept).scalars())
    _keep_findings(connection, claims, ids, found)
    _keep_findings(connection, unread, ids, doubted)
    entries_of = (Entry(at, row["reader"], Action.READ, row["report"], row["digest"]) for row in kept)
    log.write_entries(connection, entries_of)


def _keep_findings(
    connection: Connection,
    table: Table[FindingColumns],
    reading_ids: Sequence[int],
    found: Sequence[Sequence[dict[str, Any]]],
) -> None:
    placed = [
        {**row, "reading": reading, "position": position}
        for reading, findings in zip(reading_ids, found, strict=True)
        for position, row in enumerate(findings)
    ]
    if placed:
        connection.execute(insert(table), placed)


def _refuse_known(connection: Connection, claim: Claim) -> None:
    if known := claims_with_ids(connection, [claim.id]):
        who = added_by(known[0].reader) or known[0].reader
        raise LedgerFault(
            f"“{claim.anchor.text}” is read as {claim.type} already ({claim.id}, by {who}): amend that claim"
        )


def _placed(connection: Connection, table: Table[FindingColumns], reading: int | None) -> Iterator[rows.Row]:
    """The rows of one reading, in their order."""
    return fetch(connection, select(table).where(table.c.reading == reading).order_by(table.c.position))


def _count(connection: Connection, table: FromClause, *conditions: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()
