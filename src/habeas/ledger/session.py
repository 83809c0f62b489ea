"""Opening the ledger's file: made, checked, backed up, migrated; and its transactions."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import URL, ClauseElement, Connection, Engine, Select, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from habeas.errors import LedgerFault, OutOfReach

if TYPE_CHECKING:
    from alembic.config import Config

Thing = TypeVar("Thing")

# How many values one query names; SQLite takes 32,766.
AT_ONCE: Final = 5000
# How many rows are taken at once: few enough for rows that hold whole reports.
FETCHED: Final = 100
# How long to wait for another process: as long as migrating a large ledger may take.
BUSY_SECONDS = 30.0

# FULL: once `add` says that a report is in, a power cut must not take it out again. It costs one
# sync to disk a report, far less than reading it.
_PRAGMAS: Final = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    # Without it INSERT OR REPLACE deletes rows behind the back of the triggers that refuse it.
    "PRAGMA recursive_triggers = ON",
)
_CURES: Final = (
    ("locked", "another habeas is still writing to this ledger; try again when it has finished"),
    ("not a database", "this file is no ledger; move it away, or give another --home"),
    ("malformed", "this file is damaged; bring the ledger back from a copy"),
    ("is full", "the disk is full; make room and go on: nothing was half written"),
    # A full disk, too: SQLite then can't even make what it reads by.
    ("disk I/O error", "the disk is full, or failing; make room and try again: nothing was half written"),
    ("decode to UTF-8", "words in this file are no words any more; bring the ledger back from a copy"),
    ("readonly", "this file can't be written to; check its permissions and its folder's"),
    ("unable to open", "this file can't be opened; check its permissions and its folder's"),
)
_BEFORE: Final = ".before-"
_TABLES: Final = frozenset({"alembic_version", "reports", "readings", "claims", "log"})


@dataclass(frozen=True, slots=True)
class Sizing:
    """How much of the file each connection keeps in memory (MB, taken as needed), and how many there may be.

    With SQLite's own 2 MB, the keys of a large ledger are written to disk over and over while they are made.
    """

    cache: int = 128
    connections: int = 15


@dataclass(frozen=True, slots=True)
class Schema:
    """The newest revision, and where Alembic finds the scripts that lead to it."""

    head: str
    scripts: str


# A constant, so that opening a ledger that is up to date need not import Alembic; a test compares.
SCHEMA: Final = Schema(head="0006", scripts="habeas.ledger:migrations")


class Session:
    """A ledger's file, open; `reading` and `writing` give transactions on it."""

    def __init__(self, path: Path, sizing: Sizing = Sizing(), *, engine: Engine | None = None) -> None:
        self.path = path
        self._engine = _engine(path, sizing) if engine is None else engine
        # IMMEDIATE takes the lock at once: a writer waits its turn, and never has to start over.
        self._writer = self._engine.execution_options(begin="BEGIN IMMEDIATE")

    @property
    def sealed(self) -> bool:
        """True on media that can't be written to."""
        return _how(self.path)["mode"] == "ro"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the ledger."""
        with in_words(self.path), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The one transaction that writes: all of it is kept, or none."""
        with in_words(self.path), self._writer.begin() as connection:
            yield connection

    def wipe(self) -> None:
        """Write the file anew without what was taken out of it, so that no free page holds it any more.

        Raises OutOfReach where another process still reads what was there before.
        """
        with in_words(self.path), closing(_connect(self.path)) as connection:
            connection.isolation_level = None
            _empty_side_file(connection)
            connection.execute("VACUUM")
            _empty_side_file(connection)

    def apart(self) -> Session:
        """A copy of the file as it is at one moment; what it takes of the disk has no name, and goes too."""
        with in_words(self.path), closing(_connect(self.path)) as source:
            copy = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            source.backup(copy)
        engine = create_engine("sqlite://", creator=lambda: copy, poolclass=StaticPool)
        return Session(self.path, engine=_prepared(engine, Sizing()))

    def backups(self) -> list[Path]:
        """The copies that migrations made of the file before they changed it, whole or not."""
        return sorted(self.path.parent.glob(f"{self.path.name}{_BEFORE}*"))

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()


def open_session(
    path: Path,
    *,
    create: bool,
    schema: Schema = SCHEMA,
    sizing: Sizing = Sizing(),
) -> Session:
    """The ledger at `path`, made or migrated to `schema` where needed.

    Raises LedgerFault for a file that is missing (unless `create`), no ledger, or newer than `schema`.
    """
    with in_words(path):
        found = _revision(path) if path.exists() else None
        if found is None:
            if not create:
                raise LedgerFault(f"there is no ledger in {path.parent}; add reports first with habeas add")
            _make_file(path)
        if found != schema.head:
            _bring_up(path, schema)
        return Session(path, sizing)


def fetch(connection: Connection, query: Select[*tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    """The rows that the query finds, each by column name; taken many at once, which is quicker."""
    found = connection.execute(query)
    names = tuple(found.keys())
    return (dict(zip(names, row, strict=True)) for some in found.partitions(FETCHED) for row in some)


def portions(values: Iterable[Thing], size: int = AT_ONCE) -> Iterator[list[Thing]]:
    """The values, as many at once as one query can take."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some


def execute_all(connection: Connection, statement: ClauseElement, rows: Iterable[Mapping[str, Any]]) -> None:
    """Run the statement for each row."""
    # As tuples, since SQLAlchemy takes its time over each of a million rows.
    compiled = statement.compile(dialect=connection.dialect)
    names = getattr(compiled, "positiontup", None) or []
    for some in portions(rows):
        connection.exec_driver_sql(str(compiled), [tuple(map(row.__getitem__, names)) for row in some])


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn what the database or the file system raises into a LedgerFault that names the file."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, OSError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise OutOfReach(f"{path}: {_cure(str(cause))}") from error


def _cure(cause: str) -> str:
    """What SQLite says, and what to do; for what isn't listed, what it says."""
    return next((cure for words, cure in _CURES if words in cause), cause)


def _connect(path: Path) -> sqlite3.Connection:
    query = "&".join(f"{key}={value}" for key, value in _how(path).items())
    return sqlite3.connect(f"{path.absolute().as_uri()}?{query}", uri=True, timeout=BUSY_SECONDS)


def _how(path: Path) -> dict[str, str]:
    """How to open the file: on media that can't be written to, without the side files that SQLite makes."""
    sealed = not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists()
    return {"mode": "ro", "immutable": "1"} if sealed else {"mode": "rwc"}


def _empty_side_file(connection: sqlite3.Connection) -> None:
    """Bring all that the write-ahead log holds into the file, and cut that log off."""
    (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise sqlite3.OperationalError("database is locked")


def _engine(path: Path, sizing: Sizing) -> Engine:
    url = URL.create("sqlite", database=path.absolute().as_uri(), query={"uri": "true", **_how(path)})
    engine = create_engine(
        url,
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS},
        pool_size=sizing.connections,
        max_overflow=0,
        # The connection used last has most of what is wanted in its memory; the others keep theirs empty.
        pool_use_lifo=True,
    )
    return _prepared(engine, sizing)


def _prepared(engine: Engine, sizing: Sizing) -> Engine:
    event.listen(engine, "connect", partial(_prepare, sizing))
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(sizing: Sizing, connection: sqlite3.Connection, _: object) -> None:
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    connection.execute(f"PRAGMA cache_size = -{sizing.cache * 1024}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _revision(path: Path) -> str | None:
    """The revision of the ledger at `path`, None where the file is still empty; changes nothing."""
    with closing(_connect(path)) as connection:
        tables = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        if not tables:
            return None
        if tables >= _TABLES:
            for (revision,) in connection.execute("SELECT version_num FROM alembic_version"):
                return str(revision)
    raise LedgerFault(f"{path}: this database is no ledger; move it away, or give another --home")


def _make_file(path: Path) -> None:
    """An empty file, and its folder, for nobody else's eyes; SQLite gives its side files the same mode."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise LedgerFault(f"{path.parent}: this isn't a folder; give another --home") from None
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")


def upgrade(connection: Connection, schema: Schema = SCHEMA) -> None:
    """Make what is there into a ledger of this schema, or a new one of nothing."""
    _upgrade(connection, _config(schema))


def _upgrade(connection: Connection, config: Config) -> None:
    from alembic import command  # noqa: PLC0415  slow to import, and seldom needed

    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _bring_up(path: Path, schema: Schema) -> None:
    """Back up what is there, then migrate it, in one transaction: a crash leaves the older ledger."""
    config = _config(schema)
    session = Session(path)
    try:
        with session.writing() as connection:
            found = _revision(path)  # again: another process may have been first
            if found is not None and found != schema.head:
                _refuse_newer(path, found, config)
                _back_up(path, schema.head)
            _upgrade(connection, config)
    finally:
        session.close()


def _config(schema: Schema) -> Config:
    from alembic.config import Config  # noqa: PLC0415  slow to import, and seldom needed

    config = Config()
    config.set_main_option("script_location", schema.scripts.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _refuse_newer(path: Path, found: str, config: Config) -> None:
    from alembic.script import ScriptDirectory  # noqa: PLC0415  slow to import, and seldom needed

    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found not in known:
        raise LedgerFault(
            f"{path}: a newer habeas wrote this ledger (revision {found}); "
            "install that version or a later one. Nothing was changed"
        )


def _back_up(path: Path, revision: str) -> None:
    """Copy the ledger as it stands beside itself; whole or not at all."""
    backup = path.with_name(f"{path.name}{_BEFORE}{revision}.bak")
    unfinished = backup.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL, 0o600))
    with (
        closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as source,
        closing(sqlite3.connect(unfinished)) as target,
    ):
        source.backup(target)
    unfinished.replace(backup)
