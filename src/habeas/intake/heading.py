"""What the head of a text states: header lines, front matter, a title, a date of publication.

The text itself stays as it is; these are only read off it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from habeas.intake.days import publication_day, states_only_a_day, without_leading_iso
from habeas.intake.stated import Stated, one_line, primary_subtag, web_address

HEAD_LINES: Final = 12
# Front matter may be longer than a head; no head needs more characters than this.
_HEAD_CHARS: Final = 20_000
_LONGEST_LINE: Final = 400
_LONGEST_TITLE: Final = 150
# Up to so many words may be a section's name that stands over the title ("WORLD", "Long read").
_SECTION_WORDS: Final = 3

_KEYS: Final[Mapping[str, str]] = {
    "title": "title",
    "headline": "title",
    "outlet": "outlet",
    "publication": "outlet",
    "publisher": "outlet",
    "published": "published",
    "date": "published",
    "date published": "published",
    "publication date": "published",
    "address": "url",
    "url": "url",
    "link": "url",
    "language": "language",
    "lang": "language",
}
_HEADER_LINE: Final = re.compile(r"([^\W\d_][^\W\d_ -]*(?:[ -][^\W\d_]+){0,2})\s*:\s*(\S.*?)\s*")
_FENCE: Final = re.compile(r"---\s*")
_FENCE_END: Final = re.compile(r"(?:---|\.\.\.)\s*")
_HEADING: Final = re.compile(r"#\s+(.*?)(?:\s+#+)?\s*")
_ENDS_A_SENTENCE: Final = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_NO_TITLE: Final = re.compile(r"(?:by|photo|file photo|image|picture|source|©)\b|©", re.I)


@dataclass(frozen=True, slots=True)
class _Header:
    values: Mapping[str, str]
    rest: Sequence[str]  # the lines below it


def stated_in(text: str, *, markdown: bool = False, latest: date | None = None) -> Stated:
    """What the head of the text states; `latest` is the last day that a date may give (default: today)."""
    lines = text[:_HEAD_CHARS].split("\n")
    header = _header(lines, markdown=markdown)
    head = [line for line in header.rest if line.strip()][: HEAD_LINES + 1]
    values = header.values
    dated = [line for line in head[:HEAD_LINES] if len(line) <= _LONGEST_LINE]
    return Stated(
        outlet=one_line(values.get("outlet")),
        url=web_address(values.get("url")),
        title=one_line(values.get("title")) or _title(head, markdown=markdown),
        published=publication_day(dated, header=values.get("published"), latest=latest),
        language=primary_subtag(values.get("language")),
    )


def _header(lines: Sequence[str], *, markdown: bool) -> _Header:
    if markdown and lines and _FENCE.fullmatch(lines[0]):
        return _front_matter(lines)
    start = _first_header_line(lines)
    if start is None:
        return _Header({}, lines)
    values: dict[str, str] = {}
    end = start
    for line in lines[start:]:
        if not (pair := _HEADER_LINE.fullmatch(line)):
            break
        end += 1
        _keep(values, pair[1], pair[2])
    return _Header(values, [*lines[:start], *lines[end:]])


def _first_header_line(lines: Sequence[str]) -> int | None:
    """The first line that isn't empty, or the one below it if that is a title."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    for number in filled[:2]:
        pair = _HEADER_LINE.fullmatch(lines[number])
        if pair and pair[1].lower() in _KEYS:
            return number
        if not _is_title(lines[number].strip()):
            return None
    return None


def _front_matter(lines: Sequence[str]) -> _Header:
    values: dict[str, str] = {}
    for number, line in enumerate(lines[1:], start=1):
        if _FENCE_END.fullmatch(line):
            return _Header(values, lines[number + 1 :])
        if pair := _HEADER_LINE.fullmatch(line):
            _keep(values, pair[1], pair[2].strip("\"'"))
    return _Header({}, lines)  # a rule across the page, no front matter


def _keep(values: dict[str, str], key: str, value: str) -> None:
    if field := _KEYS.get(key.lower()):
        values.setdefault(field, value)


def _title(head: Sequence[str], *, markdown: bool) -> str | None:
    if markdown and (heading := next(_headings(head), None)):
        return one_line(heading)
    candidates = (without_leading_iso(line).strip(" \t-–—|#") for line in head if not states_only_a_day(line))
    first, second, *_ = [*[words for words in candidates if words][:3], "", ""]
    if not _is_title(first) or not second:
        return None
    if len(first.split()) <= _SECTION_WORDS < len(second.split()) and _is_title(second):
        return one_line(second)
    return one_line(first)


def _headings(head: Sequence[str]) -> Iterator[str]:
    for line, below in pairwise([*head, ""]):
        if heading := _HEADING.fullmatch(line):
            yield heading[1]
        elif re.fullmatch(r"=+\s*", below):
            yield line


def _is_title(words: str) -> bool:
    return (
        0 < len(words) <= _LONGEST_TITLE
        and any(mark.isalpha() for mark in words)
        and not _ENDS_A_SENTENCE.search(words)
        and not _NO_TITLE.match(words)
    )
