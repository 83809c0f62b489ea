"""Pieces of a container on their way over the pipe: a line of JSON each, and behind it a member's bytes."""

from __future__ import annotations

import json
from typing import Any, BinaryIO, Final

from habeas.intake.containers.members import Member, Passed, Piece, Refused
from habeas.intake.files import KINDS, printable
from habeas.intake.parsed import Rubbish, stated_from_json, stated_to_json
from habeas.intake.stated import one_line
from habeas.settings import Limits

_LONGEST_HEAD: Final = 2**18
_LONGEST_ADDRESS: Final = 16_000
_PARSED: Final = frozenset(KINDS.values())


def write_piece(piece: Piece, pipe: BinaryIO) -> None:
    """Put one piece on the pipe."""
    if isinstance(piece, Member):
        noted = stated_to_json(piece.noted)
        head = {"member": piece.address, "kind": piece.kind, "size": len(piece.data), "noted": noted}
        _write(head, pipe)
        pipe.write(piece.data)
    elif isinstance(piece, Refused):
        _write({"refused": piece.address, "why": piece.why, "cure": piece.cure}, pipe)
    elif piece.count:
        _write({"passed": piece.count}, pipe)


def write_end(pipe: BinaryIO) -> None:
    """Say that all of it was there."""
    _write({"end": True}, pipe)
    pipe.flush()


def _write(head: dict[str, Any], pipe: BinaryIO) -> None:
    pipe.write(json.dumps(head).encode() + b"\n")


def read_piece(pipe: BinaryIO, limits: Limits) -> Piece | None:
    """The next piece; None after the last. Nothing of it is trusted.

    Raises Rubbish for what no sound process sends, EOFError where the pipe ends before its end was said.
    """
    line = pipe.readline(_LONGEST_HEAD)
    if not line.endswith(b"\n"):
        raise EOFError
    try:
        head = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise Rubbish("no JSON") from fault
    match head:
        case {"end": True}:
            return None
        case {"passed": int(count)} if count >= 0:
            return Passed(count)
        case {"refused": str(address), "why": str(why), "cure": str(cure)}:
            return Refused(_address(address), one_line(why) or "can't be read", one_line(cure) or "")
        case {"member": str(address), "kind": str(kind), "size": int(size), "noted": noted}:
            if kind in _PARSED and 0 <= size <= limits.file_bytes:
                return Member(_address(address), kind, _data(pipe, size), stated_from_json(noted))
    raise Rubbish("no piece of a container")


def _data(pipe: BinaryIO, size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _address(address: str) -> str:
    """As it may be shown and kept: nothing in it that a terminal obeys."""
    return printable(address)[:_LONGEST_ADDRESS]
