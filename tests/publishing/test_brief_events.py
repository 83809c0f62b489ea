"""How a brief tells events: each once, who stands behind it, its figures, what its claims differ in."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from datetime import date

import pytest

from habeas import Claim
from habeas.publishing.brief import brief
from habeas.reckoned import Conflict, ConflictKind, Family, Known, NameKind, Reckoned, Status
from made import claim, quantity, report, reviewed
from reckoned_by_hand import alone, as_testimony, event, reckoned

TODAY = date(2026, 3, 18)
DAY = date(2024, 3, 14)
VESHKA = Known(NameKind.PLACE, "VX", "Veshka", 1.0, "made")
JAIL = Known(NameKind.PLACE, "jail", "Veshka jail", 1.0, "made", ("VX",))


def told(known: Reckoned, **options: object) -> str:
    claims = [one.claim for one in known.testimonies.values()]
    reports = list({one.report.id: one.report for one in claims}.values())
    return brief(claims, [], reports, known, today=TODAY, **{"width": 300, **options})


def section(text: str, heading: str) -> list[str]:
    """The lines of a section, bullets with their depth."""
    body = text.split(f"\n\n{heading}\n\n")[1]
    return re.split(r"\n\n(?=[A-Z][A-Z ,:()0-9]+\n\n)", body)[0].split("\n")


def returned(
    words: str, n: int, *, outlet: str, group: str = "", speaker: str | None = None, **fields: object
) -> Claim:
    """A claim that n people came back to Veshka on Thursday, in a report of its own."""
    by = f"{speaker}: " if speaker else ""
    said = report(f"{by}{words} came back to Veshka on Thursday.", name=f"{outlet}.txt", outlet=outlet)
    return claim(
        said,
        "repatriation",
        quantity(said, words, n, n),
        group=group,
        destination="Veshka",
        period=("on Thursday", DAY, DAY),
        speaker=speaker,
        **fields,
    )


def test_an_event_of_several_reports_is_told_once_with_all_who_stand_behind_it() -> None:
    claims = [
        returned("50", 50, outlet="Mir", group="women children", speaker="The ministry"),
        returned("50", 50, outlet="Post", group="women children"),
        returned("50", 50, outlet="Zarya", group="women children"),
    ]
    lines = section(told(reckoned([event(*claims)])), "MOVEMENTS DONE")
    (line,) = lines[1:]
    assert line.startswith("- 50 women and children repatriated to Veshka · Thursday 14 March 2024 · ")
    assert "according to The ministry" in line
    assert "Post reports, no source named" in line
    assert " · 1 voice, 2 reports that name no source, in 3 reports ·unchecked [1][2][3]" in line


def test_many_who_say_so_are_counted_and_the_notes_name_them_all() -> None:
    claims = [returned("50", 50, outlet=f"Post {n}", speaker=f"Body {n}") for n in range(7)]
    (line,) = section(told(reckoned([event(*claims)])), "MOVEMENTS DONE")[1:]
    assert line.count("according to") == 4
    assert "; 3 more · 7 voices, in 7 reports" in line
    assert line.count("[") == 7


def test_figures_of_one_event_that_differ_stand_side_by_side_and_are_not_added() -> None:
    claims = [returned("50", 50, outlet="Mir", speaker="The ministry"), returned("70", 70, outlet="Post")]
    head, *figures = section(told(reckoned([event(*claims)])), "MOVEMENTS DONE")[1:]
    assert head.startswith("- repatriated to Veshka · Thursday 14 March 2024 · 1 voice, ")
    assert head.endswith(" · the figures differ:")
    assert sorted(figures) == [
        "  - 50 people · according to The ministry ·unchecked [" + figures_note(figures, "50"),
        "  - 70 people · Post reports, no source named ·unchecked [" + figures_note(figures, "70"),
    ]
    assert "120" not in "".join(figures)


def figures_note(figures: Sequence[str], words: str) -> str:
    (line,) = (line for line in figures if line.startswith(f"  - {words} "))
    return line.rsplit("[", 1)[1]


def test_figures_of_other_people_of_one_event_do_not_differ() -> None:
    claims = [
        returned("15", 15, outlet="Mir", group="women"),
        returned("32", 32, outlet="Post", group="children"),
    ]
    head, *figures = section(told(reckoned([event(*claims)])), "MOVEMENTS DONE")[1:]
    assert "the figures differ" not in head
    assert len(figures) == 2
    assert "47" not in "".join(figures)


def test_a_label_is_not_put_into_the_mouth_of_those_who_did_not_use_it() -> None:
    claims = [
        returned("50", 50, outlet="Mir", group="fighters", speaker="The ministry"),
        returned("50", 50, outlet="Post", group="detainees", speaker="The watch"),
    ]
    line, called = section(told(reckoned([event(*claims)])), "MOVEMENTS DONE")[1:]
    assert line.startswith("- 50 people repatriated to Veshka · ")
    assert re.fullmatch(
        r"  - called differently: (people \(“fighters”\) \[\d\]|detainees \[\d\]|; ){3} ·unchecked", called
    )


@pytest.mark.parametrize(
    ("groups", "lines"),
    [
        (("women", "women TJ"), 1),
        (("women TJ", "women TJ"), 1),
        (("women KZ", "women TJ"), 2),
        (("women", "women KZ", "women TJ"), 3),
        (("women", "children"), 2),
    ],
)
def test_a_figure_is_told_once_for_the_same_people(groups: Sequence[str], lines: int) -> None:
    claims = [returned("50", 50, outlet=str(n), group=group) for n, group in enumerate(groups)]
    told_as = section(told(reckoned([event(*claims)])), "MOVEMENTS DONE")[1:]
    assert sum("50 " in line for line in told_as) == lines


def test_a_plan_that_a_person_joined_with_its_deed_stays_a_plan() -> None:
    plan = returned("70", 70, outlet="Mir", modality="planned")
    done = returned("50", 50, outlet="Post")
    joined = event(done, plan, status=Status.DONE)
    head, *figures = section(told(reckoned([joined])), "MOVEMENTS DONE")[1:]
    assert "the figures differ" not in head
    assert sorted(line.split(" · ")[0] for line in figures) == [
        "  - 50 people",
        "  - planned: 70 people",
    ]


def test_a_telling_without_a_figure_stays_beside_those_with_one() -> None:
    said = report("People came back to Veshka.", name="bare.txt", outlet="Zarya")
    bare = claim(said, "repatriation", destination="Veshka")
    head, first, last = section(
        told(reckoned([event(returned("50", 50, outlet="Mir"), bare)])), "MOVEMENTS DONE"
    )[1:]
    assert head.endswith(":")
    assert first.startswith("  - 50 people · ")
    assert last.startswith("  - people (no figure) · Zarya reports")


def test_parts_stand_under_their_whole_in_one_event_and_across_events() -> None:
    said = report("104 came back to Veshka, 31 women and 73 children.")
    whole = claim(said, "repatriation", quantity(said, "104", 104, 104), destination="Veshka")
    women, children = (
        claim(
            said,
            "repatriation",
            quantity(said, str(n), n, n),
            group=who,
            destination="Veshka",
            part_of=whole.id,
        )
        for n, who in ((31, "women"), (73, "children"))
    )
    for known in (reckoned([event(whole, women, children)]), alone([women, children, whole])):
        lines = section(told(known), "MOVEMENTS DONE")[1:]
        assert [line.split(" repatriated")[0] for line in lines] == [
            "- 104 people",
            "  - 31 women",
            "  - 73 children",
        ]
        assert all("·unchecked [1]" in line for line in lines)


def test_slots_that_differ_stand_side_by_side_with_their_notes() -> None:
    texts = ("50 came back to Veshka.", "50 came back to Veshka jail.")
    claims = []
    for text, name in zip(texts, ("a", "b"), strict=True):
        said = report(text, name=name)
        claims.append(
            claim(
                said, "repatriation", quantity(said, "50", 50, 50), destination=text[16:].strip(" .") or None
            )
        )
    one = event(as_testimony(claims[0], destination=VESHKA), as_testimony(claims[1], destination=JAIL))
    known = reckoned([dataclasses.replace(one, destination=JAIL, differing=("destination", "quantity"))])
    line, differing = section(told(known), "MOVEMENTS DONE")[1:]
    assert line.startswith("- 50 people repatriated to Veshka jail · ")
    assert re.fullmatch(
        r"  - told differently, to where: Veshka( jail)? \[\d\]; Veshka( jail)? \[\d\] ·unchecked", differing
    )


def test_an_event_that_was_checked_in_part_says_in_which() -> None:
    first, second = returned("50", 50, outlet="Mir"), returned("50", 50, outlet="Post")
    (line,) = section(told(reckoned([event(reviewed(first, "accepted"), second)])), "MOVEMENTS DONE")[1:]
    assert "·1 unchecked, 1 reviewed: accepted [1][2]" in line


# --- announced beside arrived ---


def sent(
    words: str, n: int, *, name: str, published: date, modality: str = "asserted", **fields: object
) -> Claim:
    said = report(f"{words} are sent from Orlan to Veshka.", name=name, published=published)
    figure = quantity(said, words, n, n)
    return claim(said, "transfer", figure, modality=modality, origin="Orlan", destination="Veshka", **fields)


@pytest.mark.parametrize(("modality", "heading"), [("planned", "PLANNED"), ("ongoing", "UNDER WAY")])
def test_what_was_announced_stands_beside_what_is_reported_as_done(modality: str, heading: str) -> None:
    plan = sent("7,000", 7000, name="a", published=date(2024, 3, 1), modality=modality)
    arrived = [
        sent("150", 150, name="b", published=date(2024, 3, 2)),
        sent("2,000", 2000, name="c", published=date(2024, 3, 9), measure="total"),
    ]
    line, beside, *done = section(told(alone([plan, *arrived])), f"MOVEMENTS {heading}")[1:]
    assert "7,000 people moved or handed over from Orlan to Veshka" in line
    assert beside == "  - beside it, reported as done, each told above:"
    assert [words.split(" (stated")[0] for words in done] == [
        "    - 2,000 people in total so far",
        "    - 150 people",
    ]
    assert all(re.search(r"·unchecked \[\d\]$", words) for words in done)
    assert not re.search(r"4,850|5,000|2,150", told(alone([plan, *arrived])))


@pytest.mark.parametrize(
    "changes",
    [
        {"published": date(2024, 1, 2)},
        {"published": date(2026, 1, 2)},
        {"group": "TJ"},
        {"modality": "alleged"},
    ],
)
def test_what_is_something_else_is_not_beside_it(changes: dict[str, object]) -> None:
    plan = sent("7,000", 7000, name="a", published=date(2024, 3, 1), modality="planned", group="IQ")
    other = {"published": date(2024, 3, 2), **changes}
    lines = section(told(alone([plan, sent("150", 150, name="b", **other)])), "MOVEMENTS PLANNED")
    assert lines[2:] == ["  - (beside it, nothing is reported as done in these reports)"]


# --- contradicted and contested ---


def test_claims_that_contradict_one_another_stand_side_by_side() -> None:
    said = [report(f"{n} are held in Orlan.", name=str(n)) for n in (50, 90)]
    claims = [
        claim(one, "holding", quantity(one, str(n), n, n), place="Orlan")
        for one, n in zip(said, (50, 90), strict=True)
    ]
    ids = tuple(sorted(one.id for one in claims))
    conflict = Conflict("x_1", ConflictKind.CONTRADICTION, ids, "50 and 90 can't both be held in Orlan")
    head, *sides = section(told(alone(claims, conflicts=(conflict,))), "CONTRADICTED")
    assert head == "- 50 and 90 can't both be held in Orlan:"
    assert len(sides) == 2
    assert all(re.fullmatch(r"  - [59]0 people held in Orlan · .* ·unchecked \[\d\]", side) for side in sides)


def test_a_denial_in_another_report_stands_under_what_it_answers() -> None:
    first = report("The watch says Orlan beat people.", name="a", published=date(2024, 3, 1))
    later = report("Veshka's warden rejects it.", name="b", published=date(2024, 3, 9))
    alleged = claim(first, "allegation", modality="alleged", speaker="The watch", actor="Orlan")
    answer = claim(later, "denial", modality="denied", speaker="Veshka's warden", actor="Veshka's warden")
    ids = tuple(sorted((alleged.id, answer.id)))
    contested = Conflict("x_1", ConflictKind.CONTESTED, ids, "one denies what the other says")
    known = alone([alleged, answer], conflicts=(contested,))
    lines = section(told(known), "ALLEGATIONS AND ANSWERS")
    assert [line[:12] for line in lines] == ["Accused: Orl", "- alleged: “", "  - answer, "]
    # Whoever asks for the one is told the other as well.
    only = brief([answer], [], [later], known, today=TODAY, width=300)
    assert (
        section(only, "ALLEGATIONS AND ANSWERS") == lines[:1] + section(only, "ALLEGATIONS AND ANSWERS")[1:]
    )
    assert "alleged: “The watch says Orlan beat people.”" in only


def test_a_happening_that_is_alleged_and_denied_is_told_as_contested() -> None:
    said = report("Araz says 20 got out of Orlan. The guard says nobody did.")
    alleged = claim(said, "escape", quantity(said, "20", 20, 20), modality="alleged", origin="Orlan")
    denied = claim(said, "escape", quantity(said, "nobody", 0, 0), modality="denied", origin="Orlan")
    ids = tuple(sorted((alleged.id, denied.id)))
    contested = Conflict("x_1", ConflictKind.CONTESTED, ids, "one denies what the other says")
    lines = section(told(alone([alleged, denied], conflicts=(contested,))), "ALLEGATIONS AND ANSWERS")
    assert lines[0] == "- one denies what the other says:"
    assert lines[1].startswith("  - alleged: 20 people got out from Orlan · ")
    assert lines[2].startswith("  - denied: 0 people got out from Orlan · ")


def test_an_allegation_that_another_kind_of_claim_denies_is_not_said_to_be_unanswered() -> None:
    said = report("Araz says Orlan let 20 go. Orlan denies that anybody got out.")
    alleged = claim(said, "allegation", quantity(said, "20", 20, 20), measure="victims", modality="alleged")
    denied = claim(said, "escape", quantity(said, "anybody", 0, 0), modality="denied", origin="Orlan")
    ids = tuple(sorted((alleged.id, denied.id)))
    contested = Conflict("x_1", ConflictKind.CONTESTED, ids, "one denies what the other says")
    lines = section(told(alone([alleged, denied], conflicts=(contested,))), "ALLEGATIONS AND ANSWERS")
    assert lines[2] == "  (for its denial see what is contested, below)"
    assert lines[4] == "- one denies what the other says:"
    assert [line[:10] for line in lines[5:]] == ["  - allege", "  - denied"]


# --- positions by state ---


def position(text: str, *, actor: str, trigger: str, name: str, **fields: object) -> Claim:
    return claim(report(text, name=name), "position", actor=actor, trigger=trigger, **fields)


def test_what_a_state_said_stands_beside_whom_it_took_back() -> None:
    refused = position("Veshka refuses to take them back.", actor="Veshka", trigger="refuses", name="a")
    promised = position(
        "The Veshka ministry pledged help.", actor="The Veshka ministry", trigger="pledged", name="b"
    )
    urged = position("The watch urged Veshka to act.", actor="The watch", trigger="urged", name="c")
    back = returned("50", 50, outlet="Mir", group="women")
    state = dataclasses.replace(VESHKA, id="TJ")
    known = reckoned(
        [event(as_testimony(back, destination=state))],
        [refused, promised, urged],
    )
    stances = {
        refused.id: as_testimony(refused, actor=dataclasses.replace(state, kind=NameKind.BODY)),
        promised.id: as_testimony(
            promised, actor=Known(NameKind.BODY, "tj-ministry", "ministry", 1.0, "made")
        ),
    }
    known = dataclasses.replace(known, testimonies={**known.testimonies, **stances})
    lines = section(told(known, states={"tj-ministry": "TJ"}), "POSITIONS")
    assert lines[0] == "Tajikistan"
    assert [line for line in lines if line.endswith(":")] == [
        "- Refused, put off or opposed:",
        "- Promised or offered:",
        "- Reported as brought back, each told above, not to be added up:",
    ]
    assert lines[2].startswith("  - Veshka (“refuses”): “Veshka refuses to take them back.” · ")
    assert lines[6].startswith("  - 50 women (Thursday 14 March 2024) ·unchecked [")
    assert lines[8] == "Others, and states that aren't named"
    assert lines[9].startswith("- The watch (“urged”): ")


def test_a_denied_stance_is_not_counted_as_one() -> None:
    denied = position(
        "Veshka never pledged it.", actor="Veshka", trigger="pledged", name="a", modality="denied"
    )
    body = dataclasses.replace(VESHKA, id="TJ", kind=NameKind.BODY)
    known = Reckoned(testimonies={denied.id: as_testimony(denied, actor=body)})
    lines = section(told(known), "POSITIONS")
    assert lines[1] == "- Said otherwise:"
    assert lines[-1] == "- No return to it was read."


# --- copies ---


def test_copies_are_named_and_what_they_quote_differently_is_flagged() -> None:
    claims = [returned("50", 50, outlet=name) for name in ("Mir", "Post")]
    ids = tuple(one.report.id for one in claims)
    family = Family("f", ids, reworded=(("we took them home", "we brought them home"),))
    text = told(reckoned([event(*claims)], families=(family,)))
    assert "Copies of one another, the earliest first, one voice: Mir.txt and Post.txt." in text
    assert "  - worded differently: “we took them home” and “we brought them home”" in text


# --- the whole ---


def many() -> Reckoned:
    claims = [returned(str(n), n, outlet=f"Post {n}", group="women") for n in range(20, 40)]
    plan = sent("7,000", 7000, name="a", published=date(2024, 3, 1), modality="planned")
    events = [event(*claims[:5]), *(event(one) for one in claims[5:]), event(plan)]
    ids = tuple(sorted(one.id for one in claims[:2]))
    return reckoned(events, conflicts=(Conflict("x_1", ConflictKind.CONTRADICTION, ids, "20 and 21 " * 30),))


def test_the_order_of_what_is_given_changes_nothing() -> None:
    known = many()
    turned = dataclasses.replace(
        known,
        events=tuple(
            dataclasses.replace(one, testimonies=one.testimonies[::-1]) for one in known.events[::-1]
        ),
        testimonies=dict(reversed(known.testimonies.items())),
    )
    claims = [one.claim for one in known.testimonies.values()]
    reports = [one.report for one in claims]
    first = brief(claims, [], reports, known, today=TODAY)
    assert brief(claims[::-1], [], reports[::-1], turned, today=TODAY) == first


@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_wider_than_asked(width: int) -> None:
    assert max(map(len, told(many(), width=width).split("\n"))) <= width


def test_every_claim_of_an_event_is_noted() -> None:
    known = many()
    text = told(known)
    notes = text.split("NOTES: THE EXACT WORDS")[1]
    assert all(one.claim.evidence[0].text in notes for one in known.testimonies.values())


def test_an_event_is_told_whole_where_one_of_its_claims_fits() -> None:
    claims = [returned("50", 50, outlet=name) for name in ("Mir", "Post")]
    text = brief(
        claims[:1],
        [],
        [one.report for one in claims],
        reckoned([event(*claims)]),
        today=TODAY,
        width=300,
        fitting=("report Mir.txt",),
    )
    assert "2 reports that name no source, in 2 reports ·unchecked [1][2]" in text
    assert "1 claim, 0 figures unread, of 2 reports." in text


def test_a_denied_escape_accuses_nobody() -> None:
    said = report("20 left Karsh, Ivo says. The warden denies it.", published=date(2024, 3, 1))
    fled = claim(said, "escape", quantity(said, "20", 20, 20), modality="alleged", origin="Karsh")
    denied = claim(said, "denial", evidence="The warden denies it.", modality="denied", speaker="The warden")
    contested = Conflict(
        "x_1", ConflictKind.CONTESTED, (fled.id, denied.id), "one denies what the other says"
    )
    lines = section(told(alone([fled, denied], conflicts=(contested,))), "ALLEGATIONS AND ANSWERS")
    assert not any("Accused" in line for line in lines)
    assert sum("The warden denies it." in line for line in lines) == 1


def test_what_was_over_before_the_days_of_a_plan_is_not_beside_it() -> None:
    days = ("next month", date(2024, 4, 1), date(2024, 4, 30))
    said = report("7,000 are sent from Orlan to Veshka next month.", name="a", published=date(2024, 3, 1))
    figure = quantity(said, "7,000", 7000, 7000)
    way = {"origin": "Orlan", "destination": "Veshka"}
    plan = claim(said, "transfer", figure, modality="planned", period=days, **way)
    done = [
        sent("150", 150, name="b", published=date(2024, 3, 20)),
        sent("90", 90, name="c", published=date(2024, 4, 2)),
    ]
    lines = section(told(alone([plan, *done])), "MOVEMENTS PLANNED")
    assert [line.split(" (stated")[0] for line in lines[3:]] == ["    - 90 people"]


def test_a_line_of_claims_that_differ_in_review_says_how_many_are_what() -> None:
    claims = [sent("150", 150, name=name, published=date(2024, 3, 2)) for name in "ab"]
    happened = reckoned([event(claims[0], reviewed(claims[1], "accepted"))])
    assert "·1 unchecked, 1 reviewed: accepted [1][2]" in " ".join(told(happened).split())


def test_what_people_coded_is_called_no_machine_reading() -> None:
    read = sent("150", 150, name="a", published=date(2024, 3, 2))
    coded = dataclasses.replace(
        sent("90", 90, name="b", published=date(2024, 3, 9)), reader="coded/mira+3f2a9c01"
    )
    shown = " ".join(told(alone([read, coded])).split())
    assert "people coded these claims elsewhere" in shown
    assert shown.count("·unchecked, coded by people [") == 1
    assert "coded by people" not in told(alone([read]))
