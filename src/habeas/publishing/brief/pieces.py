"""What a brief says, as values: its lines, what their words lead to, and the notes that they stand on.

Text and web pages are both made from these: what is said is worded once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from habeas.model import Claim, Report, Span, Unread


class Thing(StrEnum):
    """What words can lead to."""

    CLAIM = "claim"
    EVENT = "event"
    PLACE = "place"
    BODY = "body"
    REPORT = "report"
    COUNTRY = "country"
    TYPE = "type"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class Lead:
    """What words lead to: a thing by its id (of a country its code, of a type its name)."""

    thing: Thing
    id: str


class Column(StrEnum):
    """Where words stand when lines are set as a table; all others say what happened, and to whom."""

    WHEN = "when"
    WHO = "who"


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a line, what they lead to, whether they are a figure, and their column if they have one."""

    text: str
    to: Lead | None = None
    figure: bool = False
    column: Column | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a report that a line stands on, and the claim that was read from them, if one was."""

    report: Report
    spans: tuple[Span, ...]
    claim: str | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """Where the numbers of notes stand, and what these notes hold."""

    evidence: tuple[Evidence, ...]


Piece = tuple[Words | Cited, ...]


class Form(StrEnum):
    """How a line stands among others."""

    BULLET = "bullet"
    TEXT = "text"
    ASIDE = "aside"  # a word of our own on the lines before it


@dataclass(frozen=True, slots=True)
class Line:
    """What is said in one line, piece by piece, and what stands under it.

    `review` says whether a person has checked it, `cited` on what words it stands; both may be missing.
    """

    pieces: tuple[Piece, ...]
    review: str = ""
    cited: Cited | None = None
    end: str = ""
    form: Form = Form.BULLET
    under: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together, under a heading where they have one, and what they are about."""

    lines: tuple[Line, ...]
    heading: str = ""
    about: Lead | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a brief: its title, and what stands under it; `table` where its lines can be rows of one."""

    title: str
    blocks: tuple[Block, ...]
    table: bool = False


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief whole, before it is printed or set: what all its forms are made from.

    `chosen` says what was asked for, empty for everything; `nothing` is what stands in a part that holds
    nothing. The notes at the end are those that the lines lead to.
    """

    title: str
    chosen: str
    opening: str
    parts: tuple[Part, ...]
    foot: str
    nothing: str


def words(text: str, to: Lead | None = None, *, column: Column | None = None) -> Piece:
    """A piece of one run of words."""
    return (Words(text, to, column=column),)


def bullet(*pieces: Piece | str, end: str = "", under: Iterable[Line] = ()) -> Line:
    """A line of a list, in our own words; pieces that say nothing are left out."""
    return Line(tuple(filled(pieces)), end=end, under=tuple(under))


def text(said: str, *, form: Form = Form.TEXT, under: Iterable[Line] = ()) -> Line:
    """A line outside of a list."""
    return Line((words(said),), form=form, under=tuple(under))


def filled(pieces: Iterable[Piece | str]) -> Iterable[Piece]:
    """The pieces that say something."""
    for piece in pieces:
        whole = words(piece) if isinstance(piece, str) else piece
        if any(isinstance(run, Cited) or run.text for run in whole):
            yield whole


def spaced(pieces: Iterable[Piece | str], between: str = " ") -> Piece:
    """One piece of several, those that say something, with a blank or other words between them."""
    found: list[Words | Cited] = []
    for piece in filled(pieces):
        found += [Words(between)] if found else []
        found += piece
    return tuple(found)


def listed(pieces: Iterable[Piece], between: str = "; ") -> Piece:
    """One piece of several, each once by its words."""
    return spaced({in_words(piece): piece for piece in pieces}.values(), between)


def in_words(piece: Piece) -> str:
    """The words of a piece, without the numbers of notes."""
    return "".join(run.text for run in piece if isinstance(run, Words))


def cited(claims: Iterable[Claim]) -> Cited:
    """The words that these claims stand on."""
    return Cited(tuple(Evidence(claim.report, claim.evidence, claim.id) for claim in claims))


def cited_unread(figure: Unread) -> Cited:
    """The words around a figure that wasn't read."""
    return Cited((Evidence(figure.report, (figure.evidence,)),))
