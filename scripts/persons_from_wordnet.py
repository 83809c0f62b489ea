"""Write src/habeas/lexicon/en/persons.yml: nouns for people, from WordNet's database files.

    python scripts/persons_from_wordnet.py DICT

DICT is the folder with `index.noun`, `data.noun` and `index.sense` of WordNet 3.0 or later (its licence
stands in the head of these files). A noun is taken where its first sense is a kind of person and occurs in
WordNet's own tagged texts, so that rare and figurative words stay out, and where neither `groups.yml` nor
`persons_dropped.txt`, beside this script, has it. The file is written anew each time.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill
from typing import Final

import yaml

PERSON: Final = "00007846"  # the synset "person, individual, someone"
HERE: Final = Path(__file__)
LEXICON: Final = HERE.parents[1] / "src" / "habeas" / "lexicon" / "en"
DROPPED: Final = HERE.with_name("persons_dropped.txt")
HEADER: Final = """\
# Further nouns for people, beside groups.yml: a claim only where the rest of the sentence says more.
# Written by scripts/persons_from_wordnet.py. Leave a word out in scripts/persons_dropped.txt; give it tags in
# groups.yml. WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved. Used under the WordNet
# licence, which permits use, copying and modification without fee; the data is provided "as is".
"""


def rows(path: Path) -> Iterator[list[str]]:
    """The fields of each entry; lines that begin with a space are the licence."""
    with path.open(encoding="utf8") as lines:
        yield from (line.split(" | ")[0].split() for line in lines if not line.startswith(" "))


def kinds_of_person(folder: Path) -> set[str]:
    """Every synset below "person"; not single persons, which are instances."""
    below = defaultdict(list)
    for fields in rows(folder / "data.noun"):
        at = 4 + 2 * int(fields[3], 16)
        pointers = fields[at + 1 : at + 1 + 4 * int(fields[at])]
        for symbol, target in zip(pointers[::4], pointers[1::4], strict=True):
            if symbol == "@":
                below[target].append(fields[0])
    found: set[str] = set()
    waiting = [PERSON]
    while waiting:
        new = set(below[waiting.pop()]) - found
        found |= new
        waiting.extend(new)
    return found


def nouns(folder: Path) -> Iterator[str]:
    """The plain nouns whose first sense is a kind of person and occurs in tagged text."""
    persons = kinds_of_person(folder)
    seen = {
        (key.split("%")[0], synset)
        for key, synset, _, count in rows(folder / "index.sense")
        if "%1:" in key and int(count) > 0
    }
    for fields in rows(folder / "index.noun"):
        word, first = fields[0], fields[6 + int(fields[3])]
        if word.isalpha() and first in persons and (word, first) in seen:
            yield word


def main() -> None:
    """Write the file."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    known = {row["word"] for row in yaml.safe_load((LEXICON / "groups.yml").read_text("utf8"))}
    dropped = set(DROPPED.read_text("utf8").split())
    words = sorted(set(nouns(Path(sys.argv[1]))) - known - dropped)
    listed = fill(", ".join(words), width=108, initial_indent="    ", subsequent_indent="    ")
    text = f"{HEADER}- name: persons\n  words: [\n{listed}]\n"
    (LEXICON / "persons.yml").write_text(text, "utf8")


if __name__ == "__main__":
    main()
