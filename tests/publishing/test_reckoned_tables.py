"""Events and conflicts as tables: each claim with its words, nothing that can rewrite a terminal."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from rich.console import Console, RenderableType

from habeas import Claim
from habeas.publishing.reckoned_tables import conflicts_table, events_table
from habeas.reckoned import Conflict, ConflictKind, Reckoned
from made import claim, quantity, report, reviewed
from reckoned_by_hand import alone, event, reckoned


def drawn(table: RenderableType, width: int = 80) -> str:
    written = StringIO()
    Console(file=written, width=width).print(table)
    return "\n".join(line.rstrip() for line in written.getvalue().split("\n"))


def freed(n: int, *, name: str, **fields: object) -> Claim:
    said = report(f"{n} went free from Orlan to Veshka.", name=name, outlet=name)
    figure = quantity(said, str(n), n, n)
    return claim(said, "release", figure, origin="Orlan", destination="Veshka", **fields)


def test_an_event_is_one_row_with_the_words_of_each_of_its_claims() -> None:
    claims = [freed(50, name="Mir"), freed(70, name="Post", group="fighters")]
    why = "joined: one way, one day"
    table = drawn(events_table(reckoned([event(*claims, differing=("group",), why=(why,))])))
    rows = re.findall(r"^(?:50|70).*release", table, re.M)
    assert len(rows) == 1
    assert re.search(r"^(50; 70|70; 50) +release, +", table, re.M)
    assert "from Orlan" in table
    assert "“fighters”" in table
    assert f"  {why}\n" in table
    assert "  told differently: group\n" in table
    assert "“50 went free from Orlan to Veshka.”" in table
    assert "“70 went free from Orlan to Veshka.”" in table
    assert table.rstrip().endswith("machine reading, unchecked where no line says otherwise")


def test_a_sentence_with_two_figures_is_shown_once() -> None:
    said = report("50 women and 70 men went free.")
    claims = [claim(said, "release", quantity(said, str(n), n, n)) for n in (50, 70)]
    table = drawn(events_table(reckoned([event(*claims, why=("joined: one day", "joined: one day"))])))
    assert table.count("went free") == table.count("joined: one day") == 1


def test_at_eighty_columns_each_kind_of_happening_stands_on_one_line() -> None:
    said = report("50 were brought home.")
    told = claim(said, "repatriation", quantity(said, "50", 50, 50))
    assert " repatriation, " in drawn(events_table(reckoned([event(told)])))


def test_a_claim_that_a_person_has_checked_says_so() -> None:
    table = drawn(events_table(reckoned([event(reviewed(freed(50, name="Mir"), "accepted"))])))
    assert "reviewed: accepted" in table


def test_the_claims_of_a_conflict_stand_under_what_sets_them_against_one_another() -> None:
    claims = [freed(50, name="Mir"), freed(70, name="Post")]
    conflict = Conflict("x_1", ConflictKind.CONTRADICTION, tuple(one.id for one in claims), "50 isn't 70")
    table = drawn(conflicts_table(alone(claims, conflicts=(conflict,))))
    lines = [
        line for line in table.split("\n") if re.match(r"contradiction: 50 isn't 70|[57]0 |  \w+, ", line)
    ]
    assert lines[0] == "contradiction: 50 isn't 70"
    assert sorted(line[:2] for line in lines[1::2]) == ["50", "70"]
    assert all("went free" in line for line in lines[2::2])


@pytest.mark.parametrize("table", [events_table, conflicts_table])
def test_an_empty_table_has_no_footer(table: object) -> None:
    assert "unchecked" not in drawn(table(Reckoned()))


@pytest.mark.parametrize("width", [50, 80, 120])
def test_tables_are_as_wide_as_asked(width: int) -> None:
    claims = [freed(n, name="A very long name of an outlet " * 2) for n in range(10, 15)]
    ids = tuple(one.id for one in claims)
    conflict = Conflict("x_1", ConflictKind.CONTESTED, ids, "many words " * 30)
    known = alone(claims, conflicts=(conflict,))
    for table in (events_table(known, width=width), conflicts_table(known, width=width)):
        assert max(map(len, drawn(table, width).split("\n"))) <= width


def test_a_hostile_report_cannot_rewrite_the_terminal() -> None:
    said = report("In \x1b[2J\x9b1m\u202eOrlan 50 went free, [red]says who[/red].")
    told = claim(
        said,
        "release",
        quantity(said, "50", 50, 50),
        place="\x9b1m\u202eOrlan",
        speaker="[red]says who[/red]",
    )
    conflict = Conflict("x_1", ConflictKind.CONTESTED, (told.id,), "in \x9b1m\u202eOrlan")
    known = alone([told], conflicts=(conflict,))
    for table in (events_table(known), conflicts_table(known)):
        shown = drawn(table)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)
        assert "[red]" in shown
