"""Of texts put together from templates, no private name is left anywhere in what leaves."""

from __future__ import annotations

import dataclasses
import re

import pytest
from clearance_material import dumped, holdings
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.lexicon import load_lexicon
from habeas.publishing.clearance import clear
from habeas.publishing.clearance.words import key_of
from habeas.publishing.holdings import Choice, Holdings
from habeas.reckoned import Known, NameKind, Reckoned, Status, Testimony
from made import claim, quantity, report

LEXICON = load_lexicon()
FIRST = (
    "Karim",
    "Rojin",
    "Oksana",
    "Tendai",
    "Aigerim",
    "Emma",
    "Abdul-Rahman",
    "Qays",
    "Zivko",
    "Ngozi",
    "Şêrîn",
    "Jean-Luc",
)
LAST = (
    "Zelhan",
    "al-Zelhani",
    "van der Grolt",
    "Osterlind",
    "Brzovic",
    "Hrytsko",
    "bin Sawwaq",
    "O'Grady",
    "Temuriyev",
    "Qashoush",
)
TEMPLATES = (
    "{name}, 34, a baker, was freed on Monday.",
    "“They beat us,” said {name}, whose son is still held.",
    "The lawyer {name} counted 40 men in Zarhan prison.",
    "A detainee, {name}, spoke by phone.",
    "Relatives of {name} wait outside the prison. {last} is ill.",
    "{upper} IS FREE\n\n{name}'s mother wept.",
    "{name} told the Orlan Post that 40 men are held in Zarhan prison.",
    "The list: {name}; 40 men; {last}.",
    "{name} — a nurse — was moved to Roj camp with her sister.",
    "(Photo: {name} after the release of 40 men)",
)
ROUND = "In Zarhan prison 40 men are held, Interior Minister Vera Solm said on Tuesday."


@st.composite
def told(draw: st.DrawFn) -> tuple[Holdings, tuple[str, ...]]:
    """Two reports on some private persons, a claim and its speaker, and the names."""
    names = draw(
        st.lists(
            st.tuples(st.sampled_from(FIRST), st.sampled_from(LAST)), min_size=1, max_size=3, unique=True
        )
    )
    lines = [ROUND]
    for first, last in names:
        name = f"{first} {last}"
        line = draw(st.sampled_from(TEMPLATES)).format(name=name, last=last, upper=name.upper())
        lines.insert(draw(st.integers(0, len(lines))), line)
    name = " ".join(names[0])
    slug = "-".join(key_of(part) for part in names[0])
    one = report(
        "\n\n".join(lines), name=f"{slug}.txt", title=f"{name} speaks", url=f"https://orlan.example/{slug}"
    )
    other = report(f"Nobody had heard of {name} before.\n\n{ROUND}", name="b.txt")
    found = claim(
        one, "holding", quantity(one, "40", 40, 40), trigger="40", evidence=one.text, why=(f"by {name}",)
    )
    speaker = Known(NameKind.BODY, "n_0f", name, 1.0, f"as “{name}”")
    testimony = Testimony(found, Status.DONE, None, None, speaker=speaker)
    made = holdings(
        [one, other], [found], reckoned=Reckoned(testimonies={found.id: testimony}), chosen=(name,)
    )
    return made, tuple(part for pair in names for part in pair)


def parts(names: tuple[str, ...]) -> set[str]:
    """The parts of three letters and more of some names."""
    return {part for name in names for part in re.split(r"[^a-z]+", key_of(name)) if len(part) > 2} - {
        "van",
        "der",
        "bin",
    }


def holds(made: tuple[Holdings, tuple[str, ...]]) -> None:
    before, names = made
    cleared = clear(before, Choice(), LEXICON)
    words = set(re.split(r"[^a-z]+", key_of(dumped(cleared.holdings))))
    assert not parts(names) & words
    assert "vera" in words and "solm" in words
    assert [one.id for one in cleared.holdings.claims] == [one.id for one in before.claims]
    for was, now in zip(before.reports, cleared.holdings.reports, strict=True):
        assert (was.id, len(was.text)) == (now.id, len(now.text))
        assert all(a in (b, "█") for a, b in zip(now.text, was.text, strict=True))
    again = clear(cleared.holdings, Choice(), LEXICON)
    assert dataclasses.replace(again).holdings == cleared.holdings


@settings(max_examples=25, deadline=None)
@given(told())
def test_no_part_of_a_private_name_is_left(made: tuple[Holdings, tuple[str, ...]]) -> None:
    holds(made)


@pytest.mark.soak
@settings(max_examples=150, deadline=None)
@given(told())
def test_no_part_of_a_private_name_is_left_of_many(made: tuple[Holdings, tuple[str, ...]]) -> None:
    holds(made)
