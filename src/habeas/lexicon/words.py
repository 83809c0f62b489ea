"""The lists of words that the rules know by name: each list's name stands here, once.

A field's list has the field's name in `words.yml`, with spaces: `held_participles` is "held participles".
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path

from habeas.lexicon.files import Faults, read_lined
from habeas.lexicon.shape import WordsRow


@dataclass(frozen=True, slots=True)
class Words:
    """Each list of words of one language; what it is for stands in the language's `words.yml`."""

    foreign_adjectives: frozenset[str]
    held_participles: frozenset[str]
    portions: frozenset[str]
    part_openers: frozenset[str]
    light_verbs: frozenset[str]
    support_verbs: frozenset[str]
    vehicles: frozenset[str]
    relative_pronouns: frozenset[str]
    detaining_words: frozenset[str]
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
    custody_words: frozenset[str]
    speaker_pronouns: frozenset[str]
    loose_speech_verbs: frozenset[str]
    office_nouns: frozenset[str]
    denying_verbs: frozenset[str]
    no_actors: frozenset[str]
    so_far: frozenset[str]
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


def read_words(path: Path, faults: Faults | None = None) -> Words:
    """The file's lists; faults go into `faults`, or are raised as BadLexicon without it.

    A list that is missing is a fault, and stands empty among the others; one that no rule knows is a fault.
    """
    own = Faults() if faults is None else faults
    named = {field.name.replace("_", " "): field.name for field in fields(Words)}
    rows = {lined.row.name: lined for lined in read_lined(path, WordsRow, own)}
    missing = named.keys() - rows.keys()
    if rows:  # an empty or broken file is a fault by itself
        for name in missing:
            own.add(path, 1, f"there is no sound list '{name}', which the rules need")
    for name, lined in rows.items():
        if name not in named:
            own.add(path, lined.line, f"no rule knows a list '{name}'{_meant(name, missing)}")
    if faults is None:
        own.settle()
    given = {name: frozenset(lined.row.words) for name, lined in rows.items()}
    return Words(**{field: given.get(name, frozenset()) for name, field in named.items()})


def _meant(name: str, missing: set[str]) -> str:
    """What to do about a list that no rule knows: give it the missing name most like it, or take it out."""
    like = get_close_matches(name, sorted(missing), n=1)
    return f"; call it '{like[0]}'" if like else "; take it out, or name it in the class Words"
