"""Lawful erasure in the ledger: what goes, what stays, and that verify tells a lawful gap from another."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from ledger_material import (
    add,
    arrival,
    assignment,
    departure,
    dolm_reading,
    listing,
    older_ledger,
    opinion,
    report,
    ruling,
    span,
    sund_reading,
    tamper,
    vault_with,
    velm_reading,
)

from habeas.custody import ArrivalKind
from habeas.errors import LedgerFault
from habeas.ledger import Ledger
from habeas.ledger.erasing import Order
from habeas.ledger.users import Role
from habeas.ledger.visits import Access
from habeas.model import (
    BLOCK,
    Claim,
    ClaimType,
    Mark,
    Matter,
    Measure,
    Name,
    Quantity,
    Reading,
    Reason,
    Review,
    Unread,
)
from habeas.settings import Settings
from habeas.spelled import Spelled
from habeas.vault import Vault

ORDER = Order("Mira Toll", "the court of Orsk ordered it")
NAME = Spelled(("Sela Marn",))
MARN = (
    "Guards at Camp Velm hold 5 people, SELA\nMARN said. Another 3 of the Séla Marn group were mentioned.\n"
)


def marn_reading(reader: str = "rules/1") -> Reading:
    """A claim and a figure whose words have a private person's name; so do title, address and labels."""
    source = report(
        MARN,
        name="sela-marn.txt",
        title="What Sela Marn saw",
        outlet="Sela Marn’s pages",
        url="https://velm.example/s%C3%A9la-marn",
        marks=(Mark(0, "letter of Sela Marn"),),
    )
    claim = Claim(
        report=source,
        type=ClaimType.HOLDING,
        trigger=span(source, "hold"),
        evidence=(span(source, "Guards at Camp Velm hold 5 people, SELA\nMARN said."),),
        reader=reader,
        rule="holding.hold",
        quantity=Quantity(span(source, "5"), 5, 5),
        measure=Measure.STOCK,
        speaker=Name(span(source, "SELA\nMARN"), "person.sela-marn"),
    )
    words = "Another 3 of the Séla Marn group were mentioned."
    return Reading(
        source, reader, (claim,), (Unread(source, span(source, "3"), span(source, words), Reason.NO_RULE),)
    )


@pytest.fixture
def filled(settings: Settings) -> Settings:
    """A home with four reports and something of everything that people do; sound."""
    readings = (velm_reading(), sund_reading(), dolm_reading(), marn_reading())
    vault = vault_with(settings, *readings)
    carrier = vault.put(b"the page that Sela Marn wrote")
    velm, sund, dolm, marn = (one.claims[0] for one in readings)
    with Ledger.open(settings) as ledger:
        add(ledger, *readings, marn_reading("rules/2"))
        slots = '{"speaker":{"text":"MARN","start":%d,"end":%d,"id":null}}'
        where = MARN.index("MARN")
        ledger.decide(
            marn.id, Review.AMENDED, by="Mira Toll", why="only MARN", amendment=slots % (where, where + 4)
        )
        ledger.decide(velm.id, Review.ACCEPTED, by="Mira Toll", why="Sela Marn told me so")
        ledger.decide(marn_reading().unread[0].id, Review.REJECTED, by="Mira Toll", why="no figure")
        ledger.keep([ruling(velm.id, marn.id), ruling(velm.id, dolm.id, why="as Sela Marn says")])
        ledger.keep([ruling(velm.report.id, marn.report.id, matter=Matter.FAMILY)])
        ledger.keep([ruling("body:sela marn", "body:the marns", matter=Matter.NAME)])
        ledger.keep([ruling("place:orsk", "place:velm", matter=Matter.NAME)])
        ledger.assign([assignment(marn.id, why="Sela Marn asked"), assignment(sund.id)])
        ledger.opine(opinion(marn.id, "Jon Ask", why="I know Sela Marn"), lambda _: None)
        ledger.opine(opinion(sund.id, "Jon Ask"), lambda _: None)
        ledger.arrive([arrival(marn.report.id, carrier=carrier, address="https://velm.example/sela-marn")])
        ledger.depart(departure(chosen="text Sela Marn", at=datetime.now(UTC)))
        ledger.depart(
            departure(chosen="report sela-marn.txt, type holding", at=datetime(2026, 1, 1, tzinfo=UTC))
        )
        ledger.users.add("Mira Toll", Role.ADMIN, "hash", by="Mira Toll")
        at = datetime.now(UTC)
        ledger.visits.keep([Access(at, None, Role.ANYONE, "GET", "/", "name body:sela marn", 200, None)])
        assert ledger.verify(vault) == []
    return settings


def faults(settings: Settings) -> list[str]:
    with Ledger.open(settings) as ledger:
        return ledger.verify(Vault(settings.vault))


def everywhere(settings: Settings) -> str:
    """All that any file of the home holds, in every encoding that SQLite may use, without case."""
    data = b"".join(path.read_bytes() for path in settings.home.rglob("*") if path.is_file())
    return "".join(data.decode(encoding, errors="ignore") for encoding in ("latin-1", "utf-16-le")).casefold()


def expunge(settings: Settings, what: str | Spelled, order: Order = ORDER) -> None:
    with Ledger.open(settings) as ledger:
        if isinstance(what, Spelled):
            ledger.expunge_name(what, order)
        else:
            ledger.expunge_report(what, order)
        ledger.finish(settings.home)


def test_a_report_goes_with_all_that_stands_on_it(filled: Settings) -> None:
    marn = marn_reading()
    assert "guards at camp velm" in everywhere(filled)
    with Ledger.open(filled) as ledger:
        gone = ledger.expunge_report(marn.report.id, ORDER)
        ledger.finish(filled.home)
        assert gone.reports == ("sela-marn.txt",)
        assert gone.rows == {
            "reports": 1,
            "readings": 2,
            "claims": 2,
            "unread": 2,
            "arrivals": 1,
            "decisions": 2,
            "opinions": 1,
            "assignments": 1,
            "rulings": 2,
            "departures": 1,
        }
        assert [one.chosen for one in gone.departures] == ["text Sela Marn"]
        assert ledger.departures()[-1].chosen == f"report {marn.report.id[:12]}, type holding"
        assert ledger.verify(Vault(filled.vault)) == []
        assert {one.name for one in ledger.reports()} == {"velm.txt", "sund.txt", "dolm.txt"}
        assert [one.claim for one in ledger.decisions()] == [velm_reading().claims[0].id]
        assert len(ledger.rulings()) == 3
        assert [one.in_words for one in ledger.erasures()] == [
            f"erased on {datetime.now(UTC).date()} by Mira Toll: the court of Orsk ordered it"
        ]
        with pytest.raises(LedgerFault, match=r"was erased on .* by Mira Toll: the court of Orsk"):
            ledger.report(marn.report.id[:12])
    left = everywhere(filled)
    assert not [
        words for words in ("guards at camp velm", "what sela marn saw", "only marn") if words in left
    ]


def test_a_name_goes_from_everything_and_what_is_left_still_stands_on_its_words(filled: Settings) -> None:
    marn = marn_reading()
    with Ledger.open(filled) as ledger:
        before = {(claim.id, claim.evidence[0].start, claim.evidence[0].end) for claim in ledger.claims()}
        gone = ledger.expunge_name(NAME, ORDER)
        ledger.finish(filled.home)
        assert gone.reports == ("sela-marn.txt",)
        assert ledger.verify(Vault(filled.vault)) == []
        after = {(claim.id, claim.evidence[0].start, claim.evidence[0].end) for claim in ledger.claims()}
        assert after == before
        kept = ledger.report(marn.report.id)
        assert kept.text == NAME.masked(MARN)
        assert (kept.title, kept.url) == (f"What {BLOCK * 9} saw", f"https://velm.example/{BLOCK}")
        (claim,) = ledger.claims_with([marn.claims[0].id])
        assert claim.speaker is not None
        assert (claim.speaker.text, claim.speaker.id) == (f"{BLOCK * 4}\n{BLOCK * 4}", None)
        assert ledger.reading(kept, "rules/1").unread[0].evidence.text.count(BLOCK) == 9
        assert [one.why for one in ledger.decisions()][:2] == ["only MARN", f"{BLOCK * 9} told me so"]
        assert [(one.matter, one.why) for one in ledger.rulings()][-1] == (Matter.NAME, "seen")
        assert len(ledger.rulings()) == 4
        assert [line.body for line in ledger.log_lines()].count("") == 1
    left = everywhere(filled)
    assert not [
        words for words in ("sela marn", "sela\nmarn", "séla marn", "sela-marn", "s%c3%a9la") if words in left
    ]


def test_an_amendment_says_what_the_masked_text_says(filled: Settings) -> None:
    """Part of the name in it: by itself it would not be known for one."""
    expunge(filled, NAME)
    with Ledger.open(filled) as ledger:
        amendments = [one.amendment for one in ledger.decisions() if one.amendment]
        assert f'"text":"{BLOCK * 4}"' in amendments[0]
        ledger.decide(
            marn_reading().claims[0].id, Review.AMENDED, by="Jon Ask", why="the same", amendment=amendments[0]
        )


def test_who_worked_on_the_ledger_stays_named(filled: Settings) -> None:
    expunge(filled, Spelled(("Mira Toll",)), Order("Ada Lund", "asked to"))
    with Ledger.open(filled) as ledger:
        assert {one.by for one in ledger.decisions()} == {"Mira Toll"}
        assert ledger.erasures() == []


def test_a_trial_changes_nothing(filled: Settings) -> None:
    with Ledger.open(filled) as ledger:
        before = (listing(ledger), ledger.log_head())
        for what in (NAME, Spelled(("nobody at all",))):
            ledger.expunge_name(what, replace(ORDER, trial=True))
        gone = ledger.expunge_report(marn_reading().report.id, replace(ORDER, trial=True))
        assert gone.rows["claims"] == 2
        ledger.finish(filled.home)
        assert (listing(ledger), ledger.log_head()) == before
        assert ledger.verify(Vault(filled.vault)) == []


def test_the_same_again_changes_nothing(filled: Settings) -> None:
    expunge(filled, NAME)
    expunge(filled, marn_reading().report.id)
    with Ledger.open(filled) as ledger:
        head = ledger.log_head()
        ledger.expunge_name(NAME, ORDER)
        with pytest.raises(LedgerFault, match="the ledger has no report"):
            ledger.expunge_report(marn_reading().report.id, ORDER)
        assert ledger.log_head() == head


def test_an_erased_document_is_not_taken_in_again(filled: Settings) -> None:
    expunge(filled, marn_reading().report.id)
    with Ledger.open(filled) as ledger:
        for keep in (lambda: add(ledger, marn_reading()), lambda: ledger.append_all([marn_reading()])):
            with pytest.raises(LedgerFault, match=r"sela-marn\.txt: this document was erased on "):
                keep()
        assert ledger.verify(Vault(filled.vault)) == []


def test_a_masked_report_can_be_read_again(filled: Settings) -> None:
    expunge(filled, NAME)
    with Ledger.open(filled) as ledger:
        kept = ledger.report(marn_reading().report.id)
        assert ledger.append(kept, Reading(kept, "rules/3"))
        assert ledger.verify(Vault(filled.vault)) == []


def test_the_guards_stand_again(filled: Settings) -> None:
    def guards() -> set[tuple[str, str]]:
        with closing(sqlite3.connect(filled.ledger)) as connection:
            return set(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))

    before = guards()
    expunge(filled, NAME)
    assert guards() == before


TAMPERED: tuple[tuple[str, str], ...] = (
    ("UPDATE erasures SET why = 'no reason'", "erasure 1 of"),
    ("UPDATE erasures SET subject = 'x' WHERE id = 2", "erasure 2 of"),
    ("DELETE FROM erased WHERE id = 1", "erasure 1 of"),
    ("UPDATE erased SET before = 'x' WHERE place = 'readings 2'", "erasure 2 of"),
    ("UPDATE erased SET after = 'x' WHERE place LIKE 'claims%' AND after != ''", "erasure 1 of"),
    ("UPDATE erased SET place = 'reports x' WHERE place LIKE 'reports%'", "erasure 1 of"),
    ("INSERT INTO erased (erasure, place, before, after) VALUES (2, 'decisions 1', 'x', '')", "erasure 2 of"),
    ("DELETE FROM erasures", "row 1 of erased belongs to a row of erasures that is gone"),
    ("UPDATE reports SET text = replace(text, '5 people', '9 people')", "█████████.txt: the text isn't"),
    ("UPDATE reports SET title = 'x' WHERE remains IS NOT NULL", "█████████.txt: the report isn't"),
    ("UPDATE claims SET body = replace(body, 'MARN', 'x'), remains = NULL WHERE remains IS NOT NULL", "█"),
    ("UPDATE reports SET remains = NULL", "█████████.txt: the report isn't"),
    ("UPDATE reports SET remains = digest WHERE name = 'velm.txt'", "reports "),
    ("UPDATE claims SET digest = 'x' WHERE remains IS NOT NULL", "█████████.txt: the reading by rules/1"),
    ("UPDATE log SET subject = 'body:x body:y' WHERE remains IS NOT NULL", "log: entry"),
    ("UPDATE log SET remains = NULL", "log: entry"),
    ("UPDATE log SET remains = hash, subject = '' WHERE seq = 1", "log: entry 1 isn't"),
    ("UPDATE log SET remains = hash WHERE seq = 1", "log 1 has lost words"),
    ("UPDATE decisions SET salt = 'x'", "decision 1 on"),
)


@pytest.mark.parametrize(("statement", "fault"), TAMPERED)
def test_a_tampered_tombstone_is_found(filled: Settings, statement: str, fault: str) -> None:
    expunge(filled, NAME)
    expunge(filled, sund_reading().report.id)
    assert faults(filled) == []
    tamper(filled.ledger, statement)
    assert [found for found in faults(filled) if found.startswith(fault)]


def test_what_was_erased_and_is_there_again_is_found(filled: Settings) -> None:
    sund = sund_reading()
    with closing(sqlite3.connect(filled.ledger)) as connection:
        connection.row_factory = sqlite3.Row
        kept = {
            table: [dict(row) for row in connection.execute(query)]
            for table, query in {
                "reports": "SELECT * FROM reports WHERE name = 'sund.txt'",
                "readings": "SELECT * FROM readings WHERE id = 2",
                "claims": "SELECT * FROM claims WHERE reading = 2",
            }.items()
        }
    expunge(filled, sund.report.id)
    with closing(sqlite3.connect(filled.ledger)) as connection:
        for table, some in kept.items():
            for row in some:
                put = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' for _ in row)})"  # noqa: S608
                connection.execute(put, [*row.values()])
        connection.commit()
    Vault(filled.vault).put(sund.report.text.encode())
    assert sorted(faults(filled)) == [
        "claims 2/0 is there again, though it was erased",
        "readings 2 is there again, though it was erased",
        f"reports {sund.report.id} is there again, though it was erased",
        f"the vault holds {sund.report.id} again, which was erased",
    ]


def test_numbers_given_anew_are_no_fault(filled: Settings) -> None:
    """The last decision is masked, then goes; the next one gets its number."""
    with Ledger.open(filled) as ledger:
        ledger.decide(sund_reading().claims[0].id, Review.ACCEPTED, by="Mira Toll", why="Sela Marn knows")
    expunge(filled, NAME)
    expunge(filled, sund_reading().report.id)
    with Ledger.open(filled) as ledger:
        ledger.decide(velm_reading().claims[0].id, Review.REJECTED, by="Mira Toll", why="not so")
        add(ledger, velm_reading("rules/9"))
        assert ledger.verify(Vault(filled.vault)) == []
        ledger.expunge_report(velm_reading().report.id, ORDER)
        assert ledger.verify(Vault(filled.vault)) != []  # its bytes still lie there
        ledger.finish(filled.home)
        assert ledger.verify(Vault(filled.vault)) == []


def test_two_names_in_one_row_go_one_after_the_other(filled: Settings) -> None:
    """What the first erasure left of a row mustn't confirm a guess at the second name."""
    with Ledger.open(filled) as ledger:
        ledger.decide(velm_reading().claims[0].id, Review.ACCEPTED, by="Mira Toll", why="Sela Marn, Bo Rask")
    salts = []
    for name in ("Sela Marn", "Bo Rask"):
        expunge(filled, Spelled((name,)))
        assert faults(filled) == []
        with closing(sqlite3.connect(filled.ledger)) as connection:
            (salt, why) = connection.execute("SELECT salt, why FROM decisions ORDER BY id DESC").fetchone()
        salts.append(salt)
    assert why == f"{BLOCK * 9}, {BLOCK * 7}"
    assert len(set(salts)) == 2


def test_rows_of_an_older_ledger_are_erased_too(settings: Settings) -> None:
    """They have no salt; the copy that migrating made goes, for it holds everything."""
    settings.ledger.unlink()
    older_ledger(settings.ledger, "0005", velm_reading(), marn_reading())
    vault = vault_with(settings, velm_reading(), marn_reading())
    with Ledger.open(settings) as ledger:
        assert ledger.verify(vault) == []
        assert len(ledger.backups()) == 1
        copies = tuple(path.name for path in ledger.backups())
        ledger.expunge_name(NAME, replace(ORDER, copies=copies))
        ledger.finish(settings.home)
        assert ledger.verify(vault) == []
        assert ledger.backups() == []
        ledger.expunge_report(velm_reading().report.id, ORDER)
        ledger.finish(settings.home)
        assert ledger.verify(vault) == []
    left = everywhere(settings)
    assert [words for words in ("sela marn", "sela\nmarn", "orsk prison") if words in left] == []


# --- containers ---


@pytest.fixture
def boxed(settings: Settings) -> tuple[Settings, str]:
    """Two reports out of one container; and the container's hash."""
    vault = vault_with(settings, velm_reading(), sund_reading())
    box = vault.put(b"a box of two")
    with Ledger.open(settings) as ledger:
        add(ledger, velm_reading(), sund_reading())
        ledger.arrive(
            arrival(one().report.id, kind=ArrivalKind.MEMBER, address=one().report.name, carrier=box)
            for one in (velm_reading, sund_reading)
        )
        assert ledger.verify(vault) == []
    return settings, box


def test_a_container_that_others_came_in_stays_unless_it_is_said(boxed: tuple[Settings, str]) -> None:
    settings, box = boxed
    with Ledger.open(settings) as ledger:
        before = ledger.log_head()
        with pytest.raises(LedgerFault, match=r"also holds sund\.txt: with --with-container it goes"):
            ledger.expunge_report(velm_reading().report.id, ORDER)
        with pytest.raises(LedgerFault, match="--with-container"):
            ledger.expunge_name(Spelled(("Harbour Agency",)), ORDER)
        assert ledger.log_head() == before
        gone = ledger.expunge_report(velm_reading().report.id, replace(ORDER, with_container=True))
        assert gone.bereft == ("sund.txt",)
        ledger.finish(settings.home)
        vault = Vault(settings.vault)
        assert [vault.has(sha) for sha in (box, velm_reading().report.id, sund_reading().report.id)] == [
            *(False, False, True)
        ]
        assert ledger.verify(vault) == []
        ledger.expunge_report(sund_reading().report.id, ORDER)  # the container is gone already
        ledger.finish(settings.home)
        assert ledger.verify(vault) == []


def test_the_hash_of_a_text_that_only_came_as_text_is_not_told(settings: Settings) -> None:
    """All of it but the name stays, so that its hash would confirm a guess at that."""
    vault = Vault(settings.vault)
    text = vault.put(MARN.encode())
    reading = marn_reading()
    with Ledger.open(settings) as ledger:
        add(ledger, reading)
        ledger.arrive([arrival(reading.report.id, kind=ArrivalKind.TEXT, carrier=text)])
    expunge(settings, NAME)
    with Ledger.open(settings) as ledger:
        assert [one.carrier for one in ledger.arrivals([reading.report.id])] == [""]
        assert ledger.verify(vault) == []
    assert not vault.has(text)


# --- any order ---

STEPS: dict[str, Callable[[], str | Spelled]] = {
    "velm": lambda: velm_reading().report.id,
    "sund": lambda: sund_reading().report.id,
    "dolm": lambda: dolm_reading().report.id,
    "marn": lambda: marn_reading().report.id,
    "Sela Marn": lambda: NAME,
    "Harbour Agency": lambda: Spelled(("Harbour Agency",)),
    "Court of Nyå": lambda: Spelled(("court of nya",)),
}


@hypothesis(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations([*STEPS]).flatmap(lambda all_: st.integers(1, len(all_)).map(lambda n: all_[:n])))
def test_erasures_in_any_order_leave_the_same_sound_ledger(
    new_home: Callable[[], Settings], steps: Iterable[str]
) -> None:
    steps = list(steps)
    left = []
    for order in (steps, sorted(steps)):
        home = new_home()
        readings = (velm_reading(), sund_reading(), dolm_reading(), marn_reading())
        vault = vault_with(home, *readings)
        with Ledger.open(home) as ledger:
            add(ledger, *readings)
            ledger.decide(marn_reading().claims[0].id, Review.ACCEPTED, by="Jon Ask", why="Harbour Agency")
            for step in order:
                what = STEPS[step]()
                if isinstance(what, Spelled):
                    ledger.expunge_name(what, ORDER)
                else:
                    ledger.expunge_report(what, ORDER)
            ledger.finish(home.home)
            assert ledger.verify(vault) == []
            left.append((listing(ledger), [one.why for one in ledger.decisions()], sorted(vault.names())))
    assert left[0] == left[1]
