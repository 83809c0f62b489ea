"""Decisions in words, for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from habeas.model import Decision, Ruling


def queue_lines(decisions: Iterable[Decision], rulings: Iterable[Ruling]) -> Iterator[str]:
    """One line for each decision that waits for a person, and what to do with them."""
    told = [
        *(f"{one.claim}: {one.verdict.value} {_signed(one)}" for one in decisions),
        *(
            f"{one.one} and {one.other}: {'one event' if one.together else 'not one event'} {_signed(one)}"
            for one in rulings
        ),
    ]
    if not told:
        yield "nothing waits: every decision fits a claim of the newest readings"
        return
    yield from told
    yield (
        "no claim of the newest readings fits these: find the claim with habeas claims, decide anew, and take"
        " these back (decide undo; merge or split with --undo)"
    )


def _signed(one: Decision | Ruling) -> str:
    return f"by {one.by}, {one.at:%Y-%m-%d %H:%M} UTC: {one.why}"
