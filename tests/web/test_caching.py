"""What takes long to make is made once, until something else is wanted more."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from habeas.web.caching import Kept


def test_a_value_is_made_once() -> None:
    kept, made = Kept[int](2), list[int]()

    def make() -> int:
        made.append(1)
        return 7

    assert [kept.get("now", "a", make), kept.get("now", "a", make)] == [7, 7]
    assert len(made) == 1


def test_what_was_not_asked_for_longest_goes_first() -> None:
    kept = Kept[str](2)
    for key in ("a", "b", "a", "c"):
        kept.get("now", key, lambda key=key: key)
    assert [kept.get("now", key, lambda: "new") for key in ("a", "c", "b")] == ["a", "c", "new"]
    assert len(kept) == 2


def test_several_who_ask_at_once_get_one_value() -> None:
    kept, made, together = Kept[int](2), list[int](), Barrier(4)

    def make() -> int:
        made.append(1)
        return len(made)

    def ask() -> int:
        together.wait()
        return kept.get("now", "a", make)

    with ThreadPoolExecutor(4) as pool:
        assert {one.result() for one in [pool.submit(ask) for _ in range(4)]} == {1}


def test_a_fault_is_not_kept() -> None:
    kept = Kept[int](2)

    def fail() -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        kept.get("now", "a", fail)
    assert kept.get("now", "a", lambda: 3) == 3


def test_another_state_forgets_the_one_before() -> None:
    kept = Kept[str](9)
    for state in ("before", "after"):
        kept.get(state, "a", lambda state=state: state)
    assert len(kept) == 1
    assert [kept.get(state, "a", lambda: "new") for state in ("after", "before")] == ["after", "new"]


def test_what_was_still_being_made_when_the_state_changed_is_not_kept() -> None:
    kept = Kept[str](9)

    def make() -> str:
        kept.get("after", "b", lambda: "b")
        return "old"

    assert kept.get("before", "a", make) == "old"
    assert len(kept) == 1
    assert kept.get("after", "a", lambda: "new") == "new"
