"""What the ledger says, in words: every figure with its hedge, its day, its speaker and its note.

Nothing is added up, and nothing is concluded: statements stand side by side, in the words of phrases.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from habeas.model import Claim, ClaimType, Modality, Reason, Report, Review, Unread
from habeas.publishing import phrases
from habeas.publishing.notes import Notes
from habeas.publishing.phrases import count
from habeas.publishing.plain import clipped, plain, wrapped
from habeas.publishing.statements import (
    Statement,
    differ,
    name_key,
    newest_first,
    order,
    side_by_side,
    statements,
)

Lines = list[str]

MOVES: Final = {
    ClaimType.TRANSFER: "Moved or handed over",
    ClaimType.REPATRIATION: "Repatriated",
    ClaimType.RELEASE: "Released",
    ClaimType.CAPTURE: "Taken into custody",
    ClaimType.ESCAPE: "Out of custody in a break-out, as reported",
    ClaimType.RECAPTURE: "Taken back into custody",
    ClaimType.DEATH: "Deaths",
}
COURTS: Final = {
    ClaimType.TRIAL: "Before courts and investigators",
    ClaimType.CONVICTION: "Convicted",
    ClaimType.SENTENCE: "Sentenced",
    ClaimType.EXECUTION: "Executed",
}
UNSURE: Final = (Modality.ALLEGED, Modality.DENIED, Modality.HYPOTHETICAL)
QUOTED: Final = 110
# What unread figures can't be chosen by.
UNTOLD: Final = ("type ", "place ", "group ", "speaker ")


@dataclass(frozen=True, slots=True)
class Page:
    """The day from which ages are reckoned, the width, and the notes so far."""

    today: date
    width: int
    notes: Notes = field(default_factory=Notes)
    fitting: tuple[str, ...] = ()

    @property
    def nothing(self) -> str:
        """What stands in a section that holds nothing."""
        return "(nothing that fits)" if self.fitting else "(nothing read)"

    def bullet(self, text: str, *, depth: int = 0) -> Lines:
        """A line of a list, `depth` steps in."""
        return wrapped(text, width=self.width, first="  " * depth + "- ")

    def text(self, text: str, *, depth: int = 0) -> Lines:
        """A line outside of a list."""
        return wrapped(text, width=self.width, first="  " * depth)


Body = Callable[[list[Claim], Page], Lines]


def brief(  # noqa: PLR0913  what is told, and how
    claims: Sequence[Claim],
    unread: Sequence[Unread],
    reports: Sequence[Report],
    *,
    today: date,
    width: int = 80,
    fitting: Sequence[str] = (),
) -> str:
    """The whole brief as plain text, no line wider than `width` columns (at least 40).

    Ages are reckoned from `today`. Claims that a person has rejected are left out, and counted. `fitting`
    says what claims and figures were chosen by ("place Roj"); `reports` are all of the ledger all the same.
    """
    page = Page(today, max(width, 40), fitting=tuple(fitting))
    kept = sorted((claim for claim in claims if claim.review is not Review.REJECTED), key=order)
    parts = [_head(page)]
    parts += [_section(title, body(_of(kept, takes), page), page) for title, takes, body in SECTIONS]
    parts.append(_section(f"What could not be read ({len(unread)})", _unread(unread, page), page))
    listed = "Reports that fit" if fitting else "Reports read"
    parts.append(_section(listed, _reports(Told.of(claims, unread), reports, page), page))
    parts.append(_section("Notes: the exact words", page.notes.lines(page.width), page))
    parts.append(_foot(claims, kept, unread, reports, page))
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _of(claims: Iterable[Claim], takes: Callable[[Claim], bool]) -> list[Claim]:
    return [claim for claim in claims if takes(claim)]


def _section(title: str, lines: Lines, page: Page) -> Lines:
    return [title.upper(), "", *(lines or [page.nothing])]


def _head(page: Page) -> Lines:
    chosen = page.text(f"Only what fits: {'; '.join(page.fitting)}.") if page.fitting else []
    return [
        f"WHAT THE LEDGER SAYS, {phrases.day(page.today)}".upper(),
        *chosen,
        "",
        *page.text(
            "All figures below: machine reading, unchecked. Each line says so again (·unchecked) until a"
            " person has reviewed it. Figures stand side by side as they were said; none are added up."
            " Numbers in square brackets lead to the exact words, at the end."
        ),
    ]


def _foot(
    claims: Sequence[Claim],
    kept: Sequence[Claim],
    unread: Sequence[Unread],
    reports: Sequence[Report],
    page: Page,
) -> Lines:
    said = f"{count(len(claims), 'claim')}, {count(len(unread), 'figure')} unread, "
    said += f"{'of ' if page.fitting else ''}{count(len(reports), 'report')}."
    said += " Machine reading, unchecked where no line says otherwise."
    if rejected := len(claims) - len(kept):
        said += f" Left out, rejected on review: {count(rejected, 'claim')}."
    return page.text(said)


# --- one statement, one line ---


def _tell(statement: Statement, page: Page, *, depth: int = 0) -> Lines:
    """The statement, and under it the statements that break its figure down."""
    lines = page.bullet(_line(statement, _happening(statement.lead), page), depth=depth)
    for part in statement.parts:
        lines += _tell(part, page, depth=depth + 1)
    return lines


def _line(statement: Statement, what: str, page: Page) -> str:
    """What is said, when, who says so, in how many reports, whether it is checked, and the notes."""
    pieces = [what, phrases.when(statement.lead, today=page.today), _who(statement)]
    if statement.reports > 1:
        pieces.append(f"in {statement.reports} reports")
    review = phrases.REVIEWS[statement.lead.review]
    notes = page.notes.mark((claim.report, claim.evidence) for claim in statement.claims)
    return f"{' · '.join(pieces)} ·{review} {notes}"


def _who(statement: Statement) -> str:
    return "; ".join(dict.fromkeys(map(phrases.who_says, statement.claims)))


def _happening(claim: Claim) -> str:
    """What is said of whom, where and by whom, in the claim's modality."""
    modality = phrases.MODALITIES[claim.modality]
    if claim.type is ClaimType.ATTACK and claim.quantity is None:
        whom, figure = "attack or riot", ""
    else:
        whom = f"{phrases.counted(claim)} {phrases.verb(claim)}"
        figure = "" if claim.quantity else "(no figure)"
    where = phrases.where(claim)
    actor = f"by {plain(claim.actor.text)}" if claim.actor else ""
    said = " ".join(filter(None, [whom, where, actor, figure]))
    return f"{modality}: {said}" if modality else said


def _told(found: Iterable[Statement], page: Page) -> Lines:
    """The statements, those of the same people, place and days together where their figures differ."""
    lines: Lines = []
    for group in side_by_side(newest_first(found)):
        apart = differ(group)
        if apart:
            lines += page.bullet(
                "Figures for one place and time that differ; they may count different people:"
            )
        for statement in group:
            lines += _tell(statement, page, depth=int(apart))
    return lines


# --- sections ---


def _held(claims: list[Claim], page: Page) -> Lines:
    counted = [claim for claim in claims if claim.quantity is not None]
    places: dict[str, list[Statement]] = {}
    for statement in statements(counted):
        places.setdefault(name_key(statement.lead.place) or "", []).append(statement)
    lines: Lines = []
    for key, found in sorted(places.items(), key=lambda item: (not item[0], _place(item[1]).casefold())):
        lines += [*page.text(_place(found) if key else "Place not named"), *_told(found, page), ""]
    if without := len(claims) - len(counted):
        lines += page.text(f"{count(without, 'more statement')} that people are held: no figure.")
    return _closed(lines)


def _place(found: Sequence[Statement]) -> str:
    place = found[0].lead.place
    return plain(place.text) if place else ""


def _by_type(headings: dict[ClaimType, str]) -> Body:
    """A section with a heading for each type that has statements."""

    def body(claims: list[Claim], page: Page) -> Lines:
        # Parts stay under their whole, whatever their own type.
        found = statements(claims)
        lines: Lines = []
        for kind, heading in headings.items():
            if of_kind := [statement for statement in found if statement.lead.type is kind]:
                lines += [*page.text(heading), *_told(of_kind, page), ""]
        return _closed(lines)

    return body


def _attacks(claims: list[Claim], page: Page) -> Lines:
    return _told(statements(claims), page)


def _positions(claims: list[Claim], page: Page) -> Lines:
    return [
        line
        for statement in statements(claims)
        for line in page.bullet(_line(statement, _in_words(statement.lead), page))
    ]


def _in_words(claim: Claim) -> str:
    """Whose word it is and, shortened, the word itself, after the figure that it is about."""
    modality = phrases.MODALITIES[claim.modality]
    whose = plain(claim.actor.text) if claim.actor else ""
    about = f"about {phrases.counted(claim)}" if claim.quantity else ""
    words = clipped(" … ".join(span.text for span in claim.evidence), QUOTED)
    head = ", ".join(filter(None, [whose, modality, about]))
    return f"{head}: “{words}”" if head else f"“{words}”"


def _answered(claims: list[Claim], page: Page) -> Lines:
    """Allegations by who is accused, each with the answers that the reports give."""
    by_report: dict[str, list[Claim]] = {}
    for claim in claims:
        by_report.setdefault(claim.report.id, []).append(claim)
    accused: dict[str, list[Claim]] = {}
    for claim in claims:
        accused.setdefault(_accused(claim, by_report[claim.report.id]), []).append(claim)
    lines: Lines = []
    for key, about in sorted(accused.items(), key=lambda item: (not item[0], item[0])):
        lines += [*_contested(key, about, page), ""]
    return _closed(lines)


def _contested(key: str, about: list[Claim], page: Page) -> Lines:
    """Each allegation with the answers that share its words, then the other answers of the accused."""
    alleged = statements(claim for claim in about if claim.type is ClaimType.ALLEGATION)
    answers = statements(claim for claim in about if claim.type is ClaimType.DENIAL)
    name = next((plain(claim.actor.text) for claim in about if claim.actor), "")
    lines = page.text(f"Accused: {name}" if key else "Accused: not named")
    for statement in alleged:
        lines += page.bullet(_line(statement, f"alleged: {_charge(statement.lead)}", page))
        for answer in [answer for answer in answers if _answers(answer, statement)]:
            lines += _answer(answer, page, depth=1)
            answers.remove(answer)
    for answer in answers:
        lines += _answer(answer, page, depth=0)
    answered = any(claim.type is ClaimType.DENIAL for claim in about)
    return lines if answered else [*lines, *page.text("(no answer in these reports)", depth=1)]


def _answer(answer: Statement, page: Page, *, depth: int) -> Lines:
    return page.bullet(_line(answer, f"answer, denied: {_charge(answer.lead)}", page), depth=depth)


def _answers(answer: Statement, alleged: Statement) -> bool:
    return any(_same_words(one, other) for one in answer.claims for other in alleged.claims)


def _charge(claim: Claim) -> str:
    words = clipped(" … ".join(span.text for span in claim.evidence), QUOTED)
    victims = phrases.MEASURES[claim.measure] if claim.measure else ""
    about = " ".join(filter(None, [phrases.counted(claim), victims])) if claim.quantity else ""
    return f"{about}, “{words}”" if about else f"“{words}”"


def _accused(claim: Claim, beside: Sequence[Claim]) -> str:
    """Who is accused: by the allegation and its answer in the same words, else by the claim alone.

    `beside` are the allegations and answers of the claim's report.
    """
    alone = _named(claim)
    near = (other for other in beside if other.type is not claim.type and _same_words(claim, other))
    shared = next((key for other in near if (key := _named(other))), "")
    return (alone or shared) if claim.type is ClaimType.ALLEGATION else (shared or alone)


def _named(claim: Claim) -> str:
    """The actor; of an answer without one, who answers."""
    answers = claim.type is ClaimType.DENIAL
    return name_key(claim.actor) or (name_key(claim.speaker) if answers else None) or ""


def _same_words(one: Claim, other: Claim) -> bool:
    return one.report.id == other.report.id and any(
        mine.touches(theirs) for mine in one.evidence for theirs in other.evidence
    )


def _unread(unread: Sequence[Unread], page: Page) -> Lines:
    lines: Lines = []
    if unread and any(words.startswith(UNTOLD) for words in page.fitting):
        lines += [*page.text("They have no type, place, group or speaker: any of them could fit."), ""]
    for reason in Reason:
        if found := [figure for figure in unread if figure.reason is reason]:
            lines += [*page.text(f"{phrases.REASONS[reason]} ({len(found)}):"), *_figures(found, page), ""]
    return _closed(lines)


def _figures(found: Iterable[Unread], page: Page) -> Lines:
    return [
        line
        for figure in sorted(
            found, key=lambda one: (one.report.published or date.min, one.report.id, one.quantity)
        )
        for line in page.bullet(
            f"“{figure.quantity.text}” · {phrases.outlet(figure.report)}, {phrases.published(figure.report)}"
            f" ·unread {page.notes.mark([(figure.report, (figure.evidence,))])}"
        )
    ]


@dataclass(frozen=True, slots=True)
class Told:
    """How many claims and unread figures each report has, by its id."""

    claims: Counter[str]
    unread: Counter[str]

    @classmethod
    def of(cls, claims: Iterable[Claim], unread: Iterable[Unread]) -> Told:
        """Counted once, for the list of reports and what stands under it."""
        return cls(
            Counter(claim.report.id for claim in claims), Counter(figure.report.id for figure in unread)
        )

    def __contains__(self, report: Report) -> bool:
        return report.id in self.claims or report.id in self.unread

    def line(self, report: Report) -> str:
        """What the report says, counted; or that it isn't in a language that is read."""
        if report not in self and (why := phrases.not_read(report)):
            return why
        return f"{count(self.claims[report.id], 'claim')}, {self.unread[report.id]} unread"


def _reports(told: Told, reports: Sequence[Report], page: Page) -> Lines:
    lines: Lines = []
    listed = [report for report in reports if report in told] if page.fitting else reports
    for report in sorted(listed, key=lambda one: (one.published or date.min, one.id)):
        named = f"{phrases.outlet(report)}, {phrases.published(report)}"
        lines += page.bullet(f"{named} · {report.name} · {told.line(report)} · {report.id[:8]}")
    said = (_fit if page.fitting else _silent)(told, reports)
    return [*lines, *(page.text(_sentence(said)) if said else [])]


def _sentence(said: Sequence[str]) -> str:
    words = "; ".join(said)
    return f"{words[0].upper()}{words[1:]}."


def _fit(told: Told, reports: Sequence[Report]) -> list[str]:
    """How many of all reports say something that was asked for, and which could not say it."""
    fit = sum(1 for report in reports if report.id in told.claims)
    maybe = sum(1 for report in reports if report in told) - fit
    says = f"{fit or 'none'} {'says' if fit < 2 else 'say'} something that fits"
    said = [f"Of {count(len(reports), 'report')}, {says}"]
    if maybe:
        said.append(f"{maybe} {'has' if maybe == 1 else 'have'} only unread figures, which might fit")
    return said + _foreign(told, reports)


def _silent(told: Told, reports: Sequence[Report]) -> list[str]:
    """In how many reports nothing was read, and how many could not be read at all."""
    quiet = [report for report in reports if report not in told and not phrases.not_read(report)]
    said = f"In {len(quiet)} of {len(reports)} nothing about people in custody was read"
    return ([said] if quiet else []) + _foreign(told, reports)


def _foreign(told: Told, reports: Sequence[Report]) -> list[str]:
    found = Counter(phrases.not_read(report) for report in reports if report not in told)
    return [f"{why} ({count(number, 'report')})" for why, number in sorted(found.items()) if why]


def _closed(lines: Lines) -> Lines:
    return lines[:-1] if lines and not lines[-1] else lines


def _takes(types: Iterable[ClaimType], modalities: Iterable[Modality] = Modality) -> Callable[[Claim], bool]:
    kinds, moods = frozenset(types), frozenset(modalities)
    return lambda claim: claim.type in kinds and claim.modality in moods


SECTIONS: Final[tuple[tuple[str, Callable[[Claim], bool], Body], ...]] = (
    ("People held, by place", _takes([ClaimType.HOLDING]), _held),
    ("Movements done", _takes(MOVES, [Modality.ASSERTED]), _by_type(MOVES)),
    ("Movements under way", _takes(MOVES, [Modality.ONGOING]), _by_type(MOVES)),
    ("Movements planned", _takes(MOVES, [Modality.PLANNED]), _by_type(MOVES)),
    ("Movements alleged, denied or supposed", _takes(MOVES, UNSURE), _by_type(MOVES)),
    ("Attacks", _takes([ClaimType.ATTACK]), _attacks),
    ("Courts", _takes(COURTS), _by_type(COURTS)),
    ("Allegations and answers", _takes([ClaimType.ALLEGATION, ClaimType.DENIAL]), _answered),
    ("Positions", _takes([ClaimType.POSITION]), _positions),
)
