"""Where a paragraph's words begin after its dateline: "BEIRUT, Oct. 16 (Agency) – ", "(Orlan) – "."""

from __future__ import annotations

import re
from typing import Final

from habeas.model import Span

_MONTH: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE: Final = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
    rf"(?:\d{{1,2}}\s+{_MONTH}|{_MONTH}\s+\d{{1,2}})(?:,?\s+\d{{4}})?"
)
_WORD: Final = r"[A-Z][\w.'-]*"
_TOWN: Final = rf"{_WORD}(?:[ /]{_WORD}){{0,3}}(?:,\s+{_WORD}(?:\s(?:of\s)?{_WORD}){{0,4}})?"
_CAPITALS: Final = r"[A-Z][A-Z ./'-]{3,40}"
_REGION: Final = rf"(?:,\s+(?:{_DATE}|[\w .]{{2,40}}))?"
_DATED: Final = rf"{_CAPITALS}(?:,\s+[\w .]{{2,40}})?,\s+{_DATE}"
_IN_BRACKETS: Final = r"\([^)\n]{2,40}\)"
_DASH: Final = r"(?:\s*(?:—|--)\s*|\s[–-]\s)"

DATELINE: Final = re.compile(
    rf"(?:{_CAPITALS}{_REGION}(?:\s*{_IN_BRACKETS})?{_DASH}"
    rf"|{_DATED}(?:{_DASH}|:\s)"
    rf"|(?P<name>{_TOWN})(?:,\s+{_DATE})?\s*(?P<agency>{_IN_BRACKETS}){_DASH}"
    rf"|{_TOWN},\s+(?:{_DATE}|[A-Z]{{3,}}){_DASH}"
    rf"|{_CAPITALS},\s+{_DATE}\.?\s+/[A-Z]{{3,}}/\.\s"
    rf"|\({_TOWN}(?:,\s+{_DATE})?\){_DASH}"
    r"|\d{4}-\d\d-\d\d[\s:])"
)
OPENS: Final = re.compile(r"[\"'“‘«(]?[A-Z]")  # what follows a dateline is a sentence


def after_dateline(line: Span) -> int:
    """Where in the report the paragraph's own words begin: its start, where it has no dateline."""
    match = DATELINE.match(line.text)
    if match is None or OPENS.match(line.text, match.end()) is None or _is_abbreviated(match):
        return line.start
    return line.start + match.end()


def _is_abbreviated(match: re.Match[str]) -> bool:
    """ "Orlan Monitoring Group (OMG) – …": a name and its short form, no town and its agency."""
    name, agency = match["name"], match["agency"]
    if name is None or agency is None:
        return False
    initials = "".join(word[0] for word in re.findall(r"\w+", name))
    return agency.strip("()").upper() == initials.upper()
