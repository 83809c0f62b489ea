"""What the brief says of claims made by hand: hedges, days, speakers, modality, notes, and what differs."""

import re
from collections.abc import Iterable
from datetime import date

import pytest

from habeas import Claim, Report, Unread
from habeas.model import Basis, Mark, Reason
from habeas.publishing.brief import brief
from habeas.reckoned import Reckoned
from made import claim, quantity, report, reviewed, unread
from reckoned_by_hand import alone

TODAY = date(2026, 3, 18)
HEADINGS = (
    "PEOPLE HELD, BY PLACE",
    "MOVEMENTS DONE",
    "MOVEMENTS UNDER WAY",
    "MOVEMENTS PLANNED",
    "MOVEMENTS ALLEGED",
    "MOVEMENTS DENIED",
    "MOVEMENTS ONLY SUPPOSED",
    "ATTACKS",
    "COURTS",
    "CONTRADICTED",
    "ALLEGATIONS AND ANSWERS",
    "POSITIONS",
    "REPORTS READ",
    "NOTES: THE EXACT WORDS",
)


def told(
    claims: Iterable[Claim] = (),
    unread: Iterable[Unread] = (),
    reports: Iterable[Report] = (),
    width: int = 80,
) -> str:
    claims, unread = list(claims), list(unread)
    known = {found.report.id: found.report for found in [*claims, *unread]}
    reckoned = alone(claims)
    return brief(claims, unread, [*known.values(), *reports], reckoned, today=TODAY, width=width)


def section(text: str, heading: str) -> str:
    """A section's lines, unwrapped: each statement on one line, its depth as blanks before its dash."""
    body = text.split(f"\n\n{heading}\n\n")[1]
    body = re.split(r"\n\n(?=[A-Z][A-Z ,:()0-9]+\n\n)", body)[0]
    return re.sub(r"\n +(?![ -]*- )(?=\S)", " ", body)


def test_an_empty_ledger_has_every_section_and_says_so() -> None:
    text = told()
    assert text.startswith("WHAT THE LEDGER SAYS, 18 MARCH 2026\n")
    assert all(f"\n{heading}\n\n(nothing read)\n" in text for heading in HEADINGS)
    assert "WHAT COULD NOT BE READ (0)" in text
    assert "machine reading, unchecked" in text


@pytest.mark.parametrize(
    ("words", "low", "high", "approx", "basis", "shown"),
    [
        ("300", 300, 300, False, Basis.WORDS, "- 300 women held"),
        ("over 300", 300, None, False, Basis.WORDS, "- at least 300 women held"),
        ("some 300", 300, 300, True, Basis.WORDS, "- about 300 women held"),
        ("up to 300", None, 300, False, Basis.WORDS, "- up to 300 women held"),
        ("200 to 300", 200, 300, False, Basis.WORDS, "- between 200 and 300 women held"),
        ("dozens", 24, None, False, Basis.CONVENTION, "- “dozens” (taken as at least 24) women held"),
    ],
)
def test_every_hedge_is_kept(
    words: str, low: int | None, high: int | None, approx: bool, basis: Basis, shown: str
) -> None:
    said = report(f"{words} women are held in Orlan.")
    figure = quantity(said, words, low, high, approx=approx, basis=basis)
    held = section(told([claim(said, "holding", figure, group="women", place="Orlan")]), HEADINGS[0])
    assert held.startswith(f"Orlan\n{shown} in Orlan · ")


def test_an_undated_figure_says_when_it_was_stated_who_says_so_and_that_no_one_checked_it() -> None:
    said = report("The guard said 50 are held in Orlan.")
    found = claim(said, "holding", quantity(said, "50", 50, 50), place="Orlan", speaker="The guard")
    held = section(told([found]), HEADINGS[0])
    assert "- 50 people held in Orlan · stated 18 March 2024, 2 years old · according to The guard" in held
    assert held.endswith(" ·unchecked [1]")


def test_a_dated_figure_shows_its_days_and_an_outlet_without_a_source() -> None:
    said = report("In February 2024 50 were moved from Orlan to Veshka.")
    period = ("In February 2024", date(2024, 2, 1), date(2024, 2, 29))
    found = claim(
        said, "transfer", quantity(said, "50", 50, 50), period=period, origin="Orlan", destination="Veshka"
    )
    line = (
        "- 50 people moved or handed over from Orlan to Veshka · February 2024"
        " · The Orlan Post reports, no source named ·unchecked [1]"
    )
    assert line in section(told([found]), "MOVEMENTS DONE")


def test_a_note_gives_outlet_date_page_and_the_exact_words() -> None:
    said = report(
        "Heading. The guard holds 50 [sic] people\nin Orlan.", marks=(Mark(0, "page 1"), Mark(9, "page 2"))
    )
    words = "The guard holds 50 [sic] people\nin Orlan."
    found = claim(said, "holding", quantity(said, "50", 50, 50), evidence=words, place="Orlan")
    note = "[1] The Orlan Post, 18 March 2024, page 2: “The guard holds 50 [sic] people in Orlan.”"
    assert note in section(told([found]), HEADINGS[-1])


@pytest.mark.parametrize(
    ("modality", "heading", "prefix"),
    [
        ("asserted", "MOVEMENTS DONE", ""),
        ("ongoing", "MOVEMENTS UNDER WAY", "under way: "),
        ("planned", "MOVEMENTS PLANNED", "planned: "),
        ("alleged", "MOVEMENTS ALLEGED", "alleged: "),
        ("denied", "MOVEMENTS DENIED", "denied: "),
        ("hypothetical", "MOVEMENTS ONLY SUPPOSED", "supposed (an “if” or a risk): "),
    ],
)
def test_said_planned_and_done_stay_apart(modality: str, heading: str, prefix: str) -> None:
    said = report("50 to be released.")
    text = told([claim(said, "release", quantity(said, "50", 50, 50), modality=modality)])
    assert f"\nReleased\n- {prefix}50 people released · " in "\n" + section(text, heading)
    assert text.count("50 people released") == 1


def test_an_allegation_stands_with_its_denial() -> None:
    said = report("The watch says the guard beat 40 in Orlan. The guard denies it.")
    alleged = claim(
        said,
        "allegation",
        quantity(said, "40", 40, 40),
        evidence="The watch says the guard beat 40 in Orlan.",
        measure="victims",
        modality="alleged",
        speaker="The watch",
        actor="the guard",
    )
    answer_of = report(
        "Nothing happened in Orlan, the guard answers.", name="later.txt", published=date(2024, 4, 1)
    )
    answer = claim(answer_of, "denial", modality="denied", speaker="the guard", actor="the guard")
    lines = section(told([answer, alleged]), "ALLEGATIONS AND ANSWERS").split("\n")
    assert lines[0] == "Accused: the guard"
    assert lines[1].startswith("- alleged: 40 people said to be harmed, “The watch says the guard beat 40")
    assert "according to The watch" in lines[1]
    assert lines[2].startswith("- answer, denied: “Nothing happened in Orlan, the guard answers.” · ")
    assert "answered by the guard ·unchecked" in lines[2]


def test_an_answer_in_the_same_words_stands_under_its_allegation() -> None:
    said = report("The guard denies what the watch says: that soldiers beat 40.")
    alleged = claim(said, "allegation", modality="alleged", speaker="the watch", actor="soldiers")
    answer = claim(said, "denial", modality="denied", speaker="The guard", actor="The guard")
    lines = section(told([alleged, answer]), "ALLEGATIONS AND ANSWERS").split("\n")
    assert [line[:12] for line in lines] == ["Accused: sol", "- alleged: “", "  - answer, "]


def test_an_allegation_without_an_answer_says_so() -> None:
    said = report("The watch says soldiers beat 40.")
    text = told([claim(said, "allegation", modality="alleged", speaker="The watch", actor="soldiers")])
    assert "(no answer in these reports)" in text


def test_figures_that_differ_stand_together_and_are_not_added() -> None:
    day = date(2024, 3, 17)
    said = report("On Sunday the guard said it held 120 in Orlan jail, the ministry said 1,500.")
    both = [
        claim(
            said,
            "holding",
            quantity(said, words, n, n),
            period=("On Sunday", day, day),
            place="Orlan jail",
            speaker=who,
        )
        for words, n, who in (("120", 120, "the guard"), ("1,500", 1500, "the ministry"))
    ]
    other = report("30 are held in Veshka.", name="other.txt")
    done = section(
        told([*both, claim(other, "holding", quantity(other, "30", 30, 30), place="Veshka")]), HEADINGS[0]
    )
    lines = done.split("\n")
    at = lines.index("- Figures for one place and time that differ; they may count different people:")
    assert lines[at + 1].startswith(
        "  - 120 people held in Orlan jail · 17 March 2024 · according to the guard"
    )
    assert lines[at + 2].startswith(
        "  - 1,500 people held in Orlan jail · 17 March 2024 · according to the ministry"
    )
    assert done.count("Figures for one place and time that differ") == 1
    assert "1,620" not in done


@pytest.mark.parametrize(
    ("low", "high", "differs"),
    [
        (50, 50, False),
        (40, None, False),
        (None, 60, False),
        (51, 51, True),
        (60, None, True),
        (None, 40, True),
    ],
)
def test_only_figures_that_cannot_both_be_true_differ(
    low: int | None, high: int | None, differs: bool
) -> None:
    said = report("50 are held in Orlan; others say nn.")
    one = claim(said, "holding", quantity(said, "50", 50, 50), place="Orlan")
    other = claim(said, "holding", quantity(said, "nn", low, high), place="Orlan")
    assert ("Figures for one place and time that differ" in told([one, other])) is differs


def test_figures_that_name_no_place_are_not_set_against_one_another() -> None:
    said = report("50 are held; 60 are held.")
    claims = [claim(said, "holding", quantity(said, n, int(n), int(n))) for n in ("50", "60")]
    assert "Figures for one place and time that differ" not in told(claims)


def test_the_parts_of_a_figure_stand_under_it() -> None:
    said = report("104 came back to Veshka, 31 women and 73 children.")
    whole = claim(said, "repatriation", quantity(said, "104", 104, 104), destination="Veshka")
    parts = [
        claim(
            said,
            "repatriation",
            quantity(said, str(n), n, n),
            group=who,
            destination="Veshka",
            part_of=whole.id,
        )
        for n, who in ((31, "women"), (73, "children"))
    ]
    lines = section(told([*parts, whole]), "MOVEMENTS DONE").split("\n")
    assert [line.split(" repatriated")[0] for line in lines[1:]] == [
        "- 104 people",
        "  - 31 women",
        "  - 73 children",
    ]


def test_parts_in_a_circle_are_all_told() -> None:
    said = report("7 and 8 are held in Orlan.")
    one = claim(said, "holding", quantity(said, "7", 7, 7), place="Orlan")
    other = claim(said, "holding", quantity(said, "8", 8, 8), place="Orlan", part_of=one.id)
    one = claim(said, "holding", quantity(said, "7", 7, 7), place="Orlan", part_of=other.id)
    text = told([one, other])
    assert "- 7 people held" in text
    assert "- 8 people held" in text


def test_one_statement_of_two_reports_is_told_once_with_both_notes() -> None:
    said = [report("50 are held in Orlan.", name=name, outlet=name) for name in ("Mir", "Post")]
    text = told([claim(one, "holding", quantity(one, "50", 50, 50), place="Orlan") for one in said])
    held = section(text, HEADINGS[0])
    assert held.count("50 people") == 1
    assert (
        "Mir reports, no source named; Post reports, no source named · in 2 reports ·unchecked [1][2]" in held
        or (
            "Post reports, no source named; Mir reports, no source named · in 2 reports ·unchecked [1][2]"
            in held
        )
    )
    assert "sources" not in text


@pytest.mark.parametrize(
    "change",
    [
        {"figure": 51},
        {"group": "women"},
        {"place": "Veshka"},
        {"place": None},
        {"period": ("today", date(2024, 3, 18), date(2024, 3, 18))},
        {"modality": "alleged"},
        {"stated_on": date(2024, 3, 17)},
    ],
)
def test_statements_that_differ_in_one_thing_are_told_apart(change: dict[str, object]) -> None:
    said = [report("nn are held today in Orlan or Veshka.", name=name) for name in ("Mir", "Post")]
    slots = {"figure": 50, "place": "Orlan", **change}
    n = slots.pop("figure")
    claims = [
        claim(said[0], "holding", quantity(said[0], "nn", 50, 50), place="Orlan"),
        claim(said[1], "holding", quantity(said[1], "nn", n, n), **slots),
    ]
    assert "in 2 reports" not in told(claims)


def test_two_figures_without_a_place_are_not_taken_for_one() -> None:
    said = [report("50 are held.", name=name) for name in ("Mir", "Post")]
    assert "in 2 reports" not in told([claim(one, "holding", quantity(one, "50", 50, 50)) for one in said])


def test_the_newest_statement_of_a_place_comes_first() -> None:
    claims = []
    for year in (2021, 2025, 2023):
        said = report(f"{year} were held in Orlan.", name=f"{year}.txt", published=date(year, 1, 1))
        claims.append(claim(said, "holding", quantity(said, str(year), year, year), place="Orlan"))
    held = section(told(claims), HEADINGS[0])
    assert re.findall(r"^- ([\d,]+) people", held, re.M) == ["2,025", "2,023", "2,021"]


def test_labels_stand_in_quotation_marks() -> None:
    said = report("50 fighters are held in Orlan.")
    text = told([claim(said, "holding", quantity(said, "50", 50, 50), group="fighters", place="Orlan")])
    assert "- 50 people (“fighters”) held in Orlan" in section(text, HEADINGS[0])


def test_the_brief_has_no_word_of_its_own_for_people_whose_whereabouts_are_open() -> None:
    said = report("20 are unaccounted for.")
    figure = quantity(said, "20", 20, 20)
    text = told(
        [claim(said, "escape", figure, trigger="unaccounted for", detail="missing", modality="asserted")]
    )
    ours = text.replace("“unaccounted for”", "").replace("“20 are unaccounted for.”", "")
    assert not re.search(r"missing|unaccounted|escaped|at large", ours)


def test_attacks_courts_and_positions_have_their_sections() -> None:
    said = report("Raiders attacked Orlan jail. Two were tried. Veshka refuses to take them back.")
    text = told(
        [
            claim(said, "attack", place="Orlan jail", actor="Raiders"),
            claim(said, "trial", quantity(said, "Two", 2, 2)),
            claim(said, "position", evidence="Veshka refuses to take them back.", actor="Veshka"),
        ]
    )
    assert "- attack or riot in Orlan jail by Raiders · " in section(text, "ATTACKS")
    assert "- 2 people before a court or under investigation · " in section(text, "COURTS")
    assert "- Veshka: “Veshka refuses to take them back.” · " in section(text, "POSITIONS")


def test_what_was_not_read_is_told_with_its_reason() -> None:
    said = report("Some 70 went somewhere; they were detained.")
    text = told(unread=[unread(said, "70", reason=Reason.NO_EVENT)])
    body = text.split("WHAT COULD NOT BE READ (1)")[1]
    assert "people in custody are named, what happened to them isn't read (1):" in body
    assert "- “70” · The Orlan Post, 18 March 2024 ·unread [1]" in body
    assert "“Some 70 went somewhere; they were detained.”" in body


def test_reports_are_listed_and_the_silent_ones_counted() -> None:
    said = report("50 are held in Orlan.")
    silent = report("A football match.", name="sport.txt", outlet="Sport", published=None)
    text = told([claim(said, "holding", quantity(said, "50", 50, 50), place="Orlan")], reports=[silent])
    body = section(text, "REPORTS READ")
    assert f"- The Orlan Post, 18 March 2024 · made.txt · 1 claim, 0 unread · {said.id[:8]}" in body
    assert f"- Sport, undated · sport.txt · 0 claims, 0 unread · {silent.id[:8]}" in body
    assert "In 1 of 2 nothing about people in custody was read." in body
    end = "1 claim, 0 figures unread, 2 reports. Machine reading, unchecked where no line says otherwise."
    assert text.replace("\n", " ").rstrip().endswith(end)


def test_a_brief_of_what_fits_counts_only_that() -> None:
    said = [report(f"{n} are held in Orlan.", name=f"{n}.txt") for n in range(10, 14)]
    found = claim(said[0], "holding", quantity(said[0], "10", 10, 10), place="Orlan")
    figure = unread(said[1], "11")
    text = brief(
        [found], [figure], said, alone([found]), today=TODAY, fitting=("place Orlan", "since 2024-01-01")
    )
    assert text.split("\n")[1] == "Only what fits: place Orlan; since 2024-01-01."
    assert "(nothing read)" not in text
    assert "MOVEMENTS DONE\n\n(nothing that fits)\n" in text
    body = section(text, "REPORTS THAT FIT")
    assert "10.txt · 1 claim, 0 unread" in body
    assert "11.txt · 0 claims, 1 unread" in body
    assert "12.txt" not in body
    words = body.replace("\n", " ")
    assert "Of 4 reports, 1 says something that fits; 1 has only unread figures, which might fit." in words
    assert "nothing about people in custody was read" not in text
    assert "any of them could fit" in text
    assert "1 claim, 1 figure unread, of 4 reports." in text.replace("\n", " ")


def test_a_brief_in_which_nothing_fits_says_so() -> None:
    text = brief([], [], [report("50 are held.")], Reckoned(), today=TODAY, fitting=("place Nowhere",))
    assert "Of 1 report, none says something that fits." in text
    assert "made.txt" not in text


@pytest.mark.parametrize("fitting", [(), ("place Orlan",)])
def test_reports_in_other_languages_are_not_silent_but_unread(fitting: tuple[str, ...]) -> None:
    said = [report("Leute.", name=f"{code}{n}.txt", language=code) for code in ("de", "ckb") for n in (1, 2)]
    text = brief(
        [],
        [],
        [*said, report("Nothing.", language="en")],
        Reckoned(),
        today=TODAY,
        width=200,
        fitting=fitting,
    )
    end = "ot read: in Central Kurdish (2 reports); not read: in German (2 reports)."
    assert end in text
    assert ("de1.txt · not read: in German · " in text) is not bool(fitting)
    assert ("In 1 of 5 nothing about people in custody was read; n" + end in text) is not bool(fitting)


def test_a_reviewed_line_says_so_and_a_rejected_one_is_left_out_and_counted() -> None:
    said = report("50 or 60 are held in Orlan.")
    accepted = reviewed(claim(said, "holding", quantity(said, "50", 50, 50), place="Orlan"), "accepted")
    rejected = reviewed(claim(said, "holding", quantity(said, "60", 60, 60), place="Orlan"), "rejected")
    text = told([accepted, rejected])
    assert "·reviewed: accepted [1]" in text
    assert "60 people" not in text
    assert "Left out, rejected on review: 1 claim." in text.replace("\n", " ")


def test_every_line_with_a_figure_of_the_ledger_carries_its_mark() -> None:
    said = report("50 are held in Orlan, 60 were freed, 70 face trial, 80 may be sent to Veshka.")
    kinds = (("50", "holding"), ("60", "release"), ("70", "trial"), ("80", "transfer"))
    text = told([claim(said, kind, quantity(said, n, int(n), int(n)), place="Orlan") for n, kind in kinds])
    lines = [line for heading in HEADINGS[:-2] for line in section(text, heading).split("\n") if "- " in line]
    assert len(lines) == 4
    assert all(re.search(r" ·unchecked \[\d+\]$", line) for line in lines)


@pytest.mark.parametrize("width", [40, 80, 100])
def test_no_line_is_wider_than_asked(width: int) -> None:
    said = report(
        "In the prison of " + "Verylongname" * 12 + " 50 are held, " + "words " * 100, outlet="Post " * 30
    )
    found = claim(said, "holding", quantity(said, "50", 50, 50), place="Verylongname" * 12)
    assert max(map(len, told([found], width=width).split("\n"))) <= width


def test_a_hostile_report_cannot_rewrite_the_terminal() -> None:
    said = report("In \x1b[2JOrlan\u202e 50 \x9b1m are held.", outlet="Po\x07st", name="\x1b.txt")
    figure = quantity(said, "50", 50, 50)
    text = told(
        [claim(said, "holding", figure, place="\x1b[2JOrlan\u202e", speaker="\x9b1m")], [unread(said, "50")]
    )
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)


def test_the_order_of_adding_changes_nothing() -> None:
    said = [report(f"{n} are held in Orlan.", name=f"{n}.txt") for n in range(10, 30)]
    claims = [
        claim(one, "holding", quantity(one, one.text[:2], int(one.text[:2]), None), place="Orlan")
        for one in said
    ]
    first = told(claims)
    assert told(claims[::-1]) == told(claims[1::2] + claims[::2]) == first
