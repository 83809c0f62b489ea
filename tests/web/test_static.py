"""The files that every page rests on."""

from __future__ import annotations

import re
from importlib.resources import files


def test_no_brace_of_the_style_sheet_is_lost() -> None:
    sheet = files("habeas.web").joinpath("static", "app.css").read_text("utf-8")
    open_blocks: list[str] = []
    for start, end in re.findall(r"([^{}]*)\{|(\})", re.sub(r"/\*.*?\*/", "", sheet, flags=re.S)):
        if end:
            open_blocks.pop()
            continue
        rule = start.rpartition(";")[2].strip()
        assert not (open_blocks and rule.startswith("@")), f"{rule} stands within {open_blocks[-1]}"
        open_blocks.append(rule)
    assert open_blocks == []
