"""The files that every page rests on."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest


@pytest.mark.parametrize(
    ("package", "folder", "name"),
    [("habeas.web", "static", "app.css"), ("habeas.publishing.charts", "looks", "drawings.css")],
)
def test_no_brace_of_a_style_sheet_is_lost(package: str, folder: str, name: str) -> None:
    sheet = files(package).joinpath(folder, name).read_text("utf-8")
    open_blocks: list[str] = []
    for start, end in re.findall(r"([^{}]*)\{|(\})", re.sub(r"/\*.*?\*/", "", sheet, flags=re.S)):
        if end:
            open_blocks.pop()
            continue
        rule = start.rpartition(";")[2].strip()
        assert not (open_blocks and rule.startswith("@")), f"{rule} stands within {open_blocks[-1]}"
        open_blocks.append(rule)
    assert open_blocks == []
