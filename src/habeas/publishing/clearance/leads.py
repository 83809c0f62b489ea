"""What leads to a person without a name: numbers of telephones, papers and cases, days of birth, homes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_NO: Final = r"(?:\s*\(?(?:number|numbers|no\.?|nos\.?|nr\.?|num\.|№|#))"
_IS: Final = r"\s*(?:is|was|reads)?[\s:]*"
# At least four digits, with what papers put between them; never a figure with a comma ("40,000").
_PAPER: Final = r"(?P<lead>(?=(?:[\w/.-]{0,12}\d){4})[A-Z\d][\w/.-]{2,30}\w)(?!,\d|\s*(?:people|men|women))"
_MONTH: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_BORN: Final = r"\b(?:born(?:\s+on)?|b\.|dob|d\.o\.b\.|date of birth|birth ?date|birthday)" + _IS
_CAPITAL: Final = r"[A-ZÀ-Þ][\w'’-]{1,30}"
_PART: Final = r"(?:house|home|flat|apartment|apt\.?|building|alley|block|street|lane|road|floor|zone|unit)"
_END: Final = r"(?=\s*(?:[,.;:)\]|]|$)|\s+(?:in|near|at|and|on|when|where|until|by|with|after|before)\b)"
_FLAT: Final = rf"(?:,? (?i:{_PART}) (?:[Nn]o\.? ?)?\w{{1,4}}\b)*"
_STREET: Final = r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Alley|Boulevard|Drive|Terrace|Crescent)"
_RUE: Final = r"(?:[Rr]ue|[Vv]ia|[Cc]alle|[Aa]venue|[Aa]venida|[Rr]ua|[Uu]lica)"
_CALLED: Final = r"(?:tel|phone|telephone|mobile|call|ring|dial|fax|hotline)"
_CARRIED: Final = r"(?i:passport|identity (?:card|paper)|ration card|residence permit)"
_FILED: Final = (
    r"(?:national|civil|registration|prison|prisoner|inmate|detainee|case|file|docket|dossier|badge|petition"
    r"|warrant|serial|family book|register)"
)
_SOCIAL: Final = (
    r"(?:t\.me|wa\.me|fb\.com|(?:(?:www|m)\.)?"
    r"(?:facebook|instagram|twitter|x|tiktok|vk|linkedin|youtube)\.com)"
)
_SERVICE: Final = r"(?:facebook|telegram|instagram|twitter|skype|signal|viber|tiktok|whatsapp|imo|threema)"
# An address is looked for where a word begins, and never from within it again: a line may be megabytes long.
_AT: Final = r"@[\w-]+(?:\.[\w-]+)+"
_PATTERNS: Final = (
    # written to: addresses, @names, names in services, telephones
    rf"(?P<lead>(?:(?<![\w.+-])[\w.+-]++{_AT}|(?<![\w/])@\w{{2,}})(?:[\w.+-]*+{_AT})*)",
    rf"(?i)(?<![\w.]){_SOCIAL}/(?P<lead>[\w.?=/-]+\w)",
    rf"(?i)\b{_SERVICE}(?:\s+(?:as|at|under|account|name|user|id|handle))*[\s:]+(?P<lead>\w+[._\d][\w.]*\w)",
    r"(?P<lead>\+\d[\d\s()./-]{6,20}\d)",
    r"(?<![\w/.,-])(?P<lead>(?:\(0?\d{2,4}\)|0\d{2,4})[\s./-]?\d{3}[\d\s./-]{2,10}\d)(?!\w|,\d)",
    rf"(?i)\b{_CALLED}\b[^.\d\n]{{0,20}}(?P<lead>\d(?:[\s()./-]{{0,2}}\d){{6,13}})(?!\w|,\d)",
    # papers and cases
    rf"\b(?:ID|ISN|{_CARRIED})(?: card)?{_NO}?{_IS}{_PAPER}",
    rf"(?i)\b{_FILED}{_NO}{_IS}(?-i:{_PAPER})",
    rf"(?i)\b(?:licen[cs]e|number|registration)[\s-]plates?{_NO}?{_IS}(?-i:{_PAPER})",
    # the day of a birth, without its year
    rf"(?i){_BORN}(?P<lead>{_DAY}\s+(?:of\s+)?{_MONTH}|{_MONTH}\s+{_DAY})\b",
    rf"(?i){_BORN}(?P<lead>\d{{1,2}}[/.-]\d{{1,2}})[/.-](?:19|20)?\d\d\b",
    rf"(?i){_BORN}(?:19|20)\d\d-(?P<lead>\d\d-\d\d)\b",
    # homes
    rf"(?<![\w.,])(?P<lead>\d{{1,4}}[A-Za-z]?,? (?:{_CAPITAL} ){{1,3}}{_STREET}\b\.?{_FLAT}){_END}",
    rf"(?<![\w.,])(?P<lead>\d{{1,4}}[a-z]?,? {_RUE}(?: (?:des?|du|la|les?|della?|dos|da)){{0,3}} {_CAPITAL})",
    rf"(?i)\b(?P<lead>{_PART} (?:no\.? ?)?\d{{1,4}}[a-z]?(?:,? {_PART} (?:no\.? ?)?\d{{1,4}}[a-z]?)+)\b",
)
LEADS: Final = tuple(map(re.compile, _PATTERNS))


def leads_in(text: str) -> Iterator[tuple[int, int]]:
    """The offsets of what leads to a person: the year of a birth stays, for it tells an adult from a child.

    Numbers count only behind a word that says what they are, or in the forms of telephones and homes.
    """
    for pattern in LEADS:
        yield from (match.span("lead") for match in pattern.finditer(text))
