"""How long `habeas --help` takes, beside an empty Python: `python benchmarks/startup.py [RUNS]`."""

from __future__ import annotations

import subprocess
import sys
from statistics import median
from time import perf_counter


def seconds(*arguments: str) -> float:
    """How long one run of Python with these arguments takes, on the clock."""
    start = perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return perf_counter() - start


def main() -> None:
    """Print the median of both, and by how much the one is longer."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    # In turns, so that what else the machine does falls on both alike.
    pairs = [(seconds("-c", "pass"), seconds("-m", "habeas", "--help")) for _ in range(runs)]
    empty, helped = (median(times) for times in zip(*pairs, strict=True))
    print(f"python -c pass   {empty:6.3f} s")
    print(f"habeas --help    {helped:6.3f} s   {helped / empty:.1f} times as long   ({runs} runs each)")


if __name__ == "__main__":
    main()
