"""Tables that leave: what a column is called, what it means, what it holds, and how it is had."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

Thing_contra = TypeVar("Thing_contra", contravariant=True)

# None is a cell that is left empty: nothing is known, or it doesn't apply. Zero is a value.
Cell = str | int | float | bool | date | datetime | tuple[str, ...] | None


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    TEXTS = "texts"  # several; parted by "; " where a cell holds one text only
    CODES = "codes"  # several without blanks in them; parted by a blank there
    WHOLE = "whole number"
    NUMBER = "number"
    DAY = "day"  # ISO 8601
    TIME = "time"  # UTC, ISO 8601
    FLAG = "true or false"


@dataclass(frozen=True, slots=True)
class Column(Generic[Thing_contra]):
    """One column: its name, what its cells hold, what they mean, and how to get them."""

    name: str
    kind: Kind
    meaning: str
    get: Callable[[Thing_contra], Cell]


@dataclass(frozen=True, slots=True)
class Head:
    """A column without the way to its cells."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table ready to be written: its name, what a row is, its columns and its rows."""

    name: str
    gist: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]


def table(name: str, gist: str, columns: Sequence[Column[Any]], things: Iterable[object]) -> Table:
    """The table of these things, a row each."""
    heads = tuple(Head(column.name, column.kind, column.meaning) for column in columns)
    return Table(name, gist, heads, tuple(tuple(column.get(thing) for column in columns) for thing in things))
