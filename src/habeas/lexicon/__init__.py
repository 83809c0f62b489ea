"""What the rules know, read from checked YAML files and frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from habeas.lexicon.countries import Country, load_countries
from habeas.lexicon.files import Faults, read_rows
from habeas.lexicon.names import Actor, Place, load_actors, load_places
from habeas.lexicon.shape import (
    CueRow,
    FacilityRow,
    GroupRow,
    HedgeRow,
    NumberRow,
    SpeechRow,
    StanceRow,
    TriggerRow,
    VagueRow,
    WordsRow,
)
from habeas.lexicon.words import Words, read_words

__all__ = ["Actor", "Country", "Lexicon", "Place", "Words", "load_lexicon", "load_words"]

FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Every word list of one language, and the names of places, actors and countries."""

    language: str
    numbers: tuple[NumberRow, ...]
    vague: tuple[VagueRow, ...]
    hedges: tuple[HedgeRow, ...]
    groups: tuple[GroupRow, ...]
    persons: frozenset[str] = field(
        repr=False
    )  # further nouns for people, of whom only counted ones are seen
    facilities: tuple[FacilityRow, ...]
    triggers: tuple[TriggerRow, ...]
    speech: tuple[SpeechRow, ...]
    cues: tuple[CueRow, ...]
    stances: tuple[StanceRow, ...]
    words: Words = field(repr=False)
    places: tuple[Place, ...] = field(repr=False)
    actors: tuple[Actor, ...] = field(repr=False)
    countries: tuple[Country, ...] = field(repr=False)


@cache
def load_words(folder: Path = FOLDER, language: str = "en") -> Words:
    """The lists of words that the rules know by name. Raises BadLexicon with every fault of their file."""
    return read_words(folder / language / "words.yml")


@cache
def load_lexicon(folder: Path = FOLDER, language: str = "en") -> Lexicon:
    """The lexicon of one language.

    Raises BadLexicon with every fault of all files at once, each with file and line.
    """
    faults = Faults()
    words = folder / language
    lexicon = Lexicon(
        language=language,
        numbers=tuple(read_rows(words / "numbers.yml", NumberRow, faults)),
        vague=tuple(read_rows(words / "vague.yml", VagueRow, faults)),
        hedges=tuple(read_rows(words / "hedges.yml", HedgeRow, faults)),
        groups=tuple(read_rows(words / "groups.yml", GroupRow, faults)),
        persons=frozenset(
            word for row in read_rows(words / "persons.yml", WordsRow, faults) for word in row.words
        ),
        facilities=tuple(read_rows(words / "facilities.yml", FacilityRow, faults)),
        triggers=tuple(read_rows(words / "triggers.yml", TriggerRow, faults)),
        speech=tuple(read_rows(words / "speech.yml", SpeechRow, faults)),
        cues=tuple(read_rows(words / "cues.yml", CueRow, faults)),
        words=read_words(words / "words.yml", faults),
        stances=tuple(read_rows(words / "stances.yml", StanceRow, faults)),
        places=load_places(folder, faults),
        actors=load_actors(folder, faults),
        countries=load_countries(folder, faults),
    )
    faults.settle()
    return lexicon
