"""The measuring programs, which are no package, as modules."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def program(path: str) -> ModuleType:
    """The program at this path of the repository; its main isn't run."""
    name = Path(path).stem
    if name not in sys.modules:
        spec = spec_from_file_location(name, ROOT / path)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture
def detention_news() -> ModuleType:
    return program("benchmarks/detention_news.py")


@pytest.fixture
def name_pairs() -> ModuleType:
    return program("benchmarks/name_pairs.py")


@pytest.fixture
def corpus_parts() -> ModuleType:
    return program("benchmarks/corpus_parts.py")


@pytest.fixture
def attribution() -> ModuleType:
    return program("benchmarks/attribution.py")


@pytest.fixture
def accuracy_page() -> ModuleType:
    return program("scripts/accuracy_page.py")
