"""Two reports of one family beside each other: what both say, and what only one does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.publishing.compared import MOST_LETTERS, Beside, Piece, Row, Side, beside
from made import report, span

ONE = (
    "The Ministry of Rivers said that 312 people are held in Orlan prison, among them 47 women.\n\n"
    "“Nobody was moved to the camp on Friday,” the minister said in the evening.\n\n"
    "A lawyer who visited the prison last week said that its cells hold too many."
)
OTHER = (
    "The Ministry of Rivers said that 321 people are held in Orlan prison, among them 47 women.\n\n"
    '"No one was moved to the camp on Friday," the minister said in the evening.\n\n'
    "Rain is expected."
)
REWORDED = (("no one was moved to the camp on friday", "nobody was moved to the camp on friday"),)


def compared(one: str, other: str, reworded: tuple[tuple[str, str], ...] = ()) -> Beside:
    return beside(Side(report(one)), Side(report(other, name="other.txt")), reworded)


def told(pieces: tuple[Piece, ...]) -> str:
    """The words of a side, changes in brackets, figures that differ in braces."""
    around = {(False, False): "{}", (True, False): "[{}]", (True, True): "{{{{{}}}}}"}
    return "".join(around[piece.differs, piece.figure].format(piece.text) for piece in pieces)


def sides(row: Row) -> tuple[str, str]:
    return told(row.one), told(row.other)


def test_changed_words_and_figures_are_told_apart() -> None:
    found = compared(ONE, OTHER)
    assert [sides(row) for row in found.rows] == [
        (
            "The Ministry of Rivers said that {{312}} people are held in Orlan prison, among them 47 women.",
            "The Ministry of Rivers said that {{321}} people are held in Orlan prison, among them 47 women.",
        ),
        (
            "“[Nobody] was moved to the camp on Friday,” the minister said in the evening.",
            '"[No one] was moved to the camp on Friday," the minister said in the evening.',
        ),
        (
            "[A lawyer who visited the prison last week said that its cells hold too many.]",
            "",
        ),
        ("", "[Rain is expected.]"),
    ]
    assert 0.5 < found.shared < 0.9
    assert not found.cut


def test_a_quotation_that_was_reworded_is_marked_on_both_sides() -> None:
    found = compared(ONE, OTHER, REWORDED)
    marked = [
        "".join(piece.text for row in found.rows for piece in getattr(row, side) if piece.reworded)
        for side in ("one", "other")
    ]
    assert marked == ["Nobody was moved to the camp on Friday", "No one was moved to the camp on Friday"]
    assert [sides(row) for row in found.reworded] == [
        ("[Nobody] was moved to the camp on Friday", "[No one] was moved to the camp on Friday")
    ]
    assert not compared(ONE, ONE, REWORDED).reworded


def test_a_figure_in_words_counts_where_it_was_read() -> None:
    mine, theirs = (
        report("Forty people are held in Orlan prison."),
        report("Fifty people are held in Orlan prison."),
    )
    found = beside(Side(mine, (span(mine, "Forty"),)), Side(theirs))
    assert sides(found.rows[0])[0].startswith("{{Forty}}")
    assert sides(found.rows[0])[1].startswith("[Fifty]")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The minister’s “no” – said twice.", 'The MINISTER\'S "no" - said twice.'),
        ("1,200 people in Dêrik", "1200 people in Derik"),
        ("Held in Orlan", "Held  in\tOrlan"),
    ],
)
def test_case_accents_and_the_shape_of_marks_are_no_difference(one: str, other: str) -> None:
    found = compared(one, other)
    assert all(row.same for row in found.rows)
    assert found.shared == 1


def test_a_paragraph_that_was_split_stands_beside_both_halves() -> None:
    first, _, second = ONE.split("\n\n")
    found = compared(f"{first} {second}", f"{first}\n\n{second}")
    assert [row.alike for row in found.rows] == [1]


def test_words_that_meet_by_chance_are_no_common_ground() -> None:
    said, rain = (
        "They were moved to Orlan on Friday by the army.",
        "Rain fell over all of the valley that night.",
    )
    courts = "Courts said nothing of this, which papers noted."
    found = compared(f"{said} {rain}", f"{said} {courts}")
    assert sides(found.rows[0]) == (f"{said} [{rain[:-1]}].", f"{said} [{courts[:-1]}].")


@pytest.mark.parametrize(("one", "other"), [("", ""), ("Held", ""), ("", "Held"), (" \n", "…")])
def test_reports_without_words_can_be_compared(one: str, other: str) -> None:
    found = compared(one, other)
    assert found.shared == 0
    assert all(row.alike == 0 for row in found.rows)


def test_long_reports_are_compared_in_part_and_it_is_said() -> None:
    line = "Forty people were moved to Orlan on that day. "
    found = compared(line * 50_000, "x" * 3_000_000)
    assert found.cut
    assert sum(len(piece.text) for row in found.rows for piece in row.one) <= MOST_LETTERS
    assert compared("a\n" * 5_000, "a\n" * 5_000).cut


def test_hostile_characters_are_not_passed_on() -> None:
    found = compared("held \u202e21\x00 people", "held 21 people")
    assert not {"\u202e", "\x00"} & set(sides(found.rows[0])[0])


PARAGRAPHS = st.lists(
    st.lists(st.sampled_from(["held", "40", "moved", "Orlan", "“no”", "\u202e", "ʼ", "ß"]), max_size=9),
    max_size=6,
).map(lambda found: "\n".join(" ".join(words) for words in found))


@given(PARAGRAPHS, PARAGRAPHS)
def test_no_word_is_lost_and_order_is_kept(one: str, other: str) -> None:
    found = compared(one, other)
    for text, pieces in (
        (one, [piece for row in found.rows for piece in row.one]),
        (other, [piece for row in found.rows for piece in row.other]),
    ):
        inside = [at for piece in pieces for at in range(piece.start, piece.end)]
        assert inside == sorted(set(inside))
        assert all(letter.isspace() for at, letter in enumerate(text) if at not in set(inside))
        assert all(len(piece.text) == piece.end - piece.start for piece in pieces)
