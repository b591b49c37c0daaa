"""A module is short and says what it is; a test says in a sentence what holds."""

import re

import pytest

from tests.architecture.sources import FOLDERS, sources

LONGEST = 300  # lines
ENDS = (".", "?")
TEST = re.compile(
    r'^(?:async )?def (test_\w+)\((?:[^"]|"(?!""))*?:\n    r?(?:"""(.*?)(?:\n\n|"""))?',
    re.MULTILINE | re.DOTALL,
)


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_module_is_too_long(folder: str) -> None:
    """A longer one has more than one reason to change: divide it by subject."""
    lengths = {str(s.path): len(s.text.splitlines()) for s in sources(folder)}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_every_module_says_what_it_is() -> None:
    """Its docstring begins with a sentence; an empty file needs none."""
    silent = [
        str(source.path)
        for source in sources()
        if source.text.strip() and not source.first_sentence.endswith(ENDS)
    ]
    assert silent == []


def test_every_test_has_a_sentence() -> None:
    """A docstring that says what holds, for those who read the report of a failure."""
    tests = [
        (f"{source.path}::{name}", " ".join(docstring.split()))
        for source in sources("tests")
        if source.path.name.startswith("test_")
        for name, docstring in TEST.findall(source.text)
    ]
    assert len(tests) > 500
    assert [name for name, docstring in tests if not docstring.endswith(ENDS)] == []
