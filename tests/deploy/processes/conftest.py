"""Places for installations of separate processes."""

from collections.abc import Callable, Iterator

import pytest

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
