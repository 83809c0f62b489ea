"""Adding in a browser: files are dropped, and what becomes of each is seen as it happens, open tab or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from browser.conftest import Opener
from browser.serving import Site
from habeas.jobs import Inbox, running
from habeas.settings import Settings
from job_hands import obedient

MINUTE = 60_000  # milliseconds: a worker has to start first
DROP = """([words, name]) => {
  const files = new DataTransfer();
  files.items.add(new File([words], name));
  const drop = new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true });
  document.getElementById("drop").dispatchEvent(drop);
}"""


@contextmanager
def at_work(home: Path) -> Iterator[Inbox]:
    with running(Settings(home), hands=obedient):
        yield Inbox(Settings(home))


def chosen(page: Page, **files: str) -> None:
    page.get_by_label("Reports to add").set_input_files(
        [
            {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": words.encode()}
            for name, words in files.items()
        ]
    )


def test_a_dropped_file_is_sent_and_its_progress_seen(changing: Site, tmp_path: Path, visit: Opener) -> None:
    page = visit(changing, "/add")
    page.evaluate(DROP, ["hang until told", "post.txt"])
    expect(page.get_by_role("list", name="Chosen files")).to_have_text("post.txt, 15 bytes")
    page.get_by_label("Outlet").fill("The Orlan Post")
    with at_work(tmp_path / "home") as inbox:
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_role("row", name="post.txt")).to_contain_text("reading", timeout=MINUTE)
        (tmp_path / "home" / "go").touch()
        expect(page.get_by_role("heading", name="Added 1 file")).to_be_visible(timeout=MINUTE)
    expect(page.get_by_role("row", name="post.txt")).to_contain_text("3 claims, 1 figure unread")
    assert inbox.progress(inbox.ids()[0]).job.stated.outlet == "The Orlan Post"


def test_a_job_outlives_its_tab(changing: Site, tmp_path: Path, visit: Opener) -> None:
    page = visit(changing, "/add")
    chosen(page, one="hang until told", two="fail")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**/jobs/*")
    address = page.url
    page.close()
    (tmp_path / "home" / "go").touch()
    with at_work(tmp_path / "home"):
        again = visit(changing, address)
        expect(again.get_by_role("heading", name="Added 2 files")).to_be_visible(timeout=MINUTE)
    expect(again.get_by_role("row", name="one.txt")).to_contain_text("done")
    expect(again.get_by_role("row", name="two.txt")).to_contain_text("isn't a PDF (get it again)")


def test_without_scripts_files_are_added_all_the_same(changing: Site, tmp_path: Path, visit: Opener) -> None:
    page = visit(changing, "/add", java_script_enabled=False)
    chosen(page, one="", two="known")
    page.get_by_role("button", name="Add", exact=True).click()
    with at_work(tmp_path / "home"):  # the page refreshes itself
        expect(page.get_by_role("heading", name="Added 2 files")).to_be_visible(timeout=MINUTE)
    expect(page.get_by_role("row", name="two.txt")).to_contain_text("the ledger has this report")


def test_what_can_t_be_meant_is_told_and_the_files_stay_chosen(changing: Site, visit: Opener) -> None:
    page = visit(changing, "/add", refusals=True)
    chosen(page, one="words")
    page.get_by_label("Language").fill("Martian")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("'Martian' is no language")
    expect(page.get_by_role("list", name="Chosen files")).to_contain_text("one.txt")
    expect(page.get_by_role("button", name="Add", exact=True)).to_be_enabled()
