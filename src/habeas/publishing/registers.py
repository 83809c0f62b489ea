"""What reports tell of each place against what an official register of detention has to hold.

The items are those of Article 17(3) of the International Convention for the Protection of All Persons from
Enforced Disappearance (2006), which asks them of states, person by person. Reports give counts: an item that
they speak to is not a register kept, and one that nobody speaks to is worth asking the holder for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rich.table import Table
from rich.text import Text

from habeas.model import ClaimType
from habeas.publishing.plain import escaped_json, plain
from habeas.reckoned import Known, Status, Testimony

CAPTURES: Final = frozenset({ClaimType.CAPTURE, ClaimType.RECAPTURE})
COURTS: Final = frozenset({ClaimType.TRIAL, ClaimType.CONVICTION, ClaimType.SENTENCE})
MOVES: Final = frozenset({ClaimType.TRANSFER, ClaimType.REPATRIATION})
DEATHS: Final = frozenset({ClaimType.DEATH, ClaimType.EXECUTION})
CONDITIONS: Final = frozenset({"conditions", "ill-treatment", "torture"})
COUNTED: Final = "×"  # the ledger counts people, and names none
NOBODY: Final = "–"


@dataclass(frozen=True, slots=True)
class Item:
    """One of the article's items: its letter, what it asks for, and which claims of a place speak to it."""

    letter: str
    asks: str
    speaks: Callable[[Testimony, str], bool]


def _at(known: Known | None, place: str) -> bool:
    return known is not None and place in known.around


def _captured(told: Testimony, place: str) -> bool:
    return told.claim.type in CAPTURES and (_at(told.place, place) or _at(told.destination, place))


def _ordered(told: Testimony, place: str) -> bool:
    return told.claim.type in COURTS and _at(told.place, place)


def _supervised(told: Testimony, place: str) -> bool:
    return told.claim.type is ClaimType.HOLDING and told.actor is not None and _at(told.place, place)


def _admitted(told: Testimony, place: str) -> bool:
    return told.claim.type in MOVES and _at(told.destination, place)


def _in_health(told: Testimony, place: str) -> bool:
    return (
        told.claim.type is ClaimType.ALLEGATION and told.claim.detail in CONDITIONS and _at(told.place, place)
    )


def _died(told: Testimony, place: str) -> bool:
    return told.claim.type in DEATHS and _at(told.place, place)


def _left(told: Testimony, place: str) -> bool:
    leaves = told.claim.type in MOVES | {ClaimType.RELEASE, ClaimType.ESCAPE}
    return leaves and (_at(told.origin, place) or (told.origin is None and _at(told.place, place)))


def _never(_told: Testimony, _place: str) -> bool:
    return False


ITEMS: Final = (
    Item("a", "who is held", _never),
    Item("b", "when, where and by whom they were deprived of liberty", _captured),
    Item("c", "who ordered it, and on which grounds", _ordered),
    Item("d", "who supervises it", _supervised),
    Item("e", "when they were admitted, and by whom", _admitted),
    Item("f", "their state of health", _in_health),
    Item("g", "deaths: circumstances, cause, where the remains are", _died),
    Item("h", "when they were released or moved, where to, and by whom", _left),
)


@dataclass(frozen=True, slots=True)
class Register:
    """One place: for each item, by its letter, the claims (ids) that speak to it. Item a has none, ever."""

    place: Known
    claims: Mapping[str, tuple[str, ...]]

    @property
    def silent(self) -> tuple[str, ...]:
        """The letters of the items that nobody speaks to."""
        return tuple(item.letter for item in ITEMS[1:] if not self.claims[item.letter])


def registers(testimonies: Iterable[Testimony], place: str | None = None) -> list[Register]:
    """A register for each place in which people are said to be held, or for this one (an id), by name.

    What is planned, alleged to have happened, denied or only supposed speaks to no item; but an allegation of
    what is done to people who are held speaks to item f. A place without a name has no register.
    """
    told = [one for one in testimonies if _counts(one)]
    return [
        Register(known, {item.letter: tuple(_speaking(item, told, known.id)) for item in ITEMS})
        for known in _holding(told, place)
    ]


def _counts(told: Testimony) -> bool:
    """True for what is said to be so; and for allegations, whose `status` is of what is done to people."""
    if told.claim.type is ClaimType.ALLEGATION:
        return told.status not in (None, Status.DENIED)
    return told.status in (Status.DONE, Status.UNDER_WAY)


def _holding(told: Iterable[Testimony], place: str | None) -> list[Known]:
    """The places in which people are held, or the one that is asked for, each once."""
    named = {
        known.id: known
        for one in told
        for known in (one.place, one.origin, one.destination)
        if known is not None
        and not known.somebody
        and (known.id == place if place else one.claim.type is ClaimType.HOLDING)
    }
    return sorted(named.values(), key=lambda known: (known.name.casefold(), known.id))


def _speaking(item: Item, told: Iterable[Testimony], place: str) -> Iterator[str]:
    return (one.id for one in told if item.speaks(one, place))


def registers_table(found: Iterable[Register]) -> Table:
    """A row a place: how many claims speak to each item."""
    table = Table(caption=_caption(), caption_justify="left")
    table.add_column("Place")
    for item in ITEMS:
        table.add_column(f"({item.letter})", justify="right")
    for register in found:
        table.add_row(Text(plain(register.place.name)), *(_cell(item, register) for item in ITEMS))
    return table


def _cell(item: Item, register: Register) -> str:
    if item.speaks is _never:
        return COUNTED
    number = len(register.claims[item.letter])
    return f"{number:,}" if number else NOBODY


def _caption() -> str:
    asked = "; ".join(f"({item.letter}) {item.asks}" for item in ITEMS)
    return (
        f"How many claims speak to each item of Article 17(3): {asked}. {NOBODY}: nobody reports it. "
        f"{COUNTED}: the ledger counts people, and names none. "
        "Unless somebody checked it, a claim is a machine reading."
    )


def register_lines(found: Iterable[Register]) -> str:
    """Each register as a line of JSON: the place, for each item what it asks and which claims speak to it."""
    return "".join(
        escaped_json(
            json.dumps(
                {
                    "place": {"id": register.place.id, "name": register.place.name},
                    "items": {
                        item.letter: {"asks": item.asks, "claims": list(register.claims[item.letter])}
                        for item in ITEMS
                    },
                    "silent": list(register.silent),
                },
                ensure_ascii=False,
            )
        )
        + "\n"
        for register in found
    )
