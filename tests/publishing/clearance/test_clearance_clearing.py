"""What leaves of a ledger: offsets and ids stay, names and people don't, and what is left out is counted."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from clearance_material import AT, cleared_text, dumped, holdings

from habeas import Unread
from habeas.custody import Arrival, ArrivalKind, LogLine
from habeas.errors import BrokenPromise, WrongUsage
from habeas.lexicon import load_lexicon
from habeas.model import Claim, Decision, Matter, Reason, Review, Ruling
from habeas.publishing.clearance import clear
from habeas.publishing.clearance.clearing import CLAIMS, CONFLICTS, DECISIONS, FIGURES, RULINGS, SOMEBODY
from habeas.publishing.clearance.masking import BLOCK
from habeas.publishing.holdings import Choice, Cleared, Holdings
from habeas.reckoned import (
    Conflict,
    ConflictKind,
    Event,
    Family,
    Figure,
    Known,
    NameKind,
    Reckoned,
    Status,
    Testimony,
    Voices,
)
from made import claim, quantity, report, span

LEXICON = load_lexicon()
NAMED = Choice(names=True, by="Ada Orlov", why="for the tribunal")
TEXT = (
    "Karim Zelhan, 34, a baker, told the Orlan Post that 40 men are held in Zarhan prison.\n\n"
    "Interior Minister Vera Solm denied it. Dilan Osso, 14, was among 12 boys who were freed on Monday."
)
REPORT = report(
    TEXT,
    name="karim-zelhan-speaks.txt",
    title="Karim Zelhan speaks",
    url="https://orlan.example/a/karim-zelhan",
)
HELD = claim(
    REPORT, "holding", quantity(REPORT, "40", 40, 40), trigger="held", evidence=TEXT.partition("\n")[0],
    place="Zarhan prison", speaker="Karim Zelhan",
)  # fmt: skip
FREED = claim(
    REPORT, "release", quantity(REPORT, "12", 12, 12), trigger="freed", evidence=TEXT.rpartition(". ")[2],
)  # fmt: skip
LINE = LogLine(1, "2024-04-01T12:00:00+00:00", "Ada Orlov", "decide", HELD.id, "ab", "0" * 64, "cd" * 32)


def out(made: Holdings, choice: Choice | None = None) -> Cleared:
    return clear(made, choice or Choice(), LEXICON)


def person(name: str, kind: NameKind = NameKind.BODY) -> Known:
    return Known(kind, "n_0f00", name, 1.0, f"as “{name}”")


def testimony(of: Claim, **fields: Any) -> Testimony:
    return Testimony(of, Status.DONE, None, None, **fields)


def told(*claims: Claim, **fields: Any) -> Reckoned:
    """One event that these claims tell of."""
    testimonies = tuple(testimony(one, speaker=person("Karim Zelhan")) for one in claims)
    event = Event("e_1", claims[0].type, Status.DONE, testimonies, actor=person("Karim Zelhan"), **fields)
    return Reckoned(
        events=(event,),
        voices={"e_1": Voices(("Karim Zelhan", "Vera Solm"), 0, 1)},
        testimonies={one.id: one for one in testimonies},
    )


# ------------------------------------------------------------------------------------------- claims


def test_offsets_ids_and_promises_hold_on_the_masked_text() -> None:
    cleared = out(holdings([REPORT], [HELD, FREED]))
    made = cleared.holdings
    assert [one.id for one in made.claims] == [HELD.id, FREED.id]
    assert made.reports[0].id == REPORT.id
    assert len(made.reports[0].text) == len(TEXT)
    held = made.claims[0]
    assert held.speaker is not None and held.speaker.text == "█████ ██████" and held.speaker.id is None
    assert held.place == HELD.place and held.quantity == HELD.quantity
    assert held.evidence[0].text == made.reports[0].text[held.evidence[0].start : held.evidence[0].end]


def test_masks_say_where_and_why() -> None:
    masks = out(holdings([REPORT])).masks[REPORT.id]
    assert [(TEXT[one.start : one.end], one.why) for one in masks] == [
        ("Karim", "name"), ("Zelhan", "name"), ("Dilan", "minor"), ("Osso", "minor"),
    ]  # fmt: skip


def test_title_file_and_address_go_masked() -> None:
    made = out(holdings([REPORT])).holdings.reports[0]
    assert (made.title, made.name) == ("█████ ██████ speaks", "█████-██████-speaks.txt")
    assert made.url == "https://orlan.example/"


def test_an_address_without_a_name_stays_whole() -> None:
    url = "https://orlan.example/2024/40-men-held-in-zarhan?id=7"
    assert cleared_text(TEXT, url=url).holdings.reports[0].url == url


def test_a_name_found_in_one_report_is_masked_in_every_other() -> None:
    other = report("The list has KARIM ZELHAN twice.", name="b.txt")
    made = out(holdings([REPORT, other])).holdings
    assert "ZELHAN" not in dumped(made)


def test_what_is_derived_shows_stand_ins() -> None:
    made = out(
        holdings([REPORT], [HELD], reckoned=told(HELD, why=("both quote Karim Zelhan",)))
    ).holdings.reckoned
    assert "elhan" not in dumped(made)
    assert made.voices["e_1"].named == (SOMEBODY, "Vera Solm")
    assert made.events[0].actor is not None
    assert made.events[0].actor.name == SOMEBODY and made.events[0].actor.id.startswith("n_withheld-")
    assert made.events[0].actor.id == made.events[0].testimonies[0].speaker.id  # type: ignore[union-attr]


def test_a_kind_of_value_that_nobody_listed_cant_leave() -> None:
    @dataclasses.dataclass(frozen=True)
    class Stranger:
        name: str = "Karim"

    with pytest.raises(BrokenPromise):
        out(dataclasses.replace(holdings(), arrivals=(Stranger(),)))  # type: ignore[arg-type]


def test_what_was_not_asked_for_doesnt_leave() -> None:
    elsewhere = report("In Velmar camp 90 people are held, Karim Zelhan said.", name="zelhan.txt")
    other = claim(elsewhere, "holding", quantity(elsewhere, "90", 90, 90), trigger="held")
    family = Family("f_1", (REPORT.id, elsewhere.id), ("zelhan.txt: all of its words",), (("so", "thus"),))
    event = told(HELD)
    reckoned = dataclasses.replace(
        event,
        testimonies={**event.testimonies, other.id: testimony(other)},
        voices={**event.voices, "e_2": Voices(("Quiet Harbour",), 0, 1)},
        families=(family, Family("f_2", (elsewhere.id,))),
    )
    made = out(holdings(claims=[HELD], reckoned=reckoned)).holdings.reckoned
    assert made.testimonies.keys() == {HELD.id} and made.voices.keys() == {"e_1"}
    assert made.families == (Family("f_1", (REPORT.id, elsewhere.id)),)


def test_a_claim_that_comes_with_its_event_brings_its_report_masked() -> None:
    elsewhere = report("Karim Zelhan, 34, a baker, said that 40 people are held.", name="b.txt")
    other = claim(elsewhere, "holding", quantity(elsewhere, "40", 40, 40), trigger="held")
    made = out(dataclasses.replace(holdings(claims=[HELD]), reckoned=told(HELD, other))).holdings
    assert made.reckoned.events[0].claims == (HELD.id, other.id)
    assert "elhan" not in dumped(made)


# ------------------------------------------------------------------------------------------- by choice


def test_by_choice_names_leave_but_never_those_of_minors() -> None:
    cleared = out(holdings([REPORT], [HELD], reckoned=told(HELD), log=[LINE]), NAMED)
    text = dumped(cleared.holdings)
    assert "Karim Zelhan" in text and "Ada Orlov" in text
    assert "Dilan" not in text and "Osso" not in text


@pytest.mark.parametrize(
    "choice", [{"names": True}, {"sexual_violence": True, "by": "Ada"}, {"names": True, "why": "x"}]
)
def test_a_choice_needs_somebody_and_a_reason(choice: dict[str, Any]) -> None:
    with pytest.raises(WrongUsage, match="reason"):
        Choice(**choice)


# ------------------------------------------------------------------------------------------- sexual violence

DARK = report(
    "A court heard the case on Monday. Lawyers said that 12 women were raped in Zarhan prison.\n\n"
    "The prison holds 40 women.",
    name="dark.txt",
)
RAPED = claim(
    DARK, "allegation", quantity(DARK, "12 women", 12, 12), trigger="raped", measure="victims",
    evidence="Lawyers said that 12 women were raped in Zarhan prison.", detail="ill-treatment",
)  # fmt: skip
KEPT = claim(
    DARK, "holding", quantity(DARK, "40", 40, 40), trigger="holds", evidence="The prison holds 40 women."
)


def test_claims_of_sexual_violence_are_left_out_with_all_that_tells_of_them() -> None:
    hidden = Unread(DARK, span(DARK, "12"), span(DARK, "12 women were raped"), Reason.NO_RULE)
    both = Conflict("x_1", ConflictKind.CONTRADICTION, tuple(sorted((RAPED.id, KEPT.id))), "12 and 40")
    decision = Decision(RAPED.id, Review.ACCEPTED, "Ada", AT, "read again")
    ruling = Ruling(Matter.EVENT, *sorted((RAPED.id, KEPT.id)), True, "Ada", AT, "one")
    figures = (Figure(12, 12, RAPED.quantity.unit, frozenset(), (RAPED.id,)),)  # type: ignore[union-attr]
    reckoned = dataclasses.replace(told(RAPED, figures=figures), conflicts=(both,))
    cleared = out(
        holdings(
            claims=[RAPED, KEPT], unread=[hidden], reckoned=reckoned, decisions=[decision], rulings=[ruling]
        )
    )
    assert [one.id for one in cleared.holdings.claims] == [KEPT.id]
    assert not (cleared.holdings.unread or cleared.holdings.decisions or cleared.holdings.rulings)
    assert not (cleared.holdings.reckoned.events or cleared.holdings.reckoned.conflicts)
    assert {cleared.withheld[what] for what in (CLAIMS, FIGURES, DECISIONS, RULINGS, CONFLICTS)} == {1}
    assert "rape" not in dumped(cleared)


def test_its_words_are_masked_in_the_text_whole_sentences_at_a_time() -> None:
    text = out(holdings(claims=[KEPT])).holdings.reports[0].text
    assert text.startswith("A court heard the case on Monday. █")
    assert "women were" not in text
    assert text.endswith("The prison holds 40 women.")


def test_an_event_keeps_what_others_say_of_it() -> None:
    event = told(RAPED, KEPT)
    made = out(holdings(claims=[RAPED, KEPT], reckoned=event)).holdings.reckoned
    assert made.events[0].claims == (KEPT.id,)
    assert made.testimonies.keys() == {KEPT.id}


def test_by_choice_it_leaves() -> None:
    choice = Choice(sexual_violence=True, by="Ada Orlov", why="agreed with the survivors")
    cleared = out(holdings(claims=[RAPED, KEPT]), choice)
    assert len(cleared.holdings.claims) == 2 and not cleared.withheld
    assert "raped" in cleared.holdings.reports[0].text


def test_a_part_of_a_claim_that_is_left_out_stands_alone() -> None:
    part = dataclasses.replace(KEPT, part_of=RAPED.id)
    assert out(holdings(claims=[RAPED, part])).holdings.claims[0].part_of is None


# -------------------------------------------------------------------------------------- people of the ledger


def test_people_who_work_with_the_ledger_go_by_numbers() -> None:
    other = dataclasses.replace(LINE, seq=2, by="Bo Lind", action="user", subject="Ada Orlov")
    read = dataclasses.replace(LINE, seq=3, by="rules/2+0f0f0f0f", action="read", subject=REPORT.id)
    added = dataclasses.replace(HELD, reader="coded/added/3 by Bo Lind")
    made = out(
        holdings(
            [REPORT],
            [added],
            log=[LINE, other, read],
            decisions=[
                Decision(HELD.id, Review.ACCEPTED, "Bo Lind", AT, "Ada Orlov says Karim Zelhan's word stands")
            ],
            arrivals=[
                Arrival(REPORT.id, ArrivalKind.FETCHED, str(REPORT.url), "ab" * 32, "Bo Lind", AT, "1.0")
            ],
        )
    ).holdings
    assert [(line.by, line.subject) for line in made.log] == [
        ("reviewer 1", HELD.id), ("reviewer 2", "reviewer 1"), ("rules/2+0f0f0f0f", REPORT.id),
    ]  # fmt: skip
    assert [line.hash for line in made.log] == [LINE.hash] * 3
    assert made.claims[0].reader == "coded/added/3 by reviewer 2"
    assert made.decisions[0].by == made.arrivals[0].by == "reviewer 2"
    assert made.arrivals[0].address == "https://orlan.example/"
    assert "elhan" not in dumped(made) and "Orlov" not in dumped(made)


def test_coders_go_by_numbers() -> None:
    coded = dataclasses.replace(HELD, reader="coded/Ada,Bo+0f0f0f0f")
    assert out(holdings(claims=[coded])).holdings.claims[0].reader == "coded/reviewer 1,reviewer 2+0f0f0f0f"


def test_an_amendments_slots_are_those_of_the_masked_text() -> None:
    slot = {"text": "Karim Zelhan", "start": 0, "end": 12, "id": "n_0f00"}
    decision = Decision(
        HELD.id, Review.AMENDED, "Ada", AT, "he said so", json.dumps({"speaker": slot, "detail": None})
    )
    made = out(holdings(claims=[HELD], decisions=[decision])).holdings.decisions[0]
    assert json.loads(str(made.amendment)) == {
        "speaker": {"text": "█████ ██████", "start": 0, "end": 12, "id": None}, "detail": None,
    }  # fmt: skip


def test_rulings_on_names_of_private_persons_are_left_out() -> None:
    ours = Ruling(Matter.NAME, "body:Karim Zelhan", "body:Mr Zelhan", True, "Ada", AT, "one man")
    other = Ruling(Matter.NAME, "place:Zarhan prison", "place:Zerhan prison", True, "Ada", AT, "one place")
    cleared = out(holdings([REPORT], rulings=[ours, other]))
    assert cleared.holdings.rulings == (dataclasses.replace(other, by="reviewer 1"),)
    assert cleared.withheld == {RULINGS: 1}


def test_the_filters_in_words_go_masked() -> None:
    assert out(holdings([REPORT], chosen=("speaker Karim Zelhan",))).holdings.chosen == (
        "speaker █████ ██████",
    )


# -------------------------------------------------------------------------------------- again, and own lists


def test_what_is_cleared_stays_as_it_is() -> None:
    made = holdings(
        [REPORT, DARK], [HELD, FREED, KEPT], reckoned=told(HELD), log=[LINE], chosen=("speaker Karim Zelhan",)
    )
    once = out(made)
    again = out(once.holdings)
    assert again.holdings == once.holdings
    assert not again.masks and not again.withheld


def test_an_analyst_names_people_who_are_masked_and_who_stay(tmp_path: Path) -> None:
    (tmp_path / "private.yml").write_text(
        "- {name: Vera Solm, adult: true}\n- {name: Quiet Harbour, minor: true}\n- {name: Dawn Harbour}\n"
    )
    (tmp_path / "public.yml").write_text("- {name: Karim Zelhan, office: mayor of Orlan until 2023}\n")
    lexicon = load_lexicon(own=tmp_path)
    made = cleared_text(f"{TEXT} At dusk Quiet Harbour sang.", lexicon=lexicon).holdings.reports[0].text
    assert "Karim Zelhan, 34" in made
    assert "Vera" not in made and "Solm" not in made and "Harbour" not in made
    sung = "At dusk Quiet Harbour sang, Dawn Harbour slept, and Vera Solm left."
    named = cleared_text(sung, lexicon=lexicon, choice=NAMED).holdings.reports[0].text
    assert named == "At dusk █████ ███████ sang, ████ ███████ slept, and Vera Solm left."


@pytest.mark.parametrize(
    ("field", "value", "left"),
    [
        ("title", "SOLM: 'I AM STILL WAITING'", "████: 'I AM STILL WAITING'"),
        ("name", "SolmVera.docx", "████████.docx"),
        ("name", "2024-03-01_vera-solm_statement.pdf", "2024-03-01_████-████_statement.pdf"),
        ("url", "https://verasolm.example/blog", "https://" + BLOCK * 21),
        ("url", "https://orlan.example/u/VeraSolm", "https://orlan.example/"),
        ("outlet", "Vera Solm's notebook", "████ ████'s notebook"),
        ("outlet", "By Dana Orhan for the Orlan Post", "By ████ █████ for the Orlan Post"),
        ("outlet", "People's Daily", "People's Daily"),
    ],
)
def test_names_outside_the_text_are_masked(field: str, value: str, left: str) -> None:
    cleared = cleared_text("Vera Solm told of 40 men who were held.", **{field: value})
    assert getattr(cleared.holdings.reports[0], field) == left
    assert "Solm" not in cleared.holdings.reports[0].text


def test_own_names_change_no_reading(tmp_path: Path) -> None:
    (tmp_path / "private.yml").write_text("- {name: Vera Solm}\n")
    before = load_lexicon(own=tmp_path)
    (tmp_path / "private.yml").write_text("- {name: Karim Zelhan}\n")
    after = load_lexicon(own=tmp_path)
    assert before.digest == after.digest and before.private != after.private


def test_a_report_that_says_when_it_was_published_stays_dated() -> None:
    assert cleared_text(TEXT, published=date(2023, 5, 1)).holdings.reports[0].published == date(2023, 5, 1)


def test_blocks_are_no_letters_of_a_name() -> None:
    assert not BLOCK.isalnum()
