"""HXL, as its own library reads it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import hxl
import pytest

from export_material import cleared_of, told
from habeas.publishing.exports import Form, writer_of
from habeas.publishing.exports.hxl import TAGS


@pytest.fixture
def source(tmp_path: Path) -> hxl.Dataset:
    writer_of(Form.HXL)(cleared_of(), tmp_path)
    return hxl.data(BytesIO((tmp_path / "claims.hxl.csv").read_bytes()))


def test_its_hashtags_are_read(source: hxl.Dataset) -> None:
    assert source.display_tags == list(TAGS.values())
    assert source.headers == list(TAGS)


def test_it_is_valid(source: hxl.Dataset) -> None:
    schema = [
        ["#valid_tag", "#valid_required", "#valid_datatype"],
        ["#meta+id", "true", ""],
        ["#affected+num+min", "", "number"],
        ["#affected+num+max", "", "number"],
        ["#geo+lat", "", "number"],
        ["#date+start", "", "date"],
        ["#date+published", "", "date"],
    ]
    faults: list[object] = []
    assert hxl.schema(schema, callback=faults.append).validate(source), faults


def test_at_least_has_no_upper_bound(source: hxl.Dataset) -> None:
    rows = list(source)
    assert len(rows) == len(told())
    held = rows[0]
    assert (held.get("#affected+num+min"), held.get("#affected+num+max")) == ("300", None)
    assert held.get("#description+bounds") == "at least"


def test_no_hashtag_stands_twice() -> None:
    assert len(set(TAGS.values())) == len(TAGS)
