"""What is told of a draft's figures."""

from __future__ import annotations

import json
from dataclasses import replace

from habeas.publishing.checked import finding_lines, findings_text, overview
from habeas.reckoned import Finding, Status, Testimony, Verdict, Voices
from made import claim, quantity, report, unread


def testimony(text: str = "About 50 women are held in Orlan.", words: str = "About 50") -> Testimony:
    of = report(text, name=text)
    return Testimony(claim(of, "holding", quantity(of, words, 50, 50, approx=True)), Status.DONE, None, None)


def test_a_figure_is_told_with_its_verdict_and_the_exact_words() -> None:
    written, said = testimony("50 women, about 50.", "50"), testimony()
    voices = Voices(("the\x1b[2J army",), 1, 3)
    finding = Finding(written, Verdict.SUPPORTED, (said,), lost=("about",), voices=voices)
    told = findings_text([finding], [unread(report("7 of them"), "7")])
    assert "SUPPORTED WITH ITS HEDGE LOST" in told
    assert "the reports are less sure: “about”" in told
    folded = " ".join(told.split())
    assert "1 voice (the\ufffd[2J army), 1 report that names no source; 3 reports in all" in folded
    assert "“About 50 women are held in Orlan.”" in told
    assert said.id in told
    assert "7: not read by the machine: check by hand" in folded
    ending = "1 figure: 1 supported with its hedge lost; 1 not read by the machine: check by hand"
    assert folded.endswith(ending)
    assert max(map(len, told.splitlines())) <= 80


def test_what_speaks_against_it_is_told_apart() -> None:
    said = [testimony(f"About 50 women are held in Orlan {number}.") for number in range(8)]
    finding = Finding(
        testimony(), Verdict.CONTRADICTED, (said[0],), (said[1],), (said[2],), near=tuple(said[3:])
    )
    told = " ".join(findings_text([finding], []).split())
    for words in (
        "CONTRADICTED",
        "can't be true beside it: about 50",
        "newer: about 50",
        "near to it: about",
    ):
        assert words in told
    many = findings_text([Finding(testimony(), Verdict.SUPPORTED, tuple(said))], [])
    assert "  - and 3 more\n" in many


def test_each_claim_says_how_far_it_has_come_and_that_nobody_checked_it() -> None:
    plan = replace(testimony(), status=Status.PLANNED)
    told = findings_text([Finding(testimony(), Verdict.SUPPORTED, (plan,), lost=("planned",))] * 2, [])
    assert "about 50 people (planned) · " in told
    assert told.endswith(
        "The ledger's claims: machine reading, unchecked where no line says otherwise.\n"
        "2 figures: 2 supported with their hedge lost\n"
    )


def test_nothing_found_is_not_nothing_wrong() -> None:
    assert "check by hand that there is none" in overview([], 0)
    assert overview([], 2) == "no figure was read; 2 not read by the machine: check by hand"


def test_for_programs_each_figure_is_a_line() -> None:
    written, said = testimony(), testimony("About 50 men are held in Orlan.")
    finding = Finding(written, Verdict.STALE, (said,), later=(written,), voices=Voices(("army",), 0, 1))
    first, second = map(
        json.loads, finding_lines([finding], [unread(report("7 of \u202ethem"), "7")]).splitlines()
    )
    assert (first["verdict"], first["support"], first["later"]) == ("stale", [said.id], [written.id])
    assert first["figure"] == {"text": "About 50", "start": 0, "end": 8}
    assert (first["voices"], first["reports"]) == (["army"], 1)
    assert (second["verdict"], second["reason"], second["figure"]["text"]) == ("not read", "no-rule", "7")
