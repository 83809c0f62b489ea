"""How quickly pages come from a large ledger, for many readers at once, and what memory that takes.

    python benchmarks/web.py HOME [--claims 1000000 --reports 50000] [--readers 20] [--seconds 120]

HOME is made if it isn't there, in portions, report by report in the order of their days (made_ledger.py); a
run that was stopped goes on where it was, and a home that holds all of it is used as it is. The server has
a process of its own. Each reader clicks, waits for the page, and for a second more; what is clicked is drawn
from all kinds of pages, lists with filters and words, and further parts of lists. Printed are the middle and
the 95th of a hundred waits for each kind of page, in milliseconds, and the server's memory.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import quantiles
from typing import Any, Final
from urllib.parse import quote

import httpx2 as httpx
from made_ledger import readings

from habeas.kept import reckon
from habeas.model import Reading
from habeas.pipeline import Desk, desk
from habeas.settings import Settings

PORTION: Final = 2_500  # reports that are reckoned at once
PORT: Final = 8471
TOKEN: Final = "of-this-run"  # noqa: S105  of a server that only this run knows
ADDRESS: Final = f"http://127.0.0.1:{PORT}"
# Claims of a report, roughly, for each story that it tells.
CLAIMS_OF_A_STORY: Final = 2.5
# Lists, and where their things have pages of their own.
LISTS: Final = {
    "/claims": ("claims", "/claims/"),
    "/events": ("events", "/events/"),
    "/conflicts": ("conflicts", "/conflicts/"),
    "/speakers": ("speakers", "/speakers/"),
    "/outlets": ("outlets", "/outlets/"),
    "/unread": ("figures", ""),
    "/reports": ("reports", "/reports/"),
    "/places": ("places", "/places/"),
}
NARROWED: Final = (
    "/claims?type=transfer",
    "/claims?type=holding&place=al-hol",
    "/claims?type=death&status=planned",
    "/claims?place=SY&year=2024",
    "/claims?review=unchecked&type=release&place=IQ",
    "/claims?group=children&month=2023-05",
    "/claims?words=people+were+moved",
    "/claims?words=women+released&year=2022",
    "/claims?words=al-hol",
    "/claims?words=iraq+57",
    "/events?type=transfer&differs=yes",
    "/events?place=al-hol&voices=3%2B",
    "/events?words=repatriated+children",
    "/conflicts?kind=contradiction&place=SY",
    "/conflicts?type=holding&year=2025",
    "/speakers?kind=state",
    "/speakers?words=forces",
)
ALONE: Final = ("/", "/review", "/docs")


def main() -> None:
    """Make the ledger, serve it, let readers click, print what they waited."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("home", type=Path)
    options.add_argument("--claims", type=int, default=1_000_000)
    options.add_argument("--reports", type=int, default=50_000)
    options.add_argument("--readers", type=int, default=20)
    options.add_argument("--seconds", type=float, default=120)
    options.add_argument("--build-only", action="store_true")
    options.add_argument("--no-build", action="store_true", help="use the home as far as it is made")
    options.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.serve:
        _serve(chosen.home)
        return
    if not chosen.no_build:
        build(chosen.home, chosen.claims, chosen.reports)
    if not chosen.build_only:
        _measure(chosen.home, chosen.readers, chosen.seconds)


# --- the ledger ---


def build(home: Path, claims: int, reports: int) -> None:
    """A home with so many claims from so many reports; what is there already is kept."""
    started = time.monotonic()
    with desk(Settings(home=home)) as here:
        if here.ledger.stored().claims >= claims:
            return
        made = iter(sorted(_readings(here, claims, reports), key=_day))
        while portion := list(islice(made, PORTION)):
            here.ledger.append_all(portion)
            reckon(here)
            print(f"{portion[-1].report.published}: {time.monotonic() - started:,.0f} s", flush=True)
        stored = here.ledger.stored()
    size = Settings(home=home).ledger.stat().st_size / 2**30
    print(
        f"made in {time.monotonic() - started:,.0f} s: {stored.claims:,} claims,"
        f" {stored.reports:,} reports, {size:.1f} GB"
    )


def _readings(here: Desk, claims: int, reports: int) -> Iterator[Reading]:
    stories = round(claims / reports / CLAIMS_OF_A_STORY)
    return readings(claims, here.lexicon, stories=(max(1, stories - 3), stories + 3))


def _day(reading: Reading) -> str:
    return str(reading.report.published)


# --- the server ---


def _serve(home: Path) -> None:
    import uvicorn  # noqa: PLC0415  only the server's process needs it

    from habeas.web import make_app  # noqa: PLC0415  likewise
    from habeas.web.serving import Manner  # noqa: PLC0415  likewise

    manner = Manner(token=TOKEN)
    uvicorn.run(make_app(Settings(home=home), manner), port=PORT, log_level="warning", access_log=False)


@contextmanager
def _served(home: Path) -> Iterator[int]:
    """The server, ready to answer; its process's number."""
    command = [sys.executable, __file__, str(home), "--serve"]
    with subprocess.Popen(command) as server:  # noqa: S603  our own program
        try:
            _wait()
            yield server.pid
        finally:
            server.terminate()


def _wait() -> None:
    for _ in range(600):
        try:
            httpx.get(f"{ADDRESS}/static/app.css", timeout=60)
        except httpx.TransportError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("the server doesn't answer")


def _memory(pid: int) -> tuple[int, int]:
    """What the process holds now, and the most that it ever held, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    values = dict(line.split(":", 1) for line in lines if ":" in line)
    return tuple(int(values[name].split()[0]) // 1024 for name in ("VmRSS", "VmHWM"))  # type: ignore[return-value]


# --- readers ---


@dataclass(slots=True)
class Waits:
    """Seconds by kind of page; and what wasn't answered well, by address."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def _measure(home: Path, readers: int, seconds: float) -> None:
    with _served(home) as pid:
        kinds, cookies = _addresses()
        waits = asyncio.run(_read(kinds, cookies, readers, seconds))
        now, most = _memory(pid)
    everything: list[float] = []
    for kind, times in sorted(waits.seconds.items()):
        everything += times
        print(f"{kind:<24} {_told(times)}")
    print(f"{'all':<24} {_told(everything)}")
    for address, status in sorted(waits.failed.items()):
        print(f"not answered ({status}): {address}")
    print(f"the server's memory: {now} MB, {most} MB at most")


def _told(times: Sequence[float]) -> str:
    cuts = quantiles(times, n=20, method="inclusive") if len(times) > 1 else list(times) * 19
    return (
        f"{len(times):>6} clicks  p50 {cuts[9] * 1000:>6.0f} ms  p95 {cuts[18] * 1000:>6.0f} ms"
        f"  longest {max(times) * 1000:>6.0f} ms"
    )


def _addresses() -> tuple[Mapping[str, list[str]], httpx.Cookies]:
    """Addresses of each kind of page that there is, and what lets one see them."""
    kinds: dict[str, list[str]] = defaultdict(list)
    with httpx.Client(base_url=ADDRESS, timeout=60) as client:
        client.get("/enter", params={"token": TOKEN})
        for path, (things, page) in LISTS.items():
            found = _things(client, path, things)
            if found is None:
                continue
            ids, further = found
            kinds[f"{path} (list)"] = [path, *further]
            if page:
                kinds[f"{page}…"] = [page + quote(id_, safe="") for id_ in ids]
        for address in (*NARROWED, *ALONE):
            if _answers(client, address):
                path, query, _ = address.partition("?")
                kinds[f"{path} ({'words' if 'words=' in address else 'filters'})" if query else path].append(
                    address
                )
        return kinds, client.cookies


def _answers(client: httpx.Client, address: str) -> bool:
    try:
        answered = client.get(address).status_code == httpx.codes.OK
    except httpx.TransportError:  # the server closes the connection after a fault of its own
        answered = False
    if not answered:
        print(f"left out, for it isn't answered: {address}")
    return answered


def _things(client: httpx.Client, path: str, things: str) -> tuple[list[str], list[str]] | None:
    """The ids of the first parts of a list, and the addresses of further parts; None for no such list."""
    ids: list[str] = []
    further: list[str] = []
    address = f"{path}.json"
    for _ in range(4):
        if not _answers(client, address):
            return None
        answer = client.get(address)
        page: dict[str, Any] = answer.json()
        ids += [one["id"] for one in page.get(things, ()) if isinstance(one, dict) and "id" in one]
        key = page.get("listed", {}).get("next")
        if key is None:
            break
        further.append(f"{path}?after={key}")
        address = f"{path}.json?after={key}"
    return ids, further


async def _read(
    kinds: Mapping[str, list[str]], cookies: httpx.Cookies, readers: int, seconds: float
) -> Waits:
    waits = Waits()
    until = time.monotonic() + seconds
    async with httpx.AsyncClient(base_url=ADDRESS, timeout=60, cookies=cookies) as client:
        await asyncio.gather(*(_reader(client, kinds, until, waits, seed) for seed in range(readers)))
    return waits


async def _reader(
    client: httpx.AsyncClient, kinds: Mapping[str, list[str]], until: float, waits: Waits, seed: int
) -> None:
    draw = random.Random(seed)  # noqa: S311  nothing secret is drawn
    names = sorted(kind for kind, addresses in kinds.items() if addresses)
    await asyncio.sleep(draw.random())
    while time.monotonic() < until:
        kind = draw.choice(names)
        address = draw.choice(kinds[kind])
        started = time.perf_counter()
        try:
            status = (await client.get(address, follow_redirects=True)).status_code
        except httpx.TransportError:
            status = 0
        waits.seconds[kind].append(time.perf_counter() - started)
        if status != httpx.codes.OK:
            waits.failed[address] = status
        await asyncio.sleep(1)


if __name__ == "__main__":
    main()
