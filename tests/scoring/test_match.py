"""Which claim stands for which annotation, worked out by hand."""

from datetime import date

import pytest

from habeas.model import Basis, Unit
from habeas.scoring.gold import GoldClaim, GoldReport, days_of
from habeas.scoring.match import agreement, match, same_days, same_group, same_name
from made import claim, quantity, report

TEXT = "The guard said on Sunday that about 50 women were moved from Orlan to Veshka. " + "More words. " * 40
SAID = report(TEXT)
MOVED = "about 50 women were moved from Orlan to Veshka"
START = TEXT.index(MOVED)
END = START + len(MOVED)
SUNDAY = date(2024, 3, 17)


def annotated(**slots: object) -> GoldClaim:
    return GoldClaim(
        **{
            "types": ("transfer",),
            "evidence": MOVED,
            "start": START,
            "end": END,
            "low": 50,
            "high": 50,
            "approx": True,
            "unit": "persons",
            **slots,
        }
    )


def read(kind: str = "transfer", evidence: str = MOVED, **slots: object):
    figure = slots.pop("figure", quantity(SAID, "50", 50, 50, approx=True))
    return claim(SAID, kind, figure, evidence=evidence, **slots)


def pairs(mine: list, theirs: list[GoldClaim]) -> dict[int, int]:
    return match(mine, GoldReport("made.txt", None, tuple(theirs)))


@pytest.mark.parametrize(
    ("mine", "theirs", "found"),
    [
        (read(), annotated(), True),
        (read("repatriation"), annotated(), False),
        (read("repatriation"), annotated(types=("transfer", "repatriation")), True),
        # the hedge is a slot, not part of the match; the bounds are
        (read(figure=quantity(SAID, "50", 50, 50)), annotated(), True),
        (read(figure=quantity(SAID, "50", 50, None)), annotated(), False),
        (read(figure=quantity(SAID, "50", 50, None)), annotated(high=None), True),
        (
            read(figure=quantity(SAID, "50", 24, None, basis=Basis.CONVENTION)),
            annotated(low=24, high=None),
            True,
        ),
        (read(figure=None), annotated(), False),
        (read(figure=None), annotated(low=None, high=None, unit=None), True),
        # at least half of the shorter evidence is shared
        (read(evidence="50 women"), annotated(), True),
        (read(), annotated(start=END - 20, end=END + 20), True),
        (read(), annotated(start=END - 19, end=END + 21), False),
        (read(evidence="More words. More", figure=None), annotated(low=None, high=None, unit=None), False),
        # evidence of up to 300 characters is never too long, nor is three times the annotation's
        (read(evidence=TEXT[:300]), annotated(), True),
        (read(evidence=TEXT[:301]), annotated(), False),
        (read(evidence=TEXT[:301]), annotated(start=0, end=101), True),
    ],
)
def test_a_claim_stands_for_an_annotation(mine: object, theirs: GoldClaim, found: bool) -> None:
    assert pairs([mine], [theirs]) == ({0: 0} if found else {})


def test_each_annotation_is_found_once() -> None:
    assert len(pairs([read(), read()], [annotated()])) == 1


def test_the_required_annotation_is_tried_before_the_optional_one() -> None:
    assert pairs([read()], [annotated(optional=True), annotated()]) == {0: 1}


def test_the_annotation_with_more_slots_in_common_is_tried_first() -> None:
    mine = read(destination="Veshka")
    assert pairs([mine], [annotated(destination="Veshka"), annotated(destination="Elsewhere")]) == {0: 0}


def test_a_claim_gives_way_where_it_has_another_annotation() -> None:
    either, only_one = read("release"), read("transfer")
    both, released = annotated(types=("transfer", "release")), annotated(types=("release",))
    assert pairs([either, only_one], [both, released]) == {0: 1, 1: 0}
    assert pairs([either, only_one], [released, both]) == {0: 0, 1: 1}


def test_claims_make_way_for_one_another_in_a_row() -> None:
    first, second, third = read("transfer"), read("release"), read("release", evidence="50 women")
    golds = [
        annotated(types=("transfer", "release")),
        annotated(types=("release",)),
        annotated(types=("transfer", "capture")),
    ]
    assert sorted(pairs([second, third, first], golds).values()) == [0, 1, 2]


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        ("al-Hol camp", "Al Hol", True),
        ("the Syrian Democratic Forces", "Syrian Democratic Forces", True),
        ("Foreign Ministry", "Tajikistan's Foreign Ministry", True),
        ("Hasakah", "Hasaka", True),
        ("Dêrik", "Derik", True),
        ("Orlan", "Veshka", False),
        ("one two three four five six", "one", False),
        (None, None, True),
        (None, "Orlan", False),
        ("the", "Orlan", False),
        ("the", "a", True),
    ],
)
def test_names_are_compared_by_their_words(mine: str | None, theirs: str | None, same: bool) -> None:
    assert same_name(mine, theirs) is same
    assert same_name(theirs, mine) is same


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        ("women children", "children women", True),
        ("women", "women children", False),
        ("boys", "children", True),
        ("women TJ", "women", True),
        ("women TJ", "women IQ", False),
        ("TJ", "TJ IQ", True),
        ("", "TJ", False),
        ("fighters", "detainees", True),
        ("", "detainees", False),
        ("migrants", "civilians", True),
        ("hostages", "detainees", False),
        ("hostages detainees", "hostages", True),
        ("women detainees", "detainees", False),
    ],
)
def test_groups_are_compared_by_kind(mine: str, theirs: str, same: bool) -> None:
    assert same_group(frozenset(mine.split()), frozenset(theirs.split())) is same


@pytest.mark.parametrize(
    ("mine", "theirs", "kind", "same"),
    [
        (None, None, "transfer", True),
        ("2024-03-17", "2024-03-17", "transfer", True),
        ("2024-03-17", "2024-03", "transfer", True),
        ("2024-03-17", "2024-03-11/2024-03-20", "transfer", True),
        ("2024-03-17", "2024", "transfer", False),
        ("2024", "2024", "transfer", True),
        ("2024-03", "2024-03-17", "transfer", False),
        (None, "2024-03-18", "transfer", False),
        (None, "2024-03-18", "holding", True),
        ("2024-03", None, "holding", True),
        ("2024-02", None, "holding", False),
    ],
)
def test_days_are_compared(mine: str | None, theirs: str | None, kind: str, same: bool) -> None:
    assert same_days(days_of(mine), days_of(theirs), kind, date(2024, 3, 18)) is same


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-03-18", date(2024, 3, 18), date(2024, 3, 18)),
        ("2024-03/2024-04-05", date(2024, 3, 1), date(2024, 4, 5)),
    ],
)
def test_a_date_is_its_first_and_last_day(words: str, first: date, last: date) -> None:
    assert days_of(words) == (first, last)


@pytest.mark.parametrize("words", [None, "", "--03-18", "March"])
def test_a_date_without_a_year_is_none(words: str | None) -> None:
    assert days_of(words) is None


def test_slots_agree_or_not() -> None:
    mine = read(
        speaker="The guard",
        origin="Orlan",
        destination="Veshka",
        group="women",
        period=("on Sunday", SUNDAY, SUNDAY),
    )
    theirs = annotated(
        speaker="the guards",
        origin="Orlan",
        destination="Elsewhere",
        group=frozenset({"women"}),
        days=(SUNDAY, SUNDAY),
        modality="planned",
    )
    assert agreement(mine, theirs) == {
        "speaker": True,
        "origin": True,
        "destination": False,
        "hedge": True,
        "unit": True,
        "group": True,
        "date": True,
        "modality": False,
    }


def test_an_empty_slot_counts_for_speaker_and_date_alone() -> None:
    mine = read(speaker="The guard", place="Orlan", group="women", period=("on Sunday", SUNDAY, SUNDAY))
    counted = agreement(mine, annotated())
    assert counted == {"speaker": False, "hedge": True, "unit": True, "date": False, "modality": True}


def test_the_hedge_and_the_unit_are_slots() -> None:
    mine = read(figure=quantity(SAID, "50", 50, 50, unit=Unit.FAMILIES))
    assert {slot: ok for slot, ok in agreement(mine, annotated()).items() if slot in ("hedge", "unit")} == {
        "hedge": False,
        "unit": False,
    }


def test_a_place_may_stand_for_an_origin_but_not_for_a_destination() -> None:
    mine = read(place="Orlan")
    counted = agreement(mine, annotated(origin="Orlan", destination="Orlan"))
    assert (counted["origin"], counted["destination"]) == (True, False)
