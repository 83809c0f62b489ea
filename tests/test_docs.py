"""The docs tell the truth: they name what is there, and all of it, and show what is printed."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
import typer
import yaml

import habeas
from habeas import cli
from habeas.lexicon import load_lexicon
from habeas.model import (
    FOREIGNERS,
    PEOPLE_TAGS,
    ROLE_TAGS,
    ClaimType,
    Measure,
    Modality,
    Reason,
    Report,
    Unit,
)
from habeas.reading import read_report
from habeas.wire import claims, reckoned

ROOT: Final = Path(__file__).parent.parent
PACKAGE: Final = Path(habeas.__file__).parent
LEXICON: Final = PACKAGE / "lexicon"
PAGES: Final = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").rglob("*.md")])
NAMES: Final = [str(page.relative_to(ROOT)) for page in PAGES]

FENCED: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
HEADING: Final = re.compile(r"^#+ (.+?)\s*$", re.M)
LINK: Final = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
# No page may name a folder of some machine, or the host of a registry of packages.
MACHINE: Final = re.compile(r"(?<![\w.~<])/(?:work|home|root|Users|tmp|opt|mnt|srv)/\w")
REGISTRY: Final = re.compile(
    r"\b(?:py(?:pi|thonhosted)|npm(?:js|mirror)|conda|crates)\.(?:org|com|io)\b", re.I
)

# The day on which the README's transcript was made: ages are counted from it.
TRANSCRIBED: Final = "2026-11-22"


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def prose(text: str) -> str:
    """The page without its fenced blocks."""
    return FENCED.sub("", text)


def blocks(text: str, language: str) -> list[str]:
    """What stands in the page's fenced blocks of this language."""
    return [body for kind, body in FENCED.findall(text) if kind == language]


def headings(text: str) -> set[str]:
    return set(HEADING.findall(prose(text)))


def anchors(text: str) -> set[str]:
    """The fragments by which the page's headings are linked."""
    return {re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-") for words in headings(text)}


def section(text: str, heading: str) -> str:
    """The words under a heading of the second level."""
    return text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def quoted(text: str) -> str:
    """The words of the text's block quote."""
    return " ".join(line.removeprefix("> ") for line in text.split("\n") if line.startswith("> "))


def leaves(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command that does something, by the words that call it."""
    if parts := getattr(command, "commands", None):
        for name, part in parts.items():
            yield from leaves(part, (*words, name))
    else:
        yield " ".join(words), command


COMMANDS: Final = dict(leaves(typer.main.get_command(cli.app)))


# --- what is there is named ---


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_heading(command: str) -> None:
    assert f"habeas {command}" in headings(page("docs/commands.md"))


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_explained_with_an_example_and_a_cure(reason: Reason) -> None:
    told = section(page("docs/reasons.md"), reason.value)
    assert quoted(told)
    assert "*What you can do:*" in told


def test_reasons_that_no_rule_gives_are_said_to_be_such() -> None:
    told = page("docs/reasons.md")
    code = "".join(file.read_text("utf-8") for file in (PACKAGE / "reading").glob("*.py"))
    given = {reason for reason in Reason if f"Reason.{reason.name}" in code}
    assert given == {reason for reason in Reason if "to no figure yet" not in section(told, reason.value)}


@pytest.mark.parametrize("file", [str(f.relative_to(LEXICON)) for f in sorted(LEXICON.rglob("*.yml"))])
def test_every_lexicon_file_is_described(file: str) -> None:
    assert file in headings(page("docs/lexicon.md"))


def test_no_lexicon_file_is_described_that_is_not_there() -> None:
    named = {words for words in headings(page("docs/lexicon.md")) if words.endswith(".yml")}
    assert [name for name in sorted(named) if not (LEXICON / name).is_file()] == []


def details() -> list[str]:
    rows = yaml.safe_load((LEXICON / "en" / "triggers.yml").read_text("utf-8"))
    return sorted({row["detail"] for row in rows if "detail" in row})


@pytest.mark.parametrize(
    "word",
    [*ClaimType, *Modality, *Measure, *Unit, *sorted(PEOPLE_TAGS | ROLE_TAGS), FOREIGNERS, *details()],
)
def test_every_word_of_the_coding_is_explained(word: str) -> None:
    assert f"`{word}`" in page("docs/annotation.md")


CONVENTION: Final = re.compile(r"^\| ([^|]+) \| ([\d,]+) \| ([\d,]+|open) \| `convention` \|$", re.M)


def test_the_bounds_of_vague_numbers_are_those_of_the_lexicon() -> None:
    known = {row.word: (row.low, row.high) for row in load_lexicon().vague}
    told = {
        word: (int(low.replace(",", "")), None if high == "open" else int(high.replace(",", "")))
        for words, low, high in CONVENTION.findall(page("docs/annotation.md"))
        for word in re.split("[,;] ", words)
    }
    assert len(told) > 5
    assert {word: known.get(word) for word in told} == told


def wire_fields() -> list[str]:
    kinds = [*claims.schema()["$defs"].values(), *reckoned.schema()["$defs"].values()]
    return sorted({name for kind in kinds for name in kind.get("properties", ())})


@pytest.mark.parametrize("field", wire_fields())
def test_every_field_of_the_wire_is_described(field: str) -> None:
    assert f"`{field}`" in page("docs/format.md")


def dependencies() -> list[str]:
    setup = page("pyproject.toml")
    listed = re.findall(r"^(?:dependencies|dev) = \[\n(.*?)^\]", setup, re.M | re.S)
    return re.findall(r'^ +"([\w.-]+)', "".join(listed), re.M)


@pytest.mark.parametrize("name", dependencies())
def test_every_dependency_is_accounted_for(name: str) -> None:
    told = section(page("docs/decisions.md"), "What habeas is built on").lower()
    assert f"**{name.lower()}**" in told


def test_the_changelog_begins_with_this_version() -> None:
    first = re.search(r"^## (\S+) \((\d{4}-\d\d-\d\d)\)$", page("CHANGELOG.md"), re.M)
    assert first is not None
    assert first[1] == habeas.__version__
    assert date.fromisoformat(first[2])


# --- what is named is there ---


@pytest.mark.parametrize("name", NAMES)
def test_links_within_the_repository_lead_somewhere(name: str) -> None:
    for link in LINK.findall(prose(page(name))):
        if link.startswith(("https://", "http://")):
            continue
        path, _, fragment = link.partition("#")
        target = (ROOT / name).parent / path if path else ROOT / name
        assert target.exists(), link
        assert not fragment or fragment in anchors(target.read_text("utf-8")), link


@pytest.mark.parametrize("name", NAMES)
def test_what_make_is_told_to_do_is_in_the_makefile(name: str) -> None:
    targets = set(re.findall(r"^([\w-]+):", page("Makefile"), re.M))
    code = "\n".join([*re.findall(r"`([^`\n]+)`", prose(page(name))), *blocks(page(name), "sh")])
    assert set(re.findall(r"^make ([\w-]+)", code, re.M)) <= targets


@pytest.mark.parametrize("name", NAMES)
def test_commands_and_options_are_there(name: str) -> None:
    for line in re.findall(r"^habeas (.*)$", "\n".join(blocks(page(name), "sh")), re.M):
        words = line.split("  #")[0].split()
        command = next((words[:size] for size in (2, 1) if " ".join(words[:size]) in COMMANDS), None)
        assert command is not None, line
        known = {option for parameter in COMMANDS[" ".join(command)].params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known, line


@pytest.mark.parametrize("name", NAMES)
def test_no_machine_and_no_registry_is_named(name: str) -> None:
    assert MACHINE.findall(page(name)) == []
    assert REGISTRY.findall(page(name)) == []


def test_the_licence_is_whole() -> None:
    words = page("LICENSE")
    assert "Apache License\n                           Version 2.0" in words
    assert "END OF TERMS AND CONDITIONS" in words
    assert "APPENDIX: How to apply" in words


# --- what is shown is what is printed ---


def run(*arguments: str) -> str:
    """What habeas prints, 80 columns wide."""
    ran = subprocess.run(
        [sys.executable, "-m", "habeas", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "COLUMNS": "80", "PYTHONUTF8": "1"},
    )
    return ran.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A home that holds the bundled reports."""
    place = str(tmp_path_factory.mktemp("docs") / "home")
    run("demo", "--home", place)
    return place


def words_of(text: str) -> str:
    """The text's words, wherever its lines break, without the numbers of notes and counts in brackets."""
    return " ".join(re.sub(r"\[\d+\]|\(\d+\)", "", text).split())


def test_the_transcript_in_the_readme_is_real(home: str) -> None:
    (shown,) = (block for block in blocks(page("README.md"), "text") if block.startswith("$ make demo\n"))
    printed = words_of(run("brief", "--home", home, "--today", TRANSCRIBED))
    pieces = [words_of(piece) for piece in re.split(r"^…$", shown.removeprefix("$ make demo\n"), flags=re.M)]
    at, gone = 0, []
    for piece in filter(None, pieces):
        found = printed.find(piece, at)
        if found < 0:
            gone.append(piece)
        else:
            at = found + len(piece)
    assert gone == [], "these are not printed any more, or elsewhere: mend the transcript in README.md"


def test_the_example_line_is_valid_and_real(home: str) -> None:
    (line,) = blocks(page("docs/format.md"), "json")
    schema = json.loads((PACKAGE / "wire" / claims.SCHEMA_FILE).read_text("utf-8"))
    jsonschema.validate(json.loads(line), schema, jsonschema.Draft202012Validator)
    shown = json.loads(line)
    printed = map(json.loads, run("claims", "--home", home, "--format", "jsonl").splitlines())
    (real,) = (one for one in printed if one["id"] == shown["id"])
    # The digest and the precision change with every word that is added anywhere.
    assert re.fullmatch(r"rules/2\+[0-9a-f]{8}", shown["reader"])
    kept = {"reader": shown["reader"], "precision": shown["precision"]}
    assert shown == {**real, **kept}, "mend the line in docs/format.md"


@pytest.mark.parametrize("reason", [Reason.NO_EVENT, Reason.NO_RULE])
def test_examples_of_reasons_are_unread_for_them(reason: Reason) -> None:
    sentence = quoted(section(page("docs/reasons.md"), reason.value))
    reading = read_report(report(sentence), load_lexicon())
    assert reading.claims == ()
    assert [figure.reason for figure in reading.unread] == [reason]


def report(text: str, published: date | None = None) -> Report:
    return Report(sha256(text.encode()).hexdigest(), "example.txt", text, published=published, language="en")


# What differs from one machine, or one word in the package, to the next.
VARYING: Final = re.compile(r"\d+ (?=places|actors|countries|triggers)|(?<=rules/2\+)[0-9a-f]{8}")
WALKS: Final = {
    "Adding a trigger": "en/triggers.yml",
    "Adding an alias": "places.yml",
    "Adding a place of detention": "places.yml",
    "Adding a facility": "en/facilities.yml",
    "Adding a body": "actors.yml",
    "Adding a group of people": "en/groups.yml",
    "Adding a word to a list": "en/words.yml",
}


def test_every_walk_through_the_lexicon_is_walked() -> None:
    assert {words for words in headings(page("docs/lexicon.md")) if words.startswith("Adding")} == set(WALKS)


@pytest.mark.parametrize("walk", WALKS)
def test_a_walk_through_the_lexicon_shows_what_one_sees(
    walk: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = section(page("docs/lexicon.md"), walk)
    assert f"`my-lexicon/{WALKS[walk]}`" in told
    file = tmp_path / "my-lexicon" / WALKS[walk]
    file.parent.mkdir(parents=True)
    (rows,) = blocks(told, "yaml")
    before = "- {id: al-hol, aliases: [Camp of the East]}\n" if walk == "Adding a place of detention" else ""
    file.write_text(before + rows, "utf-8")
    assert load_lexicon(own=file.parents[len(Path(WALKS[walk]).parts) - 1])
    (tmp_path / "convoyed.txt").write_text(quoted(told) + "\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    for shown in "".join(blocks(told, "text")).split("$ habeas ")[1:]:
        command, _, output = shown.partition("\n")
        printed = VARYING.sub("N ", run(*shlex.split(command)))
        for piece in VARYING.sub("N ", output).split("…\n"):
            assert piece.strip("\n") in printed, f"mend what {command} prints in docs/lexicon.md"


def test_adding_a_word_goes_as_the_guide_says(tmp_path: Path) -> None:
    guide = page("CONTRIBUTING.md")
    case, row = (yaml.safe_load(block)[0] for block in blocks(guide, "yaml"))
    assert case["text"] == quoted(guide)
    assert row["word"] not in {known.word for known in load_lexicon().triggers}, "choose another example"
    folder = tmp_path / "lexicon"
    shutil.copytree(LEXICON, folder)
    with (folder / "en" / "triggers.yml").open("a", encoding="utf-8") as triggers:
        triggers.write("\n" + blocks(guide, "yaml")[1])
    before, after = (
        read_report(report(case["text"], case["published"]), lexicon).claims
        for lexicon in (load_lexicon(), load_lexicon(folder))
    )
    assert before == ()
    (claim,), (wanted,) = after, case["claims"]
    assert claim.quantity is not None
    assert claim.period is not None
    assert (claim.type, claim.quantity.span.text, claim.quantity.low) == (wanted["type"], "40", 40)
    assert (claim.origin and claim.origin.text, claim.speaker and claim.speaker.text) == (
        wanted["origin"],
        wanted["speaker"],
    )
    assert (claim.period.first, claim.period.last) == (wanted["first"], wanted["last"])
