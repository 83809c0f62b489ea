"""What the lexicon knows of one word or name: its rows, with the files and lines where they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import Final

from habeas.lexicon import FOLDER, Lexicon
from habeas.lexicon.countries import Country
from habeas.lexicon.files import Faults, read_lined
from habeas.lexicon.names import Actor, Place
from habeas.lexicon.own import lexicon_files, own_files, own_rows
from habeas.lexicon.shape import (
    AbuseRow,
    ActorRow,
    AddedActorRow,
    AddedPlaceRow,
    CountryRow,
    NounRow,
    PlaceRow,
    PrivateRow,
    PublicRow,
    Row,
    TriggerRow,
    WordRow,
    WordsRow,
)

ADDED: Final[Mapping[type[Row], type[Row]]] = {PlaceRow: AddedPlaceRow, ActorRow: AddedActorRow}
MARKS: Final = re.compile("['’‘`ʿʾ]")
MOST_NEAR: Final = 5
Named = Place | Actor | Country


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a lexicon file; `replaced` is true of a package's row in whose place an own one stands."""

    file: str  # its path in the lexicon's folder
    path: Path
    line: int
    row: Row
    own: bool
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the lexicon knows of a word: rows of words, and names with the rows that they rest on."""

    entries: tuple[Entry, ...]
    names: tuple[tuple[Named, tuple[Entry, ...]], ...]


def every_entry(language: str, own: Path | None, folder: Path = FOLDER) -> list[Entry]:
    """Every row of a sound lexicon, file by file, the package's before the analyst's own."""
    found: list[Entry] = []
    packaged = lexicon_files(language)
    for file, shape in own_files(language).items():
        ignored = Faults()
        added = own_rows(own, file, ADDED.get(shape, shape), ignored)
        replaced = {what for lined in added if isinstance(lined.row, WordRow) for what in lined.row.once()}
        for lined in read_lined(folder / file, shape, ignored) if file in packaged else ():
            gone = not replaced.isdisjoint(lined.row.once())
            found.append(Entry(file, lined.path, lined.line, lined.row, own=False, replaced=gone))
        found += [Entry(file, lined.path, lined.line, lined.row, own=True) for lined in added]
    return found


def look_up(word: str, lexicon: Lexicon, entries: Iterable[Entry]) -> Known:
    """All that is known of the word or name, in whatever case and with or without accents."""
    wanted, entries = folded(word), list(entries)
    names = [
        (named, tuple(entry for entry in entries if _rests_on(named, entry)))
        for named in _names(lexicon)
        if wanted in map(folded, _called(named))
    ]
    rows = [entry for entry in entries if wanted in map(folded, _words(entry.row))]
    return Known(tuple(rows), tuple(names))


def near(word: str, lexicon: Lexicon, entries: Iterable[Entry], further: Iterable[str] = ()) -> list[str]:
    """What the word may be a misspelling of, the likeliest first; of each name only one spelling."""
    words = chain((word for entry in entries for word in _words(entry.row)), further)
    spellings = chain(
        ((spelling, spelling) for spelling in words),
        ((spelling, named.name) for named in _names(lexicon) for spelling in _called(named)),
    )
    by_key: dict[str, tuple[str, str]] = {}
    for spelling, name in spellings:
        by_key.setdefault(folded(spelling), (spelling, name))
    likely = get_close_matches(folded(word), by_key, n=5 * MOST_NEAR, cutoff=0.7)
    first: dict[str, str] = {}
    for spelling, name in (by_key[key] for key in likely):
        first.setdefault(name, spelling)
    return [*first.values()][:MOST_NEAR]


def folded(word: str) -> str:
    """A word or name without case, accents and apostrophes, a hyphen as a blank."""
    letters = unicodedata.normalize("NFKD", MARKS.sub("", word)).casefold()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.replace("-", " ").split())


def _names(lexicon: Lexicon) -> Iterator[Named]:
    yield from lexicon.places
    yield from lexicon.actors
    yield from lexicon.countries


def _called(named: Named) -> Iterator[str]:
    """What a place, body or country is called, its id among that."""
    if isinstance(named, Country):
        yield from (*named.aliases, *named.demonyms, *named.capitals, named.code)
    else:
        yield from (*named.aliases, named.id)


def _rests_on(named: Named, entry: Entry) -> bool:
    """True where the entry is a row of this name."""
    row = entry.row
    if isinstance(named, Country):
        return isinstance(row, CountryRow) and row.code == named.code
    shapes = (PlaceRow, AddedPlaceRow) if isinstance(named, Place) else (ActorRow, AddedActorRow)
    return isinstance(row, shapes) and row.id == named.id


def _words(row: Row) -> Iterator[str]:
    """The words that a row of words is about; names are found by their spellings instead."""
    if isinstance(row, WordsRow):
        yield from (row.name, *row.words)
    elif isinstance(row, PublicRow | PrivateRow):
        yield row.name
    elif isinstance(row, AbuseRow):
        yield from (row.detail, *(word.rstrip("*") for word in row.words))
    elif isinstance(row, WordRow):
        yield row.word
        if isinstance(row, NounRow | TriggerRow) and row.plural:
            yield row.plural
