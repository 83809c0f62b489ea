"""A document as Markdown: tables and footnotes as GitHub, pandoc and most editors read them.

Every word that isn't ours is escaped, so that none of it can be a link, a heading, a tag or a row of a table
(CommonMark 0.31, section 2.4: any punctuation of ASCII can be escaped by a backslash).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from habeas.publishing.brief.page import NOTES
from habeas.publishing.documents.tree import (
    COLUMNS,
    Body,
    Document,
    Heading,
    Item,
    Items,
    Marks,
    Note,
    Paragraph,
    Picture,
    Row,
    Said,
    Table,
    cut_said,
)

_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>|~#&!$@^]|:(?=//|\w)")
_OPENING: Final = re.compile(r"^([-+=]|\d+[.)])")  # what makes a line a list's, or the one above a heading
_WWW: Final = re.compile(r"\b(www)\.", re.IGNORECASE)  # what makes words an address without being asked
UNDER: Final = "↳ "


def written(document: Document) -> bytes:
    """The document as Markdown, UTF-8."""
    lines = [f"# {escaped(document.title)}", ""]
    lines += [f"*{escaped(document.about)}*", ""] if document.about else []
    lines += [f"- **{escaped(name)}:** {escaped(value)}" for name, value in document.facts]
    lines += ["", *_body(document.opening)]
    for section in document.sections:
        lines += [f"## {escaped(section.title)}", "", *_body(section.body)]
    lines += [f"## {NOTES}", ""]
    lines += [line for note in document.notes for line in (_note(note), "")]
    lines += [] if document.notes else [document.nothing]
    return ("\n".join(lines).rstrip("\n") + "\n").encode()


def escaped(text: str) -> str:
    """The text as words and nothing else, on one line."""
    safe = _SPECIAL.sub(lambda found: f"\\{found[0]}", " ".join(text.split()))
    return _WWW.sub(r"\1\\.", _OPENING.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", safe))


def _body(bodies: Iterable[Body]) -> Iterator[str]:
    for body in bodies:
        match body:
            case Heading(text):
                yield f"### {escaped(text)}"
            case Paragraph(said, aside):
                yield f"> {_said(said)}" if aside else _said(said)
            case Items(items):
                yield from _items(items)
            case Table(_, rows):
                yield _cells(COLUMNS)
                yield _cells(["---"] * len(COLUMNS))
                yield from map(_row, rows)
            case Picture(title, description, _):
                yield (
                    f"**{escaped(title)}.** {escaped(description)} (The drawing is in this document's other"
                    " forms.)"
                )
        yield ""


def _items(items: Iterable[Item], depth: int = 0) -> Iterator[str]:
    for item in items:
        yield f"{'  ' * depth}- {_said(item.said)}"
        yield from _items(item.items, depth + 1)


def _row(row: Row) -> str:
    under = UNDER * row.depth
    figure = _said(row.figure)
    first = (f"{under}{figure}", _said(row.what)) if row.figure else ("", f"{under}{_said(row.what)}")
    return _cells([*first, _said(row.when), _said(row.who), escaped(row.checked), _said((row.notes,))])


def _cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _said(said: Said) -> str:
    """All its runs; between them blanks as they are, for runs are put together as they stand."""
    found: list[str] = []
    for run in said:
        if isinstance(run, Marks):
            found.append("".join(f"[^{number}]" for number in run.notes))
        else:
            words = _inner(run.text)
            found.append(f"**{words}**" if run.figure else words)
    return "".join(found).strip()


def _inner(text: str) -> str:
    """The words of a run, with one blank at each end where there were any."""
    before, after = text[:1].isspace(), len(text) > 1 and text[-1:].isspace()
    return f"{' ' * before}{escaped(text)}{' ' * after}"


def _note(note: Note) -> str:
    cut = f" ({cut_said(note.cut)})" if note.cut else ""
    claims = "".join(f" `{claim}`" for claim in note.claims)
    return f"[^{note.number}]: {escaped(note.source)}: “{escaped(note.words)}”{cut}{claims}"
