"""A module is short and says what it is; a test says in a sentence what holds."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import Source, sources

LONGEST = 300  # lines
ENDS = (".", "。", "?")


def _tests(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith(
            "test_"
        ):
            yield node


@pytest.mark.parametrize("folder", ["services", "shared", "deploy", "tests"])
def test_no_module_is_too_long(folder: str) -> None:
    """A longer one has more than one reason to change: divide it by subject."""
    lengths = {str(s.path): len(s.text.splitlines()) for s in sources(folder)}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_every_module_says_what_it_is() -> None:
    """The first line of its docstring is one sentence; an empty file needs none."""
    silent = [
        str(source.path)
        for source in sources()
        if source.text.strip()
        and not (ast.get_docstring(source.tree) or "").split("\n\n")[0].strip().endswith(ENDS)
    ]
    assert silent == []


def test_every_test_has_a_sentence() -> None:
    """A docstring that says what holds, for whoever reads the report of a failure."""
    silent = [
        f"{source.path}::{test.name}"
        for source in sources("tests")
        if source.path.name.startswith("test_")
        for test in _tests(source)
        if not (ast.get_docstring(test) or "").strip().endswith(ENDS)
    ]
    assert silent == []
