"""What habeas keeps: reports, and the claims that stand on their words.

Every value is frozen, and its constructor makes the promises of the ledger true: a claim whose
evidence isn't its report's text at those offsets can't be built. Offsets count code points; ends
are exclusive. Quantities are bounds on a number of people (or families, cases, …): `None` is open,
zero is a figure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from habeas.errors import BadClaim, BadPeriod, BadQuantity, BadSpan, BrokenPromise

FORMAT: Final = "habeas/1"
# What stands for each character of words that don't leave.
BLOCK: Final = "█"


class ClaimType(StrEnum):
    """What a passage says of people in custody (the annotation guide's sixteen types)."""

    HOLDING = "holding"
    CAPTURE = "capture"
    TRANSFER = "transfer"
    REPATRIATION = "repatriation"
    RELEASE = "release"
    ESCAPE = "escape"
    RECAPTURE = "recapture"
    ATTACK = "attack"
    DEATH = "death"
    TRIAL = "trial"
    CONVICTION = "conviction"
    SENTENCE = "sentence"
    EXECUTION = "execution"
    ALLEGATION = "allegation"
    DENIAL = "denial"
    POSITION = "position"


class Modality(StrEnum):
    """Whether the passage says that it is so, will be, may be, or is not."""

    ASSERTED = "asserted"
    ALLEGED = "alleged"
    DENIED = "denied"
    PLANNED = "planned"
    ONGOING = "ongoing"
    HYPOTHETICAL = "hypothetical"


class Measure(StrEnum):
    """What kind of number a quantity is."""

    STOCK = "stock"  # held now
    FLOW = "flow"  # in this event
    TOTAL = "total"  # so far; bounds a running sum, is never added up
    REMAINING = "remaining"  # left after an event
    CAPACITY = "capacity"  # places, not people
    POPULATION = "population"  # the people that an allegation or position is about
    VICTIMS = "victims"  # the people said to have been harmed


class Unit(StrEnum):
    """What a quantity counts."""

    PERSONS = "persons"
    FAMILIES = "families"
    CASES = "cases"
    FACILITIES = "facilities"
    COUNTRIES = "countries"


class Basis(StrEnum):
    """Where a quantity's bounds come from."""

    WORDS = "words"
    CONVENTION = "convention"  # "dozens", "thousands", "several hundred"


class Extent(StrEnum):
    """Whether a report's text is all of the document or a part of it."""

    FULL = "full"
    EXCERPT = "excerpt"


class Review(StrEnum):
    """What a person has said of a machine reading."""

    UNCHECKED = "unchecked"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    AMENDED = "amended"
    UNSURE = "unsure"  # looked at, can't tell: counts as unchecked


class Reason(StrEnum):
    """Why a figure about people near words of custody became no claim (docs/reasons.md)."""

    NO_EVENT = "no-event"  # the sentence names people held, no rule says what happened to them
    NO_RULE = "no-rule"  # words of custody are there, no rule connects them to this figure
    UNCLEAR_COUNT = "unclear-count"  # what the figure counts can't be told


PEOPLE_TAGS: Final = frozenset({"women", "men", "children", "minors", "boys", "girls", "families"})
ROLE_TAGS: Final = frozenset(
    {
        "detainees",
        "prisoners",
        "suspects",
        "fighters",
        "militants",
        "civilians",
        "prisoners_of_war",
        "hostages",
        "migrants",
    }
)
FOREIGNERS: Final = "foreigners"


def is_group_tag(tag: str) -> bool:
    """True for a tag that a claim's group may hold; nationalities are ISO 3166 alpha-2 codes."""
    return tag in PEOPLE_TAGS or tag in ROLE_TAGS or tag == FOREIGNERS or is_nationality(tag)


# Readers of this name are people who coded what they read; all others are machines.
CODED: Final = "coded/"
# What a person adds to a report stands beside its newest reading, and never in that one's place.
ADDED: Final = f"{CODED}added/"
_DIGITS: Final = 10


def added_reader(number: int, by: str) -> str:
    """The reader's name of the claim that was added to a report as its `number`-th, by this person."""
    return f"{ADDED}{number} by {' '.join(by.split())}"


def added_by(reader: str) -> str | None:
    """Who added what this reader has; None for readers of whole reports."""
    return reader.removeprefix(ADDED).partition(" by ")[2] if reader.startswith(ADDED) else None


def added_number(reader: str) -> int | None:
    """As which of those added to its report this was added; None for readers of whole reports."""
    number, _, by = reader.removeprefix(ADDED).partition(" by ")
    well_formed = reader.startswith(ADDED) and number.isascii() and number.isdecimal() and by.strip()
    return int(number) if well_formed and len(number) < _DIGITS else None


def is_nationality(tag: str) -> bool:
    """True for a tag of the form of an ISO 3166 alpha-2 code."""
    return len(tag) == 2 and tag.isascii() and tag.isalpha() and tag.isupper()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Words at their place in a report's text."""

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if self.start < 0 or self.end <= self.start or len(self.text) != self.end - self.start:
            raise BadSpan(f"{self.text!r} can't stand at {self.start}–{self.end}")

    def holds(self, other: Span) -> bool:
        """True where the other span's words lie inside this one's."""
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: Span) -> bool:
        """True where both share at least one code point."""
        return self.start < other.end and other.start < self.end

    def is_in(self, text: str) -> bool:
        """True where these are the text's words at these offsets, code point for code point."""
        return text[self.start : self.end] == self.text


@dataclass(frozen=True, slots=True)
class Name:
    """A place, actor or speaker as written, and its id in the lexicon where it is known."""

    span: Span
    id: str | None = None

    @property
    def text(self) -> str:
        """The name as written."""
        return self.span.text


@dataclass(frozen=True, slots=True)
class Quantity:
    """Bounds on a number, and the words that give them."""

    span: Span
    low: int | None  # None: "up to"
    high: int | None  # None: "at least"
    approx: bool = False
    unit: Unit = Unit.PERSONS
    basis: Basis = Basis.WORDS

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise BadQuantity(f"{self.span.text!r} gives no bound at all")
        if (self.low is not None and self.low < 0) or (self.high is not None and self.high < 0):
            raise BadQuantity(f"{self.span.text!r} can't be fewer than none")
        if self.low is not None and self.high is not None and self.high < self.low:
            raise BadQuantity(f"{self.span.text!r} can't run from {self.low} to {self.high}")


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day that words on time are about; both `None` where they can't be resolved."""

    span: Span
    first: date | None
    last: date | None

    def __post_init__(self) -> None:
        if (self.first is None) != (self.last is None):
            raise BadPeriod(f"{self.span.text!r} needs both its days or neither")
        if self.first is not None and self.last is not None and self.last < self.first:
            raise BadPeriod(f"{self.span.text!r} can't end on {self.last}, before {self.first}")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a part of the source document starts in the text: "page 3", "paragraph 12"."""

    start: int
    label: str


@dataclass(frozen=True, slots=True)
class Report:
    """One preserved document: who published it, when, and its text.

    `id` is the SHA-256 of the document's bytes in hex; `marks` map the text back to the document's
    pages or paragraphs, in order of `start`.
    """

    id: str
    name: str
    text: str = field(repr=False)
    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    published: date | None = None
    language: str | None = None
    extent: Extent = Extent.FULL
    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        # Half a surrogate pair can be neither stored nor printed: better no report than a crash later.
        for words in (self.text, self.name, self.outlet, self.title, self.url, self.language):
            if words is not None and not _is_writable(words):
                raise BadSpan(f"{self.name!a} holds half a character, which UTF-8 can't write")

    def span(self, start: int, end: int) -> Span:
        """The report's words from `start` to `end`."""
        return Span(start, end, self.text[start:end])

    def mark_at(self, offset: int) -> str | None:
        """The label of the page or paragraph that holds this offset, if the document has any."""
        label = None
        for mark in self.marks:
            if mark.start > offset:
                break
            label = mark.label
        return label


@dataclass(frozen=True, slots=True)
class Claim:
    """What one passage says about people in custody.

    `trigger` is the word that made the rule fire; with the quantity it anchors the claim's id.
    `part_of` is the id of the claim whose quantity this one breaks down. `why` names the pieces
    that the rule used, for `habeas read --why`. `amends` is the id under which a claim was read that a
    person has amended since: it keeps that id, whatever its type and its quantity's words are now. Else its
    `id` is the hash of report, type and anchor; never of reader or metadata, so that decisions survive.
    """

    report: Report = field(repr=False)
    type: ClaimType
    trigger: Span
    evidence: tuple[Span, ...]
    reader: str
    rule: str
    modality: Modality = Modality.ASSERTED
    detail: str | None = None
    quantity: Quantity | None = None
    measure: Measure | None = None
    part_of: str | None = None
    group: frozenset[str] = frozenset()
    place: Name | None = None
    origin: Name | None = None
    destination: Name | None = None
    actor: Name | None = None
    speaker: Name | None = None
    via: tuple[Name, ...] = ()
    period: Period | None = None
    stated_on: date | None = None
    precision: float | None = None
    review: Review = Review.UNCHECKED
    why: tuple[str, ...] = field(default=(), compare=False)
    amends: str | None = field(default=None, compare=False)
    id: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", self.amends or claim_id(self.report.id, self.type, self.anchor))
        if not self.evidence:
            raise BadClaim(f"a claim of {self.report.name} has no evidence")
        for span in self._spans():
            if not span.is_in(self.report.text):
                raise BadClaim(f"{span.text!r} isn't what {self.report.name} says at {span.start}–{span.end}")
        if not any(piece.holds(self.anchor) for piece in self.evidence):
            raise BadClaim(f"{self.anchor.text!r} lies outside the evidence of its claim")
        if (self.quantity is None) != (self.measure is None):
            raise BadClaim(f"{self.anchor.text!r} needs a quantity and a measure, or neither")
        if strange := sorted(tag for tag in self.group if not is_group_tag(tag)):
            raise BadClaim(f"{self.anchor.text!r} has unknown group tags: {', '.join(strange)}")
        if self.precision is not None and not 0 <= self.precision <= 1:
            raise BadClaim(f"{self.anchor.text!r} can't have a precision of {self.precision}")

    def _spans(self) -> Iterator[Span]:
        yield self.trigger
        yield from self.evidence
        for name in (self.place, self.origin, self.destination, self.actor, self.speaker, *self.via):
            if name is not None:
                yield name.span
        if self.quantity is not None:
            yield self.quantity.span
        if self.period is not None:
            yield self.period.span

    @property
    def anchor(self) -> Span:
        """The words that the claim's identity hangs on: its quantity's, else its trigger's."""
        return self.quantity.span if self.quantity is not None else self.trigger


def claim_id(report: str, kind: ClaimType, anchor: Span) -> str:
    """The id of a claim, from the three things that it hangs on."""
    key = f"{report}\n{kind.value}\n{anchor.start}\n{anchor.end}"
    return "c_" + hashlib.sha256(key.encode()).hexdigest()[:20]


FIGURE: Final = "u_"  # how the ids of unread figures start
_OF_REPORT: Final = 10  # letters of the report's id in a figure's
_CHECKED: Final = 3  # letters of a hash, which tell figures apart that start at one offset


@dataclass(frozen=True, slots=True)
class Unread:
    """A figure about people near words of custody that became no claim, and why.

    `review` is what a person has said of it since: rejected, there is no claim in it; accepted, they added
    the claim that the reader missed.
    """

    report: Report = field(repr=False)
    quantity: Span
    evidence: Span
    reason: Reason
    review: Review = field(default=Review.UNCHECKED, compare=False)

    def __post_init__(self) -> None:
        for span in (self.quantity, self.evidence):
            if not span.is_in(self.report.text):
                raise BadClaim(f"{span.text!r} isn't what {self.report.name} says at {span.start}–{span.end}")
        if not self.evidence.holds(self.quantity):
            raise BadClaim(f"{self.quantity.text!r} lies outside its evidence")

    @property
    def id(self) -> str:
        """What decisions call it: where it stands in which report.

        So it survives another reading, and the ledger finds the figure by its id alone.
        """
        start, end = self.quantity.start, self.quantity.end
        check = hashlib.sha256(f"{self.report.id}\n{start}\n{end}".encode()).hexdigest()[:_CHECKED]
        return f"{FIGURE}{self.report.id[:_OF_REPORT]}{start:07x}{check}"


def figure_place(id_: str) -> tuple[str, int] | None:
    """How the report's id starts, and the offset, of the unread figure with this id; None for other ids."""
    hash_ = id_.removeprefix(FIGURE)
    start = hash_[_OF_REPORT:-_CHECKED]
    if hash_ == id_ or not start or not set(start) <= set("0123456789abcdef"):
        return None
    return hash_[:_OF_REPORT], int(start, 16)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader made of one report: all of it that report's and that reader's, no claim id twice."""

    report: Report = field(repr=False)
    reader: str
    claims: tuple[Claim, ...] = ()
    unread: tuple[Unread, ...] = ()

    def __post_init__(self) -> None:
        if any(report != self.report for report in self._reports()):
            raise BadClaim(f"a reading of {self.report.name} can't hold words of another report")
        ids: set[str] = set()
        for claim in self.claims:
            if claim.reader != self.reader:
                raise BadClaim(f"{claim.anchor.text!r} was read by {claim.reader}, not by {self.reader}")
            if claim.id in ids:
                raise BadClaim(f"{claim.anchor.text!r} in {self.report.name} is read as {claim.type} twice")
            ids.add(claim.id)

    def _reports(self) -> Iterator[Report]:
        yield from (claim.report for claim in self.claims)
        yield from (figure.report for figure in self.unread)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person ruled about a claim: who, when (UTC) and why; never anonymous, never without a reason.

    `claim` is its id, or an unread figure's. `amendment` is the slots as the person has them, a JSON object
    in the exchange format. The verdict `unchecked` takes back what was decided before.
    """

    claim: str
    verdict: Review
    by: str
    at: datetime
    why: str
    amendment: str | None = None

    def __post_init__(self) -> None:
        if not self.by.strip() or not self.why.strip():
            raise BrokenPromise(f"{self.claim}: a decision needs a name and a reason")
        if self.at.utcoffset() != timedelta(0):
            raise BrokenPromise(f"{self.claim}: a decision's time is in UTC")
        if (self.verdict is Review.AMENDED) != (self.amendment is not None):
            raise BrokenPromise(f"{self.claim}: an amendment goes with the verdict amended, and only with it")
        if self.verdict is Review.AMENDED and self.claim.startswith(FIGURE):
            raise BrokenPromise(f"{self.claim}: an unread figure has no slots to put right: add the claim")

    @property
    def subject(self) -> str:
        """What the log calls what was decided on."""
        return self.claim

    @property
    def moment(self) -> tuple[object, ...]:
        """When it was decided; of two decisions of one moment, an order that hangs on nothing but them."""
        return (self.at, self.by, self.verdict, self.amendment or "", self.why)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A claim that two people are to decide on, neither seeing what the other says before both have.

    `at` is in UTC; the two are sorted.
    """

    claim: str
    one: str
    other: str
    by: str
    at: datetime
    why: str

    def __post_init__(self) -> None:
        if not (self.one.strip() and self.one < self.other):
            raise BrokenPromise(f"{self.claim}: two different people decide blind, in order")
        if not self.by.strip() or not self.why.strip():
            raise BrokenPromise(f"{self.claim}: an assignment needs a name and a reason")
        if self.at.utcoffset() != timedelta(0):
            raise BrokenPromise(f"{self.claim}: an assignment's time is in UTC")

    @property
    def reviewers(self) -> tuple[str, str]:
        """Both of them."""
        return self.one, self.other


class Matter(StrEnum):
    """What a ruling on two things is about."""

    EVENT = "event"  # two claims, by id: one happening, or two
    NAME = "name"  # two names, each "place:…" or "body:…" with its id or its words: one, or two
    FAMILY = "family"  # two reports, by id: one copies the other, or not


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person ruled of two things: that they are one (`together`), or that they aren't.

    Of two rulings on one pair the later counts. `one` sorts before `other`. One that is `withdrawn` takes
    back what was ruled before: nothing is ruled of the two any more.
    """

    matter: Matter
    one: str
    other: str
    together: bool
    by: str
    at: datetime
    why: str
    withdrawn: bool = False

    def __post_init__(self) -> None:
        if self.one >= self.other:
            raise BrokenPromise(f"{self.one}, {self.other}: a ruling is on two things, in order")
        if self.together and self.withdrawn:
            raise BrokenPromise(f"{self.one}, {self.other}: a ruling that is taken back joins nothing")
        if not self.by.strip() or not self.why.strip():
            raise BrokenPromise(f"{self.one}: a decision needs a name and a reason")
        if self.at.utcoffset() != timedelta(0):
            raise BrokenPromise(f"{self.one}: a decision's time is in UTC")

    @property
    def subject(self) -> str:
        """What the log calls the two things that were ruled on."""
        return f"{self.one} {self.other}"


@dataclass(frozen=True, slots=True)
class Signature:
    """What of one report finds its copies: its MinHash, and the rare things in it that give a rewording away.

    `minhash` is empty for texts too short for one. `figures`, `names` and `quotes` are folded; the quotes are
    whole quotations of five words and more. `shingles` is how many runs of words the MinHash stands for,
    `lead` a MinHash of the text's beginning, `counts` the bounds of what the report's claims count, `name`
    the report's.
    """

    report: str
    published: date | None
    outlet: str | None
    minhash: tuple[int, ...] = ()
    figures: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    quotes: frozenset[str] = frozenset()
    shingles: int = 0
    lead: tuple[int, ...] = ()
    counts: frozenset[str] = frozenset()
    name: str = ""


def _is_writable(words: str) -> bool:
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True
