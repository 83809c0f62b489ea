"""How reckoning grows with the ledger, and what one report more costs, all in one run.

    python benchmarks/reckoning.py [--claims N …]

The ledgers are made (made_ledger.py). Measured are the pure functions for each size; what thousands of
claims share, at a quarter and in full; and for each size a ledger in SQLite: all of it reckoned, then one
report more, and `habeas add` of a small report as a user sees it. Each has a process of its own, so that
memory is its own. Seconds are on the clock and, in brackets, of one core: where other work shares the
machine, the latter are nearer to what a machine of one's own takes.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, Final, TypeVar

from made_ledger import readings, reports_of_one_event, stocks_of_one_camp

from habeas.kept import reckon
from habeas.lexicon import load_lexicon
from habeas.linking.signatures import signature
from habeas.model import Reading
from habeas.pipeline import Desk, desk
from habeas.reckoning.conflicts import conflicts
from habeas.reckoning.events import events
from habeas.reckoning.families import families, family_of
from habeas.reckoning.names import names
from habeas.reckoning.testimony import testimonies
from habeas.reckoning.voices import voices
from habeas.settings import Settings

SIZES: Final = (1_000, 10_000, 100_000)
ONE_MORE: Final = 20  # reports that are added one by one
STOCKS: Final = 5_000
REPORTS: Final = 300
SMALL_REPORT: Final = """Outlet: Made Wire
Date: 2024-03-18

On Monday, 31 detainees were moved from al-Hol to Roj camp, the Syrian Democratic Forces said. Two of them
were released on Tuesday. About 40,000 people are held in al-Hol.
"""
Made = TypeVar("Made")


@dataclass(slots=True)
class Watch:
    """Seconds by part: on the clock, and of one core."""

    clock: dict[str, float] = field(default_factory=dict)
    core: dict[str, float] = field(default_factory=dict)

    def time(self, part: str, make: Callable[[], Made]) -> Made:
        """What is made, its seconds noted."""
        clock, core = perf_counter(), process_time()
        made = make()
        self.clock[part], self.core[part] = perf_counter() - clock, process_time() - core
        return made


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("--claims", type=int, nargs="*", default=SIZES)
    options.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one is not None:
        what, size = chosen.one
        print(json.dumps(MEASURES[what](int(size))))
        return
    _print_growth("pure", "claims, pure functions", chosen.claims)
    _print_growth("camp", "counts of one camp", (STOCKS // 4, STOCKS))
    _print_growth("event", "reports of one break-out", (REPORTS // 4, REPORTS))
    for size in chosen.claims:
        _print_ledger(_in_its_own_process("ledger", size))


def _print_growth(what: str, shown: str, sizes: Iterable[int]) -> None:
    found = [_in_its_own_process(what, size) for size in sizes]
    for one in found:
        clock, core = (sum(one[name].values()) for name in ("clock", "core"))
        growth = (core / one["size"]) / (sum(found[0]["core"].values()) / found[0]["size"])
        parts = ", ".join(f"{part} {seconds:.1f}" for part, seconds in one["core"].items())
        print(f"{one['size']:>7,} {shown}: {clock:.1f} s ({core:.1f}: {parts})")
        print(
            f"        for each {growth:.1f} times the smallest; {one['claims']:,} claims in"
            f" {one['reports']:,} reports, {one['events']:,} events, {one['conflicts']:,} conflicts;"
            f" {one['megabytes']:,} MB"
        )


def _print_ledger(one: Mapping[str, Any]) -> None:
    clock, core = one["clock"], one["core"]
    print(
        f"{one['size']:>7,} claims, a ledger of {one['file']:,} MB: reckoned in {clock['all']:.1f} s"
        f" ({core['all']:.1f}), {one['megabytes']:,} MB"
    )
    for part, shown in (
        ("nothing", "nothing new"),
        ("one", f"one report more, the middle of {ONE_MORE}"),
        ("slowest", "the slowest of them"),
        ("event", f"one more about a break-out that {REPORTS} reports tell of"),
        ("camp", f"one more about a camp with {STOCKS:,} counts"),
    ):
        print(f"        {shown}: {clock[part]:.2f} s ({core[part]:.2f})")
    print(
        f"        habeas add of a small report: {clock['add']:.2f} s; to an empty home {clock['empty']:.2f} s"
    )


# --- the pure functions ---


def measure_made(size: int) -> dict[str, Any]:
    """A ledger of stories."""
    return _measure(size, list(readings(size, load_lexicon())))


def measure_camp(size: int) -> dict[str, Any]:
    """Counts of one camp."""
    return _measure(size, list(stocks_of_one_camp(size)))


def measure_event(size: int) -> dict[str, Any]:
    """Reports of one event."""
    return _measure(size, list(reports_of_one_event(size)))


def _measure(size: int, made: Sequence[Reading]) -> dict[str, Any]:
    """Seconds by part, and the peak of memory in MB."""
    lexicon, watch = load_lexicon(), Watch()
    claims = [claim for reading in made for claim in reading.claims]
    known = watch.time("names", lambda: names(claims, lexicon))
    signed = watch.time("signatures", lambda: [signature(one.report, one.claims) for one in made])
    related = watch.time("families", lambda: family_of(families(signed, ())))
    told = watch.time("testimonies", lambda: testimonies(claims, known, related))
    happened = watch.time("events", lambda: events(told))
    watch.time("voices", lambda: [voices(event.testimonies, related) for event in happened])
    found = watch.time("conflicts", lambda: conflicts(told, happened))
    return {
        **_seconds(size, watch),
        "claims": len(claims),
        "reports": len(made),
        "events": len(happened),
        "conflicts": len(found),
    }


def _seconds(size: int, watch: Watch) -> dict[str, Any]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"size": size, "clock": watch.clock, "core": watch.core, "megabytes": peak}


# --- a ledger in SQLite ---


def measure_ledger(size: int) -> dict[str, Any]:
    """A ledger of stories, all of it reckoned; then one report more, and another."""
    watch = Watch()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with desk(Settings(home=home)) as here:
            here.ledger.append_all(readings(size, here.lexicon))
            watch.time("all", lambda: reckon(here))
            measured = _seconds(size, watch)
            file = (home / "ledger.sqlite").stat().st_size // 2**20
            watch.time("nothing", lambda: reckon(here))
            _one_by_one(here, watch)
            _add_to_hot_keys(here, watch)
        report = Path(folder) / "report.txt"
        report.write_text(SMALL_REPORT)
        watch.time("add", lambda: _add(home, report))
        watch.time("empty", lambda: _add(Path(folder) / "empty", report))
    return {**measured, "file": file}


def _one_by_one(here: Desk, watch: Watch) -> None:
    """Add reports one by one, and note the middle and the slowest."""
    each = []
    for one in islice(readings(sys.maxsize, here.lexicon, seed=2), ONE_MORE):
        here.ledger.append(one.report, one)
        timed = Watch()
        timed.time("one", lambda: reckon(here))
        each.append((timed.clock["one"], timed.core["one"]))
    for part, choose in (("one", median), ("slowest", max)):
        watch.clock[part], watch.core[part] = (choose(seconds) for seconds in zip(*each, strict=True))


def _add_to_hot_keys(here: Desk, watch: Watch) -> None:
    for part, made in (
        ("event", list(reports_of_one_event(REPORTS + 1))),
        ("camp", list(stocks_of_one_camp(STOCKS + 10))),
    ):
        here.ledger.append_all(made[:-1])
        reckon(here)
        here.ledger.append(made[-1].report, made[-1])
        watch.time(part, lambda: reckon(here))


def _add(home: Path, report: Path) -> None:
    command = [sys.executable, "-m", "habeas", "add", "--home", str(home), str(report)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  our own program


MEASURES: Final[Mapping[str, Callable[[int], dict[str, Any]]]] = {
    "pure": measure_made,
    "camp": measure_camp,
    "event": measure_event,
    "ledger": measure_ledger,
}


def _in_its_own_process(what: str, size: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--one", what, str(size)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603  our own program
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    main()
