"""The commands, run as people run them: what they print, where, and with which exit code."""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
import typer
from argon2 import PasswordHasher

from habeas import cli, lexicon, pipeline
from habeas.errors import BadLexicon
from habeas.ledger import Ledger
from habeas.model import Reading, Report
from habeas.settings import Settings
from habeas.signing import passwords
from habeas.vault import Vault
from made import READER, read_by_hand

COMMANDS = {
    "demo": ["lexicon"],
    "add": [
        "home",
        "lexicon",
        "allow-private",
        "again",
        "by",
        "outlet",
        "url",
        "title",
        "published",
        "language",
    ],
    "read": ["lexicon", "unread", "why", "outlet", "url", "title", "published", "language"],
    "claims": ["home", "format", "type", "place", "group", "speaker", "since", "until", "text", "report"],
    "unread": ["home", "format", "since", "until", "text", "report"],
    "account": ["from", "to", "holder", "group", "unit", "conventions", "home", "lexicon", "format"],
    "events": ["home", "format", "type", "place", "group", "speaker", "since", "until", "text", "report"],
    "conflicts": ["home", "format", "type", "place", "report"],
    "brief": ["home", "place", "today", "changes-since"],
    "check": ["home", "lexicon", "published", "format"],
    "decide": ["home", "queued"],
    **{f"decide {word}": ["by", "why", "home", "lexicon"] for word in ("accept", "reject", "unsure", "undo")},
    "decide amend": ["set", "by", "why", "home", "lexicon"],
    **{
        f"decide {word}": ["by", "why", "undo", "home", "lexicon"]
        for word in ("merge", "split", "same", "not-same", "copy", "not-copy")
    },
    "export": ["format", "reason", "by", "include-names", "home", "lexicon", "type", "place", "since"],
    "log": ["action", "home", "format"],
    "registers": ["home", "lexicon", "format"],
    "verify": ["home", "lexicon", "head", "tsa-cert", "reckon"],
    "expunge": ["name", "also", "by", "reason", "with-container", "dry-run", "yes", "home", "lexicon"],
    "stamp": ["tsa", "query", "response", "tsa-cert", "by", "allow-private", "home"],
    "load": ["home", "lexicon"],
    "reread": ["home", "lexicon"],
    "score": ["lexicon", "texts", "floors", "set-floors", "lower", "errors"],
    "serve": ["home", "lexicon", "host", "port", "by", "allow-host", "tls-in-front", "certificate", "key"],
    "user": [],
    "user add": ["role", "by", "password-stdin", "home"],
    "user list": ["home"],
    **{f"user {word}": ["by", "home"] for word in ("disable", "enable", "role")},
    "user password": ["by", "password-stdin", "drop-codes", "home"],
    "lexicon": [],
    "lexicon check": ["home", "lexicon"],
    "lexicon show": ["home", "lexicon", "format"],
}
REAL_LEXICON = lexicon.load_lexicon
HOSTILE = "In \x1b[2J\x9b1m\u202eOrlan 50 people are held in Veshka, [red]7 of somebody[/red]."


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


def runner_of(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command, and says how it ended and what it printed."""

    def runner(*arguments: object) -> Ran:
        with pytest.raises(SystemExit) as ended:
            cli.main([str(argument) for argument in arguments])
        shown = capsys.readouterr()
        return Ran(int(ended.value.code or 0), shown.out, shown.err)

    return runner


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command in an empty folder with the reader made for tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pipeline, "read_report", read_by_hand)
    monkeypatch.setattr(pipeline, "reader_name", lambda _: READER)
    known = lexicon.load_lexicon()
    monkeypatch.setattr(pipeline, "load_lexicon", lambda **_: known)
    monkeypatch.setattr(lexicon, "load_lexicon", lambda **_: known)

    return runner_of(capsys)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Two reports with claims, one of them with an unread figure, and a file of an unknown kind."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text("50 people are held in Orlan.\u2028 7 of somebody.", "utf-8")
    (folder / "b.txt").write_text("60 people are held in Veshka, 70 people are held in Orlan.", "utf-8")
    (folder / "c.xyz").write_text("?", "utf-8")
    return folder


# --- help ---


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    ran = run(*command.split(), "--help")
    assert ran.code == 0
    assert re.search(rf"^  Example:\n    habeas {command}\b", ran.out, re.M)
    assert max(map(len, ran.out.splitlines())) <= 80
    assert all(f"--{option}" in ran.out for option in COMMANDS[command])


def test_these_are_all_commands() -> None:
    groups = {"": typer.main.get_command(cli.app)}
    groups |= {name: groups[""].commands[name] for name in ("decide", "lexicon", "user")}
    found = {f"{name} {command}".strip() for name, group in groups.items() for command in group.commands}
    assert found == {*COMMANDS}


def test_the_page_of_the_commands_tells_the_truth() -> None:
    root = Path(__file__).parent.parent
    made = subprocess.run(
        [sys.executable, str(root / "scripts" / "commands_page.py")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "COLUMNS": "80"},
    )
    page = (root / "docs" / "commands.md").read_text("utf-8")
    assert page == made.stdout, "run make docs"
    groups = {"lexicon", "decide", "user"}
    assert all(f"## habeas {command}\n" in page for command in COMMANDS if command not in groups)


def test_without_arguments_habeas_helps(run: Run) -> None:
    ran = run()
    assert ran.code == 0
    assert ran.out == run("--help").out == run("-h").out


def test_the_version(run: Run) -> None:
    assert re.fullmatch(r"habeas \d+\.\d+\.\d+\n", run("--version").out)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["bogus"], "bogus"),
        (["add"], "PATH"),
        (["claims", "--since", "March"], "write it like 2024-03-18"),
        (["claims", "--type", "party"], "party"),
        (["claims", "--format", "xml"], "xml"),
        (["read", ".", "--unread", "--why"], "one of them"),
        (["score", ".", "--set-floors"], "--floors FILE"),
        (["score", "."], "no annotated reports"),
    ],
)
def test_wrong_usage_is_exit_2_and_says_what_is_meant(run: Run, arguments: list[str], told: str) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert told in ran.err
    assert ran.out == ""


# --- users ---


PASSWORD = "seven grey herons"


@pytest.fixture
def adds(run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Runs a command of users, with a password on standard input; hashed at once."""
    monkeypatch.setattr(
        "habeas.signing.passwords._HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    )

    def runner(*arguments: str, password: str = f"{PASSWORD}\n") -> Ran:
        monkeypatch.setattr(sys, "stdin", StringIO(password))
        return run("user", *arguments, "--home", "h")

    return runner


def test_users_are_added_listed_and_changed(adds: Callable[..., Ran], run: Run) -> None:
    assert adds("add", "Ada Quay", "--password-stdin", "--by", "Joen").out == "added Ada Quay, viewer\n"
    assert adds("role", "ada quay", "admin").out == "Ada Quay is now admin\n"
    assert adds("disable", "ada quay", "--by", "Mira").out == "disabled Ada Quay\n"
    assert re.fullmatch(r"Ada Quay: disabled \(disabled by Mira, [-0-9]+ [:0-9]+ UTC\)\n", adds("list").out)
    assert adds("enable", "ada quay").out == "enabled Ada Quay, admin\n"
    assert "Ada Quay: admin (enabled by " in adds("list").out
    assert run("verify", "--home", "h").out.startswith("sound: ")


def test_a_user_gets_another_password(adds: Callable[..., Ran]) -> None:
    adds("add", "Ada Quay", "--password-stdin")
    with Ledger.open(Settings(Path("h"))) as ledger:
        ledger.users.set_codes("Ada Quay", "SECRET", (), by="Ada Quay")
    told = adds("password", "ada quay", "--password-stdin", "--drop-codes", password="eight white storks\n")
    assert told == Ran(0, "Ada Quay has a new password, and is signed out everywhere\n", "")
    with Ledger.open(Settings(Path("h"))) as ledger:
        known = ledger.users.credentials("Ada Quay")
    assert known is not None
    assert known.secret is None
    assert passwords.fits(known.password, "eight white storks")


@pytest.mark.parametrize(
    ("arguments", "password", "code", "told"),
    [
        (["add", "Mira Toll", "--password-stdin"], "short\n", 2, "12 letters or more"),
        (["add", "Mira Toll", "--password-stdin"], "", 2, "12 letters or more"),
        (["add", "mira\n", "--password-stdin"], PASSWORD, 2, "is no name"),
        (["add", "Mira Toll", "--role", "king"], PASSWORD, 2, "king"),
        (["add", "ADA QUAY", "--password-stdin"], PASSWORD, 1, "there is a user Ada Quay already"),
        (["add", "Mira Toll", "--password", PASSWORD], "", 2, "No such option"),
        (["disable", "Mira Toll"], "", 1, "there is no user Mira Toll; habeas user list shows all"),
        (["role", "Mira Toll", "admin"], "", 1, "there is no user Mira Toll"),
        (["password", "Mira Toll", "--password-stdin"], PASSWORD, 1, "there is no user Mira Toll"),
    ],
)
def test_what_will_not_do_for_users_is_said(
    adds: Callable[..., Ran], arguments: list[str], password: str, code: int, told: str
) -> None:
    adds("add", "Ada Quay", "--password-stdin")
    ran = adds(*arguments, password=password)
    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err
    assert PASSWORD not in ran.err
    assert adds("list").out.count("\n") == 1


def test_serve_refuses_others_while_there_are_no_users(run: Run) -> None:
    ran = run("serve", "--host", "0.0.0.0", "--home", "h")
    assert (ran.code, ran.out) == (2, "")
    assert "--host 0.0.0.0: without users habeas serves this machine alone (127.0.0.1)" in ran.err


# --- add ---


def test_add_prints_one_summary_line(run: Run, reports: Path) -> None:
    ran = run("add", reports)
    assert ran == Ran(0, "added 2 reports: 3 claims, 1 figure unread; 1 of unknown kinds skipped\n", "")
    again = run("add", reports / "a.txt", reports)
    assert again.out.startswith("added 0 reports (2 were there already): 0 claims, 0 figures unread")


def test_add_takes_what_it_can_and_names_what_it_cannot(run: Run, reports: Path) -> None:
    (reports / "empty.txt").touch()
    ran = run("add", reports, "gone.txt", "--home", "h")
    assert ran.code == 1
    assert ran.out == (
        "added 2 reports: 3 claims, 1 figure unread; 2 files could not be read; 1 of unknown kinds skipped\n"
    )
    assert [line.split(":")[0] for line in ran.err.splitlines()] == ["habeas", "habeas"]
    assert "empty.txt" in ran.err
    assert "gone.txt" in ran.err


def test_add_uses_the_home_that_is_named(run: Run, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("add", reports, "--home", "one")
    monkeypatch.setenv("HABEAS_HOME", "two")
    run("add", reports)
    monkeypatch.delenv("HABEAS_HOME")
    run("add", reports)
    for home in ("one", "two", "habeas-data"):
        assert run("verify", "--home", home).out.startswith("sound: 2 reports, 3 claims, ")


def test_options_state_what_a_report_does_not(run: Run, reports: Path) -> None:
    options = {
        "outlet": "The Orlan Post",
        "title": "Held",
        "url": "https://example.org/1",
        "published": "2024-03-18",
        "language": "en",
    }
    run("add", reports / "a.txt", *(part for name, value in options.items() for part in (f"--{name}", value)))
    (line,) = run("claims", "--format", "jsonl").out.splitlines()
    stated = json.loads(line)["report"]
    assert {name: stated[name] for name in options} == options


@pytest.mark.parametrize("option", ["--url", "--title"])
@pytest.mark.parametrize("command", ["add", "read"])
def test_one_reports_title_is_not_put_on_many(run: Run, reports: Path, command: str, option: str) -> None:
    ran = run(command, reports, option, "https://example.org/1")
    assert ran.code == 2
    assert "2 files" in ran.err
    assert not Path("habeas-data").exists()


def test_a_stop_before_a_command_began_is_a_word(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "app", stop)
    assert run("claims") == Ran(130, "", "habeas: stopped\n")


def test_an_interrupted_add_says_what_is_done_and_the_next_goes_on(
    run: Run, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop_at_b(report: object, words: object) -> object:
        if report.name == "b.txt":
            raise KeyboardInterrupt
        return read_by_hand(report, words)

    monkeypatch.setattr(pipeline, "read_report", stop_at_b)
    ran = run("add", reports)
    assert ran.code == 130
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert "stopped after 1 of 2 files" in ran.err
    assert "goes on from here" in ran.err
    monkeypatch.setattr(pipeline, "read_report", read_by_hand)
    assert run("add", reports).out.startswith("added 1 report (1 was there already): 2 claims")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--url", "not a url"], "no address on the web"),
        (["--outlet", "x" * 600], "500 characters"),
        (["--title", "\u200b"], "can't be shown"),
        (["--published", "0001-01-01"], "before 1900"),
        (["--published", "2999-01-01"], "in the future"),
        (["--language", "klingonish"], "no language"),
    ],
)
@pytest.mark.parametrize("command", ["add", "read"])
def test_what_no_report_can_be_is_refused(
    run: Run, reports: Path, command: str, options: list[str], told: str
) -> None:
    ran = run(command, reports / "a.txt", *options)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert not Path("habeas-data").exists()


def test_an_empty_option_states_nothing(run: Run, reports: Path) -> None:
    run(
        "add", reports / "a.txt", *(part for name in ("outlet", "title", "url") for part in (f"--{name}", ""))
    )
    (line,) = run("claims", "--format", "jsonl").out.splitlines()
    stated = json.loads(line)["report"]
    assert (stated["outlet"], stated["url"]) == (None, None)


@pytest.mark.parametrize("command", ["add", "claims"])
def test_an_empty_home_means_the_default(run: Run, reports: Path, command: str) -> None:
    run("add", reports)
    assert run(command, *([reports] if command == "add" else []), "--home", "").code == 0
    assert not Path("ledger.sqlite").exists()


def test_a_report_that_is_kept_already_is_not_stated_anew_in_silence(run: Run, reports: Path) -> None:
    run("add", reports)
    ran = run("add", reports / "a.txt", "--published", "2024-03-18", "--outlet", "X")
    assert ran.code == 0
    assert ran.err == (
        "habeas: a.txt: kept already; its date and outlet stay as first stated"
        " (delete the home, or use another, to state that anew)\n"
    )
    assert json.loads(run("claims", "--format", "jsonl").out.splitlines()[0])["report"]["published"] is None


def test_a_report_in_another_language_is_not_one_that_says_nothing(run: Run, reports: Path) -> None:
    (reports / "d.txt").write_text("Language: de\n\n312 Leute.", "utf-8")
    assert run("add", reports).out.startswith(
        "added 3 reports: 3 claims, 1 figure unread; not read: 1 in German; "
    )
    ran = run("read", reports)
    assert (ran.code, ran.err) == (0, "habeas: d.txt: not read: in German\n")
    assert run("read", reports / "d.txt", "--why").out == "d.txt: not read: in German\n\n"
    assert "d.txt · not read: in German · " in run("brief").out


@pytest.mark.parametrize("command", ["add", "read"])
def test_a_fault_of_ours_on_one_report_keeps_no_other_out(
    run: Run, reports: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def stumble_at_a(report: Report, words: object) -> Reading:
        if report.name == "a.txt":
            raise OverflowError("date value out of range")
        return read_by_hand(report, words)

    monkeypatch.setattr(pipeline, "read_report", stumble_at_a)
    ran = run(command, reports)
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert "a.txt: a fault in habeas" in ran.err
    assert "OverflowError: date value out of range (test_cli.py, line " in ran.err
    assert "please report it" in ran.err
    assert "added 1 report: 2 claims" in ran.out if command == "add" else len(ran.out.splitlines()) == 2


# --- load ---


@pytest.fixture
def real_words(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The lexicon as it is: loading asks it what words mean."""
    monkeypatch.setattr(pipeline, "load_lexicon", REAL_LEXICON)
    return run


def test_load_prints_one_summary_line(real_words: Run) -> None:
    Path("coded.csv").write_text(
        'quote,type,quantity\n"50 men fled Orlan.",escape,50\n"7 men died.",death,7\n', "utf-8"
    )
    assert real_words("load", "coded.csv") == Ran(0, "loaded 2 claims from 2 reports\n", "")
    assert real_words("load", "coded.csv").out == "loaded 0 claims from 0 reports (2 were there already)\n"
    assert real_words("verify").code == 0
    assert "50" in real_words("claims").out


def test_load_tells_every_fault_and_loads_nothing(real_words: Run) -> None:
    Path("coded.csv").write_text('quote,type\n"Men fled \x1b[2JOrlan.",flight\n,death\n', "utf-8")
    ran = real_words("load", "coded.csv")
    assert (ran.code, ran.out) == (1, "")
    lines = ran.err.splitlines()
    assert [line[: len("habeas: coded.csv, line 2")] for line in lines[:2]] == [
        "habeas: coded.csv, line 2",
        "habeas: coded.csv, line 3",
    ]
    assert lines[2:] == ["habeas: nothing was loaded"]
    assert "\x1b" not in ran.err
    assert real_words("verify").out.startswith("sound: 0 reports, 0 claims")


def test_load_tells_no_more_faults_than_anybody_reads(real_words: Run) -> None:
    Path("coded.csv").write_text("quote,type\n" + ",death\n" * 120, "utf-8")
    lines = real_words("load", "coded.csv").err.splitlines()
    assert len(lines) == 102
    assert lines[-2:] == ["habeas: and 20 more", "habeas: nothing was loaded"]


def test_load_of_what_is_not_there_makes_no_home(run: Run) -> None:
    ran = run("load", "gone.csv")
    assert (ran.code, ran.err) == (1, "habeas: gone.csv: isn't there (check the path)\n")
    assert not Path("habeas-data").exists()


# --- check ---


@pytest.fixture
def checking(real_words: Run, reports: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A ledger that holds the reports, and the lexicon as it is."""
    monkeypatch.setattr(lexicon, "load_lexicon", REAL_LEXICON)
    assert real_words("add", reports).code == 0
    return real_words


def test_check_says_of_each_figure_what_supports_it(checking: Run) -> None:
    Path("draft.txt").write_text("50 people are held in Orlan. 60 people are held in Veshka.", "utf-8")
    ran = checking("check", "draft.txt")
    assert ran.err == ""
    assert ran.out.count("SUPPORTED") == 2
    assert "“50 people are held in Orlan”" in ran.out
    assert ran.out.endswith("2 figures: 2 supported\n")
    assert ran.code == 0


def test_check_fails_where_a_figure_is_not_found_and_lists_what_was_not_read(checking: Run) -> None:
    Path("draft.txt").write_text("51 people are held in Dolm, 7 of somebody.", "utf-8")
    ran = checking("check", "draft.txt")
    assert ran.code == 1
    assert ran.out.endswith("1 figure: 1 not found; 1 not read by the machine: check by hand\n")
    lines = list(map(json.loads, checking("check", "draft.txt", "--format", "jsonl").out.splitlines()))
    assert [line["verdict"] for line in lines] == ["not found", "not read"]


def test_check_follows_what_people_decided(checking: Run) -> None:
    who = ("--by", "Mira Toll", "--why", "of another town")
    Path("draft.txt").write_text("50 people are held in Orlan.", "utf-8")
    assert checking("check", "draft.txt").code == 0
    lines = map(json.loads, checking("claims", "--place", "Orlan", "--format", "jsonl").out.splitlines())
    (held,) = (line["id"] for line in lines if line["quantity"]["low"] == 50)
    checking("decide", "reject", held, *who)
    assert "1 not found" in checking("check", "draft.txt").out
    checking("decide", "amend", held, "--set", "low=51", "--set", "high=51", *who)
    assert "1 supported" not in checking("check", "draft.txt").out


def test_check_counts_what_people_decided(checking: Run) -> None:
    Path("draft.txt").write_text("50 people are held in Orlan.", "utf-8")
    held = [json.loads(line) for line in checking("claims", "--format", "jsonl").out.splitlines()]
    (id_,) = [claim["id"] for claim in held if "50 people are held in Orlan" in claim["evidence"][0]["text"]]
    who = ("--by", "Mira Toll", "--why", "read it")
    checking("decide", "accept", id_, *who)
    assert "” ·reviewed: accepted" in " ".join(checking("check", "draft.txt").out.split())
    checking("decide", "reject", id_, *who)
    ran = checking("check", "draft.txt")
    assert (ran.code, "NOT FOUND" in ran.out) == (1, True)
    assert id_ not in ran.out


def test_check_keeps_nothing(checking: Run) -> None:
    before = checking("verify").out
    Path("draft.txt").write_text("50 people are held in Orlan.", "utf-8")
    checking("check", "draft.txt", "--published", "2024-03-18")
    assert checking("verify").out == before


@pytest.mark.parametrize(
    ("draft", "told"),
    [("gone.txt", "isn't there"), ("draft.xyz", "of a kind that habeas doesn't read")],
)
def test_check_tells_what_it_cannot_read(checking: Run, draft: str, told: str) -> None:
    Path("draft.xyz").write_text("?", "utf-8")
    ran = checking("check", draft)
    assert (ran.code, ran.out) == (1, "")
    assert told in ran.err


def test_check_of_a_draft_in_another_language_is_no_pass(checking: Run) -> None:
    Path("draft.txt").write_text("Language: de\n\n312 Leute.", "utf-8")
    ran = checking("check", "draft.txt")
    assert (ran.code, ran.err) == (1, "habeas: draft.txt: not read: in German\n")


# --- read ---


def test_read_prints_json_lines_and_touches_no_ledger(run: Run, reports: Path) -> None:
    ran = run("read", reports, "--published", "2024-03-18")
    claims = [json.loads(line) for line in ran.out.split("\n")[:-1]]
    assert [claim["quantity"]["low"] for claim in claims] == [50, 60, 70]
    assert {claim["report"]["published"] for claim in claims} == {"2024-03-18"}
    assert ran.code == 0
    assert not Path("habeas-data").exists()


def test_read_prints_the_unread_figures_instead(run: Run, reports: Path) -> None:
    (line,) = run("read", reports, "--unread").out.splitlines()
    assert json.loads(line)["quantity"]["text"] == "7"


def test_read_says_why(run: Run, reports: Path) -> None:
    out = run("read", reports / "a.txt", "--why").out
    assert re.search(r"a\.txt · c_[0-9a-f]{20} · holding, by holding\.made \(hand/1\)", out)
    assert "  “50 people are held in Orlan”\n  - figure “50”\n  - place “Orlan”\n" in out


def test_read_goes_on_past_a_file_that_cannot_be_read(run: Run, reports: Path) -> None:
    ran = run("read", "gone.txt", reports)
    assert ran.code == 1
    assert len(ran.out.splitlines()) == 3
    assert "gone.txt" in ran.err


def test_json_lines_end_at_line_feeds_alone_and_mean_what_the_report_says(run: Run, tmp_path: Path) -> None:
    words = "In Dêrik\u2028\x1b[2J\u202e\x85 50 people are held in Orlan."
    (tmp_path / "odd.txt").write_text(words, "utf-8")
    (line,) = run("read", "odd.txt", "--outlet", "Dêrik\u202e").out.splitlines()
    assert "\u202e" not in line
    assert json.loads(line)["evidence"][0]["text"] == "50 people are held in Orlan"


# --- what the ledger says ---


@pytest.fixture
def added(run: Run, reports: Path) -> None:
    assert run("add", reports, "--outlet", "The Orlan Post", "--published", "2024-03-18").code == 0


@pytest.mark.parametrize(
    ("filters", "figures"),
    [
        ([], [50, 60, 70]),
        (["--place", "orlan"], [50, 70]),
        (["--type", "holding", "--report", "b.txt"], [60, 70]),
        (["--type", "escape"], []),
        (["--text", "60 PEOPLE"], [60]),
        (["--since", "2024-03-19"], []),
        (["--until", "2024-03-18"], [50, 60, 70]),
        (["--group", "women"], []),
        (["--speaker", "nobody"], []),
    ],
)
@pytest.mark.usefixtures("added")
def test_filters_choose_claims(run: Run, filters: list[str], figures: list[int]) -> None:
    out = run("claims", "--format", "jsonl", *filters).out
    assert sorted(json.loads(line)["quantity"]["low"] for line in out.splitlines()) == figures


@pytest.mark.usefixtures("added")
def test_tables_fit_80_columns_without_colour(run: Run) -> None:
    claims, unread = run("claims").out, run("unread").out
    for table in (claims, unread):
        assert max(map(len, table.splitlines())) <= 80
        assert "\x1b" not in table
    assert re.search(r"^50 +holding +– +Orlan +said +The Orlan *$", claims, re.M)
    assert re.search(r"^7 +no-rule +7 of somebody +The Orlan", unread, re.M)


@pytest.mark.usefixtures("added")
def test_tables_are_as_wide_as_asked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    widths = [len(line) for line in run("claims").out.splitlines()]
    assert 100 < max(widths) <= 120


@pytest.mark.usefixtures("added")
def test_a_row_leads_to_its_report_and_its_words(run: Run) -> None:
    out = run("claims", "--text", "60 people").out
    (report,) = (json.loads(line)["report"]["id"] for line in run_lines(run, "--text", "60 people"))
    assert f"\n  The Orlan Post, 18 March 2024 · {report[:8]} · “60 people are held in Veshka”\n" in out
    assert run("claims", "--report", report[:8]).code == 0


def run_lines(run: Run, *filters: str) -> list[str]:
    return run("claims", "--format", "jsonl", *filters).out.splitlines()


@pytest.mark.usefixtures("added")
def test_an_empty_table_has_no_footer(run: Run) -> None:
    assert "unchecked" in run("claims").out
    assert "unchecked" not in run("claims", "--place", "nowhere").out


@pytest.mark.usefixtures("added")
@pytest.mark.parametrize("command", ["claims", "unread", "events", "conflicts", "brief"])
def test_a_report_that_is_not_there_is_an_error(run: Run, command: str) -> None:
    ran = run(command, "--report", "nonsense")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("habeas: --report nonsense: ")
    assert run(command, "--report", "b.txt").code == 0


@pytest.mark.usefixtures("added")
def test_the_brief_names_its_filters(run: Run) -> None:
    lines = run(
        "brief", "--place", "Veshka", "--until", "2024-03-18", "--today", "2024-03-28"
    ).out.splitlines()
    assert lines[1] == "Only what fits: place Veshka; until 2024-03-18."
    assert lines[2] == ""
    assert run("brief").out.splitlines()[1] == ""


@pytest.mark.usefixtures("added")
def test_unread_figures_as_json_lines(run: Run) -> None:
    (line,) = run("unread", "--format", "jsonl").out.splitlines()
    assert json.loads(line)["reason"] == "no-rule"


@pytest.mark.usefixtures("added")
def test_the_brief_is_told_as_of_a_day(run: Run) -> None:
    out = run("brief", "--today", "2024-03-28").out
    assert out.startswith("WHAT THE LEDGER SAYS, 28 MARCH 2024\n")
    assert "10 days old" in out
    assert max(map(len, out.splitlines())) <= 80
    assert "60 people" not in run("brief", "--place", "Orlan", "--today", "2024-03-28").out.split("NOTES")[0]


@pytest.mark.parametrize("command", ["claims", "unread", "events", "conflicts", "brief", "verify", "reread"])
def test_a_home_without_a_ledger_is_named(run: Run, command: str) -> None:
    ran = run(command, "--home", "nowhere")
    assert ran.code == 1
    assert ran.err.startswith("habeas: ")
    assert "nowhere" in ran.err
    assert ran.out == ""
    assert not Path("nowhere").exists()


@pytest.mark.parametrize("command", ["claims", "unread", "events", "conflicts", "brief", "read"])
def test_a_hostile_report_cannot_rewrite_the_terminal(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "x.txt").write_text(HOSTILE, "utf-8")
    run("add", "x.txt", "--outlet", "[bold]Post[/bold]")
    ran = run(command, *(["x.txt", "--why"] if command == "read" else []))
    assert ran.code == 0
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", ran.out)
    if command in ("claims", "unread"):
        assert "[bold]" in ran.out


def test_a_hostile_file_name_cannot_rewrite_the_terminal(run: Run) -> None:
    ran = run("add", "\x1b[2J\u202egone.txt")
    assert ran.code == 1
    assert "gone.txt" in ran.err
    assert not re.search("[\x1b\u202e]", ran.err)


# --- checks ---


@pytest.mark.usefixtures("added")
def test_verify_says_that_all_is_sound(run: Run) -> None:
    ran = run("verify")
    assert (ran.code, ran.err) == (0, "")
    sound, note, head, _ = ran.out.splitlines()
    assert note.endswith("weren't held against the claims: habeas verify --reckon")
    assert sound == "sound: 2 reports, 3 claims, 2 log entries"
    assert re.fullmatch(r"log ends with [0-9a-f]{64}", head)


@pytest.mark.usefixtures("added")
def test_verify_prints_another_end_of_the_log_once_something_is_added(run: Run, reports: Path) -> None:
    (before,) = re.findall(r"log ends with (\w+)", run("verify").out)
    (reports / "d.txt").write_text("80 people are held in Orlan.", "utf-8")
    run("add", reports)
    assert before not in run("verify").out


@pytest.mark.usefixtures("added")
def test_verify_names_bytes_that_no_report_holds(run: Run) -> None:
    sha = Vault(Path("habeas-data/vault")).put(b"nobody's")
    ran = run("verify")
    assert ran.code == 1
    assert f"the ledger knows nothing of {sha}" in ran.out
    assert "sound: " not in ran.out


@pytest.mark.usefixtures("added")
def test_verify_notes_what_is_no_fault(run: Run) -> None:
    next(path for path in Path("habeas-data/vault").glob("??/*")).parent.chmod(0o755)
    ran = run("verify")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("note: habeas-data/vault/")
    assert "sound: " in ran.out


@pytest.mark.usefixtures("added")
def test_verify_finds_the_end_of_the_log_that_was_noted(run: Run, reports: Path) -> None:
    (noted,) = re.findall(r"log ends with (\w+)", run("verify").out)
    (reports / "d.txt").write_text("80 people are held in Orlan.", "utf-8")
    run("add", reports)
    found = run("verify", "--head", f" {noted.upper()} ")
    assert (found.code, found.err) == (0, "")
    assert re.search(r"^the log has what you noted: line 2, of \S+; 1 line came since$", found.out, re.M)
    lost = run("verify", "--head", "0" * 64)
    assert lost.code == 1
    assert lost.out.splitlines()[0].startswith("log: no line of it has the hash 000")
    assert "sound" not in lost.out
    assert run("verify", "--head", "abc").code == 2


@pytest.mark.usefixtures("added")
def test_verify_lists_faults(run: Run) -> None:
    (kept, *_) = sorted(path for path in Path("habeas-data/vault").rglob("*") if path.is_file())
    kept.chmod(0o600)
    kept.write_bytes(b"altered")
    ran = run("verify")
    assert ran.code == 1
    assert kept.name[:8] in ran.out
    assert "note: events, conflicts and lists weren't held" in run("verify", "--reckon").out
    assert "sound" not in ran.out


@pytest.mark.usefixtures("added")
def test_a_changed_event_is_found_by_reckoning_and_mended_by_reading_again(run: Run) -> None:
    shown = run("events").out
    with closing(sqlite3.connect("habeas-data/ledger.sqlite")) as ledger, ledger:
        assert ledger.execute("UPDATE derived_shelf SET rank = rank + 1 WHERE kind = 'claim'").rowcount == 3
    assert run("verify").out.startswith("sound: ")
    ran = run("verify", "--reckon")
    assert (ran.code, ran.err) == (1, "")
    *told, cure = ran.out.splitlines()
    assert all(re.match(r"claim c_[0-9a-f]{20}: what is kept of it isn't", line) for line in told)
    assert (len(told), cure) == (3, "habeas reread makes it all anew")
    assert run("reread").code == 0
    assert run("verify", "--reckon").out.startswith("sound: ")
    assert run("events").out == shown


@pytest.mark.usefixtures("added")
def test_reread_with_the_same_reader_changes_nothing(run: Run) -> None:
    ran = run("reread")
    assert ran.out == "read again 0 reports (2 were read by this reader before): 0 claims, 0 figures unread\n"
    with Ledger.open(Settings(Path("habeas-data")), create=False) as ledger:
        assert ledger.readers() == [(READER, 2)]


def test_all_faults_of_the_lexicon_are_listed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise BadLexicon(("places.yml:3: no id", "en/groups.yml:7: unknown tag"))

    monkeypatch.setattr(lexicon, "load_lexicon", fail)
    ran = run("lexicon", "check")
    assert ran == Ran(1, "", "habeas: places.yml:3: no id\nhabeas: en/groups.yml:7: unknown tag\n")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    words = "50 people are held in Orlan"
    claim = {
        "type": ["holding"],
        "quantity": {"text": "50", "low": 50, "high": 50, "approx": False, "unit": "persons"},
        "place": "Orlan",
        "evidence": words,
        "start": 0,
        "end": len(words),
    }
    (folder / "a.json").write_text(
        json.dumps({"document": "a.txt", "published": None, "claims": [claim]}), "utf-8"
    )
    return folder


def test_score_reads_the_texts_and_holds_floors(run: Run, gold: Path, reports: Path) -> None:
    ran = run("score", gold, "--texts", reports)
    assert ran.code == 0
    assert re.search(r"^figures +\{'precision': 1\.0, 'recall': 1\.0, 'f1': 1\.0, 'tp': 1,", ran.out, re.M)
    assert json.loads(run("score", gold, "--texts", reports, "--json").out)["slots"]["place"] == 1.0
    assert run("score", gold, "--texts", reports, "--floors", "f.json", "--set-floors").code == 0
    assert run("score", gold, "--texts", reports, "--floors", "f.json").code == 0


def test_score_with_a_missed_floor_is_a_fault(run: Run, gold: Path, reports: Path) -> None:
    run("score", gold, "--texts", reports, "--floors", "f.json", "--set-floors")
    held = json.loads(Path("f.json").read_text("utf-8"))
    Path("f.json").write_text(json.dumps({**held, "floors": {"figures_f1": 1.5}}), "utf-8")
    ran = run("score", gold, "--texts", reports, "--floors", "f.json")
    assert ran.code == 1
    assert ran.err == "habeas: figures_f1 is 1.0, its floor is 1.5\n"


def test_score_lists_disagreements(run: Run, gold: Path, tmp_path: Path) -> None:
    (tmp_path / "gold" / "a.txt").write_text("51 people are held in Orlan", "utf-8")
    lines = run("score", gold, "--errors", "5").out.splitlines()
    assert lines[-2:] == [
        "extra | a.txt | holding | (51, 51) | 51 people are held in Orlan",
        "missed | a.txt | holding | (50, 50) | 50 people are held in Orlan",
    ]


def test_score_names_a_text_that_is_not_there(run: Run, gold: Path) -> None:
    ran = run("score", gold)
    assert ran.code == 1
    assert "a.txt" in ran.err


# --- the demo ---


def test_the_demo_refuses_a_home_that_is_in_use(run: Run, reports: Path) -> None:
    ran = run("demo", "--home", reports)
    assert ran.code == 2
    assert "new folder" in ran.err


def test_the_demo_tells_the_brief_and_what_to_try_next(run: Run) -> None:
    ran = run("demo", "--home", "a new home")
    assert ran.code == 0
    assert ran.out.startswith("WHAT THE LEDGER SAYS")
    assert "added 16 reports" in ran.out
    assert "habeas claims --home 'a new home'" in ran.out
    assert run("verify", "--home", "a new home").code == 0


def test_the_demo_has_a_temporary_home_of_its_own(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HABEAS_HOME", "mine")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    out = run("demo").out
    home = re.search(r"^This demo's ledger is in (\S+)\. ", out, re.M)
    assert home is not None
    assert Path(home[1]).parent == tmp_path
    assert not Path("mine").exists()


# --- as programs of their own ---


def start(*arguments: str, **options: object) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, **options.pop("env", {})}
    command = [sys.executable, "-m", "habeas", *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, **options
    )


HEAVY = (
    "spacy",
    "sqlalchemy",
    "alembic",
    "trafilatura",
    "pydantic",
    "numpy",
    "lxml",
    "pycountry",
    "rich.console",
)


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys, habeas.cli\n"
        "try: habeas.cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "Commands:" in ran.stdout
    assert "habeas.errors" in ran.stderr.split()
    assert not set(HEAVY) & set(ran.stderr.split())


def test_errors_are_a_line_and_never_a_traceback() -> None:
    process = start("claims", "--home", "/nonexistent/home")
    out, err = process.communicate()
    assert (process.returncode, out) == (1, b"")
    assert err.startswith(b"habeas: ")
    assert err.count(b"\n") == 1


def test_a_terminal_that_knows_few_letters_gets_escapes_not_a_traceback(tmp_path: Path) -> None:
    process = start("verify", "--home", str(tmp_path / "Şemdîn"), env={"PYTHONIOENCODING": "latin-1"})
    _, err = process.communicate()
    assert process.returncode == 1
    assert b"Traceback" not in err
    assert b"\\u015eemd\xeen" in err


MADE = (
    "import sys, habeas.cli, habeas.pipeline as p, habeas.lexicon as l, made\n"
    "p.read_report, p.reader_name = made.read_by_hand, lambda _: made.READER\n"
    "known = l.load_lexicon(); p.load_lexicon = l.load_lexicon = lambda **_: known\n"
    "habeas.cli.main(sys.argv[1:])"
)


def piped(*arguments: object, out: int, err: int = subprocess.PIPE) -> "subprocess.CompletedProcess[bytes]":
    """A command with the reader made for tests, its output going where it is told."""
    command = [sys.executable, "-c", MADE, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(command, stdout=out, stderr=err, env=environment, check=False)


@pytest.fixture
def gone() -> Iterator[int]:
    """A pipe that nobody reads from."""
    ours, theirs = os.pipe()
    os.close(ours)
    yield theirs
    os.close(theirs)


@pytest.fixture
def broken_home(run: Run, reports: Path, tmp_path: Path) -> Path:
    """A home whose vault is gone."""
    run("add", reports, "--home", "h")
    shutil.rmtree(tmp_path / "h" / "vault")
    return tmp_path / "h"


def test_a_pipe_that_breaks_hides_no_fault_of_a_home(broken_home: Path, gone: int) -> None:
    ran = piped("verify", "--home", broken_home, out=gone)
    assert (ran.returncode, ran.stderr) == (1, b"")
    assert piped("verify", "--home", broken_home, out=gone, err=gone).returncode == 1


def test_a_pipe_that_breaks_stops_no_job(reports: Path, tmp_path: Path, gone: int) -> None:
    (reports / "empty.txt").touch()
    home = tmp_path / "home"
    ran = piped("read", reports, out=gone)
    assert (ran.returncode, ran.stderr.count(b"\n")) == (1, 1)
    assert b"empty.txt" in ran.stderr
    assert piped("add", reports, "--home", home, out=gone, err=gone).returncode == 1
    with Ledger.open(Settings(home), create=False) as ledger:
        assert len(ledger.reports()) == 2
    (reports / "empty.txt").unlink()
    assert piped("add", reports, "--home", home, out=gone).returncode == 0
    assert piped("claims", "--home", home, out=gone).returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("command", ["verify", "claims", "brief", "claims --format jsonl"])
def test_output_that_cannot_be_written_is_told_in_a_line(
    run: Run, reports: Path, tmp_path: Path, command: str
) -> None:
    run("add", reports, "--home", "h")
    with Path("/dev/full").open("wb") as full:
        ran = piped(*command.split(), "--home", tmp_path / "h", out=full.fileno())
    assert ran.returncode == 1
    assert ran.stderr.startswith(b"habeas: the output can't be written: ")
    assert ran.stderr.count(b"\n") == 1


@pytest.mark.parametrize("command", ["verify", "claims"])
def test_a_closed_output_is_nobody_reading(run: Run, reports: Path, tmp_path: Path, command: str) -> None:
    run("add", reports, "--home", "h")
    program = [sys.executable, "-c", MADE, command, "--home", str(tmp_path / "h")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *program], stderr=subprocess.PIPE, env=environment, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    many = "".join(f"{figure} people are held in Orlan. " for figure in range(10_000, 12_000))
    (tmp_path / "many.txt").write_text(many, "utf-8")
    with subprocess.Popen(
        [sys.executable, "-c", MADE, "read", str(tmp_path / "many.txt")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b'{"format": "habeas/1"')
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


# --- the lexicon of one's own ---

CONVOYED = "Guards convoyed 40 detainees from Karsh prison to a court in Veshka on Monday, the ministry said."
CONVOY = "- {word: convoy, form: verb, type: transfer, needs: custody}\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of additions with one word."""
    folder = tmp_path / "own"
    (folder / "en").mkdir(parents=True)
    (folder / "en" / "triggers.yml").write_text(CONVOY, "utf-8")
    return folder


@pytest.fixture
def really(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command in an empty folder with the reader itself."""
    monkeypatch.chdir(tmp_path)

    return runner_of(capsys)


@pytest.fixture
def convoyed(tmp_path: Path) -> Path:
    path = tmp_path / "convoyed.txt"
    path.write_text(CONVOYED, "utf-8")
    return path


@pytest.mark.parametrize(
    "command", ["add", "read", "reread", "demo", "score", "lexicon check", "lexicon show"]
)
def test_a_lexicon_that_is_not_there_is_wrong_usage(
    really: Run, convoyed: Path, gold: Path, command: str
) -> None:
    really("add", convoyed)
    target = {"add": [convoyed], "read": [convoyed], "score": [gold]}.get(command, [])
    ran = really(*command.split(), *target, "--lexicon", "gone")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("habeas: gone: there is no such folder; --lexicon and HABEAS_LEXICON")
    assert ran.err.count("\n") == 1


def test_read_uses_the_lexicon_that_is_named(
    really: Run, convoyed: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert really("read", convoyed).out == ""
    by_option = really("read", convoyed, "--lexicon", own)
    assert json.loads(by_option.out)["type"] == "transfer"
    monkeypatch.setenv("HABEAS_LEXICON", str(own))
    assert really("read", convoyed).out == by_option.out
    monkeypatch.setenv("HABEAS_LEXICON", "")
    assert really("read", convoyed).out == ""


def test_an_edited_lexicon_of_the_home_is_picked_up_by_reread(really: Run, convoyed: Path) -> None:
    really("add", convoyed)
    assert really("claims", "--format", "jsonl").out == ""
    folder = Path("habeas-data", "lexicon", "en")
    folder.mkdir(parents=True)
    (folder / "triggers.yml").write_text(CONVOY, "utf-8")
    assert really("reread").out.startswith("read again 1 report: 1 claim,")
    assert really("reread").out.startswith("read again 0 reports (1 was read by this reader before)")
    first = json.loads(really("claims", "--format", "jsonl").out)
    assert first["type"] == "transfer"
    (folder / "triggers.yml").write_text(CONVOY.replace("transfer", "release"), "utf-8")
    assert really("reread").out.startswith("read again 1 report: 1 claim,")
    second = json.loads(really("claims", "--format", "jsonl").out)
    assert second["type"] == "release"
    assert first["reader"] != second["reader"]
    assert really("verify").code == 0
    with Ledger.open(Settings(Path("habeas-data")), create=False) as ledger:
        assert len(ledger.readers()) == 3


def test_a_named_lexicon_goes_before_that_of_the_home(really: Run, convoyed: Path, own: Path) -> None:
    folder = Path("habeas-data", "lexicon", "en")
    folder.mkdir(parents=True)
    (folder / "triggers.yml").write_text(CONVOY.replace("transfer", "release"), "utf-8")
    really("add", convoyed, "--lexicon", own)
    assert json.loads(really("claims", "--format", "jsonl").out)["type"] == "transfer"


def test_words_of_ones_own_lists_are_read_with(convoyed: Path, own: Path) -> None:
    convoyed.write_text(
        "A convoy of 40 detainees was released. A cavalcade of 30 prisoners was released.", "utf-8"
    )
    without = start("read", str(convoyed)).communicate()[0].decode()
    (own / "en" / "words.yml").write_text("- {name: portions, words: [cavalcade]}\n", "utf-8")
    process = start("read", str(convoyed), "--lexicon", str(own))
    out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert json.loads(without.splitlines()[0])["reader"] != json.loads(out.splitlines()[0])["reader"]


def test_check_says_what_ones_own_folder_holds(really: Run, own: Path) -> None:
    (own / "en" / "cues.yml").write_text("- {word: elmly, modality: planned}\n", "utf-8")
    (own / "en" / "triggers.yml").write_text(
        CONVOY + "- {word: release, form: verb, type: release, strong: true}\n", "utf-8"
    )
    first, *rest = really("lexicon", "check", "--lexicon", own).out.splitlines()
    assert first.startswith("sound: ")
    assert rest == [
        f"{own}/en/triggers.yml: 2 rows, 1 of the package replaced",
        f"{own}/en/cues.yml: 1 row",
    ]


def test_check_names_the_faults_of_ones_own_folder(really: Run, own: Path) -> None:
    (own / "en" / "trigers.yml").write_text("- {word: elm}\n", "utf-8")
    (own / "places.yml").write_text("\n- {id: elm, name: Elm, kind: camp, within: oz, source: s}\n", "utf-8")
    ran = really("lexicon", "check", "--lexicon", own)
    assert (ran.code, ran.out) == (1, "")
    meant = "no file of a lexicon is called 'en/trigers.yml'; did you mean 'en/triggers.yml'?"
    assert ran.err.splitlines() == [
        f"habeas: {own}/en/trigers.yml:1: {meant}",
        f"habeas: {own}/places.yml:2: 'elm' is within 'oz', which is no place's id and no country's code",
    ]


def test_a_broken_lexicon_stops_a_job_before_it_starts(really: Run, convoyed: Path, own: Path) -> None:
    (own / "en" / "triggers.yml").write_text("- {word: elm}\n", "utf-8")
    ran = really("add", convoyed, "--lexicon", own)
    assert ran.code == 1
    assert f"{own}/en/triggers.yml:1: field 'form' is missing" in ran.err
    assert not Path("habeas-data").exists()


# --- what the lexicon knows ---


def test_show_lists_files_and_rules(really: Run, own: Path) -> None:
    ran = really("lexicon", "show", "--lexicon", own)
    assert ran.code == 0
    assert f"\n     1  {own}/en/triggers.yml (your own)\n" in ran.out
    assert re.search(r"^ +\d+  places\.yml$", ran.out, re.M)
    assert "\ngoverned: A trigger governs the people by the parse:" in ran.out
    assert re.search(r"^    release\.governed +right [01]\.\d\d \(\d+ of \d+\)$", ran.out, re.M)
    lines = [json.loads(line) for line in really("lexicon", "show", "--format", "jsonl").out.splitlines()]
    assert {line["what"] for line in lines} == {"file", "rule"}
    assert all(line["says"] for line in lines if line["what"] == "rule")


@pytest.mark.parametrize(
    ("word", "told"),
    [
        (
            "CONVOY",
            "convoy · form verb · type transfer · the people are its object · needs people",
        ),
        ("detainee", "detainee · tags detainees · says by itself that they are held"),
        ("vehicles", "in the list vehicles: aircraft, boat,"),
        ("heseke", "Hasakah: town, id hasakah, within Hasakah governorate, Syria"),
        ("sdf", "Syrian Democratic Forces: force, id sdf, of SY"),
        ("iraqis", "Iraq: country IQ"),
        ("governed", "rule governed\n  A trigger governs the people by the parse:"),
        ("release.governed", "rule governed\n"),
    ],
)
def test_show_tells_what_is_known(really: Run, own: Path, word: str, told: str) -> None:
    ran = really("lexicon", "show", word, "--lexicon", own)
    assert (ran.code, ran.err) == (0, "")
    assert told in ran.out
    lines = really("lexicon", "show", word, "--lexicon", own, "--format", "jsonl").out.splitlines()
    assert {json.loads(line)["what"] for line in lines} <= {"word", "place", "actor", "country", "rule"}


def test_show_leads_to_file_and_line(really: Run, own: Path) -> None:
    assert (
        f"\n  {own}/en/triggers.yml:1 (your own)\n"
        in really("lexicon", "show", "convoy", "--lexicon", own).out
    )


@pytest.mark.parametrize(
    ("word", "told"),
    [("detanee", "near to it: detainee"), ("xqzzyq", "docs/lexicon.md says how to add it"), ("", "docs/")],
)
def test_show_of_what_is_not_known_says_so(really: Run, word: str, told: str) -> None:
    ran = really("lexicon", "show", word)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"habeas: the lexicon knows nothing of '{word}'; {told}")
    assert ran.err.count("\n") == 1


def test_lower_without_set_floors_is_wrong_usage(really: Run, gold: Path) -> None:
    ran = really("score", gold, "--floors", "f.json", "--lower")
    assert (ran.code, ran.out) == (2, "")
    assert "--lower lets --set-floors lower a floor" in ran.err


def test_a_changed_corpus_is_said_plainly(run: Run, gold: Path, reports: Path) -> None:
    arguments = ("score", gold, "--texts", reports, "--floors", "f.json")
    run(*arguments, "--set-floors")
    with (reports / "a.txt").open("a", encoding="utf-8") as text:
        text.write("\n")
    told = "f.json: its floors are of other reports: annotations or texts have changed since they were set"
    for further in ((), ("--set-floors",)):
        ran = run(*arguments, *further)
        assert ran.code == 1
        assert ran.err.startswith(f"habeas: {told}")
        assert "--lower" in ran.err
    ran = run(*arguments, "--set-floors", "--lower")
    assert ran.code == 0
    assert ran.err.startswith(f"habeas: accepted by --lower: {told}")
    assert run(*arguments).code == 0


# --- account ---

COUNTED = """As of 31 December 2023, 50 detainees were held in al-Hol camp.

On 3 February 2024, 12 detainees were released from al-Hol camp.
"""


@pytest.fixture
def counted(really: Run, tmp_path: Path) -> Run:
    (tmp_path / "counted.txt").write_text(COUNTED, "utf-8")
    assert really("add", "counted.txt", "--published", "2024-03-18").code == 0
    return really


def test_an_account_is_told_in_words(counted: Run) -> None:
    ran = counted("account", "al-hol", "--from", "2024", "--to", "2024-02")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("al-Hol: people, 1 January 2024 to 29 February 2024\n\nopening       50\n")
    assert "stands on 50 (c_" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_an_account_for_programs(counted: Run) -> None:
    ran = counted(
        "account",
        "Al Hol",
        "--from",
        "2024-01-01",
        "--to",
        "2024",
        "--group",
        "women,TJ",
        "--format",
        "jsonl",
    )
    told = json.loads(ran.out)
    assert [told[name] for name in ("place", "holder", "group")] == ["al-hol", None, ["TJ", "women"]]
    assert (told["from"], told["to"], told["opening"]) == ("2024-01-01", "2024-12-31", {"low": 0, "high": 50})


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--from", "2024", "--to", "2025"], "name one of them"),
        (
            ["al-Hol", "--from", "2025", "--to", "2024"],
            "--to 2024-12-31 comes before --from 2025-01-01: swap them",
        ),
        (["al-Hol", "--from", "2024-13", "--to", "2025"], "'2024-13' is in no calendar"),
        (["al-Hol", "--from", "0000", "--to", "2025"], "'0000' is in no calendar"),
        (
            ["al-Hol", "--from", "last", "--to", "2025"],
            "'last' is no day: write it like 2024-03-18, 2024-03 or 2024",
        ),
        (["al-Hol", "--from", "2024", "--to", "2025", "--group", "XYZ"], "--group XYZ: no group"),
        (["Nowhere", "--from", "2024", "--to", "2025"], "no report names a place 'Nowhere'"),
        (["--holder", "Nobody", "--from", "2024", "--to", "2025"], "no report names a body 'Nobody'"),
    ],
)
def test_an_account_of_what_cannot_be_meant(counted: Run, arguments: list[str], told: str) -> None:
    ran = counted("account", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in " ".join(ran.err.split())


# --- the brief as a file ---


@pytest.mark.usefixtures("added")
def test_brief_writes_a_file_and_says_what_it_holds(run: Run) -> None:
    ran = run("brief", "--to", "b.md", "--reason", "for a test", "--by", "Ada", "--today", "2024-04-01")
    assert ran == Ran(0, "wrote b.md: 3 claims, 1 figure unread\n", "")
    assert Path("b.md").read_text("utf-8").startswith("# What the ledger says, 1 April 2024\n")


@pytest.mark.usefixtures("added")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--to", "b.md"], "--to b.md needs --reason"),
        (["--to", "b.md", "--reason", " "], "--to b.md needs --reason"),
        (["--to", "b.odt", "--reason", "x"], "let it end with one of .html, .md, .docx, .pdf"),
        (["--to", ".", "--reason", "x"], "no document has this ending"),
        (["--title", "x"], "--title is for a file: add --to FILE, or leave it out"),
        (["--include-names"], "--include-names is for a file"),
        (["--replace"], "--replace is for a file"),
    ],
)
def test_brief_refuses_what_cannot_be_meant(run: Run, options: list[str], said: str) -> None:
    ran = run("brief", *options)
    assert ran.code == 2
    assert said in ran.err
    assert ran.out == ""
    assert not list(Path().glob("b.*"))


@pytest.mark.usefixtures("added")
def test_brief_replaces_a_file_where_that_is_asked_for(run: Run) -> None:
    Path("b.md").write_text("mine")
    assert run("brief", "--to", "b.md", "--reason", "x").code == 2
    assert Path("b.md").read_text() == "mine"
    assert run("brief", "--to", "b.md", "--reason", "x", "--replace").code == 0
    assert Path("b.md").read_text("utf-8").startswith("# ")


# --- erasure ---


def test_an_erasure_is_asked_for_listed_and_told(run: Run, reports: Path) -> None:
    run("add", reports)
    wanted = ("expunge", "a.txt", "--by", "Mira Toll", "--reason", "asked to")
    listed = run(*wanted, "--dry-run")
    assert listed.code == 0
    assert listed.out.splitlines()[:2] == ["report a.txt", "1 claim, 1 unread figure, 1 reading"]
    assert listed.out.endswith("nothing was erased: this is what would go\n")
    unasked = run(*wanted)
    assert (unasked.code, "--yes: nobody is here to be asked" in unasked.err) == (2, True)
    assert run("verify").out.startswith("sound: 2 reports, 3 claims")
    id_ = hashlib.sha256((reports / "a.txt").read_bytes()).hexdigest()
    noted = run("verify").out.split("log ends with ")[1][:64]
    assert "erasure" not in run("verify", "--head", noted).out
    assert run(*wanted, "--yes").out.endswith("erased\n")
    sound = "sound: 1 report, 2 claims, 3 log entries\n1 report erased, by whom and why: habeas log"
    assert "note: 1 erasure came since, by whom and why" in run("verify", "--head", noted).out
    assert run("verify").out.startswith(sound)
    said = "by Mira Toll: asked to"
    for asked in (("expunge", id_[:12], *wanted[2:], "--yes"), ("add", reports)):
        again = run(*asked)
        assert (again.code, "was erased on" in again.err, said in again.err) == (1, True, True)


def test_a_name_is_erased_in_all_its_spellings(run: Run, reports: Path) -> None:
    run("add", reports)
    who = ("--by", "Mira Toll", "--reason", "asked to", "--yes")
    none = run("expunge", "--name", "Bo Rask", *who)
    assert (none.code, none.out) == (0, "nothing here has this name: nothing was erased\n")
    assert run("expunge", "--name", "VESHKA", "--also", "of somebody", *who).code == 0
    assert "██████" in run("claims", "--report", "b.txt").out
    verified = run("verify").out
    assert "1 name erased, by whom and why" in verified
    assert verified.startswith("sound: 2 reports, 3 claims")
    both = run("expunge", "a.txt", "--name", "Orlan", *who)
    assert (both.code, "one of the two" in both.err) == (2, True)
