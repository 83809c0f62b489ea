"""A hostile report, added through the web, shows harmlessly on every page that shows it.

Its words hold scripts, addresses that are scripts, marks that turn text around, and 5 MB on one line; its
name, its outlet and its title are no better. All pages are walked to by links from those that need no id.
"""

from __future__ import annotations

import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient

from habeas.jobs import Inbox, State, running
from habeas.settings import Settings
from habeas.web import make_app
from habeas.web.serving import Manner

AT: Final = "http://127.0.0.1:8000"
LONG: Final = ("x" * 99 + " ") * 50_000
# No page shows more of a report than one can read at a time.
MOST_BYTES: Final = 2_000_000
# So many addresses of a page are looked at for each set of filters: one claim's looks like the next.
EACH: Final = 4
PATIENCE: Final = 240

WORDS: Final = (
    "<script>alert(1)</script> Officials said 312 detainees<img src=x onerror=alert(2)> were held in "
    "Dunmark prison on Thursday, \u202eReversed Spokesman\u202c said. See [more](javascript:alert(3)), "
    "javascript:alert(4), &lt;script&gt; and </textarea></title></style><svg onload=alert(5)>. "
    "\u2066{{ 7 * 7 }}\u2069 {% raw %} <a href=\"javascript:alert(6)\" onclick='alert(7)'>here</a>.\x1b[2J "
)
END: Final = "and 40 prisoners were released from Dunmark prison, <i>the Harbour Agency</i> said."
NAME: Final = 'a"><script>alert(8)</script>\u202efdp.txt'
OUTLET: Final = '"><img src=x onerror=alert(9)> Post'
TITLE: Final = "</title><script>alert(10)</script> The title"
PAGE: Final = f"""<html><head><title>{TITLE}</title><link rel="canonical" href="javascript:alert(11)">
<meta property="og:site_name" content="&quot;&gt;&lt;script&gt;alert(12)&lt;/script&gt;"></head>
<body><article><h1>&lt;script&gt;alert(13)&lt;/script&gt;</h1><p>Officials said 17 detainees
&lt;script&gt;alert(14)&lt;/script&gt; were moved from Dunmark prison to Orlan camp on Thursday.</p>
<p><a href="javascript:alert(15)">The Harbour Agency</a> said that more would be moved.</p></article>"""

# What turns the text beside it around, or hides it; tags that can run something; attributes that can.
TURNS: Final = re.compile("[\u202a-\u202e\u2066-\u2069\0\x1b]")
RUNS: Final = frozenset({"iframe", "object", "embed", "base", "frame", "applet", "portal"})
LEADS: Final = frozenset({"href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcset"})


@dataclass(slots=True)
class Seen(HTMLParser):
    """What a browser would make of a page: where it leads, and what on it could run."""

    links: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in RUNS or (tag == "script" and not given.get("src", "").startswith("/static/")):
            self.faults.append(f"<{tag} {given}>")
        if tag == "img" and not given.get("src", "").startswith(("/", "data:image/")):
            self.faults.append(f"<img {given}>")
        for name, value in given.items():
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.faults.append(f"{name}={value!r}")
            if name in LEADS and not _leads_somewhere_safe(value):
                self.faults.append(f"{name}={value!r}")
        if tag == "a" and "href" in given:
            self._follow(given)

    def _follow(self, given: dict[str, str]) -> None:
        if urlsplit(given["href"]).scheme and "noopener" not in given.get("rel", ""):
            self.faults.append(f"a link to strangers without rel: {given}")
        self.links.add(given["href"])


def _leads_somewhere_safe(address: str) -> bool:
    return urlsplit(address).scheme in ("", "http", "https") or address.startswith("data:image/")


@pytest.fixture(scope="module")
def hostile_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home to which the hostile reports were added through the web, by real workers."""
    home = tmp_path_factory.mktemp("hostile") / "home"
    with alone(home) as client:
        files = {NAME: WORDS + LONG + END, "page.html": PAGE, "again.txt": WORDS + END}
        answer = client.post(
            "/add",
            data={"outlet": OUTLET, "published": "2024-03-18"},
            files=[("files", (name, text.encode())) for name, text in files.items()],
        )
        assert answer.status_code == 200
        _wait_for(Settings(home))
    return home


@contextmanager
def alone(home: Path) -> Iterator[TestClient]:
    """Requests of somebody alone with this home."""
    manner = Manner()
    with TestClient(make_app(Settings(home), manner), base_url=AT, headers={"origin": AT}) as client:
        client.get("/enter", params={"token": manner.token})
        yield client


def _wait_for(settings: Settings) -> None:
    inbox = Inbox(settings)
    (id_,) = inbox.ids()
    end = time.monotonic() + PATIENCE
    with running(settings):
        while not inbox.progress(id_).ended:
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.1)
    assert [one.state for one in inbox.progress(id_).files.values()] == [State.DONE] * 3


@pytest.fixture(scope="module")
def hostile(hostile_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Requests to the application that serves it."""
    home = Path(shutil.copytree(hostile_home, tmp_path_factory.mktemp("walked") / "home"))
    with alone(home) as client:
        yield client


@pytest.fixture(scope="module")
def walked(hostile: TestClient) -> dict[str, str]:
    """Every page that can be reached, by its address."""
    waiting = sorted(_without_ids(hostile))
    pages: dict[str, str] = {}
    kinds: Counter[object] = Counter()
    while waiting:
        path = waiting.pop(0)
        kinds[_kind(path)] += 1
        if kinds[_kind(path)] > EACH:
            continue
        answer = hostile.get(path)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        pages[path] = answer.text
        for link in sorted(_seen(answer.text).links):
            address = urlsplit(urljoin(f"{AT}{path}", link))
            inside = f"{address.path}?{address.query}".rstrip("?")
            if f"{address.scheme}://{address.netloc}" == AT and inside not in {*pages, *waiting}:
                waiting.append(inside)
    return pages


def _kind(path: str) -> tuple[str, ...]:
    """What an address's page is: its path without ids, and the names of its filters."""
    address = urlsplit(path)
    return (re.sub(r"/[^/]*[\d%][^/]*", "/x", address.path), *sorted(dict(parse_qsl(address.query))))


def _without_ids(client: TestClient) -> Iterator[str]:
    for found in iter_route_contexts(client.app.routes):
        route = found.original_route
        if isinstance(route, APIRoute) and "GET" in route.methods and "{" not in route.path:
            yield route.path


def _seen(text: str) -> Seen:
    seen = Seen()
    seen.feed(text)
    return seen


def test_the_reports_are_shown_at_all(walked: dict[str, str]) -> None:
    showing = [path for path, text in walked.items() if "alert(" in text]
    families = {path.split("/")[1] for path in showing if path.count("/") > 1}
    assert families >= {"claims", "conflicts", "events", "jobs", "outlets", "reports", "speakers"}


def test_nothing_of_them_runs_on_any_page(walked: dict[str, str]) -> None:
    faults = {path: found for path, text in walked.items() if (found := _seen(text).faults)}
    assert faults == {}


def test_nothing_of_them_turns_a_page_s_text_around(walked: dict[str, str]) -> None:
    assert [path for path, text in walked.items() if TURNS.search(text)] == []


def test_no_template_is_run_on_their_words(walked: dict[str, str]) -> None:
    """Where the words before the expression are shown and those after it, so is the expression."""
    around = re.compile(r"onload=alert\(5\).{1,9}(.*?).{1,3}\{% raw", re.S)
    shown = [found[1] for text in walked.values() for found in around.finditer(text)]
    assert [words for words in shown if "49" in words] == []


def test_no_page_is_as_long_as_they_are(walked: dict[str, str]) -> None:
    lengths = {path: len(text) for path, text in walked.items() if len(text) > MOST_BYTES}
    assert lengths == {}


def test_their_json_is_no_page(hostile: TestClient, walked: dict[str, str]) -> None:
    for path in walked:
        answer = hostile.get(path, headers={"accept": "application/json"})
        assert not answer.headers["content-type"].startswith("text/html"), path
