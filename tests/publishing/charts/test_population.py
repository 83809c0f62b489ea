"""The chart of the people at a place: what is drawn, what can be reached, what a page may hold."""

from datetime import date

import pytest
from lxml import etree

from habeas.publishing.charts.drawing import PREFIX, SVG
from habeas.publishing.charts.labels import width
from habeas.publishing.charts.marks import Mark
from habeas.publishing.charts.population import population_chart
from habeas.reckoned import Days


def mark(claim: str, low: int | None, high: int | None, *days: date, **more: object) -> Mark:
    first, last = days[0] if days else date(2024, 3, 1), days[-1] if days else date(2024, 3, 1)
    figure = f"figure of {claim}"
    return Mark(claim, Days(first, last), low, high, figure, f"words of {claim}", f"/claims/{claim}", **more)


def parts(svg: str, claim: str) -> list[str]:
    """What is drawn of one claim: the classes of the shapes in its link."""
    (found,) = [one for one in links(svg) if one.get("href") == f"/claims/{claim}"]
    return [shape.get("class").removeprefix(PREFIX) for shape in found if shape.get("class")]


def links(svg: str) -> list[etree._Element]:
    return etree.fromstring(svg).findall(f"{{{SVG}}}a")


def drawn(*marks: Mark) -> str:
    chart = population_chart(marks, place="Ustholm camp")
    assert chart is not None
    return chart.wide


OTHER = mark("other", 900, 900, date(2023, 1, 1))


@pytest.mark.parametrize(
    ("low", "high", "more", "expected"),
    [
        (50, 50, {}, {"dot"}),
        (0, 0, {}, {"dot"}),
        (50, 50, {"approx": True}, {"about"}),
        (50, None, {}, {"range", "bound", "arrow"}),
        (None, 50, {}, {"range", "bound", "arrow"}),
        (50, 80, {}, {"range", "bound"}),
        (50, 50, {"contradicted": True}, {"dot", "ring"}),
    ],
)
def test_each_kind_of_figure_has_its_shape(low, high, more, expected):
    found = set(parts(drawn(mark("c1", low, high, **more), OTHER), "c1"))
    assert found - {"touch", "label"} == expected


def test_an_interval_over_several_days_is_an_area_with_both_bounds():
    found = parts(drawn(mark("c1", 50, 80, date(2024, 1, 1), date(2024, 2, 1)), OTHER), "c1")
    assert (found.count("area"), found.count("span"), found.count("bound")) == (1, 2, 2)


def test_an_open_figure_points_the_way_in_which_it_is_open():
    def tip(low: int | None, high: int | None) -> str:
        (link, *_) = [one for one in links(drawn(mark("c1", low, high), OTHER)) if "c1" in one.get("href")]
        return next(shape.get("d") for shape in link if shape.get("class") == f"{PREFIX}arrow")

    assert tip(50, None) != tip(None, 50)


@pytest.mark.parametrize("slot", ["convention", "capacity", "contradicted", "checked"])
def test_what_a_mark_is_can_be_told_by_its_class(slot: str):
    found = [one.get("class") for one in links(drawn(mark("c1", 5, 9, **{slot: True}), OTHER))]
    assert [f"{PREFIX}{slot}" in classes.split() for classes in found] == [False, True]


def test_every_mark_is_a_link_with_its_words_in_order_of_days():
    found = links(drawn(mark("c2", 7, None), mark("c1", 3, 4), OTHER))
    assert [one.get("href") for one in found] == ["/claims/other", "/claims/c2", "/claims/c1"]
    assert found[0].findtext(f"{{{SVG}}}title") == "words of other"


def test_the_newest_of_everybody_is_set_apart_and_labelled():
    part = mark("c3", 5, 5, date(2024, 5, 1), group="women")
    svg = drawn(mark("c2", 700, 700), OTHER, part)
    newest = [one.get("href") for one in links(svg) if f"{PREFIX}newest" in one.get("class").split()]
    assert newest == ["/claims/c2"]
    assert "label" in parts(svg, "c2")


def test_nothing_hostile_and_nothing_that_a_page_forbids_is_in_it():
    hostile = Mark(
        "c<1>", Days(date(2024, 1, 1), date(2024, 1, 1)), 5, 5, '<script>"&', "</title><script>", '/c"><b'
    )
    svg = drawn(hostile, OTHER)
    for forbidden in ("<script", "style=", "<style", "http://www.w3.org/1999/xlink", "font-family", "vega"):
        assert forbidden not in svg
    assert [one.get("href") for one in links(svg)] == ["/claims/other", '/c"><b']
    assert not any(name in one.attrib for one in etree.fromstring(svg).iter() for name in ("fill", "stroke"))


def test_it_is_drawn_wide_and_narrow_and_says_what_it_shows():
    chart = population_chart([mark("c1", 50, 50), OTHER], place="Ustholm camp")
    assert chart is not None
    assert etree.fromstring(chart.wide).get("viewBox") == "0 0 960 440"
    assert etree.fromstring(chart.narrow).get("viewBox") == "0 0 358 340"
    assert "2 figures, 1 January 2023 to 1 March 2024" in chart.description
    assert "Ustholm camp" in chart.title


@pytest.mark.parametrize(
    "marks",
    [
        [mark("c1", 0, 0)],
        [mark("c1", 0, None), mark("c2", None, 0)],
        [mark("c1", 10**12, 10**12), mark("c2", 1, 1)],
        [mark("c1", 5, 5, date.min), mark("c2", 5, 5, date.max)],
    ],
)
def test_edges_are_drawn(marks: list[Mark]):
    svg = drawn(*marks)
    assert len(links(svg)) == len(marks)
    assert "NaN" not in svg
    assert "Infinity" not in svg


def test_the_scale_begins_with_nobody():
    texts = [
        text.text for text in etree.fromstring(drawn(mark("c1", 52000, 52000), OTHER)).iter(f"{{{SVG}}}text")
    ]
    assert "0" in texts
    assert "40,000" in texts


def test_without_marks_there_is_no_chart():
    assert population_chart([], place="Ustholm camp") is None


def test_no_mark_lies_on_the_numbers_of_the_scale():
    drawing = etree.fromstring(drawn(mark("c1", 73_000, None), mark("c2", 9, 9, date(2018, 5, 5)), OTHER))
    numbers = max(
        width(text.text, 13)
        for text in drawing.iter(f"{{{SVG}}}text")
        if text.get("text-anchor") == "start"
        if text.get("class") == f"{PREFIX}ticks"
    )
    for dot in drawing.iterfind(f".//{{{SVG}}}path[@class='{PREFIX}dot']"):
        assert float(dot.get("transform").removeprefix("translate(").split(",")[0]) > numbers
