"""What is derived, as JSON in a column, and back: the shapes are those of the values themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from typing_extensions import TypedDict

from habeas.errors import LedgerFault
from habeas.model import Claim
from habeas.reckoned import Event, Testimony

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Value = TypeVar("Value")


def to_body(value: object) -> str:
    """A value made of dataclasses as JSON."""
    kind: Any = type(value)
    return _adapter(kind).dump_json(value).decode()


def from_body(kind: type[Value], body: str) -> Value:
    """The value again. Raises LedgerFault for what isn't as it was kept."""
    shape: Any = kind
    with _as_kept():
        read: Value = _adapter(shape).validate_json(body)
    return read


def testimony_to_body(testimony: Testimony) -> str:
    """What a testimony adds to its claim, as JSON."""
    added = {name: getattr(testimony, name) for name in _added_hints()}
    return _added().dump_json(added).decode()


def testimony_from_body(claim: Claim, body: str) -> Testimony:
    """The testimony again, of the claim as it is decided on. Raises LedgerFault, as `from_body` does."""
    with _as_kept():
        return Testimony(claim, **_added().validate_json(body))


def event_to_body(event: Event) -> str:
    """An event as JSON, its testimonies by their claims' ids."""
    return json.dumps([list(event.claims), to_body(replace(event, testimonies=()))])


def event_from_body(body: str, testimonies: Mapping[str, Testimony]) -> Event:
    """The event again, with the testimonies of its claims. Raises LedgerFault, as `from_body` does."""
    with _as_kept():
        ids, rest = json.loads(body)
        return replace(from_body(Event, rest), testimonies=tuple(testimonies[id_] for id_ in ids))


@contextmanager
def _as_kept() -> Iterator[None]:
    try:
        yield
    except (ValueError, TypeError, KeyError):  # no JSON, another shape, a claim that isn't there
        raise LedgerFault(
            "what is kept of events, conflicts and copies isn't as it was made (habeas verify --reckon tells "
            "more; habeas reread makes it anew)"
        ) from None


@cache
def _added_hints() -> Mapping[str, Any]:
    hints = get_type_hints(Testimony)
    return {field.name: hints[field.name] for field in fields(Testimony) if field.name != "claim"}


@cache
def _added() -> TypeAdapter[Any]:
    return _adapter(TypedDict("Added", dict(_added_hints())))  # type: ignore[operator]  # of Testimony's fields


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter  # noqa: PLC0415  slow to import, and only what is derived needs it

    return TypeAdapter(kind)
