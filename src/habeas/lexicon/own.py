"""An analyst's own lexicon: a folder of additions, its files named and shaped as the package's.

Rows of words replace the package's rows of the same word; lists of words grow; places and bodies that the
package has get further spellings. Any of the files may be left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from habeas.errors import WrongUsage
from habeas.lexicon.files import Faults, Lined, fields_of, read_lined
from habeas.lexicon.shape import (
    AbuseRow,
    ActorRow,
    AddedActorRow,
    AddedPlaceRow,
    CountryRow,
    CueRow,
    FacilityRow,
    GroupRow,
    HedgeRow,
    NumberRow,
    PlaceRow,
    PrivateRow,
    PublicRow,
    Row,
    SpeechRow,
    StanceRow,
    TriggerRow,
    VagueRow,
    WordsRow,
)

R = TypeVar("R", bound=Row)
N = TypeVar("N", PlaceRow, ActorRow)

NAME_FILES: Final[Mapping[str, type[Row]]] = {
    "places.yml": PlaceRow,
    "towns.yml": PlaceRow,
    "actors.yml": ActorRow,
    "countries.yml": CountryRow,
}
# In the language's folder.
WORD_FILES: Final[Mapping[str, type[Row]]] = {
    "triggers.yml": TriggerRow,
    "groups.yml": GroupRow,
    "persons.yml": WordsRow,
    "facilities.yml": FacilityRow,
    "numbers.yml": NumberRow,
    "vague.yml": VagueRow,
    "hedges.yml": HedgeRow,
    "speech.yml": SpeechRow,
    "cues.yml": CueRow,
    "stances.yml": StanceRow,
    "words.yml": WordsRow,
}
# What only clearance knows: no reading and no linking hangs on these.
CLEARANCE_FILES: Final[Mapping[str, type[Row]]] = {"public.yml": PublicRow}
CLEARANCE_WORDS: Final[Mapping[str, type[Row]]] = {"naming.yml": WordsRow, "abuse.yml": AbuseRow}
# An analyst's own alone: the package names nobody to be hidden.
OWN_FILES: Final[Mapping[str, type[Row]]] = {"private.yml": PrivateRow}
YAML: Final = (".yml", ".yaml")
# Copies that editors leave beside a file.
BACKUPS: Final = ("~", ".bak", ".orig", ".swp")


def reading_files(language: str) -> dict[str, type[Row]]:
    """Every file that reading and linking hang on, by its path in the folder, and the shape of its rows."""
    return {**NAME_FILES, **{f"{language}/{name}": row for name, row in WORD_FILES.items()}}


def clearance_files(language: str) -> dict[str, type[Row]]:
    """Every file that clearance alone hangs on, as `reading_files`."""
    words = {f"{language}/{name}": row for name, row in CLEARANCE_WORDS.items()}
    return {**CLEARANCE_FILES, **words, **OWN_FILES}


def lexicon_files(language: str) -> dict[str, type[Row]]:
    """Every file of the package's lexicon by its path in the folder, and the shape of its rows."""
    return {name: row for name, row in own_files(language).items() if name not in OWN_FILES}


def own_files(language: str) -> dict[str, type[Row]]:
    """Every file that an analyst's own lexicon may have, as `lexicon_files`."""
    return {**reading_files(language), **clearance_files(language)}


def digest(folder: Path, own: Path | None, files: Iterable[str]) -> str:
    """One hash over the contents of these files of the lexicon, wherever the folders are."""
    names = tuple(files)
    total = hashlib.sha256()
    for where, root in (("package", folder), ("own", own)):
        for name in names if root is not None else ():
            path = root / name  # type: ignore[operator]
            if path.is_file():
                total.update(f"{where}/{name} {_hash(path)}\n".encode())
    return total.hexdigest()


def contents(folder: Path, language: str, own: Path | None) -> dict[str, bytes]:
    """Every file that reading hangs on, by its path in the folder; an analyst's own under "own/"."""
    return {
        f"{where}{name}": (root / name).read_bytes()
        for where, root in (("", folder), ("own/", own))
        if root is not None
        for name in lexicon_files(language)
        if (root / name).is_file()
    }


def _hash(path: Path) -> str:
    """The hash of a file's bytes; of one that can't be read none (reading it names the fault)."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "-"


def refuse_missing(own: Path) -> None:
    """Raise WrongUsage where the folder of additions isn't there."""
    if not own.exists():
        raise WrongUsage(
            f"{own}: there is no such folder; --lexicon and HABEAS_LEXICON name one of additions"
        )
    if not own.is_dir():
        raise WrongUsage(f"{own}: this is no folder; a lexicon of one's own is a folder of files")


def note_strangers(own: Path, language: str, faults: Faults) -> None:
    """A fault for each file that is meant for the lexicon, but that no reader would look at."""
    known = own_files(language)
    for path in _listed(own, faults):
        name = path.relative_to(own)
        if name.as_posix() not in known and path.is_file() and _meant_for_it(name):
            told = f"no file of a lexicon is called '{name.as_posix()}'; {_meant(name, known, language)}"
            faults.add(path, 1, told)


def _listed(own: Path, faults: Faults) -> Iterator[Path]:
    """What stands in the folder, and in the folders of languages in it."""
    for folder in (own, *sorted(path for path in own.glob("*") if path.is_dir())):
        try:
            yield from sorted(folder.iterdir())
        except OSError as error:
            faults.add(folder, 1, f"can't be read: {(error.strerror or 'no reason given').lower()}")


def _meant_for_it(path: Path) -> bool:
    """True for YAML, and for what is called like a lexicon file ("places.txt"); not for notes and backups."""
    if any(part.startswith(".") for part in path.parts) or path.name.endswith(BACKUPS):
        return False
    files = (*NAME_FILES, *WORD_FILES, *CLEARANCE_FILES, *CLEARANCE_WORDS, *OWN_FILES)
    stems = {name.removesuffix(".yml") for name in files}
    return path.suffix in YAML or path.name.split(".")[0] in stems


def _meant(name: Path, known: Iterable[str], language: str) -> str:
    """What the file may be meant to be called."""
    by_name = {one.rsplit("/")[-1]: one for one in known}
    called = f"{name.name.split('.')[0].lower()}.yml"
    like = [by_name[one] for one in get_close_matches(called, by_name, n=1)]
    if not like:
        return f"the files are {', '.join(sorted(known))}"
    alone = "" if name.parts[0] in (name.name, language) else f" (words are read in '{language}' only so far)"
    return f"did you mean '{like[0]}'?{alone}"


def own_rows(own: Path | None, name: str, row: type[R], faults: Faults) -> list[Lined[R]]:
    """The rows that the analyst's own file of this name holds; none where it isn't there."""
    if own is None or not ((own / name).exists() or (own / name).is_symlink()):
        return []
    return read_lined(own / name, row, faults, needed=False)


def added_rows(folder: Path, own: Path | None, name: str, row: type[R], faults: Faults) -> list[Lined[R]]:
    """The package's rows and the analyst's own, which replace those of the same word and form."""
    added = own_rows(own, name, row, faults)
    replaced = {what for lined in added for what in lined.row.once()}
    kept = [one for one in read_lined(folder / name, row, faults) if replaced.isdisjoint(one.row.once())]
    return [*kept, *added]


def list_rows(folder: Path, own: Path | None, name: str, faults: Faults) -> Iterator[Lined[WordsRow]]:
    """The package's named lists, each followed by what the analyst's own file adds to lists."""
    yield from read_lined(folder / name, WordsRow, faults)
    yield from own_rows(own, name, WordsRow, faults)


def sort_names(
    added: Iterable[Lined[AddedPlaceRow]] | Iterable[Lined[AddedActorRow]],
    known: Mapping[str, N],
    row: type[N],
    faults: Faults,
) -> tuple[list[Lined[N]], list[Lined[N]]]:
    """Own rows parted: those of new names, and those that add spellings to a name that the package has."""
    new: list[Lined[N]] = []
    further: list[Lined[N]] = []
    for lined in added:
        kept = known.get(lined.row.id)
        if kept is None:
            new += _as_new(lined, known, row, faults)
        elif changed := _changed(lined.row, kept):
            told = (
                f"'{lined.row.id}' is in the package with another {changed}; only aliases can be added to it"
            )
            faults.add(lined.path, lined.line, told)
        else:
            whole = kept.model_copy(update={"aliases": lined.row.aliases})
            further.append(Lined(whole, lined.path, lined.line))
    return new, further


def _as_new(
    lined: Lined[AddedPlaceRow] | Lined[AddedActorRow], known: Mapping[str, N], row: type[N], faults: Faults
) -> Iterator[Lined[N]]:
    """The row as that of a name which the package doesn't have; a fault where it lacks a field."""
    try:
        yield Lined(row.model_validate(lined.row.model_dump(exclude_none=True)), lined.path, lined.line)
    except ValidationError as error:
        lacking = " and ".join(f"'{one['loc'][0]}'" for one in error.errors(include_url=False))
        like = get_close_matches(lined.row.id, known, n=1, cutoff=0.7)
        hint = f" (to add aliases to '{like[0]}', call it that)" if like else ""
        told = f"'{lined.row.id}' is new, and its row lacks {lacking}{hint}; {fields_of(row)}"
        faults.add(lined.path, lined.line, told)


def _changed(added: BaseModel, kept: BaseModel) -> str | None:
    """The first field of which an own row says something else than the package's row of the same id."""
    given = added.model_dump(exclude_none=True, exclude={"id", "aliases", "source", "note"})
    return next((field for field, value in given.items() if getattr(kept, field) != value), None)
