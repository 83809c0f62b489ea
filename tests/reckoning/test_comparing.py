"""Figures, groups and places beside one another."""

from __future__ import annotations

import pytest

from habeas.model import Basis, Quantity, Span, Unit
from habeas.reckoned import Amount, Known, NameKind
from habeas.reckoning.comparing import (
    agree,
    bounds,
    can_agree,
    disjoint,
    exceeds,
    is_in,
    is_wide,
    may_be_same_people,
    may_be_same_place,
    narrowed,
    part_of_people,
    same_people,
)


def figure(words: str, low: int | None, high: int | None, **fields: object) -> Quantity:
    return Quantity(Span(0, len(words), words), low, high, **fields)


def group(tags: str) -> frozenset[str]:
    return frozenset(tags.split())


def place(id_: str, *within: str) -> Known:
    return Known(NameKind.PLACE, id_, id_, 1.0, "made", within)


@pytest.mark.parametrize(
    ("quantity", "low", "high"),
    [
        (figure("312", 312, 312), 312, 312),
        (figure("none", 0, 0), 0, 0),
        (figure("at least 40", 40, None), 40, None),
        (figure("up to 40", None, 40), None, 40),
        (figure("about 7,000", 7000, 7000, approx=True), 6300, 7700),
        (figure("nearly 7,000", 7000, 7000, approx=True), 6300, 7000),
        (figure("some three", 3, 3, approx=True), 2, 4),
        (figure("about none", 0, 0, approx=True), 0, 0),
        (figure("dozens", 24, None, basis=Basis.CONVENTION), 1, None),
        (figure("up to dozens", None, 24, basis=Basis.CONVENTION), None, None),
    ],
)
def test_bounds(quantity: Quantity, low: int | None, high: int | None) -> None:
    assert bounds(quantity) == Amount(low, high)


def test_conventions_bind_only_when_asked() -> None:
    several = figure("several hundred", 200, 900, basis=Basis.CONVENTION)
    assert bounds(several, conventions=True) == Amount(200, 900)


@pytest.mark.parametrize(
    ("one", "other", "can"),
    [
        (figure("about 7,000", 7000, 7000, approx=True), figure("7,100", 7100, 7100), True),
        (figure("about 7,000", 7000, 7000, approx=True), figure("8,100", 8100, 8100), False),
        (figure("at least 40", 40, None), figure("4,000", 4000, 4000), True),
        (figure("at least 40", 40, None), figure("none", 0, 0), False),
        (figure("up to 40", None, 40), figure("none", 0, 0), True),
        (figure("50", 50, 50), figure("50", 50, 50, unit=Unit.FAMILIES), False),
    ],
)
def test_can_agree(one: Quantity, other: Quantity, can: bool) -> None:
    assert can_agree(one, other) == can_agree(other, one) == can


def test_open_ends_never_disagree() -> None:
    assert agree(Amount(None, None), Amount(3, 3))
    assert not exceeds(Amount(40, None), Amount(50, None))
    assert narrowed(Amount(40, None), Amount(None, 60)) == Amount(40, 60)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("", "", True),
        ("", "detainees", True),
        ("prisoners", "detainees", True),
        ("militants", "fighters", True),
        ("children", "minors", True),
        ("children", "boys girls", True),
        ("women children", "women", False),
        ("women TJ", "women", False),
        ("fighters", "", False),
        ("suspects", "fighters", False),
    ],
)
def test_same_people(one: str, other: str, same: bool) -> None:
    assert same_people(group(one), group(other)) == same_people(group(other), group(one)) == same


def test_prisoners_of_a_region_are_only_some_of_those_held() -> None:
    assert not same_people(group("prisoners"), group(""), wide=True)
    assert part_of_people(group("prisoners"), group(""), wide=True)


@pytest.mark.parametrize(
    ("part", "whole", "is_part"),
    [
        ("women", "women children", True),
        ("women children", "women", False),
        ("boys", "children", True),
        ("women TJ", "TJ", True),
        ("TJ", "foreigners", False),
        ("fighters", "prisoners", True),
        ("", "women", False),
        ("fighters women", "", True),
        ("women", "fighters", False),
    ],
)
def test_part_of_people(part: str, whole: str, is_part: bool) -> None:
    assert part_of_people(group(part), group(whole)) == is_part


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("women", "children", True),
        ("women children", "children", False),
        ("TJ", "UZ", True),
        ("TJ", "foreigners", False),
        ("women TJ", "women UZ", True),
        ("families", "women", False),
        ("fighters", "civilians", False),
        ("women", "", False),
    ],
)
def test_disjoint(one: str, other: str, apart: bool) -> None:
    assert disjoint(group(one), group(other)) == disjoint(group(other), group(one)) == apart


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        ("", "women children", True),
        ("militants", "suspects", True),
        ("prisoners", "fighters", True),
        ("families", "women children", True),
        ("families", "men", False),
        ("women children", "fighters", False),
        ("women fighters", "fighters", True),
        ("hostages", "prisoners", False),
        ("civilians", "fighters", False),
        ("migrants civilians", "detainees", True),
        ("TJ", "foreigners", True),
        ("TJ", "UZ", False),
    ],
)
def test_may_be_same_people(one: str, other: str, may_be: bool) -> None:
    assert may_be_same_people(group(one), group(other)) == may_be
    assert may_be_same_people(group(other), group(one)) == may_be


def test_places() -> None:
    camp, region, country = place("orlan", "velda", "OR"), place("velda", "OR"), place("OR")
    assert is_in(camp, country)
    assert not is_in(country, camp)
    assert not is_in(None, country)
    assert may_be_same_place(region, camp)
    assert may_be_same_place(None, camp)
    assert not may_be_same_place(camp, place("tarn", "velda", "OR"))
    assert [is_wide(one) for one in (camp, region, country, None)] == [False, True, True, True]
    assert not is_wide(place("n_anywhere"))
