"""Reading a report: words that are selected become offsets, and notes stand beside their words."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from browser.conftest import Opener
from browser.serving import Site, site
from habeas.kept import reckon
from habeas.model import Claim, ClaimType, Reading, Report
from habeas.pipeline import desk
from habeas.settings import Settings
from made import READER, report

PLAIN: Final = (
    "The Harbour Agency said that 55 people, 12 of them women, were held in Orlan.\n\nOf 7 it knew nothing."
)
ARABIC: Final = "قالت وكالة الميناء إن 55 شخصا محتجزون.\n\nوأضافت أن 20 رجلا نقلوا يوم الجمعة إلى سجن بيرغن."
ASTRAL: Final = "👨‍👩‍👧 𝔗𝔥𝔢𝔶 said 👍🏽 that 40 are held 😀 in 🏛 Orlan."
HOSTILE: Final = "It holds \u202e21\u202c people, \x07\x07 some of \u2066them\u2069 ill."
LINE: Final = "The Harbour Agency said that 55 people were held in Orlan. "
TEXTS: Final = {"plain": PLAIN, "arabic": ARABIC, "astral": ASTRAL, "hostile": HOSTILE, "long": LINE * 4_000}

# Selects from the first place where the one words stand to the end of the others, forwards or backwards.
SELECT: Final = """([first, last, backwards]) => {
  const walker = document.createTreeWalker(document.querySelector(".reading"), NodeFilter.SHOW_TEXT);
  const runs = [];
  while (walker.nextNode())
    if (walker.currentNode.parentElement.closest("[data-o]")) runs.push(walker.currentNode);
  const found = (words) => {
    const run = runs.find((one) => one.data.includes(words));
    return [run, run.data.indexOf(words), run.data.indexOf(words) + words.length];
  };
  const [start, end] = [found(first), found(last)];
  const ends = [[start[0], start[1]], [end[0], end[2]]];
  if (backwards) ends.reverse();
  getSelection().setBaseAndExtent(...ends[0], ...ends[1]);
}"""
PLACES: Final = """() => [...document.querySelectorAll(".margin-note")].map((note) => {
  const words = document.getElementById(note.id.slice(2)).getBoundingClientRect();
  const box = note.getBoundingClientRect();
  return [box.top, box.bottom, box.left, words.top, words.right];
})"""


def made(name: str) -> Report:
    text = TEXTS[name]
    of = report(text, name=f"{name}.txt", language="ar" if name == "arabic" else None)
    return dataclasses.replace(of, id=hashlib.sha256(text.encode()).hexdigest())


def reading(of: Report) -> Reading:
    """A claim for each of the first three figures, and for the last."""
    figures = [found.span() for found in re.finditer(r"\d+", of.text)]
    spans = [of.span(*span) for span in dict.fromkeys([*figures[:3], figures[-1]])]
    claims = [Claim(of, ClaimType.HOLDING, span, (span,), READER, "made") for span in spans]
    return Reading(of, READER, tuple(claims))


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    """Where reports that are hard to mark words in are served."""
    home: Path = tmp_path_factory.mktemp("reading") / "home"
    with desk(Settings(home)) as here:
        for name in TEXTS:
            here.ledger.append(made(name), reading(made(name)))
        reckon(here)
    with site(home, browser) as served:
        yield served


def marked(page: Page, name: str) -> str:
    """The words of the report that the button would make a claim of."""
    page.locator("#mark-words").wait_for(state="visible")
    found = re.search(r"start=(\d+)&end=(\d+)", page.locator("#mark-words").get_attribute("href") or "")
    assert found is not None
    return TEXTS[name][int(found[1]) : int(found[2])]


@pytest.mark.parametrize(
    ("name", "first", "last", "words"),
    [
        ("plain", "people, ", "women", "people, 12 of them women"),
        ("plain", "55", "55", "55"),
        ("plain", "held", "Of ", "held in Orlan.\n\nOf "),
        ("arabic", "شخصا", "رجلا", "شخصا محتجزون.\n\nوأضافت أن 20 رجلا"),
        ("arabic", "سجن", "بيرغن", "سجن بيرغن"),
        ("astral", "40", "Orlan", "40 are held 😀 in 🏛 Orlan"),
        ("hostile", "21", "people", "21\u202c people"),
        ("hostile", "RLO", "bell ×2", "\u202e21\u202c people, \x07\x07"),
        ("hostile", "them", "ill", "them\u2069 ill"),
    ],
)
@pytest.mark.parametrize("backwards", [False, True])
def test_selected_words_are_offsets(
    read: Site, visit: Opener, name: str, first: str, last: str, words: str, backwards: bool
) -> None:
    page = visit(read, f"/reports/{made(name).id}")
    page.evaluate(SELECT, [first, last, backwards])
    assert marked(page, name) == words


def test_a_paragraph_is_selected_whole_and_copied_without_numbers(read: Site, visit: Opener) -> None:
    page = visit(read, f"/reports/{made('plain').id}")
    page.locator(".para").first.click(click_count=3)
    first = PLAIN.split("\n\n", maxsplit=1)[0]
    assert marked(page, "plain") == first
    assert page.evaluate("String(getSelection())").strip() == first
    page.locator("h1").click()
    page.locator("#mark-words").wait_for(state="hidden")


def test_notes_stand_beside_their_words_or_below_them(read: Site, visit: Opener) -> None:
    page = visit(read, f"/reports/{made('plain').id}")
    places = page.evaluate(PLACES)
    assert all(left > right for _, _, left, _, right in places)
    assert all(top <= after[0] for (_, top, *_), after in pairwise(places))
    assert abs(places[0][0] - places[0][3]) < 24
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("!document.querySelector('.reading.set')")
    assert all(top > words for top, _, _, words, _ in page.evaluate(PLACES))


def test_a_claim_of_another_part_is_found_by_its_address(read: Site, visit: Opener) -> None:
    last: Claim = reading(made("long")).claims[-1]
    page = visit(read, f"/reports/{made('long').id}#{last.id}")
    page.wait_for_url(re.compile(rf"\?at={last.anchor.start}#"))
    page.locator(f"#{last.id}").wait_for()


def test_a_note_lights_up_its_words(read: Site, visit: Opener) -> None:
    page = visit(read, f"/reports/{made('plain').id}")
    first = reading(made("plain")).claims[0]
    page.locator(f"#n-{first.id} .said").hover()
    assert page.locator(".s.lit").all_inner_texts() == ["55"]
