"""The name that an account is asked for, as reports or the lexicon know it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from habeas.errors import WrongUsage
from habeas.lexicon import Lexicon
from habeas.lexicon.lookup import folded
from habeas.model import Name
from habeas.reckoned import Known, NameKind, Testimony

MOST_NEAR = 5


def asked_name(words: str, kind: NameKind, testimonies: Iterable[Testimony], lexicon: Lexicon) -> Known:
    """What these words name: by id, by the name shown, as a report writes it, or as the lexicon spells it.

    Raises WrongUsage where no report names such a place or body, or where the words name several.
    """
    named = list(_named(kind, testimonies))
    by_id = {known.id: known for known, _ in sorted(named, key=lambda one: (one[0].score, one[0].reason))}
    spelt: dict[str, set[str]] = {}
    for known, name in named:
        for spelling in (known.id, known.name, name.text):
            spelt.setdefault(folded(spelling), set()).add(known.id)
    wanted = folded(words)
    found = spelt.get(wanted) or (_in_lexicon(wanted, kind, lexicon) & set(by_id))
    if not found:
        near = get_close_matches(wanted, sorted(spelt), n=MOST_NEAR, cutoff=0.7)
        hint = f"near to it: {', '.join(near)}" if near else "habeas claims shows what they name"
        raise WrongUsage(f"no report names a {kind.value} '{words}'; {hint}")
    if len(found) > 1:
        raise WrongUsage(f"'{words}' names several: give one of the ids {', '.join(sorted(found))}")
    return by_id[found.pop()]


def _named(kind: NameKind, testimonies: Iterable[Testimony]) -> Iterator[tuple[Known, Name]]:
    """Every place, or every actor, of the claims, with its words."""
    for one in testimonies:
        claim = one.claim
        places = ((one.place, claim.place), (one.origin, claim.origin), (one.destination, claim.destination))
        for known, name in places if kind is NameKind.PLACE else ((one.actor, claim.actor),):
            if known is not None and name is not None:
                yield known, name


def _in_lexicon(wanted: str, kind: NameKind, lexicon: Lexicon) -> set[str]:
    """The ids of the lexicon's places, or bodies, that are spelt so; a country may be either."""
    names = lexicon.places if kind is NameKind.PLACE else lexicon.actors
    found = {name.id for name in names if wanted in map(folded, (*name.aliases, name.id))}
    countries = (one for one in lexicon.countries if wanted in map(folded, (*one.aliases, one.code)))
    return found | {country.code for country in countries}
