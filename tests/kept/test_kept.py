"""What is kept equals what is made anew, in whatever order reports and decisions came."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
import toys
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habeas.kept import differences, reckon, reckoned, stages
from habeas.kept.catching_up import is_reckoned
from habeas.kept.stock import Ruled
from habeas.kept.told import around, conflicts_with, opposed, reckoned_afresh, with_conflicts
from habeas.ledger import ClaimFilter, Ledger, Shelved
from habeas.lexicon import Lexicon, load_lexicon
from habeas.model import Claim, ClaimType, Decision, Matter, Reading, Report, Review, Ruling
from habeas.pipeline import Desk
from habeas.reckoned import Reckoned
from habeas.settings import Settings
from habeas.vault import Vault
from habeas.wire.claims import claim_from_wire, claim_to_wire
from made import READER, claim, quantity, report

START = datetime(2031, 1, 1, tzinfo=UTC)
TYPES = ("transfer", "release", "escape")
PLACES = ("Tal Hamra", "Tel Hamra", "Tell Hamrah", "Orlan", "Orlan prison", "Veshka camp in Orlan", "al-Hol")
SPEAKERS = ("Faiq Zeidan", "Fayeq Zidan", "Zeidan", "an official", "the Harbour Agency")

Opened = Callable[[], AbstractContextManager[Desk]]
# type, number, place, speaker, day
Told = tuple[str, int, str, str, int]
TOLD = st.tuples(
    st.sampled_from(TYPES),
    st.integers(20, 35),
    st.sampled_from(PLACES),
    st.sampled_from(SPEAKERS),
    st.integers(1, 9),
)
REPORTS = st.lists(
    st.lists(TOLD, min_size=1, max_size=3, unique_by=lambda told: told[:2]), min_size=1, max_size=7
)
quick = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def sentence(told: Told) -> str:
    kind, number, place, speaker, day = told
    return f"{number} people, {kind}, came to {place} on {day} March 2031, {speaker} said."


def reading(number: int, told: Sequence[Told], reader: str = READER) -> Reading:
    """A report that says all this, and its reading."""
    text = "\n".join(f"{position}) {sentence(one)}" for position, one in enumerate(told))
    source = report(text, name=f"{number}.txt", published=date(2031, 3, 10))
    return Reading(source, reader, tuple(_claim(source, one, reader) for one in told))


def _claim(source: Report, told: Told, reader: str) -> Claim:
    kind, number, place, speaker, day = told
    words = sentence(told)
    inside = report(words, name="one")
    made = claim(
        inside,
        kind,
        quantity(inside, str(number), number, number),
        destination=place,
        speaker=speaker,
        period=(f"on {day} March 2031", date(2031, 3, day), date(2031, 3, day)),
    )
    return moved(made, source, source.text.index(words), reader)


def moved(made: Claim, source: Report, by: int, reader: str) -> Claim:
    """The claim of one sentence, where it stands in the report."""

    def shift(wire: object) -> object:
        if isinstance(wire, dict):
            return {
                key: value + by if key in ("start", "end") else shift(value) for key, value in wire.items()
            }
        return [shift(one) for one in wire] if isinstance(wire, list) else wire

    return claim_from_wire({**shift(claim_to_wire(made)), "reader": reader}, source)


@cache
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Settings(tmp_path_factory.mktemp("empty"))
    Ledger.open(home).close()
    return home.ledger


@pytest.fixture
def opened(empty: Path) -> Opened:
    """Opens a desk in a new home."""

    @contextmanager
    def open_desk() -> Iterator[Desk]:
        with TemporaryDirectory() as folder:
            home = Settings(Path(folder))
            shutil.copy(empty, home.ledger)
            with Ledger.open(home) as ledger:
                yield Desk(home, lexicon(), Vault(home.vault), ledger)

    return open_desk


@pytest.fixture(params=["toys", "real"])
def reckoning(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "toys":
        toys.use(monkeypatch)
    return str(request.param)


def afresh(desk: Desk) -> Reckoned:
    ledger = desk.ledger
    ruled = Ruled.of(ledger.decisions(), ledger.rulings())
    return reckoned_afresh(ledger.reports(), ledger.claims(), ruled, desk.lexicon)


def shelved(desk: Desk) -> dict[str, object]:
    """All that is on the shelf, in its order."""
    found: dict[str, object] = {}
    with desk.ledger.derived() as derived:
        for kind in Shelved:
            ids = derived.shelf.page(kind, limit=10_000).ids
            entries = derived.filing.entries(kind, ids)
            found[kind] = [entries[id_] for id_ in ids]
            assert derived.shelf.count(kind).number == len(ids) == len(entries)
    return found


def shelved_afresh(desk: Desk) -> dict[str, object]:
    """The same, all of it made anew."""
    with desk.ledger.deriving() as derived:
        derived.start_over("")
    reckon(desk)
    return shelved(desk)


def add(desk: Desk, one: Reading) -> None:
    desk.ledger.append(one.report, one)


@pytest.mark.usefixtures("reckoning")
@quick
@given(told=REPORTS, order=st.randoms(use_true_random=False))
def test_any_order_and_any_steps_give_one_result(
    told: list[list[Told]], order: Random, opened: Opened
) -> None:
    readings = [reading(number, some) for number, some in enumerate(told)]
    with opened() as at_once, opened() as one_by_one:
        for one in readings:
            add(at_once, one)
        order.shuffle(readings)
        for one in readings:
            add(one_by_one, one)
            reckon(one_by_one)
        expected = afresh(at_once)
        assert reckoned(at_once) == expected
        assert reckoned(one_by_one) == expected
        assert reckon(one_by_one) == 0
        assert shelved(one_by_one) == shelved(at_once)


@pytest.mark.usefixtures("reckoning")
@quick
@given(told=REPORTS, data=st.data())
def test_what_people_decide_and_newer_readings_give_what_making_all_anew_gives(
    told: list[list[Told]], data: st.DataObject, opened: Opened
) -> None:
    readings = [reading(number, some) for number, some in enumerate(told)]
    acts = data.draw(st.lists(st.sampled_from(ACTS), min_size=2, max_size=8))
    with opened() as desk:
        for one in readings:
            add(desk, one)
        for number, act in enumerate(acts):
            act(desk, data, START + timedelta(seconds=number))
        assert differences(desk) == []
        assert reckoned(desk) == afresh(desk)
        assert shelved(desk) == shelved_afresh(desk)


def decide(desk: Desk, data: st.DataObject, at: datetime) -> None:
    """Accept, reject, amend or take back on any claim."""
    chosen = data.draw(st.sampled_from(desk.ledger.claims() or [None]))
    if chosen is None:
        return
    verdict = data.draw(st.sampled_from(Review))
    amendment = None
    if verdict is Review.AMENDED:
        amendment = data.draw(
            st.sampled_from(['{"destination": null}', '{"type": "death"}', '{"speaker": null}'])
        )
    desk.ledger.keep([Decision(chosen.id, verdict, "Mira Toll", at, "seen", amendment)])


def rule(desk: Desk, data: st.DataObject, at: datetime) -> None:
    """Rule on two claims, names or reports, or take that back."""
    things = {
        Matter.EVENT: [one.id for one in desk.ledger.claims()],
        Matter.FAMILY: [one.id for one in desk.ledger.reports()],
        Matter.NAME: [f"place:{words.casefold()}" for words in PLACES],
    }
    matter = data.draw(st.sampled_from([matter for matter in Matter if things[matter]]))
    pair = data.draw(st.lists(st.sampled_from(things[matter]), min_size=2, max_size=2))
    if pair[0] != pair[1]:
        one, other = sorted(pair)
        together, withdrawn = data.draw(st.sampled_from([(True, False), (False, False), (False, True)]))
        desk.ledger.keep([Ruling(matter, one, other, together, "Mira Toll", at, "seen", withdrawn)])


def read_again(desk: Desk, data: st.DataObject, at: datetime) -> None:
    """Another reader reads a report, and finds one claim less."""
    source = data.draw(st.sampled_from(desk.ledger.reports()))
    found = desk.ledger.claims(ClaimFilter(report=source.id))
    reader = f"hand/{at.timestamp()}"
    kept = [replace(one, reader=reader) for one in found[:-1]]
    desk.ledger.append(source, Reading(source, reader, tuple(kept)))


def catch_up(desk: Desk, data: st.DataObject, at: datetime) -> None:  # noqa: ARG001
    """Reckon what has come so far."""
    reckon(desk)


ACTS = (decide, rule, catch_up, read_again, catch_up, decide)


READINGS = [
    reading(1, [("transfer", 40, "Orlan", "an official", 3)]),
    reading(2, [("transfer", 40, "Orlan", "Faiq Zeidan", 3)]),
    reading(3, [("release", 25, "Veshka", "an official", 4)]),
]


def test_a_report_more_touches_only_what_it_meets(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    toys.use(monkeypatch)
    seen: list[int] = []
    monkeypatch.setattr(
        stages.events, "happenings", lambda told, _: seen.append(len(told)) or toys.happenings(told)
    )
    with opened() as desk:
        for one in READINGS:
            add(desk, one)
            assert reckon(desk) == 1
    assert seen == [1, 2, 1]


def test_a_run_that_is_stopped_is_caught_up_with(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    toys.use(monkeypatch)
    with opened() as desk:
        add(desk, READINGS[0])
        reckon(desk)
        add(desk, READINGS[1])
        with monkeypatch.context() as stopping, pytest.raises(KeyboardInterrupt):
            stopping.setattr(stages.conflicts, "found", stop)
            reckon(desk)
        assert not is_reckoned(desk)
        assert reckoned(desk) == afresh(desk)
        assert is_reckoned(desk)


def stop(*_: object) -> None:
    raise KeyboardInterrupt


def test_another_version_makes_all_anew(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    toys.use(monkeypatch)
    with opened() as desk:
        for one in READINGS:
            add(desk, one)
        assert reckon(desk) == 3
        assert reckon(desk) == 0
        monkeypatch.setattr("habeas.kept.catching_up.VERSION", "next")
        assert not is_reckoned(desk)
        assert reckon(desk) == 3


def test_what_is_asked_of_a_filter_comes_with_all_that_it_meets(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    toys.use(monkeypatch)
    with opened() as desk:
        for one in READINGS:
            add(desk, one)
        found = reckoned(desk, ClaimFilter(speaker="Faiq"))
    (event,) = found.events
    assert len(event.claims) == 2
    assert set(found.testimonies) == set(event.claims)
    assert set(found.voices) == {event.id}


def test_pages_of_conflicts_read_less_and_tell_the_same(opened: Opened) -> None:
    with opened() as desk:
        for number, count in enumerate((20, 35, 35)):
            add(desk, counted(number, count))
        reckon(desk)
        with desk.ledger.shelf() as shelf:
            ids = shelf.page(Shelved.CONFLICT).ids
        whole, less = conflicts_with(desk, ids), opposed(desk, ids)
        claims = [claim.id for claim in desk.ledger.claims()]
        near, bare = around(desk, claims[:1]), with_conflicts(desk, claims[:1])
    assert len(whole.conflicts) == len(ids) > 0
    assert (less.conflicts, less.testimonies) == (whole.conflicts, whole.testimonies)
    assert (bare.conflicts, list(bare.testimonies)) == (near.conflicts, claims[:1])
    assert bare.testimonies.items() <= near.testimonies.items()


def counted(number: int, held: int) -> Reading:
    """A report that so many people were held in Orlan on one and the same day."""
    said = f"On 9 March 2024, {held} people were held in Orlan."
    source = report(said, name=f"count-{number}.txt", published=date(2024, 3, 9 + number))
    figure = quantity(source, str(held), held, held)
    day = date(2024, 3, 9)
    made = claim(source, "holding", figure, place="Orlan", period=("On 9 March 2024", day, day))
    return Reading(source, READER, (made,))


def test_a_sealed_home_is_reckoned_without_writing(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    toys.use(monkeypatch)
    with opened() as desk:
        for one in READINGS:
            add(desk, one)
        monkeypatch.setattr(Ledger, "sealed", True)
        monkeypatch.setattr(Ledger, "deriving", None)
        assert reckoned(desk) == afresh(desk)
        assert len(reckoned(desk, ClaimFilter(type=ClaimType.RELEASE)).events) == 1
