"""What the rules know, read from checked YAML files and frozen: the package's, and an analyst's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from habeas.lexicon.countries import Country, load_countries
from habeas.lexicon.files import Faults
from habeas.lexicon.names import Actor, Place, load_actors, load_places
from habeas.lexicon.own import (
    R,
    added_rows,
    clearance_files,
    contents,
    digest,
    list_rows,
    note_strangers,
    own_rows,
    reading_files,
    refuse_missing,
)
from habeas.lexicon.shape import (
    AbuseRow,
    CueRow,
    FacilityRow,
    GroupRow,
    HedgeRow,
    NumberRow,
    PrivateRow,
    PublicRow,
    SpeechRow,
    StanceRow,
    TriggerRow,
    VagueRow,
)
from habeas.lexicon.words import Naming, Words, read_lists, read_words

__all__ = [
    "Actor",
    "Country",
    "Lexicon",
    "Naming",
    "Place",
    "Words",
    "lexicon_contents",
    "load_lexicon",
    "load_words",
]

FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Lexicon:
    """Every word list of one language, and the names of places, actors and countries."""

    language: str
    numbers: tuple[NumberRow, ...]
    vague: tuple[VagueRow, ...]
    hedges: tuple[HedgeRow, ...]
    groups: tuple[GroupRow, ...]
    persons: frozenset[str]  # further nouns for people, of whom only counted ones are seen
    facilities: tuple[FacilityRow, ...]
    triggers: tuple[TriggerRow, ...]
    speech: tuple[SpeechRow, ...]
    cues: tuple[CueRow, ...]
    stances: tuple[StanceRow, ...]
    words: Words
    places: tuple[Place, ...]
    actors: tuple[Actor, ...]
    countries: tuple[Country, ...]
    naming: Naming
    abuse: tuple[AbuseRow, ...]
    public: tuple[PublicRow, ...]
    private: tuple[PrivateRow, ...]
    digest: str = ""  # over the contents of all files that reading and linking hang on

    def __repr__(self) -> str:
        return f"<Lexicon {self.language} {self.digest[:12]}>"


@cache
def load_words(folder: Path = FOLDER, language: str = "en") -> Words:
    """The lists of words that the rules know by name. Raises BadLexicon with every fault of their file."""
    return read_words(folder, language)


def lexicon_contents(own: Path | None = None, language: str = "en") -> dict[str, bytes]:
    """The files of the package's lexicon by their paths, and those of an analyst's own under "own/"."""
    return contents(FOLDER, language, own)


def load_lexicon(folder: Path = FOLDER, language: str = "en", *, own: Path | None = None) -> Lexicon:
    """The lexicon of one language, with the additions of an analyst's `own` folder.

    Raises BadLexicon with every fault of all files at once, each with file and line; WrongUsage where
    there is no such folder of additions.
    """
    if own is not None:
        refuse_missing(own)
    read = digest(folder, own, reading_files(language))
    return _load(folder, language, own, read, digest(folder, own, clearance_files(language)))


@lru_cache(maxsize=8)
def _load(folder: Path, language: str, own: Path | None, contents: str, rest: str) -> Lexicon:  # noqa: ARG001
    """The lexicon of these folders, read again only when the contents of a file have changed.

    `contents` are those of what reading hangs on, `rest` those of what only clearance does.
    """
    faults = Faults()

    def rows(name: str, shape: type[R]) -> tuple[R, ...]:
        found = added_rows(folder, own, f"{language}/{name}", shape, faults)
        return tuple(lined.row for lined in found)

    lexicon = Lexicon(
        language=language,
        numbers=rows("numbers.yml", NumberRow),
        vague=rows("vague.yml", VagueRow),
        hedges=rows("hedges.yml", HedgeRow),
        groups=rows("groups.yml", GroupRow),
        persons=frozenset(
            word
            for lined in list_rows(folder, own, f"{language}/persons.yml", faults)
            for word in lined.row.words
        ),
        facilities=rows("facilities.yml", FacilityRow),
        triggers=rows("triggers.yml", TriggerRow),
        speech=rows("speech.yml", SpeechRow),
        cues=rows("cues.yml", CueRow),
        words=read_words(folder, language, faults, own),
        stances=rows("stances.yml", StanceRow),
        places=load_places(folder, faults, own),
        actors=load_actors(folder, faults, own),
        countries=load_countries(folder, faults, own),
        naming=read_lists(Naming, folder, f"{language}/naming.yml", faults, own),
        abuse=rows("abuse.yml", AbuseRow),
        public=tuple(lined.row for lined in added_rows(folder, own, "public.yml", PublicRow, faults)),
        private=tuple(lined.row for lined in own_rows(own, "private.yml", PrivateRow, faults)),
        digest=contents,
    )
    if own is not None:
        note_strangers(own, language, faults)
    faults.settle()
    return lexicon
