"""A draft beside the ledger: what supports its figures, what speaks against them, which hedges it lost."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.model import Basis, Claim, Quantity
from habeas.reckoned import Days, Finding, Known, NameKind, Testimony, Verdict
from habeas.reckoning.checking import check
from habeas.reckoning.testimony import STATUSES
from made import claim, report

DAY = date(2024, 3, 18)
SY = ("north", "SY")
PLACES = {
    "Karsh": Known(NameKind.PLACE, "karsh", "Karsh", 1.0, "made", SY),
    "Veshka": Known(NameKind.PLACE, "veshka", "Veshka", 1.0, "made", SY),
    "a camp": Known(NameKind.PLACE, "n_1", "a camp", 1.0, "made", somebody=True),
    "a camp up north": Known(NameKind.PLACE, "n_2", "a camp up north", 1.0, "made", SY, somebody=True),
    "a camp in Syria": Known(NameKind.PLACE, "n_3", "a camp in Syria", 1.0, "made", ("SY",), somebody=True),
    "a camp in Norland": Known(NameKind.PLACE, "n_4", "a camp", 1.0, "made", ("NO",), somebody=True),
    "Norland": Known(NameKind.PLACE, "NO", "Norland", 1.0, "made"),
}
BODIES = {word: Known(NameKind.BODY, word, word, 1.0, "made") for word in ("army", "police")}
BOUNDS = {
    "50": (50, 50, False),
    "60": (60, 60, False),
    "53": (53, 53, False),
    "5,000": (5000, 5000, False),
    "40": (40, 40, False),
    "about 50": (50, 50, True),
    "at least 50": (50, None, False),
    "at least 40": (40, None, False),
    "up to 50": (None, 50, False),
    "50 to 60": (50, 60, False),
    "no": (0, 0, False),
}


def said(
    kind: str = "holding",
    words: str = "50",
    *,
    on: date | None = None,
    told: date | None = date(2024, 3, 18),
    name: str = "made.txt",
    place: str | None = "Karsh",
    destination: str | None = None,
    actor: str | None = None,
    modality: str = "asserted",
    basis: Basis = Basis.WORDS,
    **fields: object,
) -> Testimony:
    """A claim on these words, told in a report of its own unless it is named."""
    spots = " ".join(word for word in (place, destination, actor) if word)
    of = report(f"{words} people, {spots}.", name=f"{name} {told} {on} {kind} {modality}", published=told)
    low, high, approx = BOUNDS[words]
    figure = Quantity(of.span(0, len(words)), low, high, approx, basis=basis)
    made: Claim = claim(
        of, kind, figure, place=place, destination=destination, actor=actor, modality=modality, **fields
    )
    return Testimony(
        claim=made,
        status=STATUSES.get(made.modality),
        days=Days(on, on) if on is not None else None,
        stated=told,
        place=PLACES.get(place or ""),
        destination=PLACES.get(destination or ""),
        actor=BODIES.get(actor or ""),
    )


def draft(kind: str = "holding", words: str = "50", **fields: object) -> Testimony:
    return said(kind, words, told=None, name="draft.txt", **fields)


def one(written: Testimony, *ledger: Testimony) -> Finding:
    (finding,) = check([written], ledger)
    return finding


def verdict(written: Testimony, *ledger: Testimony) -> Verdict:
    return one(written, *ledger).verdict


@pytest.mark.parametrize(
    ("written", "in_ledger", "supported", "lost"),
    [
        ("50", "50", True, ()),
        ("about 50", "about 50", True, ()),
        ("50", "about 50", True, ("about",)),
        ("50", "at least 50", True, ("at least",)),
        ("50", "up to 50", True, ("up to",)),
        ("50", "50 to 60", False, ()),
        ("50 to 60", "50 to 60", True, ()),
        ("about 50", "at least 50", True, ("at least",)),
        ("at least 50", "50", True, ()),
        ("at least 50", "53", True, ()),
        ("at least 50", "5,000", False, ()),
        ("at least 40", "at least 50", True, ()),
        ("at least 50", "at least 40", False, ()),
        ("about 50", "53", True, ()),
        ("about 50", "60", False, ()),
        ("50", "53", False, ()),
        ("up to 50", "about 50", True, ("about",)),
    ],
)
def test_a_figure_is_supported_by_its_own_or_by_one_that_it_follows_from(
    written: str, in_ledger: str, supported: bool, lost: tuple[str, ...]
) -> None:
    finding = one(draft("release", written), said("release", in_ledger))
    assert (finding.verdict is Verdict.SUPPORTED, finding.lost) == (supported, lost)
    assert finding.stands is (supported and not lost)


def test_one_claim_that_says_it_as_the_draft_does_is_enough() -> None:
    finding = one(draft(), said(words="about 50"), said(words="50"))
    assert (len(finding.support), finding.lost) == (2, ())


@pytest.mark.parametrize(
    ("written", "in_ledger", "found"),
    [
        ("a camp in Syria", "Karsh", True),
        ("Karsh", "a camp in Syria", True),
        ("a camp in Syria", "a camp up north", True),
        ("a camp", "Karsh", True),
        ("a camp in Syria", "a camp in Norland", False),
        ("Karsh", "a camp in Norland", False),
        ("Karsh", "Veshka", False),
    ],
)
def test_a_place_without_a_name_can_be_any_that_is_there(written: str, in_ledger: str, found: bool) -> None:
    there = said("release", place=in_ledger)
    assert (verdict(draft("release", place=written), there) is Verdict.SUPPORTED) is found
    assert verdict(draft(words="60", place=written, on=DAY), said(place=in_ledger, on=DAY)) is not (
        Verdict.CONTRADICTED
    )


def test_dozens_are_no_twenty_four() -> None:
    vague = said("release", "at least 40", basis=Basis.CONVENTION)
    assert verdict(draft("release", "40"), vague) is Verdict.NOT_FOUND
    assert verdict(draft("release", "at least 40", basis=Basis.CONVENTION), vague) is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("written", "in_ledger", "lost"),
    [
        ("asserted", "planned", ("planned",)),
        ("asserted", "ongoing", ("under way",)),
        ("asserted", "alleged", ("alleged",)),
        ("asserted", "hypothetical", ("supposed",)),
        ("planned", "asserted", ()),
        ("planned", "planned", ()),
        ("ongoing", "planned", ("planned",)),
    ],
)
def test_a_plan_in_the_reports_is_no_deed_in_the_draft(
    written: str, in_ledger: str, lost: tuple[str, ...]
) -> None:
    finding = one(draft("release", modality=written), said("release", modality=in_ledger))
    assert (finding.verdict, finding.lost) == (Verdict.SUPPORTED, lost)


def test_what_is_denied_contradicts() -> None:
    finding = one(draft("escape"), said("escape"), said("escape", modality="denied"))
    assert (finding.verdict, len(finding.support), len(finding.against)) == (Verdict.CONTRADICTED, 1, 1)


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "death"},
        {"place": "Veshka"},
        {"place": None},
        {"group": "women"},
        {"group": "TJ"},
        {"measure": "capacity"},
        {"actor": "police"},
    ],
)
def test_the_figure_of_something_else_supports_nothing(other: dict[str, str]) -> None:
    written = draft(actor="army", group="men FR")
    assert verdict(written, said(**{"actor": "army", **other})) is Verdict.NOT_FOUND


def test_writers_take_transfer_and_repatriation_for_each_other() -> None:
    there = {"place": None, "destination": "Norland"}
    assert verdict(draft("transfer", **there), said("repatriation", **there)) is Verdict.SUPPORTED


def test_a_later_count_makes_an_older_one_stale_unless_the_draft_says_when() -> None:
    old, new = said(told=date(2024, 3, 18)), said(words="60", told=date(2025, 3, 18))
    finding = one(draft(), old, new)
    assert (finding.verdict, finding.support, finding.later) == (Verdict.STALE, (old,), (new,))
    assert verdict(draft(words="60"), old, new) is Verdict.SUPPORTED
    assert verdict(draft(on=date(2024, 3, 18)), old, new) is Verdict.SUPPORTED
    agreeing = said(words="at least 40", told=date(2025, 3, 18))
    assert verdict(draft(), old, agreeing) is Verdict.SUPPORTED


def test_another_count_of_that_day_or_of_now_contradicts() -> None:
    old, new = said(words="60", told=date(2024, 3, 18)), said(words="40", told=date(2025, 3, 18))
    now = one(draft(), old, new)
    assert (now.verdict, now.against, now.near) == (Verdict.CONTRADICTED, (new,), (old,))
    then = one(draft(on=date(2024, 3, 18)), old, new)
    assert (then.verdict, then.against) == (Verdict.CONTRADICTED, (old,))
    assert verdict(draft(on=date(2023, 1, 1)), old, new) is Verdict.NOT_FOUND


def test_another_event_is_no_contradiction_and_another_figure_of_the_same_is() -> None:
    moved = {"place": None, "destination": "Norland"}
    day = date(2024, 3, 14)
    written = draft("transfer", on=day, **moved)
    assert verdict(written, said("transfer", "60", on=date(2024, 1, 1), **moved)) is Verdict.NOT_FOUND
    assert verdict(written, said("transfer", "60", on=day, **moved)) is Verdict.CONTRADICTED
    near = one(draft("transfer", **moved), said("transfer", "60", on=day, **moved))
    assert (near.verdict, len(near.near)) == (Verdict.NOT_FOUND, 1)


def test_a_report_does_not_contradict_the_figure_that_it_has() -> None:
    day = date(2024, 3, 14)
    both = report("50 women came, 40 women later.", name="both")
    claims = [
        claim(both, "release", Quantity(both.span(start, start + 2), low, low), group="women")
        for start, low in ((0, 50), (15, 40))
    ]
    ledger = [
        Testimony(one, STATUSES[one.modality], Days(day, day), day, place=PLACES["Karsh"]) for one in claims
    ]
    finding = one(draft("release", on=day, group="women"), *ledger)
    assert (finding.verdict, len(finding.support)) == (Verdict.SUPPORTED, 1)


def test_a_draft_that_was_added_does_not_support_itself() -> None:
    written = draft()
    assert verdict(written, written) is Verdict.NOT_FOUND


def test_what_has_no_figure_is_not_checked() -> None:
    of = report("People were freed.")
    wordless = Testimony(claim(of, "release"), STATUSES["asserted"], None, None)
    assert check([wordless], [wordless]) == []


@settings(max_examples=30)
@given(st.randoms(use_true_random=False))
def test_the_order_of_claims_changes_nothing(chance: random.Random) -> None:
    ledger = [
        said(words=words, told=date(2024, 1, day), modality=modality)
        for words in ("50", "60", "about 50")
        for day in (1, 2)
        for modality in ("asserted", "planned")
    ]
    drafts = [draft(words=words) for words in ("50", "40", "at least 50")]
    expected = check(drafts, ledger)
    for claims in (ledger, drafts):
        chance.shuffle(claims)
    again = check(drafts, [*ledger, *ledger[:2]])
    assert {finding.draft.id: finding for finding in again} == {
        finding.draft.id: finding for finding in expected
    }
