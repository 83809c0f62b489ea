"""The log in words."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from habeas.commands.keeping import ACTS
from habeas.custody import Departure, Erasure, ErasureMatter, LogLine
from habeas.ledger.log import Action
from habeas.publishing.logged import VERBS, log_lines, log_text

AT = datetime(2031, 3, 4, 10, 30, tzinfo=UTC)
LEFT = Departure("csv", "place Orlan", False, "d" * 64, "Mira Toll", AT, "the yearly report")
GONE = Erasure(ErasureMatter.REPORT, "a" * 64, "Jon Ask", AT, "asked to", "c" * 64)
LINES = [
    LogLine(1, "2031-03-01T08:00:00+00:00", "rules/1", "read", "a" * 64, "b" * 64, "0" * 64, "1" * 64),
    LogLine(2, AT.isoformat(), "Mira Toll", "export", "csv", "d" * 64, "1" * 64, "2" * 64),
    LogLine(3, AT.isoformat(), "Jon Ask", "expunge", "a" * 64, "e" * 64, "2" * 64, "3" * 64),
]


def test_every_act_has_its_words() -> None:
    assert [*VERBS] == [*ACTS]
    assert {*ACTS} == {*Action}


def test_exports_and_erasures_say_why() -> None:
    told = log_text(LINES, [LEFT], [GONE], width=120)
    assert told.splitlines() == [
        f"1 · 2031-03-01T08:00:00 · rules/1 read {'a' * 64}",
        "2 · 2031-03-04T10:30:00 · Mira Toll exported csv",
        "    place Orlan, names of private persons masked: the yearly report",
        f"3 · 2031-03-04T10:30:00 · Jon Ask erased {'a' * 64}",
        "    asked to",
    ]


def test_what_a_terminal_obeys_is_not_printed() -> None:
    odd = LogLine(1, AT.isoformat(), "M\x1b[2Jira", "decide", "c_1\u202e", "b" * 64, "0" * 64, "1" * 64)
    assert not set("\x1b\u202e") & set(log_text([odd], [], [], width=80))


def test_lines_have_their_hashes() -> None:
    first, second, _ = map(json.loads, log_lines(LINES, [LEFT], [GONE]).splitlines())
    assert (first["hash"], first["more"]) == ("1" * 64, None)
    assert second["more"].endswith("masked: the yearly report")
