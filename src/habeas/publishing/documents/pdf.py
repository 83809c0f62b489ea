"""A document as PDF, tagged, with outline, title and language; set by typst from a fixed template and data.

The fonts are those that typst brings (Libertinus Serif; DejaVu Sans Mono for Arabic; New Computer Modern),
so that the same document is the same file on every machine. What none of them has is shown as U+FFFD, and
the document says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, time
from importlib.resources import files
from typing import Any, Final

import typst

from habeas.publishing.brief.page import NOTES
from habeas.publishing.documents.drawn import with_colours
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
from habeas.unfit import INSTEAD

# PDF/UA-1 refuses what can't be read aloud, and names each word that no font can show.
ACCESSIBLE: Final = "ua-1"
_UNSHOWN: Final = re.compile(r"the text `\"(.*?)\"` could not be displayed")
_CODE: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
# Latin, Greek, Cyrillic, Hebrew and Arabic letters, and the signs between: the fonts have these.
_USUAL: Final = re.compile(
    "[\x20-\x7e\xa0-\u017f\u0391-\u03a1\u03a3-\u03c9\u0410-\u044f\u05d0-\u05ea\u0621-\u063a\u0641-\u064a"
    "\u0660-\u0669\u2010-\u2026\u2039\u203a\u2588\u21b3\ufffd]"
)

Data = dict[str, Any]


def written(document: Document) -> bytes:
    """The document as PDF."""
    data = json.dumps(_data(document), ensure_ascii=False)
    lacking = _not_shown(set(data))
    if lacking:
        data = json.dumps(_without(_data(document), lacking), ensure_ascii=False)
    made = datetime.combine(document.day, time(), UTC)
    return _compiled(data, made)


def _compiled(data: str, made: datetime) -> bytes:
    template = files(__package__).joinpath("brief.typ").read_bytes()
    found = typst.compile(
        template,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"brief": data},
        timestamp=int(made.timestamp()),
        pdf_standards=ACCESSIBLE,
    )
    assert isinstance(found, bytes)  # noqa: S101  without an output path, it is one file's bytes
    return found


def _not_shown(letters: Iterable[str]) -> frozenset[str]:
    """Those of these letters that no font has."""
    unusual = sorted(letter for letter in letters if not _USUAL.match(letter) and not letter.isspace())
    if not unusual:
        return frozenset()
    try:
        typst.compile(
            b'#set document(title: "-")\n#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))\n'
            b"#for one in json(bytes(sys.inputs.letters)) [#one #parbreak()]",
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"letters": json.dumps(unusual)},
            pdf_standards=ACCESSIBLE,
        )
    except typst.TypstError as fault:
        named = _UNSHOWN.findall(f"{fault.diagnostic}")
        return frozenset(_CODE.sub(lambda found: chr(int(found[1], 16)), one) for one in named)
    return frozenset()


def _without(found: Any, lacking: frozenset[str]) -> Any:
    """The same data, each of these letters as U+FFFD."""
    if isinstance(found, str):
        return "".join(INSTEAD if letter in lacking else letter for letter in found)
    if isinstance(found, list):
        return [_without(one, lacking) for one in found]
    return (
        {key: _without(value, lacking) for key, value in found.items()} if isinstance(found, dict) else found
    )


# --- the document as data ---


def _data(document: Document) -> Data:
    first: set[int] = set()
    return {
        "title": document.title,
        "about": document.about,
        "running": f"{document.title} · {document.maker}",
        "day": {"year": document.day.year, "month": document.day.month, "day": document.day.day},
        "columns": list(COLUMNS),
        "facts": [list(fact) for fact in document.facts],
        "opening": [_body(body, first) for body in document.opening],
        "sections": [
            {"title": one.title, "body": [_body(body, first) for body in one.body]}
            for one in document.sections
        ],
        "notes_title": NOTES,
        "nothing": document.nothing,
        "notes": [_note(note) for note in document.notes],
    }


def _body(body: Body, first: set[int]) -> Data:
    match body:
        case Paragraph(said, aside):
            return {"kind": "paragraph", "said": _said(said, first), "aside": aside}
        case Heading(text):
            return {"kind": "heading", "text": text}
        case Items(items):
            return {"kind": "items", "items": [_item(item, first) for item in items]}
        case Table(caption, rows):
            return {"kind": "table", "caption": caption, "rows": [_row(row, first) for row in rows]}
        case Picture(title, description, caption, wide, _):
            drawing = with_colours(wide)
            about = {"title": title, "description": description, "caption": caption}
            return {"kind": "picture", **about, "drawing": drawing}


def _item(item: Item, first: set[int]) -> Data:
    return {"said": _said(item.said, first), "items": [_item(one, first) for one in item.items]}


def _row(row: Row, first: set[int]) -> Data:
    said = {name: _said(getattr(row, name), first) for name in ("figure", "what", "when", "who")}
    return {"depth": row.depth, **said, "checked": row.checked, "notes": _marks(row.notes, first)}


def _said(said: Said, first: set[int]) -> list[Data]:
    return [
        _marks(run, first)
        if isinstance(run, Marks)
        else {"text": run.text, "figure": run.figure, "note": run.note}
        for run in said
    ]


def _marks(marks: Marks, first: set[int]) -> Data:
    """The numbers; the first time that one stands, its note leads back to there."""
    found = [{"number": number, "first": number not in first} for number in marks.notes]
    first.update(marks.notes)
    return {"notes": found}


def _note(note: Note) -> Data:
    return {
        "number": note.number,
        "source": note.source,
        "words": note.words,
        "cut": cut_said(note.cut) if note.cut else "",
        "claims": list(note.claims),
    }
