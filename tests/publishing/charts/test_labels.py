"""Words beside marks: none on another, none out of the frame, the first that are asked for go first."""

from itertools import combinations

import pytest

from habeas.publishing.charts.labels import Anchor, Box, Wanted, around, labels, width

FRAME = Box(0, 0, 400, 200)


def _wanted(key: str, x: float, y: float, words: str = "about 1,200") -> Wanted:
    return Wanted(key, words, x, y, 5)


def test_a_label_stands_right_of_its_mark_where_there_is_room():
    (label,) = labels([_wanted("a", 100, 100)], frame=FRAME, size=12, most=5)
    assert label.anchor is Anchor.START
    assert label.x > 105


@pytest.mark.parametrize(
    ("x", "taken", "anchor"),
    [
        (395, (), Anchor.END),  # no room on the right
        (200, (Box(206, 0, 400, 200),), Anchor.END),
        (200, (Box(206, 93, 400, 107), Box(0, 93, 194, 107)), Anchor.MIDDLE),
    ],
)
def test_a_label_gives_way(x: float, taken: tuple[Box, ...], anchor: Anchor):
    (label,) = labels([_wanted("a", x, 100, "12")], frame=FRAME, taken=taken, size=12, most=5)
    assert label.anchor is anchor


def test_no_labels_lie_on_one_another():
    wanted = [_wanted(str(at), 20 + at * 9, 50 + at % 7 * 10) for at in range(40)]
    found = labels(wanted, frame=FRAME, size=12, most=40)
    assert 4 < len(found) < 40
    for one, other in combinations(found, 2):
        assert not _box(one).meets(_box(other))


def test_the_first_go_first_and_no_more_than_asked_for():
    wanted = [_wanted("a", 100, 100), _wanted("b", 100, 101), _wanted("c", 300, 20)]
    assert [one.key for one in labels(wanted, frame=FRAME, size=12, most=1)] == ["a"]


def test_what_has_no_room_anywhere_has_no_label():
    assert labels([_wanted("a", 100, 100)], frame=FRAME, taken=[FRAME], size=12, most=5) == []


def test_boxes_that_share_only_an_edge_do_not_meet():
    assert not around(0, 0, 5).meets(Box(5, -5, 9, 5))
    assert around(0, 0, 5).meets(Box(4.9, -5, 9, 5))


def _box(label: object) -> Box:
    wide = width(label.words, 12)
    left = label.x - {Anchor.START: 0, Anchor.MIDDLE: wide / 2, Anchor.END: wide}[label.anchor]
    return Box(left, label.y - 0.96 * 12, left + wide, label.y + 0.23 * 12)
