"""Claims and unread figures as tables for a terminal.

Cells are Text, never markup: a report that says "[red]" shows "[red]".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table
from rich.text import Text

from habeas.model import Claim, Unread
from habeas.publishing.phrases import (
    LABELS,
    MODALITIES,
    figure_as_said,
    outlet,
    published,
    read_by_person,
    reviewed,
    when_briefly,
)
from habeas.publishing.plain import clipped, plain, wrapped

UNCHECKED: Final = "machine reading, unchecked where no line says otherwise"
GAP: Final = 1
QUOTED: Final = 110
# Title and share of the width; at 80 columns the shares are the widths, and a day has its ten.
CLAIM_COLUMNS: Final = (("figure", 14), ("what", 13), ("group", 11), ("where", 14), ("when", 10), ("who", 13))
UNREAD_COLUMNS: Final = (("figure", 10), ("reason", 13), ("words", 37), ("report", 17))


def claims_table(claims: Iterable[Claim], *, width: int = 80) -> Group:
    """One row a claim: figure as said, what, group, where, when, who says so; below it, on whose words."""
    parts: list[Table | Text] = [empty_table(CLAIM_COLUMNS, width)]
    for claim in claims:
        words = Text("\n".join([*stands_on(claim, width), ""]))
        parts += [row_of(CLAIM_COLUMNS, claim_cells(claim), width), words]
    if len(parts) > 1:
        parts.append(Text(UNCHECKED))
    return Group(*parts)


def stands_on(claim: Claim, width: int) -> list[str]:
    """The report and, shortened, the words that a claim stands on."""
    report = claim.report
    words = clipped(" … ".join(span.text for span in claim.evidence), QUOTED)
    source = f"{outlet(report)}, {published(report)} · {report.id[:8]}"
    return wrapped(f"{source} · “{words}”{reviewed(claim)}", width=max(width, 20), first="  ")


def claim_cells(claim: Claim) -> tuple[str, ...]:
    """The cells of a claim's row, as plain words."""
    return (
        figure_as_said(claim.quantity) if claim.quantity else "–",
        _what(claim),
        ", ".join(f"“{tag}”" if tag in LABELS else tag for tag in sorted(claim.group)) or "–",
        _where(claim),
        when_briefly(claim),
        claim.speaker.text if claim.speaker else outlet(claim.report),
    )


def unread_table(unread: Iterable[Unread], *, width: int = 80) -> Table:
    """One row an unread figure: its words, the reason, the sentence, and the report."""
    table = empty_table(UNREAD_COLUMNS, width)
    for figure in unread:
        table.add_row(*map(_cell, unread_cells(figure)))
    return table


def unread_cells(figure: Unread) -> tuple[str, ...]:
    """The cells of an unread figure's row, as plain words."""
    report = figure.report
    return (
        figure.quantity.text,
        f"{figure.reason.value}{read_by_person(figure)}",
        figure.evidence.text,
        f"{outlet(report)}, {published(report)}",
    )


def row_of(columns: Sequence[tuple[str, int]], cells: Iterable[str], width: int) -> Table:
    """One row under columns that a table above it names, so that words can stand below it."""
    row = empty_table(columns, width)
    row.show_header = False
    row.add_row(*map(_cell, cells))
    return row


def empty_table(columns: Sequence[tuple[str, int]], width: int) -> Table:
    """A table without rows: columns of a title and a share of the width."""
    # A blank line between rows: most rows take several lines.
    # The box parts columns by a blank of its own, which is all of the GAP.
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=0, leading=1)
    room = width - GAP * (len(columns) - 1)
    shares = sum(share for _, share in columns)
    for title, share in columns:
        table.add_column(title, width=max(share * room // shares, 4), overflow="fold")
    return table


def _cell(text: str) -> Text:
    return Text(plain(text))


def _what(claim: Claim) -> str:
    detail = f" ({claim.detail})" if claim.detail else ""
    measure = (
        f", {claim.measure.value}" if claim.measure and claim.measure.value not in ("flow", "stock") else ""
    )
    modality = f", {words}" if (words := MODALITIES[claim.modality].split(" (")[0]) else ""
    return f"{claim.type.value}{detail}{measure}{modality}"


def _where(claim: Claim) -> str:
    way = (("", claim.place), ("from ", claim.origin), ("→ ", claim.destination))
    return " ".join(f"{word}{name.text}" for word, name in way if name is not None) or "–"
