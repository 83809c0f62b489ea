"""Which spellings are one name across reports, and which must never be."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from habeas import Claim
from habeas.lexicon import load_lexicon
from habeas.model import Matter, Ruling
from habeas.reckoned import Known, NameKind
from habeas.reckoning.names import Names, block, folded_words, keys, named, names
from made import claim, name, report

LEXICON = load_lexicon()
PLACE, BODY = NameKind.PLACE, NameKind.BODY
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def telling(kind: NameKind, words: str, number: int = 0, known_as: str | None = None) -> Claim:
    """A claim of a report of its own that holds this name."""
    of = report(f"{number}: {words} and 50 people", name=f"{number}.txt")
    made = claim(of, "holding", **{"place" if kind is PLACE else "speaker": words})
    slot = "place" if kind is PLACE else "speaker"
    return replace(made, **{slot: name(of, words, known_as)})


def known(made: Names, claim_: Claim) -> Known:
    found = made.known(claim_.place, PLACE, claim_.report.id) or made.known(
        claim_.speaker, BODY, claim_.report.id
    )
    assert found is not None
    return found


def both(kind: NameKind, one: str, other: str, *rulings: Ruling) -> tuple[Known, Known]:
    """What two names of two reports are known as."""
    claims = [telling(kind, one, 1), telling(kind, other, 2)]
    made = names(claims, LEXICON, rulings)
    return known(made, claims[0]), known(made, claims[1])


def ruling(one: str, other: str, *, together: bool, after: int = 0) -> Ruling:
    first, second = sorted((one, other))
    return Ruling(
        Matter.NAME, first, second, together, "R. Viewer", NOON + timedelta(hours=after), "seen on a map"
    )


@pytest.mark.parametrize(
    ("kind", "words", "known_as"),
    [
        (PLACE, "al-Hol", "al-hol"),
        (PLACE, "Al Hawl", "al-hol"),
        (PLACE, "al-Hawl camp", "al-hol"),
        (PLACE, "AL-HOL CAMP", "al-hol"),
        (PLACE, "Al-Hawol camp", "al-hol"),
        (PLACE, "Hasakah", "hasakah"),
        (PLACE, "Hassakeh", "hasakah"),
        (PLACE, "Hasaka", "hasakah"),
        (PLACE, "the city of Hasakah", "hasakah"),
        (PLACE, "Hassakeh province", "hasakah-governorate"),
        (PLACE, "Gweran prison", "sinaa-prison"),
        (PLACE, "Ghwayran prison", "sinaa-prison"),
        (PLACE, "Gwayran prison", "sinaa-prison"),
        (PLACE, "al-Sina'a prison", "sinaa-prison"),
        (PLACE, "Al Sinaa jail", "sinaa-prison"),
        (PLACE, "Roj camp", "roj"),
        (PLACE, "camp Roj", "roj"),
        (PLACE, "the Iraqi capital", "baghdad"),
        (PLACE, "Syrian territory", "SY"),
        (BODY, "SDF", "sdf"),
        (BODY, "Syrian Democratic Forces", "sdf"),
        (BODY, "the US-backed Syrian Democratic Forces", "sdf"),
        (BODY, "a spokesman of the SDF", "sdf"),
        (BODY, "SDF spokesman Farhad Shami", "sdf"),
        (BODY, "Amjad Osman of the Syrian Democratic Council", "sdc"),
        (BODY, "A Human Rights Watch researcher", "hrw"),
        (BODY, "Syrian Observatory for Human Right", "sohr"),
        (BODY, "the Iraqi foreign ministry", "iraqi-foreign-ministry"),
        (BODY, "Iraq's Foreign Ministry", "iraqi-foreign-ministry"),
        (BODY, "the ministry of foreign affairs of Iraq", "iraqi-foreign-ministry"),
        (BODY, "the Iraqi foreign minister", "iraqi-foreign-ministry"),
        (BODY, "Iraqi foreign ministry spokesman Ahmed Sahhaf", "iraqi-foreign-ministry"),
        (BODY, "Moscow's defence ministry", "russian-defence-ministry"),
        (BODY, "Baghdad", "IQ"),
        (BODY, "Iraq", "IQ"),
        (BODY, "the Iraqi government", "IQ"),
        (BODY, "Iraqi authorities", "IQ"),
        (BODY, "an Iraqi security official", "IQ"),
        (BODY, "the Kyrgyz government", "KG"),
    ],
)
def test_the_lexicon_comes_first(kind: NameKind, words: str, known_as: str) -> None:
    made = telling(kind, words)
    assert known(names([made], LEXICON), made).id == known_as


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (PLACE, "Rasm al-Orlan camp", "the camp of Rasm al-Orlan"),
        (PLACE, "Rasm al-Orlan camp", "Rasm Orlan camp"),
        (PLACE, "Wadi Sidira", "the town of Wadi Sidera"),
        (PLACE, "Khan Attar prison", "Khan Attar detention centre"),
        (PLACE, "the jail of Wadi Hanun near Abha", "Wadi Hanoun prison"),
        (PLACE, "Iraqi prisons", "the prisons of Iraq"),
        (BODY, "Faiq Zeidan", "Fayeq Zidan"),
        (BODY, "Judge Faiq Zeidan", "Faeq Zaydan"),
        (BODY, "ZEIDAN, Faiq", "Fayeq Zidan"),
        (BODY, "Prime Minister Adel Abdul-Mahdi", "Adil Abd al-Mahdi"),
        (BODY, "the Kyrgyz foreign ministry", "Ministry of Foreign Affairs of the Kyrgyz Republic"),
        (BODY, "Pakistani police", "Pakistan's police"),
        (BODY, "the interior ministry in Islamabad", "Pakistan's interior minister"),
        (BODY, "a commander of the Orlan Valley Council", "Orlan Valley Council"),
        (BODY, "rights group Free Orlan", "Free Orlan"),
    ],
)
def test_new_names_are_one_across_reports(kind: NameKind, one: str, other: str) -> None:
    first, second = both(kind, one, other)
    assert first.id == second.id
    assert first.name == second.name
    assert first.id.startswith("n_")


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (PLACE, "Roj camp", "Roj town"),
        (PLACE, "Hasakah", "Hasakah prison"),
        (PLACE, "Hasakah prison", "Hasakah central prison"),
        (PLACE, "Orlan", "Orlan prison"),
        (PLACE, "Orlan camp", "Orlan prison"),
        (PLACE, "Orlan governorate", "Orlan"),
        (PLACE, "Branch 215", "Branch 227"),
        (PLACE, "Orlan prison 1", "Orlan prison 2"),
        (PLACE, "north Orlan", "south Orlan"),
        (PLACE, "a camp in northeastern Syria", "a camp in northeastern Syria"),
        (PLACE, "the camp", "the camp"),
        (PLACE, "Block C", "Block C"),
        (PLACE, "two prisons", "two prisons"),
        (BODY, "Iraqi Interior Ministry", "Iraqi Defence Ministry"),
        (BODY, "the interior ministry", "the interior ministry"),
        (BODY, "an official", "an official"),
        (BODY, "residents", "residents"),
        (BODY, "a security source", "a security source"),
        (BODY, "a spokesman", "a spokesman"),
        (BODY, "the ministry", "the ministry"),
        (BODY, "Relatives", "Relatives"),
        (BODY, "A market vendor", "A market vendor"),
        (BODY, "Several European governments", "Several European governments"),
        (BODY, "his office", "his office"),
        (BODY, "Saturday", "Saturday"),
        (BODY, "a Kurdish spokesman", "a Kurdish spokesman"),
        (BODY, "an Iraqi lawyer", "an Iraqi lawyer"),
        (BODY, "YPG", "YPJ"),
        (BODY, "Salim Orlani", "Salam Orlani"),
        (BODY, "Orlani", "Rezan Orlani"),
        (BODY, "Kyrgyz foreign ministry", "Tajik foreign ministry"),
        (BODY, "Kyrgyz foreign ministry", "Kyrgyz interior ministry"),
        (BODY, "Kyrgyz foreign ministry", "the Kyrgyz government"),
        (BODY, "Faiq Zeidan", "Hasan Zeidan"),
    ],
)
def test_other_names_and_nobodies_stay_apart(kind: NameKind, one: str, other: str) -> None:
    first, second = both(kind, one, other)
    assert first.id != second.id


def test_a_new_name_gets_no_name_of_the_lexicon() -> None:
    made = telling(PLACE, "Tal Orlan prison")
    found = known(names([made], LEXICON), made)
    assert found.id.startswith("n_")
    assert found.name == "Tal Orlan prison"
    assert found.reason == "a new name: the lexicon has none like it"


def test_a_join_says_why() -> None:
    first, second = both(BODY, "Faiq Zeidan", "Faiq Zidan")
    assert first.reason == second.reason == "the same but for how vowels are written: Zeidan, Zidan"
    assert 0.6 < first.score < 1


def test_a_near_spelling_of_the_lexicon_says_what_it_is_near_to() -> None:
    made = telling(PLACE, "Ghweren prison")
    found = known(names([made], LEXICON), made)
    assert found.score < 1
    assert "near to “" in found.reason


@pytest.mark.parametrize(
    ("words", "around"),
    [
        ("al-Hol", ("al-hol-town", "hasakah-governorate", "SY")),
        ("a detention facility in Hasakah, Syria", ("hasakah", "hasakah-governorate", "SY")),
        ("a smaller jail near Hasakah", ("hasakah", "hasakah-governorate", "SY")),
        ("a camp in northeastern Syria", ("northeast-syria", "SY")),
        ("Iraqi prisons", ("IQ",)),
        ("a prison of the SDF", ()),
        ("Tabqa juvenile prison", ()),
    ],
)
def test_what_lies_around_a_place_is_known(words: str, around: tuple[str, ...]) -> None:
    made = telling(PLACE, words)
    assert known(names([made], LEXICON), made).within == around


def test_a_new_prison_lies_in_the_town_that_it_is_called_after() -> None:
    town, prison = both(PLACE, "Tal Orlan", "Tal Orlan prison")
    assert prison.within == (town.id,)
    assert town.is_or_holds(prison)
    assert not prison.is_or_holds(town)


def of_one_report(*words: str) -> list[Known]:
    """What several bodies of one report are known as."""
    of = report(" said; ".join(words))
    claims = [claim(of, "holding", speaker=one, evidence=of.text, trigger=one) for one in words]
    made = names(claims, LEXICON)
    return [known(made, one) for one in claims]


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Ali Jabbar Rahim", "Rahim"),
        ("Major General Sabah al-Rubaiee", "Al-Rubaie"),
        ("Brigadier Salim Ozdemir", "Salim"),
        ("Prime Minister Adel Abdul-Mahdi", "Abdul-Mahdi"),
        ("Iraq's Justice Ministry", "the ministry"),
        ("Iraq's Justice Ministry", "A Justice Ministry official"),
        ("Supreme Judicial Council", "council spokesman"),
        ("Rapid Orlan Forces", "ROF"),
        ("Amjad Orlani of the Syrian Democratic Council", "Amjad Orlani"),
        ("Amjad Orlani of the Syrian Democratic Council", "Orlani"),
    ],
)
def test_short_names_are_the_full_name_of_their_report(full: str, short: str) -> None:
    first, second = of_one_report(full, short)
    assert first.id == second.id
    assert second.score < 1


def test_a_surname_that_two_people_of_a_report_share_is_neither() -> None:
    first, second, bare = of_one_report("Ali Orlani", "Hasan Orlani", "Orlani")
    assert len({first.id, second.id, bare.id}) == 3


def test_the_ministry_is_neither_of_two() -> None:
    found = of_one_report("Iraq's Justice Ministry", "Iraq's Interior Ministry", "the ministry")
    assert len({one.id for one in found}) == 3


def test_a_reviewer_joins_names() -> None:
    first, second = both(
        PLACE, "Tal Orlan", "Qasr Orlan", ruling("place:tal orlan", "place:qasr orlan", together=True)
    )
    assert first.id == second.id
    assert first.reason == "as a reviewer ruled (R. Viewer)"


def test_a_reviewer_can_name_somebody_of_one_report() -> None:
    before = both(BODY, "an official", "Salim Orlani")
    assert [one.somebody for one in before] == [True, False]
    made = ruling(f"body:{before[0].id}", "body:salim orlani", together=True)
    after = both(BODY, "an official", "Salim Orlani", made)
    assert {(one.id, one.somebody) for one in after} == {(before[1].id, False)}


def test_a_reviewer_joins_a_new_name_to_the_lexicon() -> None:
    first, second = both(
        PLACE, "Tal Orlan camp", "al-Hol", ruling("place:tal orlan camp", "place:al-hol", together=True)
    )
    assert first.id == second.id == "al-hol"


def test_a_reviewer_parts_names_by_words_or_by_id() -> None:
    first, second = both(BODY, "Faiq Zeidan", "Faiq Zidan")
    assert first.id == second.id
    first, second = both(
        BODY, "Faiq Zeidan", "Faiq Zidan", ruling("body:faiq zeidan", "body:faiq zidan", together=False)
    )
    assert first.id != second.id


def test_a_reviewer_parts_words_from_the_lexicon() -> None:
    made = ruling("body:kurdish forces", "body:sdf", together=False)
    first, second = both(BODY, "Kurdish forces", "SDF", made)
    assert first.id.startswith("n_")
    assert second.id == "sdf"


def test_the_later_ruling_on_a_pair_counts() -> None:
    pair = ("place:tal orlan", "place:qasr orlan")
    rulings = [ruling(*pair, together=True), ruling(*pair, together=False, after=1)]
    first, second = both(PLACE, "Tal Orlan", "Qasr Orlan", *rulings)
    assert first.id != second.id
    first, second = both(PLACE, "Tal Orlan", "Qasr Orlan", *rulings, ruling(*pair, together=True, after=2))
    assert first.id == second.id


def test_a_ruling_that_is_taken_back_says_nothing() -> None:
    parted = ruling("body:faiq zeidan", "body:faiq zidan", together=False)
    back = replace(parted, at=parted.at + timedelta(days=1), withdrawn=True)
    first, second = both(BODY, "Faiq Zeidan", "Faiq Zidan", back, parted)
    assert first.id == second.id


def test_parting_two_cuts_the_weakest_link_between_them() -> None:
    words = ["Faiq Zeidan", "Faiq Zaydan", "Fayeq Zidan"]
    claims = [telling(BODY, one, number) for number, one in enumerate(words)]
    made = names(claims, LEXICON, [ruling("body:faiq zeidan", "body:fayeq zidan", together=False)])
    first, middle, last = (known(made, one).id for one in claims)
    assert first == middle != last


def test_a_ruling_by_the_id_of_a_new_name_holds_when_a_spelling_is_added() -> None:
    before = telling(PLACE, "Tal Orlan", 1)
    id_ = known(names([before], LEXICON), before).id
    later = [before, telling(PLACE, "Tal Orlaan", 2), telling(PLACE, "al-Hol", 3)]
    made = names(later, LEXICON, [ruling(f"place:{id_}", "place:al-hol", together=True)])
    assert {known(made, one).id for one in later} == {"al-hol"}


WORDS = [
    (PLACE, "Tal Orlan"),
    (PLACE, "Tel Orlan"),
    (PLACE, "Tal Orlan prison"),
    (PLACE, "the prison of Tal Orlan"),
    (PLACE, "Orlan"),
    (PLACE, "a market in Tal Orlan"),
    (PLACE, "Al-Hawl camp"),
    (BODY, "Salim Orlani"),
    (BODY, "Salem Orlani"),
    (BODY, "Salam Orlani"),
    (BODY, "Faiq Zeidan"),
    (BODY, "Fayeq Zidan"),
    (BODY, "an official"),
    (BODY, "the Kyrgyz foreign ministry"),
]


def test_the_order_of_claims_and_rulings_changes_nothing() -> None:
    claims = [telling(kind, words, number) for number, (kind, words) in enumerate(WORDS)]
    rulings = [
        ruling("place:orlan", "place:tal orlan", together=True),
        ruling("body:faiq zeidan", "body:fayeq zidan", together=False, after=1),
    ]
    wanted = [known(names(claims, LEXICON, rulings), one) for one in claims]
    for seed in range(10):
        mixed, turned = claims[:], rulings[:]
        random.Random(seed).shuffle(mixed)  # noqa: S311  any order will do
        random.Random(seed).shuffle(turned)  # noqa: S311
        made = names(mixed, LEXICON, turned)
        assert [known(made, one) for one in claims] == wanted


def test_names_made_from_closed_neighbourhoods_are_those_made_from_all() -> None:
    claims = [telling(kind, words, number) for number, (kind, words) in enumerate(WORDS)]
    rulings = [ruling("place:orlan", "place:tal orlan", together=True)]
    wanted = names(claims, LEXICON, rulings)
    for one in claims:
        near, wave = {one.id}, [one]
        while wave:
            shared = frozenset().union(*(keys(other, LEXICON, rulings) for other in wave))
            wave = [
                other for other in claims if other.id not in near and keys(other, LEXICON, rulings) & shared
            ]
            near |= {other.id for other in wave}
        part = names([other for other in claims if other.id in near], LEXICON, rulings)
        assert known(part, one) == known(wanted, one)


def test_only_new_names_have_a_block() -> None:
    of = report("al-Hol, Tal Orlan, Tell Orlan, an official")
    assert block(name(of, "al-Hol"), PLACE, LEXICON) == ""
    assert block(name(of, "an official"), BODY, LEXICON) == ""
    assert block(name(of, "Tal Orlan"), PLACE, LEXICON) == block(name(of, "Tell Orlan"), PLACE, LEXICON) != ""


def test_words_that_a_user_gives_find_names() -> None:
    made = telling(PLACE, "Tal Orlan prison")
    seen = known(names([made], LEXICON), made)
    assert named("Al Hawl", PLACE, LEXICON).id == "al-hol"
    assert named("Tel Orlan prison", PLACE, LEXICON, [seen]) == seen
    assert named(seen.id, PLACE, LEXICON, [seen]) == seen
    assert named("Qasr Orlan", PLACE, LEXICON, [seen]) is None


def test_a_speaker_known_to_the_reader_keeps_the_readers_id() -> None:
    made = telling(BODY, "the group", known_as="sdf")
    assert known(names([made], LEXICON), made).id == "sdf"
    assert folded_words("The  Group") == "the group"
