"""The reader's name holds what it knows; another process that is given the lexicon reads the same."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from habeas import reading
from habeas.errors import WrongUsage
from habeas.lexicon import Lexicon, load_lexicon
from habeas.model import Reading, Report
from habeas.reading import lists, reader_name, weights
from made import report

TOLD = "Guards convoyed 40 detainees from Karsh prison to a court in Veshka on Monday, the ministry said."
# The parent reads with the package's lexicon and its child with another, whose word lists differ.
SPAWNING = """
import multiprocessing, sys
from pathlib import Path
from habeas.lexicon import load_lexicon
from habeas.reading import reader_name, read_report
from made import report

def told(lexicon):
    claims = read_report(report("The 40 detainees were elmed in an elmcart."), lexicon).claims
    return [claim.type.value for claim in claims], reader_name(lexicon), "elmcart" in lists()

def lists():
    from habeas.reading.english import VEHICLES
    return VEHICLES

if __name__ == "__main__":
    own = load_lexicon(own=Path(sys.argv[1]))
    print(*told(load_lexicon()))
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print(*pool.apply(told, (own,)))
    print(reader_name(own))
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "own" / "en").mkdir(parents=True)
    return tmp_path / "own"


def test_the_name_is_a_version_and_eight_digits(lexicon: Lexicon) -> None:
    assert re.fullmatch(r"rules/2\+[0-9a-f]{8}", reader_name(lexicon))


def test_another_word_or_other_weights_make_another_reader(
    own: Path, lexicon: Lexicon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {reader_name(lexicon)}
    for text in ("- {word: elmhouse}\n", "- {word: oakhouse}\n"):
        (own / "en" / "facilities.yml").write_text(text, "utf-8")
        names.add(reader_name(load_lexicon(own=own)))
    (tmp_path / "weights.json").write_text("{}", "utf-8")
    monkeypatch.setattr(reading, "WEIGHTS", tmp_path / "weights.json")
    names.add(reader_name.__wrapped__(lexicon))
    assert len(names) == 4


def test_claims_are_read_with_the_words_of_the_own_lexicon(
    own: Path, read: Callable[[Report], Reading]
) -> None:
    (own / "en" / "triggers.yml").write_text(
        "- {word: convoy, form: verb, type: transfer, needs: custody}\n", "utf-8"
    )
    (own / "places.yml").write_text(
        "- {id: karsh-prison, name: Karsh prison, kind: prison, within: IQ, source: invented}\n", "utf-8"
    )
    said, lexicon = report(TOLD), load_lexicon(own=own)
    assert read(said).claims == ()
    (claim,) = reading.read_report(said, lexicon).claims
    assert (claim.type, claim.reader) == ("transfer", reader_name(lexicon))
    assert claim.origin is not None
    assert claim.origin.id == "karsh-prison"


def test_the_name_holds_the_weights_that_are_read() -> None:
    assert weights.WEIGHTS == reading.WEIGHTS


def test_one_process_reads_with_one_set_of_lists(lexicon: Lexicon, own: Path) -> None:
    (own / "en" / "words.yml").write_text("- {name: vehicles, words: [elmcart]}\n", "utf-8")
    other = load_lexicon(own=own)
    lists.take(lexicon.words)
    with pytest.raises(WrongUsage, match="in a process of its own"):
        reading.read_report(report(TOLD), other)


def test_a_child_reads_with_the_lexicon_that_it_is_given(own: Path, tmp_path: Path) -> None:
    (own / "en" / "words.yml").write_text("- {name: vehicles, words: [elmcart]}\n", "utf-8")
    (own / "en" / "triggers.yml").write_text("- {word: elm, form: verb, type: release}\n", "utf-8")
    program = tmp_path / "spawning.py"
    program.write_text(SPAWNING, "utf-8")
    path = {"PYTHONPATH": ":".join([str(Path(__file__).parents[1]), *filter(None, sys.path)])}
    ran = subprocess.run(
        [sys.executable, str(program), str(own)], capture_output=True, text=True, check=False, env=path
    )
    assert ran.returncode == 0, ran.stderr
    mine, childs, name = ran.stdout.splitlines()
    assert mine.startswith("[] ")
    assert mine.endswith(" False")
    assert childs == f"['release'] {name} True"
