"""A brief as a document, before it has a format: sections of paragraphs, lists, tables, pictures, and notes.

All its words are fit to be shown (`shown`): none can break a line, a page or the file that they stand in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from habeas.publishing.phrases import count
from habeas.publishing.plain import fit
from habeas.publishing.signs import without_signs

LANGUAGE: Final = "en-GB"  # of a document's own words
COLUMNS: Final = ("Figure", "Of whom, and what", "Days", "Who says so", "Checked", "Notes")


def shown(text: str) -> str:
    """The text without what no document can hold: controls, overrides of direction, halves of characters."""
    return without_signs(fit(text))


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words; a figure leads to the note (by number) with the words that it stands on."""

    text: str
    figure: bool = False
    note: int | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """The numbers of notes, where they stand."""

    notes: tuple[int, ...]


Said = tuple[Words | Marks, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words of our own; an aside is set apart."""

    said: Said
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a part of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One of a list, and what stands under it."""

    said: Said
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table, by its columns; `depth` says under how many others it stands.

    Where `figure` is empty, `what` stands in both columns; where `when` and `who` are, in these as well.
    """

    depth: int
    figure: Said
    what: Said
    when: Said
    who: Said
    checked: str
    notes: Marks


@dataclass(frozen=True, slots=True)
class Table:
    """Lines side by side, under `COLUMNS`; the caption names it for those who can't see it."""

    caption: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG, wide and narrow, whose shapes have classes and no colours; and what it shows."""

    title: str
    description: str
    caption: str
    wide: str
    narrow: str


Body = Paragraph | Heading | Items | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document; `anchor` is its title as the end of an address."""

    title: str
    anchor: str
    body: tuple[Body, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """The exact words behind a number, and whose they are.

    `language` is what the report is stated to be in, `claims` are the ids of what was read from the words;
    `cut` is how many characters of them are left out.
    """

    number: int
    source: str
    words: str
    language: str | None = None
    claims: tuple[str, ...] = ()
    cut: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A brief to be set; `facts` are names and values, such as the day and what was asked for."""

    title: str
    about: str
    day: date
    facts: tuple[tuple[str, str], ...]
    opening: tuple[Body, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    nothing: str
    maker: str = field(default="habeas")


def anchor(title: str) -> str:
    """A section's title as the end of an address: "Movements done" as "movements-done"."""
    return "-".join("".join(one if one.isalnum() else " " for one in title.lower()).split())


def words(text: str) -> Said:
    """One run of plain words."""
    return (Words(shown(text)),)


def paragraph(text: str, *, aside: bool = False) -> Paragraph:
    """A paragraph of plain words."""
    return Paragraph(words(text.strip()), aside)


def marks_of(bodies: Iterable[Body]) -> Iterator[int]:
    """The numbers of notes in the order in which they stand, each as often as it does."""
    for body in bodies:
        match body:
            case Items(items):
                yield from _of_items(items)
            case Table(rows=rows):
                for row in rows:
                    for said in (row.figure, row.what, row.when, row.who, (row.notes,)):
                        yield from _of(said)
            case Paragraph(said):
                yield from _of(said)
            case _:
                pass


def _of_items(items: Iterable[Item]) -> Iterator[int]:
    for item in items:
        yield from _of(item.said)
        yield from _of_items(item.items)


def _of(said: Said) -> Iterator[int]:
    for run in said:
        if isinstance(run, Marks):
            yield from run.notes


def cut_said(cut: int) -> str:
    """That so many characters of a note's words are left out."""
    return f"{count(cut, 'character')} of these words are left out"
