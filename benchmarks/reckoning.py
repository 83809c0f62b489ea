"""How reckoning grows with the ledger: seconds and memory for made ledgers of 1,000 to 100,000 claims.

    python benchmarks/reckoning.py [--claims N …]

Each size runs in a process of its own, so that memory is that size's. Printed are the parts of reckoning in
seconds, the time for a thousand claims beside that of the smallest ledger, and the peak of memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any, Final, TypeVar

from made_ledger import claims as made_claims

from habeas.lexicon import load_lexicon
from habeas.linking.signatures import signature
from habeas.model import Claim
from habeas.reckoning.conflicts import conflicts
from habeas.reckoning.events import events
from habeas.reckoning.families import families, family_of
from habeas.reckoning.names import names
from habeas.reckoning.testimony import testimonies
from habeas.reckoning.voices import voices

SIZES: Final = (1_000, 10_000, 100_000)
Made = TypeVar("Made")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument("--claims", type=int, nargs="*", default=SIZES)
    options.add_argument("--one", type=int, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one is not None:
        sys.stdout.write(json.dumps(measure(chosen.one)) + "\n")
        return
    found = [_in_its_own_process(size) for size in chosen.claims]
    for one in found:
        sys.stdout.write(line(one, found[0]) + "\n")


def line(one: dict[str, Any], smallest: dict[str, Any]) -> str:
    """One size in words, beside the smallest."""
    parts = ", ".join(f"{name} {seconds:.1f}" for name, seconds in one["seconds"].items())
    total, least = sum(one["seconds"].values()), sum(smallest["seconds"].values())
    growth = (total / one["claims"]) / (least / smallest["claims"])
    return (
        f"{one['claims']:,} claims: {total:.1f} s ({parts}); for each claim {growth:.2f} times"
        f" the smallest; {one['events']:,} events, {one['conflicts']:,} conflicts; {one['megabytes']:,} MB"
    )


def measure(size: int) -> dict[str, Any]:
    """Reckon a made ledger of this size: seconds by part, and the peak of memory in MB."""
    lexicon = load_lexicon()
    claims = made_claims(size, lexicon)
    seconds: dict[str, float] = {}

    def timed(part: str, make: Callable[[], Made]) -> Made:
        start = perf_counter()
        made = make()
        seconds[part] = perf_counter() - start
        return made

    known = timed("names", lambda: names(claims, lexicon))
    signed = timed("signatures", lambda: [signature(*one) for one in _by_report(claims)])
    related = timed("families", lambda: family_of(families(signed, ())))
    told = timed("testimonies", lambda: testimonies(claims, known, related))
    happened = timed("events", lambda: events(told))
    timed("voices", lambda: [voices(event.testimonies, related) for event in happened])
    found = timed("conflicts", lambda: conflicts(told, happened))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "claims": size,
        "seconds": seconds,
        "events": len(happened),
        "conflicts": len(found),
        "megabytes": peak,
    }


def _by_report(claims: list[Claim]) -> list[tuple[Any, list[Claim]]]:
    by_report: dict[str, list[Claim]] = {}
    for claim in claims:
        by_report.setdefault(claim.report.id, []).append(claim)
    return [(found[0].report, found) for found in by_report.values()]


def _in_its_own_process(size: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--one", str(size)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  our own program
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    main()
