"""Every rule is in the catalogue by the name that it gives its facts, and says what it reads."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import habeas.reading
from habeas.reading.catalogue import RULES, Rule, rules
from habeas.reading.rules import FIGURE_RULES, LAST_RULES

FOLDER = Path(habeas.reading.__file__).parent
# Where a call that makes a fact has the rule's name.
MAKERS = {"Fact": 1, "fact_of": 2}
NAMES = {"ROOM_FOR", "RULE", "TAKEOVER", "rule"}  # constants, and the parameter of fact_of


def given_names() -> Iterator[str]:
    """The names that calls in the code give facts."""
    for file in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
                rule = node.args[MAKERS[node.func.id]]
                if isinstance(rule, ast.Constant):
                    yield str(rule.value)
                else:
                    assert isinstance(rule, ast.Name), ast.unparse(node)
                    assert rule.id in NAMES, ast.unparse(node)


def test_every_name_in_the_code_is_in_the_catalogue() -> None:
    assert {*given_names()} <= {name for name, _ in RULES}


def test_no_rule_is_in_the_catalogue_twice() -> None:
    names = [name for name, _ in RULES]
    assert len({*names}) == len(names)


def test_every_rule_for_figures_is_in_the_catalogue() -> None:
    known = {function for _, functions in RULES for function in functions}
    assert {*FIGURE_RULES, *LAST_RULES} <= known


@pytest.mark.parametrize("rule", list(rules()), ids=lambda rule: rule.name)
def test_every_rule_says_what_it_reads(rule: Rule) -> None:
    assert len(rule.gist) > 20
    assert rule.gist.endswith(".")
    assert rule.gist in " ".join(rule.doc.split())
