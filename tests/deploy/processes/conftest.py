"""Places for installations of separate processes."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.agencies import as_file
from tests.deploy.processes.places import Place

MakePlace = Callable[[], Place]


@pytest.fixture(scope="module")
def make_place(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakePlace]:
    """A function that makes places, all removed when the module's tests have ended."""
    places: list[Place] = []

    def make() -> Place:
        places.append(Place(postgres, tmp_path_factory.mktemp("place")))
        return places[-1]

    yield make
    for place in places:
        place.drop()


@pytest.fixture
def keys(tmp_path: Path) -> str:
    """The path of a key set."""
    path = tmp_path / "jwks.json"
    key = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    path.write_text(json.dumps({"keys": [key]}))
    return str(path)


@pytest.fixture
def agencies(tmp_path: Path) -> str:
    """The path of a register of agencies."""
    path = tmp_path / "agencies.toml"
    path.write_text(as_file())
    return str(path)
