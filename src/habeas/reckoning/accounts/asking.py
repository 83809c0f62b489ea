"""The name that an account is asked for, as the lexicon or the reports know it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from habeas.errors import WrongUsage
from habeas.lexicon import Lexicon
from habeas.reckoned import Known, NameKind, Testimony
from habeas.reckoning.names import named

MOST_NEAR: Final = 5


def asked_name(words: str, kind: NameKind, testimonies: Iterable[Testimony], lexicon: Lexicon) -> Known:
    """What these words name. Raises WrongUsage where neither the lexicon nor any report knows such a name."""
    known = {one.id: one for testimony in testimonies for one in _names(testimony, kind)}
    told = [known[id_] for id_ in sorted(known)]
    if (found := named(words, kind, lexicon, told)) is not None:
        return known.get(found.id, found)
    near = get_close_matches(words, [one.name for one in told], n=MOST_NEAR, cutoff=0.6)
    hint = f"near to it: {', '.join(near)}" if near else "habeas claims shows what they name"
    raise WrongUsage(f"no report names a {kind.value} '{words}'; {hint}")


def _names(testimony: Testimony, kind: NameKind) -> list[Known]:
    """The places, or the body, of a claim."""
    places = (testimony.place, testimony.origin, testimony.destination)
    return [one for one in (places if kind is NameKind.PLACE else (testimony.actor,)) if one is not None]
