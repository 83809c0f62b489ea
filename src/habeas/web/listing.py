"""Lists of the shelf as pages show them, and the filters that narrow them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from habeas.ledger import Count, Shelf, Shelved
from habeas.model import ClaimType, Review
from habeas.web.caching import Kept

# Things of a list that one page has.
LENGTH: Final = 50
ARTICLE: Final = re.compile(r"^the\s+", re.IGNORECASE)  # names are shown without it
TYPES: Final = {kind.value: kind.value for kind in ClaimType}
STATUSES: Final = {
    "done": "said to be so",
    "under way": "under way",
    "planned": "planned",
    "alleged": "alleged",
    "denied": "denied",
    "supposed": "only supposed",
}
REVIEWS: Final = {
    one.value: "nobody has checked it" if one is Review.UNCHECKED else one.value for one in Review
}
# The filters whose values are ids, and the list in which a name for one is looked up.
NAMED: Final = {
    "place": Shelved.PLACE,
    "at": Shelved.PLACE,
    "held": Shelved.PLACE,
    "within": Shelved.PLACE,
    "speaker": Shelved.SPEAKER,
    "actor": Shelved.SPEAKER,
    "holder": Shelved.SPEAKER,
    "outlet": Shelved.OUTLET,
}


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter, and its words."""

    value: str
    words: str


# What can be chosen, by ledger and its version: it changes only with what is reckoned.
_KEPT: Final[Kept[tuple[Option, ...]]] = Kept(64)


@dataclass(frozen=True, slots=True)
class Listed:
    """A part of a list: how many there are in all, the key of the next part, and what was asked for.

    `given` are the filters as they stand in the address; `ranked` is False where what was added last comes
    first, because very many things have the words. `unknown` are names that nothing has.
    """

    count: Count
    next: str | None
    given: Mapping[str, str]
    after: str | None
    ranked: bool
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants listed: filters by name and as facets, words, and the key of a part."""

    given: Mapping[str, str]
    words: str
    after: str | None
    facets: tuple[str, ...]
    unknown: tuple[str, ...] = ()

    @property
    def chosen(self) -> dict[str, str]:
        """The value of each filter, by its name: an id where a name was given."""
        return dict(facet.split(":", 1) for facet in self.facets)


def asked(
    shelf: Shelf,
    given: Mapping[str, str | None],
    *,
    words: str,
    after: str | None,
) -> Asked:
    """The filters that are given; a name that stands for an id is looked up in the list of its kind."""
    kept = {name: value.strip() for name, value in given.items() if value and value.strip()}
    unknown, facets = [], []
    for name, value in kept.items():
        id_ = called(shelf, NAMED[name], value) if name in NAMED else value
        if id_ is None:
            unknown.append(value)
        facets.append(f"{name}:{id_ if id_ is not None else value}")
    shown = {**kept, **({"words": words.strip()} if words.strip() else {})}
    return Asked(shown, words, after, tuple(facets), tuple(unknown))


def called(shelf: Shelf, kind: Shelved, name: str) -> str | None:
    """The id of the place, speaker or outlet called so, or with this id; of several what most claims have."""
    if shelf.names(kind, [name]):
        return name
    found = shelf.page(kind, words=ARTICLE.sub("", name), limit=20).ids
    names = shelf.names(kind, found)
    exact = [id_ for id_ in found if names[id_].casefold() == name.casefold()]
    return next(iter([*exact, *found]), None)


def listed(shelf: Shelf, kind: Shelved, wanted: Asked) -> tuple[tuple[str, ...], Listed]:
    """The ids of one part of the list, and what is told of the list."""
    part = shelf.page(kind, wanted.facets, words=wanted.words, after=wanted.after, limit=LENGTH)
    count = shelf.count(kind, wanted.facets, words=wanted.words)
    return part.ids, Listed(count, part.next, wanted.given, wanted.after, part.ranked, wanted.unknown)


def years(shelf: Shelf, kind: Shelved) -> tuple[Option, ...]:
    """The years that there is anything of, the latest first."""

    def make() -> tuple[Option, ...]:
        found = (name.removeprefix("year:") for name, _ in shelf.facets_named(kind, "year:"))
        return tuple(Option(year, year) for year in sorted(found, reverse=True))

    return _KEPT.get((shelf.ledger, shelf.version), (kind, "years"), make)


def types(shelf: Shelf, kind: Shelved) -> tuple[Option, ...]:
    """The types that there is anything of."""

    def make() -> tuple[Option, ...]:
        held = shelf.held(kind, (f"type:{value}" for value in TYPES))
        return tuple(one for one in options(TYPES) if held.get(f"type:{one.value}"))

    return _KEPT.get((shelf.ledger, shelf.version), (kind, "types"), make)


def most_named(shelf: Shelf, kind: Shelved, *, limit: int = 100) -> tuple[Option, ...]:
    """Those that most claims have, to be offered while somebody types."""

    def make() -> tuple[Option, ...]:
        ids = shelf.page(kind, limit=limit).ids
        names = shelf.names(kind, ids)
        return tuple(Option(id_, names[id_]) for id_ in ids)

    return _KEPT.get((shelf.ledger, shelf.version), (kind, limit), make)


def options(words: Mapping[str, str]) -> tuple[Option, ...]:
    """The values of a filter that are always the same."""
    return tuple(Option(value, said) for value, said in words.items())


def name_of(shelf: Shelf, kind: Shelved, id_: str | None) -> str | None:
    """The name to show for an id that somebody filters by; the id where that name leads elsewhere."""
    if id_ is None:
        return None
    name = shelf.names(kind, [id_]).get(id_, id_)
    return name if called(shelf, kind, name) == id_ else id_
