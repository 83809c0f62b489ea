"""Write src/habeas/publishing/data/ftm.json: what of FollowTheMoney's model our export uses.

The package itself needs ICU to be compiled, which few laptops can. Its wheel is a zip, and the model lies in
it as YAML:

    python -m pip download followthemoney --no-deps --dest DIR
    python scripts/ftm_model.py DIR/followthemoney-*.whl
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

import yaml

DATA: Final = Path(__file__).parent.parent / "src/habeas/publishing/data"
SCHEMATA: Final = ("Address", "Article", "Event", "Organization", "PublicBody")
LENGTH: Final = re.compile(r"^    max_length = (\d+)$", re.MULTILINE)
COMMON: Final = 250  # types/common.py, where a type says nothing else
# What types/string.py and types/name.py say in ways that a pattern can't read.
LENGTHS: Final = {"string": 1024, "text": 65000, "html": 65000, "name": 384, "entity": 200}


def main(wheel: Path) -> None:
    """Take the schemata, with all that they inherit, out of the wheel."""
    with ZipFile(wheel) as files:
        folder = "followthemoney/schema"
        described: dict[str, dict[str, Any]] = {}
        for name in files.namelist():
            if name.startswith(folder) and name.endswith(".yaml"):
                described |= yaml.safe_load(files.read(name))
        lengths = {
            Path(name).stem: int(found[1])
            for name in files.namelist()
            if name.startswith("followthemoney/types/")
            and (found := LENGTH.search(files.read(name).decode()))
        }
        licence = next(name for name in files.namelist() if name.endswith("licenses/LICENSE"))
        (DATA / "ftm-LICENSE.txt").write_bytes(files.read(licence))
    version = wheel.name.split("-py3")[0]
    made = {
        "source": f"https://followthemoney.tech, {version}, MIT licence (ftm-LICENSE.txt)",
        "schemata": {name: _schema(name, described, lengths | LENGTHS) for name in SCHEMATA},
    }
    (DATA / "ftm.json").write_text(json.dumps(made, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _schema(name: str, described: dict[str, Any], lengths: dict[str, int]) -> dict[str, Any]:
    """One schema with its own and all inherited properties."""
    line = _line(name, described)
    properties: dict[str, Any] = {}
    for one in reversed(line):
        for key, told in (described[one].get("properties") or {}).items():
            kind = told.get("type", "string")
            longest = told.get("maxLength", lengths.get(kind, COMMON))
            properties[key] = {"type": kind, "maxLength": int(longest)}
            if "range" in told:
                properties[key]["range"] = told["range"]
    required = sorted({key for one in line for key in described[one].get("required", ())})
    return {"is": sorted(line), "required": required, "properties": properties}


def _line(name: str, described: dict[str, Any]) -> list[str]:
    """The schema and those that it extends, the nearest first, each once."""
    line = [name]
    for one in line:
        line += [parent for parent in described[one].get("extends", ()) if parent not in line]
    return line


if __name__ == "__main__":
    main(Path(sys.argv[1]))
