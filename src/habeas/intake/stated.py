"""What is said about a report: by the document itself, by options, or by a sidecar."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

# Longer lines are no titles or names, but text that went astray.
LONGEST: Final = 500
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"']{3,2000}")
_CODE: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")
_NO_ONE_LANGUAGE: Final = frozenset({"mis", "mul", "und", "zxx"})
# Joiners are part of how Persian and Kurdish are spelt; all other invisible characters go.
_JOINERS: Final = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Stated:
    """Who published a report, where, when and in which language; `None` is not said.

    `language` is a primary subtag ("en", "ar", "ckb").
    """

    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    published: date | None = None
    language: str | None = None

    def or_else(self, other: Stated) -> Stated:
        """What this says, and where it is silent, what the other says."""
        return Stated(
            outlet=self.outlet if self.outlet is not None else other.outlet,
            url=self.url if self.url is not None else other.url,
            title=self.title if self.title is not None else other.title,
            published=self.published if self.published is not None else other.published,
            language=self.language if self.language is not None else other.language,
        )


def one_line(words: str | None) -> str | None:
    """The words on one line, without invisible characters; `None` if none are left or too many."""
    if words is None:
        return None
    seen = "".join(mark if _is_seen(mark) else " " if mark.isspace() else "" for mark in words)
    line = " ".join(seen.split())
    return line if 0 < len(line) <= LONGEST else None


def _is_seen(mark: str) -> bool:
    return mark in _JOINERS or not unicodedata.category(mark).startswith("C")


def web_address(words: str | None) -> str | None:
    """The words if they are an address on the web, else `None`."""
    address = words.strip().strip("<>") if words is not None else ""
    return address if _ADDRESS.fullmatch(address) else None


def primary_subtag(words: str | None) -> str | None:
    """A language's primary subtag, from a tag ("en-GB", "eng") or an English name ("English").

    The shortest code is taken, as BCP 47 has it; `None` where no language has that code or name.
    """
    if words is None or not words.strip():
        return None
    import pycountry  # noqa: PLC0415  slow to import, and few documents state a language

    tag = _CODE.fullmatch(words.strip())
    if tag is None:
        language = _named(pycountry.languages, words.strip())
    elif len(tag[1]) == 2:
        language = pycountry.languages.get(alpha_2=tag[1].lower())
    else:
        language = pycountry.languages.get(alpha_3=tag[1].lower())
    code = getattr(language, "alpha_2", None) or getattr(language, "alpha_3", None)
    return None if code in _NO_ONE_LANGUAGE else code


def _named(languages: Any, name: str) -> Any:
    try:
        return languages.lookup(name)
    except LookupError:
        return None
