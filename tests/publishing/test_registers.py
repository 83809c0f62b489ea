"""What reports tell of a place beside the items of a register."""

from __future__ import annotations

import json

import pytest
from rich.console import Console

from habeas.model import Claim
from habeas.publishing.registers import ITEMS, Register, register_lines, registers, registers_table
from habeas.reckoned import Known, NameKind
from made import claim, quantity, report
from reckoned_by_hand import as_testimony

TEXT = "In Orlan camp the Harbour Guard held 40 people; 12 came from Velm prison and 3 died of beatings."
ORLAN, VELM, GUARD = "Orlan camp", "Velm prison", "the Harbour Guard"
HELD = {"place": ORLAN, "actor": GUARD}


def made(kind: str, **slots: str) -> Claim:
    of = report(TEXT)
    return claim(of, kind, quantity(of, "12", 12, 12) if kind != "allegation" else None, **slots)


def spoken_to(found: Register) -> set[str]:
    return {letter for letter, claims in found.claims.items() if claims}


@pytest.mark.parametrize(
    ("kind", "slots", "orlan", "velm"),
    [
        ("holding", HELD, "d", ""),
        ("holding", {"place": ORLAN}, "", ""),
        ("capture", {"place": ORLAN}, "b", ""),
        ("sentence", {"place": ORLAN}, "c", ""),
        ("transfer", {"origin": VELM, "destination": ORLAN}, "e", "h"),
        ("repatriation", {"origin": ORLAN}, "h", ""),
        ("release", {"place": ORLAN}, "h", ""),
        ("escape", {"place": VELM}, "", "h"),
        ("allegation", {"place": ORLAN, "detail": "torture"}, "f", ""),
        ("allegation", {"place": ORLAN, "detail": "unfair-trial"}, "", ""),
        ("death", {"place": ORLAN}, "g", ""),
        ("transfer", {"destination": ORLAN, "modality": "planned"}, "", ""),
        ("death", {"place": ORLAN, "modality": "denied"}, "", ""),
        ("release", {"place": ORLAN, "modality": "hypothetical"}, "", ""),
        ("position", {"place": ORLAN}, "", ""),
    ],
)
def test_what_a_claim_speaks_to(kind: str, slots: dict[str, str], orlan: str, velm: str) -> None:
    told = [as_testimony(made(kind, **slots))]
    for place, letters in ((ORLAN, orlan), (VELM, velm)):
        found = registers(told, f"n_{place.casefold()}")
        assert {letter for one in found for letter in spoken_to(one)} == set(letters)


def test_only_named_places_that_hold_people_have_one() -> None:
    somebody = Known(NameKind.PLACE, "n_a prison", "a prison", 1.0, "made", somebody=True)
    told = [
        as_testimony(made("holding", **HELD)),
        as_testimony(made("release", place=VELM)),
        as_testimony(made("holding", place=VELM), place=somebody),
    ]
    (found,) = registers(told)
    assert found.place.name == ORLAN
    assert found.silent == ("b", "c", "e", "f", "g", "h")


def test_a_place_has_what_is_told_of_the_places_in_it() -> None:
    ward = Known(NameKind.PLACE, "ward", "the ward", 1.0, "made", within=("n_orlan camp", "XX"))
    told = [as_testimony(made("holding", **HELD)), as_testimony(made("death", place=VELM), place=ward)]
    assert spoken_to(registers(told)[0]) == {"d", "g"}


def test_the_lines_name_every_item_and_the_claims() -> None:
    held = as_testimony(made("holding", **HELD))
    line = json.loads(register_lines(registers([held])))
    assert list(line["items"]) == [item.letter for item in ITEMS] == [*"abcdefgh"]
    assert line["items"]["d"]["claims"] == [held.id]
    assert line["items"]["a"]["claims"] == []


def test_the_table_says_how_many_and_where_nobody_does() -> None:
    console = Console(width=100, record=True, file=None)
    with console.capture() as printed:
        console.print(registers_table(registers([as_testimony(made("holding", **HELD))])))
    row = next(line for line in printed.get().splitlines() if ORLAN in line)
    assert [cell.strip() for cell in row.split("│")[2:-1]] == ["×", "–", "–", "1", "–", "–", "–", "–"]
