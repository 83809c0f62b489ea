"""People who work with the ledger, told apart by numbers: "reviewer 1"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from habeas.model import CODED, added_by

NUMBERED: Final = re.compile(r"reviewer \d+")
CODERS: Final = re.compile(rf"{CODED}(?P<names>.+?)(?P<rest>\+[0-9a-f]+)?")
# Readers that are machines are named so: a word or path, and a version ("rules/1+84d1f7a2").
MACHINE: Final = re.compile(r"[a-z][a-z0-9-]*/[\w.+:-]+")


@dataclass(slots=True)
class Reviewers:
    """The numbers of people, in the order in which they are met; `shown` leaves their names."""

    shown: bool = False
    _numbers: dict[str, str] = field(default_factory=dict)

    def person(self, name: str) -> str:
        """What a person is called in what leaves."""
        if self.shown or not name.strip():
            return name
        return self._numbers.setdefault(name, f"reviewer {len(self._numbers) + 1}")

    def reader(self, name: str) -> str:
        """A reader's name: a machine's as it is, without the names of people who coded or added."""
        if self.shown:
            return name
        if (by := added_by(name)) is not None:
            return name[: len(name) - len(by)] + self.person(by)
        if match := CODERS.fullmatch(name):
            coders = ",".join(self.person(one) for one in match["names"].split(","))
            return f"{CODED}{coders}{match['rest'] or ''}"
        return name if MACHINE.fullmatch(name) else self.person(name)
