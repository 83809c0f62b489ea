"""The allow-list names every field of all that may leave, and none that isn't there."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator
from types import UnionType
from typing import Any

import pytest

from habeas.publishing.clearance.fields import FIELDS
from habeas.publishing.holdings import Choice, Holdings


def inside(hint: Any) -> Iterator[type]:
    """Every dataclass that a value of this type may hold."""
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        yield hint
    for argument in typing.get_args(hint):
        yield from inside(argument)
    if isinstance(hint, UnionType):
        for argument in hint.__args__:
            yield from inside(argument)


def reached(start: type) -> set[type]:
    found: set[type] = set()
    left = [start]
    while left:
        kind = left.pop()
        if kind not in found:
            found.add(kind)
            left += [one for hint in typing.get_type_hints(kind).values() for one in inside(hint)]
    return found


REACHED = reached(Holdings) | {Choice}


def test_every_kind_of_value_that_may_leave_is_listed() -> None:
    assert FIELDS.keys() >= REACHED


@pytest.mark.parametrize(
    "kind", sorted(FIELDS, key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__
)
def test_every_field_is_listed_and_no_other(kind: type) -> None:
    assert {field.name for field in dataclasses.fields(kind)} == FIELDS[kind].keys()
