"""Forms with files as they come over the network: to the disk, piece by piece, never whole in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from fastapi import HTTPException, Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from habeas.errors import WrongUsage
from habeas.jobs import Draft, Incoming, TooMuch

TOO_LARGE: Final = 413
BROKEN_OFF: Final = 400
# One field of a form, in bytes, and how many there may be beside the files.
LONGEST_FIELD: Final = 10_000
MOST_FIELDS: Final = 40
_DAMAGED: Final = "this form came damaged: load its page again, and send it once more. Nothing was kept"


@dataclass(slots=True)
class Parts:
    """The parts of a form: the files go to the draft, the fields are kept by name."""

    draft: Draft
    fields: dict[str, str] = field(default_factory=dict)
    _header: list[bytes] = field(default_factory=lambda: [b"", b""])
    _disposition: bytes = b""
    _name: str = ""
    _value: bytearray = field(default_factory=bytearray)
    _file: Incoming | None = None
    _unnamed: bool = False
    whole: bool = False  # whether the form came to its end

    def parser(self, boundary: bytes) -> MultipartParser:
        """What takes the form's bytes, and tells these parts of them."""
        return MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_name,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._open,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._whole,
            },
        )

    def _begin(self) -> None:
        self._header, self._disposition, self._value, self._file = [b"", b""], b"", bytearray(), None

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header[0] += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._header[1] += data[start:end]

    def _header_end(self) -> None:
        if self._header[0].lower() == b"content-disposition":
            self._disposition = self._header[1]
        self._header = [b"", b""]

    def _open(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = _words(options.get(b"name", b""))
        filename = options.get(b"filename")
        # A browser sends one file without a name where none was chosen.
        self._unnamed = filename == b""
        if filename:
            self._file = self.draft.file(_words(filename))

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None:
            self._file.write(data[start:end])
        elif not self._unnamed:
            self._value += data[start:end]
            if len(self._value) > LONGEST_FIELD:
                raise WrongUsage(f"{self._name}: this is too long")

    def _end(self) -> None:
        if self._file is None and not self._unnamed:
            self.fields[self._name] = _words(bytes(self._value))
            if len(self.fields) > MOST_FIELDS:
                raise WrongUsage(_DAMAGED)

    def _whole(self) -> None:
        self.whole = True


async def receive(request: Request, draft: Draft) -> dict[str, str]:
    """Take a form's files into the draft; its other fields, by name.

    Raises WrongUsage for what is no such form, HTTPException for what is too much, or broken off.
    """
    pieces = request.stream()
    try:
        return await _receive(request, pieces, draft)
    except ClientDisconnect:
        raise HTTPException(BROKEN_OFF, "the connection broke off: nothing was kept") from None
    except (WrongUsage, FormParserError) as error:
        await _drain(pieces, draft.most)
        if isinstance(error, TooMuch):
            raise HTTPException(TOO_LARGE, str(error)) from None
        raise error if isinstance(error, WrongUsage) else WrongUsage(_DAMAGED) from None


async def _receive(request: Request, pieces: AsyncIterator[bytes], draft: Draft) -> dict[str, str]:
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise WrongUsage(_DAMAGED)
    draft.expect(_announced(request))
    parts = Parts(draft)
    parser = parts.parser(options[b"boundary"])
    async for piece in pieces:
        # In a thread, as the disk may be slow; for this piece only, as the network may be slower.
        await run_in_threadpool(parser.write, piece)
    if not parts.whole:
        raise WrongUsage(_DAMAGED)
    return parts.fields


def _announced(request: Request) -> int:
    """How many bytes are to come, as far as that is said."""
    said = request.headers.get("content-length", "")
    return int(said) if said.isascii() and said.isdigit() else 0


async def _drain(pieces: AsyncIterator[bytes], most: int) -> None:
    """Let the rest come, so many bytes of it: a browser that still sends doesn't look at the answer."""
    came = 0
    with suppress(ClientDisconnect):
        async for piece in pieces:
            came += len(piece)
            if came > most:
                return


def _words(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")
