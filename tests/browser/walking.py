"""The way to every page: by the links that pages hold, as people go."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urljoin, urlsplit

from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from lxml import html
from playwright.sync_api import APIRequestContext
from starlette.routing import Match

from habeas.web.pages import ROUTERS

# So many addresses of a page are visited for each set of filters: one claim looks like the next.
EACH: Final = 2
OK: Final = 200
ANY: Final = "http://127.0.0.1:8000"


def page_paths() -> list[str]:
    """The paths of all pages, such as "/claims/{claim}"."""
    return sorted({route.path for route in _pages()})


def _pages() -> Iterator[APIRoute]:
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, APIRoute) and "GET" in route.methods and _is_html(route):
                yield route


def _is_html(route: APIRoute) -> bool:
    return isinstance(route.response_class, type) and issubclass(route.response_class, HTMLResponse)


def path_of(address: str) -> str | None:
    """The page's path that this address leads to."""
    scope = {"type": "http", "method": "GET", "path": urlsplit(address).path, "root_path": ""}
    fitting = (route.path for route in _pages() if route.matches(scope)[0] is Match.FULL)
    return next(fitting, None)


@dataclass(frozen=True, slots=True)
class Walked:
    """Addresses of every page that links lead to, by the page's path; and links that lead nowhere."""

    addresses: Mapping[str, Sequence[str]]
    broken: Sequence[str]


def walk(browser: APIRequestContext, starts: Sequence[str] = ("/",)) -> Walked:
    """Follow each page's links, from these addresses on."""
    found: dict[str, list[str]] = defaultdict(list)
    counted: dict[object, int] = defaultdict(int)
    broken: list[str] = []
    seen, waiting = set(starts), deque((start, "the start") for start in starts)
    while waiting:
        address, come_from = waiting.popleft()
        kind = (
            path_of(address) or address,
            frozenset(name for name, _ in parse_qsl(urlsplit(address).query)),
        )
        counted[kind] += 1
        if counted[kind] > EACH:
            continue
        answer = browser.get(address)
        if answer.status != OK:
            broken.append(f"{address} on {come_from}: {answer.status}")
        elif (path := path_of(answer.url)) is not None:  # where the address led on to
            found[path].append(address)
            new = dict.fromkeys(_links(address, answer.text())).keys() - seen
            seen |= new
            waiting.extend((link, address) for link in sorted(new))
    return Walked(found, broken)


def _links(address: str, page: str) -> Iterator[str]:
    """Addresses of this server that a page leads to, without the part after "#"."""
    for link in html.fromstring(page).iterfind(".//a[@href]"):
        parts = urlsplit(urljoin(ANY + address, link.get("href")))
        if f"{parts.scheme}://{parts.netloc}" == ANY:
            yield parts.path + (f"?{parts.query}" if parts.query else "")
