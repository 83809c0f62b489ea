"""Claims and events for tests of accounts, in one line each; places and bodies are invented."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import count

import made
from habeas.model import Basis, Claim, Unit
from habeas.reckoned import Days, Event, Known, NameKind, Status, Testimony
from habeas.reckoning.testimony import STATUSES

# Orlan and Tavel are camps in Merrin, which is in the country XO; Gann is another country's.
WITHIN = {"orlan": ("merrin", "XO"), "tavel": ("merrin", "XO"), "merrin": ("XO",), "gann": ("XG",)}
WITHIN["n_prisons in gann"] = ("XG",)
NUMBERS = count()


def place(id_: str | None) -> Known | None:
    return None if id_ is None else Known(NameKind.PLACE, id_, id_.title(), 1.0, "made", WITHIN.get(id_, ()))


def body(id_: str | None) -> Known | None:
    return None if id_ is None else Known(NameKind.BODY, id_, id_, 1.0, "made")


def day(text: str) -> date:
    return date.fromisoformat(text)


def days(text: str) -> Days:
    """ "2024-03-18", or "2024-03-01/2024-03-31"."""
    first, _, last = text.partition("/")
    return Days(day(first), day(last or first))


def bounds(figure: str) -> tuple[int | None, int | None, bool]:
    """ "7", "~7", "7+", "-7", "3-7"."""
    approx, words = figure.startswith("~"), figure.lstrip("~")
    if words.endswith("+"):
        return int(words[:-1]), None, approx
    low, _, high = words.partition("-")
    return int(low) if low else None, int(high or low), approx


def told(
    kind: str,
    figure: str | None = None,
    on: str | None = None,
    *,
    at: str | None = None,
    from_: str | None = None,
    to: str | None = None,
    by: str | None = None,
    words: str | None = None,
    unit: str = "persons",
    basis: str = "words",
    published: str | None = "2024-03-18",
    report: str | None = None,
    **fields: object,
) -> Testimony:
    """One claim as reckoning sees it; each is in a report of its own if none is named."""
    said = words or figure or "some"
    stated = None if published is None else day(published)
    of = made.report(f"{said} people.", name=report or f"{next(NUMBERS)}.txt", published=stated)
    quantity = None
    if figure is not None:
        low, high, approx = bounds(figure)
        quantity = made.quantity(of, said, low, high, approx=approx, unit=Unit(unit), basis=Basis(basis))
    return known(made.claim(of, kind, quantity, **fields), on, at=at, from_=from_, to=to, by=by)


def known(
    claim: Claim, on: str | None, *, at: str | None, from_: str | None, to: str | None, by: str | None
) -> Testimony:
    return Testimony(
        claim,
        STATUSES.get(claim.modality),
        None if on is None else days(on),
        claim.stated_on or claim.report.published,
        place(at),
        place(from_),
        place(to),
        body(by),
    )


def event(*testimonies: Testimony) -> Event:
    """One happening of these claims, with the slots of the first."""
    first = testimonies[0]
    assert first.status is not None
    return Event(
        "e_" + min(one.id for one in testimonies)[2:],
        first.claim.type,
        first.status,
        testimonies,
        place=first.place,
        origin=first.origin,
        destination=first.destination,
        actor=first.actor,
        days=first.days,
        total=first.claim.measure == "total",
    )


def happened(testimonies: Iterable[Testimony]) -> list[Event]:
    """Each claim of a happening as an event of its own."""
    return [
        event(one)
        for one in testimonies
        if one.claim.type not in ("holding", "allegation", "denial", "position") and one.status is not None
    ]


DONE = Status.DONE
