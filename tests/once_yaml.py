"""YAML files of tests, read strictly."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml


class _OnceLoader(yaml.SafeLoader):
    """Refuses a key that a mapping gives twice, of which YAML would keep the last without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise yaml.constructor.ConstructorError(None, None, f"{twice[0]} is given twice", node.start_mark)
        return super().construct_mapping(node, deep)


def loaded(file: Path) -> object:
    """What the file holds. Raises YAMLError where it isn't YAML, or gives a key twice."""
    with file.open(encoding="utf-8") as stream:
        return yaml.load(stream, _OnceLoader)  # noqa: S506  a safe loader
