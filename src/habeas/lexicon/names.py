"""Places and bodies that reports name, with every spelling by which a text may call them.

The files give one form of each spelling; the forms that differ only in how Arabic is written in Latin
letters, in British or American spelling, or in the word for a prison are made from it here (`spellings`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from habeas.lexicon.countries import country_codes
from habeas.lexicon.files import Faults, Lined, read_lined
from habeas.lexicon.own import own_rows, sort_names
from habeas.lexicon.shape import ActorKind, ActorRow, AddedActorRow, AddedPlaceRow, PlaceKind, PlaceRow

PLACE_FILES: Final = ("places.yml", "towns.yml")
ACTOR_FILE: Final = "actors.yml"

ARTICLE: Final = re.compile(r"(?<![\w'-])al-", re.IGNORECASE)
# Before these letters the article's l becomes the letter: al-Shaddadi is also ash-Shaddadi.
SUN: Final = re.compile(r"(?<![\w'-])al-(?=(sh|th|dh|[strndz]))", re.IGNORECASE)
SYNONYMS: Final = (
    ("prison", "jail", "detention centre", "detention center", "detention facility"),
    ("governorate", "province"),
    ("centre", "center"),
    ("defence", "defense"),
    ("organisation", "organization"),
    ("labour", "labor"),
    ("counter-terrorism", "counterterrorism"),
    ("US", "U.S."),
    ("UN", "U.N."),
    ("UK", "U.K."),
)
SYNONYM: Final = tuple(
    (
        re.compile(rf"(?<!\w)({'|'.join(map(re.escape, words))})(?!\w)", 0 if words[0].isupper() else re.I),
        words,
    )
    for words in SYNONYMS
)
CAMP: Final = re.compile(r"(.+) camp", re.IGNORECASE)
MINISTRY: Final = re.compile(r"(.+?) ([\w' -]+) ministry", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A place; `aliases` are all its spellings, the name first. `within` is a place's id or a country's code.

    `lat` and `lon` are degrees (WGS 84): its own, else those of the town that it is in, else None.
    """

    id: str
    name: str
    kind: PlaceKind
    within: str | None
    aliases: tuple[str, ...]
    lat: float | None
    lon: float | None
    source: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A body; `aliases` are all its spellings, the name first. `country` is an ISO 3166 alpha-2 code."""

    id: str
    name: str
    kind: ActorKind
    country: str | None
    aliases: tuple[str, ...]
    source: str


def load_places(folder: Path, faults: Faults | None = None, own: Path | None = None) -> tuple[Place, ...]:
    """Every place of the lexicon's files and of an analyst's `own` folder.

    Faults go into `faults`, or are raised as BadLexicon without it.
    """
    found = Faults() if faults is None else faults
    files = [read_lined(folder / file, PlaceRow, found) for file in PLACE_FILES]
    rows = list(chain.from_iterable(files))
    added = chain.from_iterable(own_rows(own, file, AddedPlaceRow, found) for file in PLACE_FILES)
    new, further = sort_names(added, {lined.row.id: lined.row for lined in rows}, PlaceRow, found)
    rows += new
    by_id = {lined.row.id: lined.row for lined in rows}
    spelt = _further_spellings(further)
    _note_repeated(rows, found)
    if all(files):  # where a whole file can't be read, what lies within its places isn't at fault
        _note_dangling(rows, found)
    _note_shared([*rows, *further], found)
    if faults is None:
        found.settle()
    return tuple(_place(lined.row, by_id, spelt.get(lined.row.id, ())) for lined in rows)


def load_actors(folder: Path, faults: Faults | None = None, own: Path | None = None) -> tuple[Actor, ...]:
    """Every body of the lexicon's file and of an analyst's `own` one; faults as in load_places."""
    found = Faults() if faults is None else faults
    rows = read_lined(folder / ACTOR_FILE, ActorRow, found)
    added = own_rows(own, ACTOR_FILE, AddedActorRow, found)
    new, further = sort_names(added, {lined.row.id: lined.row for lined in rows}, ActorRow, found)
    rows += new
    codes = country_codes()
    for lined in rows:
        if lined.row.country is not None and lined.row.country not in codes:
            found.add(lined.path, lined.line, f"country '{lined.row.country}' is no ISO 3166 alpha-2 code")
    _note_shared([*rows, *further], found)
    if faults is None:
        found.settle()
    spelt = _further_spellings(further)
    return tuple(_actor(lined.row, spelt.get(lined.row.id, ())) for lined in rows)


def _further_spellings(
    rows: Iterable[Lined[PlaceRow]] | Iterable[Lined[ActorRow]],
) -> Mapping[str, Sequence[str]]:
    """What own rows add to the aliases of names that the package has, by id."""
    spelt: dict[str, list[str]] = {}
    for lined in rows:
        spelt.setdefault(lined.row.id, []).extend(lined.row.aliases)
    return spelt


def is_printed(alias: str, words: str) -> bool:
    """True where `words`, as a text prints them, are this alias.

    An alias all in capitals ("IS", "U.S.") needs them; any other ignores case, but one that has a capital
    letter needs one in the words too ("Roj" is not "roj", "AL-HOL" is al-Hol).
    """
    if alias == words:
        return True
    if alias.isupper() or alias.casefold() != words.casefold():
        return False
    return alias.islower() or not words.islower()


def spellings(name: str) -> tuple[str, ...]:
    """The name and the forms of it that differ in apostrophes, article, synonyms or order, each once."""
    forms = [name]
    for vary in (_synonyms, _camps, _ministries, _articles, _apostrophes):
        forms = list(dict.fromkeys(form for one in forms for form in (one, *vary(one))))
    return tuple({_key(form): form for form in reversed(forms)}.values())[::-1]


def _synonyms(name: str) -> Iterator[str]:
    """The name with each word that has synonyms changed for them."""
    for pattern, words in SYNONYM:
        if pattern.search(name):
            yield from (pattern.sub(word, name) for word in words)


def _camps(name: str) -> Iterator[str]:
    """Roj camp is also Camp Roj."""
    if match := CAMP.fullmatch(name):
        yield f"camp {match[1]}"


def _ministries(name: str) -> Iterator[str]:
    """The Syrian Interior Ministry is also the Syrian Ministry of Interior and of the Interior."""
    if match := MINISTRY.fullmatch(name):
        yield f"{match[1]} Ministry of {match[2]}"
        yield f"{match[1]} Ministry of the {match[2]}"


def _articles(name: str) -> Iterator[str]:
    """al-Hol is also al Hol, el-Hol and el Hol; al-Shaddadi is also ash-Shaddadi and ash Shaddadi."""
    if not ARTICLE.search(name):
        return
    yield from (ARTICLE.sub(article, name) for article in ("al ", "el-", "el "))
    if SUN.search(name):
        assimilated = SUN.sub(lambda match: f"a{match[1].lower()}-", name)
        yield from (assimilated, assimilated.replace("-", " ", 1))


def _apostrophes(name: str) -> Iterator[str]:
    """Sina'a is also Sina’a and Sinaa; Syria's is also Syria’s, but never Syrias."""
    if "'" in name:
        yield name.replace("'", "’")
        yield re.sub(r"'(?!s\b)", "", name)


def _place(row: PlaceRow, by_id: Mapping[str, PlaceRow], further: Iterable[str]) -> Place:
    """The row as a place with all its spellings, and with coordinates if it or its town has them."""
    lat, lon = _coordinates(row, by_id)
    aliases = _every(row.name, (*row.aliases, *further))
    return Place(row.id, row.name, row.kind, row.within, aliases, lat, lon, row.source)


def _coordinates(row: PlaceRow, by_id: Mapping[str, PlaceRow]) -> tuple[float | None, float | None]:
    """The row's own, else those of the nearest place around it that has any."""
    seen: set[str] = set()
    step: PlaceRow | None = row
    while step is not None and step.lat is None and step.id not in seen:
        seen.add(step.id)
        step = by_id.get(step.within or "")
    return (None, None) if step is None else (step.lat, step.lon)


def _actor(row: ActorRow, further: Iterable[str]) -> Actor:
    """The row as a body with all its spellings."""
    aliases = _every(row.name, (*row.aliases, *further))
    return Actor(row.id, row.name, row.kind, row.country, aliases, row.source)


def _every(name: str, aliases: Iterable[str]) -> tuple[str, ...]:
    """All spellings of the name and its aliases, each once."""
    forms = (form for alias in (name, *aliases) for form in spellings(alias))
    return tuple({_key(form): form for form in reversed(list(forms))}.values())[::-1]


def _key(alias: str) -> str:
    """Two aliases with one key match the same words."""
    return alias if alias.isupper() else alias.casefold()


def _note_repeated(rows: Iterable[Lined[PlaceRow]], faults: Faults) -> None:
    """A fault for each id that another file has too; an own row of the package's id is no row of its own."""
    first: dict[str, Path] = {}
    for lined in rows:
        path = first.setdefault(lined.row.id, lined.path)
        if path != lined.path:
            faults.add(lined.path, lined.line, f"'{lined.row.id}' is already given in {path.name}")


def _note_dangling(rows: Iterable[Lined[PlaceRow]], faults: Faults) -> None:
    """A fault for each place that isn't, step by step, within a country."""
    rows = list(rows)
    within = {lined.row.id: lined.row.within for lined in rows}
    codes = country_codes()
    for lined in rows:
        if trouble := _astray(lined.row.id, within, codes):
            faults.add(lined.path, lined.line, trouble)


def _astray(place: str, within: Mapping[str, str | None], codes: frozenset[str]) -> str | None:
    """What keeps the place's next step from leading to a country; None if nothing does."""
    holder = within[place]
    if holder is None:
        return f"'{place}' says not what it is within; give a place's id or a country's code"
    if holder not in within and holder not in codes:
        return f"'{place}' is within '{holder}', which is no place's id and no country's code"
    seen = {place}
    step: str | None = holder
    while step is not None and step not in codes:
        if step in seen:
            return f"'{place}' is within itself, by way of '{holder}'"
        seen.add(step)
        step = within.get(step)
    return None


def _note_shared(rows: Iterable[Lined[PlaceRow]] | Iterable[Lined[ActorRow]], faults: Faults) -> None:
    """A fault for each pair of rows that claim one alias; which of them it means would be a guess."""
    first: dict[str, str] = {}
    for lined in rows:
        clashes: dict[str, str] = {}
        for alias in _every(lined.row.name, lined.row.aliases):
            owner = first.setdefault(alias.casefold(), lined.row.id)
            if owner != lined.row.id:
                clashes.setdefault(owner, alias)
        for owner, alias in clashes.items():
            faults.add(lined.path, lined.line, f"'{alias}' belongs to '{owner}' already; leave it to one")
