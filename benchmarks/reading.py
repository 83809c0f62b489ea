"""How fast habeas reads, beside the whole spaCy pipeline on the same texts, in one run on one core.

    python benchmarks/reading.py [--texts FOLDER] [--others FOLDER] [--stream N]

Without folders, the relevant reports are those of tests/corpus that hold a claim, each once and as it is; the
others are invented news of other things, one in twenty of them made of the corpus's reports that hold
none although they use the words. Figures on one's own material say more: any folders of .txt files will do.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from habeas.lexicon import Lexicon, load_lexicon
from habeas.model import Reading, Report, Span
from habeas.reading import _assembler, read_report, sentences
from habeas.reading.gate import Gate
from habeas.wire.claims import claim_to_wire, to_line, unread_to_wire

CORPUS: Final = Path(__file__).parents[1] / "tests" / "corpus"
IN: Final = 100  # of so many reports in the stream, one is relevant
PART: Final = 8  # reports between two looks at the clock
WHO: Final = ("council", "bank", "committee", "union", "ministry", "club", "company", "board", "party")
DID: Final = (
    "approved a budget of {n} million for",
    "postponed the vote on",
    "published a report about",
    "opened talks over",
    "cut its forecast for",
    "lost {n} seats in a dispute over",
    "hired {n} workers for",
    "raised the price of",
)
WHAT: Final = ("roads", "the harvest", "rail fares", "new schools", "the port", "exports", "fishing rights")
MORE: Final = (
    "Nearly {n} people came to the meeting on {day}.",
    "“We expect {n} percent more than last year,” a spokeswoman said.",
    "Analysts had predicted a smaller change.",
    "Its rivals called the step too late.",
    "Trading closed {n} points higher.",
    "The team won {m} to 1 before a crowd of {n},000.",
    "Rain is expected until {day}.",
    "He was elected in 20{n:02}.",
    "Critics, among them two former ministers, want an inquiry by {day}.",
)
DAYS: Final = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


class NoGate(Gate):
    """Lets every report and every paragraph through."""

    def opens(self, report: Report) -> bool:
        """True."""
        return bool(report.text)

    def passes(self, lines: Iterable[Span], names_the_field: Callable[[str], bool]) -> Iterator[Span]:  # noqa: ARG002
        """All of them."""
        yield from lines


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    options.add_argument(
        "--texts", type=Path, help="relevant reports (.txt, beside each a .json with its date)"
    )
    options.add_argument("--others", type=Path, help="reports about anything else")
    options.add_argument(
        "--stream", type=int, default=4, help="relevant reports in the stream, each among 99 others"
    )
    options.add_argument("--memory", action="store_true", help="only read, and print the peak memory in MB")
    asked = options.parse_args()
    core = min(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    lexicon = load_lexicon()
    relevant = list(_loaded(asked.texts) if asked.texts else _corpus(told=True))
    stream = list(_stream(relevant[: asked.stream], asked.others))
    if asked.memory:
        for report in (*relevant, *stream):
            read_report(report, lexicon)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return
    print(f"one core (number {core}), all in one run, in turns; words are what stands between spaces")
    _compare(relevant, stream, lexicon)
    _check_stream(stream, {report.id for report in relevant}, lexicon)
    peak = subprocess.run(  # noqa: S603
        [sys.executable, __file__, *sys.argv[1:], "--memory"], check=True, capture_output=True, text=True
    )
    print(f"peak memory of reading all of these   {peak.stdout.strip()} MB")
    print(f"same in any order and batch           {_is_steady(relevant, lexicon)}")


def _compare(relevant: Sequence[Report], stream: Sequence[Report], lexicon: Lexicon) -> None:
    """Print words a second of the whole pipeline and of reading, on both kinds of texts."""
    nlp = _whole_pipeline()

    def whole(reports: Sequence[Report]) -> None:
        for _ in nlp.pipe([report.text for report in reports]):
            pass

    def read(reports: Sequence[Report]) -> None:
        for report in reports:
            read_report(report, lexicon)

    warm = [
        _report(
            "warm", "Guards moved 40 detainees from a prison to a court on Monday, the ministry said.", None
        )
    ]
    whole(warm)
    read(warm)
    seconds = [_timed(part, whole, read) for part in _parts(relevant)]
    piped, ours = (sum(each) for each in zip(*seconds, strict=True))
    words = _words(relevant)
    print(f"relevant: {len(relevant)} reports, {words} words")
    _print_ratio(words / piped, words / ours)
    parts = list(_parts(stream))
    # The whole pipeline takes long: it is given each tenth part of the stream, spread over all of it.
    sample = [part for at, part in enumerate(parts) if at % 10 == 0]
    piped, ours = 0.0, 0.0
    for at, part in enumerate(parts):
        if at % 10 == 0:
            piped += _clock(whole, part)
        ours += _clock(read, part)
    words, sampled = _words(stream), sum(_words(part) for part in sample)
    print(
        f"stream, 1 in {IN} relevant: {len(stream)} reports, {words} words ({sampled} for the whole pipeline)"
    )
    _print_ratio(sampled / piped, words / ours)


def _check_stream(stream: Sequence[Report], relevant: set[str], lexicon: Lexicon) -> None:
    """Print which claims the gate keeps of those that are read without it."""
    gated = _assembler(lexicon)
    gate = gated.gate
    open_ = replace(gated, gate=NoGate(gate.held, gate.custody, gate.telling))
    kept = {report.id: {claim.id for claim in gated.read(report).claims} for report in stream}
    every = {report.id: {claim.id for claim in open_.read(report).claims} for report in stream}
    asked = sum(len(every[name]) for name in every if name in relevant)
    found = sum(len(every[name] & kept[name]) for name in every if name in relevant)
    print(f"claims of the relevant kept           {found} of {asked} ({found / max(asked, 1):.1%})")
    false = sum(len(every[name]) for name in every if name not in relevant)
    left = sum(len(kept[name]) for name in kept if name not in relevant)
    opened = sum(gated._can_read(report) for report in stream if report.id not in relevant)
    print(f"claims of the others, without gate    {false}; with it {left} ({opened} of them read at all)")


def _is_steady(reports: Sequence[Report], lexicon: Lexicon) -> bool:
    """True where order and batch size change nothing in what is read."""
    forward = [_lines(read_report(report, lexicon)) for report in reports]
    backward = [_lines(read_report(report, lexicon)) for report in reversed(reports)]
    usual = sentences.BATCH
    sentences.BATCH = 1  # type: ignore[misc]
    alone = [_lines(read_report(report, lexicon)) for report in reports]
    sentences.BATCH = usual  # type: ignore[misc]
    return forward == backward[::-1] == alone


def _lines(reading: Reading) -> list[str]:
    claims = [to_line(claim_to_wire(claim)) for claim in reading.claims]
    return claims + [to_line(unread_to_wire(one)) for one in reading.unread]


Job = Callable[[Sequence[Report]], None]


def _timed(part: Sequence[Report], first: Job, second: Job) -> tuple[float, float]:
    """How long both take."""
    return _clock(first, part), _clock(second, part)


def _clock(job: Job, part: Sequence[Report]) -> float:
    start = perf_counter()
    job(part)
    return perf_counter() - start


def _print_ratio(piped: float, ours: float) -> None:
    print(f"  whole pipeline, with NER            {piped:9.0f} words/s")
    print(f"  habeas, all in                      {ours:9.0f} words/s   {ours / piped:.2f} times as many")


def _parts(reports: Sequence[Report]) -> Iterator[Sequence[Report]]:
    return (reports[at : at + PART] for at in range(0, len(reports), PART))


def _words(reports: Iterable[Report]) -> int:
    return sum(len(report.text.split()) for report in reports)


def _whole_pipeline() -> Any:
    """The model with every component that it has switched on."""
    import spacy  # noqa: PLC0415

    return spacy.load(next(name for name in sentences.MODELS if spacy.util.is_package(name)))


def _corpus(*, told: bool) -> Iterator[Report]:
    """The corpus's reports that hold claims, or those that hold none."""
    for report in _loaded(CORPUS / "reports", CORPUS / "gold"):
        gold = json.loads((CORPUS / "gold" / report.name).with_suffix(".json").read_text("utf8"))
        if bool(gold["claims"]) is told:
            yield report


def _loaded(folder: Path, beside: Path | None = None) -> Iterator[Report]:
    for path in sorted(folder.glob("*.txt")):
        known = ((beside or folder) / path.name).with_suffix(".json")
        published = json.loads(known.read_text("utf8")).get("published") if known.is_file() else None
        yield _report(path.name, path.read_text("utf8"), date.fromisoformat(published) if published else None)


def _report(name: str, text: str, published: date | None) -> Report:
    return Report(id=hashlib.sha256(text.encode()).hexdigest(), name=name, text=text, published=published)


def _stream(relevant: Sequence[Report], folder: Path | None) -> Iterator[Report]:
    """The relevant reports, each behind 99 others."""
    others = _repeated(list(_loaded(folder))) if folder else _invented()
    for report in relevant:
        yield from (next(others) for _ in range(IN - 1))
        yield report


def _repeated(reports: list[Report]) -> Iterator[Report]:
    """The reports over and over, from the second time on with their paragraphs in another order."""
    yield from reports
    chance = random.Random(1)  # noqa: S311
    while True:
        for report in reports:
            lines = report.text.split("\n")
            chance.shuffle(lines)
            yield _report(report.name, "\n".join(lines), report.published)


def _invented() -> Iterator[Report]:
    """News of other things, and one in twenty made of sentences that use the words of custody for them."""
    chance = random.Random(1)  # noqa: S311
    traps = [line for report in _corpus(told=False) for line in report.text.split("\n") if line.strip()]
    number = 0
    while True:
        number += 1
        lines = chance.sample(traps, 5) if number % 20 == 0 else [_paragraph(chance) for _ in range(6)]
        yield _report(f"other-{number}", "\n\n".join(lines), date(2026, 3, 5))


def _paragraph(chance: random.Random) -> str:
    opening = f"The {chance.choice(WHO)} {chance.choice(DID)} {chance.choice(WHAT)} on {{day}}."
    lines = [opening, *chance.sample(MORE, 2)]
    return " ".join(lines).format(n=chance.randint(3, 97), m=chance.randint(2, 9), day=chance.choice(DAYS))


if __name__ == "__main__":
    main()
