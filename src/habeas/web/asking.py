"""Fields for a claim's slots: what stands in them, what may, and what a person changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from habeas.amending import NONE
from habeas.model import (
    PEOPLE_TAGS,
    ROLE_TAGS,
    Claim,
    ClaimType,
    Measure,
    Modality,
    Report,
    Unit,
)
from habeas.pipeline import Desk
from habeas.publishing.plain import plain
from habeas.reading.wording import Wording

LABELS: Final = {
    "type": "what it tells of",
    "modality": "how far it has come",
    "quantity": "how many, in the report's words",
    "low": "at least",
    "high": "at most",
    "approx": "only about",
    "unit": "what is counted",
    "measure": "what kind of number",
    "group": "who",
    "place": "where",
    "origin": "from where",
    "destination": "to where",
    "actor": "by whom",
    "speaker": "who says so",
    "when": "when, in the report's words",
    "period": "first and last day",
    "stated_on": "said on",
    "detail": "in detail",
}
HINTS: Final = {
    "quantity": "words that stand in the report",
    "low": "a whole number; empty where it is open",
    "high": "a whole number; empty where it is open",
    "group": "such as women children, or a country's code",
    "period": "2024-03-18 or 2024-03-18/2024-03-20",
    "stated_on": "2024-03-18",
}
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "type": tuple(ClaimType),
    "modality": tuple(Modality),
    "approx": ("no", "yes"),
    "unit": tuple(Unit),
    "measure": tuple(Measure),
}
NAMES: Final = ("place", "origin", "destination", "actor", "speaker")
OF_FIGURE: Final = frozenset({"low", "high", "approx", "unit", "measure"})
MOST_OFFERED: Final = 100


@dataclass(frozen=True, slots=True)
class Field:
    """A slot to fill: its label, what stands in it, and what may be chosen, if not all may."""

    slot: str
    label: str
    value: str
    choices: tuple[str, ...]
    hint: str
    list: str | None
    words: bool  # words of the report, in its own script
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """What is offered while somebody types: words that stand in the report as names, tags, details."""

    lists: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, desk: Desk, report: Report) -> Fields:
        """For the claims of this report."""
        with desk.ledger.derived() as derived:
            claims = derived.claims_of([report.id])
        named = ((claim.place, claim.origin, claim.destination) for claim in claims)
        places = {one.text for some in named for one in some if one}
        bodies = {one.text for claim in claims for one in (claim.actor, claim.speaker, *claim.via) if one}
        times = {claim.period.span.text for claim in claims if claim.period is not None}
        return cls(
            {
                "places": tuple(sorted(map(plain, places))[:MOST_OFFERED]),
                "bodies": tuple(sorted(map(plain, bodies))[:MOST_OFFERED]),
                "times": tuple(sorted(map(plain, times))[:MOST_OFFERED]),
                "tags": tuple(sorted(PEOPLE_TAGS | ROLE_TAGS)),
                "details": tuple(sorted(Wording(desk.lexicon).details)),
            }
        )


LISTS: Final = {
    **dict.fromkeys(("place", "origin", "destination"), "places"),
    **dict.fromkeys(("actor", "speaker"), "bodies"),
    "when": "times",
    "group": "tags",
    "detail": "details",
}


class Slots(BaseModel):
    """The fields of a claim's slots, as a form brings them; None for those that it hasn't.

    What is left empty comes as None, too: a form that has them all says so in `fields`.
    """

    fields: str = ""
    type: str | None = None
    modality: str | None = None
    quantity: str | None = None
    low: str | None = None
    high: str | None = None
    approx: str | None = None
    unit: str | None = None
    measure: str | None = None
    group: str | None = None
    place: str | None = None
    origin: str | None = None
    destination: str | None = None
    actor: str | None = None
    speaker: str | None = None
    when: str | None = None
    period: str | None = None
    stated_on: str | None = None
    detail: str | None = None

    @property
    def given(self) -> dict[str, str]:
        """What stands in the fields."""
        found = {slot: getattr(self, slot) for slot in LABELS}
        if self.fields:
            return {slot: value or "" for slot, value in found.items()}
        return {slot: value for slot, value in found.items() if value is not None}

    def changes(self, claim: Claim) -> list[str]:
        """What was changed against the claim, each "slot=words"."""
        before = values(claim)
        now = {
            slot: value
            for slot, value in self.given.items()
            if value.split() != (before[slot] or default(slot)).split()
        }
        if "quantity" in now and not now["quantity"].strip():
            now = {slot: value for slot, value in now.items() if slot not in OF_FIGURE}
        return _given(self._with_days(now))

    def _with_days(self, now: Mapping[str, str]) -> dict[str, str]:
        """Days go with their words: new words keep the days beside them, and words may stay without days."""
        when, period = (self.when or "").strip(), (self.period or "").strip()
        if now.keys().isdisjoint(("when", "period")):
            return dict(now)
        rest = {slot: value for slot, value in now.items() if slot not in ("when", "period")}
        return {**rest, "when": when, **({"period": period} if when and period else {})}

    def filled(self) -> list[str]:
        """All that is filled in, each "slot=words", for a claim that is new."""
        now = {slot: value for slot, value in self.given.items() if value.strip()}
        if now.keys().isdisjoint(("quantity", "low", "high")):
            now = {slot: value for slot, value in now.items() if slot not in OF_FIGURE}
        elif "quantity" not in now:  # what is left open of a figure that is given by its bounds
            now = {**dict.fromkeys(("low", "high"), NONE), **now}
        return _given(now)


def default(slot: str) -> str:
    """What stands in the field of a slot that the claim leaves empty."""
    return {"approx": "no", "unit": Unit.PERSONS.value}.get(slot, "")


def _given(slots: Mapping[str, str]) -> list[str]:
    return [f"{slot}={value.strip() or NONE}" for slot, value in slots.items()]


def fields_of(claim: Claim, given: Mapping[str, str]) -> tuple[Field, ...]:
    """The claim's slots as fields, each with what was given for it, else with what the claim has."""
    before = values(claim)
    return tuple(
        _field(slot, given.get(slot, before[slot] or default(slot)), before[slot] or default(slot))
        for slot in LABELS
    )


def empty_fields(given: Mapping[str, str]) -> tuple[Field, ...]:
    """The fields of a claim that is to be added."""
    return tuple(_field(slot, value := given.get(slot, default(slot)), value) for slot in LABELS)


def _field(slot: str, value: str, before: str) -> Field:
    choices = tuple(map(str, CHOICES.get(slot, ())))
    if choices and slot in ("measure",):
        choices = ("", *choices)
    words = slot in (*NAMES, "quantity", "when")
    listed = LISTS.get(slot)
    return Field(slot, LABELS[slot], value, choices, HINTS.get(slot, ""), listed, words, value != before)


def values(claim: Claim) -> dict[str, str]:
    """What the claim has in each slot, as a person writes it; empty for nothing."""
    quantity, period = claim.quantity, claim.period
    days = [] if period is None else [str(day) for day in (period.first, period.last) if day is not None]
    names = {slot: getattr(claim, slot) for slot in NAMES}
    return {
        "type": claim.type.value,
        "modality": claim.modality.value,
        "quantity": quantity.span.text if quantity is not None else "",
        "low": _number(quantity.low) if quantity is not None else "",
        "high": _number(quantity.high) if quantity is not None else "",
        "approx": "yes" if quantity is not None and quantity.approx else "",
        "unit": quantity.unit.value if quantity is not None else "",
        "measure": claim.measure.value if claim.measure is not None else "",
        "group": " ".join(sorted(claim.group)),
        **{slot: name.text if name is not None else "" for slot, name in names.items()},
        "when": period.span.text if period is not None else "",
        "period": "/".join(dict.fromkeys(days)),
        "stated_on": str(claim.stated_on or ""),
        "detail": claim.detail or "",
    }


def changed(amendment: str | None) -> tuple[str, ...]:
    """The slots that an amendment puts right, as people call them."""
    slots: Sequence[str] = sorted(json.loads(amendment)) if amendment is not None else ()
    called = {**LABELS, "period": LABELS["when"]}
    return tuple(called.get(slot, slot) for slot in slots)


def _number(bound: int | None) -> str:
    return "" if bound is None else str(bound)
