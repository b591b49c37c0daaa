"""Numbers and days are read by `shared.strict`, not by readers that take more than they should."""

import ast
import re

from tests.architecture.sources import Source, sources

STRICT = "shared/strict.py"
CARELESS = {"isdigit", "isdecimal", "isnumeric", "strptime", "fromisoformat"}
OF_OUR_OWN = {
    "shared/journal/feed_reader.py",  # moments that a service of ours wrote
    "shared/kafka/cloudevents.py",
}
ANY_DIGIT = re.compile(r"(?<!\\)(?:\\\\)*\\d")


def test_no_module_reads_numbers_carelessly() -> None:
    """Python's own tests of digits, and its readers of days, also take what nobody means."""
    found = {
        str(source.path): names
        for source in sources("services", "shared", "deploy")
        if str(source.path) not in {STRICT, *OF_OUR_OWN} and (names := CARELESS & source.calls)
    }
    assert found == {}


def test_patterns_name_the_digits_they_take() -> None:
    """In a pattern of text, \\d is any script's digit, unless the pattern is ASCII."""
    found = {
        str(source.path): patterns
        for source in sources("services", "shared", "deploy")
        if (patterns := [*_careless_patterns(source)])
    }
    assert found == {}


def _careless_patterns(source: Source) -> list[str]:
    return [
        str(pattern.value)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and _calls_re(node)
        for pattern in node.args[:1]
        if isinstance(pattern, ast.Constant)
        if isinstance(pattern.value, str) and ANY_DIGIT.search(pattern.value)
        if "ASCII" not in ast.dump(node)
    ]


def _calls_re(node: ast.Call) -> bool:
    called = node.func
    return isinstance(called, ast.Attribute) and (
        isinstance(called.value, ast.Name) and called.value.id == "re"
    )
