"""What reckoning makes of claims: names, families, voices, events, conflicts and accounts, as values.

Claims are what single passages say. Everything here is derived from claims and from what people decided,
can be thrown away and made again, and says why it is as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from habeas.errors import BadPeriod
from habeas.model import Claim, ClaimType, Unit

# --- names ---


class NameKind(StrEnum):
    """What a name is of: names of different kinds are never one."""

    PLACE = "place"
    BODY = "body"  # actors, speakers and those that speakers are heard through


@dataclass(frozen=True, slots=True)
class Known:
    """What a name in a report is taken to be, and why.

    `id` is the lexicon's, else one made from the spellings that are taken for one name ("n_…"). `score` is
    1.0 where the lexicon knows the words, else how alike the spellings are, 0 to 1. `within` are the ids of
    the places around a place, the nearest first, a country's code last; empty for bodies and unknown places.
    """

    kind: NameKind
    id: str
    name: str  # to show
    score: float
    reason: str
    within: tuple[str, ...] = ()
    somebody: bool = False  # no name: "an official" of one report is no other report's

    @property
    def around(self) -> tuple[str, ...]:
        """The id and those of the places around it."""
        return (self.id, *self.within)

    def is_or_holds(self, other: Known) -> bool:
        """True where the other is this place or lies in it."""
        return self.kind is other.kind and self.id in other.around


# --- claims, as reckoning sees them ---


class Status(StrEnum):
    """How far a happening has come, by the word of one claim. What is only supposed is no happening."""

    DONE = "done"
    UNDER_WAY = "under way"
    PLANNED = "planned"
    ALLEGED = "alleged"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day, both inclusive."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadPeriod(f"days can't end on {self.last}, before {self.first}")

    def overlaps(self, other: Days) -> bool:
        """True where both share a day."""
        return self.first <= other.last and other.first <= self.last

    def holds(self, other: Days) -> bool:
        """True where all of the other's days are among these."""
        return self.first <= other.first and other.last <= self.last


@dataclass(frozen=True, slots=True)
class Testimony:
    """One claim as reckoning sees it: decided on, its names known, its days as far as words settle them.

    `days` is what the claim is about, None where its words don't settle it; `stated` the day on which it
    was said, else its report's day of publication, else None. `outlet` is the body whose own document the
    report is; None for news outlets, which tell what others say.
    """

    claim: Claim
    status: Status | None  # None: supposed
    days: Days | None
    stated: date | None
    place: Known | None = None
    origin: Known | None = None
    destination: Known | None = None
    actor: Known | None = None
    speaker: Known | None = None
    family: str | None = None  # of its report; None where its copies weren't looked for
    outlet: Known | None = None

    @property
    def id(self) -> str:
        """The claim's id."""
        return self.claim.id

    @property
    def report(self) -> str:
        """The id of the claim's report."""
        return self.claim.report.id


# --- families and voices ---


@dataclass(frozen=True, slots=True)
class Family:
    """Reports that copy one another, the earliest first (by day of publication, undated last, then by id).

    `why` says for each further report what it shares with which ("b.txt: 0.83 of its words as in a.txt").
    `reworded` are quotations that two of them word differently, each pair once.
    """

    id: str
    reports: tuple[str, ...]
    why: tuple[str, ...] = ()
    reworded: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Voices:
    """Who stands behind some claims, once families and quoted speakers are folded together.

    `named` are the folded voices that have a speaker, each told by the name to show; `uncredited` is the
    number of families whose reports credit nobody; `reports` counts all reports, copies as well.
    """

    named: tuple[str, ...]
    uncredited: int
    reports: int


# --- events ---


@dataclass(frozen=True, slots=True)
class Amount:
    """Bounds on a number; both None where nothing is known. `high` None is open."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Figure:
    """What the claims of one event together say of one group of people.

    `low` and `high` are what all their claims allow; where these can't all be true, the widest bounds, and
    `agreed` is False.
    """

    low: int | None
    high: int | None
    unit: Unit
    group: frozenset[str]
    claims: tuple[str, ...]
    agreed: bool = True


@dataclass(frozen=True, slots=True)
class Event:
    """One happening, told by one claim or by many.

    `id` hangs on the earliest claim (by publication, report id, anchor); any member's id leads to it.
    `type` is the type that most claims give. `total` is True for running totals ("2,000 so far"), which join
    nothing but one another. `differing` names the slots in which the members don't agree; `why` says what
    joined them, and what was kept apart although it was near.
    """

    id: str
    type: ClaimType
    status: Status
    testimonies: tuple[Testimony, ...]
    figures: tuple[Figure, ...] = ()
    place: Known | None = None
    origin: Known | None = None
    destination: Known | None = None
    actor: Known | None = None
    days: Days | None = None
    total: bool = False
    differing: tuple[str, ...] = ()
    why: tuple[str, ...] = ()

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of the claims that tell of it."""
        return tuple(testimony.id for testimony in self.testimonies)


# --- conflicts ---


class ConflictKind(StrEnum):
    """Claims that can't all be true; or an allegation and its denial, shown together always."""

    CONTRADICTION = "contradiction"
    CONTESTED = "contested"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A smallest set of claims that can't all be true, or that contest one another, and why.

    `anchor` is what it was found from: one of its claims (a whole, a denial, an allegation), or the event
    that all its claims tell of. Only what comes near to the anchor has a say in whether it is there.
    """

    id: str
    kind: ConflictKind
    claims: tuple[str, ...]  # ids, sorted
    why: str
    anchor: str = field(default="", compare=False)


# --- accounts ---


@dataclass(frozen=True, slots=True)
class Account:
    """Opening, in, out, closing and what isn't covered, for a place, holder and group over some days.

    `set_aside` are the claims that no way of settling the contradictions keeps; `conflicts` the smallest
    sets that contradict one another. `notes` say in words what stands behind each number.
    """

    place: str | None
    holder: str | None
    group: frozenset[str]
    days: Days
    opening: Amount
    came: Amount
    left: Amount
    closing: Amount
    not_covered: Amount
    set_aside: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    notes: tuple[str, ...] = field(default=())


# --- all of it ---


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What reckoning makes of a ledger's claims, in one value: what is told of it hangs on nothing else.

    `voices` are those behind each event, by its id; `testimonies` the claims, by theirs. What people have
    rejected is in none of it.
    """

    events: tuple[Event, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    families: tuple[Family, ...] = ()
    voices: Mapping[str, Voices] = field(default_factory=dict)
    testimonies: Mapping[str, Testimony] = field(default_factory=dict)

    def about(self, claims: Collection[str]) -> Reckoned:
        """The events and conflicts that at least one of these claims (ids) is in, each of them whole."""
        wanted = frozenset(claims)
        return replace(
            self,
            events=tuple(event for event in self.events if not wanted.isdisjoint(event.claims)),
            conflicts=tuple(one for one in self.conflicts if not wanted.isdisjoint(one.claims)),
        )


# --- a draft beside the ledger ---


class Verdict(StrEnum):
    """What the ledger's claims say of a figure in a text of the user's own."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    STALE = "stale"  # it was said, and a later claim has another figure of the same people
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the ledger's claims say of one figure of a draft.

    `support` have the figure, `against` can't be true beside it, `later` have a newer one, `near` are of the
    same kind of happening and place with other figures. `lost` are the words on which the draft's figure is
    surer than every claim that supports it ("about", "at least", "planned").
    """

    draft: Testimony
    verdict: Verdict
    support: tuple[Testimony, ...] = ()
    against: tuple[Testimony, ...] = ()
    later: tuple[Testimony, ...] = ()
    near: tuple[Testimony, ...] = ()
    lost: tuple[str, ...] = ()
    voices: Voices | None = None  # behind the support; None where that wasn't looked into

    @property
    def stands(self) -> bool:
        """True where the figure is supported as the draft has it, hedge and all."""
        return self.verdict is Verdict.SUPPORTED and not self.lost
