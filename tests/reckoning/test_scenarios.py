"""What reckoning must make of the hand-worked scenarios (`tests/scenarios`), and how that is checked."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import pytest
import yaml
from pydantic import ValidationError

from habeas.reckoned import Account, Amount, Voices
from scenarios.runner import (
    LOOKS,
    PARTS,
    NotBuiltError,
    account_faults,
    connected,
    faults,
    part_faults,
    partition_faults,
    voice_faults,
)
from scenarios.shape import FOLDER, AccountWanted, Scenario, VoicesWanted, Wanted, days_of, load_scenarios
from scenarios.world import world

SCENARIOS: Final = {file.name: load_scenarios(file) for file in sorted(FOLDER.glob("*.yml"))}
ALL: Final = [scenario for scenarios in SCENARIOS.values() for scenario in scenarios]
ASPECTS: Final = [
    pytest.param(scenario, aspect, id=f"{file.removesuffix('.yml')}:{scenario.name}:{aspect}")
    for file, scenarios in SCENARIOS.items()
    for scenario in scenarios
    for aspect in scenario.expect.aspects
]
# How many scenarios each theme has at the least.
LEAST: Final = {
    "totals.yml": 10,
    "status.yml": 6,
    "holders.yml": 5,
    "families_and_persons.yml": 5,
    "breakdowns.yml": 5,
}


@pytest.mark.parametrize(("scenario", "aspect"), ASPECTS)
def test_scenario_is_reckoned(scenario: Scenario, aspect: str) -> None:
    made = world(scenario)
    try:
        found = faults(made, aspect)
    except NotBuiltError as awaited:
        pytest.skip(str(awaited))
    assert found == [], scenario.why


@pytest.mark.parametrize("aspect", PARTS)
@pytest.mark.parametrize("scenario", [pytest.param(one, id=one.name) for one in ALL])
def test_scenario_is_reckoned_alike_in_parts(scenario: Scenario, aspect: str) -> None:
    made = world(scenario)
    try:
        found = part_faults(made, aspect)
    except NotBuiltError as awaited:
        pytest.skip(str(awaited))
    assert found == []


@pytest.mark.parametrize(
    ("keys", "parts"),
    [
        (["a", "b", "c"], [[0], [1], [2]]),
        (["a", "b", "ab"], [[0, 1, 2]]),
        (["ab", "cd", "bc", "e"], [[0, 1, 2], [3]]),
        (["", ""], [[0], [1]]),
    ],
)
def test_the_check_connects_by_keys(keys: list[str], parts: list[list[int]]) -> None:
    assert sorted(connected(keys)) == parts


def test_every_theme_has_its_scenarios() -> None:
    assert {theme: len(SCENARIOS[theme]) >= least for theme, least in LEAST.items()} == dict.fromkeys(
        LEAST, True
    )
    assert len(ALL) >= 75


def test_names_of_scenarios_are_unique() -> None:
    names = Counter(scenario.name for scenario in ALL)
    assert [name for name, times in names.items() if times > 1] == []


def test_every_aspect_is_looked_at() -> None:
    assert set(LOOKS) == set(Wanted.model_fields)
    assert {aspect for scenario in ALL for aspect in scenario.expect.aspects} == set(LOOKS)


GOOD: Final = """
- name: a
  why: one figure
  reports: {a: {published: 2024-03-18}}
  claims:
    a1: {type: release, words: 12, days: 2024-03-18}
  expect: {events: [[a1]]}
"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("type: release", "type: releases"),
        ("words: 12", "words: a dozen or so"),
        ("words: 12", "low: 12"),
        ("words: 12", "words: 12, words: 13"),
        ("days: 2024-03-18", "days: 2024-03-18/2024-03-17"),
        ("days: 2024-03-18", "days: Thursday"),
        ("days: 2024-03-18", "days: 2024-03-18, group: [NO]"),  # YAML's false, not Norway
        ("days: 2024-03-18", "days: 2024-03-18, part_of: a2"),
        ("a1: {", "b1: {"),
        ("[[a1]]", "[[a2]]"),
        ("{events: [[a1]]}", "{}"),
        ("  why: one figure\n", ""),
    ],
)
def test_a_slip_in_a_scenario_is_refused(right: str, wrong: str, tmp_path: Path) -> None:
    file = tmp_path / "slip.yml"
    file.write_text(GOOD)
    assert len(load_scenarios(file)) == 1
    assert right in GOOD
    file.write_text(GOOD.replace(right, wrong))
    with pytest.raises((ValidationError, yaml.YAMLError)):
        load_scenarios(file)


@pytest.mark.parametrize(
    ("found", "count"),
    [
        ([["a", "b"], ["c"]], 0),
        ([["c", "x"], ["b", "a"], ["y"]], 0),
        ([["a"], ["b"], ["c"]], 1),
        ([["a", "b", "c"]], 2),
        ([["a", "b"]], 1),
    ],
)
def test_the_check_tells_a_partition(found: list[list[str]], count: int) -> None:
    assert len(list(partition_faults([["a", "b"], ["c"]], found, what="event"))) == count


@pytest.mark.parametrize(
    ("named", "uncredited", "count"),
    [(("SDF",), 1, 0), (("SDF", "SOHR"), 1, 1), (("SDF",), 0, 1), ((), 1, 1)],
)
def test_the_check_tells_voices(named: tuple[str, ...], uncredited: int, count: int) -> None:
    wanted = VoicesWanted(of=["a1"], named=["SDF"], uncredited=1)
    assert len(list(voice_faults(wanted, Voices(named, uncredited, 2)))) == count


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"opening": (1, 1), "closing": (None, None)}, 0),
        ({"opening": (0, 1)}, 1),
        ({"opening": (1, None)}, 1),
        ({"set_aside": ["a1"]}, 0),
        ({"set_aside": []}, 1),
        ({"notes": ["said", "on Thursday"]}, 0),
        ({"notes": ["Thursday", "missing"]}, 1),
        ({"never": ["missing", "Thursday"]}, 1),
    ],
)
def test_the_check_tells_accounts(asked: dict[str, object], count: int) -> None:
    wanted = AccountWanted.model_validate({"days": "2024", **asked})
    none = Amount(None, None)
    notes = ("as said on Thursday",)
    found = Account(
        "x", None, frozenset(), days_of("2024"), Amount(1, 1), none, none, none, none, notes=notes
    )
    assert len(list(account_faults(wanted, found, ["a1"]))) == count
