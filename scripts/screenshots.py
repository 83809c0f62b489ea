"""Photographs every page, on a desk and on a telephone: `screenshots.py [--whole] [FOLDER]`.

The pages are those that links lead to: over the bundled reports, read as anybody would; pages that only users
see, over the tests' invented home. The day is always the same. With `--whole` each page is photographed down
to its end, by day and in the dark: for looking at, not for keeping.
"""

from __future__ import annotations

import argparse
import base64
import re
import struct
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

ROOT: Final = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests")]

from browser.homes import ADMIN, demo_home, with_users  # noqa: E402
from browser.launching import launch  # noqa: E402
from browser.serving import Site, signed_in, site, users_site  # noqa: E402
from browser.walking import page_paths, send_a_file, walk  # noqa: E402
from web.made_home import make_home  # noqa: E402

TODAY: Final = date(2026, 11, 22)
# Where the first address that links lead to shows little of what the page can show.
TELLING: Final = {"/places/{id}": "/places/al-hol"}
FOLDER: Final = ROOT / "docs" / "screenshots"


@dataclass(frozen=True, slots=True)
class View:
    """How a page is looked at; `ending` is what its picture is called by, after the page's name."""

    ending: str
    width: int
    height: int
    scheme: str


DESK: Final = View("", 1280, 900, "light")
TELEPHONE: Final = View("-telephone", 390, 844, "light")
DARK: Final = View("-dark", 1280, 900, "dark")
DARK_TELEPHONE: Final = View("-telephone-dark", 390, 844, "dark")
ALL: Final = (DESK, TELEPHONE, DARK, DARK_TELEPHONE)
# Pages that look different in the dark: charts, maps, marks.
DRAWN: Final = ("/", "/places", "/places/{id}", "/reports/{id}", "/claims/{id}/review")


def main() -> None:
    """Write the pictures."""
    given = _arguments()
    given.folder.mkdir(parents=True, exist_ok=True)
    with (
        sync_playwright() as playwright,
        launch(playwright) as browser,
        tempfile.TemporaryDirectory() as made,
    ):
        for at, addresses in _sites(browser, Path(made)):
            for path, address in addresses.items():
                for view in ALL if given.whole else _views(path):
                    picture = given.folder / f"{name_of(path)}{view.ending}.png"
                    with _page(browser, at, view) as page:
                        page.goto(address)
                        picture.write_bytes(page.screenshot(full_page=given.whole, animations="disabled"))
                        if not given.whole:
                            picture.write_bytes(_smaller(page, picture.read_bytes()))
                    print(picture.name, address)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--whole", action="store_true")
    return parser.parse_args()


def name_of(path: str) -> str:
    """What a page's picture is called: "claims-id" for "/claims/{id}"."""
    return re.sub(r"[{}_]|:path", "", path).strip("/").replace("/", "-") or "overview"


def _views(path: str) -> tuple[View, ...]:
    views = (DESK, TELEPHONE, DARK) if path in DRAWN else (DESK, TELEPHONE)
    # The chart of a place stands below its newest figures.
    return tuple(replace(view, height=1_340) for view in views) if path in TELLING else views


def _sites(browser: Browser, folder: Path) -> Iterator[tuple[Site, dict[str, str]]]:
    """Each home, served, with one address of each page that no home before it shows."""
    left = set(page_paths())
    with site(demo_home(folder / "demo"), browser, today=TODAY) as at:
        yield at, _addresses(browser, at, left)
    with users_site(with_users(make_home(folder / "users")), today=TODAY) as outside:
        inside = signed_in(outside, browser, ADMIN)
        yield inside, _addresses(browser, inside, left)
        yield outside, _addresses(browser, outside, left)
    if left:
        sys.exit(f"no link leads to {', '.join(sorted(left))}")


def _addresses(browser: Browser, at: Site, left: set[str]) -> dict[str, str]:
    """Addresses of the pages that are left; then they aren't any more."""
    with browser.new_context(base_url=at.address, storage_state=at.key) as context:
        if "/jobs/{id_}" in left:
            send_a_file(context.request, at.address)
        walked = walk(context.request, each=1)
    found = {
        path: TELLING.get(path, addresses[0]) for path, addresses in walked.addresses.items() if path in left
    }
    left.difference_update(found)
    return found


# The colours of a picture, pixel by pixel, as the browser decodes it.
PIXELS: Final = """async (picture) => {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const drawn = await createImageBitmap(new Blob([bytes]));
  const canvas = new OffscreenCanvas(drawn.width, drawn.height);
  const context = canvas.getContext("2d");
  context.drawImage(drawn, 0, 0);
  const data = context.getImageData(0, 0, drawn.width, drawn.height).data;
  let text = "";
  for (let at = 0; at < data.length; at += 32768)
    text += String.fromCharCode(...data.subarray(at, at + 32768));
  return [drawn.width, drawn.height, btoa(text)];
}"""
COLOURS: Final = 256


def _smaller(page: Page, picture: bytes) -> bytes:
    """The picture (PNG) in its 256 most frequent colours, others taken for the nearest: a third as large."""
    page.goto("about:blank")
    width, height, pixels = page.evaluate(PIXELS, base64.b64encode(picture).decode())
    rgb = np.frombuffer(base64.b64decode(pixels), np.uint8).reshape(-1, 4)[:, :3]
    all_, which, often = np.unique(rgb, axis=0, return_inverse=True, return_counts=True)
    kept = all_[np.argsort(-often, kind="stable")[:COLOURS]]
    apart = np.abs(all_[:, None].astype(np.int16) - kept[None].astype(np.int16)).sum(axis=2)
    index = apart.argmin(axis=1).astype(np.uint8)[which.reshape(-1)].reshape(height, width)
    rows = np.hstack([np.zeros((height, 1), np.uint8), index]).tobytes()
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data)
        for kind, data in (
            (b"IHDR", head),
            (b"PLTE", kept.tobytes()),
            (b"IDAT", zlib.compress(rows, 9)),
            (b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@contextmanager
def _page(browser: Browser, at: Site, view: View) -> Iterator[Page]:
    with browser.new_context(
        base_url=at.address,
        storage_state=at.key,
        viewport={"width": view.width, "height": view.height},
        color_scheme=view.scheme,
    ) as context:
        yield context.new_page()


if __name__ == "__main__":
    main()
