"""Briefs of claims made by hand, as documents: cleared by hand, composed as `habeas brief --to` composes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from habeas.lexicon import Lexicon, load_lexicon
from habeas.model import Basis, Claim, Report, Unread
from habeas.publishing.brief.pieces import Brief, Line, Words
from habeas.publishing.brief.whole import whole
from habeas.publishing.documents import Asked, compose
from habeas.publishing.documents.tree import Document
from habeas.publishing.holdings import Choice, Cleared, Holdings, Mask
from habeas.reckoned import Reckoned
from made import claim, quantity, report, unread
from reckoned_by_hand import alone

TODAY = date(2026, 3, 18)
HEAD = "f" * 64


@cache
def lexicon() -> Lexicon:
    """The lexicon as it is."""
    return load_lexicon()


def held_in_orlan() -> tuple[list[Claim], list[Unread]]:
    """Claims of several sorts: a part, a convention, an allegation and its answer; an unread figure."""
    first = report(
        "At least 300 people, among them 40 women, are held in al-Hol, said the Ilvan Mission."
        " Dozens were moved from Orlan to Veshka on Monday. Some 12 of somebody else.",
        name="first.txt",
    )
    second = report(
        "About 250 people are held in al-Hol. The guards beat 7 prisoners, said Ilvan Watch."
        " The prison service denied it.",
        name="second.txt",
        outlet="Veshka Daily",
        published=date(2024, 5, 2),
    )
    whole_ = claim(
        first,
        "holding",
        quantity(first, "300", 300, None),
        evidence="At least 300 people, among them 40 women, are held in al-Hol, said the Ilvan Mission.",
        place="al-Hol",
        speaker="the Ilvan Mission",
    )
    claims = [
        whole_,
        claim(
            first,
            "holding",
            quantity(first, "40", 40, 40),
            evidence="At least 300 people, among them 40 women, are held in al-Hol, said the Ilvan Mission.",
            group="women",
            place="al-Hol",
            speaker="the Ilvan Mission",
            part_of=whole_.id,
        ),
        claim(
            first,
            "transfer",
            quantity(first, "Dozens", 20, 99, basis=Basis.CONVENTION),
            evidence="Dozens were moved from Orlan to Veshka on Monday.",
            origin="Orlan",
            destination="Veshka",
            period=("on Monday", date(2024, 3, 18), date(2024, 3, 18)),
        ),
        claim(
            second,
            "holding",
            quantity(second, "About 250", 250, 250, approx=True),
            evidence="About 250 people are held in al-Hol.",
            place="al-Hol",
        ),
        claim(
            second,
            "allegation",
            quantity(second, "7", 7, 7),
            evidence="The guards beat 7 prisoners, said Ilvan Watch.",
            measure="victims",
            group="prisoners",
            actor="The guards",
            speaker="Ilvan Watch",
        ),
        claim(
            second,
            "denial",
            evidence="The prison service denied it.",
            speaker="The prison service",
        ),
    ]
    return claims, [unread(first, "12", "Some 12 of somebody else.")]


def cleared(
    claims: Iterable[Claim] = (),
    unread: Iterable[Unread] = (),
    reports: Iterable[Report] = (),
    *,
    reckoned: Reckoned | None = None,
    masks: Mapping[str, tuple[Mask, ...]] | None = None,
    withheld: Mapping[str, int] | None = None,
    chosen: tuple[str, ...] = (),
) -> Cleared:
    """These as they may leave: nothing is looked for in them here."""
    claims, figures = tuple(claims), tuple(unread)
    known = {one.report.id: one.report for one in (*claims, *figures)}
    known |= {one.id: one for one in reports}
    holdings = Holdings(
        reports=tuple(known[id_] for id_ in sorted(known)),
        readers={},
        claims=claims,
        unread=figures,
        reckoned=alone(claims) if reckoned is None else reckoned,
        decisions=(),
        rulings=(),
        arrivals=(),
        log=(),
        head=HEAD,
        chosen=chosen,
        as_of=datetime(2026, 3, 18, 9, tzinfo=UTC),
    )
    return Cleared(holdings, Choice(by="Ada", why="a test"), masks or {}, withheld or {})


def document(*found: Any, asked: Asked | None = None, **fields: Any) -> Document:
    """The document of these claims (and unread figures, and reports)."""
    return compose(cleared(*found, **fields), asked or Asked(TODAY), lexicon())


def printed_words(*found: Any) -> list[str]:
    """All words of the printed brief's lines, run by run: what every document has to hold as well."""
    held = cleared(*found).holdings
    told = whole(held.claims, held.unread, held.reports, held.reckoned, today=TODAY)
    return [one for one in _words(told) if one.strip()]


def _words(told: Brief) -> Iterator[str]:
    yield told.foot
    for part in told.parts:
        yield part.title
        for block in part.blocks:
            yield block.heading
            for line in block.lines:
                yield from _of_line(line)


def _of_line(line: Line) -> Iterator[str]:
    for piece in line.pieces:
        yield from (run.text for run in piece if isinstance(run, Words))
    yield from (span.text for one in (line.cited.evidence if line.cited else ()) for span in one.spans)
    for under in line.under:
        yield from _of_line(under)


def squeezed(text: str) -> str:
    """The text without its blanks: lines are broken differently everywhere."""
    return "".join(text.split())


# What a report may hold that would be markup, a formula, or a fault where it isn't escaped.
HOSTILE = (
    '#read("/etc/passwd") #eval("1") $x$ <label> @ref',
    "<script>alert(1)</script><img src=x onerror=alert(1)> &amp; </style>",
    "]]> <?xml?> </w:t></w:r> \x00\x01\x0b\x1f\ufffe\uffff",
    "| a | b |\n# heading\n- item\n[link](https://evil.example) ![x](https://evil.example/x.png) `code`",
    "\u202e21\u202c \u2066x\u2069 \u200f",
    "\\end{document} \\input{x} {{ 7 * 7 }} {% raw %}",
    "قال المتحدث إن 15 معتقلا في السجن שלום 中文 हिन्दी ঙ 🙂",
)
