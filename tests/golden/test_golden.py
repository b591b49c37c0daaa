"""An event once published parses forever."""

from pathlib import Path

import pytest

from shared.events import Event, parse, published_types, type_of
from tests.golden.growth import files, type_in

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.json"))


def test_every_published_type_has_a_golden_file() -> None:
    """An event type without a golden file is not published properly."""
    assert {type_in(path) for path in FILES} == published_types()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_golden_file_parses(path: Path) -> None:
    """What was published once is still understood."""
    parse(type_in(path), path.read_text())


@pytest.mark.parametrize(("name", "event"), files().items(), ids=[*files()])
def test_nothing_published_changes_its_meaning(name: str, event: Event) -> None:
    """A current event reads back from its golden file exactly as it was meant."""
    assert parse(type_of(event), (FOLDER / f"{name}.json").read_text()) == event
