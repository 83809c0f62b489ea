"""The page in a bag checks it in a browser, offline and from a disk, and nothing in a bag does it harm."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from cleared_by_hand import cleared
from decided_home import fill, opened, reading_by_hand
from habeas.exporting import Wanted, export
from habeas.model import Reading
from habeas.publishing.checking_page import checking_page
from habeas.publishing.exports import Form, bag
from habeas.publishing.holdings import Choice
from made import READER, claim, quantity, report
from mutating_bags import harmed

CHOICE = Choice(by="Mira Toll", why="for the court")
# A browser sees neither links nor folders without files.
UNSEEN = {"link"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bag with claims that people decided, and lines of the log that are masked; not to be written to."""
    folder = tmp_path_factory.mktemp("paged")
    with reading_by_hand(), opened(folder / "home") as here:
        fill(here, folder)
        export(here, folder / "bag", [Form.BAG], Wanted(), CHOICE)
    return folder / "bag"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that is told of whatever went wrong, and of every request that it made."""
    opened_page = browser.new_page()
    wrong: list[str] = []
    opened_page.on("pageerror", lambda error: wrong.append(str(error)))
    opened_page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    opened_page.on("dialog", lambda dialog: wrong.append(dialog.message))
    opened_page.on(
        "request", lambda asked: None if asked.url.startswith("file:") else wrong.append(asked.url)
    )
    yield opened_page
    opened_page.close()
    assert wrong == []


def check(page: Page, folder: Path, noted: str = "", *, by: Path | None = None) -> str:
    """What the page in the folder says of the folder; or the page of another bag."""
    page.goto(((by or folder) / "verify.html").as_uri())
    page.get_by_label("A hash that you were told").fill(noted)
    page.get_by_label("The bag’s folder").set_input_files(folder)
    verdict = page.get_by_role("status")
    expect(verdict).not_to_have_text("Checking …")
    expect(verdict).not_to_have_text("Nothing was checked yet.")
    return str(verdict.text_content())


def faults(page: Page) -> list[str]:
    return page.locator("#faults li").all_text_contents()


# --- SHA-256 of our own ---


@pytest.fixture
def hashing(page: Page, made: Path) -> Callable[[bytes], str]:
    page.goto((made / "verify.html").as_uri())
    return lambda data: page.evaluate("(data) => sha256(Uint8Array.from(data))", list(data))


def test_our_own_hash_is_sha_256(hashing: Callable[[bytes], str]) -> None:
    dice = Random(6)  # noqa: S311  no secret
    lengths = [*range(70), 119, 120, 121, 127, 128, 1000, 70_000]
    for data in (b"abc", *(dice.randbytes(length) for length in lengths)):
        assert hashing(data) == hashlib.sha256(data).hexdigest(), len(data)


def test_our_own_hash_is_sha_256_of_much(page: Page, made: Path) -> None:
    page.goto((made / "verify.html").as_uri())
    found = page.evaluate("() => sha256(new Uint8Array(20_000_000).fill(97))")
    assert found == hashlib.sha256(b"a" * 20_000_000).hexdigest()


# --- a sound bag ---


def test_a_sound_bag_is_sound(page: Page, made: Path) -> None:
    assert check(page, made) == "Sound."
    assert faults(page) == []
    told = page.locator("#figures").inner_text()
    assert bag.contents(made) in told
    assert "13, of which 10 are taken on their hash" in told
    expect(page.locator("#claims > li")).to_have_count(6)
    expect(page.locator("#claims")).to_contain_text("machine reading, unchecked")
    assert "60" in page.locator("#claims mark").all_text_contents()


def test_it_is_so_without_the_browsers_own_hashes(page: Page, made: Path) -> None:
    page.add_init_script("Object.defineProperty(globalThis.crypto, 'subtle', {value: undefined})")
    assert check(page, made) == "Sound."
    expect(page.locator("#figures")).to_contain_text("not checked: this browser computes none here")


def test_what_was_noted_elsewhere_is_compared(page: Page, made: Path) -> None:
    lines = (made / "data" / "log.jsonl").read_text("utf-8").splitlines()
    assert check(page, made, json.loads(lines[4])["hash"]) == "Sound."
    expect(page.locator("#figures")).to_contain_text("line 5 of the log")
    assert check(page, made, bag.contents(made)) == "Sound."
    expect(page.locator("#figures")).to_contain_text("is this bag’s own")
    assert check(page, made, "0" * 64) == "Not sound: 1 fault."


def test_a_folder_that_is_no_bag_is_told(page: Page, made: Path, tmp_path: Path) -> None:
    shutil.copy(made / "verify.html", tmp_path)
    assert "This folder is no bag" in check(page, tmp_path)


# --- harm ---


def test_harm_is_found_by_the_page_as_well(page: Page, made: Path, tmp_path: Path) -> None:
    checked = 0
    for seed in range(30):
        what, path = harmed(made, tmp_path / "harmed", seed)
        if what in UNSEEN:
            continue
        verdict = check(page, tmp_path / "harmed", by=made)
        assert verdict.startswith(("Not sound", "This folder is no bag")), f"seed {seed}: {what} of {path}"
        assert path.startswith("tagmanifest-") or any(path in one for one in faults(page)), f"seed {seed}"
        checked += 1
    assert checked > 20


@pytest.mark.parametrize(
    ("file", "of", "with_", "told"),
    [
        ("claims.jsonl", '"text": "50"', '"text": "51"', "its words aren’t its report’s"),
        ("claims.jsonl", '"type": "holding"', '"type": "release"', "its id isn’t that of its words"),
        ("as-read.jsonl", '"type": "holding"', '"type": "release"', "its id isn’t that of its words"),
        ("unread.jsonl", '"text": "7"', '"text": "8"', "its words aren’t its report’s"),
        ("reports.jsonl", "50 people", "51 people", "isn’t the one that its hash is of"),
        ("log.jsonl", '"seq": 2,', '"seq": 20,', "stands where line 2 should"),
        ("log.jsonl", "hand/1", "hand/2", "isn’t as it was written"),
        ("log.jsonl", '{"format"', "format", "is no line of habeas"),
    ],
)
def test_words_ids_and_log_are_checked_by_the_page(
    page: Page, made: Path, tmp_path: Path, file: str, of: str, with_: str, told: str
) -> None:
    folder = Path(shutil.copytree(made, tmp_path / "bag"))
    path = folder / "data" / file
    text = path.read_text("utf-8")
    assert of in text
    path.write_text(text.replace(of, with_), "utf-8")
    assert check(page, folder).startswith("Not sound")
    assert any(told in one for one in faults(page)), faults(page)


# --- what strangers wrote ---

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script> \u202e50\u202c people 😀 are held </script>"


def hostile_bag(folder: Path) -> None:
    of = report(HOSTILE, name="<b onclick=alert(3)>.txt", outlet="<svg onload=alert(4)>")
    figure = replace(quantity(of, "50", 50, 50))
    held = Reading(of, READER, (claim(of, "holding", figure),))
    folder.mkdir()
    bag.write(cleared([held]), folder)


def test_hostile_words_are_shown_as_words(page: Page, tmp_path: Path) -> None:
    hostile_bag(tmp_path / "bag")
    assert check(page, tmp_path / "bag") == "Sound."
    shown: dict[str, Any] = page.evaluate(
        "() => ({words: document.querySelector('blockquote').textContent,"
        " mark: document.querySelector('mark').textContent,"
        " made: document.querySelectorAll('main img, main script, main svg, main b').length})"
    )
    assert shown["words"] == HOSTILE.replace("\u202e", "\ufffd").replace("\u202c", "\ufffd")
    assert shown["mark"] == "50"
    assert shown["made"] == 0


def test_its_policy_allows_its_own_script_and_nothing_else(browser: Browser, made: Path) -> None:
    text = checking_page()
    assert (made / "verify.html").read_text("utf-8") == text
    assert "default-src 'none'; script-src 'sha256-" in text
    assert "http:" not in text
    assert "https:" not in text
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text))
    page.goto((made / "verify.html").as_uri())
    page.evaluate("() => fetch('bagit.txt').catch(() => null)")
    page.close()
    assert "violates the following Content Security Policy" in refused[0]
