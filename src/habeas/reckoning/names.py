"""Which spellings are one name: the lexicon first, then spellings that are alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from habeas.lexicon import Lexicon
from habeas.lexicon.names import Place
from habeas.model import Claim, Name, Ruling
from habeas.reckoned import Known, NameKind

Key = tuple[NameKind, str]


class Names:
    """What every name of some claims is known as."""

    def __init__(self, known: Mapping[Key, Known]) -> None:
        self._known = known

    def known(self, name: Name | None, kind: NameKind) -> Known | None:
        """What this name is known as; None for no name. Raises KeyError for one of no claim."""
        return None if name is None else self._known[key_of(name, kind)]


def key_of(name: Name, kind: NameKind) -> Key:
    """What makes two mentions one without any doubt: the id that the reader gave, else the folded words."""
    return kind, name.id or " ".join(name.text.casefold().split())


def block(name: Name, kind: NameKind) -> str:
    """What two spellings must share to be one name."""
    return key_of(name, kind)[1][:3]


def mentions(claims: Iterable[Claim]) -> Iterator[tuple[NameKind, Name]]:
    """Every name of the claims, with its kind."""
    for claim in claims:
        for place in (claim.place, claim.origin, claim.destination):
            if place is not None:
                yield NameKind.PLACE, place
        for body in (claim.actor, claim.speaker, *claim.via):
            if body is not None:
                yield NameKind.BODY, body


def names(claims: Iterable[Claim], lexicon: Lexicon, rulings: Iterable[Ruling] = ()) -> Names:  # noqa: ARG001
    """What the names of these claims are known as, by the lexicon, by likeness, and by what people ruled."""
    places = {place.id: place for place in lexicon.places}
    shown = {place.id: place.name for place in lexicon.places}
    shown |= {actor.id: actor.name for actor in lexicon.actors}
    shown |= {country.code: country.name for country in lexicon.countries}
    found: dict[Key, Known] = {}
    for kind, name in mentions(claims):
        key = key_of(name, kind)
        known = key[1] if name.id else f"n_{key[1]}"
        around = tuple(_around(places, known)) if kind is NameKind.PLACE else ()
        found.setdefault(key, Known(kind, known, shown.get(known, name.text), 1.0, "the lexicon", around))
    return Names(found)


def _around(places: Mapping[str, Place], id_: str) -> Iterator[str]:
    step = places[id_].within if id_ in places else None
    while step is not None:
        yield step
        step = places[step].within if step in places else None
