"""What the ledger says, in words: every figure with its hedge, its day, its speaker and its note.

Nothing is added up, and nothing is concluded: statements stand side by side, in the words of phrases.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final

from habeas.model import Claim, ClaimType, Modality, Report, Review, Unread
from habeas.publishing import phrases
from habeas.publishing.brief.answered import answered
from habeas.publishing.brief.held import held
from habeas.publishing.brief.page import Lines, Page, closed, section
from habeas.publishing.brief.positions import positions
from habeas.publishing.brief.saying import told
from habeas.publishing.brief.sources import Told, sources
from habeas.publishing.brief.unread import not_read
from habeas.publishing.phrases import count
from habeas.publishing.statements import order, statements

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
    parts += [section(title, body(_of(kept, takes), page), page) for title, takes, body in SECTIONS]
    parts.append(section(f"What could not be read ({len(unread)})", not_read(unread, page), page))
    listed = "Reports that fit" if fitting else "Reports read"
    parts.append(section(listed, sources(Told.of(claims, unread), reports, page), page))
    parts.append(section("Notes: the exact words", page.notes.lines(page.width), page))
    parts.append(_foot(claims, kept, unread, reports, page))
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _of(claims: Iterable[Claim], takes: Callable[[Claim], bool]) -> list[Claim]:
    return [claim for claim in claims if takes(claim)]


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


def _by_type(headings: dict[ClaimType, str]) -> Body:
    """A section with a heading for each type that has statements."""

    def body(claims: list[Claim], page: Page) -> Lines:
        # Parts stay under their whole, whatever their own type.
        found = statements(claims)
        lines: Lines = []
        for kind, heading in headings.items():
            if of_kind := [statement for statement in found if statement.lead.type is kind]:
                lines += [*page.text(heading), *told(of_kind, page), ""]
        return closed(lines)

    return body


def _attacks(claims: list[Claim], page: Page) -> Lines:
    return told(statements(claims), page)


def _takes(types: Iterable[ClaimType], modalities: Iterable[Modality] = Modality) -> Callable[[Claim], bool]:
    kinds, moods = frozenset(types), frozenset(modalities)
    return lambda claim: claim.type in kinds and claim.modality in moods


SECTIONS: Final[tuple[tuple[str, Callable[[Claim], bool], Body], ...]] = (
    ("People held, by place", _takes([ClaimType.HOLDING]), held),
    ("Movements done", _takes(MOVES, [Modality.ASSERTED]), _by_type(MOVES)),
    ("Movements under way", _takes(MOVES, [Modality.ONGOING]), _by_type(MOVES)),
    ("Movements planned", _takes(MOVES, [Modality.PLANNED]), _by_type(MOVES)),
    ("Movements alleged, denied or supposed", _takes(MOVES, UNSURE), _by_type(MOVES)),
    ("Attacks", _takes([ClaimType.ATTACK]), _attacks),
    ("Courts", _takes(COURTS), _by_type(COURTS)),
    ("Allegations and answers", _takes([ClaimType.ALLEGATION, ClaimType.DENIAL]), answered),
    ("Positions", _takes([ClaimType.POSITION]), positions),
)
