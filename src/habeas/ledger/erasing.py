"""How an erasure takes rows out, and words out of rows, so that what is left can still be verified.

Each row that goes, or loses words, leaves its digest as it was stored: the log and the readings hang on it.
The salt goes with the words, so that no guess at them can be confirmed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Table,
    and_,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from habeas.custody import Departure, Erasure, ErasureMatter
from habeas.errors import LedgerFault
from habeas.ledger import log, rows
from habeas.ledger.derived import Derived
from habeas.ledger.log import Action, Entry
from habeas.ledger.session import fetch, portions
from habeas.ledger.tables import (
    arrivals,
    departures,
    erased,
    erasures,
    readings,
    reports,
    unfinished,
)
from habeas.ledger.tables import log as lines

# Beside the paths that still have to go: the pages of the ledger's own file that hold what went.
FREED: Final = "freed pages"
# Tables whose ids are numbers in the order of adding, which no digest covers, are all but these.
_NAMED: Final = frozenset({"reports", "claims", "unread"})


@dataclass(frozen=True, slots=True)
class Order:
    """Who erases and why.

    `with_container` also takes out bytes that other reports came in; `sent` and `copies` are what else of the
    home goes (paths in it): jobs that sent what is to go, and older copies of the ledger. With `trial`
    nothing is kept: it is only found out what would go.
    """

    by: str
    why: str
    with_container: bool = False
    sent: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    trial: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """What an erasure takes out: reports that go or lose words (by name), rows, files of the home.

    `rows` counts by table; `bereft` are reports (by name) whose container goes with another's, `departures`
    the exports that may hold what goes.
    """

    reports: tuple[str, ...]
    rows: Mapping[str, int]
    files: tuple[str, ...]
    bereft: tuple[str, ...]
    departures: tuple[Departure, ...]


NOTHING: Final = Gone((), {}, (), (), ())


@dataclass(frozen=True, slots=True)
class Left:
    """One row, or one file of the vault, that goes or loses words: where it stands, its digests until then
    and after; `after` is empty where nothing is left."""

    place: str
    before: str
    after: str = ""


def contents_of(left: Iterable[Left]) -> str:
    """The digest of all that an erasure took out, in its order."""
    return rows.sha256_of(rows.canonical([[one.place, one.before, one.after] for one in left]))


def place_of(table: FromClause, row: rows.Row) -> str:
    """Where a row stands, as erasures call it: "reports 5f…", "claims 12/3", "log 17"."""
    name = str(getattr(table, "name"))  # noqa: B009  every table has one
    if name in {"claims", "unread"}:
        return f"{name} {row['reading']}/{row['position']}"
    return f"{name} {row['seq'] if name == 'log' else row['id']}"


def of_bytes(sha: str) -> str:
    """Where bytes of the vault stand, as erasures call it."""
    return f"vault {sha}"


@dataclass(slots=True)
class Erasing:
    """One erasure in the making, within the one transaction that writes."""

    connection: Connection
    order: Order
    left: list[Left] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)
    names: list[str] = field(default_factory=list)
    bereft: set[str] = field(default_factory=set)
    since: str | None = None

    def take_out(self, table: Table[Any], *conditions: ColumnElement[bool], told: bool = True) -> None:
        """Take these rows out. Where the log won't tell of them any more either, not even a digest stays."""
        for row in list(fetch(self.connection, select(table).where(*conditions))):
            self.left.append(Left(place_of(table, row), row["digest"] if told else ""))
        self.connection.execute(delete(table).where(*conditions))

    def rewrite(self, table: Table[Any], row: rows.Row, changed: Mapping[str, Any]) -> None:
        """Put these values in the place of what the row holds; without any, it stays as it is."""
        if all(row[key] == value for key, value in changed.items()):
            return
        new = {**row, **changed, "salt": rows.new_salt()}
        remains = rows.digest_of(new if table.name in _NAMED else rows.unnumbered(new))
        self.left.append(Left(place_of(table, row), row["digest"], remains))
        values = {**changed, "salt": new["salt"], "remains": remains}
        self.connection.execute(update(table).where(_is(table, row)).values(values))

    def empty_line(self, line: rows.Row) -> None:
        """Take out of this line of the log what it tells of."""
        emptied = log.emptied(line)
        self.left.append(Left(place_of(lines, line), line["hash"], emptied["remains"]))
        self.connection.execute(update(lines).where(lines.c.seq == line["seq"]).values(emptied))

    def remove_bytes(self, sha: str, *, told: bool = True) -> None:
        """Let these bytes go from the vault. Where their hash would give them away, it isn't told."""
        self.paths.add(f"vault/{sha[:2]}/{sha}")
        if told:
            self.left.append(Left(of_bytes(sha), sha))

    def remove_sources(self, reports_gone: set[str]) -> None:
        """Let the bytes of these reports go, and what they were taken out of.

        Raises LedgerFault where other reports were taken out of it too, unless the order says so.
        """
        sources = reports_gone | _carriers(self.connection, reports_gone)
        for sha in sorted(sources - _gone_already(self.connection, sources)):
            others = _held_in(self.connection, sha) - reports_gone
            if others and not self.order.with_container:
                raise LedgerFault(_in_a_container(self.connection, sha, others))
            self.bereft |= others
            self.remove_bytes(sha)

    def touched(self, name: str, report_id: str) -> None:
        """Note that this report goes, or loses words."""
        self.names.append(name)
        query = select(func.min(readings.c.at)).where(readings.c.report == report_id)
        if (first := self.connection.execute(query).scalar()) is not None:
            self.since = min(first, self.since or first)

    def keep(self, matter: ErasureMatter, subject: str) -> None:
        """Keep what is told of the erasure: its rows, its line in the log, what still has to go."""
        order = self.order
        erasure = Erasure(matter, subject, order.by, datetime.now(UTC), order.why, contents_of(self.left))
        row = rows.erasure_row(erasure)
        (id_,) = self.connection.execute(insert(erasures).returning(erasures.c.id), row).one()
        if self.left:
            listed = [{"erasure": id_, **asdict(one)} for one in self.left]
            self.connection.execute(insert(erased), listed)
        entry = Entry(row["at"], row["by"], Action.EXPUNGE, erasure.told, row["digest"])
        log.write_entry(self.connection, entry)
        Derived(self.connection).start_over("")
        waiting = set(self.connection.execute(select(unfinished.c.path)).scalars())
        new = {*self.files(), FREED} - waiting
        if new:
            self.connection.execute(insert(unfinished), [{"path": path} for path in sorted(new)])

    def files(self) -> set[str]:
        """What goes of the home beside rows: paths in it."""
        return {*self.paths, *self.order.sent, *self.order.copies}

    def gone(self) -> Gone:
        """What goes."""
        counted = Counter(one.place.partition(" ")[0] for one in self.left)
        return Gone(
            reports=tuple(self.names),
            rows={table: number for table, number in counted.items() if table != "vault"},
            files=tuple(sorted(self.files())),
            bereft=tuple(sorted(_names(self.connection, self.bereft))),
            departures=tuple(_departures(self.connection, self.since)),
        )


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """The guards of the tables that only grow are down meanwhile, within this one transaction."""
    guards = list(connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    for name, _ in guards:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    for _, statement in guards:
        connection.exec_driver_sql(statement)


def _is(table: Table[Any], row: rows.Row) -> ColumnElement[bool]:
    return and_(*(column == row[column.name] for column in table.primary_key.columns))


def _carriers(connection: Connection, report_ids: set[str]) -> set[str]:
    """What these reports were taken out of, if they were."""
    return {
        carrier
        for some in portions(sorted(report_ids))
        for carrier in connection.execute(
            select(arrivals.c.carrier).where(arrivals.c.report.in_(some))
        ).scalars()
        if carrier
    }


def _gone_already(connection: Connection, shas: set[str]) -> set[str]:
    """Those of these bytes that an earlier erasure took out."""
    places = {of_bytes(sha): sha for sha in shas}
    return {
        places[place]
        for some in portions(sorted(places))
        for place in connection.execute(select(erased.c.place).where(erased.c.place.in_(some))).scalars()
    }


def _held_in(connection: Connection, sha: str) -> set[str]:
    """The reports that these bytes are, or that were taken out of them, of those that are there."""
    query = select(reports.c.id).where(
        (reports.c.id == sha) | exists().where(arrivals.c.report == reports.c.id, arrivals.c.carrier == sha)
    )
    return set(connection.execute(query).scalars())


def _in_a_container(connection: Connection, sha: str, others: set[str]) -> str:
    names = sorted(_names(connection, others))
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return (
        f"what the report was taken out of ({sha[:12]}) also holds {shown}: with --with-container it goes, "
        "and those reports stay with their own bytes, but can't be shown in it any more. Nothing was erased"
    )


def _names(connection: Connection, report_ids: Iterable[str]) -> list[str]:
    query = select(reports.c.name).where(reports.c.id.in_(sorted(report_ids)))
    return list(connection.execute(query).scalars())


def _departures(connection: Connection, since: str | None) -> Iterator[Departure]:
    """The exports since then: what they hold beside their filters isn't known."""
    if since is not None:
        query = select(departures).where(departures.c.at >= since).order_by(departures.c.id)
        yield from map(rows.departure_of, fetch(connection, query))
