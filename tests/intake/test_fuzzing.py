"""Whatever the bytes: intake and the exchange format answer in words. Long runs: make fuzz, make soak."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from habeas.errors import BrokenPromise, Unloadable, UnreadableReport
from habeas.intake.exchange import read_exchange
from habeas.intake.guarded import PARSERS, Parsers
from habeas.settings import Limits
from habeas.wire.claims import claim_from_wire, claim_to_wire, to_line

SCRIPTS = str(Path(__file__).parents[2] / "scripts")


def program(name: str) -> Any:
    """A program of `scripts/`."""
    if SCRIPTS not in sys.path:
        sys.path.insert(0, SCRIPTS)
    return importlib.import_module(name)


fuzz = program("fuzz")
SHORT = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
LONG = settings(SHORT, max_examples=5_000)
# The first read of an exchange folder builds its checks anew each time.
FEW = settings(SHORT, max_examples=15)


def holds(profile: settings, inputs: st.SearchStrategy[bytes], target: str) -> None:
    """True of the target, whatever comes of these inputs."""

    @profile
    @given(inputs)
    def held(data: bytes) -> None:
        fuzz.TARGETS[target](data)

    held()


@st.composite
def mutated(draw: st.DrawFn, target: str) -> bytes:
    """One of the target's seeds, some bytes changed, cut out, repeated or put in; or any bytes at all."""
    seeds = list(fuzz.seeds(target))
    data = bytearray(draw(st.sampled_from(seeds)) if seeds else draw(st.binary(max_size=300)))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        until = at + draw(st.integers(0, 40))
        match draw(st.sampled_from(("change", "cut", "repeat", "put", "end"))):
            case "change":
                data[at:until] = draw(st.binary(min_size=until - at, max_size=until - at))
            case "cut":
                del data[at:until]
            case "repeat":
                data[at:at] = data[at:until] * draw(st.integers(1, 50))
            case "put":
                data[at:at] = draw(st.binary(max_size=20))
            case "end":
                del data[at:]
    return bytes(data)


# Formats that check sums guard need the guidance of `make fuzz` to be got into; here they are only tried.
@pytest.mark.parametrize("target", list(fuzz.TARGETS))
def test_whatever_the_bytes_there_is_an_answer(target: str) -> None:
    profile = FEW if target.startswith("exchange") else SHORT
    holds(profile, mutated(target), target)


@pytest.mark.soak
@pytest.mark.parametrize("target", list(fuzz.TARGETS))
def test_whatever_the_bytes_there_is_an_answer_for_long(target: str) -> None:
    holds(LONG, mutated(target), target)


@pytest.mark.parametrize("kind", [kind for kind in PARSERS if kind not in fuzz.OUTSIDE])
def test_whatever_the_bytes_the_guarded_process_answers(kind: str) -> None:
    parsers = Parsers(Limits(cpu_seconds=5, wall_seconds=30, memory_bytes=2**30))

    @settings(SHORT, max_examples=8)
    @given(mutated(f"parse-{kind}"))
    def answered(data: bytes) -> None:
        try:
            parsers.parse(data, kind, "a.file")
        except UnreadableReport as fault:
            assert str(fault).startswith("a.file: ")
            assert fault.cure

    answered()
    assert parsers.parse(b"Forty people are held.", "text", "good.txt").text == "Forty people are held."
    parsers.close()


# Found by `make fuzz`, and mended since.
FOUND = [
    ("parse-mail", b"Subject: a\nContent-Type: text/plain; charset=unicode_escape\n\n\\ud800 Forty \xff"),
    ("parse-mail", b"Subject: =?ut\x00f-8?q?a?=\n\nForty people."),
    ("parse-page", b"<html><meta charset='utf\x00-8'><body><p>Forty \xe9 people."),
    ("parse-html", b"<html><meta charset=rot13><body><p>Forty \xe9 people."),
    ("parse-feed", b"<rss version='2.0'><channel><item><link/><enclosure/></item></channel></rss>"),
]


@pytest.mark.parametrize(("target", "data"), FOUND)
def test_what_was_found_stays_mended(target: str, data: bytes) -> None:
    fuzz.TARGETS[target](data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def altered(draw: st.DrawFn, line: bytes) -> bytes:
    """A line of the exchange format in which values, deep inside, are others, or gone."""
    wire = json.loads(line)
    for _ in range(draw(st.integers(1, 3))):
        place: Any = wire
        for _ in range(draw(st.integers(0, 2))):
            inner = [
                one
                for one in (place.values() if isinstance(place, dict) else place)
                if one and isinstance(one, dict | list)
            ]
            place = draw(st.sampled_from(inner)) if inner else place
        if isinstance(place, dict):
            name = draw(st.sampled_from(sorted(place)) | st.text(max_size=5)) if place else "a"
            if draw(st.booleans()):
                place[name] = draw(JSON)
            else:
                place.pop(name, None)
        else:
            place.append(draw(JSON))
    return json.dumps(wire).encode()


@pytest.mark.parametrize("file", fuzz.EXCHANGED)
def test_whatever_a_line_holds_its_faults_are_named(file: str) -> None:
    sound = fuzz.sound_exchange()[f"{file}.jsonl"]
    holds(FEW, altered(sound), f"exchange-{file}")


@pytest.mark.soak
@pytest.mark.parametrize("file", fuzz.EXCHANGED)
def test_whatever_a_line_holds_its_faults_are_named_for_long(file: str) -> None:
    sound = fuzz.sound_exchange()[f"{file}.jsonl"]
    holds(settings(LONG, max_examples=1_000), altered(sound), f"exchange-{file}")


def test_sound_lines_come_back_as_they_were(tmp_path: Path) -> None:
    for name, data in fuzz.sound_exchange().items():
        (tmp_path / name).write_bytes(data)
    (reading,) = read_exchange(tmp_path, limits=Limits()).readings
    (claim,) = reading.claims
    assert claim == fuzz.sound_claim()
    assert to_line(claim_to_wire(claim)).encode() == (tmp_path / "claims.jsonl").read_bytes()
    assert claim_from_wire(claim_to_wire(claim), claim.report) == claim


@given(st.integers(-9, 40), st.integers(-9, 40), st.text(max_size=6))
@example(0, 5, "Forty")
@SHORT
def test_words_that_aren_t_the_report_s_break_a_promise(start: int, end: int, words: str) -> None:
    claim = fuzz.sound_claim()
    wire = claim_to_wire(claim)
    wire["quantity"] = {**wire["quantity"], "text": words, "start": start, "end": end}  # type: ignore[typeddict-item]
    try:
        again = claim_from_wire(wire, claim.report)
    except BrokenPromise:
        return
    assert again.quantity is not None
    assert claim.report.text[start:end] == words


def test_every_target_begins_with_something() -> None:
    assert [target for target in fuzz.TARGETS if not list(fuzz.seeds(target))] == []
    assert {Unloadable, BrokenPromise}
