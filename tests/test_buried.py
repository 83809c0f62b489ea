"""Names in bytes: found in markup, in what is packed, and in other encodings."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from habeas.expunging.buried import holds
from habeas.spelled import Spelled

NAME = Spelled(("Séla Marn",))


def zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("empty.xml", b"")
        archive.writestr("word/document.xml", data)
    return packed.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"by Sela Marn.",
        "by Séla Marn.".encode(),
        "by Séla Marn.".encode("latin-1"),
        "by Séla Marn.".encode("utf-16"),
        "by Séla Marn.".encode("utf-16-be"),
        b"<p>by S&eacute;la <b>Ma</b>rn</p>",
        b"<img alt='Sela Marn'>",
        b"<a href='/S%C3%A9la%20Marn'>",
        b"X: Sela Ma=\r\nrn",
        gzip.compress(b"one", mtime=0) + gzip.compress(b"by Sela Marn", mtime=0),
        zipped(b"<w:t>Sela</w:t><w:t> Marn</w:t>"),
    ],
)
def test_a_name_is_found(data: bytes) -> None:
    assert holds(data, NAME)


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"Sela Marna", b"\x1f\x8bnot packed", b"PK\x03\x04cut off", gzip.compress(b"nobody", mtime=0)),
        *(gzip.compress(b"nobody" * 99, mtime=0)[:-20], zipped(b"nobody")[:-9], zipped(b"nobody")),
    ],
)
def test_nothing_is_found_where_nothing_is(data: bytes) -> None:
    assert not holds(data, NAME)
