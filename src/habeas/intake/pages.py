"""Pages that servers send in the place of a report, refused before they are read as one.

A wall before an article, an error that calls itself a success, a page for scripts alone: each is told by how
it is made, and by how little else there is. What merely mentions subscribers or cookies beside a report is
read. This runs in the guarded process; the words are English, the marks that pages carry for machines aren't.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from habeas.intake import html
from habeas.intake.parsed import Parsed, Unparsable

# Before the page stands a line that holds the charset which its server gave, or nothing.
SAMPLE: Final = b"\n" + html.SAMPLE
# Articles of fewer words leave room for doubt whether what stands there is the article.
_FEW: Final = 150
_TEASER: Final = 400
_HARDLY_ANY: Final = 60
_OF_AN_ARTICLE: Final = 120

_BROWSER: Final = "if you may read it, save the page from your browser and add the file"
_ARTICLES: Final = re.compile(r"(?:\w*Article|\w*Posting|Report|WebPage|CreativeWork)\Z")
_READ_ON: Final = (
    r"(?:continue|keep|finish|go on|read(?:ing)?|unlock|access|view|see)\b.{0,25}?"
    r"\b(?:reading|this (?:article|story|report|page|content)|(?:the )?(?:full|whole|rest|entire)\b)"
)
_GATE: Final = re.compile(
    r"(?:subscribe|sign (?:in|up)|log ?in|register|join|become an? \w+|create (?:an?|your) (?:free )?account"
    rf"|start (?:an?|your) .{{0,20}}trial|upgrade|choose a plan|pay)\b.{{0,30}}?\b(?:to|and) {_READ_ON}"
    rf"|to {_READ_ON}.{{0,30}}?(?:subscribe|sign (?:in|up)|log ?in|register|please)\b"
    r"|(?:this|the rest of this|the full) (?:article|story|report|page|content|piece) is "
    r"(?:\w+ ){0,2}?(?:for|to)(?: \w+){0,2}? (?:subscribers|members|paying readers)"
    r"|(?:you have|you['’]ve) (?:reached|read|used)(?: up)? (?:all )?(?:of )?your\b.{0,30}"
    r"(?:limit|free (?:articles|stories|reads)|articles)"
    r"|(?:subscriber|member|premium)s?[- ]only (?:article|story|content|report)",
    re.I,
)
_SCRIPTS: Final = re.compile(
    r"(?:enable|turn on|activate|switch on|requires?|needs?|without|allow) java ?script"
    r"|java ?script (?:is (?:disabled|required|not enabled|turned off)|must be|enabled)",
    re.I,
)
_BOT: Final = re.compile(
    r"(?:please )?(?:just a moment|attention required|are you (?:a )?(?:human|robot)|i am not a robot"
    r"|checking (?:your browser|if the site connection is secure)|(?:verify|confirm)(?:ing)? (?:that )?"
    r"you are (?:an? |not a )?(?:human|robot|person)|pardon our interruption|security (?:check|verification)"
    r"|(?:we (?:have )?detected )?unusual traffic|automated access|ddos protection.*|(?:solve the )?captcha"
    r"|one more step|before we continue)\W*(?:(?:by|to|before|from|of|required|needed) .{0,60})?",
    re.I,
)
_CHALLENGE: Final = re.compile(
    r"captcha|challenge-platform|cf-chl|cf-turnstile|_incapsula_|datadome|perimeterx|px-captcha", re.I
)
_CONSENT: Final = re.compile(r"\bcookies?\b|\bconsent\b|\bprivacy\b|\bpersonal data\b|\bour partners\b", re.I)
_AGREE: Final = re.compile(
    r"(?:i )?(?:accept|agree|consent|allow|ok(?:ay)?|got it|reject|continue)"
    r"(?: (?:and|to|all|cookies|&|continue|close|proceed|everything))*",
    re.I,
)
_ERROR: Final = re.compile(
    r"(?:(?:http )?(?:error|status)\W{0,3})?(?:40[0134]|410|429|50[0234])"
    r"(?:\W{1,3}(?:error|oops.*|(?:page |file )?not found|forbidden|bad gateway|gone|page .*|internal .*"
    r"|service .*|unauthori[sz]ed|access .*|we .*|sorry.*|this .*|the .*))?"
    r"|(?:oops\W*|sorry\W*)?(?:the |this |that )?(?:page|article|story|file|document|content|url|resource)"
    r"(?: (?:that )?you(?:['’]re| are| were| have)? \w+(?: for)?)? "
    r"(?:(?:was|is|has|could|can|does)(?: ?not|n?['’]t)? |not |cannot )?"
    r"(?:be )?(?:found|exists?|available|unavailable|no longer (?:available|exists?|here)|been (?:re)?moved"
    r"|been (?:deleted|removed))"
    r"|(?:oops\W*)?(?:not found|access (?:is )?denied|forbidden|unauthori[sz]ed|bad gateway|gateway time-?out"
    r"|(?:internal )?server error|service (?:temporarily )?unavailable|something went wrong|an error occurred"
    r"|(?:site )?(?:under |down for )?maintenance|temporarily unavailable|page expired)",
    re.I,
)
_SEPARATORS: Final = re.compile(r"\s+[|–—·»:-]\s+|\s*[|»]\s*")


class Page:
    """A page as these rules see it."""

    def __init__(self, data: bytes, charset: str | None) -> None:
        _, self.tree = html.opened(data, charset)
        try:
            self.parsed: Parsed | None = html.parse(data, charset)
        except Unparsable:
            self.parsed = None

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """Those of what would be read as the article."""
        return tuple(self.parsed.text.split("\n")) if self.parsed is not None else ()

    @cached_property
    def length(self) -> int:
        """How many words would be read."""
        return sum(len(paragraph.split()) for paragraph in self.paragraphs)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The title and the first heading, each also in its parts: "Not found | The Velm Post"."""
        found = [_line(one) for one in (*self.tree.iterfind(".//title"), *self.tree.iterfind(".//h1"))][:2]
        return tuple(part for words in found for part in (words, *_SEPARATORS.split(words)) if part)

    @cached_property
    def shown(self) -> str:
        """All words that the page holds, what it says where scripts don't run among them."""
        hidden = {"script", "style", "template", "head"}
        bodies = [element for element in self.tree.iter() if isinstance(element.tag, str)]
        pieces = (
            piece
            for element in bodies
            if element.tag not in hidden and not any(one.tag in hidden for one in element.iterancestors())
            for piece in (element.text, *(child.tail for child in element))
        )
        return " ".join(" ".join(filter(None, pieces)).split())

    @cached_property
    def linked_data(self) -> tuple[Any, ...]:
        """What the page says of itself as JSON-LD."""
        scripts = self.tree.xpath('.//script[@type="application/ld+json"]')
        return tuple(value for script in scripts for value in _json(script.text or ""))


def parse(data: bytes) -> Parsed:
    """The article of a page, as `html.parse` gives it, from what `parsed.with_charset` gives.

    Raises Unparsable for what stands in a report's place.
    """
    said, _, body = data.partition(b"\n")
    charset = said.decode("ascii", "replace") or None
    page = Page(body, charset)
    for rule in RULES:
        if (fault := rule.finds(page)) is not None:
            raise Unparsable(fault, rule.cure)
    return page.parsed if page.parsed is not None else html.parse(body, charset)


def is_not_free(page: Page) -> str | None:
    """The page itself says that its article isn't free to read, whatever part of it was sent."""
    stated = [one.get("isAccessibleForFree") for one in page.linked_data if _is_article(one)]
    stated += page.tree.xpath('.//meta[@itemprop="isAccessibleForFree"]/@content')
    stated += [
        {"locked": "false"}.get(tier.strip().lower())
        for tier in page.tree.xpath('.//meta[@property="article:content_tier"]/@content')
    ]
    closed = any(str(value).strip().lower() in ("false", "http://schema.org/false") for value in stated)
    return "is behind a paywall: the page says that it isn't free to read" if closed else None


def _is_article(value: Any) -> bool:
    kinds = value.get("@type") if isinstance(value, dict) else None
    return any(isinstance(kind, str) and _ARTICLES.match(kind) for kind in _listed(kinds))


def asks_to_pay(page: Page) -> str | None:
    """A few words of an article, and then the request to subscribe or sign in to read on."""
    if page.length >= _TEASER:
        return None
    last = [*page.paragraphs[-3:], *_gates(page)]
    return "stops where readers are asked to subscribe or sign in" if any(map(_GATE.search, last)) else None


def _gates(page: Page) -> Iterator[str]:
    """The words of what the page calls a wall, and of its headings and buttons."""
    walls = './/*[contains(@class, "paywall") or contains(@id, "paywall") or contains(@class, "regwall")]'
    for element in (*page.tree.xpath(walls), *page.tree.iter("h1", "h2", "h3", "h4", "button", "legend")):
        if len(words := _line(element)) < 300:
            yield words


def asks_who_reads(page: Page) -> str | None:
    """A field for a password, and hardly a word of an article."""
    asked = page.tree.xpath('.//input[translate(@type, "PASWORD", "pasword")="password"]')
    return "asks readers to sign in" if asked and page.length < _FEW else None


def checks_for_robots(page: Page) -> str | None:
    """A riddle, or a moment to wait, before the page itself."""
    if page.length >= _FEW:
        return None
    marks = page.tree.xpath(".//script/@src | .//iframe/@src | .//form/@action | .//div/@class | .//div/@id")
    comments = page.tree.find(".//textarea") is not None  # whoever writes there is asked, not who reads
    puzzled = page.length < _HARDLY_ANY and not comments and any(map(_CHALLENGE.search, marks))
    told = any(_BOT.fullmatch(heading) for heading in page.headings)
    return "asks whether a person reads it" if puzzled or told else None


def asks_for_consent(page: Page) -> str | None:
    """Cookies are what most of its words are about, and there is something to agree with."""
    if page.length >= _TEASER:
        return None
    about = sum(len(words.split()) for words in page.paragraphs if _CONSENT.search(words))
    buttons = (_line(one) or one.get("value") or "" for one in page.tree.iter("button", "a", "input"))
    if 2 * about < max(page.length, 1) or not any(_AGREE.fullmatch(words.strip()) for words in buttons):
        return None
    return "asks for consent to cookies before it shows anything"


def needs_scripts(page: Page) -> str | None:
    """Nothing but the request to let scripts run."""
    if page.length >= _HARDLY_ANY or not _SCRIPTS.search(page.shown):
        return None
    return "shows nothing unless scripts run"


def leads_elsewhere(page: Page) -> str | None:
    """A page that only sends the reader on."""
    onward = [
        meta.get("content") or ""
        for meta in page.tree.iter("meta")
        if (meta.get("http-equiv") or "").strip().lower() == "refresh"
    ]
    if page.length >= _HARDLY_ANY or not any("url" in words.lower() for words in onward):
        return None
    return "only sends its readers on to another address"


def is_an_error(page: Page) -> str | None:
    """A page of few words that is headed as servers head their errors, whatever status it was sent with."""
    if page.length >= _OF_AN_ARTICLE:
        return None
    headed = any(_ERROR.fullmatch(heading.strip(" .!…")) for heading in page.headings)
    return "is a page that tells of an error" if headed else None


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which a page isn't the report, and what to do instead."""

    finds: Callable[[Page], str | None]
    cure: str


RULES: Final = (
    Rule(is_not_free, _BROWSER),
    Rule(checks_for_robots, "open it in your browser, save the page there and add the file"),
    Rule(is_an_error, "check the address, or look for an archived copy"),
    Rule(asks_to_pay, _BROWSER),
    Rule(asks_who_reads, _BROWSER),
    Rule(asks_for_consent, "answer in your browser, save the page there and add the file"),
    Rule(leads_elsewhere, "open it in your browser, and add the address that it ends at"),
    Rule(needs_scripts, "open it in your browser, save the page there and add the file"),
)


def _line(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _json(words: str) -> Iterator[Any]:
    """The objects that a script of linked data holds, and those of its graph; none where it is damaged."""
    try:
        value = json.loads(words)
    except (ValueError, RecursionError):
        return
    for one in _listed(value):
        yield one
        if isinstance(one, dict):
            yield from _listed(one.get("@graph"))
            yield from _listed(one.get("mainEntity"))
