"""The lexicon's names for the words of a report, with scores and reasons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.lexicon import load_lexicon
from habeas.lexicon.gazetteer import NEAR, candidates, gazetteer
from habeas.lexicon.wording import wording
from habeas.reckoned import NameKind

LEXICON = load_lexicon()
PLACE, BODY = NameKind.PLACE, NameKind.BODY


@pytest.mark.parametrize(
    ("words", "kind", "id_"),
    [
        ("al-Hol", PLACE, "al-hol"),
        ("Al-Hawol camp", PLACE, "al-hol"),
        ("Gwayran prison", PLACE, "sinaa-prison"),
        ("IS", BODY, "isis"),
        ("Amnesty Internatonal", BODY, "amnesty"),
    ],
)
def test_the_likeliest_candidate_comes_first(words: str, kind: NameKind, id_: str) -> None:
    found = candidates(words, kind, LEXICON)
    assert found[0].id == id_
    assert found[0].reason
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Tal Orlan", PLACE),
        ("Hasakah bridge", PLACE),  # a bridge is not its town
        ("Roj prison", PLACE),
        ("al-Hile", PLACE),  # too short to be sure
        ("Branch 216", PLACE),
        ("is", BODY),
        ("SDX", BODY),
        ("monitor", BODY),  # "el-Monitor" needs its capital
    ],
)
def test_words_that_are_near_to_nothing_have_no_candidate(words: str, kind: NameKind) -> None:
    assert gazetteer(LEXICON).nearest(words, kind) is None


@pytest.mark.parametrize("kind", [PLACE, BODY])
def test_hardly_a_name_of_the_lexicon_is_near_to_another(kind: NameKind) -> None:
    """Left out of the lexicon, a name would be a new one, not taken for another."""
    table = gazetteer(LEXICON)
    things = LEXICON.places if kind is PLACE else LEXICON.actors
    near = {
        thing.id
        for thing in things
        for alias in thing.aliases
        if not alias.isupper()
        and any(one.id != thing.id and one.score >= NEAR for one in table.near(alias, kind))
    }
    assert len(near) <= 0.01 * len(things)


@pytest.mark.parametrize(
    ("words", "short"),
    [
        ("the justice ministry", ("justice", "ministry")),
        ("A Justice Ministry official", ("justice", "ministry")),
        ("The police chief", ("police",)),
        ("an official", ()),
        ("armed groups", ()),
    ],
)
def test_common_nouns_of_a_body_are_short_for_a_name(words: str, short: tuple[str, ...]) -> None:
    said = wording(words, BODY, LEXICON)
    assert not said.is_named
    assert said.short == short


@pytest.mark.parametrize(
    "words", ["", " ", "the", "al", "—", "1", "’", "of", "and", "'s", "of the", "a of", "and others"]
)
@pytest.mark.parametrize("kind", [PLACE, BODY])
def test_words_that_name_nothing_break_nothing(words: str, kind: NameKind) -> None:
    assert not wording(words, kind, LEXICON).is_named


ODDS = ["the", "a", "of", "in", "and", "two", "Iraqi", "Iraq", "SDF", "prison", "camps", "near", "spokesman"]
ODDS += ["minister", "Orlan", "al-", "'s", ",", "5", "Mr", "who", "“", "الهول", "İ", "office", "town"]


@given(
    st.lists(
        st.sampled_from(ODDS),
        max_size=7,
    ),
    st.sampled_from([PLACE, BODY]),
)
def test_any_words_can_be_read(words: list[str], kind: NameKind) -> None:
    said = wording(" ".join(words), kind, LEXICON)
    assert 0 < said.score <= 1
    assert said.id is None or not said.core
