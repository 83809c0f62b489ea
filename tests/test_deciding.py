"""Decisions from the command line, and what they do to what is reckoned."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from habeas import cli, deciding, lexicon, pipeline
from habeas.ledger import Ledger
from habeas.model import Reading, Review
from habeas.settings import Settings
from made import READER, claim, quantity, report, unread

Run = Callable[..., str]
WHO = ("--by", "Mira Toll", "--why", "read both")
FIRST = (
    "On 3 March 2024, 40 women were moved from Veshka camp to Orlan, the Harbour Agency said. "
    "It was about 45."
)
SECOND = "On 3 March 2024, 52 women were moved from Veshka camp to Orlan, Faiq Zeidan said."


def reading(words: str, name: str, number: str, speaker: str) -> Reading:
    source = report(words, name=name)
    sentence = words.split(" said.", maxsplit=1)[0] + " said."
    made = claim(
        source,
        "transfer",
        quantity(source, number, int(number), int(number)),
        evidence=words if name == "first.txt" else sentence,
        origin="Veshka camp",
        destination="Orlan",
        speaker=speaker,
        group="women",
    )
    return Reading(source, READER, (made,))


ONE = reading(FIRST, "first.txt", "40", "the Harbour Agency")
OTHER = reading(SECOND, "second.txt", "52", "Faiq Zeidan")
A, B = ONE.claims[0].id, OTHER.claims[0].id


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    known = lexicon.load_lexicon()
    monkeypatch.setattr(pipeline, "load_lexicon", lambda **_: known)
    monkeypatch.setattr(pipeline, "reader_name", lambda _: READER)
    monkeypatch.chdir(tmp_path)
    with Ledger.open(Settings(Path("habeas-data"))) as ledger:
        for one in (ONE, OTHER):
            ledger.append(one.report, one)
    return tmp_path / "habeas-data"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:  # noqa: ARG001
    """Runs a command; gives what it prints, or with `fails` what it complains of."""

    def run_command(*words: str, fails: int = 0) -> str:
        code = 0
        try:
            cli.main([*words])
        except SystemExit as ended:
            code = int(ended.code or 0)
        printed = capsys.readouterr()
        assert code == fails, printed
        return printed.err if fails else printed.out

    return run_command


def claims(run: Run) -> dict[str, dict[str, Any]]:
    return {line["id"]: line for line in map(json.loads, run("claims", "--format", "jsonl").splitlines())}


@pytest.mark.parametrize(("word", "review"), [("accept", "accepted"), ("reject", "rejected")])
def test_a_claim_is_decided_on_and_taken_back(run: Run, word: str, review: str) -> None:
    assert run("decide", word, A[:8], *WHO) == f"{review} 1 claim: {A}\n"
    assert claims(run)[A]["review"] == review
    assert claims(run)[B]["review"] == "unchecked"
    run("decide", "undo", A, *WHO)
    assert claims(run)[A]["review"] == "unchecked"
    assert "nothing to take back" in run("decide", "undo", A, *WHO, fails=1)


def test_what_nobody_can_tell_counts_as_unchecked_and_says_so(run: Run) -> None:
    assert run("decide", "unsure", A[:8], *WHO) == f"left unsure 1 claim: {A}\n"
    assert claims(run)[A]["review"] == "unsure"
    assert "unchecked: a reviewer couldn't tell" in " ".join(run("brief").split())


def test_a_claim_that_was_missed_is_added_and_counted(run: Run, home: Path) -> None:
    start = FIRST.index("45")
    with pipeline.desk(Settings(home), create=False) as here:
        person = deciding.Person.now("Mira Toll", "the agency's second count")
        slots = ["type=transfer", "low=45", "high=45", "group=women"]
        added = deciding.add_claim(here, deciding.Marked(ONE.report.id, start, start + 2), slots, person)
    told = claims(run)[added]
    assert (told["reader"], told["rule"]) == ("coded/added/1 by Mira Toll", "added")
    assert "Lines that say “added by” are no machine reading" in " ".join(run("brief").split())
    events = [json.loads(line) for line in run("events", "--format", "jsonl").splitlines()]
    assert any(added in event["claims"] for event in events)
    run("decide", "reject", added, *WHO)
    assert claims(run)[added]["review"] == "rejected"


def test_an_unread_figure_is_looked_at(run: Run, home: Path) -> None:
    source = report("Some 9 were mentioned. Another 8 as well.", name="third.txt")
    figures = (unread(source, "9"), unread(source, "8"))
    with Ledger.open(Settings(home)) as ledger:
        ledger.append(source, Reading(source, READER, (), figures))
    assert set(looked_at(run)) == {figure.id for figure in figures}
    assert run("decide", "reject", figures[0].id, *WHO) == f"rejected 1 figure: {figures[0].id}\n"
    assert looked_at(run) == {figures[0].id: "rejected", figures[1].id: "unchecked"}
    assert "2 figures unread (1 looked at)" in " ".join(run("brief").split())
    assert "nothing waits" in run("decide", "--queued")
    with pipeline.desk(Settings(home), create=False) as here:
        person = deciding.Person.now("Mira Toll", "men at the gate")
        where = deciding.Marked(source.id, figures[1].quantity.start, figures[1].quantity.end)
        deciding.add_claim(here, where, ["type=holding", "quantity=8"], person)
    assert looked_at(run) == {figures[0].id: "rejected", figures[1].id: "accepted"}
    run("decide", "undo", figures[0].id, *WHO)
    assert "2 figures unread (1 looked at)" in " ".join(run("brief").split())


def looked_at(run: Run) -> dict[str, str]:
    """What was said of each unread figure, by its id."""
    lines = map(json.loads, run("unread", "--format", "jsonl").splitlines())
    return {line["id"]: line["review"] for line in lines}


def test_all_is_decided_or_nothing(run: Run) -> None:
    assert "no claim c_0000" in run("decide", "reject", A, "c_00000000", *WHO, fails=1)
    assert claims(run)[A]["review"] == "unchecked"


@pytest.mark.parametrize(
    ("slots", "changed"),
    [
        (["place=veshka   camp"], {"place": "Veshka camp"}),
        (["destination=none"], {"destination": None}),
        (["quantity=about 45"], {"quantity": (45, 45, True)}),
        (["quantity=45", "low=44", "high=none"], {"quantity": (44, None, False)}),
        (["quantity=none"], {"quantity": None, "measure": None}),
        (["type=holding", "measure=stock"], {"type": "holding", "measure": "stock"}),
        (["group=women,children"], {"group": ["children", "women"]}),
        (["when=On 3 March 2024", "period=2024-03-03"], {"period": ("2024-03-03", "2024-03-03")}),
        (["when=On 3 March 2024", "period=2024-03-03/2024-03-05"], {"period": ("2024-03-03", "2024-03-05")}),
        (["when=On 3 March 2024"], {"period": (None, None)}),
        (["stated_on=2024-03-04", "modality=planned"], {"stated_on": "2024-03-04", "modality": "planned"}),
    ],
)
def test_an_amendment_stands_on_the_reports_words(
    run: Run, slots: list[str], changed: dict[str, Any]
) -> None:
    options = [word for slot in slots for word in ("--set", slot)]
    assert run("decide", "amend", A, *options, *WHO) == f"amended {A}\n"
    now = claims(run)[A]
    assert now["review"] == "amended"
    assert {slot: short(slot, now[slot]) for slot in changed} == changed


def short(slot: str, value: Any) -> Any:
    """What matters of a slot."""
    if not isinstance(value, dict):
        return value
    keys = {"quantity": ("low", "high", "approx"), "period": ("start_date", "end_date")}
    return tuple(value[key] for key in keys[slot]) if slot in keys else value["text"]


@pytest.mark.parametrize(
    ("slot", "code", "said"),
    [
        ("place=al-Hol", 1, "'al-Hol' doesn't stand in first.txt"),
        ("quantity=women", 2, "its bounds can't be read"),
        ("colour=red", 2, "there is no slot 'colour'"),
        ("place", 2, "write it as SLOT=WORDS"),
        ("type=holiday", 2, "one of holding, capture"),
        ("low=many", 2, "a whole number"),
        ("high=99999999999999999999999", 2, "a whole number"),
        ("low=50", 1, "can't run from 50 to 40"),
        ("period=March", 2, "no words on time"),
        ("stated_on=soon", 2, "no day"),
        ("approx=perhaps", 2, "yes or no"),
        ("group=dragons", 1, "unknown group tags: dragons"),
        ("detail=by dragons", 2, "one of acquittal, arbitrary-detention"),
    ],
)
def test_an_amendment_that_does_not_is_refused(run: Run, slot: str, code: int, said: str) -> None:
    complaint = run("decide", "amend", A, "--set", slot, *WHO, fails=code)
    assert said in complaint
    assert len(complaint.splitlines()) == 1
    assert claims(run)[A]["review"] == "unchecked"


@pytest.mark.parametrize(
    ("slots", "said"),
    [
        (["place=Orlan", "place=Veshka camp"], "place is given twice"),
        (["quantity=none", "low=3"], "low has nothing to stand in"),
    ],
)
def test_slots_that_do_not_go_together_are_refused(run: Run, slots: list[str], said: str) -> None:
    options = [word for slot in slots for word in ("--set", slot)]
    assert said in run("decide", "amend", A, *options, *WHO, fails=2)


def test_a_second_amendment_keeps_the_first(run: Run) -> None:
    run("decide", "amend", A, "--set", "place=Orlan", *WHO)
    run("decide", "amend", A, "--set", "quantity=45", *WHO)
    run("decide", "amend", A, "--set", "high=none", *WHO)
    now = claims(run)[A]
    assert (now["place"]["text"], now["quantity"]["low"], now["quantity"]["high"]) == ("Orlan", 45, None)


def test_who_accepts_an_amended_claim_accepts_the_amendment(run: Run) -> None:
    run("decide", "amend", A, "--set", "place=Orlan", *WHO)
    assert run("decide", "accept", A, "--by", "Ivo", "--why", "so") == f"accepted 1 claim: {A}\n"
    assert (claims(run)[A]["place"]["text"], claims(run)[A]["review"]) == ("Orlan", "amended")
    run("decide", "undo", A, *WHO)
    assert claims(run)[A]["place"] is None


def test_a_home_named_before_the_verb_is_the_verbs(run: Run, home: Path) -> None:
    moved = home.rename(home.with_name("elsewhere"))
    assert "no ledger" in run("decide", "accept", A, *WHO, fails=1)
    assert run("decide", "--home", str(moved), "accept", A, *WHO).startswith("accepted")
    assert "leave out accept" in run("decide", "--home", str(moved), "--queued", "accept", A, *WHO, fails=2)


def events(home: Path) -> list[set[str]]:
    with pipeline.desk(Settings(home), create=False) as desk:
        from habeas.kept import reckoned  # noqa: PLC0415

        return [set(event.claims) for event in reckoned(desk).events]


def test_claims_are_merged_split_and_left_alone_again(run: Run, home: Path) -> None:
    before = events(home)
    assert sorted(map(sorted, before)) == sorted([[A], [B]])
    assert run("decide", "merge", A, B, *WHO) == "kept: one event (1 pair)\n"
    assert events(home) == [{A, B}]
    assert run("decide", "reject", f"e_{B[2:]}", *WHO).startswith("rejected 2 claims")
    assert events(home) == []
    run("decide", "undo", A, B, *WHO)
    run("decide", "split", A, B, *WHO)
    assert len(events(home)) == 2
    run("decide", "merge", A, B, *WHO)
    assert run("decide", "merge", A, B, "--undo", *WHO) == "taken back (1 pair)\n"
    assert sorted(map(sorted, events(home))) == sorted(map(sorted, before))
    assert "nothing to take back" in run("decide", "split", A, B, "--undo", *WHO, fails=1)


def test_a_claim_is_split_from_its_own_event(run: Run, home: Path) -> None:
    run("decide", "merge", A, B, *WHO)
    assert run("decide", "split", f"e_{A[2:]}", B, *WHO) == "kept: not one event (1 pair)\n"
    assert len(events(home)) == 2


def test_an_event_without_claims_is_named_by_none(run: Run) -> None:
    run("decide", "reject", f"e_{A[2:]}", *WHO)
    assert "its claim is rejected" in run("decide", "undo", f"e_{A[2:]}", *WHO, fails=1)
    assert run("decide", "undo", A, *WHO) == f"taken back what was decided on 1 claim: {A}\n"


def test_how_many_are_held_is_in_no_event(run: Run) -> None:
    run("decide", "amend", A, "--set", "type=holding", "--set", "measure=stock", *WHO)
    for verb in ("merge", "split"):
        assert "tells of no happening (holding)" in run("decide", verb, A, B, *WHO, fails=2)


def test_names_and_copies_are_ruled_on(run: Run, home: Path) -> None:
    assert "kept: one name" in run("decide", "same", "Veshka camp", "Orlan", *WHO)
    assert "kept: not one name" in run("decide", "not-same", "the Harbour Agency", "Faiq Zeidan", *WHO)
    assert "no report of the ledger has the name 'Sund'" in run(
        "decide", "same", "Orlan", "Sund", *WHO, fails=1
    )
    assert "kept: copies" in run("decide", "copy", "first.txt", "second.txt", *WHO)
    assert "no report 'third.txt'" in run("decide", "copy", "first.txt", "third.txt", *WHO, fails=1)
    with Ledger.open(Settings(home)) as ledger:
        assert [(one.one, one.other, one.together) for one in ledger.rulings()[:2]] == [
            ("place:orlan", "place:veshka camp", True),
            ("body:faiq zeidan", "body:the harbour agency", False),
        ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("accept", A, "--by", " ", "--why", "seen"), 2),
        (("accept", A, "--by", "Mira Toll"), 2),
        (("accept", "c_", *WHO), 1),
        (("merge", A, *WHO), 2),
        (("merge", A, A, *WHO), 2),
        (("copy", "first.txt", "first.txt", *WHO), 2),
        (("amend", A, *WHO), 2),
        ((), 2),
    ],
)
def test_what_cannot_be_meant_is_refused(run: Run, words: tuple[str, ...], code: int) -> None:
    run("decide", *words, fails=code)


def test_decisions_without_a_claim_wait_for_a_person(run: Run, home: Path) -> None:
    assert run("decide", "--queued").startswith("nothing waits")
    run("decide", "reject", A, *WHO)
    run("decide", "merge", A, B, *WHO)
    with Ledger.open(Settings(home)) as ledger:
        ledger.append(ONE.report, Reading(ONE.report, "hand/2"))
    waiting = run("decide", "--queued")
    assert waiting.startswith(f"{A}: rejected by Mira Toll, ")
    assert "one event by Mira Toll" in waiting
    with Ledger.open(Settings(home)) as ledger:
        assert [one.verdict for one in ledger.decisions()] == [Review.REJECTED]


def test_what_waits_is_taken_back(run: Run, home: Path) -> None:
    run("decide", "reject", A, *WHO)
    run("decide", "merge", A, B, *WHO)
    with Ledger.open(Settings(home)) as ledger:
        ledger.append(ONE.report, Reading(ONE.report, "hand/2"))
    run("decide", "undo", A, *WHO)
    run("decide", "merge", A, B, "--undo", *WHO)
    assert run("decide", "--queued").startswith("nothing waits")
