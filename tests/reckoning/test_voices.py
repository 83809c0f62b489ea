"""Who stands behind claims, once copies and quoted speakers are folded together."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.lexicon import load_lexicon
from habeas.linking.signatures import signature
from habeas.reckoned import Known, NameKind, Testimony, Voices
from habeas.reckoning.families import families, family_of
from habeas.reckoning.names import names
from habeas.reckoning.testimony import testimonies
from habeas.reckoning.voices import publishers, voices
from made import claim, quantity, report

LEXICON = load_lexicon()


def telling(name: str, *speakers: str | None, outlet: str | None = "The Orlan Post") -> list[Testimony]:
    """The claims of one report, each by one of the speakers, None for nobody."""
    words = " ".join(f"{number}0 are held, said {speaker}." for number, speaker in enumerate(speakers, 1))
    of = report(words, name=name, outlet=outlet)
    claims = [
        claim(of, "holding", quantity(of, f"{number}0", number * 10, number * 10), speaker=speaker)
        for number, speaker in enumerate(speakers, 1)
    ]
    return testimonies(claims, names(claims, LEXICON), bodies=publishers(LEXICON))


@pytest.mark.parametrize(
    ("reports", "copies", "expected"),
    [
        ({"a": [None]}, {}, ((), 1, 1)),
        ({"a": [None], "b": [None]}, {}, ((), 2, 2)),
        ({"a": [None], "b": [None]}, {"b": "a"}, ((), 1, 2)),
        ({"a": ["Dost"], "b": ["Dost"]}, {}, (("Dost",), 0, 2)),
        ({"a": ["Dost"], "b": ["Sorin"]}, {}, (("Dost", "Sorin"), 0, 2)),
        ({"a": ["Dost"], "b": ["Sorin"]}, {"b": "a"}, (("Dost", "Sorin"), 0, 2)),
        ({"a": ["Dost"], "b": ["an official"]}, {"b": "a"}, (("Dost",), 0, 2)),
        ({"a": ["an official"], "b": ["officials"]}, {"b": "a"}, (("an official",), 0, 2)),
        ({"a": ["an official"], "b": ["an official"]}, {}, (("an official", "an official"), 0, 2)),
        ({"a": ["Dost"], "b": [None]}, {"b": "a"}, (("Dost",), 0, 2)),
        ({"a": ["Dost"], "b": [None], "c": [None]}, {}, (("Dost",), 2, 3)),
        ({"a": ["Dost", "Sorin"], "b": ["Sorin"], "c": ["Torv"]}, {}, (("Dost", "Sorin", "Torv"), 0, 3)),
        ({}, {}, ((), 0, 0)),
    ],
)
def test_voices_are_folded(
    reports: Mapping[str, list[str | None]],
    copies: Mapping[str, str],
    expected: tuple[tuple[str, ...], int, int],
) -> None:
    told = {name: telling(name, *speakers) for name, speakers in reports.items()}
    ids = {name: one[0].report for name, one in told.items()}
    family = {ids[name]: ids[copies.get(name, name)] for name in told}
    found = [one for claims in told.values() for one in claims]
    assert voices(found, family) == Voices(*expected)
    assert voices(found[::-1], family) == Voices(*expected)


def test_a_body_that_publishes_its_own_words_speaks_for_itself() -> None:
    own = telling("own.txt", None, outlet="human rights  watch")
    heard = telling("heard.txt", None, outlet="Reuters")
    assert voices([*own, *heard], {}) == Voices(("Human Rights Watch",), 1, 2)


def test_a_body_is_one_voice_in_its_own_document_and_quoted() -> None:
    of = report("Human Rights Watch said that 50 are held.", outlet="Reuters")
    said = Known(NameKind.BODY, "hrw", "HRW", 1.0, "the lexicon")
    quoted = Testimony(claim(of, "holding", quantity(of, "50", 50, 50)), None, None, None, speaker=said)
    assert len(voices([quoted, *telling("own.txt", None, outlet="HRW")], {}).named) == 1


def test_publishers_are_no_news_outlets() -> None:
    known = publishers(LEXICON)
    assert known["hrw"].id == "hrw"
    assert "reuters" not in known


STORIES = [
    "Buses left the camp of Orlan at dawn with 50 people, the ministry said, and reached Vesk before noon.",
    "In Torv 50 people stood before the judges on Monday, and nobody would say what they were charged with.",
]


@given(
    st.lists(
        st.tuples(st.sampled_from(STORIES), st.sampled_from([None, "ministry", "judges"])),
        min_size=1,
        max_size=5,
    ),
    st.integers(0, 4),
)
@settings(max_examples=60, deadline=None)
def test_a_copy_never_raises_the_number_of_voices(told: list[tuple[str, str | None]], copied: int) -> None:
    copy = told[copied % len(told)]
    assert heard([*told, copy]) <= heard(told)


def heard(told: list[tuple[str, str | None]]) -> int:
    """How many voices these reports are, named and not."""
    reports = [report(text, name=f"{number}.txt") for number, (text, _) in enumerate(told)]
    claims = [
        claim(
            of,
            "holding",
            quantity(of, "50", 50, 50),
            speaker=speaker if speaker and speaker in of.text else None,
        )
        for of, (_, speaker) in zip(reports, told, strict=True)
    ]
    family = family_of(families([signature(of, [one]) for of, one in zip(reports, claims, strict=True)]))
    found = voices(testimonies(claims, names(claims, LEXICON)), family)
    return len(found.named) + found.uncredited
