"""The shelf: pages without gaps or doubles, counts of what is listed, and words that find things."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_material import older_ledger, velm_reading
from sqlalchemy import create_engine

from habeas.errors import WrongUsage
from habeas.ledger import Count, Ledger, Shelf, Shelved, Sizing, shelf, words
from habeas.ledger.filing import Entry, Filing
from habeas.settings import Settings

FACETS: Final = ("type:transfer", "type:release", "place:orlan", "place:veshka", "review:unchecked")
WORDS: Final = ("moved", "men", "women", "Orlan", "al-Hamra", "سجن", "Übergabe")
KIND: Final = Shelved.CLAIM

ENTRIES = st.lists(
    st.builds(
        Entry,
        st.integers(0, 60).map("c_{}".format),
        st.integers(0, 5),
        st.frozensets(st.sampled_from(FACETS)),
        st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join),
    ),
    max_size=40,
    unique_by=lambda one: one.id,
)
quick = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def filed(ledger: Ledger) -> Iterator[Callable[[Sequence[Entry]], Filing]]:
    """Puts nothing but these entries on the shelf of one ledger, each time anew."""
    with ledger.deriving() as derived:

        def file(entries: Sequence[Entry], kind: Shelved = KIND) -> Filing:
            derived.start_over("")
            derived.filing.put(kind, entries)
            return derived.filing

        file.shelf = derived.shelf  # type: ignore[attr-defined]
        yield file


def all_of(on: Shelf, facets: Sequence[str] = (), *, sought: str = "", limit: int = 3) -> list[str]:
    """What all pages together list."""
    found: list[str] = []
    after = None
    while True:
        page = on.page(KIND, facets, words=sought, after=after, limit=limit)
        found += page.ids
        if page.next is None:
            return found
        assert len(page.ids) == limit
        after = page.next


@quick
@given(
    entries=ENTRIES,
    facets=st.lists(st.sampled_from(FACETS), max_size=3),
    sought=st.sampled_from(["", "moved", "moved men", "MOV", "al-Hamra", "سجن"]),
    few=st.booleans(),
)
def test_pages_list_what_has_everything_once_and_counts_agree(
    entries: list[Entry],
    facets: list[str],
    sought: str,
    few: bool,
    filed: Callable[[Sequence[Entry]], Filing],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # With so few, searches take the ways that otherwise only very many things make them take.
    monkeypatch.setattr(shelf, "COUNTED", 2 if few else 10_000)
    monkeypatch.setattr(shelf, "LOOKED_AT", 4 if few else 50_000)
    filed(entries)
    on: Shelf = filed.shelf  # type: ignore[attr-defined]
    fitting = [one for one in entries if one.facets.issuperset(facets) and has(one, sought)]
    found = all_of(on, facets, sought=sought)
    assert sorted(found) == sorted(one.id for one in fitting)
    ranks = {one.id: one.rank for one in entries}
    if on.page(KIND, facets, words=sought).ranked:
        assert [ranks[id_] for id_ in found] == sorted((one.rank for one in fitting), reverse=True)
    count = on.count(KIND, facets, words=sought)
    assert count == Count(len(fitting)) or (few and count.more and count.number <= min(2, len(fitting)))


@quick
@given(entries=ENTRIES, facet=st.sampled_from(FACETS))
def test_what_stands_beside_a_facet_is_what_counting_one_by_one_finds(
    entries: list[Entry], facet: str, filed: Callable[[Sequence[Entry]], Filing]
) -> None:
    filed(entries)
    on: Shelf = filed.shelf  # type: ignore[attr-defined]
    others = [other for other in (*FACETS, "type:none") if other != facet]
    counted = {other: on.count(KIND, [facet, other]).number for other in others}
    assert on.beside(KIND, facet, others) == {other: number for other, number in counted.items() if number}


def has(entry: Entry, sought: str) -> bool:
    told = words.folded(entry.words).replace("-", " ").split()
    *whole, last = words.folded(sought).replace("-", " ").split() or [""]
    return all(word in told for word in whole) and (not last or any(word.startswith(last) for word in told))


@quick
@given(before=ENTRIES, after=ENTRIES, gone=st.sets(st.integers(0, 60).map("c_{}".format)))
def test_what_is_put_and_taken_leaves_what_putting_it_alone_would(
    before: list[Entry], after: list[Entry], gone: set[str], filed: Callable[[Sequence[Entry]], Filing]
) -> None:
    filing = filed(before)
    filing.put(KIND, after)
    filing.take(KIND, gone)
    left = {one.id: one for one in (*before, *after) if one.id not in gone}
    on: Shelf = filed.shelf  # type: ignore[attr-defined]
    listed = filing.entries(KIND, on.page(KIND, limit=100).ids)
    assert listed == {
        id_: Entry(id_, one.rank, one.facets, words.folded(one.words)) for id_, one in left.items()
    }
    held = on.held(KIND, ["", *FACETS])
    assert {name: number for name, number in held.items() if number} == {
        name: number
        for name in ("", *FACETS)
        if (number := sum(not name or name in one.facets for one in left.values()))
    }
    assert set(all_of(on, sought="moved")) == {id_ for id_, one in left.items() if has(one, "moved")}


SAID: Final = 'Men were moved: "to Roj" (camp), 50% of them; قالت مُخَيَّمُ الهول إن Übergabe a_b'


@pytest.mark.parametrize(
    ("sought", "finds"),
    [
        ("moved", True),
        ("MOVED men", True),
        ("mov", True),
        ("mov men", False),  # only of the last word its beginning is enough
        ('"', False),
        ('"to Roj" AND', False),
        ('"to Roj"', True),
        ("roj) OR (nothing", False),
        ("words: NEAR(moved men)", False),
        ("moved*", True),
        ("50%", True),
        ("a_b", True),
        ("axb", False),
        ("-moved", True),
        ("^men", True),
        ("ubergabe", True),
        ("مخيم", True),
        ("مخيم الهول", True),
        ("مخـيم", True),
        ("\u202emoved", True),
        ("moved\x00", True),
        ("…", False),
        ("سجن", False),
    ],
)
def test_words_are_found_whatever_they_hold(
    sought: str, finds: bool, filed: Callable[[Sequence[Entry]], Filing]
) -> None:
    filed([Entry("c_1", 1, frozenset(), SAID), Entry("c_2", 2, frozenset(), "nothing of this")])
    on: Shelf = filed.shelf  # type: ignore[attr-defined]
    assert on.page(KIND, words=sought).ids == (("c_1",) if finds else ())
    assert on.count(KIND, words=sought) == Count(int(finds))


def test_kinds_are_kept_apart_and_the_queue_is_searched_by_the_words_of_claims(
    filed: Callable[..., Filing],
) -> None:
    filing = filed([Entry("c_1", 1, frozenset(), "moved"), Entry("c_2", 2, frozenset(), "moved")])
    filing.put(Shelved.EVENT, [Entry("e_1", 1, frozenset(), "moved")])
    filing.put(Shelved.QUEUE, [Entry("c_1", 9, frozenset({"why:brief"}))])
    on: Shelf = filed.shelf  # type: ignore[attr-defined]
    assert on.page(Shelved.EVENT, words="moved").ids == ("e_1",)
    assert on.page(Shelved.QUEUE, words="moved").ids == ("c_1",)
    assert on.page(Shelved.CLAIM, words="moved").ids == ("c_2", "c_1")
    filing.take(Shelved.QUEUE, ["c_1"])
    assert on.count(Shelved.QUEUE, words="moved") == Count(0)
    assert on.count(Shelved.CLAIM, words="moved") == Count(2)


@pytest.mark.parametrize("key", ["", "r1", "x", "n1-2", "r1-2'; DROP TABLE log", "r9" * 40])
def test_a_key_that_no_page_gave_is_refused(key: str, filed: Callable[[Sequence[Entry]], Filing]) -> None:
    filed([Entry("c_1", 1, frozenset())])
    on: Shelf = filed.shelf  # type: ignore[attr-defined]
    if not key:
        assert on.page(KIND, after=key).ids == ("c_1",)
        return
    with pytest.raises(WrongUsage, match="is the key of no page"):
        on.page(KIND, after=key)


def test_weights_and_names_are_those_of_the_claims(filed: Callable[..., Filing]) -> None:
    filing = filed([Entry(f"c_{n}", n, frozenset({"place:orlan"})) for n in range(3)])
    filing.put(Shelved.PLACE, [Entry("orlan", 3, frozenset({"kind:camp"}), "Orlan", "Orlan camp")])
    on: Shelf = filed.shelf  # type: ignore[attr-defined]
    assert on.weight(Shelved.PLACE, "orlan") == 3
    assert on.weights(Shelved.PLACE, ["orlan", "nowhere"]) == {"orlan": 3, "nowhere": 0}
    assert on.names(Shelved.PLACE, ["orlan", "nowhere"]) == {"orlan": "Orlan camp"}
    assert on.facets(Shelved.PLACE, ["orlan"]) == {"orlan": {"kind:camp"}}
    assert on.facets_named(Shelved.CLAIM, "place:") == [("place:orlan", 3)]


def test_the_version_rises_with_each_change_and_survives_starting_over(ledger: Ledger) -> None:
    seen = []
    for _ in range(2):
        with ledger.deriving() as derived:
            derived.start_over("")
            derived.filing.done()
        with ledger.shelf() as on:
            seen.append(on.version)
    assert seen == [1, 2]


def test_elsewhere_words_are_looked_for_in_all_words() -> None:
    engine = create_engine("sqlite://")
    query = words.found(Elsewhere(), words.sought("moved 100% al-Hol"))
    told = str(query.has_words.compile(engine, compile_kwargs={"literal_binds": True}))
    assert [part for part in ("' moved '", "' 100 '", "' al hol'") if part in told] == [
        "' moved '",
        "' 100 '",
        "' al hol'",
    ]


class Elsewhere:
    """A connection to another database, as far as is asked."""

    class dialect:  # noqa: N801
        name = "postgresql"


def test_a_server_keeps_little_in_memory(settings: Settings) -> None:
    with (
        Ledger.open(settings, sizing=Sizing(cache=2, connections=1)) as small,
        small._session.reading() as connection,
    ):
        assert connection.exec_driver_sql("PRAGMA cache_size").scalar() == -2048


def test_a_ledger_of_the_revision_before_is_given_a_shelf(settings: Settings) -> None:
    settings.ledger.unlink()
    older_ledger(settings.ledger, "0002", velm_reading())
    with Ledger.open(settings) as ledger:
        assert len(ledger.claims()) == len(velm_reading().claims)
        with ledger.deriving() as derived:
            derived.filing.put(KIND, [Entry("c_1", 1, frozenset(), "moved")])
        with ledger.shelf() as on:
            assert on.page(KIND, words="moved").ids == ("c_1",)
