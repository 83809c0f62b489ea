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

    assert [kept.get("a", make), kept.get("a", make)] == [7, 7]
    assert len(made) == 1


def test_what_was_not_asked_for_longest_goes_first() -> None:
    kept = Kept[str](2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda key=key: key)
    assert [kept.get(key, lambda: "new") for key in ("a", "c", "b")] == ["a", "c", "new"]
    assert len(kept) == 2


def test_several_who_ask_at_once_get_one_value() -> None:
    kept, made, together = Kept[int](2), list[int](), Barrier(4)

    def make() -> int:
        made.append(1)
        return len(made)

    def ask() -> int:
        together.wait()
        return kept.get("a", make)

    with ThreadPoolExecutor(4) as pool:
        assert {one.result() for one in [pool.submit(ask) for _ in range(4)]} == {1}


def test_a_fault_is_not_kept() -> None:
    kept = Kept[int](2)

    def fail() -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        kept.get("a", fail)
    assert kept.get("a", lambda: 3) == 3
