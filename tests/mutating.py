"""Random changes to files and to rows behind habeas' back, each told in words: what `verify` has to find.

Every change changes something: what would leave all as it was is thrown again.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any, Final

# Of a ledger's tables, all that only grow and are digested; the list of requests (accesses) isn't.
TABLES: Final = (
    *("reports", "readings", "claims", "unread", "decisions", "rulings", "opinions", "assignments"),
    *("arrivals", "departures", "erasures", "erased", "stamps", "users", "log", "alembic_version"),
)

# --- files ---


def mutate_files(folder: Path, random: Random) -> str:
    """Change one file somewhere in this folder, add one, or take one away; what was done."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    change = random.choice(_FILE_CHANGES)
    said = change(random.choice(files), folder, random)
    return said if said is not None else mutate_files(folder, random)


def _rewrite(path: Path, data: bytes) -> None:
    mode = path.stat().st_mode
    path.chmod(0o600)
    path.write_bytes(data)
    path.chmod(mode)


def _flip(path: Path, _: Path, random: Random) -> str | None:
    data = bytearray(path.read_bytes())
    if not data:
        return None
    at = random.randrange(len(data))
    data[at] ^= 1 << random.randrange(8)
    _rewrite(path, bytes(data))
    return f"a bit flipped at {at} of {path}"


def _drop(path: Path, _: Path, random: Random) -> str | None:
    data = path.read_bytes()
    if not data:
        return None
    start = random.randrange(len(data))
    end = min(len(data), start + random.choice((1, 1, 2, 9)))
    _rewrite(path, data[:start] + data[end:])
    return f"bytes {start} to {end} dropped from {path}"


def _insert(path: Path, _: Path, random: Random) -> str:
    data = path.read_bytes()
    at, more = random.randint(0, len(data)), random.randbytes(random.choice((1, 1, 2, 9)))
    _rewrite(path, data[:at] + more + data[at:])
    return f"{len(more)} bytes inserted at {at} of {path}"


def _truncate(path: Path, _: Path, random: Random) -> str | None:
    data = path.read_bytes()
    if not data:
        return None
    end = random.choice((0, random.randrange(len(data))))
    _rewrite(path, data[:end])
    return f"{path} cut off at {end}"


def _remove(path: Path, _: Path, random: Random) -> str:  # noqa: ARG001
    path.unlink()
    return f"{path} taken away"


def _rename(path: Path, folder: Path, random: Random) -> str | None:
    new = _name(path, folder, random)
    if new.exists():
        return None
    path.rename(new)
    return f"{path} renamed to {new}"


def _copy(path: Path, folder: Path, random: Random) -> str | None:
    new = _name(path, folder, random)
    if new.exists():
        return None
    new.write_bytes(path.read_bytes())
    return f"{path} copied to {new}"


def _add(path: Path, folder: Path, random: Random) -> str:
    """A file of a strange name, or of one that looks as if it belonged: its own hash."""
    data = random.randbytes(random.randrange(40))
    sha = hashlib.sha256(data).hexdigest()
    new = random.choice((path.parent / random.randbytes(4).hex(), folder / sha[:2] / sha))
    new.parent.mkdir(mode=0o700, exist_ok=True)
    new.write_bytes(data)
    return f"{new} added"


def _swap(path: Path, folder: Path, random: Random) -> str | None:
    other = random.choice([one for one in folder.rglob("*") if one.is_file()])
    data, others = path.read_bytes(), other.read_bytes()
    if data == others:
        return None
    _rewrite(path, others)
    _rewrite(other, data)
    return f"{path} and {other} changed places"


def _link(path: Path, folder: Path, random: Random) -> str:
    """The same bytes, but where they can be changed from elsewhere."""
    elsewhere = folder.parent / random.randbytes(8).hex()
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    return f"{path} put behind a link"


def _name(path: Path, folder: Path, random: Random) -> Path:
    sha = random.randbytes(32).hex()
    other = path.name[:-1] + ("0" if path.name[-1] != "0" else "1")
    return random.choice((path.with_name(other), path.with_name(f"{path.name}.bak"), folder / sha))


_FILE_CHANGES: Final[Sequence[Callable[[Path, Path, Random], str | None]]] = (
    *(_flip, _flip, _drop, _insert, _truncate),
    *(_remove, _rename, _copy, _add, _swap, _link),
)

# --- rows ---


def mutate_rows(ledger: Path, random: Random) -> str:
    """Change a value, add a row, take one out, let two change places, cut the log's end; what was done.

    The guards are down meanwhile, and stand again afterwards.
    """
    with closing(sqlite3.connect(ledger)) as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        while True:
            before = _dump(connection)
            connection.execute("BEGIN")
            for name, _ in guards:
                connection.execute(f"DROP TRIGGER {name}")
            try:
                said = random.choice(_ROW_CHANGES)(connection, random)
            except sqlite3.IntegrityError:
                said = None
            if said is None or _dump(connection) == before:
                connection.rollback()
                continue
            for _, made in guards:
                connection.execute(made)
            connection.commit()
            return said


def _dump(connection: sqlite3.Connection) -> list[object]:
    """Everything in the tables with the type in which it is kept, whatever the order on the disk."""
    return [sorted(map(repr, connection.execute(f"SELECT * FROM {table}"))) for table in TABLES]  # noqa: S608


def _rows(connection: sqlite3.Connection, table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The table's columns, `rowid` first, and its rows."""
    found = connection.execute(f"SELECT rowid AS place, * FROM {table}")  # noqa: S608
    return [column[0] for column in found.description], found.fetchall()


def _change(connection: sqlite3.Connection, random: Random) -> str | None:
    table = random.choice(TABLES)
    columns, rows = _rows(connection, table)
    at = random.randrange(1, len(columns))
    row = random.choice(rows)
    value = _other(row[at], [one[at] for one in rows], random)
    connection.execute(f'UPDATE {table} SET "{columns[at]}" = ? WHERE rowid = ?', (value, row[0]))  # noqa: S608
    return f"{table}.{columns[at]} of row {row[0]}: {row[at]!r:.60} made {value!r:.60}"


def _other(value: Any, among: Sequence[Any], random: Random) -> Any:
    """Something else in a value's place: nearly the same, another row's, nothing, another type."""
    others = [random.choice(among), None, random.randbytes(3), "", random.randrange(1000), 0.5]
    if isinstance(value, int):
        return random.choice((value + 1, value - 1, value * 10 + 1, *others))
    if not value:
        return random.choice(("x", *others))
    at = random.randrange(len(value))
    near = (
        value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :],
        value[:at] + value[at + 1 :],
        value[:at] + random.choice("0 é\u200b\n") + value[at:],
        value.swapcase(),
        f"{value} ",
        value.encode(),
    )
    return random.choice((*near, *near, *others))


def _take_out(connection: sqlite3.Connection, random: Random) -> str | None:
    table = random.choice(TABLES)
    _, rows = _rows(connection, table)
    row = random.choice(rows)
    connection.execute(f"DELETE FROM {table} WHERE rowid = ?", row[:1])  # noqa: S608
    return f"row {row[0]} taken out of {table}"


def _put_in(connection: sqlite3.Connection, random: Random) -> str | None:
    """A row twice, its number or place the next that is free."""
    table = random.choice(TABLES)
    columns, rows = _rows(connection, table)
    row = dict(zip(columns[1:], random.choice(rows)[1:], strict=True))
    for key in ("seq", "position", "id"):
        if isinstance(row.get(key), int):
            at = columns.index(key)
            row[key] = max(one[at] for one in rows) + 1
            break
    if table in ("claims", "reports"):
        row["id"] = row["id"][:-1] + random.choice("0123456789abcdef")
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", [*row.values()])  # noqa: S608
    return f"a row of {table} put in twice"


def _exchange(connection: sqlite3.Connection, random: Random) -> str | None:
    """Two rows exchange what stands in one column, or their places."""
    table = random.choice(TABLES)
    columns, rows = _rows(connection, table)
    if len(rows) < 2:
        return None
    one, other = random.sample(rows, 2)
    at = random.randrange(1, len(columns))
    if columns[at] in ("id", "seq") and isinstance(one[at], int):
        _exchange_places(connection, table, one[0], other[0])
        return f"rows {one[0]} and {other[0]} of {table} changed places"
    for row, value in ((one, other[at]), (other, one[at])):
        connection.execute(f'UPDATE {table} SET "{columns[at]}" = ? WHERE rowid = ?', (value, row[0]))  # noqa: S608
    return f"{table}.{columns[at]} of rows {one[0]} and {other[0]} exchanged"


def _exchange_places(connection: sqlite3.Connection, table: str, one: int, other: int) -> None:
    for old, new in ((one, -1), (other, one), (-1, other)):
        connection.execute(f"UPDATE {table} SET rowid = ? WHERE rowid = ?", (new, old))  # noqa: S608


def _cut_off(connection: sqlite3.Connection, random: Random) -> str:
    """The log's last lines, with the rows that the very last of them tells of: only a noted head shows it."""
    ((end,),) = connection.execute("SELECT max(seq) FROM log")
    length = random.randrange(1, end + 1)
    gone = connection.execute("SELECT body FROM log WHERE seq > ?", (end - length,)).fetchall()
    for table in TABLES:
        columns, _ = _rows(connection, table)
        if "digest" in columns and table not in ("reports", "claims", "unread"):
            connection.executemany(f"DELETE FROM {table} WHERE digest = ?", gone)  # noqa: S608
    connection.execute("DELETE FROM log WHERE seq > ?", (end - length,))
    return f"the log's last {length} lines cut off, and what they tell of"


_ROW_CHANGES: Final[Sequence[Callable[[sqlite3.Connection, Random], str | None]]] = (
    *(_change,) * 6,
    *(_take_out, _put_in, _exchange, _exchange, _cut_off),
)
