"""Every country: its names, what its people are called, and the capital that stands for its government.

Codes and names come from pycountry, demonyms and capitals from countryinfo, and `countries.yml` corrects
both. A name, demonym or capital belongs to one country only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, Final

from habeas.lexicon.files import Faults, Lined, read_lined
from habeas.lexicon.own import own_rows
from habeas.lexicon.shape import CountryRow

FILE: Final = "countries.yml"
# "Iraqi" has a plural noun in -s; "Lebanese", "French", "Swiss", "Kyrgyz" and "I-Kiribati" have none.
NO_PLURAL: Final = re.compile(r"(ese|sh|ch|ic|s|x|z|é|è|men|land)$|-")
# Frenchman and Frenchmen, Englishwoman and Englishwomen; but German and Germans, Oman's Omani.
MAN: Final = re.compile(r"(?<=chm|shm|wom)an$")
# "Korea, Republic of" and "Falkland Islands (Malvinas)" are headings of a list, no text has them.
HEADING: Final = re.compile(r"[,(]")


@dataclass(frozen=True, slots=True)
class Country:
    """A country; names, demonyms (adjectives and plural nouns) and capitals as they are printed."""

    code: str
    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]


@dataclass(slots=True)
class _Entry:
    """What the sources together say of one country, in their order."""

    names: list[str] = field(default_factory=list)
    demonyms: list[str] = field(default_factory=list)
    capitals: list[str] = field(default_factory=list)


def country_codes() -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes in force, and XK, which is in use for Kosovo."""
    import pycountry  # noqa: PLC0415  (reads its tables on import; commands without a lexicon don't need it)

    return frozenset(country.alpha_2 for country in pycountry.countries) | {"XK"}


def load_countries(
    folder: Path, faults: Faults | None = None, own: Path | None = None
) -> tuple[Country, ...]:
    """All countries by code, as the package and an analyst's `own` file correct them.

    Faults go into `faults`, or are raised as BadLexicon without it.
    """
    found = Faults() if faults is None else faults
    rows = {lined.row.code: lined for lined in read_lined(folder / FILE, CountryRow, found)}
    entries = _entries()
    added = own_rows(own, FILE, CountryRow, found)
    for lined in (*rows.values(), *added):
        if lined.row.code not in entries:
            found.add(lined.path, lined.line, f"'{lined.row.code}' is no ISO 3166 alpha-2 code of a country")
    for lined in added:
        rows[lined.row.code] = _corrected(rows.get(lined.row.code), lined)
    for code, lined in rows.items():
        if code in entries:
            _note_idle(lined, entries[code], found)
    countries = tuple(_country(code, entry, rows.get(code)) for code, entry in sorted(entries.items()))
    _note_shared(countries, rows, folder / FILE, found)
    if faults is None:
        found.settle()
    return countries


def _corrected(kept: Lined[CountryRow] | None, added: Lined[CountryRow]) -> Lined[CountryRow]:
    """The package's row with what the analyst's own one adds: its name goes before, its lists come on top."""
    if kept is None:
        return added
    lists = {
        name: [*dict.fromkeys((*getattr(kept.row, name), *getattr(added.row, name)))]
        for name in ("aliases", "demonyms", "capitals", "drop")
    }
    row = kept.row.model_copy(update={**lists, "name": added.row.name or kept.row.name})
    return Lined(row, added.path, added.line)


def _entries() -> dict[str, _Entry]:
    """What pycountry and countryinfo say of each country, by code."""
    import countryinfo  # noqa: PLC0415  (as pycountry above)
    import pycountry  # noqa: PLC0415

    entries = {code: _Entry() for code in country_codes()}
    for country in pycountry.countries:
        names = (getattr(country, key, None) for key in ("common_name", "name", "official_name"))
        entries[country.alpha_2].names += [name for name in names if name]
    for told in countryinfo.all_countries():
        info: Mapping[str, Any] = told.info()
        entry = entries.get(info.get("ISO", {}).get("alpha2", ""))
        if entry is None:  # a country that is no more, or a nation without a code of its own
            continue
        entry.names.append(info["name"])
        entry.demonyms += [word for word in re.split(r"\s*[,/]\s*", info.get("demonym") or "") if word]
        capital = info.get("capital") or []
        entry.capitals += [capital] if isinstance(capital, str) else capital
    return entries


def _country(code: str, entry: _Entry, lined: Lined[CountryRow] | None) -> Country:
    """The country as corrected by its row."""
    row = CountryRow(code=code, note="as the libraries have it") if lined is None else lined.row
    usual = [name for name in entry.names if not HEADING.search(name)] or entry.names
    demonyms = chain.from_iterable(_with_plural(word) for word in (*row.demonyms, *entry.demonyms))
    aliases = (*_spelt(row.aliases), *_spelt(usual, row.drop))
    name = row.name or next(iter((*_spelt(usual, row.drop), code)))
    return Country(
        code=code,
        name=name,
        aliases=_once(name, *aliases),
        demonyms=_once(*_spelt(row.demonyms), *_spelt(demonyms, row.drop)),
        # A capital that is called as its country says nothing more than the country's name.
        capitals=_once(*_spelt(row.capitals), *_spelt(entry.capitals, (name, *aliases, *row.drop))),
    )


def _once(*words: str) -> tuple[str, ...]:
    """The words in their order, each once."""
    return tuple(dict.fromkeys(words))


def _spelt(words: Iterable[str], drop: Iterable[str] = ()) -> tuple[str, ...]:
    """The words without "the", as they are, without diacritics and with a typographic apostrophe, each
    once, less the ones to drop."""
    spelt: dict[str, None] = {}
    for word in words:
        bare = re.sub(r"^the\s+", "", word, flags=re.IGNORECASE).strip()
        plain = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
        spelt |= dict.fromkeys((bare, plain, bare.replace("'", "’"), plain.replace("'", "’")))
    dropped = {"", *drop}
    return tuple(word for word in spelt if word not in dropped)


def _with_plural(demonym: str) -> tuple[str, ...]:
    """The demonym, and its plural noun where it has a regular one."""
    if MAN.search(demonym):
        return demonym, MAN.sub("en", demonym)
    return (demonym,) if NO_PLURAL.search(demonym) else (demonym, f"{demonym}s")


def _note_idle(lined: Lined[CountryRow], entry: _Entry, faults: Faults) -> None:
    """A fault for each word that a row drops though nothing would have put it there (any more)."""
    row = lined.row
    told = chain(entry.names, entry.capitals, *map(_with_plural, (*row.demonyms, *entry.demonyms)))
    for word in set(row.drop) - set(_spelt(told)):
        faults.add(lined.path, lined.line, f"nothing to drop: no library calls {row.code} '{word}'")


def _note_shared(
    countries: Iterable[Country], rows: Mapping[str, Lined[CountryRow]], path: Path, faults: Faults
) -> None:
    """A fault for each word that two countries claim."""
    first: dict[str, str] = {}
    for country in countries:
        for word in {*country.aliases, *country.demonyms, *country.capitals}:
            other = first.setdefault(word, country.code)
            if other != country.code:
                where = next((rows[code] for code in (country.code, other) if code in rows), None)
                told = f"'{word}' is claimed by {other} and {country.code}; drop it from one"
                faults.add(where.path if where else path, where.line if where else 1, told)
