"""Claims that can't all be true, and allegations beside their denials."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.model import Basis, Claim, Quantity, Report, Span, Unit
from habeas.reckoned import Conflict, ConflictKind, Days, Known, NameKind, Testimony
from habeas.reckoning.comparing import bounds
from habeas.reckoning.conflicts import asks, conflicts, offers
from habeas.reckoning.conflicts import found as find
from habeas.reckoning.events import events
from habeas.reckoning.testimony import STATUSES
from made import claim, report

DAY = date(2024, 3, 18)
PLACES = {
    "al-Hol": Known(NameKind.PLACE, "al-hol", "al-Hol", 1.0, "made", ("hasakah", "north-east", "SY")),
    "Roj": Known(NameKind.PLACE, "roj", "Roj", 1.0, "made", ("hasakah", "north-east", "SY")),
    "Orlan prison": Known(
        NameKind.PLACE, "orlan", "Orlan prison", 1.0, "made", ("hasakah", "north-east", "SY")
    ),
    "north-east": Known(NameKind.PLACE, "north-east", "north-east", 1.0, "made", ("SY",)),
    "Syria": Known(NameKind.PLACE, "SY", "Syria", 1.0, "made"),
    "Iraq": Known(NameKind.PLACE, "IQ", "Iraq", 1.0, "made"),
}
SLOTS = ("place", "origin", "destination", "actor", "speaker")


def known(word: str | None, slot: str) -> Known | None:
    if word is None:
        return None
    if slot in {"actor", "speaker"}:
        return Known(NameKind.BODY, word.lower(), word, 1.0, "made")
    return PLACES[word]


def told(
    kind: str,
    words: str | None = None,
    low: int | None = None,
    high: int | None = None,
    *,
    text: str = "",
    at: str = "made",
    in_report: Report | None = None,
    approx: bool = False,
    basis: Basis = Basis.WORDS,
    unit: Unit = Unit.PERSONS,
    when: tuple[str, date | None, date | None] | None = ("on the day", DAY, DAY),
    published: date | None = DAY,
    **slots: object,
) -> Testimony:
    """One claim of a report of its own; a plain number gives both bounds."""
    if words is not None and words.isdigit():
        low = high = int(words)
    names = {slot: slots.get(slot) for slot in SLOTS}
    said = " ".join(filter(None, (text, words, *map(str, filter(None, names.values())), when and when[0])))
    of = in_report or report(said, name=at, published=published)
    start = of.text.index(words) if words else 0
    figure = (
        Quantity(Span(start, start + len(words), words), low, high, approx, unit, basis) if words else None
    )
    made = claim(of, kind, figure, period=when, **slots)  # type: ignore[arg-type]
    return seen(made, names)


def seen(made: Claim, names: dict[str, object]) -> Testimony:
    period = made.period
    days = Days(period.first, period.last) if period and period.first and period.last else None
    return Testimony(
        made,
        STATUSES.get(made.modality),
        days,
        made.stated_on or made.report.published,
        **{slot: known(word, slot) for slot, word in names.items()},  # type: ignore[arg-type]
    )


def found(*testimonies: Testimony, conventions: bool = False) -> list[Conflict]:
    return conflicts(testimonies, events(testimonies), conventions=conventions)


def sets(*testimonies: Testimony) -> set[frozenset[str]]:
    """The contradictions among these, each as the reports that its claims are of."""
    by_id = {one.id: one.claim.report.name for one in testimonies}
    return {
        frozenset(by_id[claim] for claim in conflict.claims)
        for conflict in found(*testimonies)
        if conflict.kind is ConflictKind.CONTRADICTION
    }


def held(words: str | None, at: str, **slots: object) -> Testimony:
    return told("holding", words, at=at, **{"place": "al-Hol", **slots})  # type: ignore[arg-type]


MONTH = ("in March", date(2024, 3, 1), date(2024, 3, 31))
WEEK = ("this week", date(2024, 3, 12), DAY)
SINCE = ("since 2019", date(2019, 1, 1), DAY)
YEAR = ("in 2024", date(2024, 1, 1), date(2024, 12, 31))
NEXT = ("the day after", DAY + timedelta(days=1), DAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        ({"words": "43000"}, {"words": "30000"}, True),
        ({"words": "43000"}, {"words": "43000"}, False),
        ({"words": "at least 40", "low": 40}, {"words": "4000"}, False),
        ({"words": "at least 40", "low": 40}, {"words": "30"}, True),
        ({"words": "up to 40", "high": 40}, {"words": "30"}, False),
        ({"words": "0"}, {"words": "20"}, True),
        ({"words": "about 7,000", "low": 7000, "high": 7000, "approx": True}, {"words": "7100"}, False),
        ({"words": "nearly 7,000", "low": 7000, "high": 7000, "approx": True}, {"words": "7100"}, True),
        ({"words": "thousands", "low": 2000, "basis": Basis.CONVENTION}, {"words": "300"}, False),
        ({"words": "thousands", "low": 2000, "basis": Basis.CONVENTION}, {"words": "0"}, True),
        ({"words": None, "modality": "denied"}, {"words": "20"}, True),
        ({"words": "20", "modality": "denied"}, {"words": "30"}, False),
        ({"words": "43000", "when": NEXT}, {"words": "30000"}, False),
        ({"words": "43000", "when": WEEK}, {"words": "30000"}, True),
        ({"words": "43000", "when": MONTH}, {"words": "30000"}, False),
        ({"words": "43000", "when": YEAR}, {"words": "30000", "when": YEAR}, False),
        ({"words": "43000", "when": SINCE}, {"words": "30000"}, True),
        ({"words": "43000", "when": SINCE}, {"words": "30000", "when": WEEK}, True),
        ({"words": "43000", "when": None}, {"words": "30000", "when": None}, True),
        ({"words": "43000", "when": ("then", None, None)}, {"words": "30000"}, False),
        ({"words": "43000", "when": None, "text": "At its peak it held"}, {"words": "30000"}, False),
        ({"words": "43000", "when": None, "published": None}, {"words": "30000"}, False),
        ({"words": "43000", "place": "Roj"}, {"words": "30000"}, False),
        ({"words": "43000", "group": "children"}, {"words": "30000"}, True),
        ({"words": "43000"}, {"words": "30000", "group": "children"}, False),
        ({"words": "43000", "group": "women"}, {"words": "30000", "group": "children"}, False),
        ({"words": "43000", "unit": Unit.FAMILIES}, {"words": "30000"}, False),
        ({"words": "43000", "measure": "capacity"}, {"words": "30000"}, False),
        ({"words": "43000", "modality": "planned"}, {"words": "30000"}, False),
        ({"words": "43000", "modality": "alleged"}, {"words": "30000"}, False),
        ({"words": "43000", "modality": "hypothetical"}, {"words": "30000"}, False),
        ({"words": "43000", "actor": "SDF"}, {"words": "30000"}, True),
        ({"words": "43000", "actor": "SDF"}, {"words": "30000", "actor": "army"}, False),
        (
            {"words": "43000", "place": None, "actor": "SDF"},
            {"words": "30000", "place": None, "actor": "SDF"},
            True,
        ),
        ({"words": "43000", "place": None, "actor": "SDF"}, {"words": "30000", "place": None}, False),
        ({"words": "43000"}, {"words": "30000", "place": "north-east"}, True),
        ({"words": "30000"}, {"words": "43000", "place": "north-east"}, False),
        ({"words": "43000"}, {"words": "30000", "place": "north-east", "group": "prisoners"}, False),
        ({"words": "43000"}, {"words": "9000", "place": "north-east", "text": "in the prisons of"}, False),
        (
            {"words": "43000", "text": "in the camp"},
            {"words": "30000", "place": "north-east", "text": "in the camps of"},
            True,
        ),
        ({"words": "43000", "text": "of them"}, {"words": "30000"}, True),
        ({"words": "43000"}, {"words": "30000", "text": "of them"}, False),
    ],
)
def test_two_counts(one: dict[str, object], other: dict[str, object], contradict: bool) -> None:
    pair = held(at="a", **one), held(at="b", **other)  # type: ignore[arg-type]
    assert bool(sets(*pair)) is contradict


def test_why_names_figures_place_and_day() -> None:
    at_most = told("holding", "at most 30,000", None, 30000, at="b", place="al-Hol")
    (conflict,) = found(held("43000", "a"), at_most)
    assert conflict.why == "43,000 and at most 30,000 held in al-Hol on 18 March 2024 can't both be true"


def test_conventions_bind_when_asked() -> None:
    pair = held("thousands", "a", low=2000, basis=Basis.CONVENTION), held("300", "b")
    assert not found(*pair)
    assert len(found(*pair, conventions=True)) == 1


def test_figures_of_one_sentence_are_of_different_people() -> None:
    of = report("The army still has 60 captives and the rebels 100 in al-Hol on the day.")
    pair = [
        told("holding", words, in_report=of, place="al-Hol", when=("on the day", DAY, DAY))
        for words in ("60", "100")
    ]
    assert not found(*pair)


def test_an_undated_report_can_contradict_itself() -> None:
    of = report("There are 60 in al-Hol. Later on: 100 are in al-Hol.", published=None)
    pair = [
        told("holding", words, in_report=of, place="al-Hol", when=None, evidence=sentence)
        for words, sentence in (("60", "There are 60 in al-Hol."), ("100", "100 are in al-Hol."))
    ]
    (conflict,) = found(*pair)
    assert "by one undated report" in conflict.why


@pytest.mark.parametrize(
    ("whole", "parts", "contradict"),
    [
        ("104", [("31", "women"), ("73", "children")], False),
        ("104", [("60", "women"), ("73", "children")], True),
        ("104", [("60", "women"), ("73", "")], False),
        ("104", [("131", "women")], True),
        ("104", [("60", "TJ"), ("73", "UZ")], True),
        ("104", [("60", "TJ"), ("73", "foreigners")], False),
    ],
)
def test_breakdowns(whole: str, parts: list[tuple[str, str]], contradict: bool) -> None:
    names = {"place": "al-Hol"}
    of = report(f"There are {whole} in al-Hol: {', '.join(words for words, _ in parts)}.")
    top = told("repatriation", whole, in_report=of, when=None, **names)
    below = [
        told("repatriation", words, in_report=of, when=None, group=tags, part_of=top.id, **names)
        for words, tags in parts
    ]
    contradictions = found(top, *below)
    assert [len(one.claims) for one in contradictions] == ([len(parts) + 1] if contradict else [])


def test_disjoint_counts_of_one_day_are_too_many_together() -> None:
    three = (
        held("1000", "whole"),
        held("500", "women", group="women"),
        held("600", "children", group="children"),
    )
    assert sets(*three) == {frozenset({"whole", "women", "children"})}


def test_two_camps_are_more_than_their_region() -> None:
    three = (
        held("44000", "region", place="north-east"),
        held("43000", "one"),
        held("2000", "other", place="Roj"),
    )
    assert sets(*three) == {frozenset({"region", "one", "other"})}


def escaped(words: str | None, at: str, **slots: object) -> Testimony:
    return told("escape", words, at=at, **{"origin": "Orlan prison", **slots})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        ({"words": "120"}, {"words": "1500"}, True),
        ({"words": "120", "group": "militants"}, {"words": "1500", "group": "suspects"}, True),
        ({"words": "120", "group": "women"}, {"words": "1500", "group": "prisoners"}, False),
        ({"words": "1500", "group": "women"}, {"words": "120", "group": "prisoners"}, True),
        ({"words": "120", "modality": "planned"}, {"words": "1500"}, False),
        ({"words": "120", "when": NEXT}, {"words": "1500", "when": YEAR}, False),
    ],
)
def test_figures_of_one_escape(one: dict[str, object], other: dict[str, object], contradict: bool) -> None:
    pair = escaped(at="a", **one), escaped(at="b", **other)  # type: ignore[arg-type]
    assert bool(sets(*pair)) is contradict


def total(words: str, at: str, day: int, **slots: object) -> Testimony:
    when = (f"as of {day} March", date(2024, 3, day), date(2024, 3, day))
    return told(
        "transfer", words, at=at,
        **{"measure": "total", "origin": "Syria", "destination": "Iraq", "when": when, **slots},
    )  # fmt: skip


FROM_FIRST = ("since 1 March", date(2024, 3, 1), DAY)


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        (total("2000", "a", 7), total("1500", "b", 14), True),
        (total("1500", "a", 7), total("2000", "b", 14), False),
        (total("2000", "a", 7), total("at least 1500", "b", 14, low=1500), False),
        (total("2000", "a", 7), total("1500", "b", 14, destination="Orlan prison"), False),
        (total("2000", "a", 7, group="TJ"), total("1500", "b", 14), True),
        (total("2000", "a", 7), total("1500", "b", 14, group="TJ"), False),
        (total("2000", "a", 7), total("1500", "b", 14, when=FROM_FIRST), False),
        (total("700", "a", 18, when=FROM_FIRST), total("500", "b", 18, when=FROM_FIRST, actor="SDF"), True),
        (total("600", "a", 7, measure="flow"), total("500", "b", 18, when=FROM_FIRST), True),
        (total("600", "a", 7, measure="flow"), total("500", "b", 14), False),
    ],
)
def test_totals(one: Testimony, other: Testimony, contradict: bool) -> None:
    assert bool(sets(one, other)) is contradict


def test_more_on_two_days_than_in_all() -> None:
    three = (
        total("300", "a", 5, measure="flow"),
        total("400", "b", 12, measure="flow"),
        total("500", "all", 18, when=FROM_FIRST),
    )
    assert sets(*three) == {frozenset({"a", "b", "all"})}


@pytest.mark.parametrize(
    ("said", "denial", "kind"),
    [
        ({"words": "20"}, {"words": None, "modality": "denied"}, ConflictKind.CONTRADICTION),
        ({"words": "20"}, {"words": "0"}, ConflictKind.CONTRADICTION),
        ({"words": None}, {"words": None, "modality": "denied"}, ConflictKind.CONTRADICTION),
        ({"words": "20"}, {"words": "20", "modality": "denied"}, ConflictKind.CONTRADICTION),
        ({"words": "20"}, {"words": "120", "modality": "denied"}, None),
        ({"words": "0"}, {"words": None, "modality": "denied"}, None),
        (
            {"words": "20", "modality": "alleged"},
            {"words": None, "modality": "denied"},
            ConflictKind.CONTESTED,
        ),
        ({"words": "20", "modality": "planned"}, {"words": None, "modality": "denied"}, None),
        ({"words": "20"}, {"words": None, "modality": "denied", "origin": "Roj"}, None),
        (
            {"words": "20"},
            {"words": None, "modality": "denied", "origin": "Syria"},
            ConflictKind.CONTRADICTION,
        ),
        ({"words": "20"}, {"words": None, "modality": "denied", "when": None}, ConflictKind.CONTRADICTION),
        (
            {"words": "20"},
            {"words": None, "modality": "denied", "when": None, "published": DAY + timedelta(days=60)},
            None,
        ),
        ({"words": "20"}, {"words": None, "modality": "denied", "when": YEAR}, ConflictKind.CONTRADICTION),
        ({"words": "20", "when": YEAR}, {"words": None, "modality": "denied"}, None),
        ({"words": "20"}, {"words": None, "modality": "denied", "group": "women"}, None),
    ],
)
def test_nobody_escaped_and_twenty_did(
    said: dict[str, object], denial: dict[str, object], kind: ConflictKind | None
) -> None:
    pair = escaped(at="a", **said), escaped(at="b", **denial)  # type: ignore[arg-type]
    assert [one.kind for one in found(*pair)] == ([kind] if kind else [])


# --- contested ---


def allegation(at: str, **slots: object) -> Testimony:
    return told("allegation", at=at, when=None, text="Beaten.", modality="alleged", **slots)  # type: ignore[arg-type]


def denial(at: str, **slots: object) -> Testimony:
    return told("denial", at=at, when=None, text="Not so.", modality="denied", **slots)  # type: ignore[arg-type]


LATER = DAY + timedelta(days=10)


@pytest.mark.parametrize(
    ("alleged", "denied", "are_contested"),
    [
        ({"actor": "SDF", "place": "Roj"}, {"actor": "SDF", "place": "Roj"}, True),
        ({"actor": "SDF", "place": "Roj"}, {"speaker": "SDF", "place": "north-east"}, True),
        ({"actor": "SDF", "place": "Roj"}, {"actor": "SDF", "place": "al-Hol"}, False),
        ({"actor": "SDF", "place": "Roj"}, {"actor": "army", "place": "Roj"}, False),
        ({"actor": "SDF", "place": "Roj"}, {"actor": "SDF", "place": "Roj", "published": LATER}, True),
        ({"actor": "SDF", "place": "Roj", "published": LATER}, {"actor": "SDF", "place": "Roj"}, False),
        (
            {"actor": "SDF", "place": "Roj"},
            {"actor": "SDF", "place": "Roj", "published": date(2025, 1, 1)},
            False,
        ),
        ({"actor": "SDF", "group": "minors"}, {"actor": "SDF", "group": "minors"}, True),
        ({"actor": "SDF", "group": "detainees"}, {"actor": "SDF", "group": "detainees"}, False),
        ({"actor": "SDF", "place": "Roj", "published": None}, {"actor": "SDF", "place": "Roj"}, False),
    ],
)
def test_a_denial_in_another_report(
    alleged: dict[str, object], denied: dict[str, object], are_contested: bool
) -> None:
    pair = allegation("a", **alleged), denial("b", **denied)
    assert [one.kind for one in found(*pair)] == ([ConflictKind.CONTESTED] if are_contested else [])


def of_one_report(*told_so: tuple[str, str, dict[str, object]], between: str = " ") -> tuple[Testimony, ...]:
    of = report(between.join(words for _, words, _ in told_so))
    return tuple(
        told(kind, in_report=of, when=None, evidence=words, **slots)  # type: ignore[arg-type]
        for kind, words, slots in told_so
    )


def test_a_denial_answers_the_allegations_beside_it() -> None:
    one, other, answer = of_one_report(
        ("allegation", "Beaten in Roj.", {"place": "Roj"}),
        ("allegation", "The SDF starved them.", {"actor": "SDF"}),
        ("denial", "Nobody was, said the SDF.", {"speaker": "SDF"}),
    )
    assert {frozenset(pair.claims) for pair in found(one, other, answer)} == {
        frozenset({one.id, answer.id}),
        frozenset({other.id, answer.id}),
    }


def test_a_denial_far_off_answers_the_last_allegation_of_its_speaker() -> None:
    first, last, unrelated, answer = of_one_report(
        ("allegation", "The SDF beat them.", {"actor": "SDF"}),
        ("allegation", "The SDF starved them.", {"actor": "SDF"}),
        ("allegation", "The army did too.", {"actor": "army"}),
        ("denial", "Nobody was, it said of the SDF.", {"speaker": "SDF"}),
        between=" so. " * 200,
    )
    (contested,) = found(first, last, unrelated, answer)
    assert set(contested.claims) == {last.id, answer.id}
    assert contested.why == "what is alleged of SDF is denied by SDF, in the same report"


def test_what_is_answered_in_its_report_is_not_paired_elsewhere() -> None:
    here = of_one_report(
        ("allegation", "The SDF beat them in Roj.", {"actor": "SDF", "place": "Roj"}),
        ("denial", "Nobody was, said the SDF.", {"speaker": "SDF"}),
    )
    assert len(found(*here, denial("b", actor="SDF", place="Roj"))) == 1


# --- whatever the claims ---

amounts = st.one_of(
    st.tuples(st.just("n"), st.integers(0, 12)),
    st.tuples(st.just("at least n"), st.integers(0, 12)),
    st.tuples(st.just("up to n"), st.integers(0, 12)),
)
stock = st.tuples(
    amounts,
    st.sampled_from(["al-Hol", "Roj", "north-east", "Syria"]),
    st.sampled_from(["", "women", "children", "TJ", "women TJ", "prisoners"]),
    st.sampled_from([DAY, DAY + timedelta(days=1)]),
)


def made(drawn: Sequence[tuple[tuple[str, int], str, str, date]]) -> list[Testimony]:
    return [
        told(
            "holding", f"{hedge} {number}",
            None if hedge == "up to n" else number, None if hedge == "at least n" else number,
            at=str(place_in_list), place=place, group=group, when=("on the day", day, day),
        )
        for place_in_list, ((hedge, number), place, group, day) in enumerate(drawn)
    ]  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(stock, max_size=7), st.randoms(use_true_random=False))
def test_any_order(drawn: list[tuple[tuple[str, int], str, str, date]], order: random.Random) -> None:
    testimonies = made(drawn)
    shuffled = list(testimonies)
    order.shuffle(shuffled)
    assert found(*testimonies) == found(*shuffled)


@settings(deadline=None, max_examples=60)
@given(st.lists(stock, max_size=6))
def test_no_conflict_holds_another(drawn: list[tuple[tuple[str, int], str, str, date]]) -> None:
    testimonies = made(drawn)
    by_id = {one.id: one for one in testimonies}
    for conflict in found(*testimonies):
        for claims in combinations(conflict.claims, len(conflict.claims) - 1):
            assert not found(*(by_id[claim] for claim in claims))


mixed = st.tuples(
    st.sampled_from(["holding", "transfer", "total", "escape", "denied", "allegation", "denial"]),
    amounts,
    st.sampled_from(["al-Hol", "Roj", "Orlan prison", "Syria"]),
    st.integers(1, 28),
    st.sampled_from([0, 1, 40]),
    st.sampled_from(["SDF", "army"]),
)


def made_of_all_kinds(drawn: Sequence[tuple[str, tuple[str, int], str, int, int, str]]) -> list[Testimony]:
    """Claims of several kinds, about half of them two to a report."""
    testimonies = []
    for at, (kind, (hedge, number), place, day, before, body) in enumerate(drawn):
        last = date(2024, 3, day)
        slots: dict[str, object] = {"at": str(at), "when": ("then", last - timedelta(days=before), last)}
        if kind in {"allegation", "denial"}:
            slots |= {"when": None, "published": last, "place": place, "actor": body, "modality": "alleged"}
            testimonies.append(told(kind, **slots))  # type: ignore[arg-type]
            continue
        slots["place" if kind == "holding" else "origin"] = place
        if kind == "total":
            slots["measure"] = "total"
        if kind == "denied":
            testimonies.append(told("escape", modality="denied", **slots))  # type: ignore[arg-type]
            continue
        low = None if hedge == "up to n" else number
        high = None if hedge == "at least n" else number
        of = "transfer" if kind == "total" else kind
        testimonies.append(told(of, f"{hedge} {number}", low, high, **slots))  # type: ignore[arg-type]
    return testimonies


@settings(deadline=None, max_examples=150)
@given(st.lists(mixed, max_size=12))
def test_an_anchor_needs_only_what_it_asks_for(
    drawn: list[tuple[str, tuple[str, int], str, int, int, str]],
) -> None:
    testimonies = made_of_all_kinds(drawn)
    everything = list(find(testimonies))
    for anchor in testimonies:
        near = [one for one in testimonies if one is anchor or asks(anchor) & offers(one)]
        assert [one for one in everything if one.anchor == anchor.id] == [
            one for one in find(near) if one.anchor == anchor.id
        ]


@settings(deadline=None, max_examples=60)
@given(st.lists(amounts, max_size=6))
def test_counts_of_one_place_and_day_conflict_where_no_number_is_both(drawn: list[tuple[str, int]]) -> None:
    testimonies = made([(amount, "al-Hol", "", DAY) for amount in drawn])
    expected = {
        frozenset({one.id, other.id})
        for one, other in combinations(testimonies, 2)
        if not any(_allows(one, number) and _allows(other, number) for number in range(20))
    }
    assert {frozenset(conflict.claims) for conflict in found(*testimonies)} == expected


def _allows(testimony: Testimony, number: int) -> bool:
    assert testimony.claim.quantity is not None
    amount = bounds(testimony.claim.quantity)
    return (amount.low or 0) <= number and (amount.high is None or number <= amount.high)


@given(st.integers(0, 500), st.integers(0, 500))
def test_at_least_never_conflicts_with_more(low: int, more: int) -> None:
    at_least = told("holding", f"at least {low}", low, None, at="a", place="al-Hol")
    assert not found(at_least, held(str(low + more), "b"))


@pytest.mark.parametrize("end", [date.min, date.max])
def test_the_calendar_ends_quietly(end: date) -> None:
    when = ("then", end, end)
    testimonies = [
        held("20", "a", when=when),
        held("30", "b", when=None, published=end),
        total("40", "c", 1, when=when, published=end),
        escaped(None, "d", when=None, published=end, modality="denied"),
        escaped("5", "e", when=None, published=end),
        allegation("f", published=end, actor="SDF", place="Roj"),
        denial("g", published=end, actor="SDF", place="Roj"),
    ]
    assert len(conflicts(testimonies)) == 3
