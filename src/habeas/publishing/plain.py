"""Text from reports made fit to be shown: words that can't rewrite a terminal or a line of JSON.

Reports are written by strangers. A control character can move a terminal's cursor, a bidirectional
override can turn "12" into "21" on the screen; both are shown as U+FFFD instead.
"""

from __future__ import annotations

import re
import textwrap
from typing import Final

from habeas.unfit import BIDI, CONTROLS, INSTEAD, SURROGATES

_UNFIT: Final = re.compile(f"[{CONTROLS}{BIDI}{SURROGATES}]")
_BLANKS: Final = re.compile(r"\s+")
_TO_ESCAPE: Final = re.compile(f"[\x7f-\x9f\u2028\u2029{BIDI}{SURROGATES}]")


def plain(text: str) -> str:
    """The text on one line, blanks folded, control and bidirectional characters made visible."""
    return fit(text).strip()


def fit(text: str) -> str:
    """The same with the blanks at its ends: for words that are put together with others."""
    return _UNFIT.sub(INSTEAD, _BLANKS.sub(" ", text))


def plain_lines(text: str) -> str:
    """The text with its own lines kept, each of them plain."""
    return "\n".join(plain(line) for line in text.split("\n"))


def escaped_json(line: str) -> str:
    r"""The same JSON with the same meaning, such characters written as \uXXXX.

    Outside of strings JSON holds none of them, so that the escape can stand wherever they stood.
    """
    return _TO_ESCAPE.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def clipped(text: str, width: int) -> str:
    """The text plain and no longer than `width`, cut between words, an ellipsis where it was cut."""
    text = plain(text)
    if len(text) <= width:
        return text
    return text[: width - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def wrapped(text: str, *, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Lines of at most `width` columns; `first` opens the first one, `rest` (else blanks) the others."""
    return textwrap.wrap(
        plain(text),
        width=width,
        initial_indent=first,
        subsequent_indent=" " * len(first) if rest is None else rest,
        break_on_hyphens=False,
    )
