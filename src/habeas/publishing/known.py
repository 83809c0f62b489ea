"""What the reader knows, for people and for programs: its files, its rules, a word, a name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from habeas.lexicon import Actor, Country, Lexicon, Place
from habeas.lexicon.lookup import Entry, Known, Named, folded
from habeas.lexicon.shape import (
    ActorRow,
    AddedActorRow,
    AddedPlaceRow,
    PlaceRow,
    Row,
    WordRow,
    WordsRow,
)
from habeas.publishing.plain import escaped_json, plain, wrapped

# What a field says where it is true, or has this value; other fields are told by name and value.
SAID: Final[Mapping[tuple[str, str], str]] = {
    ("patient", "object"): "the people are its object",
    ("patient", "subject"): "the people are its subject",
    ("patient", "either"): "the people are its object or its subject",
    ("needs", "people"): "needs people",
    ("needs", "custody"): "needs people and words of custody",
    ("needs", "facility"): "needs a place of detention",
    ("strong", "true"): "shows alone that a report is about custody",
    ("receives", "true"): "who acts takes the people in",
    ("arrives", "true"): "“in” leads to the destination",
    ("custody", "true"): "says by itself that they are held",
    ("weak", "true"): "people only where the sentence says more",
    ("event", "true"): "counted in people's stead",
    ("troops", "true"): "held only if captured, exchanged or called prisoners",
    ("alleged", "true"): "what is said is alleged",
    ("after", "true"): "stands behind the number",
    ("unit", "persons"): "",
    ("bound", "about"): "about that number",
    ("bound", "low"): "that number or more",
    ("bound", "high"): "that number or fewer",
}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule as it is shown; of each type its name as a claim has it, the share right, and of how many."""

    name: str
    gist: str
    doc: str
    judged: tuple[tuple[str, float | None, int, int], ...]

    def is_called(self, word: str) -> bool:
        """True where this is the rule's name, with or without a type before it ("release.governed")."""
        return word.casefold().rsplit(".", 1)[-1] == self.name


def known_text(known: Known, rules: Sequence[RuleLine], word: str, lexicon: Lexicon, *, width: int) -> str:
    """All that is known of a word, for people."""
    lines: list[str] = []
    for entry in known.entries:
        lines += [*wrapped(_told(entry, word), width=width, rest="  "), f"  {_where(entry)}"]
    for named, rows in known.names:
        lines += [*_name_lines(named, rows, lexicon, width), *(f"  {_where(entry)}" for entry in rows)]
    for rule in rules:
        lines += [f"rule {rule.name}", *_doc_lines(rule.doc, width), *_judged_lines(rule, width)]
    return "".join(f"{line}\n" for line in lines)


def known_lines(known: Known, rules: Sequence[RuleLine], lexicon: Lexicon) -> str:
    """The same as JSON Lines."""
    wire = [_entry_wire(entry) for entry in known.entries]
    wire += [_name_wire(named, rows, lexicon) for named, rows in known.names]
    return _lines([*wire, *(one for rule in rules for one in _rule_wire(rule))])


def overview_text(entries: Iterable[Entry], rules: Iterable[RuleLine], *, width: int) -> str:
    """The files with how many rows each holds, and the rules with what they read and reached, for people."""
    lines = ["FILES", "  rows"]
    for (file, own), count in _by_file(entries).items():
        lines.append(f"{count:6}  {plain(own or file)}{' (your own)' if own else ''}")
    lines += ["", "RULES"]
    told = "right: the share of a rule's claims that was right on annotated reports, where enough were judged"
    lines += wrapped(told, width=width)
    for rule in rules:
        lines += ["", *wrapped(f"{rule.name}: {rule.gist}", width=width, rest="  ")]
        lines += _judged_lines(rule, width)
    return "".join(f"{line}\n" for line in lines)


def overview_lines(entries: Iterable[Entry], rules: Iterable[RuleLine]) -> str:
    """The same as JSON Lines."""
    counted = _by_file(entries).items()
    wire: list[dict[str, Any]] = [
        {"what": "file", "file": own or file, "own": own is not None, "rows": count}
        for (file, own), count in counted
    ]
    return _lines([*wire, *(one for rule in rules for one in _rule_wire(rule))])


def own_summary(entries: Iterable[Entry]) -> str:
    """A line for each file of the analyst's own: its rows, and how many of the package they replace."""
    rows = list(entries)
    replaced: dict[str, int] = {}
    for entry in rows:
        replaced[entry.file] = replaced.get(entry.file, 0) + entry.replaced
    lines = []
    for (file, own), count in _by_file(rows).items():
        if own:
            instead = f", {replaced[file]} of the package replaced" if replaced[file] else ""
            lines.append(f"{plain(own)}: {count} {'row' if count == 1 else 'rows'}{instead}\n")
    return "".join(lines)


def _by_file(entries: Iterable[Entry]) -> dict[tuple[str, str | None], int]:
    """Rows by file: its name in the package, and its path where it is the analyst's own."""
    counted: dict[tuple[str, str | None], int] = {}
    for entry in entries:
        key = (entry.file, str(entry.path) if entry.own else None)
        counted[key] = counted.get(key, 0) + 1
    return counted


# --- rows ---


def _told(entry: Entry, word: str) -> str:
    """What a row says, in words."""
    row = entry.row
    if isinstance(row, WordsRow):
        listed = f"{row.name}: " + (", ".join(row.words) if folded(word) == folded(row.name) else word)
        return f"in the list {listed}" + (f" ({row.note})" if row.note else "")
    head = row.word if isinstance(row, WordRow) else ""
    return " · ".join([head, *_fields(row)])


def _fields(row: Row) -> Iterator[str]:
    """The row's fields in words, without what isn't given."""
    for field in type(row).model_fields:
        value = getattr(row, field)
        if field == "word" or value is None or value is False or value == []:
            continue
        plainly = str(value.value if isinstance(value, Enum) else value)
        key = (field, "true" if value is True else plainly)
        if isinstance(value, list):
            plainly = ", ".join(map(str, value))
        if told := SAID.get(key, f"{field} {plainly}"):
            yield told


def _where(entry: Entry) -> str:
    whose = " (your own)" if entry.own else ""
    return f"{plain(str(entry.path))}:{entry.line}{whose}" + (
        " (replaced by your own)" if entry.replaced else ""
    )


def _entry_wire(entry: Entry) -> dict[str, Any]:
    return {
        "what": "word",
        "file": str(entry.path),
        "line": entry.line,
        "own": entry.own,
        "replaced": entry.replaced,
        "row": entry.row.model_dump(mode="json"),
    }


# --- names ---


def _name_lines(named: Named, rows: Iterable[Entry], lexicon: Lexicon, width: int) -> list[str]:
    """A name as a candidate: its kind and id, what it is within, its spellings, its source."""
    if isinstance(named, Country):
        head = f"{named.name}: country {named.code}"
        further = {
            "also": ", ".join(named.aliases[1:]),
            "people": ", ".join(named.demonyms),
            "capitals": ", ".join(named.capitals),
        }
    else:
        head = f"{named.name}: {named.kind.value.replace('-', ' ')}, id {named.id}{_inside(named, lexicon)}"
        further = {"also": _spellings(named, rows), "source": named.source}
    shown = wrapped(head, width=width, rest="  ")
    for title, words in further.items():
        if words:
            shown += wrapped(f"{title}: {words}", width=width, first="  ", rest="    ")
    return shown


def _spellings(named: Place | Actor, rows: Iterable[Entry]) -> str:
    """The aliases that rows give, and how many spellings are made from them and the name."""
    given = [
        alias
        for entry in rows
        if isinstance(entry.row, PlaceRow | ActorRow | AddedPlaceRow | AddedActorRow)
        for alias in entry.row.aliases
    ]
    made = len(named.aliases) - 1 - len(given)
    further = [f"{made} forms made from these and the name"] if made > 0 else []
    return "; ".join([*filter(None, [", ".join(given)]), *further])


def _inside(named: Named, lexicon: Lexicon) -> str:
    """Where it is: ", within Hasakah governorate, Syria"."""
    if isinstance(named, Place):
        places = {place.id: place.name for place in lexicon.places}
        countries = {country.code: country.name for country in lexicon.countries}
        around = [places.get(step) or countries.get(step) or step for step in _chain(named, lexicon)]
        return f", within {', '.join(around)}" if around else ""
    return "" if isinstance(named, Country) or named.country is None else f", of {named.country}"


def _chain(place: Place, lexicon: Lexicon) -> list[str]:
    """What the place is within, step by step, as ids; the country's code last."""
    within = {one.id: one.within for one in lexicon.places}
    steps: list[str] = []
    step = place.within
    while step is not None and step not in steps:
        steps.append(step)
        step = within.get(step)
    return steps


def _name_wire(named: Named, rows: Sequence[Entry], lexicon: Lexicon) -> dict[str, Any]:
    where = [{"file": str(entry.path), "line": entry.line, "own": entry.own} for entry in rows]
    if isinstance(named, Country):
        return {
            "what": "country",
            "id": named.code,
            "name": named.name,
            "aliases": list(named.aliases),
            "demonyms": list(named.demonyms),
            "capitals": list(named.capitals),
            "rows": where,
        }
    is_place = isinstance(named, Place)
    around = _chain(named, lexicon) if isinstance(named, Place) else [named.country] if named.country else []
    return {
        "what": "place" if is_place else "actor",
        "id": named.id,
        "name": named.name,
        "kind": named.kind.value,
        "within" if is_place else "country": around if is_place else next(iter(around), None),
        "aliases": list(named.aliases),
        "source": named.source,
        "rows": where,
    }


# --- rules ---


def _doc_lines(doc: str, width: int) -> list[str]:
    return [line for part in doc.split("\n\n") for line in wrapped(part, width=width, first="  ")]


def _judged_lines(rule: RuleLine, width: int) -> list[str]:
    """A line for each type: its name as in a claim, and what it reached."""
    if not rule.judged:
        return wrapped("no claim of it was judged yet", width=width, first="    ")
    return [
        f"    {name:28} {'right ' + format(share, '.2f') if share is not None else 'too few':>10}"
        f" ({right} of {judged})"
        for name, share, right, judged in rule.judged
    ]


def _rule_wire(rule: RuleLine) -> Iterator[dict[str, Any]]:
    """A line for each type that was judged; one without a type where none was."""
    for name, share, right, judged in rule.judged or ((None, None, 0, 0),):
        yield {
            "what": "rule",
            "name": rule.name,
            "rule": name,
            "says": rule.doc,
            "precision": share,
            "right": right,
            "judged": judged,
        }


def _lines(objects: Iterable[Mapping[str, Any]]) -> str:
    return "".join(escaped_json(json.dumps(one, ensure_ascii=False)) + "\n" for one in objects)
