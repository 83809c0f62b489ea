"""Claims that tell of one happening come together, others stay apart, in whatever order they come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.lexicon import load_lexicon
from habeas.model import Claim, Matter, Ruling
from habeas.reckoned import Event, Testimony
from habeas.reckoning.events import bearing, events, happenings, keys
from habeas.reckoning.names import names
from habeas.reckoning.testimony import testimonies
from made import claim, quantity, report

LEXICON = load_lexicon()
DAY = date(2024, 3, 18)
NUMBERS = {2: "2", 49: "49", 50: "50", 150: "150"}
PLACES = ("al-Hol", "Roj", "Hasakah", "Syria")
KNOWN = {"al-Hol": "al-hol", "Roj": "roj", "Hasakah": "hasakah", "Syria": "SY"}
KINDS = {"transfer": "moved", "release": "released", "escape": "escaped"}


def told(
    serial: int,
    *,
    kind: str = "release",
    number: int | None = 50,
    place: str | None = "al-Hol",
    day: date | None = DAY,
    last: date | None = None,
    group: str = "",
    modality: str = "asserted",
    measure: str | None = None,
    speaker: str | None = None,
    published: date = DAY,
) -> Claim:
    """One claim of a report of its own."""
    when = f" on {day}" if day else ""
    who = f"{speaker} said that " if speaker else ""
    count = f"{number} " if number is not None else ""
    where = f" at {place}" if place else ""
    text = f"{serial}. {who}{count}people were {KINDS[kind]}{where}{when}."
    made = report(text, name=f"{serial}.txt", published=published)
    figure = None if number is None else quantity(made, str(number) + " people", number, number)
    return claim(
        made,
        kind,
        figure,
        trigger=KINDS[kind],
        group=group,
        modality=modality,
        measure=measure if number is not None else None,
        period=(f"on {day}", day, last or day) if day else None,
        place=place,
        speaker=speaker,
    )


def known(claims: Sequence[Claim]) -> list[Testimony]:
    return testimonies(claims, names(claims, LEXICON))


def partition(found: Sequence[Event]) -> set[frozenset[str]]:
    return {frozenset(event.claims) for event in found}


def ruling(one: Claim, other: Claim, *, together: bool, hour: int = 0) -> Ruling:
    first, second = sorted((one.id, other.id))
    at = datetime(2024, 4, 1, hour, tzinfo=UTC)
    return Ruling(Matter.EVENT, first, second, together, "Dana", at, "the lists agree")


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ({}, {}, True),
        ({}, {"number": None}, True),
        ({}, {"day": None}, True),
        ({}, {"day": None, "published": DAY + timedelta(days=60)}, False),
        ({}, {"place": None, "number": None}, False),
        ({}, {"day": DAY + timedelta(days=1)}, True),
        ({}, {"day": DAY + timedelta(days=2)}, False),
        ({}, {"number": 150}, False),
        ({"kind": "escape"}, {"kind": "escape", "number": 150}, True),
        (
            {"kind": "escape"},
            {"kind": "escape", "number": 150, "day": DAY, "last": DAY + timedelta(days=20)},
            False,
        ),
        ({}, {"kind": "escape"}, False),
        ({}, {"modality": "planned"}, False),
        ({}, {"modality": "denied"}, False),
        ({}, {"measure": "total"}, False),
        ({"measure": "total"}, {"measure": "total"}, True),
        ({}, {"place": "Roj"}, False),
        ({}, {"place": "Syria"}, True),
        ({"group": "IQ"}, {"group": "TJ"}, False),
        ({"group": "IQ"}, {"group": "IQ women"}, True),
    ],
)
def test_two_reports_tell_of_one_happening_or_of_two(
    one: dict[str, object], other: dict[str, object], joined: bool
) -> None:
    claims = [told(1, **one), told(2, **other)]  # type: ignore[arg-type]
    assert (len(events(known(claims))) == 1) is joined


def test_an_event_says_what_joined_it_and_what_was_kept_apart() -> None:
    claims = [told(1), told(2), told(3, number=150)]
    both = max(events(known(claims)), key=lambda event: len(event.claims))
    assert [line for line in both.why if line.startswith("joined")] == [
        "joined “50 people” and “50 people”: same day, al-Hol, 50 people"
    ]
    assert any("kept apart from “150 people” in 3.txt: figures too far apart" in line for line in both.why)


def test_counts_that_differ_are_shown_as_differing() -> None:
    claims = [told(1, kind="escape"), told(2, kind="escape", number=150)]
    (event,) = events(known(claims))
    (figure,) = event.figures
    assert (figure.low, figure.high, figure.agreed) == (50, 150, False)
    assert event.differing == ("quantity",)


def test_a_reviewer_joins_and_parts() -> None:
    claims = [told(1), told(2), told(3, place="Roj")]
    parted = events(known(claims), [ruling(claims[0], claims[1], together=False)])
    assert len(parted) == 3
    joined = events(known(claims), [ruling(claims[0], claims[2], together=True)])
    assert frozenset({claims[0].id, claims[2].id}) <= max(partition(joined), key=len)


def test_the_later_ruling_counts() -> None:
    claims = [told(1), told(2)]
    both = [ruling(*claims, together=False, hour=1), ruling(*claims, together=True, hour=2)]
    assert len(events(known(claims), both)) == len(events(known(claims), both[::-1])) == 1


def test_what_is_supposed_or_held_is_no_happening() -> None:
    assert events(known([told(1, modality="hypothetical")])) == []


claims_of_reports = st.lists(
    st.builds(
        dict,
        kind=st.sampled_from(sorted(KINDS)),
        number=st.sampled_from([None, *NUMBERS]),
        place=st.sampled_from([None, *PLACES]),
        day=st.sampled_from([None, *(DAY + timedelta(days=step) for step in (0, 1, 2, 40))]),
        group=st.sampled_from(["", "IQ", "women children"]),
        modality=st.sampled_from(["asserted", "planned"]),
    ),
    max_size=9,
).map(lambda rows: [told(serial, **row) for serial, row in enumerate(rows)])  # type: ignore[arg-type]


@given(claims_of_reports, st.randoms(use_true_random=False))
def test_any_order_gives_the_same_events(claims: list[Claim], random: object) -> None:
    shuffled = list(claims)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert events(known(claims)) == events(known(shuffled))


@given(claims_of_reports)
def test_an_event_is_within_what_shares_keys(claims: list[Claim]) -> None:
    told_of = known(claims)
    whole = partition(events(told_of))
    near = _neighbourhoods(told_of)
    assert set().union(*(partition(events(part)) for part in near)) == whole if near else whole == set()


@given(claims_of_reports)
def test_a_knot_alone_gives_its_events_again(claims: list[Claim]) -> None:
    told_of = known(claims)
    found = happenings(told_of)
    for knot in set(found.knots.values()):
        alone = events([one for one in told_of if found.knots.get(one.id) == knot])
        assert alone == [event for event in found.events if found.knots[event.claims[0]] == knot]


@given(claims_of_reports)
def test_what_bears_on_a_new_claim_brings_in_its_whole_knot(claims: list[Claim]) -> None:
    told_of = known(claims)
    for new in told_of:
        others = [one for one in told_of if one.id != new.id]
        after, before = happenings(told_of).knots, happenings(others).knots
        near = {before[id_] for id_ in bearing([new], others)}
        mine = {id_ for id_, knot in after.items() if knot == after.get(new.id)}
        assert mine - {new.id} == {id_ for id_, knot in before.items() if knot in near}


def _neighbourhoods(told_of: list[Testimony]) -> list[list[Testimony]]:
    """The claims in lots that share no key with one another."""
    lots = [[one] for one in told_of if keys(one)]
    merged = True
    while merged:
        merged = False
        for one, other in combinations(lots, 2):
            if set().union(*map(keys, one)) & set().union(*map(keys, other)):
                lots.remove(other)
                one.extend(other)
                merged = True
                break
    return lots


def test_a_claim_that_could_be_of_two_happenings_joins_neither() -> None:
    either = told(3, day=DAY.replace(day=1), last=DAY.replace(day=31), published=date(2024, 4, 2))
    claims = [told(1), told(2, day=DAY + timedelta(days=9), published=DAY + timedelta(days=9)), either]
    assert {event.claims for event in events(known(claims))} == {(one.id,) for one in claims}
    assert any("could as well be another" in line for event in events(known(claims)) for line in event.why)
