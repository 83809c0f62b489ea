"""Checking claims: by keys, without scripts, two at once; adding what the reader missed, in two scripts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import Opener
from browser.homes import REVIEWERS, with_users
from browser.serving import Site, signed_in, users_site

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def two(made_home: Path, tmp_path: Path, browser: Browser) -> Iterator[tuple[Site, Site]]:
    """Two reviewers of one home."""
    home = with_users(Path(shutil.copytree(made_home, tmp_path / "home")))
    with users_site(home) as at:
        yield signed_in(at, browser, REVIEWERS[0]), signed_in(at, browser, REVIEWERS[1])


def to_review(page: Page, figure: str) -> None:
    """From wherever one is to the page on which the claim with this figure is decided on."""
    page.goto("/")
    page.get_by_role("link", name="Review", exact=True).click()
    page.locator("li").filter(has_text=figure).get_by_role("link", name="Check it").first.click()
    expect(page.get_by_role("blockquote")).to_contain_text(figure)


@SCRIPTS
def test_a_figure_that_is_rejected_leaves_the_overview_until_that_is_undone(
    changing: Site, visit: Opener, *, scripts: bool
) -> None:
    page = visit(changing, java_script_enabled=scripts)
    figure = page.get_by_role("main").get_by_role("link", name="at least 700", exact=True)
    figure.first.click()
    expect(page.get_by_role("blockquote")).to_contain_text("At least 700 people are held in Orlan camp")
    to_review(page, "At least 700")
    page.get_by_label("not about people in custody").check()
    page.get_by_role("button", name="Reject").click()
    page.goto("/")
    expect(figure).to_have_count(0)
    page.get_by_role("link", name="Claims", exact=True).click()
    rejected = page.locator("li").filter(has_text="At least 700 people").first
    expect(rejected).to_contain_text("rejected")
    rejected.get_by_role("link", name="700").first.click()
    page.get_by_role("link", name="Check it").click()
    page.get_by_role("button", name="Take the last decision back").click()
    page.goto("/")
    expect(figure.first).to_be_visible()


def test_the_queue_is_walked_with_keys(changing: Site, visit: Opener) -> None:
    page = visit(changing, "/review")
    page.keyboard.press("n")
    expect(page.get_by_role("blockquote")).to_be_visible()
    first = page.get_by_role("heading", level=1).inner_text()
    page.keyboard.press("a")
    undo = page.get_by_role("status").filter(has_text="accepted")
    expect(undo).to_be_visible()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(first)
    page.keyboard.press("z")
    expect(page.get_by_role("heading", level=1)).to_have_text(first)
    expect(page.get_by_role("main")).to_contain_text("taken back by Alma Reed")
    page.keyboard.press("r")
    expect(page.get_by_role("status").filter(has_text="rejected")).to_be_visible()
    page.keyboard.press("e")
    expect(page.locator(".slots :focus")).to_have_count(1)
    page.keyboard.type("arn")  # letters in a field are words, not orders
    expect(page.locator(".slots :focus")).to_have_count(1)


def test_the_second_reviewer_sees_what_the_first_decided(two: tuple[Site, Site], visit: Opener) -> None:
    one, other = visit(two[0]), visit(two[1], refusals=True)
    to_review(one, "At least 700")
    to_review(other, "At least 700")
    one.get_by_label("about another day").check()
    one.get_by_role("button", name="Reject").click()
    expect(one.get_by_role("status").filter(has_text="rejected")).to_be_visible()
    other.get_by_role("button", name="Accept").click()
    faster = other.get_by_role("alert")
    expect(faster).to_contain_text(f"by {REVIEWERS[0]}")
    expect(faster).to_contain_text("about another day")
    other.get_by_role("link", name="Leave it as they have it").click()
    other.goto("/claims?review=rejected")
    expect(other.get_by_role("main")).to_contain_text("At least 700")
    other.goto("/claims?review=accepted")
    expect(other.get_by_role("main")).not_to_contain_text("At least 700")


@pytest.mark.parametrize(
    ("report", "from_words", "to_words", "direction"),
    [("The camp of Orlan", "Another", "passing", "ltr"), ("مرفأ", "قالت", "أورلان", "rtl")],
)
def test_words_are_marked_with_the_mouse_and_become_a_claim(
    changing: Site, visit: Opener, report: str, from_words: str, to_words: str, direction: str
) -> None:
    page = visit(changing, "/reports")
    page.locator("tr, li").filter(has_text=report).get_by_role("link").first.click()
    words = page.get_by_role("article", name="The report’s text")
    expect(words).to_have_css("direction", direction)
    before, after = (box_of(page, one) for one in (from_words, to_words))
    middle = before["y"] + before["height"] / 2
    start, end = (
        (before["x"], after["x"] + after["width"])
        if direction == "ltr"
        else (before["x"] + before["width"], after["x"])
    )
    page.mouse.move(start, middle)
    page.mouse.down()
    page.mouse.move(end, after["y"] + after["height"] / 2, steps=5)
    page.mouse.up()
    page.get_by_role("link", name="Add a claim from these words").click()
    marked = page.get_by_role("blockquote").locator("mark")
    expect(marked.first).to_contain_text(from_words)
    expect(marked.last).to_contain_text(to_words)


BOX = """([root, words]) => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0 || !walker.currentNode.parentElement.closest("[data-o]")) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    const box = range.getBoundingClientRect();
    return { x: box.x, y: box.y, width: box.width, height: box.height };
  }
}"""


def box_of(page: Page, words: str) -> dict[str, float]:
    """Where these words of the report stand in the window."""
    root = page.get_by_role("article", name="The report’s text").element_handle()
    found: dict[str, float] = page.evaluate(BOX, [root, words])
    return found


@SCRIPTS
def test_an_unread_figure_is_read_by_a_person(changing: Site, visit: Opener, *, scripts: bool) -> None:
    page = visit(changing, "/unread", java_script_enabled=scripts)
    page.get_by_role("link", name="look at it").first.click()
    page.get_by_role("link", name="Add the claim that it is").click()
    expect(page.get_by_role("blockquote")).to_contain_text("Another 12 were mentioned in passing")
    page.get_by_label("what it tells of").select_option("holding")
    page.get_by_label("Why").fill("the report goes on with the camp")
    page.get_by_role("button", name="Add this claim").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("12")
    expect(page.get_by_role("blockquote")).to_contain_text("Another 12 were mentioned in passing")
