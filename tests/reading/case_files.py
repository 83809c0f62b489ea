"""Cases: a short text, and what must be read from it. Each file `tests/cases/*.yml` is a list of these:

name       what the case shows; no two cases share one
text       one sentence, or the few that the construction needs
published  the day on which the text is out; without it nothing relative can be resolved
claims     each with the slots that the case is about; a slot that isn't given isn't looked at.
           A name may be a list: any of these will do. `[]`: no claim at all may be read
exactly    true: no other claim may be read
unread     the words of every figure that must be kept as unread; `[]`: none may be
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    StrictBool,
    StrictInt,
    TypeAdapter,
    model_validator,
)

from habeas.model import (
    Basis,
    Claim,
    ClaimType,
    Measure,
    Modality,
    Name,
    Reading,
    Report,
    Unit,
    is_group_tag,
)
from once_yaml import loaded

FOLDER: Final = Path(__file__).parent.parent / "cases"
WANTED: Final = "wanted.yml"
ABOUT: Final = "This bulletin follows how detainees are treated."
NAMES: Final = ("place", "origin", "destination", "actor", "speaker")


def _tag(tag: str) -> str:
    if not is_group_tag(tag):
        raise ValueError(f"{tag!r} is no group tag")
    return tag


Words = str | list[str] | None
Tag = Annotated[str, AfterValidator(_tag)]


class Expected(BaseModel):
    """The slots of one claim that a case is about; `words` are its quantity's, `part_of` its whole's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: ClaimType
    words: str | None = None
    low: StrictInt | None = None
    high: StrictInt | None = None
    approx: StrictBool = False
    unit: Unit | None = None
    basis: Basis | None = None
    measure: Measure | None = None
    group: list[Tag] = []
    place: Words = None
    origin: Words = None
    destination: Words = None
    actor: Words = None
    speaker: Words = None
    first: date | None = None
    last: date | None = None
    modality: Modality = Modality.ASSERTED
    detail: str | None = None
    part_of: str | None = None

    @model_validator(mode="after")
    def _in_pairs(self) -> Expected:
        for one, other in (("low", "high"), ("first", "last")):
            if (one in self.model_fields_set) != (other in self.model_fields_set):
                raise ValueError(f"give both {one} and {other}, or neither")
        return self

    def quoted(self) -> Iterator[str]:
        """The words that the text must hold for the case to make sense."""
        for value in (self.words, self.part_of, *(getattr(self, slot) for slot in NAMES)):
            yield from [value] if isinstance(value, str) else value or ()


class Case(BaseModel):
    """A short text, and what must be read from it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    text: str
    published: date | None = None
    alone: StrictBool = False
    claims: list[Expected]
    exactly: StrictBool = False
    unread: list[str] | None = None

    @model_validator(mode="after")
    def _quotes_its_text(self) -> Case:
        quoted = [words for claim in self.claims for words in claim.quoted()]
        for words in (*quoted, *(self.unread or ())):
            if folded(words) not in folded(self.text):
                raise ValueError(f"{words!r} isn't in the text")
        return self

    @property
    def report(self) -> Report:
        """The text in a report in English."""
        text = self.text if self.alone else f"{self.text}\n{ABOUT}\n"
        return Report(
            sha256(text.encode()).hexdigest(),
            f"{self.name}.txt",
            text,
            published=self.published,
            language="en",
        )


def load_cases(file: Path) -> list[Case]:
    """The file's cases; raises ValidationError or YAMLError where their shape is wrong."""
    return TypeAdapter(list[Case]).validate_python(loaded(file))


def faults(case: Case, reading: Reading) -> list[str]:
    """How the reading differs from what the case asks for; empty if it doesn't."""
    met = _pairs(case.claims, reading.claims, reading)
    found = [
        f"not read: {expected.type} {_told(expected)}; nearest: {_nearest(expected, reading)}"
        for index, expected in enumerate(case.claims)
        if index not in met
    ]
    if case.exactly or not case.claims:
        kept = set(met.values())
        found += [f"not there: {shown(c)}" for index, c in enumerate(reading.claims) if index not in kept]
    unread = [figure.quantity.text for figure in reading.unread]
    if case.unread is not None and sorted(unread) != sorted(case.unread):
        found.append(f"unread are {unread}, not {case.unread}")
    return found


def differing(expected: Expected, claim: Claim, reading: Reading) -> list[str]:
    """The slots in which the claim isn't what the case asks for."""
    return [
        slot
        for slot in sorted(expected.model_fields_set)
        if not _agrees(slot, getattr(expected, slot), slot_of(slot, claim, reading))
    ]


def slot_of(slot: str, claim: Claim, reading: Reading) -> object:
    """The claim's value for a slot of a case; names as their words."""
    quantity, period = claim.quantity, claim.period
    if slot == "words":
        return quantity.span.text if quantity is not None else None
    if slot in {"low", "high", "approx", "unit", "basis"}:
        return getattr(quantity, slot, None)
    if slot in {"first", "last"}:
        return getattr(period, slot, None)
    if slot == "part_of":
        wholes = {other.id: other.quantity for other in reading.claims}
        whole = wholes.get(claim.part_of or "")
        return whole.span.text if whole is not None else claim.part_of
    value = getattr(claim, slot)
    return value.text if isinstance(value, Name) else value


def shown(claim: Claim) -> str:
    """The claim in one line, for people to read."""
    figure, period = claim.quantity, claim.period
    names = [f"{slot}={getattr(claim, slot).text}" for slot in NAMES if getattr(claim, slot) is not None]
    bounds = f"{figure.span.text} ({figure.low}..{figure.high})" if figure is not None else "no figure"
    days = [f"{period.first}..{period.last}"] if period is not None else []
    tags = ",".join(sorted(claim.group))
    return " ".join([claim.type, bounds, claim.modality, f"[{tags}]", *names, *days, f"<{claim.rule}>"])


def folded(name: str) -> str:
    """A name without case, article, possessive or the form of its apostrophes."""
    words = name.replace("’", "'").casefold().split()
    words = words[1:] if words and words[0] in {"the", "a", "an"} else words
    return " ".join(words).removesuffix("'s")


def _agrees(slot: str, wanted: object, read: object) -> bool:
    if slot == "group":
        assert isinstance(wanted, list)
        return frozenset(wanted) == read
    if slot in NAMES and isinstance(read, str) and isinstance(wanted, (str, list)):
        return folded(read) in {folded(one) for one in ([wanted] if isinstance(wanted, str) else wanted)}
    return wanted == read


def _pairs(wanted: Sequence[Expected], claims: Sequence[Claim], reading: Reading) -> dict[int, int]:
    """Each expected claim that is met, with a claim of its own that meets it."""
    fits = [
        [index for index, claim in enumerate(claims) if not differing(expected, claim, reading)]
        for expected in wanted
    ]
    holder: dict[int, int] = {}

    def place(expected: int, tried: set[int]) -> bool:
        for index in fits[expected]:
            if index in tried:
                continue
            tried.add(index)
            if index not in holder or place(holder[index], tried):
                holder[index] = expected
                return True
        return False

    for expected in range(len(wanted)):
        place(expected, set())
    return {expected: index for index, expected in holder.items()}


def _told(expected: Expected) -> str:
    slots = {slot: getattr(expected, slot) for slot in sorted(expected.model_fields_set - {"type"})}
    return ", ".join(f"{slot}={value}" for slot, value in slots.items())


def _nearest(expected: Expected, reading: Reading) -> str:
    if not reading.claims:
        return "no claim"
    nearest = min(reading.claims, key=lambda claim: len(differing(expected, claim, reading)))
    return f"{shown(nearest)}, differing in {', '.join(differing(expected, nearest, reading))}"
