"""Amendments: from "slot=words" to slots of the exchange format, on words that stand in the report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final

from habeas.errors import BrokenPromise, WrongUsage
from habeas.intake.coded import MOST_PEOPLE
from habeas.intake.standing import standing
from habeas.lexicon import Lexicon
from habeas.lexicon.names import is_printed
from habeas.model import Claim, ClaimType, Measure, Modality, Span, Unit
from habeas.reading.numbers import FigureFinder
from habeas.reading.wording import Wording
from habeas.reckoned import NameKind
from habeas.wire.claims import claim_to_wire

NONE: Final = "none"
NAMES: Final = {
    "place": NameKind.PLACE,
    "origin": NameKind.PLACE,
    "destination": NameKind.PLACE,
    "actor": NameKind.BODY,
    "speaker": NameKind.BODY,
}
KINDS: Final[Mapping[str, type[StrEnum]]] = {"type": ClaimType, "modality": Modality, "measure": Measure}
QUANTITY: Final = ("quantity", "low", "high", "approx", "unit")
PERIOD: Final = ("when", "period")
SLOTS: Final = (*KINDS, *QUANTITY, *NAMES, *PERIOD, "group", "detail", "stated_on")
YES: Final = {"yes": True, "no": False}


def amendment(claim: Claim, given: Sequence[str], lexicon: Lexicon) -> dict[str, Any]:
    """The slots that are to be changed, in the exchange format.

    Raises WrongUsage for a slot or value that there isn't, BrokenPromise for words that aren't the report's.
    """
    values: dict[str, str] = {}
    for slot, words in _parted(given):
        if slot in values:
            raise WrongUsage(f"--set {slot}={words}: {slot} is given twice; give it once")
        values[slot] = words
    slots: dict[str, Any] = {}
    for slot, words in values.items():
        if slot in KINDS:
            slots[slot] = _one_of(slot, words, KINDS[slot])
        elif slot in NAMES:
            slots[slot] = None if words == NONE else _name(claim, words, NAMES[slot], lexicon)
    if "group" in values:
        slots["group"] = [] if values["group"] == NONE else re.split(r"[,;\s]+", values["group"])
    if "detail" in values:
        slots["detail"] = None if values["detail"] == NONE else _detail(values["detail"], lexicon)
    if "stated_on" in values:
        slots["stated_on"] = None if values["stated_on"] == NONE else _day(values["stated_on"])
    if not values.keys().isdisjoint(PERIOD):
        slots["period"] = _period(claim, values)
    if not values.keys().isdisjoint(QUANTITY):
        slots |= _quantity(claim, values, slots, lexicon)
    return slots


def known_id(words: str, kind: NameKind, lexicon: Lexicon) -> str | None:
    """The lexicon's id of what has this name or id; None where it has none, or more than one."""
    entries = lexicon.places if kind is NameKind.PLACE else lexicon.actors
    found = {
        entry.id
        for entry in entries
        if entry.id == words or any(is_printed(alias, words) for alias in entry.aliases)
    }
    found |= {one.code for one in lexicon.countries if words in (one.code, one.name)}
    return found.pop() if len(found) == 1 else None


def _parted(given: Iterable[str]) -> Iterable[tuple[str, str]]:
    for one in given:
        slot, sign, words = one.partition("=")
        slot, words = slot.strip().lower(), words.strip()
        if not sign or not words:
            raise WrongUsage(f"--set {one}: write it as SLOT=WORDS, or SLOT=none to empty a slot")
        if slot not in SLOTS:
            raise WrongUsage(f"--set {one}: there is no slot '{slot}'; there are {', '.join(SLOTS)}")
        yield slot, words


def _one_of(slot: str, words: str, kinds: type[StrEnum]) -> str:
    if words not in list(kinds):
        raise WrongUsage(f"--set {slot}={words}: one of {', '.join(kinds)}")
    return words


def _detail(word: str, lexicon: Lexicon) -> str:
    known = Wording(lexicon).details
    if word not in known:
        raise WrongUsage(f"--set detail={word}: one of {', '.join(sorted(known))}")
    return word


def _name(claim: Claim, words: str, kind: NameKind, lexicon: Lexicon) -> dict[str, Any]:
    span = _standing(claim, words)
    return {**_wire(span), "id": known_id(span.text, kind, lexicon)}


def _standing(claim: Claim, words: str) -> Span:
    """Where the claim's report has these words: in the claim's evidence if they are there, else the nearest.

    Case and white space make no difference. The words that made the claim stand where they do, whole or not:
    a person marked them. Raises BrokenPromise where they stand nowhere.
    """
    if words.split() == claim.trigger.text.split():
        return claim.trigger
    found = list(standing(words, claim.report, any_case=True))
    if not found:
        raise BrokenPromise(
            f"'{words}' doesn't stand in {claim.report.name}: a claim holds only its report's words"
        )
    return min(found, key=lambda span: _distance(claim, span))


def _distance(claim: Claim, span: Span) -> tuple[bool, int, int]:
    outside = not any(piece.holds(span) for piece in claim.evidence)
    return outside, abs(span.start - claim.anchor.start), span.start


def _quantity(
    claim: Claim, values: Mapping[str, str], slots: Mapping[str, Any], lexicon: Lexicon
) -> dict[str, Any]:
    """The quantity, and the measure that goes with it."""
    if values.get("quantity") == NONE:
        if more := [slot for slot in QUANTITY[1:] if slot in values]:
            raise WrongUsage(f"--set quantity=none leaves no figure: {more[0]} has nothing to stand in")
        return {"quantity": None, "measure": None}
    before = claim_to_wire(claim)
    made: dict[str, Any] | None = dict(before["quantity"]) if before["quantity"] else None
    if "quantity" in values:
        unit = before["quantity"]["unit"] if before["quantity"] else Unit.PERSONS
        made = {"unit": unit, **_figure(claim, values, lexicon)}
    if made is None:
        raise WrongUsage("this claim counts nobody: give the words that do with --set quantity=WORDS")
    made |= {bound: _number(bound, values[bound]) for bound in ("low", "high") if bound in values}
    if "approx" in values:
        if values["approx"] not in YES:
            raise WrongUsage(f"--set approx={values['approx']}: yes or no")
        made["approx"] = YES[values["approx"]]
    if "unit" in values:
        made["unit"] = _one_of("unit", values["unit"], Unit)
    kind = slots.get("type", claim.type)
    usual = Measure.STOCK if kind == ClaimType.HOLDING else Measure.FLOW
    return {"quantity": made, "measure": slots.get("measure", before["measure"] or usual)}


def _figure(claim: Claim, values: Mapping[str, str], lexicon: Lexicon) -> dict[str, Any]:
    """The words of a quantity with their bounds, which are read from them or given beside them."""
    span = _standing(claim, values["quantity"])
    figures = list(FigureFinder(lexicon).find(span.text))
    if len(figures) == 1:
        (one,) = figures
        words = claim.report.span(span.start + one.start, span.start + one.end)
        return {**_wire(words), "low": one.low, "high": one.high, "approx": one.approx, "basis": one.basis}
    if values.keys().isdisjoint(("low", "high")):
        raise WrongUsage(
            f"--set quantity={span.text}: its bounds can't be read; add --set low=… and --set high=…"
        )
    return {**_wire(span), "low": None, "high": None, "approx": False, "basis": "words"}


def _number(bound: str, words: str) -> int | None:
    if words == NONE:
        return None
    digits = words.replace(",", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit()) or int(digits[:20]) >= MOST_PEOPLE:
        raise WrongUsage(f"--set {bound}={words}: a whole number, or none where it is open")
    return int(digits)


def _period(claim: Claim, values: Mapping[str, str]) -> dict[str, Any] | None:
    if NONE in (values.get("when"), values.get("period")):
        return None
    if "when" in values:
        span = _standing(claim, values["when"])
    elif claim.period is not None:
        span = claim.period.span
    else:
        raise WrongUsage("this claim has no words on time: give them too, with --set when=WORDS")
    first, last = _days(values["period"]) if "period" in values else (None, None)
    return {**_wire(span), "start_date": first, "end_date": last}


def _days(words: str) -> tuple[str, str]:
    first, _, last = words.partition("/")
    return _day(first), _day(last or first)


def _day(words: str) -> str:
    try:
        return date.fromisoformat(words.strip()).isoformat()
    except ValueError:
        raise WrongUsage(f"{words!r} is no day: write it like 2024-03-18, or 2024-03-18/2024-03-20") from None


def _wire(span: Span) -> dict[str, Any]:
    return {"text": span.text, "start": span.start, "end": span.end}
