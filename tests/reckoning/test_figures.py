"""What the claims of one happening together say of how many people of which group."""

from __future__ import annotations

from itertools import permutations

import pytest

from habeas.lexicon import load_lexicon
from habeas.model import Claim, Report, Unit
from habeas.reckoning.figures import figures
from habeas.reckoning.names import names
from habeas.reckoning.testimony import testimonies
from made import claim, quantity, report

LEXICON = load_lexicon()
FREED = report("50 were freed: 30 soldiers and 20 civilians; 12 of them are ill. 31 women, 10 families.")
RETOLD = report("About 50 were freed, 25 of them civilians. It was 60.", name="retold.txt")


def freed(words: str, group: str = "", whole: Claim | None = None, of: Report = FREED) -> Claim:
    number = int(words.rsplit(maxsplit=1)[-1])
    figure = quantity(of, words, number, number, approx=words.startswith("About"))
    return claim(of, "release", figure, group=group, part_of=whole.id if whole is not None else None)


ALL = freed("50")
SOLDIERS, CIVILIANS = freed("30", "prisoners_of_war", ALL), freed("20", "civilians", ALL)
ILL, ILL_SOLDIERS, WOMEN = freed("12", "", ALL), freed("12", "detainees", SOLDIERS), freed("31", "women", ALL)
AGAIN = freed("About 50", of=RETOLD)
CIVILIANS_AGAIN = freed("25", "civilians", AGAIN, of=RETOLD)
MORE = freed("60", of=RETOLD)


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ([ALL, AGAIN], [("", 50, 50, True)]),
        ([ALL, MORE], [("", 50, 60, False)]),
        (
            [ALL, SOLDIERS, CIVILIANS],
            [("", 50, 50, True), ("civilians", 20, 20, True), ("prisoners_of_war", 30, 30, True)],
        ),
        ([ALL, ILL], [("", 50, 50, True)]),
        ([ALL, SOLDIERS, ILL_SOLDIERS], [("", 50, 50, True), ("prisoners_of_war", 30, 30, True)]),
        ([ALL, WOMEN], [("", 50, 50, True), ("women", 31, 31, True)]),
        ([ALL, CIVILIANS, AGAIN, CIVILIANS_AGAIN], [("", 50, 50, True), ("civilians", 20, 25, False)]),
        ([ILL], [("", 12, 12, True)]),  # its whole is of another event
    ],
)
def test_a_figure_for_each_group(members: list[Claim], found: list[tuple[str, int, int, bool]]) -> None:
    for order in permutations(members):
        told = figures(testimonies(order, names(order, LEXICON)))
        assert [(" ".join(one.group), one.low, one.high, one.agreed) for one in told] == found


def test_families_and_persons_never_mix() -> None:
    families = claim(FREED, "release", quantity(FREED, "10", 10, 10, unit=Unit.FAMILIES))
    told = figures(testimonies([ALL, families], names([ALL, families], LEXICON)))
    assert [(one.unit, one.low, one.agreed) for one in told] == [
        (Unit.FAMILIES, 10, True),
        (Unit.PERSONS, 50, True),
    ]
