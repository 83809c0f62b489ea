"""Web pages: the article's text, and what the page states of itself in its metadata."""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import date
from html import unescape
from typing import Any, Final
from urllib.parse import urlsplit

import trafilatura
from htmldate import find_date
from lxml import etree
from lxml import html as lxml_html

from habeas.intake.days import stated_day
from habeas.intake.heading import stated_in
from habeas.intake.parsed import Parsed, Unparsable, joined
from habeas.intake.stated import Stated, primary_subtag, web_address
from habeas.intake.text import decoded

# Read once before any document, so that the libraries have built what they need.
SAMPLE: Final = (
    b"<html lang='en'><head><title>A sample</title><meta name='date' content='2020-01-02'></head>"
    b"<body><article><h1>A sample</h1>%b</article></body></html>"
) % (b"<p>Forty people are held, and nothing more is known of them today.</p>" * 9)
_CHARSET: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_CHARSET_WITHIN: Final = 2048
# An encoding named in text that is decoded already would be obeyed a second time.
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*\?>")
_SAYS_WHEN: Final = re.compile(r"publi|issued|date|created|posted|time", re.I)
_SAYS_ELSE: Final = re.compile(r"modif|update|expire|valid|copyright|last|event|start|end", re.I)
_MARKED: Final = re.compile(r"publi|pubdate|entry-date", re.I)
_LINKED_DATA: Final = re.compile(r'"datePublished"\s*:\s*"([^"]{4,60})"')
_DATE_FORM: Final[dict[str, Any]] = {
    "original_date": True,
    "extensive_search": False,
    "deferred_url_extractor": True,
}


def parse(data: bytes, charset: str | None = None) -> Parsed:
    """The text of the page's article, a mark at each of its paragraphs, and what the page states.

    `charset` is what a server said of its encoding, which goes before what the page says.
    """
    page, tree = opened(data, charset)
    article: Any = trafilatura.bare_extraction(
        deepcopy(tree), with_metadata=True, include_comments=False, date_extraction_params={**_DATE_FORM}
    )
    lines = [line for line in (article.text or "").split("\n") if line.strip()] if article else []
    if not lines:
        raise Unparsable("is a web page without readable text", "save the article as text or PDF")
    text, marks = joined((f"paragraph {number}", line) for number, line in enumerate(lines, start=1))
    return Parsed(text, marks, _stated(article, tree, page).or_else(stated_in(text)))


def opened(data: bytes, charset: str | None = None) -> tuple[str, Any]:
    """The page as text, and lxml's tree of it. Raises Unparsable."""
    page = _DECLARATION.sub("", decoded(data, _declared(data, charset)), count=1)
    return page, _tree(page)


def _declared(data: bytes, charset: str | None) -> str | None:
    found = _CHARSET.search(data[:_CHARSET_WITHIN])
    name = charset or (found[1].decode("ascii", "replace").lower() if found else None)
    # As browsers read it: pages that say Latin-1 hold Windows' quotation marks.
    return "cp1252" if name in {"iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii"} else name


def _tree(page: str) -> Any:
    try:
        tree = lxml_html.document_fromstring(page)
    except (etree.ParserError, ValueError) as fault:
        raise Unparsable("is no web page that can be parsed", "save the article as text or PDF") from fault
    return tree


def _stated(article: Any, tree: Any, page: str) -> Stated:
    url = web_address(article.url)
    return Stated(
        outlet=_outlet(article.sitename, url, page),
        url=url,
        title=article.title,
        published=_published(tree, page),
        language=primary_subtag(tree.get("lang") or tree.get("xml:lang")),
    )


def _outlet(sitename: str | None, url: str | None, page: str) -> str | None:
    """The site's name if the page gives it in these words; its address alone names no outlet."""
    if not sitename or (url is not None and sitename in urlsplit(url).netloc):
        return None
    return sitename if sitename in unescape(page) else None


def _published(tree: Any, page: str) -> date | None:
    """The day on which the page's metadata says that it was published.

    Where the metadata gives several, htmldate chooses. Alone it would take anything like a date that
    stands on the page, or fill in a day of the month; so its choice must be one of those given.
    """
    given = {day for words in _given(tree) if (day := stated_day(words)) is not None}
    if len(given) <= 1:
        return next(iter(given), None)
    chosen = find_date(page, **_DATE_FORM)
    return next((day for day in given if day.isoformat() == chosen), None)


def _given(tree: Any) -> list[str]:
    metas = [meta.get("content") or "" for meta in tree.iterfind(".//meta") if _says_when(meta)]
    scripts = [script.text or "" for script in tree.xpath('.//script[@type="application/ld+json"]')]
    linked = [found[1] for script in scripts if (found := _LINKED_DATA.search(script))]
    return metas + linked or _times(tree)


def _says_when(meta: Any) -> bool:
    key = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
    return _SAYS_WHEN.search(key) is not None and not _SAYS_ELSE.search(key)


def _times(tree: Any) -> list[str]:
    """What the page's time elements give: those marked as its publication, else all if they agree."""
    times = [time for time in tree.iterfind(".//time") if time.get("datetime")]
    marked = [time for time in times if _MARKED.search(" ".join([*time.keys(), *time.values()]))]
    words = [time.get("datetime") for time in marked or times]
    return words if len({stated_day(each) for each in words}) == 1 else []
