"""Published events: an old version is read as the current one, and faults never repeat a value."""

from typing import Any

import pytest
from pydantic_core import to_json

import shared.events as registry
from shared.events import Event, MalformedEvent, UnknownEvent, parse, published, type_of, upcast
from shared.events.cases.case import EntryVoided
from shared.events.corrections import Voided, VoidReason
from shared.ids import new_id


@pytest.fixture
def renamed(monkeypatch: pytest.MonkeyPatch) -> type[Event]:
    """An event whose field was called otherwise in each of its first two versions."""
    for name in ("_MODELS", "_TYPES", "_UPCASTERS"):
        monkeypatch.setattr(registry, name, dict(getattr(registry, name)))

    @published("tests.Moved.v3")
    class Moved(Event):
        region: str

    @upcast("tests.Moved.v1", "tests.Moved.v2")
    def _first(fields: dict[str, Any]) -> dict[str, Any]:
        return {"area": fields["place"]}

    @upcast("tests.Moved.v2", "tests.Moved.v3")
    def _second(fields: dict[str, Any]) -> dict[str, Any]:
        return {"region": fields["area"]}

    return Moved


@pytest.mark.parametrize(
    ("version", "data"),
    [(1, '{"place": "4101"}'), (2, '{"area": "4101"}'), (3, '{"region": "4101", "new": 1}')],
)
def test_every_version_is_read_as_the_current_one(
    renamed: type[Event], version: int, data: str
) -> None:
    """Through each upcaster in turn; fields that only newer software knows are passed over."""
    event = parse(f"tests.Moved.v{version}", data)
    assert isinstance(event, renamed)
    assert event.model_dump() == {"region": "4101"}
    assert type_of(event) == "tests.Moved.v3"


@pytest.mark.parametrize("data", ['{"region": 19490101}', '{"place": "410102"}', "{", "[]", "null"])
def test_a_malformed_event_is_told_without_its_values(renamed: type[Event], data: str) -> None:
    """The type and the fields at fault, and nothing that stood in them."""
    with pytest.raises(MalformedEvent) as caught:
        parse("tests.Moved.v3", data)
    assert "tests.Moved.v3" in str(caught.value)
    assert "1949" not in str(caught.value)
    assert "4101" not in str(caught.value)


@pytest.mark.parametrize(
    "data", ["{}", '{"area": 1}', "[]", "null", "7", '"4101"', "{", "[" * 9999]
)
@pytest.mark.parametrize("version", [1, 2])
def test_what_an_upcaster_trips_over_is_malformed(
    renamed: type[Event], version: int, data: str
) -> None:
    """Alone and inside a void: a reader parks such an event, and goes on."""
    with pytest.raises(MalformedEvent):
        parse(f"tests.Moved.v{version}", data)
    void = Voided(
        entry_id=new_id(),
        entry_type=f"tests.Moved.v{version}",
        entry={},
        reason=VoidReason.MISTAKEN,
    )
    with pytest.raises(MalformedEvent):
        void.voided()


@pytest.mark.parametrize("without", ["entry_type", "entry", "entry_id", "reason"])
def test_a_void_that_lacks_something_is_malformed(without: str) -> None:
    """Whatever of it is missing."""
    fields = {"entry_id": str(new_id()), "entry_type": "t", "entry": {}, "reason": "mistaken"}
    case = {"case_id": str(new_id()), "client_id": str(new_id()), "kind": "at_large"}
    fields |= case | {"region": "410102001003"}
    parse(type_of(EntryVoided), to_json(fields))
    del fields[without]
    with pytest.raises(MalformedEvent, match=without):
        parse(type_of(EntryVoided), to_json(fields))


def test_an_unknown_type_is_told_apart_from_a_malformed_one() -> None:
    """Newer software may know it, so that the two are treated differently."""
    with pytest.raises(UnknownEvent):
        parse("tests.Never.v1", "{}")


def test_a_type_is_published_once(renamed: type[Event]) -> None:
    """Two models under one name would make the past ambiguous."""
    with pytest.raises(ValueError, match="published twice"):
        published("tests.Moved.v3")(type("Moved", (Event,), {"__module__": __name__}))
