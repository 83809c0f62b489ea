"""Finding things by words: an index of full text in SQLite, a look through all words elsewhere.

The only place that knows which database it is. What is indexed is folded first: letters without the marks on
or under them, so that a vowelled Arabic word is found by its letters, and no control characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, FromClause, and_, column, delete, insert, select, table

from habeas.ledger.session import execute_all, portions
from habeas.ledger.tables import derived_searched

# From so many letters on, the last word may be the beginning of one; the index has beginnings of this length.
SHORTEST_BEGINNING: Final = 3
TATWEEL: Final = "\u0640"  # lengthens an Arabic letter in print, and is none

# Control characters of ASCII become blanks: SQLite would take the zero for the end of what is sought.
_BLANKED: Final = dict.fromkeys((*range(32), 127), " ")
_INDEX: Final = table("derived_words", column("rowid"), column("derived_words"))


@dataclass(frozen=True, slots=True)
class Found:
    """Where the numbers of the things that have all words come from, and on what conditions."""

    rows: FromClause
    n: ColumnElement[int]
    has_words: ColumnElement[bool]


def folded(text: str) -> str:
    """The text as it is searched: caseless, without marks on letters and without control characters."""
    if text.isascii():
        return " ".join(text.casefold().translate(_BLANKED).split())
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(map(_kept, letters)).split())


def _kept(letter: str) -> str:
    """The letter, a blank for a control character, nothing for a mark or what only directs or lengthens."""
    category = unicodedata.category(letter)
    if category in ("Mn", "Cf") or letter == TATWEEL:
        return ""
    return " " if category == "Cc" else letter


def sought(words: str) -> list[str]:
    """What somebody looks for, word by word, folded: only what has a letter or a figure."""
    return [word for word in folded(words).split() if any(map(str.isalnum, word))]


def found(connection: Connection, words: Sequence[str]) -> Found:
    """The things that have each of these words; of the last, its beginning is enough."""
    if connection.dialect.name == "sqlite":
        index = _INDEX.alias("found")
        return Found(index, index.c.rowid, index.c.derived_words.op("MATCH")(_match(words)))
    rows = derived_searched.alias("found")
    return Found(rows, rows.c.n, and_(*(rows.c.words.contains(word, autoescape=True) for word in words)))


def _match(words: Sequence[str]) -> str:
    """The words as FTS5 asks for them: in quotation marks nothing means anything but itself."""
    quoted = ['"' + word.replace('"', '""') + '"' for word in words]
    if len(words[-1]) >= SHORTEST_BEGINNING:
        quoted[-1] += "*"
    return " ".join(quoted)


def replace_words(connection: Connection, gone: Iterable[int], new: Mapping[int, str]) -> None:
    """Take out the words of those things, then put in these, folded."""
    # In order of the numbers: the index gathers what comes in order, and writes it at once.
    before, after = _words_of(connection, gone), sorted(new.items())
    if connection.dialect.name == "sqlite":
        delete_ = "INSERT INTO derived_words (derived_words, rowid, words) VALUES ('delete', ?, ?)"
        _each(connection, delete_, before)
        _each(connection, "INSERT INTO derived_words (rowid, words) VALUES (?, ?)", after)
    for some in portions(n for n, _ in before):
        connection.execute(delete(derived_searched).where(derived_searched.c.n.in_(some)))
    execute_all(connection, insert(derived_searched), ({"n": n, "words": words} for n, words in after))


def forget_words(connection: Connection) -> None:
    """Take out all words from the index, before the words themselves are."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO derived_words (derived_words) VALUES ('delete-all')")


def _words_of(connection: Connection, numbers: Iterable[int]) -> list[tuple[int, str]]:
    kept = derived_searched.c
    return [
        (n, words)
        for some in portions(sorted(set(numbers)))
        for n, words in connection.execute(
            select(kept.n, kept.words).where(kept.n.in_(some)).order_by(kept.n)
        )
    ]


def _each(connection: Connection, statement: str, rows: list[tuple[int, str]]) -> None:
    if rows:
        connection.exec_driver_sql(statement, rows)
