"""The way to every page: by the links that pages hold, as people go."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
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

# So many addresses of a page are visited, and so many of those with the same filters: they look alike.
EACH: Final = 5
ALIKE: Final = 2
OK: Final = 200
ANY: Final = "http://127.0.0.1:8000"


def page_paths() -> list[str]:
    """The paths of all pages, such as "/claims/{claim}"."""
    return sorted({route.path for route in _routes() if _is_page(route)})


def _routes() -> Iterator[APIRoute]:
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, APIRoute) and "GET" in route.methods:
                yield route


def _is_page(route: APIRoute) -> bool:
    return isinstance(route.response_class, type) and issubclass(route.response_class, HTMLResponse)


def route_of(address: str) -> APIRoute | None:
    """What answers at this address."""
    scope = {"type": "http", "method": "GET", "path": urlsplit(address).path, "root_path": ""}
    return next((route for route in _routes() if route.matches(scope)[0] is Match.FULL), None)


@dataclass(frozen=True, slots=True)
class Walked:
    """Addresses of every page that links lead to, by the page's path; and links that lead nowhere."""

    addresses: Mapping[str, Sequence[str]]
    broken: Sequence[str]


def walk(browser: APIRequestContext, *, each: int = EACH) -> Walked:
    """Follow each page's links, from the first page on, to so many addresses of each page."""
    found: dict[str, list[str]] = defaultdict(list)
    counted: Counter[object] = Counter()
    broken: list[str] = []
    seen, waiting = {"/"}, deque([("/", "the start")])
    while waiting:
        address, come_from = waiting.popleft()
        path, filters = _kind(address)
        if counted[path] == each or counted[path, filters] == ALIKE:
            continue
        counted.update((path, (path, filters)))
        answer = browser.get(address)
        if answer.status != OK:
            broken.append(f"{address} on {come_from}: {answer.status}")
        elif (led := route_of(answer.url)) is not None and _is_page(led):
            for one in {path, led.path}:  # where a page only leads on, it was reached all the same
                found[one].append(address)
            new = dict.fromkeys(_links(address, answer.text())).keys() - seen
            seen |= new
            waiting.extend((link, address) for link in sorted(new))
    return Walked(found, broken)


def send_a_file(browser: APIRequestContext, address: str) -> None:
    """So that there is a job to look at."""
    file = {"name": "letter.txt", "mimeType": "text/plain", "buffer": b"50 people are held in Orlan."}
    browser.post("/add", multipart={"files": file}, headers={"origin": address})


def ask_for_a_download(browser: APIRequestContext, address: str) -> None:
    """So that there is a download to wait for."""
    form = {"list": "claims", "form": "csv", "reason": "to be looked at"}
    browser.post("/downloads/tables", form=form, headers={"origin": address})


def _kind(address: str) -> tuple[str, frozenset[str]]:
    """What answers at an address (if nothing, how it begins), and by what the page is narrowed."""
    parts = urlsplit(address)
    route = route_of(address)
    path = route.path if route is not None else parts.path.split("/")[1]
    return path, frozenset(name for name, _ in parse_qsl(parts.query))


def _links(address: str, page: str) -> Iterator[str]:
    """Addresses of this server that a page leads to, without the part after "#"."""
    for link in html.fromstring(page).xpath("//a[@href][not(ancestor-or-self::*[@hidden])]"):
        parts = urlsplit(urljoin(ANY + address, link.get("href")))
        if f"{parts.scheme}://{parts.netloc}" == ANY:
            yield parts.path + (f"?{parts.query}" if parts.query else "")
