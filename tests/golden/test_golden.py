"""An event once published parses forever."""

from pathlib import Path

import pytest

from shared.events import parse, published_types, type_of
from tests.golden.examples import EXAMPLES

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.json"))


def test_every_published_type_has_a_golden_file() -> None:
    """An event type without a golden file is not published properly."""
    assert {path.stem for path in FILES} == published_types()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_golden_file_parses(path: Path) -> None:
    """What was published once is still understood."""
    parse(path.stem, path.read_text())


@pytest.mark.parametrize("event", EXAMPLES, ids=type_of)
def test_nothing_published_changes_its_meaning(event: object) -> None:
    """A current event reads back from its golden file exactly as it was meant."""
    name = type_of(event)  # type: ignore[arg-type]
    assert parse(name, (FOLDER / f"{name}.json").read_text()) == event
