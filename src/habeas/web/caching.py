"""What takes long to make, kept until the ledger changes: pages, charts, maps."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """At most so many values of one state; what wasn't asked for longest goes first.

    A state names all that a value hangs on beside what is asked for, such as the ledger's version. With
    another state all older values go, so that nothing erased is kept. Several may ask at once: each value is
    made once, and nobody waits for another's.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._state: Hashable = None
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, state: Hashable, asked: Hashable, make: Callable[[], Value]) -> Value:
        """The value kept for what is asked in this state, else made now."""
        key = (state, asked)
        with self._lock:
            self._forget_others(state)
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
            making = self._making.setdefault(key, Lock())
        with making:
            with self._lock:
                if key in self._values:
                    return self._values[key]
            try:
                return self._keep(state, key, make())
            finally:
                with self._lock:
                    self._making.pop(key, None)

    def _forget_others(self, state: Hashable) -> None:
        if state != self._state:
            self._values.clear()
            self._state = state

    def _keep(self, state: Hashable, key: Hashable, value: Value) -> Value:
        with self._lock:
            if state == self._state:  # else it changed while this was made
                self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value

    def __len__(self) -> int:
        return len(self._values)
