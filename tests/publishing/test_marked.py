"""What was read is marked in the words that it stands on, however much of it overlaps."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas import Claim, Report, Span
from habeas.model import ClaimType
from habeas.publishing.marked import LANES, NOTES, Marked, Segment, marked
from habeas.publishing.paragraphs import portion_at
from made import READER, claim, quantity, report, unread

TEXT = (
    "The ministry said 40 people, 12 of them women, were held in Orlan.\n\n"
    "On Friday 7 were moved, and 5 died there. Nobody counted the 30 of somebody."
)


def page(of: Report, claims: Iterable[Claim], figures: Iterable[object] = (), at: int = 0) -> Marked:
    return marked(of, claims, figures, portion_at(of.text, at), at=at)


def segments(found: Marked) -> list[Segment]:
    return [segment for paragraph in found.paragraphs for segment in paragraph.segments]


def anchored(of: Report, start: int, end: int, evidence: tuple[int, int], kind: str = "holding") -> Claim:
    """A claim without a figure, whose trigger and evidence are at these offsets."""
    return Claim(of, ClaimType(kind), of.span(start, end), (of.span(*evidence),), READER, "made")


def lines(found: Marked, lane: int | None) -> list[str]:
    """The words above each line of a lane, or of what is crowded."""
    drawn, end = [], -1
    for one in segments(found):
        if (one.crowded if lane is None else lane in one.lanes) and one.sign is None:
            drawn = [*drawn[:-1], drawn[-1] + one.text] if one.start == end else [*drawn, one.text]
            end = one.end
    return drawn


def test_figures_and_evidence_are_marked_and_numbered() -> None:
    of = report(TEXT)
    first = "The ministry said 40 people, 12 of them women, were held in Orlan."
    held = claim(of, "holding", quantity(of, "40", 40, 40), evidence=first)
    women = claim(of, "holding", quantity(of, "12", 12, 12), evidence=first)
    moved = claim(of, "transfer", quantity(of, "7", 7, 7), evidence="On Friday 7 were moved")
    left = unread(of, "30", "Nobody counted the 30 of somebody.")
    found = page(of, [moved, women, held], [left])
    assert found.numbers == {held.id: 1, women.id: 2, moved.id: 3, left.id: 4}
    assert [one.notes for one in found.paragraphs] == [(held.id, women.id), (moved.id, left.id)]
    assert {one.text: one.figures + one.unread for one in segments(found) if one.figures or one.unread} == {
        "40": (held.id,),
        "12": (women.id,),
        "7": (moved.id,),
        "30": (left.id,),
    }
    assert lines(found, 0) == [first, "On Friday 7 were moved"]
    assert lines(found, 1) == []
    assert {one.depth for one in segments(found) if 0 in one.lanes} == {1, 2}


def test_claims_of_one_passage_share_a_line_and_overlaps_have_lines_of_their_own() -> None:
    of = report("a b c d e f g h i j k l m n o p")
    spans = [(0, 11), (0, 11), (4, 15), (6, 9), (8, 13), (14, 19)]
    found = page(of, [anchored(of, start, start + 1, (start, end)) for start, end in spans[1:]])
    assert lines(found, 0) == ["a b c d e f", "h i j"]
    assert lines(found, 1) == ["c d e f g h"]
    assert lines(found, 2) == ["d e"]
    assert lines(found, None) == ["e f g"]


def test_a_figure_over_a_line_end_is_called_in_the_paragraph_where_it_begins() -> None:
    of = report("people were\nheld there\n\nin Orlan")
    across = anchored(of, 7, 32, (0, 32))
    found = page(of, [across])
    assert [one.notes for one in found.paragraphs] == [(across.id,), (), ()]
    assert [one.text for one in segments(found) if one.figures] == ["were"]


@pytest.mark.parametrize("anchor", [(0, 1), (6, 7), (13, 15)])
def test_a_figure_of_blanks_is_called_all_the_same(anchor: tuple[int, int]) -> None:
    of = report(" \nheld \n there \n ")
    odd = anchored(of, *anchor, (0, 16))
    assert [note for one in page(of, [odd]).paragraphs for note in one.notes] == [odd.id]


def test_signs_are_named_and_keep_their_offsets() -> None:
    of = report("held: \u202e21\u202c\x00\x00 people")
    found = segments(page(of, [claim(of, "holding", quantity(of, "21", 21, 21))]))
    assert [(one.start, one.end, one.text) for one in found] == [
        (0, 6, "held: "),
        (6, 7, "RLO"),
        (7, 9, "21"),
        (9, 10, "PDF"),
        (10, 12, "null ×2"),
        (12, 19, " people"),
    ]
    assert [bool(one.notes) for one in found] == [False, False, True, False, False, False]


def test_a_flood_of_signs_is_shown_without_names() -> None:
    of = report("\x01\x02" * 20_000)
    found = segments(page(of, []))
    assert len(found) < 1_100
    assert found[-1].end == len(of.text)
    assert set(found[-1].text) == {"\ufffd"}


def test_a_line_goes_on_in_the_next_portion_but_its_note_stands_once() -> None:
    of = report("word " * 60_000)
    edge = portion_at(of.text).end
    across = anchored(of, edge - 20, edge - 16, (edge - 40, edge + 40))
    first, second = page(of, [across]), page(of, [across], at=edge)
    assert (len(first.claims), len(second.claims)) == (1, 0)
    assert [len(line) for line in (*lines(first, 0), *lines(second, 0))] == [39, 40]


def test_ten_thousand_overlapping_claims_stay_a_page() -> None:
    chance = random.Random(7)  # noqa: S311  no secret hangs on it
    of = report("held " * 20_000)
    starts = [chance.randrange(0, 90_000) for _ in range(10_000)]
    claims = [anchored(of, at, at + 4, (at, min(at + 5_000, 100_000))) for at in starts]
    claims = list({one.id: one for one in claims}.values())
    found = page(of, claims)
    assert (len(found.claims), found.left_out) == (NOTES, len(claims) - NOTES)
    assert len(segments(found)) < 2_000
    assert max(one.depth for one in segments(found)) > 300
    last = max(claims, key=lambda one: one.anchor.start)
    assert last in page(of, claims, at=last.anchor.start).claims
    somewhere = claims[len(claims) // 2]
    assert somewhere in page(of, claims, at=somewhere.anchor.start).claims


LETTERS = "ab .\n\u202e\x00\u0627"


@st.composite
def read(draw: st.DrawFn) -> tuple[Report, list[Claim]]:
    of = report(draw(st.text(alphabet=LETTERS, min_size=2, max_size=120)))
    edges = st.integers(0, len(of.text) - 1)
    found = {}
    for _ in range(draw(st.integers(0, 12))):
        start, end = sorted((draw(edges), draw(edges)))
        at = draw(st.integers(start, end))
        one = anchored(
            of, at, draw(st.integers(at, end)) + 1, (start, end + 1), draw(st.sampled_from(list(ClaimType)))
        )
        found[one.id] = one
    return of, list(found.values())


@given(read())
def test_marking_loses_no_word_and_no_claim(given: tuple[Report, list[Claim]]) -> None:
    of, claims = given
    found = page(of, claims)
    for one in found.paragraphs:
        edges = [segment.start for segment in one.segments] + [one.paragraph.end]
        assert edges[0] == one.paragraph.start
        assert [segment.end for segment in one.segments] == edges[1:]
        assert all(len(part.text) == part.end - part.start for part in one.segments if part.sign is None)
    noted = [note for one in found.paragraphs for note in one.notes]
    assert sorted(noted) == sorted(one.id for one in claims if found.paragraphs)
    for segment in segments(found):
        over = [one for one in claims if any(piece.touches(words_of(segment)) for piece in one.evidence)]
        assert bool(segment.lanes or segment.crowded) == bool(over)
        assert len(segment.lanes) <= LANES
        assert {one.id for one in over} >= set(segment.claims)


def words_of(segment: Segment) -> Span:
    return Span(segment.start, segment.end, "x" * (segment.end - segment.start))
