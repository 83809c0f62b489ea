from __future__ import annotations

import re
from hashlib import sha256

import pytest

from habeas.lexicon import Lexicon
from habeas.model import Report, Span
from habeas.reading.gate import Gate


@pytest.fixture(scope="module")
def gate(lexicon: Lexicon) -> Gate:
    return Gate.of(lexicon)


def report(text: str) -> Report:
    return Report(sha256(text.encode()).hexdigest(), "gate.txt", text)


def no_name(text: str) -> bool:
    return not text


@pytest.mark.parametrize(
    "text",
    [
        "Forty detainees sleep on the floor.",
        "DETAINEES SLEEP ON THE FLOOR",
        "The prisoners’ mothers wait outside.",
        "A prisoner of war wrote home.",
        "Hostages were seen at the window.",
        "The men were imprisoned for years.",
        "Kazakhstan repatriated nine families.",
        "She has been on death row since 2019.",
        "The court extradited him.",
        "Gunmen kidnapped a teacher.",
        "The prison is old. Its jail yard is small.",
        "Prison after prison after prison.",
        "The camp lies near the jail.",
        "Nothing here.\n\n\nNothing there.\n\nDetention without trial goes on.",
    ],
)
def test_a_report_on_custody_passes(gate: Gate, text: str) -> None:
    assert gate.opens(report(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The harvest was good this year.",
        "Twelve thousand people ran the marathon; 40 gave up.",
        "The council approved 1,200 homes in the new quarter.",
        "The centre opened a facility for 300 cars.",
        "Prices rose by 4%.",
        "The team arrested its decline and captured third place.",
        "Volunteers released 200 trout into the river.",
        "Cell by cell the battery gave out.",
        "The campaign paid for other campaigns, and a cellist played.",
    ],
)
def test_a_report_on_something_else_is_turned_away(gate: Gate, text: str) -> None:
    assert not gate.opens(report(text))


@pytest.mark.parametrize(
    ("line", "passes"),
    [
        ("Forty detainees sleep on the floor.", True),
        ("They were brought there by night.", True),
        ("Nobody fled.", True),
        ("He was hanged at dawn.", True),
        ("It lasted until 2019.", True),
        ("The women were there.", True),
        ("Rain fell.", False),
        ("— — —", False),
        ("الهول", False),
    ],
)
def test_only_telling_paragraphs_pass(gate: Gate, line: str, passes: bool) -> None:
    one = report(line)
    span = one.span(0, len(line))
    assert list(gate.passes([span], no_name)) == ([span] if passes else [])


def test_paragraphs_keep_their_order_and_place(gate: Gate) -> None:
    text = "Rain fell.\nForty detainees left.\nRain fell.\nSix fled."
    one = report(text)
    lines = [one.span(text.index(line), text.index(line) + len(line)) for line in text.split("\n")[1::2]]
    every = [one.span(0, 10), lines[0], one.span(33, 43), lines[1]]
    assert list(gate.passes(every, no_name)) == lines


def lines_of(text: str) -> list[Span]:
    one = report(text)
    return [one.span(*match.span()) for match in re.finditer(r"[^\n]+", text)]


def test_of_a_report_on_other_things_what_stands_around_people_held_passes(gate: Gate) -> None:
    lines = [f"The vote was put off {number} times." for number in range(40)]
    lines[20] = "Officials said that 12 detainees were moved."
    passing = [line.text for line in gate.passes(lines_of("\n".join(lines)), no_name)]
    assert passing == lines[18:23]


def test_a_name_of_the_field_lets_what_stands_around_it_pass(gate: Gate) -> None:
    lines = [f"The vote was put off {number} times." for number in range(40)]
    lines[20] = "Six families left Velmar."
    passing = [line.text for line in gate.passes(lines_of("\n".join(lines)), lambda text: "Velmar" in text)]
    assert passing == lines[18:23]


def test_all_of_a_report_on_people_held_passes(gate: Gate) -> None:
    text = "\n".join(["Forty detainees left.", "They were moved.", "Six fled.", "It rained for 3 days."] * 5)
    assert len(list(gate.passes(lines_of(text), no_name))) == 20
