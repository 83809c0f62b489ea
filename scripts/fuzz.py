"""Mutated bytes for all that reads bytes from strangers in habeas, guided by what they reach (atheris).

    python scripts/fuzz.py [TARGET…] [--seconds 60]

A target is a function of bytes that returns, whatever they are; what it raises is a finding, and its bytes
are kept in FOLDER. tests/intake/test_fuzzing.py calls the same targets with Hypothesis.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import io
import json
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from habeas.errors import BrokenPromise, Unloadable
from habeas.intake.containers.frames import read_piece, write_end, write_piece
from habeas.intake.containers.opening import pieces
from habeas.intake.exchange import read_exchange
from habeas.intake.files import CONTAINERS
from habeas.intake.guarded import PARSERS
from habeas.intake.parsed import Parsed, Rubbish, Unparsable, from_json, to_json
from habeas.intake.sidecar import BadSidecar, noted_of, rows_in
from habeas.settings import Limits

Target = Callable[[bytes], None]

LIMITS: Final = Limits(
    file_bytes=2**20, text_chars=2**20, unpacked_bytes=2**23, members=2_000, container_bytes=2**23
)
# What a parser may raise beside Unparsable; the guarded process has words for each.
TOO_MUCH: Final = (MemoryError, RecursionError)


def parse(kind: str, data: bytes) -> None:
    """A document of this kind is refused with a reason, or its text crosses the pipe unchanged."""
    module, _, function = PARSERS[kind].partition(":")
    parser: Callable[[bytes], Parsed] = getattr(importlib.import_module(module), function)
    try:
        parsed = parser(data)
    except (Unparsable, *TOO_MUCH):
        return
    again = from_json(to_json(parsed))
    if (again.text, again.marks) != (parsed.text, parsed.marks):
        raise AssertionError("the text came out of the pipe otherwise")


def take_apart(kind: str, data: bytes) -> None:
    """Whatever is in a container of this kind, its pieces cross the pipe."""
    pipe = io.BytesIO()
    for piece in pieces(io.BytesIO(data), kind, LIMITS):
        write_piece(piece, pipe)
    write_end(pipe)
    pipe.seek(0)
    while read_piece(pipe, LIMITS) is not None:
        pass


def hear_piece(data: bytes) -> None:
    """What comes over the pipe from a container is a piece, or no piece."""
    try:
        read_piece(io.BytesIO(data), LIMITS)
    except (Rubbish, EOFError):
        return


def hear_answer(data: bytes) -> None:
    """What comes over the pipe from a parser is an answer, or none."""
    try:
        from_json(data)
    except (Rubbish, Unparsable):
        return


def note(data: bytes) -> None:
    """A sidecar says something of a document, or what is wrong with it."""
    try:
        noted_of(rows_in(data), "a.txt")
    except BadSidecar as fault:
        assert fault.beside  # noqa: S101


def exchange(file: str, data: bytes) -> None:
    """An exchange folder in which this file holds these bytes is read, or each of its faults is named."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, sound in sound_exchange().items():
            (folder / name).write_bytes(sound)
        (folder / file).write_bytes(data)
        try:
            read_exchange(folder, limits=replace(LIMITS, text_chars=10_000))
        except Unloadable as fault:
            assert fault.faults  # noqa: S101


def amend(data: bytes) -> None:
    """An amendment changes a claim, or breaks a promise."""
    from habeas.wire.claims import amended  # noqa: PLC0415  not before it is instrumented

    try:
        amended(sound_claim(), data.decode("utf-8", "surrogateescape"))
    except BrokenPromise:
        return


# A workbook with a cell far away asks for more memory than there is, and its library ends the process.
# In the guarded process that is one line of complaint, here it would end the search.
OUTSIDE: Final = frozenset({"workbook"})

EXCHANGED: Final = ("reports", "claims", "unread", "decisions", "rulings")

TARGETS: Final[Mapping[str, Target]] = {
    **{f"parse-{kind}": partial(parse, kind) for kind in PARSERS if kind not in OUTSIDE},
    **{f"take-apart-{kind}": partial(take_apart, kind) for kind in dict.fromkeys(CONTAINERS.values())},
    "hear-piece": hear_piece,
    "hear-answer": hear_answer,
    "note": note,
    **{f"exchange-{file}": partial(exchange, f"{file}.jsonl") for file in EXCHANGED},
    "amend": amend,
}


# --- what they begin with ---


def sound_claim() -> Any:
    """A claim that stands on its words."""
    from habeas.model import Claim, ClaimType, Measure, Name, Quantity, Report  # noqa: PLC0415

    text = "Forty people are held in Varnholt."
    report = Report(_sha(text.encode()), "a.txt", text)
    return Claim(
        report=report,
        type=ClaimType.HOLDING,
        trigger=report.span(17, 21),
        evidence=(report.span(0, len(text)),),
        reader="rules/1",
        rule="holding.held",
        quantity=Quantity(report.span(0, 5), 40, 40),
        measure=Measure.STOCK,
        place=Name(report.span(25, 33)),
    )


def sound_exchange() -> dict[str, bytes]:
    """The files of an exchange folder: a report, a claim, an unread figure, a decision and a ruling."""
    from habeas.model import Decision, Matter, Reason, Review, Ruling, Unread  # noqa: PLC0415
    from habeas.wire.acts import DECISIONS, RULINGS, decision_to_wire, ruling_to_wire  # noqa: PLC0415
    from habeas.wire.claims import (  # noqa: PLC0415
        CLAIMS,
        REPORTS,
        UNREAD,
        claim_to_wire,
        read_report_to_wire,
        to_line,
        unread_to_wire,
    )

    claim = sound_claim()
    report = claim.report
    figure = Unread(report, report.span(0, 5), report.span(0, 12), Reason.NO_RULE)
    at = datetime(2024, 3, 4, tzinfo=UTC)
    decision = Decision(claim.id, Review.ACCEPTED, "ann", at, "as it says")
    one, other = "place:Varnholt", "place:Varnholt town"
    ruling = Ruling(Matter.NAME, one, other, together=True, by="ann", at=at, why="one town")
    return {
        REPORTS: to_line(read_report_to_wire(report, claim.reader)).encode(),
        CLAIMS: to_line(claim_to_wire(claim)).encode(),
        UNREAD: to_line(unread_to_wire(figure)).encode(),
        DECISIONS: to_line(decision_to_wire(decision)).encode(),
        RULINGS: to_line(ruling_to_wire(ruling)).encode(),
    }


@cache
def seeds(target: str) -> tuple[bytes, ...]:
    """Sound bytes for this target, and such as are made to do harm, of those that are small."""
    return tuple(_seeds(target))


def _seeds(target: str) -> Iterator[bytes]:
    verb, _, kind = target.rpartition("-")
    if verb == "exchange":
        yield sound_exchange()[f"{kind}.jsonl"]
    elif target == "amend":
        yield from (b'{"detail": "death"}', b'{"quantity": null, "measure": null}', b'{"group": ["women"]}')
    elif target == "note":
        yield b"name,outlet,url,title,published,language\na.txt,Post,https://a.example,Held,2024-03-03,en\n"
    elif target == "hear-answer":
        yield to_json(Parsed("Forty people."))
    elif target == "hear-piece":
        yield b'{"member": "a.txt", "kind": "text", "size": 1, "noted": {}}\nx'
        yield b'{"refused": "a.txt", "why": "x", "cure": "y"}\n'
    else:
        yield from _documents(kind)


def _documents(kind: str) -> Iterator[bytes]:
    made = _hostile_files()
    if kind in _GROUPS:
        yield from (one.data for one in made.GROUPS[_GROUPS[kind]](9) if len(one.data) < _SMALL)
    yield from _TABLES.get(kind, ())
    good = ("good.txt", made.WORDS)
    page = ("https://a.example/", b"<html><body><p>" + made.WORDS * 9)
    match kind:
        case "pdf":
            yield from (
                made.pdf(made.drawn(made.WORDS)),
                made.pdf(zlib.compress(b"q " * 99), filters="/FlateDecode"),
            )
        case "docx":
            yield from (
                made.word(made.body("<w:p><w:r><w:t>Forty people.</w:t></w:r></w:p>")),
                made.archive([good]),
            )
        case "zip":
            sidecar = ("reports.csv", b"name,outlet\ngood.txt,Post\n")
            yield from (
                made.archive([good, sidecar]),
                made.overlapping(3),
                made.encrypted(made.archive([good])),
            )
            yield made.archive(
                [("in.zip", made.archive([good])), ("m.eml", b"Subject: a\n\nForty people."), good]
            )
        case "warc":
            yield made.capture([page, page])
            yield made.capture([("https://a.example/", gzip.compress(page[1], mtime=0))], packed="gzip")
            yield gzip.compress(made.capture([page], more="Transfer-Encoding: chunked\r\n"), mtime=0)
        case "wacz":
            listed = ("pages/pages.jsonl", b'{"url": "https://a.example/"}\n')
            yield made.archive([("archive/a.warc", made.capture([page])), listed])


_SMALL: Final = 20_000
_GROUPS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("text", "markdown"), "texts"),
    **dict.fromkeys(("html", "page"), "pages"),
    **dict.fromkeys(("mail", "mailbox"), "mails"),
}
_TABLES: Final[Mapping[str, tuple[bytes, ...]]] = {
    "csv": (b'quote,type\n"Forty people, held",holding\n', b"quote;type\nForty;holding\n"),
    "lines": (b'{"quote": "Forty people", "type": "holding", "place": {"text": "Varnholt"}}\n',),
    "feed": (
        (
            b"<?xml version='1.0'?><rss version='2.0'><channel><title>A</title><item><title>B</title>"
            b"<link>https://a.example/b</link><pubDate>Mon, 04 Mar 2024 10:00:00 GMT</pubDate>"
            b"</item></channel></rss>"
        ),
        (
            b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='https://a.example/c'/>"
            b"<updated>2024-03-04T10:00:00Z</updated></entry></feed>"
        ),
    ),
}


def _hostile_files() -> Any:
    sys.path.insert(0, str(Path(__file__).parent))
    return importlib.import_module("hostile_files")


def _sha(data: bytes) -> str:
    import hashlib  # noqa: PLC0415

    return hashlib.sha256(data).hexdigest()


# --- running ---

# The seeds are tried first, so that all that the target needs is there to be watched.
_RUN: Final = """
import json, sys, atheris
setup = json.loads(sys.argv[1])
sys.path.insert(0, setup["scripts"])
watched = ["habeas", "email", "zipfile", "csv", "warcio", "feedparser", "docx"]
with atheris.instrument_imports(include=watched):
    import fuzz
    for seed in fuzz.seeds(setup["target"]):
        fuzz.TARGETS[setup["target"]](seed)
atheris.Setup(["fuzz", *setup["options"]], fuzz.TARGETS[setup["target"]])
atheris.Fuzz()
"""


def main() -> None:
    """Run the targets one after the other, each in its own process; exit code 1 where one has a finding."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("targets", nargs="*", default=list(TARGETS), metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--folder", type=Path, default=Path("fuzzing"))
    asked = parser.parse_args()
    found = [target for target in asked.targets if not _ran_well(target, asked.folder, asked.seconds)]
    print(json.dumps({"targets": len(asked.targets), "findings": found, "kept in": str(asked.folder)}))
    sys.exit(bool(found))


def _ran_well(target: str, folder: Path, seconds: int) -> bool:
    place = folder / target
    corpus = place / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(target)):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [
        *(str(corpus), f"-max_total_time={seconds}", f"-artifact_prefix={place}/", "-print_final_stats=1"),
        *("-rss_limit_mb=2500", "-timeout=30", "-max_len=40000"),
    ]
    setup = {"scripts": str(Path(__file__).parent), "target": target, "options": options}
    with (place / "said").open("wb") as said:
        ended = subprocess.run(  # noqa: S603  this interpreter, this program
            [sys.executable, "-c", _RUN, json.dumps(setup)], stdout=said, stderr=said, check=False
        )
    return ended.returncode == 0


if __name__ == "__main__":
    main()
