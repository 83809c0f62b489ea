"""Which of some names are left in the files of an export: `names_left.py NAMES FOLDER`.

NAMES is a file with the name of a private person a line, found by reading the reports; it belongs in no
repository. Every part of three letters and more is looked for as a word of its own, in whatever case; one that is an
everyday word too only with a capital. The lexicon's files, which list given names, are passed over. Ends
with status 1 where one is left.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from habeas.publishing.clearance.tagging import is_everyday
from habeas.publishing.clearance.words import key_of, words_of

SHORTEST: Final = 3  # letters
SMALL: Final = frozenset({"bin", "ibn", "van", "der", "den", "von", "del", "abu", "umm", "the"})
TEXT: Final = re.compile(r"[^\W\d_]+")


def parts_of(names: str) -> set[str]:
    """The parts of the names of a list, a name a line."""
    keys = {part for word in words_of(names) for part in word.key.split("-")}
    return {key for key in keys if len(key) >= SHORTEST} - SMALL


def left_in(folder: Path, parts: set[str]) -> Iterator[str]:
    """Each part that a file still holds, with the file."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".yml":
            found = TEXT.findall(path.read_text(encoding="utf-8", errors="replace"))
            # "said" is no Saïd, nor "bullet" a Bullet: everyday words count with a capital.
            words = {key_of(word) for word in found if word[0].isupper() or not is_everyday(key_of(word))}
            yield from (f"{path}: {part}" for part in sorted(parts & words))


def main() -> int:
    """Print what is left; 1 where anything is."""
    names, folder = map(Path, sys.argv[1:])
    parts = parts_of(names.read_text(encoding="utf-8"))
    left = [*left_in(folder, parts)]
    print(*left, f"{len(parts)} parts of names looked for, {len(left)} left", sep="\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
