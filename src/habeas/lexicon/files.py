"""Lexicon files read into checked rows, with every fault named by file and line.

A file is one YAML list of mappings, each a row of one shape (`shape.py`). Every plain scalar is read as
the words that stand there: `NO` is Norway's code and `yes` a word, not truth values; a field that is a
number or a truth value is made one by its shape. An empty value, `~` and `null` are "not given".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Generic, TypeVar

import yaml
from pydantic import ValidationError

from habeas.errors import BadLexicon
from habeas.lexicon.shape import Row

try:
    # libyaml's parser is several times faster; the Python one reads the same files where it wasn't built.
    from yaml import CBaseLoader as Loader
except ImportError:  # pragma: no cover
    from yaml import BaseLoader as Loader  # type: ignore[assignment]

R = TypeVar("R", bound=Row)
Key = str | int
Value = str | None | list["Value"] | dict[str, "Value"]
NOT_GIVEN: Final = frozenset({"", "~", "null"})
KEYS: Final = ("id", "code")
TAGS: Final = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))


@dataclass(slots=True)
class Faults:
    """Gathers what is wrong in many files, so that one BadLexicon names it all."""

    found: list[tuple[Path, int, str]] = field(default_factory=list)

    def add(self, path: Path, line: int, what: str) -> None:
        """Note one fault; lines count from 1."""
        self.found.append((path, line, what))

    def settle(self) -> None:
        """Raise BadLexicon with every fault noted so far, by file and line; do nothing if there is none."""
        if self.found:
            raise BadLexicon(tuple(f"{path}:{line}: {what}" for path, line, what in sorted(set(self.found))))


@dataclass(frozen=True, slots=True)
class Lined(Generic[R]):
    """A row and where it begins, for faults that show only when rows are compared."""

    row: R
    path: Path
    line: int


def read_rows(path: Path, row: type[R], faults: Faults | None = None) -> list[R]:
    """The file's rows that fit the shape; faults go into `faults`, or are raised at once without it."""
    return [lined.row for lined in read_lined(path, row, faults)]


def read_lined(
    path: Path, row: type[R], faults: Faults | None = None, *, needed: bool = True
) -> list[Lined[R]]:
    """As read_rows, each row with the file and line where it begins; unless `needed` there may be none."""
    own = Faults() if faults is None else faults
    first: dict[str, int] = {}
    nodes = _nodes(path, own, needed=needed)
    lined = [found for node in nodes for found in _checked(node, path, row, own, first)]
    _note_twice(lined, own)
    if faults is None:
        own.settle()
    return lined


def _checked(
    node: yaml.Node, path: Path, row: type[R], faults: Faults, first: dict[str, int]
) -> Iterator[Lined[R]]:
    """The node as a row of the shape, or nothing and faults; `first` holds the line of each id so far."""
    before = len(faults.found)
    line = node.start_mark.line + 1
    value = _plain(node, path, faults, set())
    _note_repeated(value, path, line, faults, first)
    try:
        checked = row.model_validate(value)
    except ValidationError as error:
        for one in error.errors(include_url=False, include_context=False):
            faults.add(path, *_explained(one["loc"], one["type"], one["msg"], node, row))
    else:
        if len(faults.found) == before:
            yield Lined(checked, path, line)


def _note_repeated(value: Value, path: Path, line: int, faults: Faults, first: dict[str, int]) -> None:
    """A fault where an earlier row of the file has the same id or code."""
    name = next((value[key] for key in KEYS if key in value), None) if isinstance(value, dict) else None
    if not isinstance(name, str):
        return
    if name in first:
        faults.add(path, line, f"'{name}' is already given in line {first[name]}; ids and codes are unique")
    first.setdefault(name, line)


def _note_twice(rows: Iterable[Lined[R]], faults: Faults) -> None:
    """A fault where a row is what an earlier row of the file is already (`Row.once`)."""
    first: dict[str, Lined[R]] = {}
    for lined in rows:
        for what in lined.row.once():
            earlier = first.setdefault(what, lined)
            if earlier is not lined:
                faults.add(
                    lined.path, lined.line, f"{what} is already given in line {earlier.line}; keep one"
                )


def _nodes(path: Path, faults: Faults, *, needed: bool) -> Sequence[yaml.Node]:
    """The nodes of the file's list; none, and a fault, where the file isn't a YAML list or holds no row."""
    try:
        top = yaml.compose(path.read_bytes().decode("utf-8-sig"), Loader=Loader)
    except OSError as error:  # its own words hold the path, which the fault has already
        faults.add(path, 1, f"can't be read: {(error.strerror or 'no reason given').lower()}")
    except UnicodeDecodeError as error:
        faults.add(path, 1, f"can't be read: {error}; a lexicon file is UTF-8 text")
    except yaml.MarkedYAMLError as error:
        faults.add(path, *_broken(error))
    except yaml.YAMLError as error:
        faults.add(path, 1, f"not YAML: {' '.join(str(error).split())}")
    else:
        if isinstance(top, yaml.SequenceNode) and top.value:
            return tuple(top.value)
        if not needed and (top is None or isinstance(top, yaml.SequenceNode)):
            return ()
        if top is None or isinstance(top, yaml.SequenceNode):
            faults.add(path, 1, "empty; put the file's rows back, without them the reader would misread")
        else:
            faults.add(
                path, top.start_mark.line + 1, 'not a list; a lexicon file is a list of rows ("- id: …")'
            )
    return ()


def _broken(error: yaml.MarkedYAMLError) -> tuple[int, str]:
    """Where a file stops being YAML, and where the thing began that it was reading then."""
    mark, began = error.problem_mark or error.context_mark, error.context_mark
    since = f" {error.context} from line {began.line + 1}" if began and error.context else ""
    return (mark.line + 1 if mark else 1), f"not YAML: {error.problem or 'broken'}{since}"


def _plain(node: yaml.Node, path: Path, faults: Faults, seen: set[int]) -> Value:
    """The node as strings, None, lists and dicts; a fault for a tag, an alias or a key given twice."""
    line = node.start_mark.line + 1
    if id(node) in seen:
        faults.add(path, line, "anchors and aliases (&, *) aren't used in lexicon files; write it out")
        return None
    seen.add(id(node))
    if node.tag not in TAGS:
        faults.add(path, line, f"tags ({node.tag}) aren't used in lexicon files; leave it out")
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, faults, seen)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, path, faults, seen) for child in node.value]
    if not isinstance(node, yaml.ScalarNode):  # a node is one of these three
        raise TypeError(f"{node!r} is no YAML node")
    return None if not node.style and node.value in NOT_GIVEN else str(node.value)


def _mapping(node: yaml.MappingNode, path: Path, faults: Faults, seen: set[int]) -> dict[str, Value]:
    """The node's fields; a field given twice is a fault, since one of the two would be lost."""
    values: dict[str, Value] = {}
    for key, child in node.value:
        if str(key.value) in values:
            faults.add(path, key.start_mark.line + 1, f"field '{key.value}' given twice; keep one")
        values[str(key.value)] = _plain(child, path, faults, seen)
    return values


def _explained(
    loc: tuple[Key, ...], kind: str, message: str, node: yaml.Node, row: type[Row]
) -> tuple[int, str]:
    """Line and words for one thing in which a row doesn't fit its shape."""
    line = _line(node, loc)
    name = ".".join(str(step) for step in loc)
    if kind == "extra_forbidden":
        return line, f"unknown field '{name}'; {fields_of(row)}"
    if kind == "missing":
        return line, f"field '{name}' is missing; {fields_of(row)}"
    if not loc:
        return line, f"not a row; {fields_of(row)}"
    said = message.removeprefix("Value error, ")  # pydantic's word for a check of our own
    return line, f"field '{name}': {said[:1].lower()}{said[1:]}"


def fields_of(row: type[Row]) -> str:
    """What a row of the shape looks like: its fields, the ones that may be left out in brackets."""
    names = (name if spec.is_required() else f"[{name}]" for name, spec in row.model_fields.items())
    return f"a row has the fields {', '.join(names)}"


def _line(node: yaml.Node, loc: Iterable[Key]) -> int:
    """The line of the deepest part of the node that the steps in `loc` lead to, counted from 1."""
    mark = node.start_mark
    for step in loc:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            mark = node.start_mark
        elif isinstance(node, yaml.MappingNode):
            found = [(key, child) for key, child in node.value if key.value == step]
            if not found:
                break
            mark, node = found[0][0].start_mark, found[0][1]
    return int(mark.line) + 1
