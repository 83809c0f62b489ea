from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.lexicon import Lexicon, load_lexicon
from habeas.reading.names import Mention, NameFinder, NameKind

PLACE, ACTOR, COUNTRY, CAPITAL, DEMONYM = (
    NameKind.PLACE,
    NameKind.ACTOR,
    NameKind.COUNTRY,
    NameKind.CAPITAL,
    NameKind.DEMONYM,
)


@pytest.fixture(scope="module")
def finder(lexicon: Lexicon) -> NameFinder:
    return NameFinder(lexicon)


def words(finder: NameFinder, text: str) -> list[str]:
    return [text[mention.start : mention.end] for mention in finder.find(text)]


def only(finder: NameFinder, text: str) -> Mention:
    (mention,) = finder.find(text)
    return mention


@pytest.mark.parametrize(
    ("text", "name", "kind", "known_as"),
    [
        ("They live in al-Hol now.", "al-Hol", PLACE, "al-hol"),
        ("They live in Al Hol now.", "Al Hol", PLACE, "al-hol"),
        ("They live in AL-HOL now.", "AL-HOL", PLACE, "al-hol"),
        ("They live in al-Hol camp now.", "al-Hol camp", PLACE, "al-hol"),
        ("They live in Camp Roj now.", "Camp Roj", PLACE, "roj"),
        ("It was al-Sina’a prison.", "al-Sina’a prison", PLACE, "sinaa-prison"),
        ("It was al-Sina'a jail.", "al-Sina'a jail", PLACE, "sinaa-prison"),
        ("It was the SDF.", "SDF", ACTOR, "sdf"),
        ("Women from Kazakhstan came.", "Kazakhstan", COUNTRY, "KZ"),
        ("Tashkent agreed.", "Tashkent", CAPITAL, "UZ"),
        ("A Finnish woman came.", "Finnish", DEMONYM, "FI"),
        ("Two Moroccans came.", "Moroccans", DEMONYM, "MA"),
        ("Two Frenchmen came.", "Frenchmen", DEMONYM, "FR"),
        ("The US agreed.", "US", COUNTRY, "US"),
        ("The U.S. agreed.", "U.S.", COUNTRY, "US"),
    ],
)
def test_a_known_name_is_found_with_its_id(
    finder: NameFinder, text: str, name: str, kind: NameKind, known_as: str
) -> None:
    mention = only(finder, text)
    known = mention.of(kind)
    assert known is not None
    assert (text[mention.start : mention.end], known.id) == (name, known_as)


@pytest.mark.parametrize(
    "text",
    [
        "let us go home",
        "he is held",
        "the polish on the floor",
        "roj is a small word",
        "a turkey and a china cup",
        "an isisish word, alHolm, xSDFx and SDF1",
        "",
    ],
)
def test_an_everyday_word_is_no_name(finder: NameFinder, text: str) -> None:
    assert words(finder, text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Syrian Democratic Forces left.", ["Syrian Democratic Forces"]),
        ("Syrian women left.", ["Syrian"]),
        ("The Iraqi Interior Ministry agreed.", ["Iraqi Interior Ministry"]),
        ("South Sudanese men left.", ["South Sudanese"]),
        ("Men from the Democratic Republic of the Congo left.", ["Democratic Republic of the Congo"]),
        ("Iraq's and Syria's camps", ["Iraq", "Syria"]),
        ("Iraq, Iran; Oman (Yemen)", ["Iraq", "Iran", "Oman", "Yemen"]),
        ("the Iraq-Iran border", ["Iraq", "Iran"]),
    ],
)
def test_the_longest_name_at_a_spot_counts(finder: NameFinder, text: str, found: list[str]) -> None:
    assert words(finder, text) == found


@pytest.mark.parametrize(
    ("text", "detains", "armed_group", "nationality"),
    [
        ("al-Hol", True, False, None),
        ("al-Sina'a prison", True, False, None),
        ("Iraq", False, False, None),
        ("Iraqi", False, False, "IQ"),
        ("ISIS", False, True, None),
        ("Daesh", False, True, None),
        ("Human Rights Watch", False, False, None),
    ],
)
def test_what_a_mention_says_of_itself(
    finder: NameFinder, text: str, detains: bool, armed_group: bool, nationality: str | None
) -> None:
    mention = only(finder, text)
    assert (mention.detains, mention.armed_group, mention.nationality) == (detains, armed_group, nationality)


def test_a_capital_is_a_place_and_a_government(finder: NameFinder) -> None:
    mention = only(finder, "Baghdad agreed.")
    assert mention.place is not None
    assert mention.actor is not None
    assert mention.actor.id == "IQ"


@pytest.mark.parametrize("before", ["İİİ ", "ﬁ ", "🕊 ", "e\u0301 ", "\u2028", "ß ẞ ", "الهول "])
def test_offsets_hold_behind_letters_that_change_length(finder: NameFinder, before: str) -> None:
    text = f"{before}They left al-Hol for Iraq."
    assert words(finder, text) == ["al-Hol", "Iraq"]


FINDER: Final = NameFinder(load_lexicon())


@given(st.text(max_size=80))
def test_any_text_gives_mentions_in_order(text: str) -> None:
    end = 0
    for mention in FINDER.find(text):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.known
        end = mention.end


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_name_between_spaces_is_found_in_any_text(before: str, after: str) -> None:
    text = f"{before} ; al-Hol ; {after}"
    assert any(text[m.start : m.end] == "al-Hol" for m in FINDER.find(text))
