"""The lists of words that the rules know by name: each list's name stands here, once.

A field's list has the field's name in `words.yml`, with spaces: `held_participles` is "held participles".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from habeas.lexicon.files import Faults, Lined, read_lined
from habeas.lexicon.own import own_rows
from habeas.lexicon.shape import WordsRow

L = TypeVar("L", "Words", "Naming")


@dataclass(frozen=True, slots=True)
class Words:
    """Each list of words of one language; what it is for stands in the language's `words.yml`."""

    foreign_adjectives: frozenset[str]
    held_participles: frozenset[str]
    portions: frozenset[str]
    shares: frozenset[str]
    part_openers: frozenset[str]
    light_verbs: frozenset[str]
    support_verbs: frozenset[str]
    vehicles: frozenset[str]
    relative_pronouns: frozenset[str]
    detaining_words: frozenset[str]
    keeping_words: frozenset[str]
    keepers: frozenset[str]
    quarters: frozenset[str]
    standing_participles: frozenset[str]
    areas: frozenset[str]
    naming_prepositions: frozenset[str]
    origin_prepositions: frozenset[str]
    destination_prepositions: frozenset[str]
    place_prepositions: frozenset[str]
    having_verbs: frozenset[str]
    awaiting_verbs: frozenset[str]
    population_nouns: frozenset[str]
    count_nouns: frozenset[str]
    taking_verbs: frozenset[str]
    telling_verbs: frozenset[str]
    carrying_verbs: frozenset[str]
    part_openings: frozenset[str]
    intention_nouns: frozenset[str]
    step_nouns: frozenset[str]
    plural_pronouns: frozenset[str]
    part_marks: frozenset[str]
    allegation_nouns: frozenset[str]
    untrue: frozenset[str]
    escaped_people: frozenset[str]
    charging_verbs: frozenset[str]
    fiction: frozenset[str]
    laws: frozenset[str]
    hearsay_nouns: frozenset[str]
    answering_nouns: frozenset[str]
    asking_nouns: frozenset[str]
    hidden_words: frozenset[str]
    seizing_verbs: frozenset[str]
    controlling_verbs: frozenset[str]
    watching_verbs: frozenset[str]
    condemning_words: frozenset[str]
    condemned_nouns: frozenset[str]
    custody_words: frozenset[str]
    speaker_pronouns: frozenset[str]
    loose_speech_verbs: frozenset[str]
    finding_verbs: frozenset[str]
    findings: frozenset[str]
    office_nouns: frozenset[str]
    denying_verbs: frozenset[str]
    no_actors: frozenset[str]
    so_far: frozenset[str]
    summing_words: frozenset[str]
    counted_nouns: frozenset[str]
    changing_words: frozenset[str]
    outside_verbs: frozenset[str]
    seeking_verbs: frozenset[str]
    errands: frozenset[str]
    equal_words: frozenset[str]
    bodies_of_the_dead: frozenset[str]
    dead_adjectives: frozenset[str]
    sea_words: frozenset[str]
    homes: frozenset[str]
    ranking_words: frozenset[str]
    remaining_words: frozenset[str]
    capacity_words: frozenset[str]
    loose_facilities: frozenset[str]
    negative_pronouns: frozenset[str]
    irregular_forms: frozenset[str]
    receiving_bodies: frozenset[str]
    capacity_verbs: frozenset[str]
    accusing_verbs: frozenset[str]
    traded_people: frozenset[str]
    event_nouns: frozenset[str]
    no_speakers: frozenset[str]
    papers: frozenset[str]
    counts: frozenset[str]
    raids: frozenset[str]
    raiding_verbs: frozenset[str]
    putting_verbs: frozenset[str]
    settlements: frozenset[str]
    name_openers: frozenset[str]
    rulers: frozenset[str]
    wholes: frozenset[str]
    short_forms: frozenset[str]
    continuing_words: frozenset[str]
    parting_words: frozenset[str]
    abducting_words: frozenset[str]
    site_words: frozenset[str]
    court_nouns: frozenset[str]
    suspecting_words: frozenset[str]
    belonging_words: frozenset[str]
    nobody_speaks: frozenset[str]
    witnesses: frozenset[str]
    quantifiers: frozenset[str]
    speaking_bodies: frozenset[str]
    arrangements: frozenset[str]
    violent_happenings: frozenset[str]
    other_times: frozenset[str]
    deeds: frozenset[str]
    state_portfolios: frozenset[str]
    state_bodies: frozenset[str]
    state_servants: frozenset[str]
    own_voices: frozenset[str]
    titles_of_persons: frozenset[str]
    plain_adjectives: frozenset[str]
    nameless_openers: frozenset[str]
    place_nouns: frozenset[str]
    time_words: frozenset[str]
    words_before_names: frozenset[str]
    common_name_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Naming:
    """The lists by which clearance finds names of people; what each is for stands in `naming.yml`."""

    public_offices: frozenset[str]
    weak_offices: frozenset[str]
    office_makers: frozenset[str]
    office_titles: frozenset[str]
    private_qualifiers: frozenset[str]
    press_offices: frozenset[str]
    private_roles: frozenset[str]
    kin: frozenset[str]
    honorifics: frozenset[str]
    minors: frozenset[str]
    several_minors: frozenset[str]
    children_of_somebody: frozenset[str]
    small_ones: frozenset[str]
    young_ordinals: frozenset[str]
    childhood_words: frozenset[str]
    grown_people: frozenset[str]
    adult_callings: frozenset[str]
    learners: frozenset[str]
    naming_words: frozenset[str]
    affair_nouns: frozenset[str]
    person_openers: frozenset[str]
    name_particles: frozenset[str]
    given_names: frozenset[str]
    given_names_of_places: frozenset[str]
    never_persons: frozenset[str]
    institution_words: frozenset[str]
    place_tails: frozenset[str]
    place_heads: frozenset[str]
    place_prepositions_of_names: frozenset[str]
    place_openers: frozenset[str]
    capitalised_words: frozenset[str]


def read_words(folder: Path, language: str, faults: Faults | None = None, own: Path | None = None) -> Words:
    """The language's lists of `words.yml`, as `read_lists` reads them."""
    return read_lists(Words, folder, f"{language}/words.yml", faults, own)


def read_lists(
    lists: type[L], folder: Path, file: str, faults: Faults | None = None, own: Path | None = None
) -> L:
    """The lists of one file, with the words that an analyst's `own` folder adds to them.

    `lists` is a class of frozensets, a field for each list. Faults go into `faults`, or are raised as
    BadLexicon without it. A list that is missing is a fault, and stands empty among the others; one that no
    rule knows is a fault.
    """
    found = Faults() if faults is None else faults
    named = {field.name.replace("_", " "): field.name for field in fields(lists)}
    rows: list[Lined[WordsRow]] = read_lined(folder / file, WordsRow, found)
    added: list[Lined[WordsRow]] = own_rows(own, file, WordsRow, found)
    missing = named.keys() - {lined.row.name for lined in rows}
    if rows:  # an empty or broken file is a fault by itself
        for name in missing:
            found.add(folder / file, 1, f"there is no sound list '{name}', which the rules need")
    _note_unknown(rows, named.keys(), missing, found, lists.__name__)
    _note_unknown(added, named.keys(), named.keys(), found, lists.__name__)
    if faults is None:
        found.settle()
    given: dict[str, set[str]] = {}
    for lined in (*rows, *added):
        given.setdefault(lined.row.name, set()).update(lined.row.words)
    return lists(**{field: frozenset(given.get(name, ())) for name, field in named.items()})


def _note_unknown(
    rows: Iterable[Lined[WordsRow]],
    known: Collection[str],
    likely: Collection[str],
    faults: Faults,
    where: str,
) -> None:
    """A fault for each list that no rule knows, with the likely one that it may be meant to be."""
    for lined in rows:
        name = lined.row.name
        if name not in known:
            faults.add(lined.path, lined.line, f"no rule knows a list '{name}'{_meant(name, likely, where)}")


def _meant(name: str, likely: Collection[str], where: str) -> str:
    """What to do about a list that no rule knows: give it the likely name most like it, or take it out."""
    like = get_close_matches(name, sorted(likely), n=1)
    return f"; call it '{like[0]}'" if like else f"; take it out, or name it in the class {where}"
