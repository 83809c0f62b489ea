"""The shape of a scenario file (`README.md` tells it in words), checked as it is read."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StrictBool,
    StrictInt,
    TypeAdapter,
    model_validator,
)

from habeas.errors import BadPeriod
from habeas.model import Basis, ClaimType, Measure, Modality, Review, Unit, is_group_tag
from habeas.reckoned import ConflictKind, Days, Status
from once_yaml import loaded

FOLDER: Final = Path(__file__).parent
NAMES: Final = ("place", "origin", "destination", "actor", "speaker")
FIGURE: Final = re.compile(r"\d{1,3}(,\d{3})*|\d+")


def _tag(tag: str) -> str:
    if not is_group_tag(tag):
        raise ValueError(f"{tag!r} is no group tag")
    return tag


def days_of(words: str) -> Days:
    """The days of `2024`, `2024-03`, `2024-03-18` or two of these with a slash between; ValueError else."""
    first, _, last = words.partition("/")
    return Days(_ends(first)[0], _ends(last or first)[1])


def _ends(words: str) -> tuple[date, date]:
    parts = [int(part) for part in words.split("-")]
    if len(parts) == 3:
        return date(*parts), date(*parts)
    year, month = parts[0], parts[1] if len(parts) == 2 else None
    last = 12 if month is None else month
    return date(year, month or 1, 1), date(year, last, calendar.monthrange(year, last)[1])


def _checked_days(value: object) -> str:
    words = str(value)  # YAML reads 2024-03-18 as a date and 2024 as a number
    try:
        days_of(words)
    except BadPeriod as error:
        raise ValueError(str(error)) from error
    return words


Tag = Annotated[str, AfterValidator(_tag)]
When = Annotated[str, BeforeValidator(_checked_days)]
Words = Annotated[str, BeforeValidator(str)]
Bounds = tuple[StrictInt | None, StrictInt | None]


class Strict(BaseModel):
    """A part of a scenario: an unknown key is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Told(Strict):
    """A report. Without `text` its text is made from its claims; `copy_of` takes that of another report."""

    published: date | None = None
    outlet: str | None = None
    text: str | None = None
    copy_of: str | None = None
    opening: str = ""
    ending: str = ""


class Said(Strict):
    """A claim, its names and figures as words. `words` that are a plain number give both bounds."""

    type: ClaimType
    words: Words | None = None
    low: StrictInt | None = None
    high: StrictInt | None = None
    approx: StrictBool = False
    unit: Unit = Unit.PERSONS
    basis: Basis = Basis.WORDS
    measure: Measure | None = None
    group: list[Tag] = []
    place: str | None = None
    origin: str | None = None
    destination: str | None = None
    actor: str | None = None
    speaker: str | None = None
    when: str | None = None
    days: When | None = None
    modality: Modality = Modality.ASSERTED
    detail: str | None = None
    part_of: str | None = None
    beside: str | None = None
    stated: date | None = None
    quote: str | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Said:
        bounded = self.low is not None or self.high is not None
        if self.words is None and (bounded or self.measure is not None):
            raise ValueError("bounds and measure need the words of a quantity")
        if self.words is not None and not bounded and not FIGURE.fullmatch(self.words):
            raise ValueError(f"{self.words!r} needs its bounds, low or high")
        return self

    @property
    def bounds(self) -> Bounds:
        """The bounds that are given, else those of the plain number."""
        if self.words is None or self.low is not None or self.high is not None:
            return self.low, self.high
        number = int(self.words.replace(",", ""))
        return number, number


class Ruled(Strict):
    """Two claims, names or reports that a reviewer ruled to be one, or not; later ones stand further down."""

    event: tuple[str, str] | None = None
    name: tuple[str, str] | None = None
    family: tuple[str, str] | None = None
    together: StrictBool

    @model_validator(mode="after")
    def _is_of_one_matter(self) -> Ruled:
        if sum(pair is not None for pair in (self.event, self.name, self.family)) != 1:
            raise ValueError("give one of event, name and family")
        return self


class Decided(Strict):
    """What a reviewer decided of one claim; the later ones stand further down.

    An amendment gives slots in the exchange format, or new bounds as `low` and `high`.
    """

    claim: str
    verdict: Review
    amendment: dict[str, Any] | None = None


class Spelt(Strict):
    """Spellings that are one name, and such that are names of their own."""

    one: list[list[str]] = []
    apart: list[list[str]] = []


class NamesWanted(Strict):
    """What is expected of the names of places and of bodies. `a1.speaker` is that name of that claim."""

    place: Spelt = Spelt()
    body: Spelt = Spelt()


class VoicesWanted(Strict):
    """Who stands behind some claims; `named` are their number or their names."""

    of: list[str]
    named: StrictInt | list[str]
    uncredited: StrictInt = 0
    reports: StrictInt | None = None


class FigureWanted(Strict):
    """Bounds that one event must give for a group; without `group` for any one of its figures."""

    low: StrictInt | None
    high: StrictInt | None
    unit: Unit = Unit.PERSONS
    group: list[Tag] | None = None


class EventWanted(Strict):
    """Claims that tell of one happening, and what else is certain of it."""

    claims: list[str]
    status: Status | None = None
    type: ClaimType | None = None
    total: StrictBool | None = None
    figures: list[FigureWanted] = []
    agreed: StrictBool | None = None
    differing: list[str] | None = None


class ConflictWanted(Strict):
    """A smallest set of claims that can't all be true, or that contest one another."""

    claims: list[str]
    kind: ConflictKind = ConflictKind.CONTRADICTION


class AccountWanted(Strict):
    """An account that is asked for, and the amounts of it that are certain, each `[low, high]`."""

    place: str | None = None
    holder: str | None = None
    group: list[Tag] = []
    days: When
    opening: Bounds | None = None
    came: Bounds | None = None
    left: Bounds | None = None
    closing: Bounds | None = None
    not_covered: Bounds | None = None
    set_aside: list[str] | None = None
    notes: list[str] = []
    never: list[str] = []


class Wanted(Strict):
    """What reckoning must make of a scenario; what isn't given isn't looked at."""

    names: NamesWanted | None = None
    families: list[list[str]] | None = None
    voices: list[VoicesWanted] | None = None
    events: list[list[str] | EventWanted] | None = None
    no_event: list[str] | None = None
    conflicts: list[ConflictWanted] | None = None
    accounts: list[AccountWanted] | None = None

    @model_validator(mode="after")
    def _wants_something(self) -> Wanted:
        if not self.aspects:
            raise ValueError("expect something")
        return self

    @property
    def aspects(self) -> list[str]:
        """What is looked at."""
        return [name for name in type(self).model_fields if getattr(self, name) is not None]

    @property
    def partition(self) -> list[EventWanted]:
        """The events, those that are only lists of claims as well."""
        return [one if isinstance(one, EventWanted) else EventWanted(claims=one) for one in self.events or ()]


class Scenario(Strict):
    """Reports and claims, what people decided of them, and what reckoning must make of it."""

    name: str
    why: str
    reports: dict[str, Told]
    claims: dict[str, Said] = {}
    copies: list[list[str]] = []
    rulings: list[Ruled] = []
    decisions: list[Decided] = []
    expect: Wanted

    @model_validator(mode="after")
    def _points_at_what_is_there(self) -> Scenario:
        for label in self.claims:
            if self.report_of(label) not in self.reports:
                raise ValueError(f"claim {label} is of no report: its label is the report's and a number")
        if astray := sorted(set(self._claims_named()) - set(self.claims)):
            raise ValueError(f"no such claim: {', '.join(astray)}")
        if astray := sorted(set(self._reports_named()) - set(self.reports)):
            raise ValueError(f"no such report: {', '.join(astray)}")
        return self

    @staticmethod
    def report_of(label: str) -> str:
        """The label of a claim's report: `a` of `a1`."""
        return label.rstrip("0123456789")

    def _claims_named(self) -> Iterator[str]:
        for said in self.claims.values():
            yield from (label for label in (said.part_of, said.beside) if label is not None)
        for ruled in self.rulings:
            yield from ruled.event or ()
        yield from (decided.claim for decided in self.decisions)
        for event in self.expect.partition:
            yield from event.claims
        yield from self.expect.no_event or ()
        for wanted in self.expect.conflicts or ():
            yield from wanted.claims
        for voices in self.expect.voices or ():
            yield from voices.of
        for account in self.expect.accounts or ():
            yield from account.set_aside or ()

    def _reports_named(self) -> Iterator[str]:
        yield from (told.copy_of for told in self.reports.values() if told.copy_of is not None)
        yield from (label for copies in (*self.copies, *(self.expect.families or ())) for label in copies)
        for ruled in self.rulings:
            yield from ruled.family or ()


def load_scenarios(file: Path) -> list[Scenario]:
    """The file's scenarios; raises ValidationError or YAMLError where their shape is wrong."""
    return TypeAdapter(list[Scenario]).validate_python(loaded(file))
