"""Finding things by words: an index of full text in SQLite, a look through all words elsewhere.

The only place that knows which database it is. What is searched is folded first, to letters and figures with
one blank around each word: letters without the marks on or under them, so that a vowelled Arabic word is
found by its letters, and nothing that could mean something to a database.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    and_,
    column,
    delete,
    exists,
    insert,
    select,
    table,
)

from habeas.ledger.session import execute_all, portions
from habeas.ledger.tables import derived_searched

# From so many letters on, the last word may be the beginning of one; the index has beginnings of this length.
SHORTEST_BEGINNING: Final = 3
TATWEEL: Final = "\u0640"  # lengthens an Arabic letter in print, and is none

_INDEX: Final = table("derived_words", column("rowid"), column("derived_words"))


@dataclass(frozen=True, slots=True)
class Sought:
    """Words that somebody looks for, folded; a word such as "al-Hol" is two that stand together.

    With `beginning`, the beginning of the last one is enough.
    """

    words: tuple[str, ...]
    beginning: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Where the numbers of the things that have all words come from, and on what conditions."""

    rows: FromClause
    n: ColumnElement[int]
    has_words: ColumnElement[bool]


def folded(text: str) -> str:
    """The text as it is searched: " al hol camp " for "al-Hol camp"; empty where it has no word."""
    letters = text.casefold()
    if not letters.isascii():
        letters = "".join(filter(_is_kept, unicodedata.normalize("NFKD", letters)))
    words = "".join(one if one.isalnum() else " " for one in letters).split()
    return f" {' '.join(words)} " if words else ""


def _is_kept(letter: str) -> bool:
    """False for marks, and for what only directs or lengthens."""
    return (
        letter != TATWEEL and unicodedata.category(letter)[0] != "M" and unicodedata.category(letter) != "Cf"
    )


def sought(text: str) -> Sought:
    """What somebody looks for."""
    words = tuple(word for part in text.split() if (word := folded(part).strip()))
    return Sought(words, beginning=bool(words) and len(words[-1]) >= SHORTEST_BEGINNING)


def found(connection: Connection, wanted: Sought) -> Found:
    """The things that have all these words."""
    if connection.dialect.name == "sqlite":
        index = _INDEX.alias("found")
        return Found(index, index.c.rowid, index.c.derived_words.op("MATCH")(_match(wanted)))
    rows = derived_searched.alias("found")
    return Found(rows, rows.c.n, _stand_in(rows.c.words, wanted))


def has_words(n: ColumnElement[int], wanted: Sought) -> ColumnElement[bool]:
    """True of a thing that has all these words, without the index: for few things."""
    searched = derived_searched.alias("searched")
    return exists().where(searched.c.n == n, _stand_in(searched.c.words, wanted))


def _stand_in(words: ColumnElement[str], wanted: Sought) -> ColumnElement[bool]:
    *whole, last = wanted.words
    ended = f" {last}" if wanted.beginning else f" {last} "
    return and_(*(words.contains(f" {word} ", autoescape=True) for word in whole), words.contains(ended))


def _match(wanted: Sought) -> str:
    """The words as FTS5 asks for them: in quotation marks nothing means anything but itself."""
    return " ".join(f'"{word}"' for word in wanted.words) + "*" * wanted.beginning


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
