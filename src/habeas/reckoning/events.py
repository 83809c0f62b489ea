"""Which claims tell of one happening, and why."""

from __future__ import annotations

from collections.abc import Iterable

from habeas.model import ClaimType, Ruling
from habeas.reckoned import Event, Testimony

HAPPENINGS = frozenset(ClaimType) - {
    ClaimType.HOLDING,
    ClaimType.ALLEGATION,
    ClaimType.DENIAL,
    ClaimType.POSITION,
}


def keys(testimony: Testimony) -> frozenset[str]:
    """What two claims must share, directly or through others, to be one event; empty for no happening."""
    return frozenset({testimony.id}) if testimony.claim.type in HAPPENINGS else frozenset()


def events(testimonies: Iterable[Testimony], rulings: Iterable[Ruling] = ()) -> list[Event]:  # noqa: ARG001
    """The happenings that these claims tell of, in order of their ids."""
    found = [
        Event("e_" + one.id[2:], one.claim.type, one.status, (one,), days=one.days, place=one.place)
        for one in testimonies
        if one.claim.type in HAPPENINGS and one.status is not None
    ]
    return sorted(found, key=lambda event: event.id)
